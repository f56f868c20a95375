package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"flusso/server/store"
)

// bundle is a store with a dispatcher whose handlers a test scripts.
type bundle struct {
	t    *testing.T
	path string
	st   *store.Store
	d    *Dispatcher

	mu   sync.Mutex
	done []string
	busy map[string]int
	peak int // of jobs of one lane at once
	all  int
	most int // of jobs at once
	do   func(j store.JobRef) error
}

// setup runs inside a synctest bubble, so time passes when all is at rest.
func setup(t *testing.T) *bundle {
	b := &bundle{t: t, path: filepath.Join(t.TempDir(), "flusso.db"), busy: map[string]int{}}
	b.boot()
	return b
}

func (b *bundle) boot() {
	b.t.Helper()
	var err error
	if b.st, err = store.Open(store.Options{Path: b.path}); err != nil {
		b.t.Fatal(err)
	}
	wait := func(n int) time.Duration { return time.Duration(n) * time.Minute }
	b.d, err = New(b.st, slog.New(slog.DiscardHandler), map[string]Kind{"lane": {Do: b.handle}, "free": {Do: b.handle, Tries: 3, Wait: wait}}, []string{"lane", "free"})
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bundle) stop() {
	b.d.Stop()
	if err := b.st.Close(); err != nil {
		b.t.Error(err)
	}
}

// handle does a job for 10 ms, then takes it off the list.
func (b *bundle) handle(ctx context.Context, j store.JobRef) error {
	b.mu.Lock()
	b.done = append(b.done, j.Payload)
	if j.Lane != "" {
		b.busy[j.Lane]++
		b.peak = max(b.peak, b.busy[j.Lane])
	}
	b.all++
	b.most = max(b.most, b.all)
	do := b.do
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		b.busy[j.Lane]--
		b.all--
		b.mu.Unlock()
	}()
	time.Sleep(10 * time.Millisecond)
	if do != nil {
		if err := do(j); err != nil {
			return err
		}
	}
	return b.st.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.FinishJob(j.ID) })
}

func (b *bundle) add(kind, lane string, payloads ...string) {
	b.t.Helper()
	err := b.st.Write(context.Background(), func(tx *store.Tx) error {
		for _, p := range payloads {
			if err := tx.AddJob(kind, lane, p, tx.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bundle) want(payloads ...string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !slices.Equal(b.done, payloads) {
		b.t.Errorf("done %q, want %q", b.done, payloads)
	}
}

func (b *bundle) dead() (list []store.DeadJob) {
	b.t.Helper()
	list, err := b.st.DeadJobs(context.Background(), 0, 10)
	if err != nil {
		b.t.Fatal(err)
	}
	return list
}

func numbers(n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprint(i))
	}
	return list
}

func TestLanes(t *testing.T) {
	t.Run("OneAtATimeInOrder", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := setup(t)
			defer b.stop()
			b.d.Start()
			want := numbers(3 * laneBuffer)
			b.add("lane", "contact:1", want...)
			pass(time.Minute)
			b.want(want...)
			if b.peak != 1 {
				t.Errorf("%d jobs of one lane at once", b.peak)
			}
		})
	})
	t.Run("ManyLanesAtOnceButNotMoreThanTheLimit", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := setup(t)
			defer b.stop()
			b.d.Start()
			for i := range maxLanes + 100 {
				b.add("lane", fmt.Sprintf("contact:%d", i), "a", "b")
			}
			pass(time.Minute)
			if len(b.done) != 2*(maxLanes+100) {
				t.Errorf("%d jobs done", len(b.done))
			}
			if b.most < 2 || b.most > maxLanes+maxFree {
				t.Errorf("%d at once", b.most)
			}
			if !b.d.Idle() {
				t.Error("not idle in the end")
			}
		})
	})
	t.Run("AFailureIsTriedAgainThenBuriedAndTheLaneGoesOn", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := setup(t)
			defer b.stop()
			b.do = func(j store.JobRef) error {
				if j.Payload == "bad" {
					return errors.New("it is broken")
				}
				return nil
			}
			b.d.Start()
			b.add("lane", "contact:1", "bad", "good")
			pass(9 * time.Second) // three tries within 10 s
			b.want("bad", "bad", "bad", "good")
			if d := b.dead(); len(d) != 1 || !strings.Contains(d[0].Error, "it is broken") {
				t.Errorf("dead letters %+v", d)
			}
		})
	})
	t.Run("APanicIsAFailure", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := setup(t)
			defer b.stop()
			b.do = func(j store.JobRef) error { panic("boom") }
			b.d.Start()
			b.add("lane", "contact:1", "bad")
			pass(20 * time.Second)
			if d := b.dead(); len(d) != 1 || !strings.Contains(d[0].Error, "boom") {
				t.Errorf("dead letters %+v", d)
			}
		})
	})
	t.Run("WhatIsOpenIsTakenUpAtStart", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := setup(t)
			b.add("lane", "contact:1", "1", "2") // never started: as after a crash
			b.stop()
			b.boot()
			defer b.stop()
			b.d.Start()
			pass(time.Second)
			b.want("1", "2")
		})
	})
	t.Run("ADeadLetterRevived", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := setup(t)
			defer b.stop()
			broken := true
			b.do = func(store.JobRef) error {
				if broken {
					return errors.New("not yet")
				}
				return nil
			}
			b.d.Start()
			b.add("lane", "contact:1", "x")
			pass(time.Minute)
			d := b.dead()
			if len(d) != 1 {
				t.Fatalf("dead letters %+v", d)
			}
			broken = false
			if err := b.st.Write(context.Background(), func(tx *store.Tx) error { return tx.ReviveJob(d[0].ID) }); err != nil {
				t.Fatal(err)
			}
			pass(time.Minute)
			if d := b.dead(); len(d) != 0 || len(b.done) != 4 {
				t.Errorf("dead letters %+v, done %q", d, b.done)
			}
		})
	})
	t.Run("WorkWithoutARowWaitsForItsTurn", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := setup(t)
			defer b.stop()
			b.d.Start()
			b.add("lane", "contact:1", "1")
			ok := b.d.Do("contact:1", func(context.Context) {
				b.mu.Lock()
				b.done = append(b.done, "wake")
				b.mu.Unlock()
			})
			if !ok {
				t.Fatal("no room")
			}
			b.add("lane", "contact:1", "2")
			pass(time.Second)
			b.want("1", "wake", "2")
		})
	})
}

func TestFreeJobs(t *testing.T) {
	t.Run("WaitLongerAfterEachFailure", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := setup(t)
			defer b.stop()
			b.do = func(store.JobRef) error { return errors.New("down") }
			b.d.Start()
			b.add("free", "", "x")
			pass(30 * time.Second)
			b.want("x")
			pass(time.Minute)
			b.want("x", "x")
			pass(10 * time.Minute)
			b.want("x", "x", "x")
			if d := b.dead(); len(d) != 1 {
				t.Errorf("dead letters %+v", d)
			}
		})
	})
	t.Run("LaterCountsNoFailure", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := setup(t)
			defer b.stop()
			asked := 0
			b.do = func(store.JobRef) error {
				if asked++; asked < 6 {
					return Later{At: time.Now().Add(time.Minute)}
				}
				return nil
			}
			b.d.Start()
			b.add("free", "", "x")
			pass(time.Hour)
			if asked != 6 || len(b.dead()) != 0 {
				t.Errorf("asked %d times, dead %v", asked, b.dead())
			}
		})
	})
	t.Run("ABurstIsDoneInPieces", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := setup(t)
			defer b.stop()
			b.d.Start()
			b.add("free", "", numbers(5*maxFree)...)
			pass(time.Minute)
			if len(b.done) != 5*maxFree || b.most > maxFree {
				t.Errorf("%d done, %d at once", len(b.done), b.most)
			}
		})
	})
}

func TestNewWantsAHandlerForEachKind(t *testing.T) {
	st, err := store.Open(store.Options{Path: filepath.Join(t.TempDir(), "flusso.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	log := slog.New(slog.DiscardHandler)
	if _, err := New(st, log, nil, []string{"inbound"}); err == nil || !strings.Contains(err.Error(), "inbound") {
		t.Errorf("a kind without a handler: %v", err)
	}
	do := func(context.Context, store.JobRef) error { return nil }
	if _, err := New(st, log, map[string]Kind{"x": {Do: do}}, nil); err == nil {
		t.Error("a handler that nobody queues for was taken")
	}
}

// pass lets the bubble's time go by, and what falls due in it happen.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
