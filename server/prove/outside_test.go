package prove

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"flusso/engine/message"
	"flusso/engine/run"
)

// person writes to the numbers.
type person struct {
	waID, name string
	left       int // messages still to write
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
		var changes []any
		var wamids []string
		add := func(p *person) {
			channel, wamid, m := w.words(p)
			changes = append(changes, w.graph.change(channel, object{"messages": []any{m},
				"contacts": []any{object{"wa_id": p.waID, "profile": object{"name": p.name}}}}))
			wamids = append(wamids, wamid)
		}
		add(p)
		for w.r.IntN(7) == 0 { // a burst: several in one webhook, sometimes of several people
			add(w.people[w.r.IntN(len(w.people))])
		}
		delay := time.Duration(w.r.IntN(800)) * time.Millisecond
		if w.r.IntN(6) == 0 {
			delay = time.Duration(w.r.IntN(60)) * time.Second // overtaken by later ones
		}
		w.graph.webhook(changes, wamids, 0, delay)
		w.write(p)
	})
}

// words is what a person writes now, as Meta writes it: mostly what fits the
// last bubble.
func (w *world) words(p *person) (channel int64, wamid string, m object) {
	channel = w.channels[w.r.IntN(len(w.channels))].ID
	w.total.received++
	wamid = fmt.Sprintf("wamid.IN%06d", w.total.received)
	m = object{"from": p.waID, "id": wamid, "timestamp": fmt.Sprint(time.Now().Unix())}
	var last message.Content
	if chat := w.graph.phones[line{channel, p.waID}]; len(chat) > 0 {
		last = w.graph.contents[chat[len(chat)-1].id]
	}
	text := func(s string) { m["type"], m["text"] = "text", object{"body": s} }
	r := w.r
	switch roll := r.IntN(20); {
	case roll < 4 || len(last.Type) == 0 && roll < 14:
		text(words[r.IntN(len(words))])
	case roll < 14 && len(last.Options) > 0:
		o := last.Options[r.IntN(len(last.Options))]
		if last.Type == message.Template {
			m["type"], m["button"] = "button", object{"payload": o.ID, "text": o.Title}
			break
		}
		kind := "button_reply"
		if last.Type == message.List {
			kind = "list_reply"
		}
		m["type"], m["interactive"] = "interactive", object{"type": kind, kind: object{"id": o.ID, "title": o.Title}}
	case roll < 16:
		text([]string{"Anna", "12", "ana@example.com", "yes", "Choice 1", "7 pieces", "no", "More"}[r.IntN(8)])
	case roll < 17:
		m["type"], m["reaction"] = "reaction", object{"message_id": "wamid.OUT000001", "emoji": "👍"}
	case roll < 18:
		m["type"], m["image"] = "image", object{"id": fmt.Sprint("90000", w.total.received), "mime_type": "image/jpeg", "sha256": "x"}
	case roll == 18 && r.IntN(3) == 0:
		text("stop")
	case roll == 19 && r.IntN(2) == 0:
		text("unstop")
	default:
		text(fmt.Sprintf("something else %d", r.IntN(100)))
	}
	return channel, wamid, m
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
