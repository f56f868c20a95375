package flow

// graph is a document as numbers: node i is step i, node n+i is step i having
// left its value, and root is the trigger card. Every path from root to a step
// passes n+i exactly when the answer of step i is always there.
type graph struct {
	n      int
	next   [][]int
	before [][]int
	// order and idom are of the nodes that can be reached: reverse postorder
	// and immediate dominators.
	order []int
	rank  []int // position in order, -1: out of reach
	idom  []int
	// enter and leave number the tree of dominators, so that "always before"
	// is a comparison.
	enter, leave []int
	// circle is the number of the circle of a node (its strongly connected
	// part), size how many nodes that has: what can come after one of them can
	// come after all.
	circle, size []int
	after        map[int][]uint64 // by circle, or by -1-node out of reach: what can come after it
}

func (g *graph) root() int { return 2 * g.n }

func newGraph(n int) *graph {
	return &graph{n: n, next: make([][]int, 2*n+1), before: make([][]int, 2*n+1), after: map[int][]uint64{}}
}

func (g *graph) lead(from, to int) {
	g.next[from] = append(g.next[from], to)
	g.before[to] = append(g.before[to], from)
}

// finish works out the dominators (Cooper, Harvey and Kennedy).
func (g *graph) finish() {
	g.walk()
	g.idom = make([]int, len(g.next))
	for i := range g.idom {
		g.idom[i] = -1
	}
	root := g.root()
	g.idom[root] = root
	for changed := true; changed; {
		changed = false
		for _, v := range g.order {
			if v == root {
				continue
			}
			to := -1
			for _, p := range g.before[v] {
				switch {
				case g.idom[p] < 0:
				case to < 0:
					to = p
				default:
					to = g.meet(to, p)
				}
			}
			if g.idom[v] != to {
				g.idom[v], changed = to, true
			}
		}
	}
	g.tree()
	g.circles()
}

// circles finds the strongly connected parts (Kosaraju).
func (g *graph) circles() {
	g.circle = make([]int, len(g.next))
	for i := range g.circle {
		g.circle[i] = -1
	}
	for _, v := range g.order {
		if g.circle[v] >= 0 {
			continue
		}
		number := len(g.size)
		g.size = append(g.size, 0)
		queue := []int{v}
		g.circle[v] = number
		for len(queue) > 0 {
			at := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			g.size[number]++
			for _, p := range g.before[at] {
				if g.rank[p] >= 0 && g.circle[p] < 0 {
					g.circle[p] = number
					queue = append(queue, p)
				}
			}
		}
	}
}

func (g *graph) meet(a, b int) int {
	for a != b {
		for g.rank[a] > g.rank[b] {
			a = g.idom[a]
		}
		for g.rank[b] > g.rank[a] {
			b = g.idom[b]
		}
	}
	return a
}

// walk lists what can be reached, in reverse postorder. A document may be a
// line of thousands of steps: no recursion.
func (g *graph) walk() {
	g.rank = make([]int, len(g.next))
	for i := range g.rank {
		g.rank[i] = -1
	}
	type place struct{ node, child int }
	stack, seen := []place{{g.root(), 0}}, make([]bool, len(g.next))
	seen[g.root()] = true
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if top.child < len(g.next[top.node]) {
			to := g.next[top.node][top.child]
			top.child++
			if !seen[to] {
				seen[to] = true
				stack = append(stack, place{to, 0})
			}
			continue
		}
		g.order = append(g.order, top.node)
		stack = stack[:len(stack)-1]
	}
	for i, j := 0, len(g.order)-1; i < j; i, j = i+1, j-1 {
		g.order[i], g.order[j] = g.order[j], g.order[i]
	}
	for i, v := range g.order {
		g.rank[v] = i
	}
}

// tree numbers the dominators' tree.
func (g *graph) tree() {
	children := make([][]int, len(g.next))
	for _, v := range g.order {
		if v != g.root() {
			children[g.idom[v]] = append(children[g.idom[v]], v)
		}
	}
	g.enter, g.leave = make([]int, len(g.next)), make([]int, len(g.next))
	type place struct{ node, child int }
	stack, count := []place{{g.root(), 0}}, 1
	g.enter[g.root()] = count
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		count++
		if top.child < len(children[top.node]) {
			to := children[top.node][top.child]
			top.child++
			g.enter[to] = count
			stack = append(stack, place{to, 0})
			continue
		}
		g.leave[top.node] = count
		stack = stack[:len(stack)-1]
	}
}

// reached says whether anybody can come to the step.
func (g *graph) reached(step int) bool { return g.rank[step] >= 0 }

// always says whether everybody who comes to the step has the answer of the other.
func (g *graph) always(answer, step int) bool {
	a := g.n + answer
	return g.rank[a] >= 0 && g.rank[step] >= 0 && g.enter[a] <= g.enter[step] && g.leave[step] <= g.leave[a]
}

// perhaps says whether somebody who comes to the step may have been at the other.
func (g *graph) perhaps(other, step int) bool {
	if g.always(other, step) {
		return true
	}
	key := -1 - other
	if c := g.circle[other]; c >= 0 {
		if key = c; c == g.circle[step] && g.size[c] > 1 {
			return true
		}
	}
	set := g.after[key]
	if set == nil {
		set = make([]uint64, len(g.next)/64+1)
		queue := append([]int(nil), g.next[other]...)
		for len(queue) > 0 {
			v := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			if set[v/64]&(1<<(v%64)) != 0 {
				continue
			}
			set[v/64] |= 1 << (v % 64)
			queue = append(queue, g.next[v]...)
		}
		g.after[key] = set
	}
	return set[step/64]&(1<<(step%64)) != 0
}
