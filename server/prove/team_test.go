package prove

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"flusso/engine/message"
	"flusso/server/fault"
	"flusso/server/flows"
	"flusso/server/runner"
	"flusso/server/store"
)

// Acts of the team and of programs that use the API.
const (
	actTakeOver = "take over"
	actGiveBack = "give back"
	actClose    = "close"
	actStart    = "start"
	actPublish  = "publish"
)

// act is something that somebody does through a use case of the program. What
// it does is not in one commit, so the judge knows when it began and ended.
type act struct {
	kind         string
	conversation int64
	priority     bool   // of a start
	flow         int64  // of a start or a publish
	waiting      string // of a publish: what becomes of people inside
	version      string // of a publish that succeeded: public id
	began        int    // entry of the journal
	row          int64  // of the version
}

func (w *world) begin(a *act) *act {
	w.journal = append(w.journal, entry{at: time.Now(), act: a})
	return a
}

// end writes down how an act ended; the goroutine has just heard of it.
func (w *world) end(b *boot, a *act, err error) {
	b.sched.pass("end of " + a.kind + fmt.Sprint(" ", a.conversation, a.flow))
	w.say("%s in %d: %v", a.kind, a.conversation, err)
	w.journal = append(w.journal, entry{at: time.Now(), act: a, over: true, err: err})
}

// human lets somebody of the team act in a conversation now and then.
func (w *world) human(p *person) {
	w.at(time.Duration(20+w.r.IntN(400))*time.Second, func() {
		l := line{w.channels[w.r.IntN(len(w.channels))].ID, p.waID}
		c := w.thread(l)
		if c == 0 || w.calm {
			return
		}
		if w.r.IntN(2) == 0 {
			w.human(p)
		}
		switch roll := w.r.IntN(7); {
		case roll < 2:
			w.says(c)
			w.later(actGiveBack, c)
		case roll < 3:
			w.does(actTakeOver, c)
			w.later([]string{actGiveBack, actClose}[w.r.IntN(2)], c)
		case roll < 4:
			w.does(actClose, c)
		case roll < 5:
			w.echo(l)
			if w.r.IntN(2) == 0 {
				w.later(actGiveBack, c)
			}
		default:
			w.start(c)
		}
	})
}

// says lets a colleague write a message in a conversation.
func (w *world) says(conversation int64) {
	content := message.Content{Type: message.Text, Text: fmt.Sprintf("A colleague, %d", w.r.IntN(1000))}
	w.spawn(fmt.Sprint("human ", conversation), func(b *boot) {
		row, err := b.st.ConversationRow(b.ctx, conversation)
		if err == nil {
			_, err = b.desk.Send(b.ctx, row, 0, content, false)
		}
		w.say("a colleague writes in %d: %v", conversation, err)
	})
}

// does takes over, gives back or closes.
func (w *world) does(kind string, conversation int64) {
	w.spawn(fmt.Sprint(kind, " ", conversation), func(b *boot) {
		a := w.begin(&act{kind: kind, conversation: conversation})
		row, err := b.st.ConversationRow(b.ctx, conversation)
		if err == nil {
			switch kind {
			case actTakeOver:
				err = b.desk.TakeOver(b.ctx, row, nil)
			case actGiveBack:
				err = b.desk.GiveBack(b.ctx, row)
			default:
				err = b.desk.Close(b.ctx, row)
			}
		}
		w.end(b, a, err)
	})
}

func (w *world) later(kind string, conversation int64) {
	w.whenUp(time.Duration(10+w.r.IntN(300))*time.Second, func() { w.does(kind, conversation) })
}

// whenUp does something after a time, or once the program runs again.
func (w *world) whenUp(after time.Duration, do func()) {
	w.at(after, func() {
		if w.boot == nil || !w.boot.ready {
			w.whenUp(time.Minute, do)
			return
		}
		do()
	})
}

// echo lets a colleague answer on the business phone.
func (w *world) echo(l line) {
	w.echoes++
	wamid := fmt.Sprintf("%s%04d", echoed, w.echoes)
	m := object{"from": "15550001110", "to": l.waID, "id": wamid, "timestamp": fmt.Sprint(time.Now().Unix()), "type": "text", "text": object{"body": "From my phone"}}
	w.graph.webhook([]any{w.graph.change(l.channel, object{"message_echoes": []any{m}})}, []string{wamid}, 0, time.Second)
}

// echoed begins the ids of messages that were written on the business phone.
const echoed = "wamid.ECHO"

// start starts a flow by API, with and without priority.
func (w *world) start(conversation int64) {
	f := w.flows[w.r.IntN(len(w.flows))]
	priority := w.r.IntN(2) == 0
	w.spawn(fmt.Sprint("start ", conversation), func(b *boot) {
		row, err := b.st.ConversationRow(b.ctx, conversation)
		a := w.begin(&act{kind: actStart, conversation: conversation, priority: priority, flow: f.row})
		if err == nil {
			_, err = b.run.StartFlow(b.ctx, runner.StartRequest{Flow: f.row, Contact: row.ContactID, Channel: row.ChannelID,
				Variables: json.RawMessage(`{"total":7}`), HasPriority: priority, By: startedByAPI})
		}
		w.end(b, a, err)
	})
}

const startedByAPI = "api"

// publish publishes another version of a flow, while people are in it.
func (w *world) publish() {
	w.at(time.Duration(30+w.r.IntN(700))*time.Second, func() {
		if w.calm {
			return
		}
		f := w.flows[w.r.IntN(len(w.flows))]
		mode := []string{store.PeopleFinish, store.PeopleMove, store.PeopleEnd}[w.r.IntN(3)]
		if f.busy || w.boot == nil || !w.boot.ready {
			return
		}
		f.versions++
		f.busy = true
		doc := redraw(w.r, f.doc, f.versions)
		raw, err := json.Marshal(doc)
		if err != nil {
			panic(err)
		}
		w.spawn(fmt.Sprint("publish ", f.row), func(b *boot) {
			a := w.begin(&act{kind: actPublish, flow: f.row, waiting: mode})
			var v flows.Version
			draft, err := b.flows.Draft(b.ctx, f.id)
			if err == nil {
				var saved flows.Saved
				if saved, err = b.flows.Save(b.ctx, f.id, draft.Revision, raw, flows.By{Name: "Colleague"}); err == nil {
					v, err = b.flows.Publish(b.ctx, f.id, flows.Publish{Revision: saved.Revision, Waiting: mode}, flows.By{Name: "Colleague"})
				}
			}
			a.version = v.ID
			w.end(b, a, err)
			f.busy = false
			if err == nil {
				f.doc = doc
			} else if !errors.Is(err, fault.NothingToPublish) {
				w.broken = append(w.broken, fmt.Sprintf("publish: %v", err))
			}
		})
		if w.r.IntN(2) == 0 {
			w.publish()
		}
	})
}
