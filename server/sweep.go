package server

import (
	"context"
	"time"
)

// sweepEvery is how often what is too old is deleted.
const sweepEvery = 10 * time.Minute

// sweep deletes what has served its time, in small pieces.
func (s *Server) sweep(ctx context.Context) {
	t := time.NewTicker(sweepEvery)
	defer t.Stop()
	for {
		if err := s.st.Sweep(ctx); err != nil && ctx.Err() == nil {
			s.o.Log.Error("delete what is too old", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
