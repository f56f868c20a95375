package servertest

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
)

// statementsAllowed is the budget: statement executions per
// inbound message at saturation, reads of the hot path included.
const statementsAllowed = 6

// TestStatementsPerInboundMessage counts what a message costs the database
// when many people write at once.
func TestStatementsPerInboundMessage(t *testing.T) {
	s := Start(t)
	s.flow("Orders", "go", s.Connect(), [][2]any{say("one"), ask("name?"), say("thanks")}, "0 next 1", "1 next 2")
	const people, turns = 200, 2
	before := count(s)
	var wg sync.WaitGroup
	for turn, text := range []string{"go", "Ana"} {
		for i := range people {
			wg.Go(func() { s.Says(fmt.Sprintf("39333%07d", i), fmt.Sprintf("wamid.%d.%d", turn, i), text) })
		}
		wg.Wait()
		s.settle()
	}
	if got := len(s.Graph.Sent()); got != 3*people {
		t.Fatalf("%d messages were sent", got)
	}
	used := float64(count(s)-before) / (people * turns)
	t.Logf("%.2f statements per inbound message", used)
	if used > statementsAllowed {
		t.Errorf("%.2f statements per inbound message, the budget is %d", used, statementsAllowed)
	}
	if dead := s.Call("GET", "/api/v1/jobs?state=dead", nil, http.StatusOK); dead.Get("items.0") != nil {
		t.Errorf("dead letters: %v", dead)
	}
}

func count(s *Server) int64 {
	st := s.Store().Stats()
	return st.Statements.Load() + st.Reads.Load()
}
