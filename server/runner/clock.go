package runner

import (
	"context"
	"time"

	"flusso/engine/run"
	"flusso/server/store"
)

// clock wakes runs whose time has come.
func (r *Runner) clock(ctx context.Context) {
	tick := time.NewTicker(wakeEvery)
	defer tick.Stop()
	for {
		r.Tick(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Tick hands due runs to their lanes. The clock calls it every second.
func (r *Runner) Tick(ctx context.Context) {
	due, err := r.Store.DueRuns(ctx, r.Store.Now().UnixMilli(), wakeBatch)
	if err != nil {
		if ctx.Err() == nil {
			r.Log.Error("read due runs", "error", err)
		}
		return
	}
	for _, d := range due {
		r.mu.Lock()
		if r.waking[d.Run] {
			r.mu.Unlock()
			continue
		}
		r.waking[d.Run] = true
		r.mu.Unlock()
		ok := r.jobs.Do(store.ContactLane(d.Contact), func(ctx context.Context) {
			defer r.awake(d.Run)
			if err := r.wake(ctx, d); err != nil && ctx.Err() == nil {
				r.Log.Error("wake a run", "run", d.Run, "error", err)
				until := r.Store.Now().Add(wakeRetry).UnixMilli()
				_ = r.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutOffRun(d.Run, until) })
			}
		})
		if !ok {
			r.awake(d.Run)
		}
	}
}

func (r *Runner) awake(row int64) {
	r.mu.Lock()
	delete(r.waking, row)
	r.mu.Unlock()
}

func (r *Runner) wake(ctx context.Context, d store.DueRun) error {
	t, err := r.turn(ctx, d.Conversation)
	if err != nil {
		return err
	}
	live := t.state.Run
	if live == nil || live.ID != d.Run || live.WakeAt == nil || *live.WakeAt > r.Store.Now().UnixMilli() {
		return nil // something came first
	}
	return r.wakeRun(ctx, t)
}

// wakeRun moves a run on whose time has come.
func (r *Runner) wakeRun(ctx context.Context, t *turn) error {
	e, err := r.lib.version(ctx, t.state.Run.VersionID)
	if err != nil {
		return err
	}
	if e.State == store.FlowPaused {
		return nil
	}
	return t.resume(ctx, e, run.Input{Kind: run.InputTime})
}
