package server

import (
	"context"
	"runtime"
	"runtime/debug"
	"time"
)

const (
	// quietLook is how often the load is looked at.
	quietLook = 5 * time.Second
	// quietAfter is how many quiet looks in a row come before memory is given
	// back: a machine of a small business has other things to do with it.
	quietAfter = 2
	// quietCommits is how many commits between two looks still count as quiet.
	quietCommits = 20
)

// giveBack returns the memory of a burst to the system once it is over; by
// itself the runtime would keep it for minutes.
func (s *Server) giveBack(ctx context.Context) {
	t := time.NewTicker(quietLook)
	defer t.Stop()
	last, quiet, owed := s.st.Stats().Commits.Load(), 0, true
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		now := s.st.Stats().Commits.Load()
		if now-last > quietCommits || s.worked.Swap(false) {
			quiet, owed = 0, true
		} else if quiet++; quiet >= quietAfter && owed {
			if err := s.st.Rest(ctx); err != nil && ctx.Err() == nil {
				s.o.Log.Warn("memory could not be given back", "error", err)
			}
			runtime.GC() // what pools hold outlives one collection
			debug.FreeOSMemory()
			now, owed = s.st.Stats().Commits.Load(), false
		}
		last = now
	}
}
