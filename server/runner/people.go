package runner

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"flusso/engine/run"
	"flusso/server/store"
)

const (
	// moveBatch is how many people are moved between two looks at the database.
	moveBatch = 200
	// moveTries of moving everybody: each try goes on where the last one stopped.
	moveTries = 8
)

func moveWait(tries int) time.Duration { return time.Duration(1<<min(tries, 6)) * time.Second }

// movePeople does to the people inside older versions what was chosen at
// publishing: they go on in the new one, or their way ends.
func (r *Runner) movePeople(ctx context.Context, job store.JobRef) error {
	var m store.MovePeople
	if err := json.Unmarshal([]byte(job.Payload), &m); err != nil {
		return fmt.Errorf("payload of moving people: %w", err)
	}
	var after int64
	for {
		list, err := r.Store.OlderRuns(ctx, m.Flow, m.Version, after, moveBatch)
		if err != nil {
			return err
		}
		for _, d := range list {
			err := r.inLane(ctx, d.Contact, func(ctx context.Context) error { return r.movePerson(ctx, d, m) })
			if err != nil {
				return err
			}
			after = d.Run
		}
		if len(list) < moveBatch {
			return r.Store.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(job.ID) })
		}
	}
}

func (r *Runner) movePerson(ctx context.Context, d store.DueRun, m store.MovePeople) error {
	t, err := r.turn(ctx, d.Conversation)
	if err != nil {
		return err
	}
	live := t.state.Run
	if live == nil || live.ID != d.Run || live.VersionID >= m.Version {
		return nil // it has ended meanwhile, or entered a newer one
	}
	if err := t.loadSnapshot(); err != nil {
		return err
	}
	from, err := r.lib.version(ctx, live.VersionID)
	if err != nil {
		return err
	}
	to, err := r.lib.version(ctx, m.Version)
	if err != nil {
		return err
	}
	if m.Mode == store.PeopleMove && moves(t.snapshot.Frames, from, to) {
		if err := t.moveTo(from, to); err != nil {
			return err
		}
		return t.commit(ctx)
	}
	t.cancelLive(from, run.Canceled, "new_version")
	return t.commit(ctx)
}

// moves says whether a run can go on in another version: every step at which
// one of its levels stands is there, and of the same kind.
func moves(frames []run.Frame, from, to *entry) bool {
	for _, f := range frames {
		if f.Version != from.VersionID.String() {
			continue
		}
		kind, ok := to.kindOf(f.Step)
		was, _ := from.kindOf(f.Step)
		if !ok || kind != was {
			return false
		}
	}
	return true
}

// kindOf a step.
func (e *entry) kindOf(id string) (string, bool) {
	for _, s := range e.doc.Steps {
		if s.ID == id {
			return s.Kind, true
		}
	}
	return "", false
}
