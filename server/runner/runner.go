// Package runner applies what the engine decides: it loads a contact's state,
// asks Decide or the clock what happens, runs a sprint and commits all of it
// in one unit. Everything that happens to a contact goes through the contact's
// lane, one thing at a time.
package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/hours"
	"flusso/engine/message"
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
	lib  *library
	jobs *jobs.Dispatcher

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
	if err := t.decided(in.Row, d); err != nil {
		return err
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
	ch, ok := r.Channels.ByRow(in.Channel)
	if ok {
		past := flow.Facts{InHours: r.hours(ch).Open(f.Now.In(account.Zone))}
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
	step := e.stepName(live.Step)
	if n := len(t.snapshot.Frames); n > 0 && t.snapshot.Frames[n-1].Version != e.VersionID.String() {
		if called := r.lib.named(t.snapshot.Frames[n-1].Version); called != nil {
			step = called.stepName(live.Step)
		}
	}
	f.Live = &Live{Firm: !engine.Interruptible(e.program, *t.snapshot), FlowID: e.ID.String(), FlowName: e.Name, Step: step, Paused: e.State == store.FlowPaused,
		Accepts: engine.Accepts(e.program, *t.snapshot, run.Input{Kind: run.InputMessage, Message: &msg})}
	return f, e, nil
}

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

// CancelRun takes a contact out of a flow.
func (r *Runner) CancelRun(ctx context.Context, id store.RunID) error {
	return r.cancelRun(ctx, id, "by_hand")
}

func (r *Runner) cancelRun(ctx context.Context, id store.RunID, why string) error {
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
			return nil // it has ended meanwhile
		}
		if err := t.endLive(ctx, why); err != nil {
			return err
		}
		t.status = store.ConversationClosed
		return t.commit(ctx)
	})
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
