package prove

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/server/store"
)

// judge is the reference: it knows the engine and the order of the inputs,
// nothing of lanes, jobs, crashes and retries.
type judge struct {
	w      *world
	f      final
	people map[int64]*human // by contact
	chats  map[int64]*chat  // by conversation
	last   map[int64]int64  // the newest message decided about, by contact
	byRow  map[int64]arrival
	ids    int
	faults []string
}

// human is a contact as the engine has changed it.
type human struct{ run.Contact }

// chat is a conversation as it must be.
type chat struct {
	line line
	live *run.Snapshot
	in   made
	tags []string
	// real is the run's snapshot as the store keeps it: it names the effects.
	real  []byte
	said  []string // contents, in order
	human bool     // somebody of the team has been here
}

func (j *judge) fault(format string, args ...any) {
	if len(j.faults) < 20 {
		j.faults = append(j.faults, fmt.Sprintf(format, args...))
	}
}

// verdict compares the world with what must have been.
func (w *world) verdict(f final) []string {
	j := &judge{w: w, f: f, people: map[int64]*human{}, chats: map[int64]*chat{}, last: map[int64]int64{}, byRow: map[int64]arrival{}}
	for _, e := range w.journal {
		for _, m := range e.in {
			j.arrives(m)
		}
		for _, t := range e.sprints {
			j.turn(e.at, t)
		}
	}
	j.stored()
	j.phones()
	j.rest()
	w.total.conversations = len(j.chats)
	return j.faults
}

func (j *judge) arrives(m arrival) {
	j.byRow[m.row] = m
	if j.people[m.contact] == nil {
		p := &human{run.Contact{ID: m.person, Phone: "+" + m.line.waID, Fields: map[string]json.RawMessage{}}}
		for _, q := range j.w.people {
			if q.waID == m.line.waID {
				p.Name = q.name
			}
		}
		j.people[m.contact] = p
	}
	if j.chats[m.conversation] == nil {
		j.chats[m.conversation] = &chat{line: m.line}
	}
}

// turn does with the engine alone what the program did.
func (j *judge) turn(at time.Time, t turned) {
	c := j.chats[t.conversation]
	if c == nil {
		j.fault("a turn in conversation %d, where nobody has written", t.conversation)
		return
	}
	before := len(c.said)
	switch {
	case t.message != 0:
		j.decided(at, c, t)
	case t.run == nil && t.job == 0: // a human wrote
		c.human = true
		c.said = append(c.said, t.out...)
		return
	case t.run == nil:
		// A result that came while the bot was silent, or too late.
	case c.live == nil:
		j.fault("a turn of a run in conversation %d, where none is live", t.conversation)
	case c.live.Wait != nil && c.live.Wait.Kind == run.WaitEffect && (t.job != 0 || at.UnixMilli() < c.live.Wait.Until || c.live.Wait.Until == 0):
		j.result(at, c, t)
	default:
		j.resume(at, c, t, run.Input{Kind: run.InputTime})
	}
	if t.run != nil {
		c.real = t.run.Snapshot
	}
	if got := c.said[before:]; !reflect.DeepEqual(normal(got), normal(t.out)) {
		j.fault("conversation %d at %s (%s): the engine says %q, the program stored %q", t.conversation, at.UTC().Format(time.TimeOnly), t.reason, got, t.out)
	}
}

// decided checks what a message did.
func (j *judge) decided(at time.Time, c *chat, t turned) {
	m, ok := j.byRow[t.message]
	if !ok {
		j.fault("message %d was decided about and never stored", t.message)
		return
	}
	if t.message <= j.last[m.contact] {
		j.fault("message %d of contact %d was handled after %d", t.message, m.contact, j.last[m.contact])
	}
	j.last[m.contact] = t.message
	p := j.people[m.contact]
	in := message.Inbound{ID: m.id, At: m.at}
	if err := json.Unmarshal(m.content, &in.Content); err != nil {
		panic(err)
	}
	input := run.Input{Kind: run.InputMessage, Message: &in}
	want, start, trigger := j.reason(c, p, in)
	if (t.reason == "person_has_it" || t.reason == "silenced") && want != "opted_out" && want != "already_opted_out" && want != "opted_in" && want != "not_an_answer" {
		if !c.silenced(j.w) {
			j.fault("conversation %d: silent, and nobody of the team was there", t.conversation)
		}
		return
	}
	if t.reason != want {
		j.fault("conversation %d, message %d: %s, must be %s", t.conversation, t.message, t.reason, want)
		return
	}
	switch want {
	case "opted_out":
		p.OptedOut, c.live = true, nil
	case "opted_in":
		p.OptedOut = false
	case "continued":
		j.resume(at, c, t, input)
	case "started", "restarted":
		c.in = start
		s, err := engine.Start(start.program, runID(t), run.Trigger{ID: trigger.ID, Kind: trigger.Kind, Message: &in}, nil, j.world(at, c, t.contact))
		if err != nil {
			j.fault("start: %v", err)
			return
		}
		j.apply(c, t, s)
	}
}

// silenced says whether somebody of the team may have taken the conversation.
func (c *chat) silenced(w *world) bool {
	return c.human || slices.ContainsFunc(w.log, func(l string) bool { return strings.Contains(l, "human in ") })
}

// reason is what an inbound message must do.
func (j *judge) reason(c *chat, p *human, in message.Inbound) (reason string, start made, trigger flow.Trigger) {
	words := in.Content.Text
	switch {
	case words == "stop" && p.OptedOut:
		return "already_opted_out", start, trigger
	case words == "stop":
		return "opted_out", start, trigger
	case words == "unstop" && p.OptedOut:
		return "opted_in", start, trigger
	case !in.Content.IsAnswer():
		return "not_an_answer", start, trigger
	case p.OptedOut:
		return "still_opted_out", start, trigger
	}
	best, matched, interrupts := 0, false, false
	for _, f := range j.w.flows {
		for _, t := range f.doc.Triggers {
			m := flow.NewMatcher(t)
			rank, ok := m.Match(in, flow.Facts{InHours: true})
			if !ok {
				continue
			}
			if c.live != nil {
				if !m.Interrupts() || f.id == c.in.id || interrupts {
					continue
				}
				interrupts, start, trigger = true, f, t
			} else if !matched || rank < best {
				best, matched, start, trigger = rank, true, f, t
			}
		}
	}
	switch {
	case interrupts && engine.Interruptible(c.in.program, *c.live):
		return "restarted", start, trigger
	case c.live != nil && engine.Accepts(c.in.program, *c.live, run.Input{Kind: run.InputMessage, Message: &in}):
		return "continued", start, trigger
	case c.live != nil:
		return "busy", start, trigger
	case matched:
		return "started", start, trigger
	}
	return "nothing_matches", start, trigger
}

// result resumes with what the call that the run waits for gave.
func (j *judge) result(at time.Time, c *chat, t turned) {
	var real run.Snapshot
	if err := json.Unmarshal(c.real, &real); err != nil || real.Wait == nil {
		j.fault("conversation %d: the stored run waits for no call", t.conversation)
		return
	}
	var res run.EffectResult
	raw := j.f.results[strings.ReplaceAll(real.Wait.Effect, "-", "")]
	if err := json.Unmarshal([]byte(raw), &res); err != nil {
		j.fault("conversation %d: effect %s has no result", t.conversation, real.Wait.Effect)
		return
	}
	res.ID = c.live.Wait.Effect
	j.resume(at, c, t, run.Input{Kind: run.InputEffect, Effect: &res})
}

func (j *judge) resume(at time.Time, c *chat, t turned, in run.Input) {
	raw, err := json.Marshal(c.live) // as the store does between two turns
	var snap run.Snapshot
	if err == nil {
		err = json.Unmarshal(raw, &snap)
	}
	if err != nil {
		panic(err)
	}
	s, err := engine.Resume(c.in.program, snap, in, j.world(at, c, t.contact))
	if err != nil {
		j.fault("resume in conversation %d: %v", t.conversation, err)
		return
	}
	j.apply(c, t, s)
}

func runID(t turned) string {
	if t.run == nil {
		return ""
	}
	return t.run.ID.String()
}

func (j *judge) world(at time.Time, c *chat, contact int64) engine.World {
	at = at.In(time.UTC)
	p := j.people[contact].Contact
	if p.FirstName != "" {
		p.Name = p.FirstName
	}
	return engine.World{Now: at, Zone: time.UTC, Language: "en", WindowUntil: at.Add(time.Hour), Contact: p, ConversationTags: c.tags,
		NewID: func() string { j.ids++; return fmt.Sprintf("01934b00-0000-7000-8000-%012d", j.ids) }}
}

// apply takes a sprint over into the reference and compares the run with the
// stored one.
func (j *judge) apply(c *chat, t turned, s engine.Sprint) {
	p := j.people[t.contact]
	for _, e := range s.Events {
		switch e.Kind {
		case run.MessageQueued:
			raw, err := json.Marshal(e.Content)
			if err != nil {
				panic(err)
			}
			c.said = append(c.said, string(raw))
		case run.TagsChanged:
			if e.Tags.Scope == store.TagOfConversation {
				c.tags = e.Tags.Apply(c.tags)
			} else {
				p.Tags = e.Tags.Apply(p.Tags)
			}
		case run.ContactChanged:
			if e.Change.Field == "first_name" {
				_ = json.Unmarshal(e.Change.Value, &p.FirstName)
			}
		}
	}
	c.live = &s.Snapshot
	if t.run == nil {
		j.fault("conversation %d: the engine moves a run, the program does not", t.conversation)
		return
	}
	step := ""
	if s.Snapshot.Wait != nil {
		step = s.Snapshot.Wait.Step
	}
	if string(s.Snapshot.Status) != t.run.Status || s.Snapshot.Outcome != t.run.Outcome || step != "" && step != t.run.Step {
		j.fault("conversation %d: the run is %s %q at %s, the program has %s %q at %s", t.conversation, s.Snapshot.Status, s.Snapshot.Outcome, step, t.run.Status, t.run.Outcome, t.run.Step)
	}
	if !s.Snapshot.Status.Live() {
		c.live = nil
	}
}

// normal is contents without what depends on ids.
func normal(list []string) []string {
	out := make([]string, len(list))
	copy(out, list)
	return out
}

// stored compares the messages in the database with what must have been said,
// and asks every message that came in for its reason.
func (j *judge) stored() {
	out := map[int64][]string{}
	seen := map[string]bool{}
	for _, m := range j.f.messages {
		if m.direction == store.Out {
			out[m.conversation] = append(out[m.conversation], m.content)
			continue
		}
		seen[m.wamid] = true
		if m.reason == "" {
			j.fault("message %d of conversation %d has no reason: it was never handled", m.id, m.conversation)
		}
	}
	for _, d := range j.w.graph.webhooks {
		for _, m := range d.in {
			if !seen[m.Wamid] {
				j.fault("%s was lost", m.Wamid)
			}
		}
	}
	for id, c := range j.chats {
		if !reflect.DeepEqual(c.said, out[id]) && len(c.said)+len(out[id]) > 0 {
			j.fault("conversation %d: the engine says %q, the database has %q", id, c.said, out[id])
		}
	}
}

// phones compares what people got with the messages.
func (j *judge) phones() {
	g := j.w.graph
	got := map[int64][]row{}
	byID := map[string]row{}
	for _, m := range j.f.messages {
		if m.direction == store.Out {
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
			if m, ok := byID[b.id]; !ok || m.content != b.content {
				j.fault("conversation %d: the phone got %s, which is not what was stored", id, b.content)
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
}
