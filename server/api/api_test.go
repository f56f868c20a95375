package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"flusso/engine/message"
	"flusso/engine/step"
	"flusso/server/auth"
	"flusso/server/config"
	"flusso/server/fault"
	"flusso/server/flows"
	"flusso/server/live"
	"flusso/server/store"
	"flusso/server/whatsapp"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// bench is an API on a real database; what other packages do is noted in calls.
type bench struct {
	t     *testing.T
	api   *API
	st    *store.Store
	now   time.Time
	calls []string
	fail  error // what the next call to another package gives
	jar   map[string]*http.Cookie
	key   string
	graph *fakeGraph
	busy  bool
}

func (b *bench) call(format string, args ...any) error {
	b.calls = append(b.calls, fmt.Sprintf(format, args...))
	err := b.fail
	b.fail = nil
	return err
}

func (b *bench) VerifyToken(token string) bool { return token == "right" }
func (b *bench) Deliver(_ context.Context, raw []byte, signature string) error {
	if signature != "good" {
		return fault.BadSignature.New()
	}
	return b.call("deliver %d", len(raw))
}
func (b *bench) Reload(context.Context) error         { return b.call("reload") }
func (b *bench) ReloadChannels(context.Context) error { return b.call("reload channels") }
func (b *bench) Cancel(_ context.Context, r store.RunID) error {
	return b.call("cancel %s", r)
}
func (b *bench) GoOn(_ context.Context, r store.RunID, path string) error {
	return b.call("go on %s by %s", r, path)
}
func (b *bench) MoveOn(_ context.Context, r store.RunID) error  { return b.call("move %s", r) }
func (b *bench) CancelFlow(context.Context, store.FlowID) error { return b.call("cancel flow") }
func (b *bench) EndTrial(_ context.Context, row int64) error    { return b.call("end trial %d", row) }
func (b *bench) LookForTrials(context.Context) error            { return b.call("look for trials") }
func (b *bench) StartByHand(_ context.Context, s Start) (Started, error) {
	return Started{Run: store.RunID{ID: store.ID{7}}, Busy: b.busy}, b.call("start %s priority=%v", s.Variables, s.Priority)
}
func (b *bench) SendHuman(context.Context, store.ConversationID, message.Content, *int64) (store.MessageID, error) {
	return store.MessageID{}, b.call("send human")
}
func (b *bench) TakeOver(context.Context, store.ConversationID, *int64) error {
	return b.call("take over")
}
func (b *bench) GiveBack(context.Context, store.ConversationID) error { return b.call("give back") }
func (b *bench) Close(context.Context, store.ConversationID) error    { return b.call("close") }
func (b *bench) Retry(context.Context, store.MessageID, bool) error   { return b.call("retry") }
func (b *bench) Receive(_ context.Context, phone, _ string, c message.Content) error {
	return b.call("demo %d %s", len(phone), c.Text)
}
func (b *bench) Reset(context.Context, string) error { return b.call("demo reset") }
func (b *bench) Save(_ context.Context, name string, r io.Reader) (store.Media, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return store.Media{}, err
	}
	id := b.api.d.IDs.New()
	return store.Media{UID: id[:], MIME: "text/plain", Size: int64(len(raw)), Filename: name}, b.call("save %s %d", name, len(raw))
}
func (b *bench) Open(store.Media) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader("file")), b.call("open")
}

// fakeGraph answers as a table says.
type fakeGraph struct {
	token    whatsapp.Token
	number   whatsapp.Number
	ids      []string
	on       bool
	cb       whatsapp.Callback
	errs     map[string]error
	outcomes []whatsapp.Outcome
	asked    []string
}

func (g *fakeGraph) did(what string) error {
	g.asked = append(g.asked, what)
	return g.errs[what]
}
func (g *fakeGraph) Token(context.Context, whatsapp.Credentials) (whatsapp.Token, error) {
	return g.token, g.did("token")
}
func (g *fakeGraph) Number(_ context.Context, c whatsapp.Credentials) (whatsapp.Number, error) {
	if c.Secret != "" {
		return g.number, g.did("proof")
	}
	return g.number, g.did("number")
}
func (g *fakeGraph) NumberIDs(context.Context, whatsapp.Credentials) ([]string, error) {
	return g.ids, g.did("numbers")
}
func (g *fakeGraph) Subscribed(context.Context, whatsapp.Credentials, string) (bool, error) {
	return g.on, g.did("subscribed")
}
func (g *fakeGraph) Subscribe(context.Context, whatsapp.Credentials) error { return g.did("subscribe") }
func (g *fakeGraph) Callback(context.Context, whatsapp.Credentials) (whatsapp.Callback, error) {
	return g.cb, g.did("callback")
}
func (g *fakeGraph) SetCallback(context.Context, whatsapp.Credentials, string, string) error {
	return g.did("set callback")
}
func (g *fakeGraph) Send(_ whatsapp.Credentials, o whatsapp.Outgoing) whatsapp.Outcome {
	_ = g.did("send " + string(o.Content.Type))
	if len(g.outcomes) == 0 {
		return whatsapp.Outcome{Result: whatsapp.Accepted}
	}
	out := g.outcomes[0]
	g.outcomes = g.outcomes[1:]
	return out
}

func setup(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, now: noon, jar: map[string]*http.Cookie{}, graph: &fakeGraph{errs: map[string]error{}}}
	clock := func() time.Time { return b.now }
	st, err := store.Open(store.Options{Path: filepath.Join(t.TempDir(), "t.db"), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	b.st = st
	key, err := auth.LoadKey(strings.Repeat("k", 32), "")
	if err != nil {
		t.Fatal(err)
	}
	box, err := auth.NewBox(key)
	if err != nil {
		t.Fatal(err)
	}
	ids := store.NewIDSource(clock, nil)
	fl := flows.New(st, ids, step.Default(), b, b, nil)
	ui := fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>Flusso</title>")}, "assets/app-1.js": {Data: bytes.Repeat([]byte("let a = 1;\n"), 300)}}
	b.api, err = New(Deps{Config: config.Config{PublicURL: "https://flows.example.com"}, Version: "test", Store: st, IDs: ids, Box: box,
		Auth: auth.NewService(st, ids, box), Flows: fl, Hub: live.New(st, slog.New(slog.DiscardHandler)), Webhook: b, Conversations: b, Runner: b, Demo: b, Media: b,
		Channels: b, Graph: b.graph, UI: ui, Reasons: map[string]string{"started": "open_run"}})
	if err != nil {
		t.Fatal(err)
	}
	id := ids.New()
	err = st.Write(t.Context(), func(tx *store.Tx) error {
		return tx.InsertChannel(&store.Channel{UID: id[:], Kind: store.ChannelDemo, Name: "Demo", State: "connected"})
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// signedIn is a bench with an owner whose browser is signed in.
func signedIn(t *testing.T) *bench {
	b := setup(t)
	_, err := b.api.d.Auth.EnsureOwner(t.Context(), auth.NewOwner{Email: "ada@example.com", Password: "analytical", Name: "Ada"}, auth.Account{TimeZone: "Europe/Rome", Country: "IT", Language: "it"})
	if err != nil {
		t.Fatal(err)
	}
	b.do("POST", "/api/v1/auth/login", `{"email":"ada@example.com","password":"analytical"}`).is(200)
	return b
}

// answer is a response with its body read.
type answer struct {
	t    *testing.T
	what string
	code int
	head http.Header
	body string
}

func (b *bench) do(method, path, body string, headers ...string) answer {
	b.t.Helper()
	req := httptest.NewRequest(method, "http://flows.example.com"+path, strings.NewReader(body))
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if b.key != "" {
		req.Header.Set("Authorization", "Bearer "+b.key)
	} else {
		for _, c := range b.jar {
			if strings.HasPrefix(path, c.Path) {
				req.AddCookie(c)
			}
		}
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := b.api.app.Test(req, -1)
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range resp.Cookies() {
		if c.Value == "" {
			delete(b.jar, c.Name)
		} else {
			b.jar[c.Name] = c
		}
	}
	return answer{b.t, method + " " + path, resp.StatusCode, resp.Header, string(raw)}
}

func (a answer) is(code int) answer {
	a.t.Helper()
	if a.code != code {
		a.t.Fatalf("%s: %d instead of %d: %s", a.what, a.code, code, a.body)
	}
	return a
}

// fails wants a problem with a code.
func (a answer) fails(status int, code string) answer {
	a.t.Helper()
	a.is(status)
	if got := a.get("code"); got != code || a.head.Get("Content-Type") != problemType {
		a.t.Fatalf("%s: code %v instead of %s (%s): %s", a.what, got, code, a.head.Get("Content-Type"), a.body)
	}
	return a
}

// get reads a member by dotted path.
func (a answer) get(path string) any {
	a.t.Helper()
	var v any
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		a.t.Fatalf("%s: %v: %s", a.what, err, a.body)
	}
	for _, p := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[p]
		case []any:
			var i int
			if _, err := fmt.Sscan(p, &i); err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func (a answer) text(path string) string {
	a.t.Helper()
	s, _ := a.get(path).(string)
	return s
}

// did wants exactly these calls to other packages since the last look.
func (b *bench) did(want ...string) {
	b.t.Helper()
	if !slices.Equal(b.calls, want) {
		b.t.Fatalf("calls %q instead of %q", b.calls, want)
	}
	b.calls = nil
}

// count counts rows of a query of the store, "and nothing else".
func (b *bench) audits(want ...string) {
	b.t.Helper()
	rows, err := b.st.Audits(b.t.Context(), 0, 100)
	if err != nil {
		b.t.Fatal(err)
	}
	var got []string
	for _, r := range slices.Backward(rows) {
		got = append(got, r.Action)
	}
	if !slices.Equal(got, want) {
		b.t.Fatalf("audit %q instead of %q", got, want)
	}
}

// TestEveryRouteIsInTheTable walks the routes: one that nobody has thought about may be called by
// nobody, and one that is gone must leave the table.
func TestEveryRouteIsInTheTable(t *testing.T) {
	b := setup(t)
	var wild fiberRoutes
	for path, item := range b.api.huma.OpenAPI().Paths {
		for method, op := range map[string]any{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete} {
			if fmt.Sprintf("%v", op) != "<nil>" {
				wild = append(wild, method+" "+path)
			}
		}
	}
	wild = append(wild, "GET /api/v1/events", "POST /api/v1/media", "GET /media/{id}", "GET /api/v1/flows/{id}/people.csv", "GET /api/v1/shared/{token}/media/{id}") // the plain ones
	for _, r := range wild {
		if _, ok := auth.Routes[r]; !ok {
			t.Errorf("%s is missing in auth.Routes", r)
		}
	}
	for r := range auth.Routes {
		if !slices.Contains(wild, r) {
			t.Errorf("%s is in auth.Routes but not served", r)
		}
	}
}

type fiberRoutes []string

// TestNobodyGetsInWithoutSigningIn asks every route that needs somebody as nobody.
func TestNobodyGetsInWithoutSigningIn(t *testing.T) {
	b := setup(t)
	for r, need := range auth.Routes {
		method, path, _ := strings.Cut(r, " ")
		path = strings.NewReplacer("{id}", "0190a0a0-0000-7000-8000-000000000000", "{number}", "1").Replace(path)
		if need == auth.Public {
			continue
		}
		if a := b.do(method, path, ""); a.code != 401 {
			t.Errorf("%s: %d %s", r, a.code, a.body)
		}
	}
	b.did()
	b.audits()
}

// TestRoles asks every route as each role: who may not gets 403, who may gets anything else.
func TestRoles(t *testing.T) {
	b := signedIn(t)
	p, err := b.api.d.Auth.Session(t.Context(), b.jar[accessCookie].Value)
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range auth.Roles() {
		_, key, err := b.api.d.Auth.NewKey(t.Context(), p, string(role), role)
		if err != nil {
			t.Fatal(err)
		}
		b.key = key
		for r, need := range auth.Routes {
			if need == auth.Public || strings.HasSuffix(r, "/events") || strings.HasSuffix(r, "-all") {
				continue
			}
			method, path, _ := strings.Cut(r, " ")
			path = strings.NewReplacer("{id}", "0190a0a0-0000-7000-8000-000000000000", "{number}", "1").Replace(path)
			if a := b.do(method, path, ""); (a.code == 403 && a.get("code") == "forbidden") == role.May(need) {
				t.Errorf("%s as %s: %d %s", r, role, a.code, a.body)
			}
		}
	}
}

func TestProblemsHaveOneShape(t *testing.T) {
	b := signedIn(t)
	b.do("GET", "/api/v1/nowhere", "").fails(404, "no_route")
	b.do("GET", "/api/nowhere", "").fails(404, "no_route")
	b.do("GET", "/api/v1/flows/not-an-id", "").fails(404, "not_found")
	b.do("POST", "/api/v1/flows", "{").fails(400, "bad_request")
	b.do("POST", "/api/v1/flows", "", "Content-Type", "application/json").fails(400, "bad_request")
	b.do("GET", "/api/v1/contacts?limit=0&cursor=x", "").fails(422, "validation_failed")
	b.do("GET", "/api/v1/contacts?cursor=x", "").fails(400, "bad_cursor")
	a := b.do("POST", "/api/v1/contact-fields", `{"key":"9","label":"","type":"thing","more":1}`).fails(422, "validation_failed")
	var paths []string
	for i := 0; a.get(fmt.Sprintf("errors.%d", i)) != nil; i++ {
		paths = append(paths, a.text(fmt.Sprintf("errors.%d.path", i))+" "+a.text(fmt.Sprintf("errors.%d.code", i)))
	}
	slices.Sort(paths)
	if want := []string{"/key malformed", "/label too_short", "/more unexpected", "/type not_one_of"}; !slices.Equal(paths, want) {
		t.Errorf("%q", paths)
	}
	b.fail = errors.New("secret detail")
	if a := b.do("POST", "/api/v1/demo/reset", "").fails(500, "internal"); strings.Contains(a.body, "secret detail") {
		t.Error("the cause must stay inside")
	}
}
