package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fixture is a store with one channel, one flow and one version of it.
type fixture struct {
	*Store
	ids     *IDSource
	channel int64
	flow    int64
	version int64
	jobs    []JobRef
	told    []ID
}

func setup(t testing.TB) *fixture {
	t.Helper()
	f := &fixture{Store: open(t)}
	f.ids = NewIDSource(f.now, nil)
	f.OnJobs(func(j []JobRef) { f.jobs = append(f.jobs, j...) })
	f.OnStatus(func(ids []ID) { f.told = append(f.told, ids...) })
	err := f.Write(context.Background(), func(tx *Tx) error {
		id := f.ids.New()
		c := Channel{UID: id[:], Kind: ChannelWhatsApp, Name: "Shop", State: "connected", ChecksJSON: "[]"}
		if err := tx.db.Create(&c).Error; err != nil {
			return err
		}
		id = f.ids.New()
		fl := Flow{UID: id[:], Name: "Orders", State: FlowLive, DraftJSON: []byte("{}"), Revision: 1}
		if err := tx.db.Create(&fl).Error; err != nil {
			return err
		}
		id = f.ids.New()
		v := FlowVersion{UID: id[:], FlowID: fl.ID, Number: 1, DocumentJSON: []byte("{}"), Checksum: []byte("x")}
		if err := tx.db.Create(&v).Error; err != nil {
			return err
		}
		f.channel, f.flow, f.version = c.ID, fl.ID, v.ID
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *fixture) inbound(from, wamid, text string) *InMessage {
	return &InMessage{ID: MessageID{f.ids.New()}, Channel: f.channel, Wamid: wamid, Aliases: []string{"wa:" + from}, Phone: "+" + from,
		At: Millis(f.now()), Type: "text", Content: fmt.Appendf(nil, `{"type":"text","text":%q}`, text), Text: text, Opens: true,
		Contact: ContactID{f.ids.New()}, Conversation: ConversationID{f.ids.New()}}
}

func (f *fixture) receive(t testing.TB, msgs ...*InMessage) {
	t.Helper()
	if err := f.Apply(context.Background(), &Hot{Receive: &Receive{Body: []byte("{}"), Messages: msgs}}); err != nil {
		t.Fatal(err)
	}
}

// count runs a query that yields one number.
func (f *fixture) count(t testing.TB, q string, args ...any) (n int64) {
	t.Helper()
	if err := f.rdb.QueryRow(q, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	return n
}

func TestReceive(t *testing.T) {
	t.Run("StoresEachOnce", func(t *testing.T) {
		f := setup(t)
		first := f.inbound("391", "wamid.1", "ciao")
		f.receive(t, first, f.inbound("391", "wamid.1", "ciao")) // doubled inside one webhook
		again := f.inbound("391", "wamid.1", "ciao")
		f.receive(t, again) // redelivered
		if !first.Fresh || again.Fresh {
			t.Errorf("fresh: %v, then %v", first.Fresh, again.Fresh)
		}
		for q, want := range map[string]int64{"select count(*) from messages": 1, "select count(*) from jobs": 1, "select count(*) from contacts": 1,
			"select count(*) from conversations": 1, "select unread from conversations": 1, "select count(*) from deliveries": 2} {
			if got := f.count(t, q); got != want {
				t.Errorf("%s = %d, want %d", q, got, want)
			}
		}
		if len(f.jobs) != 1 || f.jobs[0].Inbound != first {
			t.Errorf("jobs %+v", f.jobs)
		}
	})
	t.Run("OnePersonWithTwoNames", func(t *testing.T) {
		f := setup(t)
		f.receive(t, f.inbound("391", "wamid.1", "ciao"))
		m := f.inbound("391", "wamid.2", "ancora")
		m.Aliases = []string{"uid:IT.1", "wa:391"}
		f.receive(t, m)
		later := f.inbound("", "wamid.3", "senza numero")
		later.Aliases = []string{"uid:IT.1"}
		f.receive(t, later)
		if later.ContactRow != m.ContactRow || f.count(t, "select count(*) from contacts") != 1 {
			t.Errorf("contact %d, then %d", m.ContactRow, later.ContactRow)
		}
	})
	t.Run("LateMessageDoesNotBecomeTheLast", func(t *testing.T) {
		f := setup(t)
		f.receive(t, f.inbound("391", "wamid.2", "second"))
		late := f.inbound("391", "wamid.1", "first")
		late.At -= 5000
		f.receive(t, late)
		if f.count(t, "select count(*) from conversations where last_text = 'second'") != 1 {
			t.Error("the older message stands as the last")
		}
	})
}

// sprint starts a run for the message and queues one reply.
func (f *fixture) sprint(m *InMessage, r *RunWrite, replies ...string) *Sprint {
	s := &Sprint{Conversation: m.ConversationRow, Contact: m.ContactRow, Channel: f.channel, Run: r, Status: ConversationFlow,
		Decided: &Decided{Message: m.Row, Reason: "started", ReasonJSON: "{}"}, Events: []RunEvents{{Run: r, JSON: []byte("[]")}}}
	for i, text := range replies {
		s.Out = append(s.Out, &OutMessage{ID: MessageID{f.ids.New()}, Type: "text", Content: []byte("{}"), Text: text, Source: SourceFlow, Claimed: i == 0, OfRun: true})
	}
	return s
}

func (f *fixture) newRun() *RunWrite {
	return &RunWrite{ID: RunID{f.ids.New()}, Flow: f.flow, Version: f.version, Seq: 1, Live: true, Status: "waiting", Snapshot: []byte("{}"), StartedAt: Millis(f.now())}
}

func TestSprint(t *testing.T) {
	ctx := context.Background()
	t.Run("WritesAllInOneCommit", func(t *testing.T) {
		f := setup(t)
		m := f.inbound("391", "wamid.1", "ciao")
		f.receive(t, m)
		s := f.sprint(m, f.newRun(), "Hello", "Your name?")
		s.Job = f.jobs[0].ID
		before := f.Stats().Commits.Load()
		if err := f.Apply(ctx, &Hot{Sprint: s}); err != nil {
			t.Fatal(err)
		}
		if got := f.Stats().Commits.Load() - before; got != 1 {
			t.Errorf("%d commits", got)
		}
		for q, want := range map[string]int64{"select count(*) from jobs": 0, "select count(*) from runs where live": 1, "select count(*) from run_events": 1,
			"select count(*) from messages where state = 1 and attempt = 1": 1, "select count(*) from messages where state = 0 and direction = 1": 1,
			"select count(*) from messages where reason = 'started'": 1, "select count(*) from conversations where status = 'flow' and last_text = 'Your name?'": 1} {
			if got := f.count(t, q); got != want {
				t.Errorf("%s = %d, want %d", q, got, want)
			}
		}
	})
	t.Run("StaleSeqIsRefusedAndNothingWritten", func(t *testing.T) {
		f := setup(t)
		m := f.inbound("391", "wamid.1", "ciao")
		f.receive(t, m)
		r := f.newRun()
		if err := f.Apply(ctx, &Hot{Sprint: f.sprint(m, r)}); err != nil {
			t.Fatal(err)
		}
		next := &RunWrite{Row: r.Row, ID: r.ID, Flow: f.flow, Version: f.version, Was: 1, Seq: 2, Live: true, Status: "waiting", Snapshot: []byte("{}")}
		if err := f.Apply(ctx, &Hot{Sprint: f.sprint(m, next)}); err != nil {
			t.Fatal(err)
		}
		if err := f.Apply(ctx, &Hot{Sprint: f.sprint(m, next, "twice")}); err == nil {
			t.Error("a sprint from an old snapshot was taken")
		}
		if got := f.count(t, "select count(*) from messages where direction = 1"); got != 0 {
			t.Errorf("%d replies of the refused sprint", got)
		}
	})
	t.Run("OneLiveRunPerContactAndChannel", func(t *testing.T) {
		f := setup(t)
		m := f.inbound("391", "wamid.1", "ciao")
		f.receive(t, m)
		first := f.newRun()
		if err := f.Apply(ctx, &Hot{Sprint: f.sprint(m, first)}); err != nil {
			t.Fatal(err)
		}
		if err := f.Apply(ctx, &Hot{Sprint: f.sprint(m, f.newRun())}); !errors.Is(err, ErrBusy) {
			t.Errorf("a second live run: %v", err)
		}
		second := f.sprint(m, f.newRun())
		second.Cancel = []*RunWrite{{Row: first.Row, Flow: f.flow, Was: 1, Seq: 2, Status: "canceled", Snapshot: []byte("{}")}}
		if err := f.Apply(ctx, &Hot{Sprint: second}); err != nil {
			t.Errorf("cancel and start in one unit: %v", err)
		}
	})
}

func TestStatuses(t *testing.T) {
	ctx := context.Background()
	f := setup(t)
	m := f.inbound("391", "wamid.in", "ciao")
	f.receive(t, m)
	s := f.sprint(m, f.newRun(), "Hello")
	if err := f.Apply(ctx, &Hot{Sprint: s}); err != nil {
		t.Fatal(err)
	}
	out := s.Out[0]
	status := func(state MessageState, byID bool) {
		t.Helper()
		st := InStatus{Channel: f.channel, Wamid: "wamid.out", State: state, At: Millis(f.now())}
		if byID {
			st.Message = out.ID.ID
		}
		if err := f.Apply(ctx, &Hot{Receive: &Receive{Body: []byte("{}"), Statuses: []InStatus{st}}}); err != nil {
			t.Fatal(err)
		}
	}
	state := func() MessageState {
		return MessageState(f.count(t, "select state from messages where id = ?", out.Row))
	}
	// By wamid, before we know the wamid: kept, and adopted later.
	status(StateDelivered, false)
	if got := state(); got != StateSending {
		t.Errorf("an orphan moved the message to %v", got)
	}
	if err := f.Apply(ctx, &Hot{Sends: []*SendChange{{Step: SendAccepted, Message: out.Row, Conversation: m.ConversationRow, Wamid: "wamid.out"}}}); err != nil {
		t.Fatal(err)
	}
	if got := state(); got != StateDelivered {
		t.Errorf("after adoption: %v", got)
	}
	status(StateSent, true) // late: never back
	status(StateFailed, true)
	if got := state(); got != StateDelivered {
		t.Errorf("a late status moved it back to %v", got)
	}
	status(StateRead, true)
	if got := state(); got != StateRead {
		t.Errorf("after read: %v", got)
	}
	if !slices.Contains(f.told, out.ID.ID) {
		t.Error("nobody heard of the status")
	}
	if got := f.count(t, "select count(*) from orphan_statuses"); got != 0 {
		t.Errorf("%d orphans are left", got)
	}
}

func TestClaims(t *testing.T) {
	ctx := context.Background()
	f := setup(t)
	m := f.inbound("391", "wamid.in", "ciao")
	f.receive(t, m)
	s := f.sprint(m, f.newRun(), "one", "two")
	if err := f.Apply(ctx, &Hot{Sprint: s}); err != nil {
		t.Fatal(err)
	}
	claim := &SendChange{Step: SendClaim, Message: s.Out[1].Row}
	if err := f.Apply(ctx, &Hot{Sends: []*SendChange{{Step: SendAccepted, Message: s.Out[0].Row, Wamid: "wamid.1"}, claim}}); err != nil {
		t.Fatal(err)
	}
	if !claim.Granted {
		t.Error("the next message was not granted")
	}
	late := &SendChange{Step: SendClaim, Message: s.Out[0].Row, Resend: true}
	if err := f.Apply(ctx, &Hot{Sends: []*SendChange{late}}); err != nil {
		t.Fatal(err)
	}
	if late.Granted {
		t.Error("a message that Graph accepted was granted again")
	}
}

func TestFeed(t *testing.T) {
	f := setup(t)
	last, wake := f.FeedLast()
	m := f.inbound("391", "wamid.1", "ciao")
	f.receive(t, m)
	<-wake
	items, gone, err := f.FeedSince(context.Background(), last, 10)
	if err != nil || gone || len(items) != 1 {
		t.Fatalf("%v %v %v", items, gone, err)
	}
	want := []string{"contact:" + m.Contact.String(), "contacts", "conversation:" + m.Conversation.String(), "conversations"}
	if !slices.Equal(items[0].Topics, want) {
		t.Errorf("topics %v, want %v", items[0].Topics, want)
	}
	if _, gone, _ := f.FeedSince(context.Background(), items[0].ID+100, 10); !gone {
		t.Error("an id from the future is not a reset")
	}
}

// TestTagsAreMadeWithIdsOfTheSource: a tag that a flow uses first becomes a
// record whose id comes from the injected source, once.
func TestTagsAreMadeWithIdsOfTheSource(t *testing.T) {
	now := newClock().now
	s, err := Open(Options{Path: filepath.Join(t.TempDir(), "flusso.db"), Now: now, IDs: NewIDSource(now, strings.NewReader(strings.Repeat("x", 64)))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for range 2 {
		if err := s.Write(t.Context(), func(tx *Tx) error { return tx.SetTags(TagOfContact, 1, []string{"vip", "", "new"}) }); err != nil {
			t.Fatal(err)
		}
	}
	tags, err := s.Tags(t.Context(), "")
	if err != nil || len(tags) != 2 {
		t.Fatal(tags, err)
	}
	want := NewIDSource(now, strings.NewReader(strings.Repeat("x", 64)))
	vip, fresh := want.New(), want.New()
	if idOf(tags[0].UID) != fresh || idOf(tags[1].UID) != vip || tags[0].Name != "new" {
		t.Errorf("%v, want ids %s and %s", tags, fresh, vip)
	}
}
