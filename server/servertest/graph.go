// Package servertest is for tests only: a Graph API that judges requests as Meta would, a clock that
// stands still, and the whole server on a real file.
package servertest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Meta's codes that the fake gives.
const (
	CodeParameter   = 100
	CodeToken       = 190
	CodePermission  = 10
	CodeRate        = 130429
	CodePair        = 131056
	CodeWindow      = 131047
	CodeUnknown     = 131000
	CodeRecipient   = 131030
	CodeUndelivered = 131026
	CodeNoTemplate  = 132001
)

// Account is what the fake knows of the business.
type Account struct {
	PhoneID, WABA, AppID  string
	Token, Secret         string
	Display, Name         string
	Templates             []string // approved, as name/language
	Catalog               []FakeTemplate
	RequireProof          bool     // the app requires appsecret_proof
	TestNumber            bool     // sends only to Recipients
	Recipients            []string // digits
	ExpiresAt             int64    // of the token; 0: never
	Scopes                []string
	Subscribed            bool
	CallbackURL           string
	VerifyToken           string
	CallbackFields        []string
	WindowClosed          map[string]bool // digits of people outside of the 24 hours
	Development           bool            // webhooks of real messages do not come
	Unreachable, BadToken bool
}

// DefaultAccount is a business where everything is right.
func DefaultAccount() Account {
	return Account{PhoneID: "100000000000001", WABA: "200000000000002", AppID: "300000000000003", Token: "EAAGoodToken", Secret: "app-secret",
		Display: "+39 02 1234 5678", Name: "Test Shop", Templates: []string{"hello_world/en_US"}, Subscribed: true, WindowClosed: map[string]bool{},
		Scopes: []string{"whatsapp_business_messaging", "whatsapp_business_management"}, CallbackFields: []string{"messages"}}
}

// Mode is how the fake treats a send.
type Mode int

// How a send may end.
const (
	Accept    Mode = iota // delivered and told
	Throttle              // 400 code 130429, not delivered
	PairLimit             // 400 code 131056, not delivered
	Broken                // 500 code 131000, not delivered
	Ambiguous             // 500 code 131000, delivered all the same
	Drop                  // the connection closes, not delivered
	DropAfter             // the connection closes, delivered all the same
	HTML                  // 502 with a page of an edge server, not delivered
	Hang                  // no answer until Release, delivered
	Refuse                // 400 code 131026
)

// Sent is a message that reached somebody.
type Sent struct {
	ID       string // wamid
	To       string // as it was asked for
	Callback string
	Body     map[string]any
}

// Graph is the fake. Change its fields through Set.
type Graph struct {
	URL string

	mu      sync.Mutex
	t       *testing.T
	acc     Account
	script  []Mode
	sent    []Sent
	refused []string
	reads   []string
	files   map[string]fakeFile
	asked   map[string]int
	next    int
	came    chan struct{}
	release chan struct{}
	srv     *httptest.Server
}

type fakeFile struct {
	mime string
	body []byte
	sha  string // what is announced; empty: the right one
}

// NewGraph starts the fake on loopback.
func NewGraph(t *testing.T) *Graph {
	g := &Graph{t: t, acc: DefaultAccount(), files: map[string]fakeFile{}, asked: map[string]int{}, came: make(chan struct{}, 10000), release: make(chan struct{})}
	g.srv = httptest.NewServer(http.HandlerFunc(g.serve))
	g.URL = g.srv.URL
	t.Cleanup(func() {
		g.Release()
		g.srv.CloseClientConnections()
		g.srv.Close()
	})
	return g
}

// Set changes the account.
func (g *Graph) Set(change func(*Account)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	change(&g.acc)
}

// Account gives a copy of it.
func (g *Graph) Account() Account {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.acc
}

// Script says how the coming sends end; after it they are accepted.
func (g *Graph) Script(modes ...Mode) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.script = append(g.script, modes...)
}

// Release lets hanging answers go.
func (g *Graph) Release() {
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-g.release:
	default:
		close(g.release)
	}
}

// Sent lists what was delivered.
func (g *Graph) Sent() []Sent {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]Sent(nil), g.sent...)
}

// Refused lists why requests were refused as Meta would: a test that does not expect any checks
// that it is empty.
func (g *Graph) Refused() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]string(nil), g.refused...)
}

// Reads lists the messages that were marked read.
func (g *Graph) Reads() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]string(nil), g.reads...)
}

// Asked counts requests by method and the last part of the path.
func (g *Graph) Asked(what string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.asked[what]
}

// Came gives one value for each delivered message.
func (g *Graph) Came() <-chan struct{} { return g.came }

// AddFile puts a file where people have sent it. sha is what Meta announces; "" for the right one.
func (g *Graph) AddFile(id, mime string, body []byte, sha string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.files[id] = fakeFile{mime, body, sha}
}

// fail answers in Meta's shape.
func (g *Graph) fail(w http.ResponseWriter, status, code int, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"message": fmt.Sprintf("(#%d) %s", code, text), "type": "OAuthException", "code": code,
		"error_data": map[string]any{"messaging_product": "whatsapp", "details": text}, "fbtrace_id": "Atrace"}})
}

func (g *Graph) ok(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (g *Graph) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.acc.Unreachable {
		panic(http.ErrAbortHandler)
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	g.asked[r.Method+" "+parts[len(parts)-1]]++
	if parts[0] == "file" {
		g.file(w, r, parts[len(parts)-1])
		return
	}
	if !strings.HasPrefix(parts[0], "v") || len(parts) < 2 {
		g.fail(w, 404, CodeParameter, "unknown path %s", r.URL.Path)
		return
	}
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	app := g.acc.AppID + "|" + g.acc.Secret
	if parts[1] == "debug_token" {
		g.debugToken(w, r, token, app)
		return
	}
	if len(parts) == 3 && parts[1] == g.acc.AppID && parts[2] == "subscriptions" {
		g.subscriptions(w, r, token == app)
		return
	}
	if token != g.acc.Token || g.acc.BadToken {
		g.fail(w, 401, CodeToken, "Invalid OAuth access token")
		return
	}
	if proof := r.URL.Query().Get("appsecret_proof"); proof != "" && proof != proofOf(token, g.acc.Secret) || proof == "" && g.acc.RequireProof {
		g.fail(w, 400, CodeParameter, "Invalid appsecret_proof provided in the API argument")
		return
	}
	g.object(w, r, parts[1:], body)
}

func proofOf(token, secret string) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(token))
	return hex.EncodeToString(m.Sum(nil))
}

func (g *Graph) object(w http.ResponseWriter, r *http.Request, p []string, body []byte) {
	switch {
	case p[0] == g.acc.PhoneID && len(p) == 1:
		mode := "LIVE"
		if g.acc.TestNumber {
			mode = "SANDBOX"
		}
		g.ok(w, map[string]any{"id": g.acc.PhoneID, "display_phone_number": g.acc.Display, "verified_name": g.acc.Name, "quality_rating": "GREEN", "account_mode": mode,
			"throughput": map[string]any{"level": "STANDARD"}})
	case p[0] == g.acc.WABA && len(p) == 2 && p[1] == "message_templates" && r.Method == http.MethodGet:
		g.templates(w, r)
	case p[0] == g.acc.WABA && len(p) == 2 && p[1] == "phone_numbers":
		g.ok(w, map[string]any{"data": []any{map[string]any{"id": g.acc.PhoneID}}})
	case p[0] == g.acc.WABA && len(p) == 2 && p[1] == "subscribed_apps" && r.Method == http.MethodPost:
		g.acc.Subscribed = true
		g.ok(w, map[string]any{"success": true})
	case p[0] == g.acc.WABA && len(p) == 2 && p[1] == "subscribed_apps":
		data := []any{}
		if g.acc.Subscribed {
			data = append(data, map[string]any{"whatsapp_business_api_data": map[string]any{"id": g.acc.AppID}})
		}
		g.ok(w, map[string]any{"data": data})
	case p[0] == g.acc.PhoneID && len(p) == 2 && p[1] == "messages" && r.Method == http.MethodPost:
		g.messages(w, r, body)
	case p[0] == g.acc.PhoneID && len(p) == 2 && p[1] == "media" && r.Method == http.MethodPost:
		g.upload(w, r, body)
	default:
		if f, ok := g.files[p[0]]; ok && len(p) == 1 {
			sha := f.sha
			if sha == "" {
				sum := sha256.Sum256(f.body)
				sha = hex.EncodeToString(sum[:])
			}
			g.ok(w, map[string]any{"url": g.URL + "/file/" + p[0], "mime_type": f.mime, "sha256": sha, "file_size": fmt.Sprint(len(f.body)), "id": p[0]})
			return
		}
		g.fail(w, 400, CodeParameter, "Unsupported request. Object with ID '%s' does not exist", p[0])
	}
}

func (g *Graph) debugToken(w http.ResponseWriter, r *http.Request, asker, app string) {
	input := r.URL.Query().Get("input_token")
	if asker != app && asker != g.acc.Token {
		g.fail(w, 401, CodeToken, "Invalid OAuth access token")
		return
	}
	if input != g.acc.Token || g.acc.BadToken {
		g.ok(w, map[string]any{"data": map[string]any{"is_valid": false, "app_id": g.acc.AppID, "error": map[string]any{"code": CodeToken, "message": "expired"}}})
		return
	}
	g.ok(w, map[string]any{"data": map[string]any{"app_id": g.acc.AppID, "type": "SYSTEM_USER", "is_valid": true, "expires_at": g.acc.ExpiresAt, "scopes": g.acc.Scopes}})
}

func (g *Graph) subscriptions(w http.ResponseWriter, r *http.Request, asApp bool) {
	if !asApp {
		g.fail(w, 400, CodeToken, "This method must be called with an app access_token")
		return
	}
	if r.Method == http.MethodPost {
		g.acc.CallbackURL, g.acc.VerifyToken = r.URL.Query().Get("callback_url"), r.URL.Query().Get("verify_token")
		g.acc.CallbackFields = strings.Split(r.URL.Query().Get("fields"), ",")
		g.ok(w, map[string]any{"success": true})
		return
	}
	data := []any{}
	if g.acc.CallbackURL != "" {
		fields := []any{}
		for _, f := range g.acc.CallbackFields {
			fields = append(fields, map[string]any{"name": f, "version": "v26.0"})
		}
		data = append(data, map[string]any{"object": "whatsapp_business_account", "callback_url": g.acc.CallbackURL, "active": true, "fields": fields})
	}
	g.ok(w, map[string]any{"data": data})
}

func (g *Graph) file(w http.ResponseWriter, r *http.Request, id string) {
	f, ok := g.files[id]
	switch {
	case !ok:
		w.WriteHeader(http.StatusNotFound)
	case r.Header.Get("Authorization") != "Bearer "+g.acc.Token:
		w.WriteHeader(http.StatusUnauthorized)
	case r.Header.Get("User-Agent") == "":
		w.WriteHeader(http.StatusForbidden)
	default:
		w.Header().Set("Content-Type", f.mime)
		_, _ = w.Write(f.body)
	}
}

func (g *Graph) upload(w http.ResponseWriter, r *http.Request, body []byte) {
	text := string(body)
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") || !strings.Contains(text, `name="messaging_product"`) || !strings.Contains(text, `name="file"`) {
		g.fail(w, 400, CodeParameter, "The parameter file is required")
		return
	}
	g.next++
	id := fmt.Sprintf("9%012d", g.next)
	g.files[id] = fakeFile{mime: "application/octet-stream", body: body}
	g.ok(w, map[string]any{"id": id})
}
