package messaging

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"flusso/engine/flow"
	"flusso/server/store"
)

// syncEvery is how often the templates of all numbers are read from Meta: what
// a webhook tells is there at once, this finds what no webhook told.
const syncEvery = 5 * time.Minute

// TemplateLister reads the templates of a number from Meta.
type TemplateLister func(ctx context.Context, ch Channel) ([]store.Template, error)

// Templates keeps the templates of all numbers, in the database and at hand
// for the engine.
type Templates struct {
	st   *store.Store
	ids  *store.IDSource
	ch   *Channels
	log  *slog.Logger
	list TemplateLister

	status atomic.Pointer[map[int64]map[string]string] // by number and name/language
	poke   chan struct{}
}

// NewTemplates reads what is known.
func NewTemplates(ctx context.Context, st *store.Store, ids *store.IDSource, ch *Channels, log *slog.Logger, list TemplateLister) (*Templates, error) {
	t := &Templates{st: st, ids: ids, ch: ch, log: log, list: list, poke: make(chan struct{}, 1)}
	return t, t.Reload(ctx)
}

// Reload reads the known templates again.
func (t *Templates) Reload(ctx context.Context) error {
	rows, err := t.st.Templates(ctx, store.TemplateFilter{})
	if err != nil {
		return fmt.Errorf("read templates: %w", err)
	}
	numbers, err := t.st.Channels(ctx)
	if err != nil {
		return fmt.Errorf("read channels: %w", err)
	}
	all := map[int64]map[string]string{}
	for _, c := range numbers {
		if c.TemplatesAt > 0 {
			all[c.ID] = map[string]string{}
		}
	}
	for _, r := range rows {
		if m := all[r.ChannelID]; m != nil {
			m[r.Name+"/"+r.Language] = r.Status
		}
	}
	t.status.Store(&all)
	return nil
}

// Problem says why a template cannot be sent on a number, or "". Of a number
// whose templates have never been read nothing is known: Meta decides.
func (t *Templates) Problem(channel int64, name, language string) string {
	known, ok := (*t.status.Load())[channel]
	if !ok {
		return ""
	}
	switch status, has := known[name+"/"+language]; {
	case !has:
		return flow.CodeTemplateMissing
	case status == store.TemplateApproved:
		return ""
	case status == "PAUSED":
		return flow.CodeTemplatePaused
	}
	return flow.CodeTemplateNotApproved
}

// Sync reads the templates of a number from Meta and gives their number.
func (t *Templates) Sync(ctx context.Context, ch Channel) (int, error) {
	list, err := t.list(ctx, ch)
	if err != nil {
		werr := t.st.Write(ctx, func(tx *store.Tx) error { return tx.TemplatesFailed(ch.Row, err.Error()) })
		return 0, errors.Join(err, werr)
	}
	for i := range list {
		id := t.ids.New()
		list[i].UID = id[:]
	}
	err = t.st.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.SyncTemplates(ch.Row, list)
		return err
	})
	if err != nil {
		return 0, err
	}
	return len(list), t.Reload(ctx)
}

// Tell applies what a webhook told. A template that nobody knows is read.
func (t *Templates) Tell(ctx context.Context, channels []int64, n store.TemplateNews) error {
	known := false
	err := t.st.Write(ctx, func(tx *store.Tx) (err error) {
		known, err = tx.TellTemplate(channels, n)
		return err
	})
	if err != nil {
		return err
	}
	if !known {
		t.Soon()
	}
	return t.Reload(ctx)
}

// Soon asks for all templates to be read without waiting for the clock.
func (t *Templates) Soon() {
	select {
	case t.poke <- struct{}{}:
	default:
	}
}

// Run reads the templates every few minutes until the context ends.
func (t *Templates) Run(ctx context.Context) {
	tick := time.NewTicker(syncEvery)
	defer tick.Stop()
	for {
		for _, ch := range t.ch.All() {
			if ch.Kind != store.ChannelWhatsApp || ch.Token == "" || ctx.Err() != nil {
				continue
			}
			if _, err := t.Sync(ctx, ch); err != nil && ctx.Err() == nil {
				t.log.Warn("read the templates of a number", "channel", ch.Name, "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-t.poke:
		}
	}
}
