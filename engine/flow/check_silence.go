package flow

import "strconv"

// silence finds ways round on which somebody who never answers would get
// messages for ever: every path of a silent person leads on, none ends. A
// reminder that is counted leaves by a condition, so it is not meant.
func (c *check) silence() {
	next, ends := c.silentWays()
	before := make([][]int, len(next))
	for i, list := range next {
		for _, to := range list {
			before[to] = append(before[to], i)
		}
	}
	for queue := ends; len(queue) > 0; { // whoever can come to an end is fine
		at := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, p := range before[at] {
			if next[p] != nil {
				next[p] = nil
				queue = append(queue, p)
			}
		}
	}
	done := make([]bool, len(next))
	for _, i := range c.circling(next) {
		if done[i] {
			continue
		}
		talks, queue := false, []int{i}
		for done[i] = true; len(queue) > 0; {
			at := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			talks = talks || c.cat.Sends(c.doc.Steps[at].Kind, c.doc.Steps[at].Config)
			for _, to := range next[at] {
				if !done[to] {
					done[to] = true
					queue = append(queue, to)
				}
			}
		}
		if s := c.doc.Steps[i]; talks {
			c.add(SeverityWarning, CodeSilentLoop, "/steps/"+strconv.Itoa(i), s.ID, "name", s.Name)
		}
	}
}

// silentWays are where a person who does not answer is led by each step, and
// the steps at which that may end. A step that nobody can come to leads nowhere.
func (c *check) silentWays() (next [][]int, ends []int) {
	next = make([][]int, len(c.doc.Steps))
	for i, s := range c.doc.Steps {
		if !c.graph.reached(i) {
			continue
		}
		asks, paused, open := false, false, false
		for _, e := range c.exits[s.ID] {
			pass := c.pass(i, e.ID)
			if pass.Replied {
				asks = true
				continue
			}
			paused = paused || pass.Time > 0
			if to, ok := c.byID[c.next[s.ID][e.ID]]; ok {
				next[i] = append(next[i], to)
			} else {
				open = true
			}
		}
		if to, ok := c.byID[c.cat.Target(s.Kind, s.Config)]; ok {
			next[i] = append(next[i], to)
		}
		// What waits for something else than the person or the clock is not known.
		unknown := c.cat.Waits(s.Kind) && !asks && !paused
		if open || unknown || len(next[i]) == 0 {
			next[i] = nil
			ends = append(ends, i)
		}
	}
	return next, ends
}

// circling are the waiting steps of a circle, or between two of them: what is
// left when steps that nothing leads to are taken away again and again.
func (c *check) circling(next [][]int) (out []int) {
	led := make([]int, len(next))
	for _, list := range next {
		for _, to := range list {
			led[to]++
		}
	}
	var queue []int
	for i := range next {
		if led[i] == 0 {
			queue = append(queue, i)
		}
	}
	gone := make([]bool, len(next))
	for len(queue) > 0 {
		at := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		gone[at] = true
		for _, to := range next[at] {
			if led[to]--; led[to] == 0 {
				queue = append(queue, to)
			}
		}
	}
	for i, s := range c.doc.Steps {
		if !gone[i] && next[i] != nil && c.cat.Waits(s.Kind) {
			out = append(out, i)
		}
	}
	return out
}
