package flow

import (
	"strconv"
	"time"
)

// freeWindow is how long after a person's message WhatsApp takes messages of
// any kind; after it approved templates only.
const freeWindow = 24 * time.Hour

// late finds messages that come too late on some path: the delays and
// time-outs since the person's last message add up to the free window. In a
// flow that also starts outbound there may be no such message at all.
func (c *check) late() {
	inbound, outbound := len(c.doc.Triggers) == 0, false
	for _, t := range c.doc.Triggers {
		inbound = inbound || t.Kind != TriggerOutbound
		outbound = outbound || t.Kind == TriggerOutbound
	}
	if inbound {
		c.sendsAfter(0, CodeLateMessage)
	}
	if outbound {
		c.sendsAfter(freeWindow, CodeNeedsTemplate)
	}
}

// relaxed is how often the silence before a step may grow before it counts as
// endless: more than that only a circle does.
const relaxed = 32

// sendsAfter reports the steps that send when the silence, which is this long
// at the start, has reached the window.
func (c *check) sendsAfter(start time.Duration, code string) {
	silence, grown := make([]time.Duration, len(c.doc.Steps)), make([]int, len(c.doc.Steps))
	for i := range silence {
		silence[i] = -1
	}
	var queue []int
	reach := func(id string, d time.Duration) {
		i, ok := c.byID[id]
		if !ok || silence[i] >= min(d, freeWindow) {
			return
		}
		if grown[i]++; grown[i] > relaxed {
			d = freeWindow
		}
		silence[i] = min(d, freeWindow)
		queue = append(queue, i)
	}
	reach(c.next[Start][exitNext], start)
	for len(queue) > 0 {
		i := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		s := c.doc.Steps[i]
		for _, e := range c.exits[s.ID] {
			to := c.next[s.ID][e.ID]
			if to == "" {
				continue
			}
			pass := c.pass(i, e.ID)
			if pass.Replied {
				reach(to, 0)
			} else {
				reach(to, silence[i]+pass.Time)
			}
		}
		if to := c.cat.Target(s.Kind, s.Config); to != "" {
			reach(to, silence[i])
		}
	}
	for i, s := range c.doc.Steps {
		if silence[i] >= freeWindow && c.cat.Sends(s.Kind, s.Config) {
			c.add(SeverityWarning, code, "/steps/"+strconv.Itoa(i), s.ID, "name", s.Name, "hours", strconv.Itoa(int(freeWindow.Hours())))
		}
	}
}

// pass reads a way through a step once.
func (c *check) pass(i int, exit string) Pass {
	key := strconv.Itoa(i) + "/" + exit
	if p, ok := c.passes[key]; ok {
		return p
	}
	s := c.doc.Steps[i]
	p := c.cat.Pass(s.Kind, s.Config, exit)
	if c.passes == nil {
		c.passes = map[string]Pass{}
	}
	c.passes[key] = p
	return p
}
