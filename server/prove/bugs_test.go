//go:build !race

package prove

import "testing"

// TestTheJudgeSeesBugs puts bugs into the program through the same gates: the
// judge must see each of them within 200 seeds.
func TestTheJudgeSeesBugs(t *testing.T) {
	for name, b := range map[string]bug{"a job marked done before its commit": bugJobDoneEarly, "a claim skipped": bugNoClaim, "a lane ignored": bugNoLane} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := uint64(1); seed <= 200; seed++ {
				if v := prove(t, seed, b); len(v.faults) > 0 {
					t.Logf("seen with seed %d: %s", seed, v.faults[0])
					return
				}
			}
			t.Error("not seen in 200 seeds")
		})
	}
}
