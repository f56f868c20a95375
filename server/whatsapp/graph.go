package whatsapp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Number is what Meta says about a business number.
type Number struct {
	ID           string `json:"id"`
	Display      string `json:"display_phone_number"`
	VerifiedName string `json:"verified_name"`
	Quality      string `json:"quality_rating"`
	AccountMode  string `json:"account_mode"` // SANDBOX for the test number of an app, LIVE
	Platform     string `json:"platform_type"`
	NameStatus   string `json:"name_status"`
	Throughput   int    `json:"throughput"` // messages a second; 0: Meta did not say
}

// Messages a second that a number may send, by Meta's level.
const (
	standardThroughput = 80
	highThroughput     = 1000
	sharedThroughput   = 20 // the number is also used in the WhatsApp Business app
)

// Token is what Meta says about an access token.
type Token struct {
	AppID     string
	Type      string // USER, SYSTEM_USER, ...
	Valid     bool
	ExpiresAt time.Time // zero: never
	Scopes    []string
	WABAs     []string // accounts it is limited to; none: not limited
}

// Scopes that an access token needs.
var Scopes = []string{"whatsapp_business_messaging", "whatsapp_business_management"}

// ask makes one request that is not a send and reads its answer.
func (c *Client) ask(ctx context.Context, method, path string, query url.Values, token, secret string, body, into any) error {
	if query == nil {
		query = url.Values{}
	}
	if secret != "" {
		query.Set("appsecret_proof", Proof(token, secret))
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	var payload io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		payload = strings.NewReader(string(raw))
	}
	uri := c.base + path
	if len(query) > 0 {
		uri += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, method, uri, payload)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("User-Agent", userAgent)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return c.answer(req, into)
}

// answer reads JSON. Meta's refusal is an Error; anything else means that it was not reached.
func (c *Client) answer(req *http.Request, into any) error {
	resp, err := c.web.Do(req)
	if err != nil {
		return unreachable(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return unreachable(err)
	}
	if e := readError(raw); e != nil {
		return *e
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("the Graph API answered HTTP status %d without an explanation", resp.StatusCode)
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("the Graph API answered something else than JSON: %w", err)
	}
	return nil
}

// unreachable takes the address out of an error: its query holds the proof of the app secret.
func unreachable(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	return fmt.Errorf("the Graph API cannot be reached: %w", err)
}

// Number reads a business number.
func (c *Client) Number(ctx context.Context, cred Credentials) (Number, error) {
	var w struct {
		ID      text `json:"id"`
		Display text `json:"display_phone_number"`
		Name    text `json:"verified_name"`
		Quality text `json:"quality_rating"`
		Mode    text `json:"account_mode"`
		Plat    text `json:"platform_type"`
		Status  text `json:"name_status"`
		Shared  flag `json:"is_on_biz_app"`
		Rate    maybe[struct {
			Level text `json:"level"`
		}] `json:"throughput"`
	}
	q := url.Values{"fields": {"id,display_phone_number,verified_name,quality_rating,account_mode,platform_type,name_status,is_on_biz_app,throughput"}}
	err := c.ask(ctx, http.MethodGet, "/"+url.PathEscape(cred.PhoneID), q, cred.Token, cred.Secret, nil, &w)
	n := Number{ID: string(w.ID), Display: string(w.Display), VerifiedName: string(w.Name), Quality: string(w.Quality), AccountMode: string(w.Mode),
		Platform: string(w.Plat), NameStatus: string(w.Status)}
	switch {
	case bool(w.Shared):
		n.Throughput = sharedThroughput
	case w.Rate.get().Level == "HIGH":
		n.Throughput = highThroughput
	case w.Rate.get().Level == "STANDARD":
		n.Throughput = standardThroughput
	}
	return n, err
}

// NumberIDs lists the ids of the numbers of the account.
func (c *Client) NumberIDs(ctx context.Context, cred Credentials) ([]string, error) {
	var ids []string
	q := url.Values{"fields": {"id"}, "limit": {"100"}}
	for range 20 { // an account has at most some hundred numbers
		var w struct {
			Data list[struct {
				ID text `json:"id"`
			}] `json:"data"`
			Paging struct {
				Next    text `json:"next"`
				Cursors struct {
					After text `json:"after"`
				} `json:"cursors"`
			} `json:"paging"`
		}
		if err := c.ask(ctx, http.MethodGet, "/"+url.PathEscape(cred.WABA)+"/phone_numbers", q, cred.Token, cred.Secret, nil, &w); err != nil {
			return nil, err
		}
		for _, d := range w.Data {
			ids = append(ids, string(d.ID))
		}
		if w.Paging.Next == "" || w.Paging.Cursors.After == "" {
			break
		}
		q.Set("after", string(w.Paging.Cursors.After))
	}
	return ids, nil
}

// Token asks what an access token is. With the app's id and secret Meta is asked as the app, which
// also proves the secret; without them the token asks about itself.
func (c *Client) Token(ctx context.Context, cred Credentials) (Token, error) {
	asker := cred.Token
	if cred.AppID != "" && cred.Secret != "" {
		asker = cred.AppID + "|" + cred.Secret
	}
	var w struct {
		Data struct {
			AppID   text       `json:"app_id"`
			Type    text       `json:"type"`
			Valid   flag       `json:"is_valid"`
			Expires number     `json:"expires_at"`
			Scopes  list[text] `json:"scopes"`
			Fine    list[struct {
				Scope   text       `json:"scope"`
				Targets list[text] `json:"target_ids"`
			}] `json:"granular_scopes"`
			Error maybe[wireError] `json:"error"`
		} `json:"data"`
	}
	q := url.Values{"input_token": {cred.Token}}
	if err := c.ask(ctx, http.MethodGet, "/debug_token", q, asker, "", nil, &w); err != nil {
		return Token{}, err
	}
	t := Token{AppID: string(w.Data.AppID), Type: string(w.Data.Type), Valid: bool(w.Data.Valid)}
	if w.Data.Expires > 0 {
		t.ExpiresAt = time.Unix(int64(w.Data.Expires), 0).UTC()
	}
	for _, s := range w.Data.Scopes {
		t.Scopes = append(t.Scopes, string(s))
	}
	for _, f := range w.Data.Fine {
		if f.Scope == "whatsapp_business_management" {
			for _, id := range f.Targets {
				t.WABAs = append(t.WABAs, string(id))
			}
		}
	}
	return t, nil
}

// Subscribed says whether the account sends its webhooks to the app of the token.
func (c *Client) Subscribed(ctx context.Context, cred Credentials, appID string) (bool, error) {
	var w struct {
		Data list[struct {
			App struct {
				ID text `json:"id"`
			} `json:"whatsapp_business_api_data"`
		}] `json:"data"`
	}
	if err := c.ask(ctx, http.MethodGet, "/"+url.PathEscape(cred.WABA)+"/subscribed_apps", nil, cred.Token, cred.Secret, nil, &w); err != nil {
		return false, err
	}
	for _, d := range w.Data {
		if appID == "" || string(d.App.ID) == appID {
			return true, nil
		}
	}
	return false, nil
}

// Subscribe makes the account send its webhooks to the app of the token.
func (c *Client) Subscribe(ctx context.Context, cred Credentials) error {
	return c.ask(ctx, http.MethodPost, "/"+url.PathEscape(cred.WABA)+"/subscribed_apps", nil, cred.Token, cred.Secret, nil, nil)
}

// Callback is where the app sends its webhooks.
type Callback struct {
	URL    string
	Active bool
	Fields []string
}

// Callback reads where the app sends the webhooks of WhatsApp. It needs the app's id and secret.
func (c *Client) Callback(ctx context.Context, cred Credentials) (Callback, error) {
	var w struct {
		Data list[struct {
			Object text `json:"object"`
			URL    text `json:"callback_url"`
			Active flag `json:"active"`
			Fields list[struct {
				Name text `json:"name"`
			}] `json:"fields"`
		}] `json:"data"`
	}
	if err := c.ask(ctx, http.MethodGet, "/"+url.PathEscape(cred.AppID)+"/subscriptions", nil, cred.AppID+"|"+cred.Secret, "", nil, &w); err != nil {
		return Callback{}, err
	}
	for _, d := range w.Data {
		if d.Object == "whatsapp_business_account" {
			out := Callback{URL: string(d.URL), Active: bool(d.Active)}
			for _, f := range d.Fields {
				out.Fields = append(out.Fields, string(f.Name))
			}
			return out, nil
		}
	}
	return Callback{}, nil
}

// Fields are the webhook fields that the server reads.
var Fields = []string{"messages", "message_template_status_update", "message_template_quality_update", "template_category_update",
	"phone_number_quality_update", "phone_number_name_update", "account_update", "account_alerts", "account_review_update",
	"business_capability_update", "user_preferences", "security"}

// SetCallback makes the app send its webhooks here. Meta asks the address back before it answers,
// so the server must be reachable from the internet.
func (c *Client) SetCallback(ctx context.Context, cred Credentials, callback, verifyToken string) error {
	q := url.Values{"object": {"whatsapp_business_account"}, "callback_url": {callback}, "verify_token": {verifyToken}, "fields": {strings.Join(Fields, ",")}}
	return c.ask(ctx, http.MethodPost, "/"+url.PathEscape(cred.AppID)+"/subscriptions", q, cred.AppID+"|"+cred.Secret, "", nil, nil)
}
