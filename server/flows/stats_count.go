package flows

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"flusso/server/store"
)

const (
	// countRest is between a change and its counting when nobody asks: what
	// happens meanwhile is counted with it.
	countRest = 5 * time.Second
	// countBusy is how many units a second make the program too busy to count
	// beside its work; countLate is how long that is put off at most.
	countBusy = 20
	countLate = 10 * time.Minute
	// countPatience is how long somebody who asks for numbers waits for the
	// counting to catch up; then the answer says what is missing.
	countPatience = 1500 * time.Millisecond
)

// counter counts what people do at steps, in quiet moments and when somebody
// asks.
type counter struct {
	st *store.Store
	mu sync.Mutex // one counts at a time; who asks meanwhile waits for it
}

// run counts until the context ends; it calls counted after each time that it
// had something to count.
func (c *counter) run(ctx context.Context, log *slog.Logger, counted func()) {
	last, _ := c.st.FeedLast()
	seen := int64(-1) // what an earlier start left is counted first
	for {
		if last != seen {
			if !c.quiet(ctx) {
				return
			}
			seen = last
			if err := c.all(ctx); err != nil && ctx.Err() == nil {
				log.Error("count what people do at steps", "error", err)
			}
			counted()
		}
		now, wake := c.st.FeedLast()
		if now == seen {
			select {
			case <-ctx.Done():
				return
			case <-wake:
			}
			now, _ = c.st.FeedLast()
		}
		last = now
	}
}

// quiet waits for a moment in which little is written.
func (c *counter) quiet(ctx context.Context) bool {
	for waited := time.Duration(0); waited < countLate; waited += countRest {
		before := c.st.Stats().Units.Load()
		t := time.NewTimer(countRest)
		select {
		case <-ctx.Done():
			t.Stop()
			return false
		case <-t.C:
		}
		if c.st.Stats().Units.Load()-before < countBusy*int64(countRest/time.Second) {
			return true
		}
	}
	return true
}

// all counts everything that there is.
func (c *counter) all(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		more, err := c.st.CountSteps(ctx)
		if err != nil || !more {
			return err
		}
	}
}

// catchUp counts for somebody who waits, and gives how many turns are not
// counted yet.
func (c *counter) catchUp(ctx context.Context) (int64, error) {
	bounded, cancel := context.WithTimeout(ctx, countPatience)
	defer cancel()
	if err := c.all(bounded); err != nil && bounded.Err() == nil {
		return 0, err
	}
	return c.st.Uncounted(ctx)
}

// CountSteps counts what people do at steps until the context ends; counted is
// called after each time.
func (s *Service) CountSteps(ctx context.Context, log *slog.Logger, counted func()) {
	s.counter.run(ctx, log, counted)
}

// CatchUp counts now what is not counted yet; the answer is how much is left.
func (s *Service) CatchUp(ctx context.Context) (int64, error) { return s.counter.catchUp(ctx) }
