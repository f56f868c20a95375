package runner

import (
	"context"
	"encoding/json"
	"errors"

	"flusso/engine/run"
	"flusso/server/fault"
	"flusso/server/store"
)

// StartRequest asks for a flow to be started for one contact.
type StartRequest struct {
	Flow        int64
	Contact     int64
	Channel     int64
	Variables   json.RawMessage
	HasPriority bool   // a live run gives way
	By          string // api or hand
}

// StartFlow starts a flow for a contact by API or by hand and returns the id
// of the run. fault.ContactBusy: the contact is in a flow already.
func (r *Runner) StartFlow(ctx context.Context, q StartRequest) (id store.RunID, err error) {
	e := r.lib.flow(q.Flow)
	switch {
	case e == nil:
		return id, fault.FlowNotPublished.New()
	case e.State == store.FlowPaused:
		return id, fault.FlowPaused.New()
	}
	var conversation int64
	err = r.Store.Write(ctx, func(tx *store.Tx) error {
		c, err := tx.EnsureConversation(q.Contact, q.Channel, store.ConversationID{ID: r.IDs.New()})
		if err == nil {
			conversation = c.ID
		}
		return err
	})
	if err != nil {
		return id, err
	}
	err = r.inLane(ctx, q.Contact, func(ctx context.Context) error {
		t, err := r.turn(ctx, conversation)
		if err != nil {
			return err
		}
		switch {
		case t.state.Contact.OptedOutAt != nil:
			return fault.OptedOut.New()
		case t.state.Run != nil && !q.HasPriority:
			return fault.ContactBusy.New()
		case t.state.Run != nil:
			if err := t.endLive(ctx, "priority"); err != nil {
				return err
			}
		}
		t.reopen = true
		err = t.start(ctx, e, run.Trigger{Kind: q.By}, q.Variables, q.By)
		if err == nil && t.run != nil {
			id = t.run.ID
		}
		if errors.Is(err, store.ErrBusy) {
			return fault.ContactBusy.New()
		}
		return err
	})
	return id, err
}

// CancelRun takes a contact out of a flow. One that has ended meanwhile is as
// it should be.
func (r *Runner) CancelRun(ctx context.Context, id store.RunID) error {
	err := r.withLive(ctx, id, func(ctx context.Context, t *turn) error {
		if err := t.endLive(ctx, "by_hand"); err != nil {
			return err
		}
		t.status = store.ConversationClosed
		return t.commit(ctx)
	})
	if errors.Is(err, fault.RunEnded.New()) {
		return nil
	}
	return err
}
