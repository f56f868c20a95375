package auth

import (
	"strings"
	"sync"
	"time"
)

// Limits of the login throttle. A person mistypes a few times; a program guesses thousands.
const (
	freeAttempts    = 5                // wrong passwords before an account has to wait
	freePerAddress  = 20               // an office shares one address
	firstWait       = 5 * time.Second  // doubles with each further failure
	longestWait     = 15 * time.Minute // so that an attacker cannot lock the owner out for long
	forgetAfter     = time.Hour        // a key without failures for this long is forgotten
	maxThrottleKeys = 10_000           // bounds memory when someone tries many names
)

// Throttle slows down guessing, per account and per network address.
type Throttle struct {
	now  func() time.Time
	mu   sync.Mutex
	keys map[string]*attempts
}

type attempts struct {
	failed int
	last   time.Time
	until  time.Time
}

// NewThrottle makes a throttle on a clock.
func NewThrottle(now func() time.Time) *Throttle {
	return &Throttle{now: now, keys: map[string]*attempts{}}
}

func accountKey(account string) string { return "a:" + strings.ToLower(strings.TrimSpace(account)) }
func addressKey(address string) string { return "n:" + address }

// Wait says how long this account or address has to wait; 0 when it may try now.
func (t *Throttle) Wait(account, address string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	var wait time.Duration
	for _, key := range []string{accountKey(account), addressKey(address)} {
		if a := t.keys[key]; a != nil {
			wait = max(wait, a.until.Sub(t.now()))
		}
	}
	return wait
}

// Failed counts a wrong password.
func (t *Throttle) Failed(account, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count(accountKey(account), freeAttempts)
	t.count(addressKey(address), freePerAddress)
}

func (t *Throttle) count(key string, free int) {
	now := t.now()
	a := t.keys[key]
	if a == nil || now.Sub(a.last) > forgetAfter {
		t.forget(now)
		a = &attempts{}
		t.keys[key] = a
	}
	a.failed++
	a.last = now
	if over := a.failed - free; over >= 0 {
		a.until = now.Add(min(longestWait, firstWait<<min(over, 16)))
	}
}

// forget drops what is old and, when the table is full, what is oldest.
func (t *Throttle) forget(now time.Time) {
	if len(t.keys) < maxThrottleKeys {
		return
	}
	oldest, at := "", now
	for key, a := range t.keys {
		if now.Sub(a.last) > forgetAfter {
			delete(t.keys, key)
		} else if !a.last.After(at) {
			oldest, at = key, a.last
		}
	}
	if len(t.keys) >= maxThrottleKeys {
		delete(t.keys, oldest)
	}
}

// Passed forgets the failures of an account after a right password. The address keeps its count:
// else an attacker with one account of his own could guess on for ever.
func (t *Throttle) Passed(account string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.keys, accountKey(account))
}
