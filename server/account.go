package server

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"flusso/engine/flow"
	"flusso/engine/hours"
	"flusso/server/auth"
	"flusso/server/messaging"
	"flusso/server/runner"
	"flusso/server/store"
)

// accountFresh is how old the account's settings may be on the hot path.
const accountFresh = 2 * time.Second

// accountCache keeps the account's settings at hand for runs.
type accountCache struct {
	mu    sync.Mutex
	read  time.Time
	last  runner.Account
	human time.Duration
}

func (c *accountCache) get(st *store.Store, log *slog.Logger) runner.Account {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last.Zone != nil && time.Since(c.read) < accountFresh {
		return c.last
	}
	a := auth.DefaultAccount()
	if err := st.Setting(context.Background(), auth.AccountKey, &a); err != nil && !errors.Is(err, store.ErrNotFound) {
		log.Error("read the account's settings", "error", err)
		if c.last.Zone != nil {
			return c.last
		}
	}
	zone, err := time.LoadLocation(a.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	c.read = time.Now()
	c.last = runner.Account{Zone: zone, Country: a.Country, Language: a.Language, Stop: map[string]bool{}, Start: map[string]bool{}, EchoSilence: messaging.EchoSilence}
	if a.HumanSilenceMinutes > 0 {
		c.last.EchoSilence = time.Duration(a.HumanSilenceMinutes) * time.Minute
		c.human = c.last.EchoSilence
	} else {
		c.human = 0
	}
	stop, start := a.Words()
	for _, w := range stop {
		c.last.Stop[flow.NormalizeWords(w)] = true
	}
	for _, w := range start {
		c.last.Start[flow.NormalizeWords(w)] = true
	}
	delete(c.last.Stop, "")
	delete(c.last.Start, "")
	if len(a.Hours) > 0 && string(a.Hours) != "null" {
		var s hours.Schedule
		if err := json.Unmarshal(a.Hours, &s); err != nil {
			log.Error("read the account's working hours", "error", err)
		} else {
			c.last.Hours = &s
		}
	}
	return c.last
}

// silence is how long the bot is silent after a person wrote in the app; 0:
// until the conversation is given back.
func (c *accountCache) silence(st *store.Store, log *slog.Logger) time.Duration {
	c.get(st, log)
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.human
}

// forget makes the next look read the settings again.
func (c *accountCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read = time.Time{}
}
