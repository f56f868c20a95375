package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"time"

	"flusso/engine/hours"
	"flusso/engine/message"
	"flusso/server/auth"
	"flusso/server/fault"
	"flusso/server/messaging"
	"flusso/server/store"
	"flusso/server/whatsapp"
)

// ChannelView is a number. Its secrets never leave.
type ChannelView struct {
	ID             string          `json:"id"`
	Kind           string          `json:"kind" enum:"whatsapp,demo"`
	Name           string          `json:"name"`
	DisplayPhone   string          `json:"display_phone"`
	PhoneNumberID  string          `json:"phone_number_id"`
	WabaID         string          `json:"waba_id"`
	AppID          string          `json:"app_id"`
	State          string          `json:"state" enum:"connected,problem,new"`
	Problems       []Problem1      `json:"problems"`
	HasToken       bool            `json:"has_token"`
	HasSecret      bool            `json:"has_secret"`
	HasNextSecret  bool            `json:"has_next_secret"`
	VerifyToken    string          `json:"verify_token"`
	CallbackURL    string          `json:"callback_url"`
	LiveFlows      []Ref           `json:"live_flows"`
	Hours          *hours.Schedule `json:"hours" doc:"Working hours of this number; null: as the account"`
	Quality        string          `json:"quality" doc:"GREEN, YELLOW or RED, as Meta told; empty: not known"`
	DailyLimit     string          `json:"daily_limit" doc:"People that may be written to first in a day, as Meta told"`
	TemplatesAt    *time.Time      `json:"templates_at" doc:"When all templates were read last"`
	TemplatesError string          `json:"templates_error"`
	LastSignedAt   *time.Time      `json:"last_signed_at"`
	CreatedAt      time.Time       `json:"created_at"`
}

// Problem1 is one thing that is wrong with a number.
type Problem1 struct {
	Code   string         `json:"code"`
	Params map[string]any `json:"params"`
}

var metaID = regexp.MustCompile(`^[0-9]{5,32}$`)

func (a *API) callbackURL(ctx context.Context) string { return a.publicURL(ctx) + "/webhooks/whatsapp" }

func (a *API) channelViews(ctx context.Context, rows []store.Channel) ([]ChannelView, error) {
	all, err := a.d.Flows.List(ctx, store.FlowFilter{State: store.FlowLive})
	if err != nil {
		return nil, err
	}
	live := map[string][]Ref{}
	for _, f := range all {
		for _, ch := range f.Channels {
			live[ch] = append(live[ch], Ref{f.ID, f.Name})
		}
	}
	out := make([]ChannelView, 0, len(rows))
	for _, c := range rows {
		v := ChannelView{ID: uid(c.UID), Kind: c.Kind, Name: c.Name, DisplayPhone: c.DisplayPhone, WabaID: c.WabaID, AppID: c.AppID, State: c.State, Problems: []Problem1{},
			HasToken: len(c.TokenSealed) > 0, HasSecret: len(c.SecretSealed) > 0, HasNextSecret: len(c.SecretNextSealed) > 0,
			LastSignedAt: atOpt(c.LastSignedAt), CreatedAt: store.Time(c.CreatedAt)}
		v.Quality, v.DailyLimit, v.TemplatesAt, v.TemplatesError = c.Quality, c.DailyLimit, at(c.TemplatesAt), c.TemplatesError
		if c.HoursJSON != nil {
			v.Hours = &hours.Schedule{}
			if err := json.Unmarshal([]byte(*c.HoursJSON), v.Hours); err != nil {
				return nil, err
			}
		}
		if c.PhoneNumberID != nil {
			v.PhoneNumberID = *c.PhoneNumberID
		}
		if c.Kind == store.ChannelWhatsApp {
			v.VerifyToken, v.CallbackURL = c.VerifyToken, a.callbackURL(ctx)
			if v.State == stateNew && c.LastSignedAt != nil {
				v.State = stateConnected
			}
		} else {
			v.State = stateConnected
		}
		var checks []Check
		if json.Unmarshal([]byte(c.ChecksJSON), &checks) == nil {
			for _, k := range checks {
				if k.State == checkProblem {
					v.Problems = append(v.Problems, Problem1{k.Code, k.Params})
				}
			}
		}
		var notices []Problem1
		if json.Unmarshal([]byte(c.NoticesJSON), &notices) == nil {
			v.Problems = append(v.Problems, notices...)
		}
		if v.LiveFlows = live[v.ID]; v.LiveFlows == nil {
			v.LiveFlows = []Ref{}
		}
		out = append(out, v)
	}
	return out, nil
}

// States of a number.
const (
	stateNew       = "new"
	stateConnected = "connected"
	stateProblem   = "problem"
)

func (a *API) channel(ctx context.Context, text string) (store.Channel, error) {
	v, err := id(text)
	if err != nil {
		return store.Channel{}, err
	}
	c, err := a.d.Store.Channel(ctx, store.ChannelID{ID: v})
	if err == nil && c.ArchivedAt != nil {
		err = store.ErrNotFound
	}
	return c, err
}

func (a *API) channelOut(ctx context.Context, text string) (*body[ChannelView], error) {
	c, err := a.channel(ctx, text)
	if err != nil {
		return nil, err
	}
	out, err := a.channelViews(ctx, []store.Channel{c})
	if err != nil {
		return nil, err
	}
	return ok(out[0])
}

// channelBody is what somebody may say about a number. Secrets are taken, never given.
type channelBody struct {
	Name          *string         `json:"name,omitempty" maxLength:"100"`
	PhoneNumberID *string         `json:"phone_number_id,omitempty"`
	WabaID        *string         `json:"waba_id,omitempty"`
	AppID         *string         `json:"app_id,omitempty"`
	AccessToken   *string         `json:"access_token,omitempty" maxLength:"2000"`
	AppSecret     *string         `json:"app_secret,omitempty" maxLength:"200"`
	AppSecretNext *string         `json:"app_secret_next,omitempty" maxLength:"200" doc:"The coming secret while it is being changed at Meta; empty removes it"`
	Hours         json.RawMessage `json:"hours,omitempty" doc:"Working hours of this number; null: as the account"`
	PromoteSecret bool            `json:"promote_secret,omitempty" doc:"Make the coming secret the present one"`
}

func (b channelBody) check(isNew bool) []fault.Field {
	var wrong []fault.Field
	for _, v := range []struct {
		path   string
		value  *string
		needed bool
		id     bool
	}{{"/name", b.Name, true, false}, {"/phone_number_id", b.PhoneNumberID, true, true}, {"/waba_id", b.WabaID, true, true}, {"/app_id", b.AppID, false, true},
		{"/access_token", b.AccessToken, true, false}, {"/app_secret", b.AppSecret, true, false}} {
		switch {
		case v.value == nil:
			if isNew && v.needed {
				wrong = append(wrong, fault.At(v.path, fault.Required))
			}
		case strings.TrimSpace(*v.value) == "":
			if v.needed {
				wrong = append(wrong, fault.At(v.path, fault.Required))
			}
		case v.id && !metaID.MatchString(strings.TrimSpace(*v.value)):
			wrong = append(wrong, fault.At(v.path, fault.Malformed))
		}
	}
	if len(b.Hours) > 0 {
		_, more := checkHours("/hours", b.Hours)
		wrong = append(wrong, more...)
	}
	return wrong
}

// columns gives what changes in the row.
func (a *API) columns(b channelBody, c store.Channel) map[string]any {
	set := map[string]any{}
	for column, v := range map[string]*string{"name": b.Name, "phone_number_id": b.PhoneNumberID, "waba_id": b.WabaID, "app_id": b.AppID} {
		if v != nil {
			set[column] = strings.TrimSpace(*v)
		}
	}
	if b.AccessToken != nil {
		set["token_sealed"] = a.d.Box.Seal(messaging.PurposeToken, strings.TrimSpace(*b.AccessToken))
	}
	if b.AppSecret != nil {
		set["secret_sealed"] = a.d.Box.Seal(messaging.PurposeSecret, strings.TrimSpace(*b.AppSecret))
	}
	if b.AppSecretNext != nil {
		set["secret_next_sealed"] = a.d.Box.Seal(messaging.PurposeSecret, strings.TrimSpace(*b.AppSecretNext))
	}
	if len(b.Hours) > 0 {
		set["hours_json"] = string(b.Hours)
		if isNull(b.Hours) {
			set["hours_json"] = nil
		}
	}
	if b.PromoteSecret && len(c.SecretNextSealed) > 0 {
		set["secret_sealed"], set["secret_next_sealed"] = c.SecretNextSealed, nil
	}
	return set
}

func (a *API) registerChannels() {
	const tag = "Numbers"
	route(a, http.MethodGet, "/channels", tag, "List numbers", func(ctx context.Context, _ *none) (*list[ChannelView], error) {
		rows, err := a.d.Store.Channels(ctx)
		if err != nil {
			return nil, err
		}
		out, err := a.channelViews(ctx, rows)
		return page(out, nil), err
	})
	route(a, http.MethodPost, "/channels", tag, "Connect a WhatsApp number; check tells what is still missing", a.newChannel, created)
	route(a, http.MethodGet, "/channels/{id}", tag, "One number", func(ctx context.Context, in *ByID) (*body[ChannelView], error) { return a.channelOut(ctx, in.ID) })
	route(a, http.MethodPatch, "/channels/{id}", tag, "Change a number or its secrets", func(ctx context.Context, in *struct {
		ByID
		Body channelBody
	}) (*body[ChannelView], error) {
		c, err := a.channel(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if c.Kind == store.ChannelDemo && !reflect.DeepEqual(in.Body, channelBody{Name: in.Body.Name, Hours: in.Body.Hours}) {
			return nil, fault.ChannelBuiltIn.New()
		}
		if err := fault.Fields(in.Body.check(false)...); err != nil {
			return nil, err
		}
		if set := a.columns(in.Body, c); len(set) > 0 {
			if err := a.writeChannel(ctx, c, set, "channel_changed"); err != nil {
				return nil, err
			}
		}
		return a.channelOut(ctx, in.ID)
	})
	route(a, http.MethodDelete, "/channels/{id}", tag, "Disconnect a number; what was said stays", func(ctx context.Context, in *ByID) (*none, error) {
		c, err := a.channel(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if c.Kind == store.ChannelDemo {
			return nil, fault.ChannelBuiltIn.New()
		}
		return nil, a.writeChannel(ctx, c, map[string]any{"archived_at": store.Millis(a.d.Store.Now()), "token_sealed": nil, "secret_sealed": nil, "secret_next_sealed": nil}, "channel_archived")
	}, empty)
	a.registerChecks(tag)
}

func (a *API) writeChannel(ctx context.Context, c store.Channel, set map[string]any, action string) error {
	err := a.d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.UpdateChannel(c.ID, set); err != nil {
			return err
		}
		return tx.Note(who(ctx).Name(), action, "channel:"+uid(c.UID), nil)
	})
	if errors.Is(err, store.ErrConflict) {
		return fault.ChannelTaken.New()
	} else if err != nil {
		return err
	}
	return a.d.Channels.ReloadChannels(ctx)
}

// newChannel stores a number. It is not checked first: what Meta says about it is a matter of
// /check, which can be repeated until everything is right.
func (a *API) newChannel(ctx context.Context, in *body[channelBody]) (*body[ChannelView], error) {
	if err := fault.Fields(in.Body.check(true)...); err != nil {
		return nil, err
	}
	b := in.Body
	key := a.d.IDs.New()
	verify, _ := auth.NewSecret()
	number := strings.TrimSpace(*b.PhoneNumberID)
	c := store.Channel{UID: key[:], Kind: store.ChannelWhatsApp, Name: strings.TrimSpace(*b.Name), PhoneNumberID: &number, WabaID: strings.TrimSpace(*b.WabaID),
		TokenSealed: a.d.Box.Seal(messaging.PurposeToken, strings.TrimSpace(*b.AccessToken)), SecretSealed: a.d.Box.Seal(messaging.PurposeSecret, strings.TrimSpace(*b.AppSecret)),
		VerifyToken: verify[:24], State: stateNew}
	if b.AppID != nil {
		c.AppID = strings.TrimSpace(*b.AppID)
	}
	err := a.d.Store.Write(ctx, func(tx *store.Tx) error {
		c.ID = 0
		if err := tx.InsertChannel(&c); err != nil {
			return err
		}
		return tx.Note(who(ctx).Name(), "channel_connected", "channel:"+key.String(), map[string]string{"name": c.Name})
	})
	if errors.Is(err, store.ErrConflict) {
		return nil, fault.ChannelTaken.New()
	} else if err != nil {
		return nil, err
	}
	if err := a.d.Channels.ReloadChannels(ctx); err != nil {
		return nil, err
	}
	return a.channelOut(ctx, key.String())
}

// credentials opens the secrets of a number.
func (a *API) credentials(c store.Channel) (whatsapp.Credentials, error) {
	cred := whatsapp.Credentials{WABA: c.WabaID, AppID: c.AppID}
	if c.PhoneNumberID != nil {
		cred.PhoneID = *c.PhoneNumberID
	}
	var err error
	if cred.Token, err = a.d.Box.Open(messaging.PurposeToken, c.TokenSealed); err != nil {
		return cred, err
	}
	cred.Secret, err = a.d.Box.Open(messaging.PurposeSecret, c.SecretSealed)
	return cred, err
}

// TestResult is what became of a test message.
type TestResult struct {
	State  string         `json:"state" enum:"accepted,refused,uncertain,not_sent"`
	Code   string         `json:"code,omitempty"`
	Params map[string]any `json:"params,omitempty"`
}

// testTemplate is approved on every account that Meta makes; text is tried where it was removed.
var testTemplate = message.Content{Type: message.Template, Template: &message.TemplateCall{Name: "hello_world", Language: "en_US"}}

// Meta's codes that the connect page explains.
const (
	codeNoTemplate       = 132001
	codeNotARecipient    = 131030
	codeTokenGone        = 190
	codeWrongParameter   = 100
	codeUnknownOrMissing = 33
)

// testMessage sends something harmless to the owner's own phone, outside of flows and threads.
func (a *API) testMessage(ctx context.Context, c store.Channel, to string) (TestResult, error) {
	cred, err := a.credentials(c)
	if err != nil {
		return TestResult{}, err
	}
	send := func(content message.Content) whatsapp.Outcome {
		return a.d.Graph.Send(cred, whatsapp.Outgoing{To: whatsapp.To{Phone: to}, Content: content})
	}
	out := send(testTemplate)
	if out.Result == whatsapp.Refused && out.Error.Code == codeNoTemplate {
		out = send(message.Content{Type: message.Text, Text: "Flusso: test"})
	}
	switch out.Result {
	case whatsapp.Accepted:
		return TestResult{State: "accepted"}, nil
	case whatsapp.Open:
		return TestResult{State: "uncertain", Code: string(fault.MetaUnreachable.Code)}, nil
	case whatsapp.NotSent:
		return TestResult{State: "not_sent", Code: string(fault.MetaUnreachable.Code)}, nil
	}
	r := TestResult{State: "refused", Code: string(fault.MetaRefused.Code), Params: map[string]any{"reason": out.Error.Error(), "meta_code": out.Error.Code}}
	switch out.Error.Code {
	case codeNotARecipient:
		r.Code = string(fault.NotRecipient)
	case codeTokenGone:
		r.Code = string(fault.BadToken)
	}
	return r, nil
}
