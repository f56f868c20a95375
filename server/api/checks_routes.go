package api

import (
	"context"
	"encoding/json"
	"net/http"

	"flusso/server/fault"
	"flusso/server/store"
)

// Checked is the answer to a check of a number.
type Checked struct {
	Checks []Check `json:"checks"`
}

func (a *API) registerChecks(tag string) {
	route(a, http.MethodPost, "/channels/{id}/check", tag, "Ask Meta what is still missing; subscribes the account", func(ctx context.Context, in *ByID) (*body[Checked], error) {
		c, err := a.channel(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if c.Kind == store.ChannelDemo {
			return nil, fault.ChannelBuiltIn.New()
		}
		cred, err := a.credentials(c)
		if err != nil {
			return nil, err
		}
		k := &checker{a: a, cred: cred, row: c, back: a.callbackURL(ctx)}
		checks := k.run(ctx, a.d.Store.Now())
		return &body[Checked]{Checked{checks}}, a.keepChecks(ctx, c, k)
	})
	route(a, http.MethodPost, "/channels/{id}/test-message", tag, "Send a test message to your own phone", func(ctx context.Context, in *struct {
		ByID
		Body struct {
			To string `json:"to"`
		}
	}) (*body[TestResult], error) {
		c, err := a.channel(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if c.Kind == store.ChannelDemo {
			return nil, fault.ChannelBuiltIn.New()
		}
		acc, err := a.account(ctx)
		if err != nil {
			return nil, err
		}
		to, err := parsePhone("/to", in.Body.To, acc.Country)
		if err != nil {
			return nil, err
		}
		r, err := a.testMessage(ctx, c, to)
		return &body[TestResult]{r}, err
	})
	route(a, http.MethodGet, "/channels/{id}/trace", tag, "How far the first message since then has come", a.trace)
}

// keepChecks stores what was found, and what the number is called.
func (a *API) keepChecks(ctx context.Context, c store.Channel, k *checker) error {
	raw, err := json.Marshal(k.checks)
	if err != nil {
		return err
	}
	state := stateConnected
	for _, one := range k.checks {
		switch {
		case one.State == checkProblem && one.Code != string(fault.MetaUnreachable.Code):
			state = stateProblem
		case one.State == checkWaiting && state == stateConnected:
			state = stateNew
		}
	}
	if k.down {
		state = c.State
	}
	set := map[string]any{"checks_json": string(raw), "state": state}
	if k.number.Display != "" {
		set["display_phone"] = k.number.Display
	}
	if k.number.Throughput > 0 {
		set["throughput"] = k.number.Throughput
	}
	if k.appID != "" {
		set["app_id"] = k.appID
	}
	return a.writeChannel(ctx, c, set, "channel_checked")
}
