package runner

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"flusso/engine"
	"flusso/engine/hours"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/server/messaging"
	"flusso/server/store"
)

// turn is one thing that happens to a contact, from the state that was read to
// the one commit that writes all of it.
type turn struct {
	r        *Runner
	state    *store.ThreadState
	snapshot *run.Snapshot // of the live run
	job      int64
	decision *store.Decided
	status   string // of the conversation afterwards
	reopen   bool   // a start by the business: the bot speaks again
	trying   trying
	runID    store.RunID // of the run that begins; zero: one is made

	run    *store.RunWrite
	cancel []*store.RunWrite
	events []store.RunEvents
	out    []*store.OutMessage
	items  []*messaging.Item
	extras []func(*store.Tx) error
}

// turn reads a conversation's state.
func (r *Runner) turn(ctx context.Context, conversation int64) (*turn, error) {
	state, err := r.Store.ThreadState(ctx, conversation)
	if err != nil {
		return nil, fmt.Errorf("read the state of conversation %d: %w", conversation, err)
	}
	return &turn{r: r, state: state}, nil
}

func (t *turn) extra(fn func(*store.Tx) error) { t.extras = append(t.extras, fn) }

func (t *turn) loadSnapshot() error {
	if t.snapshot != nil {
		return nil
	}
	t.snapshot = &run.Snapshot{}
	if err := json.Unmarshal(t.state.Run.SnapshotJSON, t.snapshot); err != nil {
		return fmt.Errorf("snapshot of run %d: %w", t.state.Run.ID, err)
	}
	return nil
}

// notice keeps what a message tells about its writer, and asks for its file.
func (t *turn) notice(in *store.InMessage, c message.Content) {
	p := t.state.Contact
	if in.ProfileName != "" && in.ProfileName != p.ProfileName && !in.Echo {
		t.state.Contact.ProfileName = in.ProfileName
		t.extra(func(tx *store.Tx) error { return tx.SetProfile(p.ID, in.ProfileName, "") })
	}
	if in.Phone != "" && p.Phone == "" && !in.Echo {
		t.state.Contact.Phone = in.Phone
		t.extra(func(tx *store.Tx) error { return tx.SetProfile(p.ID, "", in.Phone) })
	}
	if len(in.Referral) > 0 && !in.Echo {
		t.referred(in)
	}
	if c.Media != nil && c.Media.GraphID != "" {
		t.extra(func(tx *store.Tx) error {
			return tx.AddJob(store.JobMediaFetch, "", fmt.Sprint(in.Row), tx.Now())
		})
	}
	if s := c.System; s != nil && (s.NewWaID != "" || s.NewUserID != "") {
		t.extra(func(tx *store.Tx) error { return tx.MoveContact(p.ID, s.NewWaID, s.NewUserID, s.PreviousUserID) })
	}
}

// decided keeps the decision with its message.
func (t *turn) decided(messageRow int64, d Decision) error {
	params := []byte("{}")
	if len(d.Params) > 0 {
		var err error
		if params, err = json.Marshal(d.Params); err != nil {
			return err
		}
	}
	t.decision = &store.Decided{Message: messageRow, Reason: d.Reason, ReasonJSON: string(params)}
	t.status = d.statusAfter()
	return nil
}

// world is what the engine may know of the outside.
func (t *turn) world(e *entry) engine.World {
	a := t.r.Account()
	country := e.doc.Settings.Country
	if country == "" {
		country = a.Country
	}
	now := t.r.Store.Now()
	w := engine.World{Now: now.In(a.Zone), Zone: a.Zone, Language: e.doc.Settings.Language, Country: country, Hours: a.Hours,
		WindowUntil: messaging.WindowUntil(t.state.Conversation), NewID: func() string { return t.r.IDs.New().String() },
		Contact: ContactOf(t.state.Contact), ConversationTags: tags(t.state.Conversation.TagsJSON),
		Program: t.r.lib.program, Live: t.r.lib.liveProgram}
	if !e.TrialOf.IsZero() { // a draft that calls itself calls the draft
		w.Live = func(id string) *engine.Program {
			if id == e.publicID() {
				return e.program
			}
			return t.r.lib.liveProgram(id)
		}
	}
	channel := t.state.Conversation.ChannelID
	if ch, ok := t.r.Channels.ByRow(channel); ok {
		w.Hours = t.r.hours(ch)
		if ch.Kind != store.ChannelWhatsApp {
			w.WindowUntil = now.Add(messaging.Window) // our own phone takes anything
		} else if t.r.TemplateProblem != nil {
			w.TemplateProblem = func(name, language string) string { return t.r.TemplateProblem(channel, name, language) }
		}
	}
	return w
}

// hours of a number: its own, else the account's.
func (r *Runner) hours(ch messaging.Channel) *hours.Schedule {
	if ch.Hours != nil {
		return ch.Hours
	}
	return r.Account().Hours
}

// ContactOf is a contact as expressions see it.
func ContactOf(c store.Contact) run.Contact {
	p := run.Contact{FirstName: c.FirstName, LastName: c.LastName, Phone: c.Phone, Email: c.Email, URL: c.URL, Language: c.Language, Tags: tags(c.TagsJSON), OptedOut: c.OptedOutAt != nil}
	var id store.ID
	copy(id[:], c.UID)
	p.ID = id.String()
	p.Name = DisplayName(c)
	if c.FieldsJSON != "" && c.FieldsJSON != "{}" {
		// A column that cannot be read is shown as empty: the flow goes on.
		_ = json.Unmarshal([]byte(c.FieldsJSON), &p.Fields)
	}
	return p
}

// DisplayName is how a contact is called: first and last name, else the name
// at WhatsApp.
func DisplayName(c store.Contact) string {
	switch {
	case c.FirstName != "" && c.LastName != "":
		return c.FirstName + " " + c.LastName
	case c.FirstName+c.LastName != "":
		return c.FirstName + c.LastName
	}
	return c.ProfileName
}

func tags(raw string) (list []string) {
	if raw != "" && raw != "[]" {
		_ = json.Unmarshal([]byte(raw), &list)
	}
	return list
}

// start runs the first sprint of a flow and commits.
func (t *turn) start(ctx context.Context, e *entry, trg run.Trigger, vars json.RawMessage, by string) error {
	id := t.runID
	if id.IsZero() {
		id.ID = t.r.IDs.New()
	}
	sprint, err := engine.Start(e.program, id.String(), trg, vars, t.world(e))
	if err != nil {
		return fmt.Errorf("start flow %s: %w", e.ID, err)
	}
	now := t.r.Store.Now().UnixMilli()
	t.run = &store.RunWrite{ID: id, Flow: e.Flow, Version: e.Version, Seq: 1, TriggerID: trg.ID, StartedBy: by, StartedAt: now}
	t.tell(e, t.run, sprint.Snapshot, EventEntered)
	return t.finish(ctx, e, sprint)
}

// resume moves the live run on and commits.
func (t *turn) resume(ctx context.Context, e *entry, in run.Input) error {
	if err := t.loadSnapshot(); err != nil {
		return err
	}
	if err := t.r.lib.preload(ctx, t.snapshot.Frames, e.VersionID.String()); err != nil {
		return err
	}
	sprint, err := engine.Resume(e.program, *t.snapshot, in, t.world(e))
	if err != nil {
		return fmt.Errorf("resume run %d of flow %s: %w", t.state.Run.ID, e.ID, err)
	}
	t.run = t.move()
	return t.finish(ctx, e, sprint)
}

// move is a write of the live run, based on the seq that was read.
func (t *turn) move() *store.RunWrite {
	live := t.state.Run
	w := &store.RunWrite{Row: live.ID, Flow: live.FlowID, Version: live.VersionID, Was: live.Seq, Seq: live.Seq + 1,
		TriggerID: live.TriggerID, StartedBy: live.StartedBy, StartedAt: live.StartedAt}
	copy(w.ID.ID[:], live.UID)
	return w
}

// fill copies a snapshot into the run's row.
func (t *turn) fill(w *store.RunWrite, s run.Snapshot) error {
	raw, err := json.Marshal(&s)
	if err != nil {
		return err
	}
	w.Snapshot, w.Status, w.Live, w.Outcome = raw, string(s.Status), s.Status.Live(), s.Outcome
	if n := len(s.Frames); n > 0 {
		w.Step = s.Frames[n-1].Step
	}
	if s.Wait != nil {
		w.Wait, w.WakeAt = string(s.Wait.Kind), s.Wait.Until
		if s.Wait.Step != "" {
			w.Step = s.Wait.Step
		}
	}
	if !w.Live {
		w.WakeAt, w.EndedAt, w.Wait = 0, t.r.Store.Now().UnixMilli(), ""
	}
	return nil
}

// queue stores a message of the flow.
func (t *turn) queue(e *run.Event, now int64) error {
	id, err := store.ParseID(e.Message)
	if err != nil {
		return fmt.Errorf("message id %q: %w", e.Message, err)
	}
	raw, err := json.Marshal(e.Content)
	if err != nil {
		return err
	}
	t.out = append(t.out, &store.OutMessage{ID: store.MessageID{ID: id}, Type: string(e.Content.Type), Content: raw,
		Text: messaging.Preview(*e.Content), Source: store.SourceFlow, Step: e.Step, OfRun: true})
	t.items = append(t.items, &messaging.Item{ID: id, Content: *e.Content, At: now})
	return nil
}

func (t *turn) ask(effect run.Effect) error {
	id, err := store.ParseID(effect.ID)
	if err != nil {
		return fmt.Errorf("effect id %q: %w", effect.ID, err)
	}
	raw, err := json.Marshal(effect)
	if err != nil {
		return err
	}
	w := t.run
	t.extra(func(tx *store.Tx) error { return tx.AskEffect(store.EffectID{ID: id}, w.Row, raw) })
	return nil
}

func (t *turn) note(w *store.RunWrite, events []run.Event) error {
	if len(events) == 0 {
		return nil
	}
	raw, err := json.Marshal(events)
	if err != nil {
		return err
	}
	t.events = append(t.events, store.RunEvents{Run: w, JSON: raw})
	return nil
}

// ignored notes on the live run that a message came which it does not take.
func (t *turn) ignored(in *store.InMessage) {
	live := &store.RunWrite{Row: t.state.Run.ID, Seq: t.state.Run.Seq}
	raw, err := json.Marshal([]run.Event{{Kind: run.InputIgnored, At: t.r.Store.Now().UnixMilli(), Step: t.state.Run.Step, Message: in.ID.String()}})
	if err == nil {
		t.events = append(t.events, store.RunEvents{Run: live, JSON: raw})
	}
}

// commit writes the turn in one unit and hands its messages to the outbox.
func (t *turn) commit(ctx context.Context) error {
	c := t.state.Conversation
	t.closeWindow()
	first := slices.IndexFunc(t.out, func(m *store.OutMessage) bool { return m.Failed == "" })
	reserved := first >= 0 && t.r.Outbox.Reserve(c.ID, c.ChannelID)
	for i, m := range t.out {
		m.Claimed = reserved && i == first
	}
	if t.reopen && c.SilencedUntil > 0 {
		// First: the flow itself may hand over or silence in this very turn.
		t.extras = append([]func(*store.Tx) error{func(tx *store.Tx) error { return tx.Speak(c.ID) }}, t.extras...)
	}
	u := &store.Sprint{Job: t.job, Decided: t.decision, Conversation: c.ID, Contact: c.ContactID, Channel: c.ChannelID, Cancel: t.cancel,
		Run: t.run, Events: t.events, Out: t.out, Status: t.status}
	if len(t.extras) > 0 {
		u.Extra = func(tx *store.Tx) error {
			for _, fn := range t.extras {
				if err := fn(tx); err != nil {
					return err
				}
			}
			return nil
		}
	}
	if err := t.r.Store.Apply(context.WithoutCancel(ctx), &store.Hot{Sprint: u}); err != nil {
		if first >= 0 {
			t.r.Outbox.Release(c.ID, reserved)
		}
		return err
	}
	var items []*messaging.Item
	for i, m := range t.out {
		if m.Failed == "" {
			t.items[i].Row, t.items[i].Claimed = m.Row, m.Claimed
			items = append(items, t.items[i])
		}
	}
	if len(items) > 0 {
		t.r.Outbox.Queued(c.ID, c.ChannelID, messaging.AddressOf(t.state.Aliases), items, reserved)
	}
	return nil
}

// closeWindow fails free-form messages that WhatsApp would refuse since the
// person's last message is too old: the failure is shown, nothing is sent.
func (t *turn) closeWindow() {
	if len(t.out) == 0 || !t.r.needsWindow(t.state.Conversation.ChannelID) {
		return
	}
	if messaging.WindowUntil(t.state.Conversation).After(t.r.Store.Now()) {
		return
	}
	for i, m := range t.out {
		if t.items[i].Content.Type != message.Template {
			m.Failed = "window_closed"
		}
	}
}

func (r *Runner) needsWindow(channel int64) bool {
	ch, ok := r.Channels.ByRow(channel)
	return ok && ch.Kind == store.ChannelWhatsApp
}
