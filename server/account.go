package server

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"flusso/server/auth"
	"flusso/server/runner"
	"flusso/server/store"
)

// accountFresh is how old the account's settings may be on the hot path.
const accountFresh = 2 * time.Second

// accountCache keeps the account's settings at hand for runs.
type accountCache struct {
	mu   sync.Mutex
	read time.Time
	last runner.Account
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
	c.last = runner.Account{Zone: zone, Country: a.Country, Language: a.Language, StopWords: a.StopWords, StartWords: a.StartWords}
	return c.last
}
