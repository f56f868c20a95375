package messaging

import (
	"slices"

	"flusso/server/store"
)

// sendLane is one conversation that sends: its messages in order, one at a
// time, some of them only in the database.
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
