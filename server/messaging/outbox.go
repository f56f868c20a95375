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

type sendLane struct {
	conversation, channel int64
	to                    Address
	items                 []*Item
	more                  bool  // the database holds messages that are not in items
	missed                bool  // one was left to the database since the last reading of it began
	last                  int64 // the newest message that was taken
	reserved              bool  // a sprint's commit is under way
	doubt                 bool  // another sender's commit was under way too: an older message may be in the database only
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

// push adds a message to its lane; b.mu is held.
func (b *Outbox) push(l *sendLane, it *Item) {
	switch {
	case it.Row <= l.last:
		// Read from the database already; or two senders committed at once, and the
		// younger message was handed over first.
		if !l.holds(it.Row) {
			b.readAgain(l)
		}
	case l.more || len(l.items) >= laneBuffer:
		l.leave()
	default:
		it.known = make(chan struct{})
		l.items, l.last = append(l.items, it), it.Row
		b.open[it.ID] = it
	}
}

// readAgain has a lane read again from the first: an older message may be open
// that it does not know; b.mu is held.
func (b *Outbox) readAgain(l *sendLane) {
	l.leave()
	l.last = 0
	if n := len(l.items); n > 0 {
		l.last = l.items[n-1].Row
		b.backlog = true // what is older comes when the lane has ended
	}
}

// holds says whether the lane remembers a message.
func (l *sendLane) holds(row int64) bool {
	return slices.ContainsFunc(l.items, func(it *Item) bool { return it.Row == row })
}

// leave notes that a message of the lane is in the database only.
func (l *sendLane) leave() { l.more, l.missed = true, true }

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

// work sends a lane's messages until there are none.
func (b *Outbox) work(l *sendLane) {
	for {
		b.pass("send", l.conversation)
		b.mu.Lock()
		if b.closed && len(l.items) > 0 && l.items[0].Claimed {
			it := l.items[0]
			b.mu.Unlock()
			// Claimed but not sent: the next boot need not wonder.
			_ = b.settle(l, it, store.SendRetry, "", "", 0)
			b.mu.Lock()
		}
		if b.closed || (len(l.items) == 0 && !l.more) {
			b.closeLane(l)
			b.mu.Unlock()
			return
		}
		if len(l.items) == 0 {
			// While it is read more stays set: what is queued meanwhile must not go
			// before the older ones.
			l.missed = false
			after := l.last
			b.mu.Unlock()
			if !b.refill(l, after) {
				return
			}
			continue
		}
		if l.doubt {
			l.doubt = false
			b.mu.Unlock()
			if !b.inOrder(l) {
				return
			}
			continue
		}
		it := l.items[0]
		b.mu.Unlock()
		if wait := b.deliver(l, it); wait > 0 {
			// It waits longer than a lane may: the pump brings it back.
			b.mu.Lock()
			b.backlog = true
			b.closeLane(l)
			b.mu.Unlock()
			return
		}
		b.mu.Lock()
		delete(b.open, it.ID)
		l.items = l.items[1:]
		b.mu.Unlock()
	}
}

// closeLane forgets a lane; b.mu is held.
func (b *Outbox) closeLane(l *sendLane) {
	for _, it := range l.items {
		delete(b.open, it.ID)
	}
	delete(b.lanes, l.conversation)
	if b.backlog {
		b.poke()
	}
}

// refill reads a lane's open messages from the database.
func (b *Outbox) refill(l *sendLane, after int64) bool {
	found, err := b.st.OpenMessages(b.ctx, l.conversation, after, laneBuffer+1)
	var to Address
	if err == nil && len(found) > 0 {
		to, err = b.address(l.conversation)
	}
	b.pass("refill", l.conversation)
	b.mu.Lock()
	defer b.mu.Unlock()
	if err != nil {
		if b.ctx.Err() == nil {
			b.log.Error("read a conversation's messages", "error", err)
		}
		b.backlog = true
		b.closeLane(l)
		return false
	}
	if len(found) > 0 {
		l.to = to
	}
	if l.last < after {
		return true // Wake asks for older ones: more is set, and it is read again
	}
	l.more = false
	defer func() { l.more = l.more || l.missed }()
	for i, m := range found {
		if i == laneBuffer {
			l.more = true
			break
		}
		if !b.settling[m.ID] {
			b.push(l, b.itemOf(m))
		}
	}
	return true
}

// inOrder looks for an older message than those that the lane holds. If there is
// one, they are all read from the database; a claim among them is given back.
func (b *Outbox) inOrder(l *sendLane) bool {
	found, err := b.st.OpenMessages(b.ctx, l.conversation, 0, laneBuffer+1)
	b.pass("order", l.conversation)
	b.mu.Lock()
	if err != nil {
		if b.ctx.Err() == nil {
			b.log.Error("read a conversation's messages", "error", err)
		}
		b.backlog = true
		b.closeLane(l)
		b.mu.Unlock()
		return false
	}
	i := slices.IndexFunc(found, func(m store.Message) bool { return !b.settling[m.ID] })
	if i < 0 || found[i].ID >= l.items[0].Row {
		b.mu.Unlock()
		return true
	}
	held := l.items
	for _, it := range held {
		delete(b.open, it.ID)
	}
	l.items, l.last = nil, 0
	l.leave()
	b.mu.Unlock()
	for _, it := range held {
		if it.Claimed {
			_ = b.settle(l, it, store.SendRetry, "", "", 0)
		}
	}
	return true
}

// next returns the message after it, if it is known already.
func (b *Outbox) next(l *sendLane) *Item {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(l.items) > 1 && !l.items[1].Open && !l.doubt {
		return l.items[1]
	}
	return nil
}

func (b *Outbox) pass(kind string, conversation int64) {
	if b.gate != nil {
		b.gate(kind + " " + strconv.FormatInt(conversation, 10))
	}
}

func (b *Outbox) poke() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// pump brings lanes to life that only the database knows: at the start, after
// a burst, and when a wait is over.
func (b *Outbox) pump() {
	t := time.NewTicker(pumpEvery)
	defer t.Stop()
	for {
		b.takeUp()
		select {
		case <-b.ctx.Done():
			return
		case <-b.wake:
		case <-t.C:
		}
	}
}

func (b *Outbox) takeUp() {
	b.mu.Lock()
	if !b.backlog {
		b.mu.Unlock()
		return
	}
	b.mu.Unlock()
	b.pass("outbox pump", 0)
	b.mu.Lock()
	b.backlog = false
	b.mu.Unlock()
	var after int64
	for {
		threads, err := b.st.OpenThreads(b.ctx, after, pumpSize)
		if err != nil {
			if b.ctx.Err() == nil {
				b.log.Error("read what is to be sent", "error", err)
			}
			b.markBacklog()
			return
		}
		now := b.st.Now().UnixMilli()
		b.mu.Lock()
		for _, t := range threads {
			after = t.Conversation
			switch {
			case b.lanes[t.Conversation] != nil:
				b.lanes[t.Conversation].leave()
			case t.Due > now || len(b.lanes) >= maxSendLanes || b.closed:
				b.backlog = true
			default:
				l := &sendLane{conversation: t.Conversation, channel: t.Channel, more: true}
				b.lanes[t.Conversation] = l
				b.wg.Go(func() { b.work(l) })
			}
		}
		b.mu.Unlock()
		if len(threads) < pumpSize {
			return
		}
	}
}

func (b *Outbox) markBacklog() {
	b.mu.Lock()
	b.backlog = true
	b.mu.Unlock()
}

// apply commits and logs what must not fail.
func (b *Outbox) apply(changes ...*store.SendChange) error {
	err := b.st.Apply(context.Background(), &store.Hot{Sends: changes})
	if err != nil && !errors.Is(err, store.ErrClosed) {
		b.log.Error("store what became of a message", "error", err)
	}
	return err
}

// Wake looks after a conversation whose messages changed in the database.
func (b *Outbox) Wake(conversation, channel int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l := b.lanes[conversation]; l != nil {
		b.readAgain(l)
		return
	}
	if b.closed || len(b.lanes) >= maxSendLanes {
		b.backlog = true
		return
	}
	l := &sendLane{conversation: conversation, channel: channel, more: true}
	b.lanes[conversation] = l
	b.wg.Go(func() { b.work(l) })
}
