package engine_test

import (
	"encoding/json"
	"testing"
	"time"

	"flusso/engine"
	"flusso/engine/enginetest"
	"flusso/engine/run"
)

// conversation is a start and two resumes of the lead flow, the snapshot
// through JSON at each turn, as the server does it.
func conversation(p *engine.Program, w engine.World) ([]byte, error) {
	start := run.Trigger{Kind: "inbound_keyword", Message: inbound("in-1", "start")}
	s, err := engine.Start(p, "01934b00-0000-7000-8000-900000000001", start, nil, w)
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(&s.Snapshot)
	if err != nil {
		return nil, err
	}
	for _, text := range []string{"Ana", "Sales"} {
		var snap run.Snapshot
		if err := json.Unmarshal(data, &snap); err != nil {
			return nil, err
		}
		s, err = engine.Resume(p, snap, run.Input{Kind: run.InputMessage, Message: inbound("in-2", text)}, w)
		if err != nil {
			return nil, err
		}
		if data, err = json.Marshal(&s.Snapshot); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// snapshotThreeTimes is the yardstick: that snapshot written and read three times.
func snapshotThreeTimes(data []byte) error {
	for range 3 {
		var snap run.Snapshot
		if err := json.Unmarshal(data, &snap); err != nil {
			return err
		}
		if _, err := json.Marshal(&snap); err != nil {
			return err
		}
	}
	return nil
}

func lead(t testing.TB) (*engine.Program, engine.World) {
	t.Helper()
	p, err := enginetest.Compile(enginetest.Lead, false)
	if err != nil {
		t.Fatal(err)
	}
	id := "01934b00-0000-7000-8000-000000000001"
	return p, engine.World{Now: enginetest.Clock, Zone: enginetest.Clock.Location(), Language: "en", NewID: func() string { return id }, Contact: enginetest.Contact(), WindowUntil: enginetest.Clock.AddDate(1, 0, 0)}
}

// maxAllocations of the conversation above.
const maxAllocations = 600

func TestAllocations(t *testing.T) {
	p, w := lead(t)
	n := testing.AllocsPerRun(50, func() {
		if _, err := conversation(p, w); err != nil {
			t.Fatal(err)
		}
	})
	t.Logf("%.0f allocations", n)
	if n > maxAllocations {
		t.Errorf("%.0f allocations, at most %d", n, maxAllocations)
	}
}

// BenchmarkConversation prints its time as a ratio to the yardstick (x), which
// is to stay at or below 2.
func BenchmarkConversation(b *testing.B) {
	p, w := lead(b)
	data, err := conversation(p, w)
	if err != nil {
		b.Fatal(err)
	}
	var work, yard time.Duration
	b.ReportAllocs()
	for b.Loop() {
		t0 := time.Now()
		if _, err := conversation(p, w); err != nil {
			b.Fatal(err)
		}
		t1 := time.Now()
		if err := snapshotThreeTimes(data); err != nil {
			b.Fatal(err)
		}
		work += t1.Sub(t0)
		yard += time.Since(t1)
	}
	b.ReportMetric(float64(work)/float64(yard), "x")
}
