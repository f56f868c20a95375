package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"flusso/engine/flow"
	"flusso/server/fault"
	"flusso/server/runner"
	"flusso/server/store"
)

// HookView is the webhook of a flow. Address and events belong to the flow's
// settings and take effect when it is published.
type HookView struct {
	Enabled  bool       `json:"enabled" doc:"In the published version"`
	URL      string     `json:"url"`
	Events   []string   `json:"events"`
	Known    []string   `json:"known_events" doc:"What a flow may tell"`
	Secret   string     `json:"secret" doc:"Standard Webhooks: whsec_..."`
	OldUntil *time.Time `json:"old_secret_until" doc:"Until then the secret before signs too"`
}

// HookDeliveryView is one event that was told, with every call.
type HookDeliveryView struct {
	ID        string            `json:"id" doc:"The webhook-id that the receiver sees"`
	Event     string            `json:"event"`
	URL       string            `json:"url"`
	State     string            `json:"state" enum:"waiting,delivered,given_up"`
	Test      bool              `json:"test"`
	Body      json.RawMessage   `json:"body"`
	CreatedAt time.Time         `json:"created_at"`
	NextAt    *time.Time        `json:"next_at" doc:"When it is tried again"`
	Attempts  []HookAttemptView `json:"attempts"`
}

// HookAttemptView is one call.
type HookAttemptView struct {
	At        time.Time         `json:"at"`
	Status    int               `json:"status" doc:"0: no answer"`
	Error     string            `json:"error,omitempty" doc:"A code of calls"`
	Headers   map[string]string `json:"headers"`
	Answer    string            `json:"answer"`
	ElapsedMS int64             `json:"elapsed_ms"`
}

var hookStates = map[int]string{store.HookOpen: "waiting", store.HookDelivered: "delivered", store.HookGivenUp: "given_up"}

func (a *API) hookViews(ctx context.Context, rows []store.HookDelivery) ([]HookDeliveryView, error) {
	ids := make([]int64, len(rows))
	for i, d := range rows {
		ids[i] = d.ID
	}
	attempts, err := a.d.Store.HookAttempts(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]HookDeliveryView, 0, len(rows))
	for _, d := range rows {
		v := HookDeliveryView{ID: uid(d.UID), Event: d.Event, URL: d.URL, State: hookStates[d.State], Test: d.IsTest, Body: jsonOr(d.Body, "{}"),
			CreatedAt: store.Time(d.CreatedAt), NextAt: atOpt(d.NextAt), Attempts: []HookAttemptView{}}
		for _, t := range attempts[d.ID] {
			headers := map[string]string{}
			if err := json.Unmarshal([]byte(t.HeadersJSON), &headers); err != nil {
				return nil, err
			}
			v.Attempts = append(v.Attempts, HookAttemptView{store.Time(t.At), t.Status, t.Error, headers, t.Answer, t.ElapsedMS})
		}
		out = append(out, v)
	}
	return out, nil
}

func (a *API) flowRow(ctx context.Context, text string) (store.Flow, error) {
	key, err := a.flowID(text)
	if err != nil {
		return store.Flow{}, err
	}
	return a.d.Store.Flow(ctx, key)
}

// liveWebhook is the webhook that the published version has; without one, that
// of the draft.
func (a *API) liveWebhook(ctx context.Context, f store.Flow) (hook flow.Webhook, number int, live bool, err error) {
	raw := f.DraftJSON
	if f.LiveVersionID != nil {
		v, err := a.d.Store.VersionByRow(ctx, *f.LiveVersionID)
		if err != nil {
			return hook, 0, false, err
		}
		raw, number, live = v.DocumentJSON, v.Number, true
	}
	var doc struct {
		Settings flow.Settings `json:"settings"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return hook, 0, false, err
	}
	if doc.Settings.Webhook != nil {
		hook = *doc.Settings.Webhook
	}
	if hook.Events == nil {
		hook.Events = []string{}
	}
	return hook, number, live, nil
}

func (a *API) hookOut(ctx context.Context, text string) (*body[HookView], error) {
	f, err := a.flowRow(ctx, text)
	if err != nil {
		return nil, err
	}
	hook, _, live, err := a.liveWebhook(ctx, f)
	if err != nil {
		return nil, err
	}
	secret, old, err := a.d.Hooks.Secret(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	v := HookView{Enabled: hook.Enabled && live, URL: hook.URL, Events: hook.Events, Known: flow.WebhookEvents, Secret: secret}
	if !old.IsZero() {
		v.OldUntil = &old
	}
	return ok(v)
}

func (a *API) registerHooks() {
	const tag = "Flow webhooks"
	route(a, http.MethodGet, "/flows/{id}/webhook", tag, "Where a flow tells what happens in it", func(ctx context.Context, in *ByID) (*body[HookView], error) {
		return a.hookOut(ctx, in.ID)
	})
	route(a, http.MethodPost, "/flows/{id}/webhook/rotate", tag, "Make a new secret; the one before signs too for a day", func(ctx context.Context, in *ByID) (*body[HookView], error) {
		f, err := a.flowRow(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := a.d.Hooks.Rotate(ctx, f.ID); err != nil {
			return nil, err
		}
		if err := a.d.Store.Write(ctx, func(tx *store.Tx) error {
			return tx.Note(who(ctx).Name(), "webhook_secret_changed", "flow:"+in.ID, nil)
		}); err != nil {
			return nil, err
		}
		return a.hookOut(ctx, in.ID)
	})
	route(a, http.MethodPost, "/flows/{id}/webhook/test", tag, "Send a test event now, once", a.testHook)
	route(a, http.MethodGet, "/flows/{id}/webhook/deliveries", tag, "What was told, the latest first", func(ctx context.Context, in *struct {
		ByID
		Paged
	}) (*list[HookDeliveryView], error) {
		f, err := a.flowRow(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		key, err := in.rows(1)
		if err != nil {
			return nil, err
		}
		rows, err := a.d.Store.HookDeliveries(ctx, f.ID, key[0], in.limit()+1)
		if err != nil {
			return nil, err
		}
		rows, next := cut(rows, in.limit(), func(d store.HookDelivery) *string { return cursor(d.ID) })
		out, err := a.hookViews(ctx, rows)
		return page(out, next), err
	})
	route(a, http.MethodPost, "/flows/{id}/webhook/deliveries/{delivery}/replay", tag, "Tell an event again, with the id it had", func(ctx context.Context, in *struct {
		ByID
		Delivery string `path:"delivery"`
	}) (*body[HookDeliveryView], error) {
		f, err := a.flowRow(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		v, err := id(in.Delivery)
		if err != nil {
			return nil, err
		}
		d, err := a.d.Store.HookDelivery(ctx, store.HookID{ID: v})
		if err != nil || d.FlowID != f.ID {
			return nil, fault.Missing.New()
		}
		if err := a.d.Hooks.Replay(ctx, d); err != nil {
			return nil, err
		}
		if d, err = a.d.Store.HookDelivery(ctx, store.HookID{ID: v}); err != nil {
			return nil, err
		}
		out, err := a.hookViews(ctx, []store.HookDelivery{d})
		if err != nil {
			return nil, err
		}
		return ok(out[0])
	})
}

func (a *API) testHook(ctx context.Context, in *struct {
	ByID
	Body *struct {
		URL   string `json:"url,omitempty" doc:"Default: that of the flow"`
		Event string `json:"event,omitempty" enum:"entered,completed,expired,canceled,failed"`
	}
}) (*body[HookDeliveryView], error) {
	f, err := a.flowRow(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	hook, number, _, err := a.liveWebhook(ctx, f)
	if err != nil {
		return nil, err
	}
	address, event := hook.URL, runner.EventEntered
	if in.Body != nil && in.Body.URL != "" {
		address = in.Body.URL
	}
	if in.Body != nil && in.Body.Event != "" {
		event = in.Body.Event
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if address == "" {
		return nil, fault.Fields(fault.At("/url", fault.Required))
	}
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return nil, fault.Fields(fault.At("/url", fault.Malformed))
	}
	raw, err := runner.Sample(runner.ToldFlow{ID: in.ID, Name: f.Name, Version: number}, event, a.d.Store.Now())
	if err != nil {
		return nil, err
	}
	d, err := a.d.Hooks.Test(ctx, f.ID, store.HookID{ID: a.d.IDs.New()}, event, u.String(), string(raw))
	if err != nil {
		return nil, err
	}
	out, err := a.hookViews(ctx, []store.HookDelivery{d})
	if err != nil {
		return nil, err
	}
	return ok(out[0])
}
