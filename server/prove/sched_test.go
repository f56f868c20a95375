package prove

import (
	"maps"
	"runtime"
	"slices"
	"sync"
)

// sched lets one goroutine of the program go on at a time. Each stops at its
// gates, by name; the simulation picks who goes on. When the program dies,
// every goroutine ends at its next gate.
type sched struct {
	mu      sync.Mutex
	waiting map[string]chan bool
	arrived chan struct{} // somebody came to a gate
	open    bool          // nobody is stopped: the world is being made
	dead    bool
}

func newSched() *sched {
	return &sched{waiting: map[string]chan bool{}, arrived: make(chan struct{}, 1), open: true}
}

// pass stops the goroutine until it is let through.
func (s *sched) pass(name string) {
	s.mu.Lock()
	if s.dead {
		s.mu.Unlock()
		runtime.Goexit()
	}
	if s.open {
		s.mu.Unlock()
		return
	}
	for s.waiting[name] != nil {
		name += "'"
	}
	ch := make(chan bool)
	s.waiting[name] = ch
	s.mu.Unlock()
	select {
	case s.arrived <- struct{}{}:
	default:
	}
	if !<-ch {
		runtime.Goexit()
	}
}

// names of those that wait, in an order that does not depend on who came
// first.
func (s *sched) names() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.waiting))
}

func (s *sched) release(name string) {
	s.mu.Lock()
	ch := s.waiting[name]
	delete(s.waiting, name)
	s.mu.Unlock()
	ch <- true
}

// kill ends all that wait and all that come.
func (s *sched) kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dead = true
	for _, ch := range s.waiting {
		close(ch)
	}
	clear(s.waiting)
}
