package runner

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"flusso/engine"
	"flusso/engine/run"
	"flusso/server/fault"
	"flusso/server/store"
)

// ReleaseRun lets a contact go on by a path of the step where they stand,
// because somebody of the team says so.
func (r *Runner) ReleaseRun(ctx context.Context, id store.RunID, exit string) error {
	return r.withLive(ctx, id, func(ctx context.Context, t *turn) error {
		e, err := r.lib.version(ctx, t.state.Run.VersionID)
		if err != nil {
			return err
		}
		switch {
		case e.State == store.FlowPaused:
			return fault.FlowPaused.New()
		case t.state.Conversation.SilencedUntil > store.Millis(r.Store.Now()):
			return fault.PersonHasIt.New()
		}
		if err := t.loadSnapshot(); err != nil {
			return err
		}
		if err := r.lib.preload(ctx, t.snapshot.Frames, e.VersionID.String()); err != nil {
			return err
		}
		sprint, err := engine.Release(e.program, *t.snapshot, exit, t.world(e))
		switch {
		case errors.Is(err, engine.ErrNoPath):
			return fault.NoSuchPath.New()
		case err != nil:
			return fmt.Errorf("release run %d of flow %s: %w", t.state.Run.ID, e.ID, err)
		}
		t.run = t.move()
		return t.finish(ctx, e, sprint)
	})
}

// MoveRun lets a contact go on in the published version of their flow, where
// they stand.
func (r *Runner) MoveRun(ctx context.Context, id store.RunID) error {
	return r.withLive(ctx, id, func(ctx context.Context, t *turn) error {
		live := t.state.Run
		to := r.lib.flow(live.FlowID)
		if to == nil {
			return fault.FlowNotPublished.New()
		}
		if live.VersionID == to.Version {
			return nil
		}
		if err := t.loadSnapshot(); err != nil {
			return err
		}
		from, err := r.lib.version(ctx, live.VersionID)
		if err != nil {
			return err
		}
		if !moves(t.snapshot.Frames, from, to) {
			return fault.StepGone.With("version", to.Number)
		}
		if err := t.moveTo(from, to); err != nil {
			return err
		}
		return t.commit(ctx)
	})
}

// withLive takes a live run in hand, in its contact's lane.
func (r *Runner) withLive(ctx context.Context, id store.RunID, fn func(context.Context, *turn) error) error {
	row, err := r.Store.Run(ctx, id)
	if err != nil {
		return err
	}
	return r.inLane(ctx, row.ContactID, func(ctx context.Context) error {
		t, err := r.turn(ctx, row.ConversationID)
		if err != nil {
			return err
		}
		if t.state.Run == nil || t.state.Run.ID != row.ID {
			return fault.RunEnded.New()
		}
		return fn(ctx, t)
	})
}

// moveTo takes the live run to another version, with everything as it stands.
// Its snapshot must have been loaded.
func (t *turn) moveTo(from, to *entry) error {
	live := t.state.Run
	s := *t.snapshot
	s.Frames = append([]run.Frame(nil), s.Frames...)
	for i := range s.Frames {
		if s.Frames[i].Version == from.VersionID.String() {
			s.Frames[i].Version = to.VersionID.String()
		}
	}
	w := t.move()
	if err := t.fill(w, s); err != nil {
		return err
	}
	if live.WakeAt != nil { // a silenced or held deadline stays as it is
		w.WakeAt = *live.WakeAt
	} else {
		w.WakeAt = 0
	}
	t.run = w
	moved := run.Event{Kind: run.Moved, At: store.Millis(t.r.Store.Now()), Params: map[string]string{"from": strconv.Itoa(from.Number), "to": strconv.Itoa(to.Number)}}
	if err := t.note(w, []run.Event{moved}); err != nil {
		return err
	}
	t.extra(func(tx *store.Tx) error { return tx.SetRunVersion(w.Row, to.Version, w.Seq) })
	return nil
}
