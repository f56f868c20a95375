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

// TestTwoSendersAtOnce: a colleague and a flow write to one person at the same
// moment. Whoever reserves, commits and hands over first, both are sent once, in
// the order of their commits.
func TestTwoSendersAtOnce(t *testing.T) {
	for name, play := range map[string]func(b *bench, p *store.InMessage){
		"the reserved one commits last and is handed over first": func(b *bench, p *store.InMessage) {
			second, first := b.reserve(p), b.reserve(p)
			_, colleague := b.store(p, first, "first")
			_, flow := b.store(p, second, "second")
			flow()
			colleague()
		},
		"the reserved one commits last and is handed over last": func(b *bench, p *store.InMessage) {
			second, first := b.reserve(p), b.reserve(p)
			_, colleague := b.store(p, first, "first")
			_, flow := b.store(p, second, "second")
			colleague()
			flow()
		},
		"the reserved one commits first and is handed over last": func(b *bench, p *store.InMessage) {
			first, second := b.reserve(p), b.reserve(p)
			_, flow := b.store(p, first, "first")
			_, colleague := b.store(p, second, "second")
			colleague()
			flow()
		},
		"the lane ends between the two": func(b *bench, p *store.InMessage) {
			b.say(p, "before")
			first := b.reserve(p) // refused: the lane is at work
			pass(time.Second)
			second := b.reserve(p)
			_, colleague := b.store(p, first, "first")
			_, flow := b.store(p, second, "second")
			flow()
			pass(time.Second)
			colleague()
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				defer b.close()
				p := b.person("391")
				pass(time.Second)
				play(b, p)
				pass(30 * time.Second)
				want := []string{"first", "second"}
				if got := slices.DeleteFunc(b.g.sent(), func(s string) bool { return s == "before" }); !slices.Equal(got, want) {
					t.Errorf("sent %q, want %q", got, want)
				}
				if !b.out.Idle() {
					t.Error("the outbox does not come to rest")
				}
			})
		})
	}
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
