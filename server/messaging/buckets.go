package messaging

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// numberRate is the least throughput of a business number at Meta, messages
	// a second. A number that was upgraded has more; the channel knows, once Meta
	// was asked. Until then Meta's own refusal (which says that nothing was sent)
	// tells: see docs/adr/0004.
	numberRate = 80
	// pairEvery and pairBurst are Meta's limit for one person: one message in
	// six seconds, with a burst of 45 that borrows from the future.
	pairEvery = 6 * time.Second
	pairBurst = 45
	// pairsKept bounds the memory of pair buckets; full ones are forgotten.
	pairsKept = 20000
)

// buckets hold back what Meta would refuse.
type buckets struct {
	mu      sync.Mutex
	now     func() time.Time
	rate    func(channel int64) int // messages a second; 0: not known
	numbers map[int64]*rate.Limiter
	pairs   map[int64]*rate.Limiter
	paused  map[int64]time.Time // channels that wait after a refusal
}

func newBuckets(now func() time.Time, throughput func(channel int64) int) *buckets {
	return &buckets{now: now, rate: throughput, numbers: map[int64]*rate.Limiter{}, pairs: map[int64]*rate.Limiter{}, paused: map[int64]time.Time{}}
}

func (b *buckets) limiters(channel, conversation int64) (number, pair *rate.Limiter) {
	number = b.numbers[channel]
	if known := b.rate(channel); known > 0 && (number == nil || number.Burst() != known) {
		number = rate.NewLimiter(rate.Limit(known), known)
		b.numbers[channel] = number
	}
	pair = b.pairs[conversation]
	if pair == nil {
		if len(b.pairs) >= pairsKept {
			now := b.now()
			for id, l := range b.pairs {
				if l.TokensAt(now) >= pairBurst {
					delete(b.pairs, id)
				}
			}
		}
		pair = rate.NewLimiter(rate.Every(pairEvery), pairBurst)
		b.pairs[conversation] = pair
	}
	return number, pair
}

// take says how long a send has to wait; 0 means that it may go now and has
// taken its tokens.
func (b *buckets) take(channel, conversation int64) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	if until := b.paused[channel]; until.After(now) {
		return until.Sub(now)
	}
	number, pair := b.limiters(channel, conversation)
	p := pair.ReserveN(now, 1)
	if wait := p.DelayFrom(now); wait > 0 {
		p.CancelAt(now)
		return wait
	}
	if number == nil {
		return 0
	}
	n := number.ReserveN(now, 1)
	if wait := n.DelayFrom(now); wait > 0 {
		n.CancelAt(now)
		p.CancelAt(now)
		return wait
	}
	return 0
}

// throttled is called when Meta says that a number sent too much: one whose
// throughput is not known has the least.
func (b *buckets) throttled(channel int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.numbers[channel] == nil {
		b.numbers[channel] = rate.NewLimiter(numberRate, numberRate)
	}
}

// pause holds back a whole number.
func (b *buckets) pause(channel int64, d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if until := b.now().Add(d); until.After(b.paused[channel]) {
		b.paused[channel] = until
	}
}

func (b *buckets) unpause(channel int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.paused, channel)
}
