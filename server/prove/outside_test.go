package prove

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/server/messaging"
)

// person writes to the numbers.
type person struct {
	waID, name string
	left       int // messages still to write
}

// graph plays Meta's side: it takes sends, delivers them to phones or not,
// tells statuses, and brings what people write.
type graph struct {
	w        *world
	phones   map[line][]bubble
	open     []*posting
	webhooks []*delivery
	posts    map[string]int // by message id
	unsure   map[string]int // answers that left the outcome open
	refused  map[string]bool
	wamids   int
}

// line is a person's chat with a number.
type line struct {
	channel int64
	waID    string
}

// bubble is a message on a phone.
type bubble struct {
	id      string // ours
	content string
	wamid   string
}

// posting is a send that stands at Meta's door.
type posting struct{ o messaging.Outgoing }

// delivery is a webhook. It comes again until it was answered, and sometimes
// after that.
type delivery struct {
	n      int
	in     []messaging.Incoming
	st     []messaging.StatusUpdate
	under  bool // on its way, or in work
	acked  bool
	repeat int
}

type sender struct {
	g *graph
	b *boot
}

// Send implements messaging.Sender.
func (s *sender) Send(_ context.Context, o messaging.Outgoing) messaging.Outcome {
	g, w := s.g, s.g.w
	p := &posting{o}
	g.open = append(g.open, p)
	s.b.sched.pass("post " + o.Callback)
	g.close(p)
	g.posts[o.Callback]++
	roll := w.r.IntN(100)
	if w.calm {
		roll = 0
	}
	switch {
	case roll < 74:
		return messaging.Outcome{Result: messaging.Accepted, Wamid: g.deliver(p, false)}
	case roll < 78:
		w.say("post %s: 429", o.Callback[20:])
		return messaging.Outcome{Result: messaging.NotSent, Scope: messaging.ThisChannel, Code: "130429", Wait: time.Second}
	case roll < 82:
		w.say("post %s: pair limit", o.Callback[20:])
		return messaging.Outcome{Result: messaging.NotSent, Scope: messaging.ThisContact, Code: "131056", Wait: 4 * time.Second}
	case roll < 85:
		w.say("post %s: connection refused", o.Callback[20:])
		return messaging.Outcome{Result: messaging.NotSent, Scope: messaging.ThisMessage, Wait: time.Second}
	case roll < 90: // a 500, or a connection that dropped after the request had left
		g.unsure[o.Callback]++
		g.deliver(p, true)
		return messaging.Outcome{Result: messaging.Unknown, Code: "131000"}
	case roll < 94:
		g.unsure[o.Callback]++
		w.say("post %s: 500, not delivered", o.Callback[20:])
		return messaging.Outcome{Result: messaging.Unknown, Code: "131000"}
	case roll < 97: // no answer at all
		g.unsure[o.Callback]++
		if w.r.IntN(2) == 0 {
			g.deliver(p, true)
		}
		time.Sleep(20 * time.Second)
		s.b.sched.pass("answer of " + o.Callback)
		return messaging.Outcome{Result: messaging.Unknown, Detail: "timeout"}
	case roll < 98:
		w.say("post %s: account refused", o.Callback[20:])
		return messaging.Outcome{Result: messaging.Refused, Scope: messaging.TheAccount, Code: "190"}
	}
	g.refused[o.Callback] = true
	w.say("post %s: refused", o.Callback[20:])
	return messaging.Outcome{Result: messaging.Refused, Code: "131026"}
}

func (g *graph) close(p *posting) {
	for i, q := range g.open {
		if q == p {
			g.open = append(g.open[:i:i], g.open[i+1:]...)
			return
		}
	}
}

// deliver puts a message on the phone and plans its statuses. When the sender
// does not hear of it, it may learn it from a status, or never.
func (g *graph) deliver(p *posting, unheard bool) string {
	w, o := g.w, p.o
	raw, err := json.Marshal(o.Content)
	if err != nil {
		panic(err)
	}
	g.wamids++
	wamid := fmt.Sprintf("wamid.OUT%06d", g.wamids)
	l := line{o.Channel, o.To.WaID}
	g.phones[l] = append(g.phones[l], bubble{o.Callback, string(raw), wamid})
	w.total.sent++
	w.say("phone %s/%d got %s: %s (heard: %v)", l.waID, l.channel, o.Callback[20:], strings.ReplaceAll(o.Content.Text, "\n", " "), !unheard)
	if unheard && w.r.IntN(2) == 0 {
		return wamid
	}
	callback := o.Callback
	if !unheard && w.r.IntN(5) == 0 {
		callback = ""
	}
	for i, state := range []string{"sent", "delivered", "read"} {
		if w.r.IntN(3) == 0 {
			continue
		}
		after := time.Duration(w.r.IntN(4000)) * time.Millisecond
		if w.r.IntN(4) == 0 {
			after = time.Duration(w.r.IntN(40)) * time.Second // later ones may overtake
		}
		g.webhook(nil, []messaging.StatusUpdate{{Channel: o.Channel, Wamid: wamid, Callback: callback, State: state, At: time.Now().UnixMilli() + int64(i)}}, after)
	}
	return wamid
}

// webhook plans a delivery.
func (g *graph) webhook(in []messaging.Incoming, st []messaging.StatusUpdate, after time.Duration) {
	d := &delivery{n: len(g.webhooks), in: in, st: st}
	if g.w.r.IntN(6) == 0 {
		d.repeat = 1 + g.w.r.IntN(2)
	}
	g.webhooks = append(g.webhooks, d)
	g.w.bring(d, after)
}

// bring plans that a delivery comes.
func (w *world) bring(d *delivery, after time.Duration) {
	w.at(after, func() {
		if w.boot == nil || !w.boot.ready {
			w.bring(d, time.Duration(1+w.r.IntN(20))*time.Second) // nobody listens: Meta comes again
			return
		}
		if d.acked {
			w.total.duplicates += len(d.in) + len(d.st)
		}
		d.under = true
		w.spawn(fmt.Sprintf("webhook %04d", d.n), func(b *boot) {
			raw := fmt.Appendf(nil, `{"webhook":%d}`, d.n)
			if _, err := b.inbox.Receive(b.ctx, raw, "", d.in, d.st); err != nil {
				d.under = false
				w.say("webhook %d: %v", d.n, err)
				w.bring(d, time.Second)
				return
			}
			d.under, d.acked = false, true
			if d.repeat > 0 {
				d.repeat--
				w.bring(d, time.Duration(w.r.IntN(30000))*time.Millisecond)
			}
		})
	})
}

// write plans a person's next message.
func (w *world) write(p *person) {
	if p.left == 0 {
		return
	}
	p.left--
	after := time.Duration(w.r.IntN(25000)) * time.Millisecond
	if w.r.IntN(8) == 0 {
		after = time.Duration(w.r.IntN(12)) * time.Minute
	}
	w.at(after, func() {
		in := []messaging.Incoming{w.words(p)}
		for w.r.IntN(7) == 0 { // a burst: several in one webhook, sometimes of several people
			q := w.people[w.r.IntN(len(w.people))]
			in = append(in, w.words(q))
		}
		delay := time.Duration(w.r.IntN(800)) * time.Millisecond
		if w.r.IntN(6) == 0 {
			delay = time.Duration(w.r.IntN(60)) * time.Second // overtaken by later ones
		}
		w.graph.webhook(in, nil, delay)
		w.write(p)
	})
}

// words is what a person writes now: mostly what fits the last bubble.
func (w *world) words(p *person) messaging.Incoming {
	ch := w.channels[w.r.IntN(len(w.channels))].ID
	w.total.received++
	in := messaging.Incoming{Channel: ch, Wamid: fmt.Sprintf("wamid.IN%06d", w.total.received), WaID: p.waID, Name: p.name, At: time.Now().Truncate(time.Second).UnixMilli()}
	var last message.Content
	if chat := w.graph.phones[line{ch, p.waID}]; len(chat) > 0 {
		if err := json.Unmarshal([]byte(chat[len(chat)-1].content), &last); err != nil {
			panic(err)
		}
	}
	r := w.r
	switch roll := r.IntN(20); {
	case roll < 4 || len(last.Type) == 0 && roll < 14:
		in.Content = text(words[r.IntN(len(words))])
	case roll < 14 && len(last.Options) > 0:
		o := last.Options[r.IntN(len(last.Options))]
		in.Content = message.Content{Type: message.ButtonReply, Text: o.Title, Reply: &message.Reply{ID: o.ID, Title: o.Title}}
		if last.Type == message.List {
			in.Content.Type = message.ListReply
		}
	case roll < 16:
		in.Content = text([]string{"Anna", "12", "ana@example.com", "yes", "Choice 1", "7 pieces", "no"}[r.IntN(7)])
	case roll < 17:
		in.Content = message.Content{Type: message.Reaction, Reaction: &message.ReactionTo{MessageID: "wamid.OUT000001", Emoji: "👍"}}
	case roll < 18:
		in.Content = message.Content{Type: message.Image, Media: &message.Media{URL: "https://example.com/i.jpg", MIME: "image/jpeg"}}
	case roll == 18 && r.IntN(3) == 0:
		in.Content = text("stop")
	case roll == 19 && r.IntN(2) == 0:
		in.Content = text("unstop")
	default:
		in.Content = text(fmt.Sprintf("something else %d", r.IntN(100)))
	}
	return in
}

// human lets somebody of the team act in a conversation sometimes.
func (w *world) human(p *person) {
	w.at(time.Duration(20+w.r.IntN(400))*time.Second, func() {
		ch := w.channels[w.r.IntN(len(w.channels))].ID
		c := w.thread(line{ch, p.waID})
		if c == 0 {
			return
		}
		content := text(fmt.Sprintf("A colleague, %d", w.r.IntN(1000)))
		takeOver := w.r.IntN(2) == 0
		w.spawn("human "+p.waID, func(b *boot) {
			row, err := b.st.ConversationRow(b.ctx, c)
			if err != nil {
				return
			}
			if takeOver {
				err = b.desk.TakeOver(b.ctx, row, nil)
			} else {
				_, err = b.desk.Send(b.ctx, row, 0, content, false)
			}
			w.say("human in %d (over: %v): %v", c, takeOver, err)
		})
		w.giveBack(c, time.Duration(10+w.r.IntN(300))*time.Second)
	})
}

func (w *world) giveBack(conversation int64, after time.Duration) {
	w.at(after, func() {
		if w.boot == nil || !w.boot.ready {
			w.giveBack(conversation, time.Minute)
			return
		}
		w.spawn(fmt.Sprint("give back ", conversation), func(b *boot) {
			row, err := b.st.ConversationRow(b.ctx, conversation)
			if err == nil {
				err = b.desk.GiveBack(b.ctx, row)
			}
			b.sched.pass(fmt.Sprint("given back ", conversation))
			w.say("given back %d: %v", conversation, err)
		})
	})
}

// caller plays the services that flows call.
type caller struct {
	g *graph
	b *boot
}

// Do implements runner.Caller.
func (c *caller) Do(_ context.Context, id string, _ run.HTTPRequest) run.EffectResult {
	c.b.sched.pass("call " + id)
	w := c.g.w
	switch w.r.IntN(6) {
	case 0:
		return run.EffectResult{ID: id, Status: 503, Body: "busy"}
	case 1:
		time.Sleep(10 * time.Second)
		c.b.sched.pass("answer of " + id)
		return run.EffectResult{ID: id, Error: "timeout"}
	}
	return run.EffectResult{ID: id, Status: 200, Body: `{"n":1}`, JSON: json.RawMessage(`{"n":1}`)}
}

// thread is the conversation of a line as the journal knows it; 0: none yet.
func (w *world) thread(l line) int64 {
	for _, e := range w.journal {
		for _, m := range e.in {
			if m.line == l {
				return m.conversation
			}
		}
	}
	return 0
}
