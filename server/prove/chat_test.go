package prove

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"flusso/engine/run"
	"flusso/server/fault"
	"flusso/server/store"
)

// chat is a conversation as it must be.
type chat struct {
	line    line
	contact int64
	live    *run.Snapshot
	in      version
	since   int // the entry of the journal at which the run began
	tags    []string
	// real is the run's snapshot as the store keeps it: it names the effects.
	real     []byte
	said     []string // contents, in order
	assigned bool     // the live run has given it to somebody
	status   string
	known    bool // status is certain
	hushes   []hush
	acts     []*underway
}

// hush is until when the bot is silent, from an entry of the journal on.
type hush struct {
	from  int
	until int64
	maybe bool // somebody is about to change it
}

// underway is an act that has begun.
type underway struct {
	*act
	stirred bool // something else happened meanwhile
	busy    bool // the contact was in a flow for a moment of it
	out     bool // the contact wanted no messages for a moment of it
	started bool
}

// silence is what somebody knew who had seen so many entries of the journal.
func (c *chat) silence(entries int) hush {
	for _, h := range slices.Backward(c.hushes) {
		if h.from < entries {
			return h
		}
	}
	return hush{}
}

// quiet notes a silence; while somebody acts it is not certain.
func (c *chat) quiet(from int, until int64) {
	c.hushes = append(c.hushes, hush{from, until, len(c.acts) > 0})
	c.stir()
}

// stands notes where the conversation stands.
func (c *chat) stands(status string) {
	c.status, c.known = status, len(c.acts) == 0
	c.stir()
}

func (c *chat) stir() {
	for _, a := range c.acts {
		a.stirred = true
	}
}

// abandon forgets acts that a crash has cut off.
func (c *chat) abandon() {
	if len(c.acts) > 0 {
		c.known = false
	}
	c.acts = nil
}

// acts follows what the team does beside the turns.
func (j *judge) acts(e entry) {
	if e.act.kind == actPublish {
		j.published(e)
		return
	}
	c := j.chats[e.act.conversation]
	if c == nil {
		return
	}
	if !e.over {
		a := &underway{act: e.act}
		c.acts = append(c.acts, a)
		c.known = false
		if e.act.kind != actStart {
			c.hushes = append(c.hushes, hush{j.pos, 0, true})
		}
		return
	}
	i := slices.IndexFunc(c.acts, func(a *underway) bool { return a.act == e.act })
	if i < 0 {
		return
	}
	a := c.acts[i]
	c.acts = slices.Delete(c.acts, i, i+1)
	if a.kind == actStart {
		j.answered(c, a, e.err)
		return
	}
	if e.err != nil {
		return
	}
	until := int64(0)
	if a.kind == actTakeOver {
		until = store.SilencedForGood
	}
	c.hushes = append(c.hushes, hush{j.pos, until, len(c.acts) > 0 || a.stirred})
	if a.stirred || len(c.acts) > 0 {
		return
	}
	switch a.kind {
	case actTakeOver:
		c.stands(store.ConversationInProgress)
	case actClose:
		c.stands(store.ConversationClosed)
	case actGiveBack:
		if c.stands(store.ConversationClosed); c.live != nil {
			c.stands(store.ConversationFlow)
		}
	}
}

// watch notes for every act under way what a start may have met.
func (j *judge) watch() {
	for _, c := range j.chats {
		for _, a := range c.acts {
			a.busy = a.busy || c.live != nil
			a.out = a.out || j.people[c.contact].OptedOut
		}
	}
}

// started is a run that the API asked for.
func (j *judge) started(at time.Time, c *chat, t turned) {
	i := slices.IndexFunc(c.acts, func(a *underway) bool { return a.kind == actStart && !a.started && a.flow == t.run.Flow })
	if i < 0 || t.run.StartedBy != startedByAPI {
		j.fault("conversation %d: a run began that nobody asked for", t.conversation)
		return
	}
	a := c.acts[i]
	a.started = true
	switch {
	case j.people[t.contact].OptedOut:
		j.fault("conversation %d: a flow started for somebody who wants no messages", t.conversation)
	case c.live != nil && !a.priority:
		j.fault("conversation %d: a flow started though the contact was in one", t.conversation)
	case (c.live != nil) != slices.Equal(t.canceled, []string{"priority"}):
		j.fault("conversation %d: a start ended %v, and a run was live: %v", t.conversation, t.canceled, c.live != nil)
	}
	if s := c.silence(t.knew.entries); s.until > 0 || s.maybe {
		c.hushes = append(c.hushes, hush{j.pos, 0, s.maybe || len(c.acts) > 1})
	}
	j.enter(at, c, t, a.flow, run.Trigger{Kind: startedByAPI}, json.RawMessage(`{"total":7}`))
}

// answered checks what the API said about a start.
func (j *judge) answered(c *chat, a *underway, err error) {
	switch {
	case err == nil && !a.started:
		j.fault("a start was answered with yes, and no run began")
	case errors.Is(err, fault.ContactBusy) && (!a.busy || a.priority):
		j.fault("a start was refused as busy, and the contact was not")
	case errors.Is(err, fault.OptedOut) && !a.out:
		j.fault("a start was refused, and the contact takes messages")
	case err != nil && a.started:
		j.fault("a run began, and the start was answered with %v", err)
	case err != nil && !errors.Is(err, fault.ContactBusy) && !errors.Is(err, fault.OptedOut):
		j.fault("a start was answered with %v", err)
	}
	if a.started && len(c.acts) == 0 {
		c.known = !a.stirred && c.known
	}
}

// ended is a run that ended by hand, or because a new version was published.
func (j *judge) ended(c *chat, t turned) {
	switch t.canceled[0] {
	case "by_hand":
		if !slices.ContainsFunc(c.acts, func(a *underway) bool { return a.kind == actClose }) {
			j.fault("conversation %d: a run was ended by hand, and nobody did", t.conversation)
		}
	case "new_version":
		if len(j.moves[c.in.flow]) == 0 {
			j.fault("conversation %d: a run ended for a new version that nobody published so", t.conversation)
		}
	default:
		j.fault("conversation %d: a run ended as %v", t.conversation, t.canceled)
	}
	if c.live == nil {
		j.fault("conversation %d: a run ended, where none is live", t.conversation)
	}
	c.live = nil
	c.stands(store.ConversationClosed)
}

// published follows which versions may be live.
func (j *judge) published(e entry) {
	f := e.act.flow
	if !e.over {
		if e.act.waiting != store.PeopleFinish {
			j.moves[f] = append(j.moves[f], e.act)
		}
		e.act.began = j.pos
		now := j.live[f][len(j.live[f])-1]
		for _, v := range j.f.versions { // the next one, if it came to be
			if v.flow == f && v.row > now.row {
				j.live[f] = append(j.live[f], v)
				break
			}
		}
		return
	}
	for i, v := range j.live[f] {
		if v.id == e.act.version {
			j.before[f] = replaced{j.pos, j.live[f][:i]}
			j.live[f] = j.live[f][i:]
			e.act.row = v.row
			return
		}
	}
}

// leftBehind finds people who were to be moved or ended and are still inside.
func (j *judge) leftBehind() {
	for _, l := range j.f.runs {
		c := j.chats[l.conversation]
		for _, a := range j.moves[l.flow] {
			if c != nil && a.row > 0 && l.version < a.row && c.since < a.began {
				j.fault("conversation %d: still in version row %d, though %s was asked for with %d", l.conversation, l.version, a.waiting, a.row)
			}
		}
		if c != nil && c.live == nil {
			j.fault("conversation %d: a run is live that must have ended", l.conversation)
		}
	}
}
