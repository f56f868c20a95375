package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/server/store"
)

// inbound is the job of one inbound message.
func (r *Runner) inbound(ctx context.Context, job store.JobRef) error {
	in := job.Inbound
	if in == nil {
		row, err := strconv.ParseInt(job.Payload, 10, 64)
		if err != nil {
			return fmt.Errorf("inbound payload: %w", err)
		}
		if in, err = r.reread(ctx, row); err != nil {
			if errors.Is(err, store.ErrNotFound) { // the contact was deleted meanwhile
				return r.Store.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(job.ID) })
			}
			return err
		}
	}
	t, err := r.turn(ctx, in.ConversationRow)
	if errors.Is(err, store.ErrNotFound) { // two contacts turned out to be one meanwhile
		if in, err = r.reread(ctx, in.Row); err == nil {
			t, err = r.turn(ctx, in.ConversationRow)
		}
		if errors.Is(err, store.ErrNotFound) {
			return r.Store.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(job.ID) })
		}
	}
	if err != nil {
		return err
	}
	// A deadline that passed before the message was written comes first.
	if live := t.state.Run; live != nil && live.WakeAt != nil && in.At >= *live.WakeAt && !in.Echo && !in.StoreOnly {
		if err := r.wakeRun(ctx, t); err != nil {
			return err
		}
		if t, err = r.turn(ctx, in.ConversationRow); err != nil {
			return err
		}
	}
	t.job = job.ID
	return r.handle(ctx, t, in)
}

// reread loads a message whose job an earlier boot left.
func (r *Runner) reread(ctx context.Context, row int64) (*store.InMessage, error) {
	m, err := r.Store.MessageRow(ctx, row)
	if err != nil {
		return nil, err
	}
	c, err := r.Store.ConversationRow(ctx, m.ConversationID)
	if err != nil {
		return nil, err
	}
	in := &store.InMessage{Channel: m.ChannelID, At: m.At, Type: m.Type, Content: []byte(m.ContentJSON), Context: m.Context, Referral: []byte(m.ReferralJSON),
		Echo: m.Direction == store.Out, StoreOnly: m.StoreOnly, Row: m.ID, ContactRow: c.ContactID, ConversationRow: c.ID, Fresh: true}
	copy(in.ID.ID[:], m.UID)
	return in, nil
}

// handle decides about a message and does what was decided.
func (r *Runner) handle(ctx context.Context, t *turn, in *store.InMessage) error {
	var msg message.Inbound
	if err := json.Unmarshal(in.Content, &msg.Content); err != nil {
		return fmt.Errorf("content of message %d: %w", in.Row, err)
	}
	if len(in.Referral) > 0 {
		if err := json.Unmarshal(in.Referral, &msg.Referral); err != nil {
			return fmt.Errorf("referral of message %d: %w", in.Row, err)
		}
	}
	msg.ID, msg.At, msg.Context = in.ID.String(), in.At, in.Context
	t.notice(in, msg.Content)

	facts, live, err := r.facts(ctx, t, in, msg)
	if err != nil {
		return err
	}
	d := Decide(facts)
	t.showWay(&d)
	if err := t.decided(in.Row, d); err != nil {
		return err
	}
	if live != nil && facts.Live == nil { // its trial is over, and the job that ends it is late
		t.endTried(live)
		live = nil
	}
	switch d.Do {
	case DoOptOut:
		t.extra(func(tx *store.Tx) error { return tx.SetConsent(t.state.Contact.ID, true) })
		if live != nil {
			t.cancelLive(live, run.Canceled, "opted_out")
		}
	case DoOptIn:
		t.extra(func(tx *store.Tx) error { return tx.SetConsent(t.state.Contact.ID, false) })
	case DoResume:
		return t.resume(ctx, live, run.Input{Kind: run.InputMessage, Message: &msg})
	case DoStart, DoRestart:
		c := facts.Candidates[d.Start]
		e := r.lib.flow(c.Flow)
		if e == nil {
			return fmt.Errorf("flow %s is gone: %w", c.FlowID, store.ErrConflict)
		}
		if d.Do == DoRestart {
			t.cancelLive(live, run.Canceled, "restarted")
		}
		return t.start(ctx, e, run.Trigger{ID: c.Trigger, Kind: c.Kind, Message: &msg}, nil, "inbound")
	case DoTry:
		return t.try(ctx, live, &msg)
	}
	if live != nil {
		t.ignored(in)
	}
	if in.Echo && t.state.Conversation.SilencedUntil != store.SilencedForGood {
		until := r.Store.Now().Add(r.Account().EchoSilence).UnixMilli()
		t.extra(func(tx *store.Tx) error { return tx.Silence(t.state.Conversation.ID, until) })
	}
	return t.commit(ctx)
}

// facts gathers what Decide looks at.
func (r *Runner) facts(ctx context.Context, t *turn, in *store.InMessage, msg message.Inbound) (Facts, *entry, error) {
	account := r.Account()
	words := strings.TrimRight(flow.NormalizeWords(msg.Content.Words()), ".! ")
	f := Facts{At: in.At, Content: msg.Content, Echo: in.Echo, StoreOnly: in.StoreOnly, OptedOut: t.state.Contact.OptedOutAt != nil,
		StopWord: account.Stop[words], StartWord: account.Start[words],
		Now: r.Store.Now(), SilentTill: t.state.Conversation.SilencedUntil}
	var past flow.Facts
	ch, ok := r.Channels.ByRow(in.Channel)
	if ok {
		past = flow.Facts{InHours: r.hours(ch).Open(f.Now.In(account.Zone))}
		if r.lib.needsPast(ch.ID.String()) {
			at, err := r.Store.Previous(ctx, in.ConversationRow, in.Row)
			if err != nil {
				return f, nil, fmt.Errorf("read the message before: %w", err)
			}
			past.First, past.SilentSince = at == 0, at
		}
		f.Candidates, f.AnyFlow = r.lib.candidates(ch.ID.String(), msg, past)
	}
	for i := range f.Candidates {
		c := &f.Candidates[i]
		if c.Again == flow.AgainAlways {
			continue
		}
		h, err := r.Store.History(ctx, in.ContactRow, c.Flow, in.ConversationRow, in.Row)
		if err != nil {
			return f, nil, fmt.Errorf("read history: %w", err)
		}
		c.History = h
	}
	t.trying.past = past
	if err := r.tryFacts(ctx, t, in, msg, &f); err != nil {
		return f, nil, err
	}
	live := t.state.Run
	if live == nil {
		return f, nil, nil
	}
	e, err := r.lib.version(ctx, live.VersionID)
	if err != nil {
		return f, nil, err
	}
	if err := t.loadSnapshot(); err != nil {
		return f, nil, err
	}
	if err := r.lib.preload(ctx, t.snapshot.Frames, e.VersionID.String()); err != nil {
		return f, nil, err
	}
	tried := live.FlowID == t.trying.row.HiddenID
	if !e.TrialOf.IsZero() && !tried {
		return f, e, nil
	}
	step := e.stepName(live.Step)
	if n := len(t.snapshot.Frames); n > 0 && t.snapshot.Frames[n-1].Version != e.VersionID.String() {
		if called := r.lib.named(t.snapshot.Frames[n-1].Version); called != nil {
			step = called.stepName(live.Step)
		}
	}
	f.Live = &Live{Firm: !engine.Interruptible(e.program, *t.snapshot), FlowID: e.publicID(), FlowName: e.Name, Step: step, Tried: tried, Paused: e.State == store.FlowPaused,
		Accepts: engine.Accepts(e.program, *t.snapshot, run.Input{Kind: run.InputMessage, Message: &msg})}
	return f, e, nil
}
