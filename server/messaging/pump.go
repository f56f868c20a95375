package messaging

import (
	"time"
)

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
