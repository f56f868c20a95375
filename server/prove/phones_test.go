package prove

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"flusso/engine/message"
	"flusso/server/store"
	"flusso/server/whatsapp"
)

// stored compares the messages in the database with what must have been said,
// and asks every message that came in for its reason.
func (j *judge) stored() {
	out := map[int64][]string{}
	seen := map[string]bool{}
	for _, m := range j.f.messages {
		if m.direction == store.Out && !m.echo() {
			out[m.conversation] = append(out[m.conversation], m.content)
			continue
		}
		if seen[m.wamid] || m.wamid == forged {
			j.fault("%s is stored twice, or was forged", m.wamid)
		}
		seen[m.wamid] = true
		if m.reason == "" {
			j.fault("message %d of conversation %d has no reason: it was never handled", m.id, m.conversation)
		}
	}
	for _, d := range j.w.graph.webhooks {
		for _, wamid := range d.wamids {
			if !seen[wamid] {
				j.fault("%s was lost", wamid)
			}
		}
	}
	for id, c := range j.chats {
		if !reflect.DeepEqual(c.said, out[id]) && len(c.said)+len(out[id]) > 0 {
			j.fault("conversation %d: the engine says %q, the database has %q", id, c.said, out[id])
		}
		if c.known && j.f.threads[id] != c.status {
			j.fault("conversation %d is %s, must be %s", id, j.f.threads[id], c.status)
		}
	}
}

// echo says whether a colleague wrote the message on the business phone.
func (m row) echo() bool { return strings.HasPrefix(m.wamid, echoed) }

// phones compares what people got with the messages.
func (j *judge) phones() {
	g := j.w.graph
	got := map[int64][]row{}
	byID := map[string]row{}
	for _, m := range j.f.messages {
		if m.direction == store.Out && !m.echo() {
			got[m.conversation] = append(got[m.conversation], m)
			byID[m.uid] = m
		}
	}
	for id, c := range j.chats {
		count := map[string]int{}
		var order []string
		for _, b := range g.phones[c.line] {
			if count[b.id]++; count[b.id] == 1 {
				order = append(order, b.id)
			}
			if m, ok := byID[b.id]; !ok || bodyOf(m, c.line) != b.body {
				j.fault("conversation %d: the phone got %s, which is not what was stored", id, b.body)
			}
		}
		var want []string
		for _, m := range got[id] {
			n := count[m.uid]
			switch {
			case n > 1+m.resends:
				j.fault("conversation %d: %s came %d times, and %d resends are counted", id, m.content, n, m.resends)
			case n == 0 && m.state == int(store.StateFailed) && (g.refused[m.uid] || m.code == "outcome_unknown"):
				continue
			case n == 0:
				j.fault("conversation %d: %s never came (state %d %s)", id, m.content, m.state, m.code)
			}
			if m.resends > g.unsure[m.uid]+j.w.total.crashes {
				j.fault("conversation %d: %s was resent %d times without a reason", id, m.content, m.resends)
			}
			j.w.total.resends += m.resends
			if n > 0 {
				want = append(want, m.uid)
			}
		}
		if !slices.Equal(order, want) {
			j.fault("conversation %d: the order on the phone is %v, must be %v", id, order, want)
		}
	}
}

// bodyOf is a stored message as it must be posted.
func bodyOf(m row, l line) string {
	var c message.Content
	if err := json.Unmarshal([]byte(m.content), &c); err != nil {
		return err.Error()
	}
	raw, err := whatsapp.Body(whatsapp.Outgoing{To: whatsapp.To{Phone: "+" + l.waID}, Content: c, Callback: m.uid})
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

// rest asks whether everything came to rest.
func (j *judge) rest() {
	for _, m := range j.f.messages {
		if m.direction == store.Out && m.state < int(store.StateAccepted) {
			j.fault("message %d of conversation %d is stuck in state %d", m.id, m.conversation, m.state)
		}
	}
	if j.f.openJobs > 0 {
		j.fault("%d jobs are open and due", j.f.openJobs)
	}
	if j.f.deadJobs > 0 {
		j.fault("%d jobs were given up", j.f.deadJobs)
	}
	if j.f.dueRuns > 0 {
		j.fault("%d runs wait past their time", j.f.dueRuns)
	}
	j.leftBehind()
}
