// Package live tells browsers what changed: it follows the store's feed and fans it out. A browser
// that was away gets what it missed, or a reset when the feed no longer knows.
package live

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"flusso/server/store"
)

const (
	// gather is how long changes are collected before browsers hear of them: a screen does not
	// need more than a few updates a second, and the database may commit a thousand times.
	gather = 100 * time.Millisecond
	// batch is how many commits are read at once.
	batch = 500
	// buffered is how many events a browser may lag behind before it is dropped. It comes back
	// with Last-Event-ID and misses nothing.
	buffered = 16
)

// Feed is what the store offers.
type Feed interface {
	FeedLast() (int64, <-chan struct{})
	FeedSince(ctx context.Context, after int64, limit int) (items []store.FeedItem, gone bool, err error)
}

// Event tells what changed up to a row of the feed. Reset: everything may have.
type Event struct {
	ID     int64
	Topics []string
	Reset  bool
}

// Hub fans the feed out.
type Hub struct {
	feed Feed
	log  *slog.Logger
	mu   sync.Mutex
	subs map[*Sub]bool
	came chan struct{} // a subscriber has come
	from int64         // the feed's end when the first of the present subscribers came
	done bool
}

// Sub is one browser's ear. C is closed when it lagged behind or the hub has stopped.
type Sub struct {
	C    chan Event
	from int64 // the feed's end when it subscribed: what came later comes through C
	hub  *Hub
}

// New makes a hub; Run makes it work.
func New(feed Feed, log *slog.Logger) *Hub {
	return &Hub{feed: feed, log: log, subs: map[*Sub]bool{}, came: make(chan struct{}, 1)}
}

// Run follows the feed until the context ends, then lets every browser go.
func (h *Hub) Run(ctx context.Context) {
	defer h.stop()
	last, _ := h.feed.FeedLast()
	for {
		if h.idle() { // nobody listens: read nothing
			select {
			case <-ctx.Done():
				return
			case <-h.came:
				last = h.resume(last)
			}
			continue
		}
		now, wake := h.feed.FeedLast()
		if now <= last {
			select {
			case <-ctx.Done():
				return
			case <-wake:
			}
			if !pause(ctx, gather) {
				return
			}
		}
		e, err := read(ctx, h.feed, last)
		if err != nil {
			if ctx.Err() != nil {
				return
			}
			h.log.Warn("read the feed", "error", err)
			if !pause(ctx, time.Second) {
				return
			}
			continue
		}
		if e.ID > last || e.Reset {
			last = e.ID
			h.send(e)
		}
	}
}

func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// read merges everything after a row into one event.
func read(ctx context.Context, feed Feed, after int64) (Event, error) {
	e := Event{ID: after}
	seen := map[string]bool{}
	for {
		items, gone, err := feed.FeedSince(ctx, e.ID, batch)
		if err != nil {
			return Event{}, err
		}
		if gone {
			last, _ := feed.FeedLast()
			return Event{ID: last, Reset: true}, nil
		}
		for _, it := range items {
			e.ID = it.ID
			for _, topic := range it.Topics {
				if !seen[topic] {
					seen[topic] = true
					e.Topics = append(e.Topics, topic)
				}
			}
		}
		if len(items) < batch {
			slices.Sort(e.Topics)
			return e, nil
		}
	}
}

// resume skips what nobody listened to.
func (h *Hub) resume(last int64) int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return max(last, h.from)
}

func (h *Hub) idle() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.subs) == 0
}

func (h *Hub) send(e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subs {
		if e.ID <= s.from && !e.Reset {
			continue
		}
		select {
		case s.C <- e:
		default: // too slow: it comes back and asks for what it missed
			delete(h.subs, s)
			close(s.C)
		}
	}
}

func (h *Hub) stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.done = true
	for s := range h.subs {
		delete(h.subs, s)
		close(s.C)
	}
}

// Subscribe gives an ear and, as its first event, what was missed since the row that the browser
// saw last. With after < 0 the browser is new: its first event names the feed's end only.
func (h *Hub) Subscribe(ctx context.Context, after int64) (*Sub, Event, error) {
	s := &Sub{C: make(chan Event, buffered), hub: h}
	h.mu.Lock()
	last, _ := h.feed.FeedLast()
	s.from = last
	if h.done {
		close(s.C)
	} else {
		if len(h.subs) == 0 {
			h.from = last
		}
		h.subs[s] = true
	}
	h.mu.Unlock()
	select {
	case h.came <- struct{}{}:
	default:
	}
	if after < 0 {
		return s, Event{ID: last}, nil
	}
	e, err := read(ctx, h.feed, after)
	if err != nil {
		s.Close()
	}
	return s, e, err
}

// Close gives the ear up. It may be called twice.
func (s *Sub) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	if s.hub.subs[s] {
		delete(s.hub.subs, s)
		close(s.C)
	}
}

// Listeners counts the browsers that listen, for the metrics.
func (h *Hub) Listeners() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.subs)
}
