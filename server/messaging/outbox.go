package messaging

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"time"

	"flusso/engine/message"
	"flusso/server/store"
)

const (
	// maxSendLanes is how many conversations send at once; the others' messages
	// wait in the database.
	maxSendLanes = 2048
	// laneBuffer is how many messages of a lane are remembered.
	laneBuffer = 8
	// statusWait is how long an uncertain message holds its lane for a status
	// that names it.
	statusWait = 15 * time.Second
	// maxResends: two resends in a row may be lost with an upstream that fails
	// one request in twenty; three keep a reply. Each is counted and shown.
	maxResends = 3
	// outcomeUnknown is the error of a message that was given up after them: it
	// may have arrived.
	outcomeUnknown = "outcome_unknown"
	// holdInLane is the longest wait that a lane sits out; for a longer one it
	// ends and the clock brings it back.
	holdInLane = 30 * time.Second
	// maxAge is how long a message is tried that is known not to have left: the
	// conversation's window is closed by then.
	maxAge = 24 * time.Hour
	// backoffFirst and backoffMost bound the waits of plain retries.
	backoffFirst = 250 * time.Millisecond
	backoffMost  = 5 * time.Minute
	// accountPause is how long a number waits whose account was refused.
	accountPause = time.Minute
	pumpEvery    = 5 * time.Second
	pumpSize     = 512
)

// Item is a message that waits for its turn.
type Item struct {
	Row     int64
	ID      store.ID
	Content message.Content
	ReplyTo string
	At      int64 // when it was queued
	Due     int64
	Claimed bool // its POST may follow at once
	// Open means that a POST may have happened, in an earlier boot or in this
	// one: it waits for a status, from the time Asked, before it is sent again.
	Open    bool
	Asked   time.Time
	Resends int

	told  bool
	known chan struct{} // closed when a status has named it
}

// Outbox sends messages: one at a time for a conversation, many conversations
// at once. Every message stands in the database before and after its POST.
type Outbox struct {
	st      *store.Store
	log     *slog.Logger
	sender  func(channel int64) Sender
	problem func(ctx context.Context, channel int64, code, detail string) // an account's fault, or "" when it is well again
	buckets *buckets

	mu       sync.Mutex
	lanes    map[int64]*sendLane
	open     map[store.ID]*Item
	settling map[int64]bool // accepted, but not yet written so
	inFlight map[int64]int  // by conversation: senders between Reserve, which was refused, and Queued
	backlog  bool
	closed   bool
	sick     map[int64]bool // channels with a problem
	ctx      context.Context
	cancel   context.CancelFunc
	wg       sync.WaitGroup
	wake     chan struct{}
	gate     func(string)
}

// OutboxOptions of NewOutbox.
type OutboxOptions struct {
	Log     *slog.Logger
	Rate    func(channel int64) int // throughput of a number, messages a second; 0: not known
	Sender  func(channel int64) Sender
	Problem func(ctx context.Context, channel int64, code, detail string)
	// Gate is called, without any lock held, wherever a goroutine begins or goes
	// on: the proof (server/prove) decides there who goes on. Usually nil.
	Gate func(who string)
}

// NewOutbox makes the outbox. It must be made before the store's first write.
func NewOutbox(st *store.Store, o OutboxOptions) *Outbox {
	if o.Rate == nil {
		o.Rate = func(int64) int { return 0 }
	}
	b := &Outbox{st: st, log: o.Log, gate: o.Gate, sender: o.Sender, problem: o.Problem, buckets: newBuckets(st.Now, o.Rate),
		lanes: map[int64]*sendLane{}, open: map[store.ID]*Item{}, settling: map[int64]bool{}, inFlight: map[int64]int{}, sick: map[int64]bool{}, backlog: true, wake: make(chan struct{}, 1)}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	st.OnStatus(b.told)
	return b
}

// Start takes up what an earlier boot left: queued is sent now, what may have
// been sent waits for a status first.
func (b *Outbox) Start() { b.wg.Go(b.pump) }

// Stop waits for the POSTs under way and begins no more. It may be called
// twice.
func (b *Outbox) Stop() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.cancel()
	b.wg.Wait()
}

// Idle says whether nothing is being sent and nothing is known to wait.
func (b *Outbox) Idle() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.lanes) == 0 && !b.backlog
}

// Reserve asks for the right to send at once: true means that the lane was
// free and the buckets gave their tokens, so the first message may be stored
// as claimed. Queued or Release must follow, whatever the answer: two who send
// to one person at once keep the order of their commits.
func (b *Outbox) Reserve(conversation, channel int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed || b.backlog || b.lanes[conversation] != nil || b.inFlight[conversation] > 0 || len(b.lanes) >= maxSendLanes ||
		b.buckets.take(channel, conversation) > 0 {
		b.inFlight[conversation]++
		return false
	}
	b.lanes[conversation] = &sendLane{conversation: conversation, channel: channel, reserved: true}
	return true
}

// landed notes that a sender without a reservation is done; b.mu is held.
func (b *Outbox) landed(conversation int64) {
	if b.inFlight[conversation]--; b.inFlight[conversation] <= 0 {
		delete(b.inFlight, conversation)
	}
}

// Release follows a commit that failed; reserved is what Reserve answered.
func (b *Outbox) Release(conversation int64, reserved bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !reserved {
		b.landed(conversation)
		return
	}
	l := b.lanes[conversation]
	if l == nil || !l.reserved {
		return
	}
	l.reserved = false
	if len(l.items) == 0 && !l.more {
		delete(b.lanes, conversation)
		return
	}
	b.wg.Go(func() { b.work(l) })
}

// Queued hands over messages that a commit has stored.
func (b *Outbox) Queued(conversation, channel int64, to Address, items []*Item, reserved bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !reserved {
		b.landed(conversation)
	}
	if b.closed {
		return
	}
	l := b.lanes[conversation]
	begin := reserved
	if l == nil {
		if len(b.lanes) >= maxSendLanes {
			b.backlog = true
			return
		}
		l = &sendLane{conversation: conversation, channel: channel, more: b.backlog}
		b.lanes[conversation] = l
		begin = true
	}
	l.to = to
	l.doubt = l.doubt || b.inFlight[conversation] > 0
	if reserved {
		// The lane was free and nothing waited in the database, whatever the pump
		// has noted meanwhile; others may have handed over theirs during the commit.
		all := slices.SortedFunc(slices.Values(slices.Concat(l.items, items)), func(a, b *Item) int { return cmp.Compare(a.Row, b.Row) })
		n := min(len(all), laneBuffer)
		more := l.more || n < len(all)
		l.items, l.last, l.more = nil, 0, false
		for _, it := range all[:n] {
			b.push(l, it)
		}
		for _, it := range all[n:] {
			delete(b.open, it.ID)
		}
		l.more = more
	} else {
		for _, it := range items {
			b.push(l, it)
		}
	}
	if begin {
		l.reserved = false
		b.wg.Go(func() { b.work(l) })
	}
}

// told is called by the writer with the messages that statuses have named.
func (b *Outbox) told(ids []store.ID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range ids {
		if it := b.open[id]; it != nil && !it.told {
			it.told = true
			close(it.known)
		}
	}
}

func (b *Outbox) pass(kind string, conversation int64) {
	if b.gate != nil {
		b.gate(kind + " " + strconv.FormatInt(conversation, 10))
	}
}

// apply commits and logs what must not fail.
func (b *Outbox) apply(changes ...*store.SendChange) error {
	err := b.st.Apply(context.Background(), &store.Hot{Sends: changes})
	if err != nil && !errors.Is(err, store.ErrClosed) {
		b.log.Error("store what became of a message", "error", err)
	}
	return err
}
