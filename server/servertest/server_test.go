package servertest

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// TestConversationOverWhatsApp holds the example conversation over signed webhooks and looks at what
// the customer receives.
func TestConversationOverWhatsApp(t *testing.T) {
	s := Start(t)
	s.Publish("lead", s.Connect())
	const ana = "393331112222"
	s.Says(ana, "wamid.1", "Start")
	s.Receives(2)
	s.Says(ana, "wamid.2", "Grace")
	sent := s.Receives(3)
	reply := Answer(sent[2].Body).Text("interactive.action.buttons.0.reply.id")
	s.Message(ana, "wamid.3", map[string]any{"type": "interactive", "interactive": map[string]any{"type": "button_reply", "button_reply": map[string]any{"id": reply, "title": "Sales"}}})
	s.Receives(4)
	s.Says(ana, "wamid.4", "5")
	sent = s.Receives(5)
	var texts []string
	for _, m := range sent {
		texts = append(texts, m.Text())
		if m.To != "+"+ana || m.Callback == "" {
			t.Errorf("%+v", m)
		}
	}
	want := []string{"Welcome! I have a few short questions for you.", "What is your name?", "Thanks, Grace. Please choose what this is about.",
		"How many pieces do you need?", "Thanks, Grace! We will get back to you shortly."}
	if !slices.Equal(texts, want) {
		t.Fatalf("%q", texts)
	}
	if r := s.Graph.Refused(); len(r) > 0 {
		t.Fatal(r)
	}
	for _, id := range []string{"wamid.1", "wamid.4"} { // Meta repeats deliveries
		s.Says(ana, id, "Start")
	}
	s.Status(sent[4], "read")
	s.Status(sent[4], "delivered") // late: it must not fall back
	conv := s.Call("GET", "/api/v1/conversations", nil, http.StatusOK).Text("items.0.id")
	s.Wait("the statuses", func(context.Context) bool {
		return s.Call("GET", "/api/v1/conversations/"+conv+"/messages", nil, http.StatusOK).Text("items.8.state") == "read"
	})
	msgs := s.Call("GET", "/api/v1/conversations/"+conv+"/messages", nil, http.StatusOK)
	if msgs.Get("items.9") != nil || msgs.Text("items.0.reason.code") != "started" || msgs.Text("items.0.reason.action") != "open_run" {
		t.Fatal(msgs)
	}
	if n := len(s.Graph.Sent()); n != 5 {
		t.Fatalf("%d messages were sent", n)
	}
}

func TestForgedWebhookIsRefusedAndNothingIsStored(t *testing.T) {
	s := Start(t)
	s.Connect()
	raw := s.Envelope(map[string]any{"messages": []any{map[string]any{"from": "39333", "id": "wamid.F", "timestamp": "1", "type": "text", "text": map[string]any{"body": "x"}}}})
	for _, secret := range []string{"wrong", ""} {
		if code := s.Webhook(raw, secret); code != http.StatusUnauthorized {
			t.Errorf("%q: %d", secret, code)
		}
	}
	if c := s.Call("GET", "/api/v1/contacts", nil, http.StatusOK); c.Get("items.0") != nil {
		t.Fatal(c)
	}
}

func TestConnectPageFindsWhatIsWrong(t *testing.T) {
	s := Start(t)
	channel := s.Connect()
	check := func() Answer { return s.Call("POST", "/api/v1/channels/"+channel+"/check", nil, http.StatusOK) }
	state := func(a Answer, id string) string {
		for i := range 9 {
			p := "checks." + string(rune('0'+i))
			if a.Text(p+".id") == id {
				return strings.TrimSuffix(a.Text(p+".state")+" "+a.Text(p+".code"), " ")
			}
		}
		return ""
	}
	a := check()
	for id, want := range map[string]string{"token": "ok", "number": "ok", "waba": "ok", "secret": "ok", "app_mode": "waiting app_in_development",
		"subscription": "ok", "callback": "ok", "signed_message": "waiting no_signed_message", "recipient": "skipped"} {
		if got := state(a, id); got != want {
			t.Errorf("%s: %q", id, got)
		}
	}
	if cb := s.Graph.Account().CallbackURL; cb != "https://flows.example.com/webhooks/whatsapp" {
		t.Error("the callback address must be set where none was", cb)
	}
	good := s.Graph.Account()
	for name, c := range map[string]struct {
		change   func(*Account)
		id, want string
	}{
		"temporary token":     {func(a *Account) { a.ExpiresAt = s.Clock.Now().Unix() + 3600 }, "token", "problem token_temporary"},
		"revoked token":       {func(a *Account) { a.BadToken = true }, "token", "problem token_rejected"},
		"scope missing":       {func(a *Account) { a.Scopes = a.Scopes[:1] }, "token", "problem token_scope"},
		"other number":        {func(a *Account) { a.PhoneID = "999999" }, "number", "problem number_not_found"},
		"other account":       {func(a *Account) { a.WABA = "999999" }, "waba", "problem account_not_found"},
		"wrong secret":        {func(a *Account) { a.Secret = "other" }, "secret", "problem app_secret_rejected"},
		"callback elsewhere":  {func(a *Account) { a.CallbackURL = "https://other.example" }, "callback", "problem callback_other"},
		"messages not wanted": {func(a *Account) { a.CallbackFields = []string{"flows"} }, "callback", "problem callback_fields"},
		"not subscribed":      {func(a *Account) { a.Subscribed = false }, "subscription", "ok"},
		"Meta is down":        {func(a *Account) { a.Unreachable = true }, "token", "problem meta_unreachable"},
	} {
		s.Graph.Set(c.change)
		if got := state(check(), c.id); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
		s.Graph.Set(func(a *Account) { *a = good })
	}
	s.Says("393331112222", "wamid.1", "hello")
	s.Wait("a signed message", func(context.Context) bool { return state(check(), "signed_message") == "ok" })
	v := s.Call("GET", "/api/v1/channels/"+channel, nil, http.StatusOK)
	if v.Text("state") != "connected" || v.Text("display_phone") != good.Display || v.Get("problems.0") != nil {
		t.Fatal(v)
	}
	all, err := s.Store().Channels(t.Context())
	if err != nil || all[len(all)-1].Throughput != 80 {
		t.Error("the throughput must be known after a check", err)
	}
	for _, secret := range []string{good.Token, good.Secret} {
		if strings.Contains(strings.Join(strings.Fields(v.Text("name")+v.Text("verify_token")), ""), secret) {
			t.Fatal("a secret came back")
		}
	}
}

func TestTestMessageToANumberThatIsNotListed(t *testing.T) {
	s := Start(t)
	channel := s.Connect()
	to := map[string]string{"to": "+393331112222"}
	if r := s.Call("POST", "/api/v1/channels/"+channel+"/test-message", to, http.StatusOK); r.Text("state") != "accepted" {
		t.Fatal(r)
	}
	s.Graph.Set(func(a *Account) { a.TestNumber = true })
	if r := s.Call("POST", "/api/v1/channels/"+channel+"/test-message", to, http.StatusOK); r.Text("code") != "recipient_not_allowed" {
		t.Fatal(r)
	}
}

func TestSignInSurvivesARestart(t *testing.T) {
	s := Start(t)
	s.Publish("support", s.Connect())
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	s.Boot()
	if a := s.Call("GET", "/api/v1/flows", nil, http.StatusOK); a.Text("items.0.state") != "live" {
		t.Fatal(a)
	}
}
