package servertest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"flusso/server"
	"flusso/server/config"
	"flusso/server/whatsapp"
)

// Clock stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock starts on a Sunday at noon.
func NewClock() *Clock { return &Clock{now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)} }

// Now is the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Add moves it on.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Owner is who is set up on every harness.
const (
	OwnerEmail    = "owner@example.com"
	OwnerPassword = "correct horse battery"
)

// patience bounds every wait of a test; reaching it is a failure.
const patience = 20 * time.Second

// Server is the whole appliance on a real file, with a fake Meta.
type Server struct {
	*server.Server
	T     *testing.T
	Clock *Clock
	Graph *Graph
	URL   string
	Dir   string
	Env   []string // more settings, as in the environment
	HTTP  *http.Client
}

// Start boots it, with an owner whose browser is signed in. env adds settings.
func Start(t *testing.T, env ...string) *Server { return StartIn(t, t.TempDir(), env...) }

// StartIn boots it on a data folder that may hold data already.
func StartIn(t *testing.T, dir string, env ...string) *Server {
	s := &Server{T: t, Clock: NewClock(), Graph: NewGraph(t), Dir: dir, Env: env}
	s.Boot()
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	s.SignIn()
	return s
}

// SignIn signs the owner in, again when the clock has moved on.
func (s *Server) SignIn() {
	s.T.Helper()
	s.Call("POST", "/api/v1/auth/login", map[string]string{"email": OwnerEmail, "password": OwnerPassword}, http.StatusOK)
}

// Boot opens the data folder again, as after a restart. The sign-in stays.
func (s *Server) Boot() {
	s.T.Helper()
	c, err := config.Load(append([]string{"FLUSSO_ADDR=127.0.0.1:0", "FLUSSO_DATA=" + s.Dir, "FLUSSO_GRAPH_URL=" + s.Graph.URL, "FLUSSO_PUBLIC_URL=https://flows.example.com",
		"FLUSSO_ADMIN_EMAIL=" + OwnerEmail, "FLUSSO_ADMIN_PASSWORD=" + OwnerPassword}, s.Env...), nil, io.Discard)
	if err != nil {
		s.T.Fatal(err)
	}
	ui := fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>Flusso</title>")}}
	if s.Server, err = server.Open(s.T.Context(), server.Options{Config: c, UI: ui, Version: "test", Log: slog.New(slog.NewTextHandler(s.T.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})), Now: s.Clock.Now}); err != nil {
		s.T.Fatal(err)
	}
	if err := s.Server.Start(s.T.Context()); err != nil {
		s.T.Fatal(err)
	}
	s.URL = "http://" + s.Addr().String()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.T.Fatal(err)
	}
	if s.HTTP != nil {
		jar = s.HTTP.Jar.(*cookiejar.Jar)
	}
	s.HTTP = &http.Client{Jar: jar, Timeout: patience}
}

// Answer is the JSON of a response.
type Answer map[string]any

// Text reads a text by dotted path, "" when it is not there.
func (a Answer) Text(path string) string {
	v, _ := a.Get(path).(string)
	return v
}

// Get reads a member by dotted path.
func (a Answer) Get(path string) any {
	var v any = map[string]any(a)
	for _, p := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[p]
		case []any:
			var i int
			if _, err := fmt.Sscan(p, &i); err != nil || i < 0 || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

// Call makes a request as the signed-in owner and wants a status.
func (s *Server) Call(method, path string, body any, status int, headers ...string) Answer {
	s.T.Helper()
	var payload io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			s.T.Fatal(err)
		}
		payload = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(s.T.Context(), method, s.URL+path, payload)
	if err != nil {
		s.T.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := s.HTTP.Do(req)
	if err != nil {
		s.T.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		s.T.Fatal(err)
	}
	if resp.StatusCode != status {
		s.T.Fatalf("%s %s: %d instead of %d: %s", method, path, resp.StatusCode, status, raw)
	}
	out := Answer{}
	if len(raw) > 0 && json.Unmarshal(raw, &out) != nil {
		s.T.Fatalf("%s %s: not JSON: %s", method, path, raw)
	}
	return out
}

// Connect makes the channel of the fake's number and gives its id.
func (s *Server) Connect() string {
	s.T.Helper()
	a := s.Graph.Account()
	return s.Call("POST", "/api/v1/channels", map[string]string{"name": "Shop", "phone_number_id": a.PhoneID, "waba_id": a.WABA, "app_id": a.AppID,
		"access_token": a.Token, "app_secret": a.Secret}, http.StatusCreated).Text("id")
}

// Publish makes a flow from an example on a channel and publishes it.
func (s *Server) Publish(example, channel string) string {
	s.T.Helper()
	id := s.Call("POST", "/api/v1/flows", map[string]any{"name": example, "example": example, "language": "en", "channels": []string{channel}}, http.StatusCreated).Text("id")
	s.Call("POST", "/api/v1/flows/"+id+"/publish", map[string]any{"revision": 1}, http.StatusCreated)
	return id
}

// Webhook posts a delivery signed with a secret and gives the status of the answer.
func (s *Server) Webhook(raw []byte, secret string) int {
	s.T.Helper()
	req, err := http.NewRequestWithContext(s.T.Context(), http.MethodPost, s.URL+"/webhooks/whatsapp", bytes.NewReader(raw))
	if err != nil {
		s.T.Fatal(err)
	}
	req.Header.Set("X-Hub-Signature-256", whatsapp.Sign(raw, secret))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.T.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	return resp.StatusCode
}

// Envelope wraps the members of a value as Meta does.
func (s *Server) Envelope(members map[string]any) []byte {
	a := s.Graph.Account()
	value := map[string]any{"messaging_product": "whatsapp", "metadata": map[string]any{"display_phone_number": "390212345678", "phone_number_id": a.PhoneID}}
	for k, v := range members {
		value[k] = v
	}
	raw, err := json.Marshal(map[string]any{"object": "whatsapp_business_account", "entry": []any{map[string]any{"id": a.WABA,
		"changes": []any{map[string]any{"field": "messages", "value": value}}}}})
	if err != nil {
		s.T.Fatal(err)
	}
	return raw
}

// Says delivers a text of a person, signed, and wants it taken.
func (s *Server) Says(waID, wamid, text string) {
	s.T.Helper()
	s.Message(waID, wamid, map[string]any{"type": "text", "text": map[string]any{"body": text}})
}

// Message delivers any message of a person.
func (s *Server) Message(waID, wamid string, members map[string]any) {
	s.T.Helper()
	m := map[string]any{"from": waID, "id": wamid, "timestamp": fmt.Sprint(s.Clock.Now().Unix())}
	for k, v := range members {
		m[k] = v
	}
	raw := s.Envelope(map[string]any{"contacts": []any{map[string]any{"profile": map[string]any{"name": "Ana"}, "wa_id": waID}}, "messages": []any{m}})
	if code := s.Webhook(raw, s.Graph.Account().Secret); code != http.StatusOK {
		s.T.Fatalf("the webhook was answered %d", code)
	}
}

// Status delivers news about a sent message.
func (s *Server) Status(sent Sent, state string) {
	s.T.Helper()
	raw := s.Envelope(map[string]any{"statuses": []any{map[string]any{"id": sent.ID, "status": state, "timestamp": fmt.Sprint(s.Clock.Now().Unix()),
		"recipient_id": strings.TrimPrefix(sent.To, "+"), "biz_opaque_callback_data": sent.Callback}}})
	if code := s.Webhook(raw, s.Graph.Account().Secret); code != http.StatusOK {
		s.T.Fatalf("the webhook was answered %d", code)
	}
}

// Receives waits until n messages have been delivered in all and gives them.
func (s *Server) Receives(n int) []Sent {
	s.T.Helper()
	deadline := time.After(patience)
	for len(s.Graph.Sent()) < n {
		select {
		case <-s.Graph.Came():
		case <-deadline:
			s.T.Fatalf("%d messages came, not %d; refused: %q", len(s.Graph.Sent()), n, s.Graph.Refused())
		}
	}
	return s.Graph.Sent()
}

// Text gives the text that a sent message shows.
func (m Sent) Text() string {
	for _, path := range []string{"text.body", "interactive.body.text", "image.caption", "document.caption"} {
		if t := Answer(m.Body).Text(path); t != "" {
			return t
		}
	}
	return ""
}

// Wait runs until the condition holds.
func (s *Server) Wait(what string, holds func(ctx context.Context) bool) {
	s.T.Helper()
	ctx, cancel := context.WithTimeout(s.T.Context(), patience)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds(ctx) {
		select {
		case <-ctx.Done():
			s.T.Fatalf("waited in vain: %s", what)
		case <-tick.C:
		}
	}
}
