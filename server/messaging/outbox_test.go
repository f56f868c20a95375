package messaging

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"flusso/engine/message"
	"flusso/server/fault"
	"flusso/server/store"
)

// graph plays Meta: answers are taken in order, the last one for ever.
type graph struct {
	mu      sync.Mutex
	answers []Outcome
	got     []string // texts in the order of their POSTs
	at      []time.Time
	busy    map[string]bool
	overlap bool
}

func (g *graph) Send(_ context.Context, o Outgoing) Outcome {
	g.mu.Lock()
	if g.busy == nil {
		g.busy = map[string]bool{}
	}
	if g.busy[o.To.WaID] {
		g.overlap = true
	}
	g.busy[o.To.WaID] = true
	g.got, g.at = append(g.got, o.Content.Text), append(g.at, time.Now())
	out := Outcome{Result: Accepted}
	if len(g.answers) > 0 {
		out = g.answers[0]
		if len(g.answers) > 1 {
			g.answers = g.answers[1:]
		}
	}
	n := len(g.got)
	g.mu.Unlock()
	time.Sleep(10 * time.Millisecond) // fake time: the bubble's clock
	g.mu.Lock()
	g.busy[o.To.WaID] = false
	g.mu.Unlock()
	if out.Result == Accepted {
		out.Wamid = fmt.Sprintf("wamid.%d", n)
	}
	return out
}

func (g *graph) sent() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.got)
}

type bench struct {
	t        *testing.T
	path     string
	st       *store.Store
	ids      *store.IDSource
	inbox    *Inbox
	out      *Outbox
	g        *graph
	channel  int64
	mu       sync.Mutex
	problems []string
	gate     func(string)
}

// newBench opens a store with one number and starts the outbox. It runs inside
// a synctest bubble, so time passes only when all is at rest.
func newBench(t *testing.T, answers ...Outcome) *bench {
	b := &bench{t: t, path: filepath.Join(t.TempDir(), "flusso.db"), g: &graph{answers: answers}}
	b.open()
	id := b.ids.New()
	err := b.st.Write(context.Background(), func(tx *store.Tx) error {
		c := &store.Channel{UID: id[:], Kind: store.ChannelWhatsApp, Name: "Shop", State: "connected", ChecksJSON: "[]"}
		err := tx.InsertChannel(c)
		b.channel = c.ID
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.out.Start()
	return b
}

func (b *bench) open() {
	var err error
	if b.st, err = store.Open(store.Options{Path: b.path}); err != nil {
		b.t.Fatal(err)
	}
	b.ids = store.NewIDSource(time.Now, nil)
	b.inbox = NewInbox(b.st, b.ids, slog.New(slog.DiscardHandler))
	b.out = NewOutbox(b.st, OutboxOptions{Log: slog.New(slog.DiscardHandler), Sender: func(int64) Sender { return b.g }, Gate: b.gate,
		Problem: func(_ context.Context, _ int64, code, _ string) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.problems = append(b.problems, code)
		}})
}

func (b *bench) close() {
	b.out.Stop()
	if err := b.st.Close(); err != nil {
		b.t.Error(err)
	}
}

// person makes a contact with a conversation.
func (b *bench) person(waID string) *store.InMessage {
	b.t.Helper()
	in, err := b.inbox.Receive(context.Background(), []byte("{}"), "", []Incoming{{Channel: b.channel, Wamid: "in." + waID, WaID: waID,
		Content: message.Content{Type: message.Text, Text: "hi"}}}, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return in[0]
}

// say queues messages as the runner does.
func (b *bench) say(to *store.InMessage, texts ...string) []*store.OutMessage {
	b.t.Helper()
	out, told := b.store(to, b.reserve(to), texts...)
	told()
	return out
}

func (b *bench) reserve(to *store.InMessage) bool {
	return b.out.Reserve(to.ConversationRow, b.channel)
}

// store commits messages; told hands them over, as the sender does a moment later.
func (b *bench) store(to *store.InMessage, reserved bool, texts ...string) (stored []*store.OutMessage, told func()) {
	b.t.Helper()
	var out []*store.OutMessage
	var items []*Item
	for i, text := range texts {
		id := b.ids.New()
		out = append(out, &store.OutMessage{ID: store.MessageID{ID: id}, Type: "text", Content: fmt.Appendf(nil, `{"type":"text","text":%q}`, text), Text: text, Claimed: reserved && i == 0})
		items = append(items, &Item{ID: id, Content: message.Content{Type: message.Text, Text: text}, At: b.st.Now().UnixMilli(), Claimed: reserved && i == 0})
	}
	err := b.st.Apply(context.Background(), &store.Hot{Sprint: &store.Sprint{Conversation: to.ConversationRow, Contact: to.ContactRow, Channel: b.channel, Out: out}})
	if err != nil {
		b.t.Fatal(err)
	}
	for i := range items {
		items[i].Row = out[i].Row
	}
	return out, func() {
		b.out.Queued(to.ConversationRow, b.channel, Address{WaID: to.Phone[1:]}, items, reserved)
	}
}

func (b *bench) status(m *store.OutMessage, state string) {
	b.t.Helper()
	_, err := b.inbox.Receive(context.Background(), []byte("{}"), "", nil, []StatusUpdate{{Channel: b.channel, Wamid: "wamid.late", Callback: Callback(m.ID.ID), State: state, At: time.Now().UnixMilli()}})
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) message(m *store.OutMessage) store.Message {
	b.t.Helper()
	row, err := b.st.MessageRow(context.Background(), m.Row)
	if err != nil {
		b.t.Fatal(err)
	}
	return row
}

func (b *bench) wantProblems(want ...string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !slices.Equal(b.problems, want) {
		b.t.Errorf("problems %q, want %q", b.problems, want)
	}
}

func (b *bench) wantSent(want ...string) {
	b.t.Helper()
	if got := b.g.sent(); !slices.Equal(got, want) {
		b.t.Errorf("sent %q, want %q", got, want)
	}
	if b.g.overlap {
		b.t.Error("two messages of one conversation were under way at once")
	}
}

func (b *bench) wantState(m *store.OutMessage, want store.MessageState) {
	b.t.Helper()
	if got := b.message(m).State; got != want {
		b.t.Errorf("state %v, want %v", got, want)
	}
}

func TestOutbox(t *testing.T) {
	unknown := Outcome{Result: Unknown, Code: "131000"}
	accepted := Outcome{Result: Accepted}
	t.Run("KeepsTheOrderOfAConversation", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t)
			defer b.close()
			p := b.person("391")
			b.say(p, "1", "2", "3")
			b.say(p, "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14")
			pass(time.Second)
			b.wantSent("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14")
		})
	})
	t.Run("UncertainIsResentThreeTimesThenGivenUp", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, unknown, unknown, unknown, unknown, accepted)
			defer b.close()
			out := b.say(b.person("391"), "a", "b")
			pass(10 * time.Second)
			b.wantSent("a")
			b.wantState(out[0], store.StateUncertain)
			pass(2 * time.Minute)
			b.wantSent("a", "a", "a", "a", "b")
			b.wantState(out[0], store.StateFailed)
			if m := b.message(out[0]); m.Resends != 3 || m.ErrorCode != "outcome_unknown" {
				t.Errorf("resends %d, code %q", m.Resends, m.ErrorCode)
			}
			b.wantState(out[1], store.StateAccepted)
		})
	})
	t.Run("OneThatMayHaveArrivedIsSentAgainOnlyWhenAPersonIsSure", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, unknown, unknown, unknown, unknown, accepted)
			defer b.close()
			m := b.say(b.person("391"), "a")[0]
			desk := NewDesk(b.st, b.ids, b.out)
			again := func(sure bool, want error) {
				t.Helper()
				if err := desk.Retry(context.Background(), store.MessageID{ID: m.ID.ID}, true, sure); !errors.Is(err, want) {
					t.Errorf("sure %v: got %v, want %v", sure, err, want)
				}
			}
			pass(10 * time.Second)
			again(true, fault.MessageNotFailed.New()) // its lane still asks by itself
			pass(2 * time.Minute)
			again(false, fault.MayHaveArrived.New())
			pass(time.Minute)
			b.wantSent("a", "a", "a", "a")
			again(true, nil)
			pass(time.Second)
			b.wantSent("a", "a", "a", "a", "a")
			b.wantState(m, store.StateAccepted)
		})
	})
	t.Run("UncertainThatAStatusNamesIsNotResent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, unknown, accepted)
			defer b.close()
			out := b.say(b.person("391"), "a", "b")
			pass(5 * time.Second)
			b.status(out[0], "sent")
			pass(time.Second)
			b.wantSent("a", "b")
			b.wantState(out[0], store.StateSent)
		})
	})
	t.Run("NotSentIsTriedAgainAndNotCountedAsResend", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, Outcome{Result: NotSent, Scope: ThisContact, Code: "131056", Wait: 4 * time.Second}, accepted)
			defer b.close()
			out := b.say(b.person("391"), "a", "b")
			pass(2 * time.Second)
			b.wantSent("a")
			pass(10 * time.Second)
			b.wantSent("a", "a", "b")
			if m := b.message(out[0]); m.Resends != 0 || m.State != store.StateAccepted || m.Attempt != 2 {
				t.Errorf("%+v", m)
			}
		})
	})
	t.Run("ALongWaitLeavesTheLaneAndComesBack", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, Outcome{Result: NotSent, Wait: 10 * time.Minute}, accepted)
			defer b.close()
			b.say(b.person("391"), "a")
			pass(9 * time.Minute)
			b.wantSent("a")
			pass(2 * time.Minute)
			b.wantSent("a", "a")
		})
	})
	t.Run("RefusedFreesTheLane", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, Outcome{Result: Refused, Code: "131026", Detail: "undeliverable"}, accepted)
			defer b.close()
			out := b.say(b.person("391"), "a", "b")
			pass(time.Second)
			b.wantSent("a", "b")
			if m := b.message(out[0]); m.State != store.StateFailed || m.ErrorCode != "131026" {
				t.Errorf("%v %q", m.State, m.ErrorCode)
			}
		})
	})
	t.Run("AnAccountsFaultKeepsTheMessage", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, Outcome{Result: Refused, Scope: TheAccount, Code: "190"}, accepted)
			defer b.close()
			out := b.say(b.person("391"), "a")
			pass(30 * time.Second)
			b.wantSent("a")
			b.wantState(out[0], store.StateQueued)
			b.wantProblems("190")
			pass(2 * time.Minute)
			b.wantSent("a", "a")
			b.wantProblems("190", "")
		})
	})
	t.Run("ThePairLimitHoldsOnePersonOnly", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t)
			defer b.close()
			p := b.person("391")
			for i := range pairBurst + 2 {
				b.say(p, fmt.Sprint(i))
			}
			pass(5 * time.Second)
			if n := len(b.g.sent()); n != pairBurst {
				t.Errorf("%d sent at once", n)
			}
			b.say(b.person("392"), "other")
			pass(100 * time.Millisecond)
			if !slices.Contains(b.g.sent(), "other") {
				t.Error("another person had to wait")
			}
			pass(30 * time.Second)
			if n := len(b.g.sent()); n != pairBurst+3 {
				t.Errorf("%d sent in the end", n)
			}
		})
	})
	t.Run("AfterACrash", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t)
			p := b.person("391")
			b.out.Stop()
			// One was claimed and perhaps sent, one was waiting, when the power went.
			out := []*store.OutMessage{{ID: store.MessageID{ID: b.ids.New()}, Type: "text", Content: []byte(`{"type":"text","text":"claimed"}`), Claimed: true},
				{ID: store.MessageID{ID: b.ids.New()}, Type: "text", Content: []byte(`{"type":"text","text":"queued"}`)}}
			err := b.st.Apply(context.Background(), &store.Hot{Sprint: &store.Sprint{Conversation: p.ConversationRow, Contact: p.ContactRow, Channel: b.channel, Out: out}})
			if err != nil {
				t.Fatal(err)
			}
			b.close()
			b.open()
			defer b.close()
			b.out.Start()
			pass(10 * time.Second)
			b.wantSent()
			pass(10 * time.Second)
			b.wantSent("claimed", "queued")
			if m := b.message(out[0]); m.Resends != 1 {
				t.Errorf("resends %d", m.Resends)
			}
		})
	})
	t.Run("StopLetsGoOfWhatWasNotPosted", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t)
			p := b.person("391")
			out := b.say(p, "a", "b", "c")
			b.close()
			b.open()
			defer b.close()
			b.out.Start()
			pass(5 * time.Second)
			b.wantSent("a", "b", "c")
			for _, m := range out {
				if got := b.message(m).Resends; got != 0 {
					t.Errorf("resends %d", got)
				}
			}
		})
	})
}

// pass lets the bubble's time go by, and what falls due in it happen.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
