package messaging

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestQueuedWhileItsLaneIsRead: a message that is queued while its lane reads
// older ones from the database goes after them, and none of them is forgotten.
func TestQueuedWhileItsLaneIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		p := b.person("391")
		b.out.Stop()
		if err := b.st.Close(); err != nil {
			t.Fatal(err)
		}
		late := false
		b.gate = func(who string) {
			if late || who != "refill 1" {
				return
			}
			late = true // the lane has read, and does not know it yet
			b.say(p, "late")
		}
		b.open()
		b.out.Start()
		defer b.close()
		pass(time.Second)
		var want []string
		for i := range laneBuffer + 3 {
			want = append(want, string(rune('a'+i)))
		}
		b.say(p, want...)
		pass(10 * time.Second)
		if !late {
			t.Fatal("the lane never read the database")
		}
		want = append(want, "late")
		if got := b.g.sent(); !slices.Equal(got, want) {
			t.Errorf("sent %q, want %q", got, want)
		}
	})
}
