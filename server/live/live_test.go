package live

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"flusso/server/store"
)

// feed is a feed in memory: the real one is tested in package store.
type feed struct {
	mu    sync.Mutex
	items []store.FeedItem
	first int64
	fail  error
	reads int
	wake  chan struct{}
}

func newFeed() *feed { return &feed{first: 1, wake: make(chan struct{})} }

func (f *feed) add(topics ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.items = append(f.items, store.FeedItem{ID: int64(len(f.items) + 1), Topics: topics})
	close(f.wake)
	f.wake = make(chan struct{})
}

func (f *feed) FeedLast() (int64, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return int64(len(f.items)), f.wake
}

func (f *feed) FeedSince(_ context.Context, after int64, limit int) ([]store.FeedItem, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reads++
	if f.fail != nil {
		err := f.fail
		f.fail = nil
		return nil, false, err
	}
	if after > int64(len(f.items)) || after < f.first-1 {
		return nil, true, nil
	}
	return f.items[after:min(int(after)+limit, len(f.items))], false, nil
}

func start(t *testing.T, f *feed) (*Hub, context.CancelFunc) {
	h := New(f, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	go h.Run(ctx)
	synctest.Wait()
	return h, cancel
}

func TestChangesAreGatheredIntoOneEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFeed()
		f.add("flows")
		h, cancel := start(t, f)
		defer cancel()
		s, e, err := h.Subscribe(t.Context(), -1)
		if err != nil || e.ID != 1 || e.Reset || len(e.Topics) > 0 {
			t.Fatal(e, err)
		}
		f.add("flows", "flow:a")
		f.add("flows", "flow:b")
		if d := cmp.Diff(Event{ID: 3, Topics: []string{"flow:a", "flow:b", "flows"}}, <-s.C); d != "" {
			t.Fatal(d)
		}
	})
}

func TestReturningBrowserGetsWhatItMissedOrAReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFeed()
		for range batch + 3 {
			f.add("contacts")
		}
		f.add("flows")
		h, cancel := start(t, f)
		defer cancel()
		if _, e, err := h.Subscribe(t.Context(), 1); err != nil || e.ID != batch+4 || len(e.Topics) != 2 {
			t.Fatal(e, err)
		}
		f.first = 50
		for _, after := range []int64{3, batch + 99} {
			if _, e, err := h.Subscribe(t.Context(), after); err != nil || !e.Reset || e.ID != batch+4 {
				t.Fatal(after, e, err)
			}
		}
	})
}

func TestSlowBrowserIsDroppedAndOthersGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFeed()
		h, cancel := start(t, f)
		defer cancel()
		slow, _, _ := h.Subscribe(t.Context(), -1)
		quick, _, _ := h.Subscribe(t.Context(), -1)
		for i := range buffered + 1 {
			f.add("flows")
			if e := <-quick.C; e.ID != int64(i+1) {
				t.Fatal(e)
			}
		}
		for range buffered {
			<-slow.C
		}
		if _, open := <-slow.C; open || h.Listeners() != 1 {
			t.Fatal("the slow one must be let go")
		}
		slow.Close()
	})
}

func TestNobodyListensNothingIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFeed()
		_, cancel := start(t, f)
		defer cancel()
		f.add("flows")
		synctest.Wait()
		if f.reads != 0 {
			t.Fatal(f.reads)
		}
	})
}

func TestStopLetsEverybodyGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFeed()
		h, cancel := start(t, f)
		s, _, _ := h.Subscribe(t.Context(), -1)
		cancel()
		if _, open := <-s.C; open {
			t.Fatal("still open")
		}
		late, _, err := h.Subscribe(t.Context(), -1)
		if _, open := <-late.C; open || err != nil {
			t.Fatal("a late one must be let go at once")
		}
		late.Close()
	})
}

func TestFailedReadIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFeed()
		h, cancel := start(t, f)
		defer cancel()
		s, _, _ := h.Subscribe(t.Context(), -1)
		f.fail = errors.New("disk")
		f.add("flows")
		if e := <-s.C; e.ID != 1 {
			t.Fatal(e)
		}
		f.fail = errors.New("disk")
		if _, _, err := h.Subscribe(t.Context(), 0); err == nil || h.Listeners() != 1 {
			t.Fatal("a failed replay must be told and leave no ear behind")
		}
	})
}
