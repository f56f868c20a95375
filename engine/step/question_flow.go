package step

import (
	"strings"
	"time"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
)

// Limits of an answer that is collected from several messages.
const (
	// maxBurst of messages: more than a person sends as one answer.
	maxBurst = 20
	// maxBurstText in bytes of one answer: it must fit into a kept value with
	// the files beside it.
	maxBurstText = 6 << 10
	// maxQuiet: a longer silence is no pause between two messages.
	maxQuiet = 10 * time.Minute
)

// part of a collected answer.
type part struct {
	Text  string         `json:"text,omitempty"`
	Media *message.Media `json:"media,omitempty"`
}

func (c *questionConfig) collects() bool {
	switch c.Answer {
	case "text", "any", "file", "image", "video", "audio", "document":
		return c.Collect.Enabled && c.Collect.Quiet.Time() > 0
	}
	return false
}

func (c *questionConfig) confirms() bool {
	return c.Confirm.Enabled && c.Answer != "any" && c.Answer != "boolean"
}

// collect adds a message to the answer and waits until it is quiet.
func (c *questionConfig) collect(s *run.Scope, state questionState, in *message.Inbound, reply run.Reply) run.Outcome {
	if state.Deadline == 0 {
		state.Deadline = s.Snapshot.Wait.Until
	}
	p := part{Text: reply.Text}
	if reply.Media != nil {
		m := *reply.Media
		p.Media = &m
	}
	size := 0
	for _, b := range state.Burst {
		size += len(b.Text)
	}
	if room := maxBurstText - size; len(p.Text) > room {
		s.Problem(run.CodeAnswerCut, "max", itoa(maxBurstText))
		p.Text = strings.ToValidUTF8(p.Text[:max(0, room)], "")
	}
	state.Burst, state.Source, state.Door = append(state.Burst, p), in.ID, false
	if len(state.Burst) >= maxBurst {
		s.Problem(run.CodeAnswerCut, "max", itoa(maxBurst))
		return c.collected(s, state)
	}
	return c.waitOn(s, state, s.Now.Add(min(maxQuiet, c.Collect.Quiet.Time())).UnixMilli(), true)
}

// waitOn goes on waiting with new notes; the attempts go on counting.
func (c *questionConfig) waitOn(s *run.Scope, state questionState, until int64, quiet bool) run.Outcome {
	w := &run.Wait{Kind: run.WaitReply, Until: until, Attempts: s.Snapshot.Wait.Attempts, Data: note(state), Quiet: quiet}
	return run.Outcome{Wait: w}
}

// collected makes one answer of what came: texts joined, files listed.
func (c *questionConfig) collected(s *run.Scope, state questionState) run.Outcome {
	var texts []string
	reply := run.Reply{}
	for _, p := range state.Burst {
		if p.Text != "" {
			texts = append(texts, p.Text)
		}
		if p.Media != nil {
			reply.Files = append(reply.Files, p.Media)
		}
	}
	reply.Text = strings.Join(texts, "\n")
	reply.Value = reply.Text
	if len(reply.Files) > 0 {
		reply.Media = reply.Files[0]
		if c.Answer != "text" && c.Answer != "any" {
			reply.Value = fileValue(reply.Media, c.Answer)
		}
	}
	source := state.Source
	state.Burst, state.Source = nil, ""
	if c.confirms() {
		return c.confirm(s, state, source, reply)
	}
	return c.take(s, state, &message.Inbound{ID: source}, reply)
}

// confirmPrefix tells the buttons of the confirmation from those of a yes-or-no question.
const confirmPrefix = "confirm_"

// confirm shows the answer and asks whether it is right.
func (c *questionConfig) confirm(s *run.Scope, state questionState, source string, reply run.Reply) run.Outcome {
	state.Pending, state.Source, state.Door = &reply, source, false
	if !c.askConfirm(s, &reply) {
		return c.take(s, state, &message.Inbound{ID: source}, reply)
	}
	until := state.Deadline
	if until == 0 {
		until = s.Snapshot.Wait.Until
	}
	if until <= s.Now.UnixMilli() { // the burst went on beyond it
		until = 0
		if t := c.Timeout.until(s); !t.IsZero() {
			until = t.UnixMilli()
		}
	}
	return c.waitOn(s, state, until, false)
}

// maxConfirmed in UTF-16 units of the answer that is shown again.
const maxConfirmed = 400

func (c *questionConfig) askConfirm(s *run.Scope, reply *run.Reply) bool {
	answer := orElse(reply.Label, reply.Text)
	answer, _ = message.Cut(answer, maxConfirmed)
	text := strings.TrimSpace(s.Text(c.Confirm.Text) + "\n\n" + answer)
	return ask(s, text, yesNo(s, confirmPrefix), displayAuto, "")
}

// confirmed reads what the person says to the answer shown.
func (c *questionConfig) confirmed(s *run.Scope, state questionState, in *message.Inbound) run.Outcome {
	yes, _, refused := readYesNo(s, confirmPrefix, in)
	if refused != "" {
		// The answer was fine: it is shown again, without the words for a wrong one.
		return refuse(s, in, refused, expr.Template{}, c.Attempts, func() bool { return c.askConfirm(s, state.Pending) })
	}
	pending, source := *state.Pending, state.Source
	state.Pending, state.Source = nil, ""
	if yes {
		return c.take(s, state, &message.Inbound{ID: source}, pending)
	}
	if !c.ask(s, state.Options) {
		return run.Fail(run.CodeNotSendable)
	}
	s.Snapshot.Wait.Data = note(state)
	return run.Stay()
}

func (c Collect) check(k *Checker) {
	if !c.Enabled {
		return
	}
	c.Quiet.check(k, "collect.quiet")
	if c.Quiet.Time() > maxQuiet {
		k.Error(flow.CodeOutOfRange, "collect.quiet.amount", "min", "1", "max", itoa(int(maxQuiet.Minutes())))
	}
}
