package messaging

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// numberRate is Meta's throughput of a business number, messages a second.
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
	numbers map[int64]*rate.Limiter
	pairs   map[int64]*rate.Limiter
	paused  map[int64]time.Time // channels that wait after a refusal
}

func newBuckets(now func() time.Time) *buckets {
	return &buckets{now: now, numbers: map[int64]*rate.Limiter{}, pairs: map[int64]*rate.Limiter{}, paused: map[int64]time.Time{}}
}

func (b *buckets) limiters(channel, conversation int64) (number, pair *rate.Limiter) {
	number = b.numbers[channel]
	if number == nil {
		number = rate.NewLimiter(numberRate, numberRate)
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
	n := number.ReserveN(now, 1)
	if wait := n.DelayFrom(now); wait > 0 {
		n.CancelAt(now)
		p.CancelAt(now)
		return wait
	}
	return 0
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
