package prove

import (
	"bytes"
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
	people map[int64]*human    // by contact
	chats  map[int64]*chat     // by conversation
	last   map[int64]int64     // the newest message decided about, by contact
	live   map[int64][]version // by flow: what may be live now, the newest last
	before map[int64]replaced  // by flow: what was live before the newest
	moves  map[int64][]*act    // by flow: publishes that move or end people
	byRow  map[int64]arrival
	pos    int // in the journal
	ids    int
	faults []string
}

// human is a contact as the engine has changed it.
type human struct{ run.Contact }

func (j *judge) fault(format string, args ...any) {
	if len(j.faults) < 20 {
		j.faults = append(j.faults, fmt.Sprintf(format, args...))
	}
}

// verdict compares the world with what must have been.
func (w *world) verdict(f final) []string {
	j := &judge{w: w, f: f, people: map[int64]*human{}, chats: map[int64]*chat{}, last: map[int64]int64{}, byRow: map[int64]arrival{},
		live: map[int64][]version{}, before: map[int64]replaced{}, moves: map[int64][]*act{}, faults: slices.Clone(w.broken)}
	for _, v := range f.versions {
		if j.live[v.flow] == nil {
			j.live[v.flow] = []version{v} // the first
		}
	}
	for i, e := range w.journal {
		j.pos = i
		if e.boot {
			for _, c := range j.chats {
				c.abandon()
			}
		}
		if e.act != nil {
			j.acts(e)
		}
		for _, m := range e.in {
			j.arrives(m)
		}
		for _, t := range e.sprints {
			j.turn(e.at, t)
		}
		j.watch()
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
		j.chats[m.conversation] = &chat{line: m.line, contact: m.contact, status: store.ConversationClosed, known: true}
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
	case t.run != nil && t.run.Was == 0:
		j.started(at, c, t)
	case t.run == nil && len(t.canceled) > 0:
		j.ended(c, t)
	case t.run == nil && t.job == 0: // a colleague wrote
		c.said = append(c.said, t.out...)
		c.quiet(j.pos, store.SilencedForGood)
		c.stands(store.ConversationInProgress)
		return
	case t.run == nil:
		// A result that came while the bot was silent, or too late.
	case c.live == nil:
		j.fault("a turn of a run in conversation %d, where none is live", t.conversation)
	case j.moved(c, t):
	case c.live.Wait != nil && c.live.Wait.Kind == run.WaitEffect && (t.job != 0 || at.UnixMilli() < c.live.Wait.Until || c.live.Wait.Until == 0):
		j.result(at, c, t)
	default:
		if s := c.silence(t.knew.entries); !s.maybe && s.until > at.UnixMilli() {
			j.fault("conversation %d at %s: a run went on by the clock while the bot is silent", t.conversation, at.UTC().Format(time.TimeOnly))
		}
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
	want, start, trigger := j.reason(at, c, p, m, in, t)
	if t.reason != want {
		j.fault("conversation %d, message %d: %s, must be %s", t.conversation, t.message, t.reason, want)
		return
	}
	switch want {
	case "opted_out":
		if p.OptedOut = true; c.live != nil {
			c.live = nil
			c.stands(store.ConversationClosed)
		}
	case "opted_in":
		p.OptedOut = false
	case "colleague_wrote":
		if s := c.silence(t.knew.entries); s.until != store.SilencedForGood {
			c.quiet(j.pos, max(s.until, at.Add(echoSilence).UnixMilli()))
		}
		c.stands(store.ConversationInProgress)
	case "nothing_matches", "still_opted_out":
		c.stands(store.ConversationNew)
	case "continued":
		j.resume(at, c, t, input)
	case "started", "restarted":
		j.enter(at, c, t, start, run.Trigger{ID: trigger.ID, Kind: trigger.Kind, Message: &in}, nil)
	}
}

// enter starts a run in the version that the program took, which must be one
// that may have been live.
func (j *judge) enter(at time.Time, c *chat, t turned, f int64, trg run.Trigger, vars json.RawMessage) {
	i, may := -1, j.mayBeLive(f, t)
	if t.run != nil {
		i = slices.IndexFunc(may, func(v version) bool { return v.row == t.run.Version })
	}
	if i < 0 {
		j.fault("conversation %d: a run started in a version that is not live", t.conversation)
		return
	}
	c.in, c.since, c.assigned = may[i], j.pos, false
	j.play(at, c, t, func(w engine.World) (engine.Sprint, error) {
		return engine.Start(c.in.program, t.run.ID.String(), trg, vars, w)
	})
}

// reason is what an inbound message must do.
func (j *judge) reason(at time.Time, c *chat, p *human, m arrival, in message.Inbound, t turned) (reason string, start int64, trigger flow.Trigger) {
	words := in.Content.Text
	switch s := c.silence(t.knew.entries); {
	case m.echo:
		return "colleague_wrote", start, trigger
	case words == "stop" && p.OptedOut:
		return "already_opted_out", start, trigger
	case words == "stop":
		return "opted_out", start, trigger
	case words == "unstop" && p.OptedOut:
		return "opted_in", start, trigger
	case !in.Content.IsAnswer():
		return "not_an_answer", start, trigger
	case s.maybe && (t.reason == "person_has_it" || t.reason == "silenced"):
		return t.reason, start, trigger
	case !s.maybe && s.until == store.SilencedForGood:
		return "person_has_it", start, trigger
	case !s.maybe && s.until > at.UnixMilli():
		return "silenced", start, trigger
	case p.OptedOut:
		return "still_opted_out", start, trigger
	}
	best, matched, interrupts := 0, false, false
	for _, f := range j.w.flows {
		for _, tr := range f.doc.Triggers { // those of all its versions
			m := flow.NewMatcher(tr)
			rank, ok := m.Match(in, flow.Facts{InHours: true})
			if !ok {
				continue
			}
			if c.live != nil {
				if !m.Interrupts() || f.row == c.in.flow || interrupts {
					continue
				}
				interrupts, start, trigger = true, f.row, tr
			} else if !matched || rank < best {
				best, matched, start, trigger = rank, true, f.row, tr
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
	if err != nil {
		panic(err)
	}
	j.play(at, c, t, func(w engine.World) (engine.Sprint, error) {
		var snap run.Snapshot
		if err := json.Unmarshal(raw, &snap); err != nil {
			panic(err)
		}
		return engine.Resume(c.in.program, snap, in, w)
	})
}

// play asks the engine, with each of the versions that may be live while
// somebody publishes, and takes over what fits the program's turn.
func (j *judge) play(at time.Time, c *chat, t turned, do func(engine.World) (engine.Sprint, error)) {
	var first *engine.Sprint
	for _, live := range j.choices(t) {
		s, err := do(j.world(at, c, t, live))
		if err != nil {
			j.fault("the engine in conversation %d: %v", t.conversation, err)
			return
		}
		if first == nil {
			first = &s
		}
		if fits(s, t) {
			first = &s
			break
		}
	}
	j.apply(at, c, t, *first)
}

// replaced are versions that a publish replaced.
type replaced struct {
	at       int // entry of the journal
	versions []version
}

// mayBeLive are the versions that were live for whoever decided the turn, the
// newest last.
func (j *judge) mayBeLive(f int64, t turned) []version {
	if b := j.before[f]; t.knew.entries <= b.at {
		return append(slices.Clone(b.versions), j.live[f]...)
	}
	return j.live[f]
}

// choices are the ways in which flows may be live for a turn.
func (j *judge) choices(t turned) []map[string]version {
	out := []map[string]version{{}}
	for _, f := range j.w.flows {
		var next []map[string]version
		for _, m := range out {
			for _, v := range slices.Backward(j.mayBeLive(f.row, t)) {
				n := map[string]version{v.flowID: v}
				for k, old := range m {
					n[k] = old
				}
				next = append(next, n)
			}
		}
		out = next
	}
	return out
}

// fits says whether a sprint is what the program did.
func fits(s engine.Sprint, t turned) bool {
	if t.run == nil || string(s.Snapshot.Status) != t.run.Status {
		return false
	}
	var out []string
	for _, e := range s.Events {
		if e.Kind == run.MessageQueued {
			raw, err := json.Marshal(e.Content)
			if err != nil {
				panic(err)
			}
			out = append(out, string(raw))
		}
	}
	var real run.Snapshot
	if json.Unmarshal(t.run.Snapshot, &real) != nil || len(real.Frames) != len(s.Snapshot.Frames) {
		return false
	}
	for i, f := range real.Frames {
		if f.Version != s.Snapshot.Frames[i].Version {
			return false
		}
	}
	return slices.Equal(out, t.out)
}

func (j *judge) world(at time.Time, c *chat, t turned, live map[string]version) engine.World {
	at = at.In(time.UTC)
	p := j.people[t.contact].Contact
	switch {
	case p.FirstName != "" && p.LastName != "":
		p.Name = p.FirstName + " " + p.LastName
	case p.FirstName+p.LastName != "":
		p.Name = p.FirstName + p.LastName
	}
	told := t.knew.templates
	return engine.World{Now: at, Zone: time.UTC, Language: "en", WindowUntil: at.Add(time.Hour), Contact: p, ConversationTags: c.tags,
		NewID: func() string { j.ids++; return fmt.Sprintf("01934b00-0000-7000-8000-%012d", j.ids) },
		TemplateProblem: func(string, string) string {
			if len(told) == 0 {
				return "" // not asked by the program: the turn will not fit
			}
			problem := told[0]
			told = told[1:]
			return problem
		},
		Program: func(id string) *engine.Program {
			for _, v := range j.f.versions {
				if v.id == id {
					return v.program
				}
			}
			return nil
		},
		Live: func(id string) *engine.Program { return live[id].program }}
}

// apply takes a sprint over into the reference and compares the run with the
// stored one.
func (j *judge) apply(at time.Time, c *chat, t turned, s engine.Sprint) {
	p := j.people[t.contact]
	action := ""
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
			p.Set(e.Change.Field, e.Change.Value)
		case run.Assigned:
			c.assigned, action = true, ""
		case run.Conversation:
			switch e.Conversation.Action {
			case run.ActionSilence:
				c.quiet(j.pos, max(c.silence(j.pos+1).until, at.Add(time.Duration(e.Conversation.Minutes)*time.Minute).UnixMilli()))
			case run.ActionClose:
				c.assigned, action = false, e.Conversation.Action
			default:
				action = e.Conversation.Action
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
	if s.Snapshot.Status.Live() {
		c.stands(store.ConversationFlow)
		return
	}
	c.live = nil
	switch {
	case action == run.ActionClose || !c.assigned && action == "":
		c.stands(store.ConversationClosed)
	default:
		c.stands(store.ConversationNew)
	}
	if c.assigned { // it is a person's now
		c.quiet(j.pos, store.SilencedForGood)
	}
}

// moved says whether the turn put the run into a newer version, as somebody
// asked for at publishing, and follows.
func (j *judge) moved(c *chat, t turned) bool {
	if t.job != 0 || len(t.out) > 0 || len(j.moves[c.in.flow]) == 0 {
		return false
	}
	var was, is run.Snapshot
	if json.Unmarshal(c.real, &was) != nil || json.Unmarshal(t.run.Snapshot, &is) != nil || len(was.Frames) != len(is.Frames) {
		return false
	}
	to := c.in
	for i := range was.Frames {
		for _, v := range j.live[c.in.flow] {
			if is.Frames[i].Version == v.id && was.Frames[i].Version != v.id {
				to = v
				was.Frames[i].Version = v.id
			}
		}
	}
	a, err1 := json.Marshal(was)
	b, err2 := json.Marshal(is)
	if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
		return false
	}
	for i := range is.Frames {
		if f := &c.live.Frames[i]; f.Version != is.Frames[i].Version {
			if kindOf(c.in.doc, f.Step) != kindOf(to.doc, f.Step) {
				j.fault("conversation %d: moved to a version without the step", t.conversation)
			}
			f.Version = is.Frames[i].Version
		}
	}
	c.in = to
	return true
}

func kindOf(doc flow.Document, id string) string {
	for _, s := range doc.Steps {
		if s.ID == id {
			return s.Kind
		}
	}
	return ""
}

// normal is contents without what depends on ids.
func normal(list []string) []string {
	out := make([]string, len(list))
	copy(out, list)
	return out
}
