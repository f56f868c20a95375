// Package runner applies what the engine decides: it loads a contact's state,
// asks Decide or the clock what happens, runs a sprint and commits all of it
// in one unit. Everything that happens to a contact goes through the contact's
// lane, one thing at a time.
package runner

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"flusso/engine/hours"
	"flusso/engine/run"
	"flusso/engine/step"
	"flusso/server/fault"
	"flusso/server/jobs"
	"flusso/server/messaging"
	"flusso/server/store"
)

const (
	// wakeEvery is how often due runs are looked for, and so the precision of
	// delays and time-outs.
	wakeEvery = time.Second
	// wakeBatch is how many due runs are read at a time.
	wakeBatch = 300
	// wakeRetry is how long a run rests whose wake failed.
	wakeRetry = time.Minute
)

// Account is what the account's settings mean for runs.
type Account struct {
	Zone     *time.Location
	Country  string // ISO 3166-1 alpha-2
	Language string
	// Stop and Start are the words of consent, folded by flow.NormalizeWords.
	Stop, Start map[string]bool
	Hours       *hours.Schedule
	// EchoSilence is how long the bot is silent after a colleague wrote on the
	// business phone.
	EchoSilence time.Duration
}

// Caller makes the calls of flows (egress.Client).
type Caller interface {
	Do(ctx context.Context, id string, q run.HTTPRequest) run.EffectResult
}

// Options of New.
type Options struct {
	Store    *store.Store
	IDs      *store.IDSource
	Log      *slog.Logger
	Registry *step.Registry
	Outbox   *messaging.Outbox
	Channels *messaging.Channels
	Account  func() Account
	Egress   Caller
	// TemplateProblem says why a template cannot be sent on a number now, or "".
	TemplateProblem func(channel int64, name, language string) string
}

// Runner runs flows.
type Runner struct {
	Options
	lib    *library
	trials trials
	jobs   *jobs.Dispatcher

	mu     sync.Mutex
	waking map[int64]bool // runs whose wake is in a lane
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

// New makes a runner. SetJobs and Start must follow.
func New(o Options) *Runner {
	return &Runner{Options: o, lib: newLibrary(o.Store, o.Registry), waking: map[int64]bool{}}
}

// Kinds are the handlers of the runner's jobs.
func (r *Runner) Kinds() map[string]jobs.Kind {
	return map[string]jobs.Kind{
		store.JobInbound:      {Do: r.inbound},
		store.JobEffect:       {Do: r.effect, Tries: effectTries, Wait: effectWait},
		store.JobEffectResult: {Do: r.effectResult},
		store.JobRunMerged:    {Do: r.runMerged, Tries: effectTries, Wait: effectWait},
		store.JobMovePeople:   {Do: r.movePeople, Tries: moveTries, Wait: moveWait},
		store.JobTrial:        {Do: r.trial, Tries: trialTries, Wait: moveWait},
	}
}

// SetJobs gives the runner its lanes.
func (r *Runner) SetJobs(d *jobs.Dispatcher) { r.jobs = d }

// Start takes up what is there and starts the clock.
func (r *Runner) Start(ctx context.Context) error {
	if err := r.TakeUp(ctx); err != nil {
		return err
	}
	ctx, r.cancel = context.WithCancel(context.Background())
	r.wg.Go(func() { r.clock(ctx) })
	return nil
}

// TakeUp reads the live flows and holds the reply time-outs that fell due
// while the program was down. Whoever calls it instead of Start is the clock:
// it calls Tick.
func (r *Runner) TakeUp(ctx context.Context) error {
	if err := r.Reload(ctx); err != nil {
		return err
	}
	if err := r.LookForTrials(ctx); err != nil {
		return err
	}
	if err := r.Store.Write(ctx, func(tx *store.Tx) error { return tx.HoldDueReplies(0) }); err != nil {
		return fmt.Errorf("hold due replies: %w", err)
	}
	return nil
}

// Stop stops the clock. It may be called twice, and before Start.
func (r *Runner) Stop() {
	if r.cancel != nil {
		r.cancel()
	}
	r.wg.Wait()
}

// Reload reads the live flows again: call it after publish, pause, resume,
// archive and delete.
func (r *Runner) Reload(ctx context.Context) error {
	resumed, err := r.lib.reload(ctx)
	if err != nil {
		return err
	}
	for _, f := range resumed {
		if err := r.Store.Write(ctx, func(tx *store.Tx) error { return tx.HoldDueReplies(f) }); err != nil {
			return err
		}
		waiting, err := r.Store.WaitingForEffect(ctx, f)
		if err != nil {
			return err
		}
		for _, w := range waiting {
			if err := r.Resumed(ctx, w.Contact, w.Conversation); err != nil {
				r.Log.Error("resume a run of a flow that was paused", "run", w.Run, "error", err)
			}
		}
	}
	return nil
}

// inLane runs fn in the contact's lane and waits for it.
func (r *Runner) inLane(ctx context.Context, contact int64, fn func(context.Context) error) error {
	done := make(chan error, 1)
	if !r.jobs.Do(store.ContactLane(contact), func(lane context.Context) { done <- fn(lane) }) {
		return fault.NotReady.New()
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
