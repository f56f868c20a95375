package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"flusso/engine/message"
	"flusso/server/fault"
	"flusso/server/store"
)

// demoThread is how many messages the demo phone shows.
const demoThread = 200

// DemoView is the phone in the browser.
type DemoView struct {
	ChannelID      string        `json:"channel_id"`
	ContactID      string        `json:"contact_id"`
	ConversationID string        `json:"conversation_id"`
	Messages       []MessageView `json:"messages"`
}

// phoneOf is the demo phone of a user's browser, or of an API key.
func phoneOf(ctx context.Context) (phone, name string) {
	p := who(ctx)
	if p.User != nil {
		return uid(p.User.UID) + ":" + uid(p.Session.UID), p.User.Name
	}
	return "key:" + uid(p.Key.UID), p.Key.Name
}

func (a *API) demoView(ctx context.Context) (*body[DemoView], error) {
	phone, _ := phoneOf(ctx)
	v := DemoView{Messages: []MessageView{}}
	ch, c, err := a.d.Store.DemoThread(ctx, "demo:"+phone)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if ch.ID == 0 {
		return nil, fault.ChannelNotReady.New()
	}
	v.ChannelID = uid(ch.UID)
	if c.ID == 0 {
		return ok(v)
	}
	v.ConversationID = uid(c.UID)
	people, err := a.d.Store.ContactsByRow(ctx, []int64{c.ContactID})
	if err != nil {
		return nil, err
	}
	v.ContactID = uid(people[c.ContactID].UID)
	rows, err := a.d.Store.Thread(ctx, c.ID, 0, demoThread)
	if err != nil {
		return nil, err
	}
	v.Messages, err = a.messageViews(ctx, rows)
	return &body[DemoView]{v}, err
}

func (a *API) registerDemo() {
	const tag = "Demo number"
	route(a, http.MethodGet, "/demo", tag, "The demo phone of this browser", func(ctx context.Context, _ *none) (*body[DemoView], error) { return a.demoView(ctx) })
	route(a, http.MethodPost, "/demo/messages", tag, "Write from the demo phone", func(ctx context.Context, in *body[struct {
		Content message.Content `json:"content"`
	}]) (*body[DemoView], error) {
		phone, name := phoneOf(ctx)
		if err := a.d.Demo.Receive(ctx, phone, name, in.Body.Content); err != nil {
			return nil, err
		}
		return a.demoView(ctx)
	}, created)
	route(a, http.MethodPost, "/demo/reset", tag, "Forget what was said on the demo phone", func(ctx context.Context, _ *none) (*body[DemoView], error) {
		phone, _ := phoneOf(ctx)
		if err := a.d.Demo.Reset(ctx, phone); err != nil {
			return nil, err
		}
		return a.demoView(ctx)
	})
}

// DeliveryView is a webhook that could not be read, in whole or in part.
type DeliveryView struct {
	ID    int64     `json:"id"`
	At    time.Time `json:"at"`
	Error string    `json:"error"`
	Body  string    `json:"body"`
}

// JobView is work that was given up.
type JobView struct {
	ID      int64           `json:"id"`
	Kind    string          `json:"kind"`
	Lane    string          `json:"lane"`
	Payload json.RawMessage `json:"payload"`
	Tries   int             `json:"tries"`
	Error   string          `json:"error"`
	At      time.Time       `json:"at"`
}

// AuditView is a line of the audit log.
type AuditView struct {
	ID        int64           `json:"id"`
	At        time.Time       `json:"at"`
	Principal string          `json:"principal"`
	Action    string          `json:"action"`
	Subject   string          `json:"subject"`
	Detail    json.RawMessage `json:"detail"`
}

// rowList answers a list that goes by row, the newest first.
func rowList[R, V any](p Paged, read func(before int64, limit int) ([]R, error), row func(R) int64, view func(R) V) (*list[V], error) {
	key, err := p.rows(1)
	if err != nil {
		return nil, err
	}
	rows, err := read(key[0], p.limit()+1)
	if err != nil {
		return nil, err
	}
	rows, next := cut(rows, p.limit(), func(r R) *string { return cursor(row(r)) })
	var out []V
	for _, r := range rows {
		out = append(out, view(r))
	}
	return page(out, next), nil
}

func (a *API) registerOps() {
	const tag = "System"
	route(a, http.MethodGet, "/deliveries", tag, "Webhooks that could not be read", func(ctx context.Context, in *struct {
		Paged
		State string `query:"state" enum:"unparsed" default:"unparsed"`
	}) (*list[DeliveryView], error) {
		return rowList(in.Paged, func(before int64, limit int) ([]store.Delivery, error) { return a.d.Store.Unparsed(ctx, before, limit) },
			func(d store.Delivery) int64 { return d.ID }, func(d store.Delivery) DeliveryView {
				text := string(d.Body)
				if !utf8.ValidString(text) {
					text = strconv.QuoteToASCII(text)
				}
				return DeliveryView{d.ID, store.Time(d.At), d.Error, text}
			})
	})
	route(a, http.MethodGet, "/jobs", tag, "Work that was given up", func(ctx context.Context, in *struct {
		Paged
		State string `query:"state" enum:"dead" default:"dead"`
	}) (*list[JobView], error) {
		return rowList(in.Paged, func(before int64, limit int) ([]store.DeadJob, error) { return a.d.Store.DeadJobs(ctx, before, limit) },
			func(j store.DeadJob) int64 { return j.ID }, func(j store.DeadJob) JobView {
				return JobView{j.ID, j.Kind, j.Lane, jsonOr(j.PayloadJSON, "null"), j.Tries, j.Error, store.Time(j.CreatedAt)}
			})
	})
	route(a, http.MethodPost, "/jobs/{id}/retry", tag, "Try work again", func(ctx context.Context, in *struct {
		ID int64 `path:"id"`
	}) (*none, error) {
		return nil, a.d.Store.Write(ctx, func(tx *store.Tx) error {
			if err := tx.ReviveJob(in.ID); err != nil {
				return err
			}
			return tx.Note(who(ctx).Name(), "job_retried", "job:"+strconv.FormatInt(in.ID, 10), nil)
		})
	}, empty)
	route(a, http.MethodGet, "/audit", tag, "Who did what", func(ctx context.Context, in *struct{ Paged }) (*list[AuditView], error) {
		return rowList(in.Paged, func(before int64, limit int) ([]store.Audit, error) { return a.d.Store.Audits(ctx, before, limit) },
			func(l store.Audit) int64 { return l.ID }, func(l store.Audit) AuditView {
				return AuditView{l.ID, store.Time(l.At), l.Principal, l.Action, l.Subject, jsonOr(l.DetailJSON, "{}")}
			})
	})
}
