package messaging

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"flusso/server/store"
)

// deliver ends when the message is accepted, named by a status, or given up.
// A wait is returned when it has to come back later than a lane may hold.
func (b *Outbox) deliver(l *sendLane, it *Item) (later time.Duration) {
	back := backoffFirst
	resend := false
	for {
		if b.ctx.Err() != nil {
			return holdInLane
		}
		if it.Open {
			heard := b.hear(it)
			b.pass("heard", l.conversation)
			if heard {
				return 0
			}
			if b.ctx.Err() != nil {
				return holdInLane
			}
			if it.Resends >= maxResends {
				_ = b.settle(l, it, store.SendFailed, outcomeUnknown, "", 0)
				return 0
			}
			it.Resends++
			it.Open, resend = false, true
		}
		if !it.Claimed {
			wait, gone := b.claim(l, it, resend)
			if gone {
				return 0
			}
			if wait > 0 {
				return wait
			}
		}
		it.Claimed, resend = false, false
		out := b.send(l, it)
		switch out.Result {
		case Accepted:
			b.accepted(l, it, out.Wamid)
			return 0
		case Refused:
			if out.Scope == TheAccount {
				if wait, done := b.accountRefused(l, it, out); !done {
					return wait
				}
				return 0
			}
			_ = b.settle(l, it, store.SendFailed, out.Code, out.Detail, 0)
			return 0
		case Unknown:
			it.Open, it.Asked = true, time.Now()
			if err := b.settle(l, it, store.SendUncertain, out.Code, out.Detail, 0); err != nil {
				return holdInLane
			}
		case NotSent:
			if b.st.Now().UnixMilli()-it.At > maxAge.Milliseconds() {
				_ = b.settle(l, it, store.SendFailed, out.Code, out.Detail, 0)
				return 0
			}
			wait := max(back, out.Wait)
			if out.Scope == ThisChannel {
				b.buckets.throttled(l.channel)
				b.buckets.pause(l.channel, wait)
			}
			due := b.st.Now().Add(wait).UnixMilli()
			if err := b.settle(l, it, store.SendRetry, out.Code, out.Detail, due); err != nil {
				return holdInLane
			}
			if wait > holdInLane {
				return wait
			}
			if !b.rest(l, wait) {
				return holdInLane
			}
			back = min(2*back, backoffMost)
		}
	}
}

// claim waits for the buckets and asks the database for the right to POST.
// gone means that a status has overtaken us.
func (b *Outbox) claim(l *sendLane, it *Item, resend bool) (later time.Duration, gone bool) {
	if wait := time.UnixMilli(it.Due).Sub(b.st.Now()); it.Due > 0 && wait > 0 {
		if wait > holdInLane {
			return wait, false
		}
		if !b.rest(l, wait) {
			return holdInLane, false
		}
	}
	for {
		wait := b.buckets.take(l.channel, l.conversation)
		if wait == 0 {
			break
		}
		if wait > holdInLane {
			// One that may have been sent stays uncertain, so that its resend counts.
			step := store.SendRetry
			if resend {
				step = store.SendUncertain
			}
			_ = b.settle(l, it, step, "", "", b.st.Now().Add(wait).UnixMilli())
			return wait, false
		}
		if !b.rest(l, wait) {
			return holdInLane, false
		}
	}
	c := &store.SendChange{Step: store.SendClaim, Message: it.Row, Conversation: l.conversation, Resend: resend}
	if err := b.apply(c); err != nil {
		return holdInLane, false
	}
	return 0, !c.Granted
}

func (b *Outbox) send(l *sendLane, it *Item) Outcome {
	s := b.sender(l.channel)
	if s == nil {
		return Outcome{Result: Refused, Code: "channel_gone"}
	}
	b.mu.Lock()
	to := l.to
	b.mu.Unlock()
	// A POST that has begun is let finish, also while the program stops.
	return s.Send(context.Background(), Outgoing{Channel: l.channel, To: to, Content: it.Content, ReplyTo: it.ReplyTo, Callback: Callback(it.ID)})
}

// accepted stores the wamid; the claim of the contact's next message shares
// the commit.
func (b *Outbox) accepted(l *sendLane, it *Item, wamid string) {
	b.well(l.channel)
	done := &store.SendChange{Step: store.SendAccepted, Message: it.Row, Conversation: l.conversation, Wamid: wamid}
	next := b.next(l)
	if next == nil || next.Due > 0 || b.buckets.take(l.channel, l.conversation) > 0 {
		if next == nil {
			// Nobody waits for this commit: the lane is free for the contact's next
			// message. Until it is written the row still looks as if it were being sent.
			b.mark(it.Row, true)
			if err := b.st.Post(&store.Hot{Sends: []*store.SendChange{done}}, func(error) { b.mark(it.Row, false) }); err != nil {
				b.mark(it.Row, false)
				b.log.Error("store an accepted message", "error", err)
			}
			return
		}
		_ = b.apply(done)
		return
	}
	claim := &store.SendChange{Step: store.SendClaim, Message: next.Row, Conversation: l.conversation}
	if b.apply(done, claim) == nil {
		next.Claimed = claim.Granted
	}
}

// mark notes that a message was accepted and that the commit which says so is
// under way.
func (b *Outbox) mark(row int64, on bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if on {
		b.settling[row] = true
	} else {
		delete(b.settling, row)
	}
}

func (b *Outbox) settle(l *sendLane, it *Item, step store.SendStep, code, detail string, due int64) error {
	return b.apply(&store.SendChange{Step: step, Message: it.Row, Conversation: l.conversation, Code: code, Detail: detail, Due: due})
}

// accountRefused keeps the message: the fault is the account's, not its. The
// number pauses and a person is told.
func (b *Outbox) accountRefused(l *sendLane, it *Item, out Outcome) (later time.Duration, done bool) {
	if b.st.Now().UnixMilli()-it.At > maxAge.Milliseconds() {
		_ = b.settle(l, it, store.SendFailed, out.Code, out.Detail, 0)
		return 0, true
	}
	b.buckets.pause(l.channel, accountPause)
	_ = b.settle(l, it, store.SendRetry, out.Code, out.Detail, b.st.Now().Add(accountPause).UnixMilli())
	b.mu.Lock()
	first := !b.sick[l.channel]
	b.sick[l.channel] = true
	b.mu.Unlock()
	if first && b.problem != nil {
		b.problem(b.ctx, l.channel, out.Code, out.Detail)
	}
	return accountPause, false
}

// well notes that a number works again.
func (b *Outbox) well(channel int64) {
	b.mu.Lock()
	was := b.sick[channel]
	delete(b.sick, channel)
	b.mu.Unlock()
	if was {
		b.buckets.unpause(channel)
		if b.problem != nil {
			b.problem(b.ctx, channel, "", "")
		}
	}
}

// hear waits for a status that names the message.
func (b *Outbox) hear(it *Item) bool {
	t := time.NewTimer(statusWait - time.Since(it.Asked))
	defer t.Stop()
	select {
	case <-it.known:
		return true
	case <-b.ctx.Done():
		return false
	case <-t.C:
		return false
	}
}

func (b *Outbox) rest(l *sendLane, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	defer b.pass("rested", l.conversation)
	select {
	case <-t.C:
		return true
	case <-b.ctx.Done():
		return false
	}
}

// itemOf reads a stored message. One that an older boot claimed may have been
// sent: it waits for its status from now on.
func (b *Outbox) itemOf(m store.Message) *Item {
	it := &Item{Row: m.ID, At: m.At, Due: m.DueAt, ReplyTo: m.Context, Resends: m.Resends}
	copy(it.ID[:], m.UID)
	if err := json.Unmarshal([]byte(m.ContentJSON), &it.Content); err != nil {
		b.log.Error("a stored message cannot be read", "message", m.ID, "error", err)
	}
	if m.State != store.StateQueued {
		it.Open, it.Asked, it.Due = true, time.Now(), 0
	}
	return it
}

// address reads how the contact of a conversation is reached.
func (b *Outbox) address(conversation int64) (Address, error) {
	aliases, err := b.st.AliasesOfThread(b.ctx, conversation)
	return AddressOf(aliases), err
}

// AddressOf picks the parts of an address from a contact's aliases.
func AddressOf(aliases []string) (a Address) {
	for _, alias := range aliases {
		kind, value, _ := strings.Cut(alias, ":")
		switch kind {
		case "wa":
			a.WaID = value
		case "uid":
			a.UserID = value
		case "demo":
			a.Demo = value
		}
	}
	return a
}

// Callback is the text by which a status names our message: 32 hex digits.
func Callback(id store.ID) string { return strings.ReplaceAll(id.String(), "-", "") }
