package flow

import (
	"math/rand"
	"testing"
)

// The tree of dominators says what a search of all ways says.
func TestGraph(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	for range 400 {
		n := 1 + r.Intn(9)
		g := newGraph(n)
		if r.Intn(10) > 0 {
			g.lead(g.root(), r.Intn(n))
		}
		for range r.Intn(4 * n) {
			from := r.Intn(n)
			if r.Intn(2) == 0 {
				from += n
			}
			g.lead(from, r.Intn(n))
		}
		for i := range n {
			if r.Intn(5) > 0 {
				g.lead(i, n+i)
			}
		}
		g.finish()
		for step := range n {
			if got, want := g.reached(step), search(g, g.root(), -1)[step]; got != want {
				t.Fatalf("%v: step %d reached %v", g.next, step, got)
			}
			for other := range n {
				want := g.reached(step) && g.rank[n+other] >= 0 && !search(g, g.root(), n+other)[step]
				if got := g.always(other, step); got != want {
					t.Fatalf("%v: %d always before %d: %v", g.next, other, step, got)
				}
				if got, want := g.perhaps(other, step), search(g, other, -1)[step]; got != want {
					t.Fatalf("%v: %d perhaps before %d: %v", g.next, other, step, got)
				}
			}
		}
	}
}

// search lists what comes after a node on ways that avoid another.
func search(g *graph, from, avoid int) map[int]bool {
	seen, queue := map[int]bool{}, []int{from}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		for _, to := range g.next[v] {
			if to != avoid && !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	return seen
}
