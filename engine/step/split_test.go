package step

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"flusso/engine/flow"
)

// The same contact always takes the same path, and the paths get their shares.
func TestSplitIsStableAndFair(t *testing.T) {
	c := splitConfig{Branches: []splitBranch{{ID: "a", Weight: 10}, {ID: "none"}, {ID: "b", Weight: 30}, {ID: "c", Weight: 60}}}
	const people = 20_000
	count := map[string]float64{}
	for i := range people {
		contact := fmt.Sprintf("01934b00-0000-7000-8000-%012d", i)
		b := c.branch(contact, "stepsplit1")
		if b == nil || b != c.branch(contact, "stepsplit1") {
			t.Fatalf("%s: %v", contact, b)
		}
		count[b.ID]++
	}
	for _, b := range c.Branches {
		if got, want := count[b.ID]/people, b.Weight/100; math.Abs(got-want) > 0.015 {
			t.Errorf("%s got %.3f of the people, its share is %.3f", b.ID, got, want)
		}
	}
	same := 0
	for i := range 1000 {
		contact := fmt.Sprint(i)
		if c.branch(contact, "stepsplit1").ID == c.branch(contact, "stepsplit2").ID {
			same++
		}
	}
	if same > 700 {
		t.Errorf("two steps send %d of 1000 people the same way: they are not independent", same)
	}
	if (&splitConfig{}).branch("x", "y") != nil {
		t.Error("no paths, yet one is taken")
	}
}

// Hours as large as a document may be cost no more than reading them.
func TestHugeHoursAreCheap(t *testing.T) {
	var windows []string
	for i := range 40_000 {
		windows = append(windows, fmt.Sprintf(`{"from":"%02d:%02d","to":"%02d:%02d"}`, i/60%24, i%60, i/60%24, (i+1)%60))
	}
	config := []byte(`{"mode":"open","within":"windows","windows":{"days":{"mon":[` + strings.Join(windows, ",") + `]}}}`)
	begun := time.Now()
	issues := Default().CheckStep("delay", config)
	Default().Pass("delay", config, "next")
	if len(issues) == 0 || issues[0].Code != flow.CodeBadHours || time.Since(begun) > 10*time.Second {
		t.Errorf("%d issues in %v", len(issues), time.Since(begun))
	}
}
