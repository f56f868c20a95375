package runner

import (
	"context"
	"encoding/json"
	"math"
	"time"

	"flusso/engine"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/server/store"
)

// finish turns a sprint into rows and commits them.
func (t *turn) finish(ctx context.Context, e *entry, sprint engine.Sprint) error {
	if err := t.fill(t.run, sprint.Snapshot); err != nil {
		return err
	}
	outcome := handover{assigned: t.state.Run != nil && t.state.Conversation.AssignedRun != 0 && t.state.Conversation.AssignedRun == t.run.Row}
	contactTags, threadTags := tags(t.state.Contact.TagsJSON), tags(t.state.Conversation.TagsJSON)
	now := t.r.Store.Now().UnixMilli()
	for i := range sprint.Events {
		ev := &sprint.Events[i]
		switch ev.Kind {
		case run.MessageQueued:
			if err := t.queue(ev, now); err != nil {
				return err
			}
			ev.Content = nil // it stands with the message
		case run.ContactChanged:
			t.changeContact(*ev.Change)
		case run.TagsChanged:
			if ev.Tags.Scope == store.TagOfConversation {
				threadTags = ev.Tags.Apply(threadTags)
				list := threadTags
				t.extra(func(tx *store.Tx) error { return tx.SetTags(store.TagOfConversation, t.state.Conversation.ID, list) })
			} else {
				contactTags = ev.Tags.Apply(contactTags)
				list := contactTags
				t.extra(func(tx *store.Tx) error { return tx.SetTags(store.TagOfContact, t.state.Contact.ID, list) })
			}
		case run.EffectAsked:
			if err := t.ask(*ev.Effect); err != nil {
				return err
			}
		case run.Assigned:
			outcome.assigned, outcome.action = true, "" // a close before it is overruled
			t.assign(*ev.Assign)
		case run.Conversation:
			t.conversation(*ev.Conversation, &outcome)
		}
	}
	if err := t.note(t.run, sprint.Events); err != nil {
		return err
	}
	if t.status = store.ConversationFlow; !sprint.Snapshot.Status.Live() {
		t.status = outcome.status()
		if outcome.assigned {
			t.handOver()
		}
		t.tell(e, t.run, sprint.Snapshot, string(sprint.Snapshot.Status))
	}
	return t.commit(ctx)
}

// handover is where a conversation goes when its flow ends.
type handover struct {
	assigned bool
	action   string // the last close or reopen of the sprint
}

func (h handover) status() string {
	switch {
	case h.action == run.ActionClose:
		return store.ConversationClosed
	case h.assigned, h.action == run.ActionReopen:
		return store.ConversationNew
	}
	return store.ConversationClosed
}

// changeContact sets a part of the contact, or their consent.
func (t *turn) changeContact(c run.Change) {
	if c.Field != "consent" {
		t.extra(func(tx *store.Tx) error { return tx.ChangeContact(t.state.Contact.ID, c.Field, c.Value) })
		return
	}
	var yes bool
	if err := json.Unmarshal(c.Value, &yes); err != nil {
		return // the engine lets nothing else through
	}
	t.extra(func(tx *store.Tx) error { return tx.SetConsent(t.state.Contact.ID, !yes) })
}

// assign gives the conversation to a person at once; it becomes theirs to
// answer when the flow ends.
func (t *turn) assign(a run.Assign) {
	id, err := store.ParseID(a.User)
	if err != nil {
		id = store.ID{} // nobody: the conversation is new for all
	}
	w := t.run
	t.extra(func(tx *store.Tx) error { return tx.Assign(t.state.Conversation.ID, store.UserID{ID: id}, w.Row) })
}

// handOver leaves the conversation to a person: unread, and no flow speaks in
// it until it is closed or given back.
func (t *turn) handOver() {
	c := t.state.Conversation.ID
	t.extra(func(tx *store.Tx) error { return tx.HandOver(c) })
}

// conversation does what a step wants of the conversation itself.
func (t *turn) conversation(c run.ConversationChange, out *handover) {
	id := t.state.Conversation.ID
	switch c.Action {
	case run.ActionClose:
		out.action, out.assigned = c.Action, false
		t.extra(func(tx *store.Tx) error { return tx.Unassign(id) })
	case run.ActionReopen:
		out.action = c.Action
	case run.ActionSilence:
		minutes := min(max(c.Minutes, 0), math.MaxInt32)
		until := t.r.Store.Now().Add(time.Duration(minutes) * time.Minute).UnixMilli()
		t.extra(func(tx *store.Tx) error { return tx.Silence(id, until) })
	}
}

// referred keeps the ad that led the person here.
func (t *turn) referred(in *store.InMessage) {
	var ref message.Referral
	if json.Unmarshal(in.Referral, &ref) != nil {
		return
	}
	raw := string(in.Referral)
	ad := store.Ad{SourceID: ref.SourceID, SourceType: ref.SourceType, SourceURL: ref.SourceURL, Headline: ref.Headline, Body: ref.Body, ImageURL: ref.ImageURL}
	t.extra(func(tx *store.Tx) error { return tx.SawAd(t.state.Contact.ID, ad, raw) })
}

// endLive ends the live run because something else goes before it.
func (t *turn) endLive(ctx context.Context, outcome string) error {
	if err := t.loadSnapshot(); err != nil {
		return err
	}
	e, err := t.r.lib.version(ctx, t.state.Run.VersionID)
	if err != nil {
		return err
	}
	t.cancelLive(e, run.Canceled, outcome)
	return nil
}

// cancelLive ends the live run. Its snapshot must have been loaded.
func (t *turn) cancelLive(e *entry, status run.Status, outcome string) {
	s := *t.snapshot
	s.Status, s.Outcome, s.Wait = status, outcome, nil
	w := t.move()
	if err := t.fill(w, s); err != nil {
		t.r.Log.Error("snapshot of a canceled run", "run", w.Row, "error", err)
	}
	t.cancel = append(t.cancel, w)
	if err := t.note(w, []run.Event{{Kind: run.RunEnded, At: t.r.Store.Now().UnixMilli(), Status: status, Outcome: outcome}}); err != nil {
		t.r.Log.Error("events of a canceled run", "run", w.Row, "error", err)
	}
	t.tell(e, w, s, string(status))
	if t.status == "" {
		t.status = store.ConversationClosed
	}
}
