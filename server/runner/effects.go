package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"flusso/engine/run"
	"flusso/server/egress"
	"flusso/server/store"
)

// effectTries: the call itself is made once; what is tried again is storing
// its attempt and its result.
const effectTries = 5

// callGrace is how long a call may go on after the program was asked to stop:
// most answer within it, and one that is cut off may have to leave by the
// error exit. Docker kills after 10 s.
const callGrace = 4 * time.Second

// outlive gives a context that ends some time after the given one.
func (r *Runner) outlive(ctx context.Context) (context.Context, func()) {
	call, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var timer *time.Timer
	var mu sync.Mutex
	stop := context.AfterFunc(ctx, func() {
		mu.Lock()
		defer mu.Unlock()
		timer = time.AfterFunc(callGrace, cancel)
	})
	return call, func() {
		stop()
		mu.Lock()
		if timer != nil {
			timer.Stop()
		}
		mu.Unlock()
		cancel()
	}
}

func effectWait(tries int) time.Duration { return time.Duration(tries) * 2 * time.Second }

// effect makes the call that a run waits for. The attempt is committed before
// the call, so that after a crash nobody makes a call twice that must not be.
func (r *Runner) effect(ctx context.Context, job store.JobRef) error {
	e, err := r.effectOf(ctx, job)
	if errors.Is(err, store.ErrNotFound) {
		return r.Store.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(job.ID) })
	}
	if err != nil {
		return err
	}
	owner, err := r.Store.RunRow(ctx, e.RunID)
	if err != nil {
		return err
	}
	var ask run.Effect
	if err := json.Unmarshal([]byte(e.RequestJSON), &ask); err != nil || ask.HTTP == nil {
		return fmt.Errorf("effect %d cannot be read: %v", e.ID, err)
	}
	var result run.EffectResult
	switch {
	case e.State == store.EffectDone:
		return r.Store.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(job.ID) })
	case e.State == store.EffectAttempted && !repeatable(ask):
		result = run.EffectResult{ID: ask.ID, Error: egress.OutcomeUnknown}
	default:
		if err := r.Store.Write(ctx, func(tx *store.Tx) error { return tx.AttemptEffect(e.ID) }); err != nil {
			return err
		}
		call, done := r.outlive(ctx)
		result = r.Egress.Do(call, ask.ID, *ask.HTTP)
		stopped := call.Err() != nil
		done()
		if stopped {
			return context.Canceled // the program has stopped: the next boot decides
		}
	}
	raw, err := json.Marshal(result)
	if err != nil {
		return err
	}
	return r.Store.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.FinishEffect(e.ID, owner.ContactID, raw, job.ID) })
}

func (r *Runner) effectOf(ctx context.Context, job store.JobRef) (store.Effect, error) {
	row, err := strconv.ParseInt(job.Payload, 10, 64)
	if err != nil {
		return store.Effect{}, fmt.Errorf("effect payload: %w", err)
	}
	return r.Store.EffectRow(ctx, row)
}

// repeatable says whether a call may be made again that may have been made:
// HTTP calls GET, HEAD, PUT and DELETE idempotent; for others the author says.
func repeatable(e run.Effect) bool {
	switch e.HTTP.Method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete:
		return true
	}
	return e.SafeToRepeat
}

// effectResult takes a result into the contact's lane.
func (r *Runner) effectResult(ctx context.Context, job store.JobRef) error {
	done := func() error {
		return r.Store.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(job.ID) })
	}
	e, err := r.effectOf(ctx, job)
	if errors.Is(err, store.ErrNotFound) {
		return done()
	}
	if err != nil {
		return err
	}
	owner, err := r.Store.RunRow(ctx, e.RunID)
	if err != nil {
		return err
	}
	t, err := r.turn(ctx, owner.ConversationID)
	if err != nil {
		return err
	}
	t.job = job.ID
	return r.takeResult(ctx, t, e)
}

// takeResult resumes the run that waits for the effect. A result whose wait
// has moved on is an event only; one that comes while the bot is silent waits
// until the conversation is given back.
func (r *Runner) takeResult(ctx context.Context, t *turn, e store.Effect) error {
	var result run.EffectResult
	if e.ResultJSON == nil {
		return fmt.Errorf("effect %d has no result", e.ID)
	}
	if err := json.Unmarshal([]byte(*e.ResultJSON), &result); err != nil {
		return fmt.Errorf("result of effect %d: %w", e.ID, err)
	}
	live := t.state.Run
	if live != nil {
		if err := t.loadSnapshot(); err != nil {
			return err
		}
	}
	if live == nil || live.ID != e.RunID || t.snapshot.Wait == nil || t.snapshot.Wait.Effect != result.ID {
		w := &store.RunWrite{Row: e.RunID}
		if live != nil && live.ID == e.RunID {
			w.Seq = live.Seq
		}
		if err := t.note(w, []run.Event{{Kind: run.EffectDone, At: r.Store.Now().UnixMilli(), Result: &result}}); err != nil {
			return err
		}
		return t.commit(ctx)
	}
	version, err := r.lib.version(ctx, live.VersionID)
	if err != nil {
		return err
	}
	if t.state.Conversation.SilencedUntil > r.Store.Now().UnixMilli() || version.State == store.FlowPaused {
		if t.job == 0 {
			return nil
		}
		return t.commit(ctx) // the job is done; Resumed finds the result
	}
	return t.resume(ctx, version, run.Input{Kind: run.InputEffect, Effect: &result})
}

// Resumed looks after a conversation that was given back to its flow: a call's
// result may have come meanwhile.
func (r *Runner) Resumed(ctx context.Context, contact, conversation int64) error {
	return r.inLane(ctx, contact, func(ctx context.Context) error {
		t, err := r.turn(ctx, conversation)
		if err != nil || t.state.Run == nil {
			return err
		}
		if err := t.loadSnapshot(); err != nil {
			return err
		}
		w := t.snapshot.Wait
		if w == nil || w.Kind != run.WaitEffect {
			return nil
		}
		id, err := store.ParseID(w.Effect)
		if err != nil {
			return err
		}
		e, err := r.Store.EffectByID(ctx, store.EffectID{ID: id})
		if err != nil || e.State != store.EffectDone {
			return err
		}
		return r.takeResult(ctx, t, e)
	})
}
