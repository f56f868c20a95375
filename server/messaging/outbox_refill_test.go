package messaging

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"flusso/server/store"
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

// TestTwoSendersAtOnce: a colleague's message that is committed before one of the
// flow, and handed over after it, is not taken for one that the lane has read.
func TestTwoSendersAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		defer b.close()
		p := b.person("391")
		pass(time.Second)
		if !b.out.Reserve(p.ConversationRow, b.channel) {
			t.Fatal("the lane is not free")
		}
		_, colleague := b.store(p, false, "colleague")
		_, flow := b.store(p, true, "flow")
		flow()
		colleague()
		pass(20 * time.Second)
		if got := b.g.sent(); !slices.Equal(slices.Sorted(slices.Values(got)), []string{"colleague", "flow"}) {
			t.Errorf("sent %q", got)
		}
		if !b.out.Idle() {
			t.Error("the outbox does not come to rest")
		}
	})
}

// TestAResendThatHasToWaitIsStillCounted: an uncertain message whose resend is
// held back for longer than a lane may wait stays uncertain until then.
func TestAResendThatHasToWaitIsStillCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Outcome{Result: Unknown}, Outcome{Result: Refused, Scope: TheAccount, Code: "190"}, Outcome{Result: Accepted})
		defer b.close()
		unsure := b.say(b.person("391"), "unsure")
		pass(14 * time.Second)
		b.say(b.person("392"), "refused") // the number pauses for a minute
		pass(10 * time.Second)
		b.wantState(unsure[0], store.StateUncertain)
		pass(3 * time.Minute)
		b.wantState(unsure[0], store.StateAccepted)
		m, err := b.st.MessageRow(context.Background(), unsure[0].Row)
		if err != nil || m.Resends != 1 {
			t.Errorf("%d resends are counted (%v), want 1", m.Resends, err)
		}
	})
}
