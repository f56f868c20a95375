package api

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"flusso/server/fault"
	"flusso/server/store"
)

func TestSignInSetsCookiesAndOut(t *testing.T) {
	b := signedIn(t)
	for _, name := range []string{accessCookie, refreshCookie} {
		c := b.jar[name]
		if c == nil || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure {
			t.Errorf("%s: %+v", name, c)
		}
	}
	if b.jar[refreshCookie].Path != "/api/v1/auth" {
		t.Error("the refresh token must go only where it is exchanged")
	}
	me := b.do("GET", "/api/v1/me", "").is(200)
	if me.text("email") != "ada@example.com" || me.text("role") != "owner" || me.text("time_zone") != "Europe/Rome" || me.get("insecure_http") != true || me.get("permissions.0") == nil {
		t.Fatal(me.body)
	}
	if strings.Contains(me.body, "argon2") {
		t.Fatal("the hash of the password came out")
	}
	b.now = b.now.Add(20 * time.Minute)
	b.do("GET", "/api/v1/me", "").fails(401, "session_expired")
	b.do("POST", "/api/v1/auth/refresh", "").is(200)
	b.do("GET", "/api/v1/me", "").is(200)
	kept := *b.jar[accessCookie]
	b.do("POST", "/api/v1/auth/logout", "").is(204)
	if len(b.jar) != 0 {
		t.Fatal(b.jar)
	}
	b.jar[accessCookie] = &kept
	b.do("GET", "/api/v1/me", "").fails(401, "session_expired")
	b.do("POST", "/api/v1/auth/login", `{"email":"ada@example.com","password":"wrong"}`).fails(401, "bad_credentials")
}

func TestSetupOverTheAPI(t *testing.T) {
	b := setup(t)
	g := b.do("GET", "/api/v1/setup", "", "Accept-Language", "it-IT,it;q=0.9,en;q=0.8").is(200)
	if g.get("needed") != true || g.text("guess.language") != "it" || g.text("guess.country") != "IT" || g.text("guess.time_zone") != "Europe/Rome" {
		t.Fatal(g.body)
	}
	token, err := b.api.d.Auth.SetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b.do("POST", "/api/v1/setup", `{"token":"x","name":"Ada","email":"a@b.it","password":"analytical"}`).fails(403, "setup_bad_token")
	b.do("POST", "/api/v1/setup", `{"token":"`+token+`","name":"Ada","email":"a@b.it","password":"analytical","time_zone":"Mars/Base"}`).fails(422, "validation_failed")
	b.do("POST", "/api/v1/setup", `{"token":"`+token+`","name":"Ada","email":"a@b.it","password":"analytical","language":"it","time_zone":"Europe/Rome","country":"it"}`).is(200)
	b.do("GET", "/api/v1/me", "").is(200)
	if g := b.do("GET", "/api/v1/setup", "").is(200); g.get("needed") != false {
		t.Fatal(g.body)
	}
	b.do("PATCH", "/api/v1/account", `{"name":"Shop","stop_words":["basta"]}`).is(200)
	if a := b.do("GET", "/api/v1/account", "").is(200); a.text("name") != "Shop" || a.text("country") != "IT" || a.text("stop_words.0") != "basta" || a.get("start_words.0") == nil {
		t.Fatal(a.body)
	}
}

func TestWritesFromOtherSitesAreRefused(t *testing.T) {
	b := signedIn(t)
	for name, c := range map[string]struct {
		headers []string
		ok      bool
	}{
		"same origin":        {[]string{"Sec-Fetch-Site", "same-origin"}, true},
		"same site":          {[]string{"Sec-Fetch-Site", "same-site"}, false},
		"cross site":         {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "http://flows.example.com"}, false},
		"own origin":         {[]string{"Origin", "http://flows.example.com"}, true},
		"public URL":         {[]string{"Origin", "https://flows.example.com"}, true},
		"other origin":       {[]string{"Origin", "https://evil.example"}, false},
		"sandboxed page":     {[]string{"Origin", "null"}, false},
		"a program":          {nil, true},
		"another port of it": {[]string{"Origin", "http://flows.example.com:81"}, false},
	} {
		a := b.do("PATCH", "/api/v1/account", `{"name":"x"}`, c.headers...)
		if (a.code == 200) != c.ok {
			t.Errorf("%s: %d %s", name, a.code, a.body)
		}
	}
	b.do("GET", "/api/v1/me", "", "Sec-Fetch-Site", "cross-site").is(200)
}

// TestAddressBehindProxies: what a client writes itself must not count.
func TestAddressBehindProxies(t *testing.T) {
	app := fiber.New()
	for _, c := range []struct{ peer, header, want string }{
		{"203.0.113.9", "", "203.0.113.9"},
		{"203.0.113.9", "1.2.3.4", "203.0.113.9"},
		{"10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"},
		{"10.0.0.1", "1.2.3.4, 198.51.100.7, 10.0.0.2", "198.51.100.7"},
		{"10.0.0.1", "", "10.0.0.1"},
		{"10.0.0.1", "nonsense", "10.0.0.1"},
		{"10.0.0.1", "10.0.0.3", "10.0.0.3"},
	} {
		raw := &fasthttp.RequestCtx{}
		raw.Init(&fasthttp.Request{}, &net.TCPAddr{IP: net.ParseIP(c.peer), Port: 1}, nil)
		ctx := app.AcquireCtx(raw)
		ctx.Request().Header.Set("X-Forwarded-For", c.header)
		if got := address(ctx, []string{"10.0.0.0/8"}); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
		app.ReleaseCtx(ctx)
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	b := setup(t)
	for _, path := range []string{"/", "/api/v1/me", "/healthz", "/api/docs"} {
		h := b.do("GET", path, "").head
		if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self';") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: %q", path, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Server") != "" || h.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestWebhookEndpoint(t *testing.T) {
	b := setup(t)
	const at = "/webhooks/whatsapp"
	ok := b.do("GET", at+"?hub.mode=subscribe&hub.verify_token=right&hub.challenge=12345", "").is(200)
	if ok.body != "12345" || !strings.HasPrefix(ok.head.Get("Content-Type"), "text/plain") {
		t.Fatalf("%q %v", ok.body, ok.head)
	}
	b.do("GET", at+"?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1", "").fails(403, "bad_verify_token")
	b.do("GET", at+"?hub.mode=other&hub.verify_token=right&hub.challenge=1", "").fails(403, "bad_verify_token")
	b.do("POST", at, `{"a":1}`, "X-Hub-Signature-256", "good").is(200)
	b.did("deliver 7")
	b.do("POST", at, `{"a":1}`).fails(401, "bad_signature")
	b.did()
	b.fail = io.ErrUnexpectedEOF
	b.do("POST", at, `{"a":1}`, "X-Hub-Signature-256", "good").fails(500, "internal")
	b.fail = fault.NotReady.New()
	b.do("POST", at, `{"a":1}`, "X-Hub-Signature-256", "good").fails(503, "unavailable")
}

func TestEditorIsServed(t *testing.T) {
	b := setup(t)
	for _, path := range []string{"/", "/flows/123/edit", "/login", "/index.html"} {
		a := b.do("GET", path, "").is(200)
		if !strings.Contains(a.body, "<title>Flusso") || a.head.Get("Cache-Control") != "no-cache" || a.head.Get("ETag") == "" {
			t.Errorf("%s: %v %s", path, a.head, a.body)
		}
	}
	index := b.do("GET", "/", "")
	if n := b.do("GET", "/", "", "If-None-Match", index.head.Get("ETag")); n.code != 304 || n.body != "" {
		t.Error(n.code, n.body)
	}
	a := b.do("GET", "/assets/app-1.js", "", "Accept-Encoding", "gzip").is(200)
	z, err := gzip.NewReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err, a.head)
	}
	raw, err := io.ReadAll(z)
	if err != nil || len(raw) != 3300 || !strings.Contains(a.head.Get("Cache-Control"), "immutable") || a.head.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Error(len(raw), err, a.head)
	}
	if br := b.do("GET", "/assets/app-1.js", "", "Accept-Encoding", "gzip, br"); br.head.Get("Content-Encoding") != "br" || len(br.body) > 300 {
		t.Error(br.head)
	}
	for _, path := range []string{"/assets/gone.js", "/assets/../index.html", "/favicon.png", "/assets/"} {
		if a := b.do("GET", path, ""); a.code != 404 && !strings.Contains(a.head.Get("Content-Type"), "html") {
			t.Errorf("%s: %d", path, a.code)
		}
	}
	b.do("GET", "/assets/gone.js", "").fails(404, "no_route")
}

func TestHealthAndMetrics(t *testing.T) {
	b := setup(t)
	b.do("GET", "/healthz", "").is(200)
	b.do("GET", "/readyz", "").is(200)
	b.do("GET", "/metrics", "").fails(403, "forbidden") // the test's address is not this machine
	b.api.d.Config.MetricsToken = "tell me"
	b.do("GET", "/metrics", "", "Authorization", "Bearer wrong").fails(401, "not_signed_in")
	if m := b.do("GET", "/metrics", "", "Authorization", "Bearer tell me").is(200); !strings.Contains(m.body, "flusso_store_commits_total") {
		t.Error(m.body)
	}
	b.api.d.Ready = func() error { return io.EOF }
	b.do("GET", "/readyz", "").fails(503, "unavailable")
}

func TestDescriptionOfTheAPI(t *testing.T) {
	b := setup(t)
	a := b.do("GET", "/api/openapi.json", "").is(200)
	if !strings.HasPrefix(a.text("openapi"), "3.1") || strings.Contains(a.body, `"$schema"`) || strings.Contains(a.body, "http://") {
		t.Fatal(a.body[:200])
	}
	for _, path := range []string{"/api/docs", "/api/docs.js", "/api/docs.css"} {
		if d := b.do("GET", path, "").is(200); strings.Contains(d.body, "https://") || strings.Contains(d.body, "http://") {
			t.Errorf("%s names another host", path)
		}
	}
}

func TestBodiesAreCapped(t *testing.T) {
	b := signedIn(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = b.api.Serve(ln) }()
	t.Cleanup(func() { _ = b.api.Shutdown(context.Background()) })
	post := func(path string, n int) int {
		resp, err := http.Post("http://"+ln.Addr().String()+path, "application/json", bytes.NewReader(bytes.Repeat([]byte("x"), n)))
		if err != nil {
			return 0 // the server hung up while we were still writing: refused all the same
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	if got := post("/api/v1/flows", jsonLimit+1); got != 413 && got != 0 {
		t.Error(got)
	}
	if got := post("/webhooks/whatsapp", hookLimit+1); got != 413 && got != 0 {
		t.Error(got)
	}
	if got := post("/webhooks/whatsapp", jsonLimit+1); got != 401 {
		t.Error("a large webhook must get through to its signature check", got)
	}
	if got := post("/api/v1/media", jsonLimit+1); got != 413 && got != 0 {
		t.Error("nobody who is not signed in may send a large file", got)
	}
}

// TestLiveChanges listens over a real connection: headers at once, one event per change, and the
// rest after coming back with Last-Event-ID.
func TestLiveChanges(t *testing.T) {
	b := signedIn(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go b.api.d.Hub.Run(ctx)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = b.api.Serve(ln) }()
	listen := func(last string) *bufio.Reader {
		req, err := http.NewRequestWithContext(ctx, "GET", "http://"+ln.Addr().String()+"/api/v1/events", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.AddCookie(b.jar[accessCookie])
		if last != "" {
			req.Header.Set("Last-Event-ID", last)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil || resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/event-stream" || resp.Header.Get("X-Accel-Buffering") != "no" {
			t.Fatal(resp, err)
		}
		t.Cleanup(func() { _ = resp.Body.Close() })
		return bufio.NewReader(resp.Body)
	}
	event := func(r *bufio.Reader) (id, name, data string) {
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			k, v, _ := strings.Cut(strings.TrimSpace(line), ": ")
			switch k {
			case "id":
				id = v
			case "event":
				name = v
			case "data":
				data = v
			case "":
				if name != "" {
					return id, name, data
				}
			}
		}
	}
	r := listen("")
	start, name, _ := event(r)
	if name != "hello" {
		t.Fatal(name)
	}
	b.example()
	_, name, data := event(r)
	if name != "change" || !strings.Contains(data, `"flows"`) || !strings.Contains(data, `"flow:`) {
		t.Fatal(name, data)
	}
	if _, name, data := event(listen(start)); name != "change" || !strings.Contains(data, `"flow:`) {
		t.Fatal("what was missed must come", name, data)
	}
	if _, name, _ := event(listen("999999")); name != "reset" {
		t.Fatal("an unknown id is a reset", name)
	}
	stopped, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	if err := b.api.Shutdown(stopped); err != nil {
		t.Fatal("streams must not hold up the stop", err)
	}
	b.do("GET", "/api/v1/me", "").is(200)
}

func TestMediaUpAndDown(t *testing.T) {
	b := signedIn(t)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write([]byte("hello"))
	_ = w.Close()
	up := b.do("POST", "/api/v1/media", form.String(), "Content-Type", w.FormDataContentType()).is(201)
	if up.text("filename") != "a.txt" || up.get("size") != 5.0 || !strings.HasPrefix(up.text("url"), "/media/") {
		t.Fatal(up.body)
	}
	b.did("save a.txt 5")
	b.do("POST", "/api/v1/media", "x", "Content-Type", "text/plain").fails(415, "unsupported_media_type")
	b.do("POST", "/api/v1/media", "--x--", "Content-Type", "multipart/form-data; boundary=x").fails(422, "validation_failed")
	b.do("GET", "/media/0190a0a0-0000-7000-8000-000000000000", "").fails(404, "not_found")
}

func TestContactsAndTags(t *testing.T) {
	b := signedIn(t)
	first := b.do("POST", "/api/v1/contacts", `{"phone":"333 111 2222","name":"Ada Lovelace","tags":["vip","vip"],"fields":{"size":"L"}}`).is(201)
	if first.text("phone") != "+393331112222" || first.text("first_name") != "Ada" || first.text("last_name") != "Lovelace" {
		t.Fatal(first.body)
	}
	same := b.do("POST", "/api/v1/contacts", `{"phone":"+39 333 111 2222","email":"a@b.it"}`).is(201)
	if same.text("id") != first.text("id") || same.text("email") != "a@b.it" || same.text("tags.0") != "vip" || same.get("tags.1") != nil {
		t.Fatal(same.body)
	}
	other := b.do("POST", "/api/v1/contacts", `{"user_id":"IT.1x9","first_name":"Bo%"}`).is(201)
	if l := b.do("GET", "/api/v1/contacts?q=bo%25", "").is(200); l.text("items.0.id") != other.text("id") || l.get("items.1") != nil {
		t.Fatal(l.body)
	}
	one := b.do("GET", "/api/v1/contacts?limit=1", "").is(200)
	next := b.do("GET", "/api/v1/contacts?limit=1&cursor="+one.text("next_cursor"), "").is(200)
	if one.text("items.0.id") != other.text("id") || next.text("items.0.id") != first.text("id") || next.get("next_cursor") != nil {
		t.Fatal(one.body, next.body)
	}
	if g := b.do("GET", "/api/v1/tags", "").is(200); g.text("items.0.name") != "vip" || g.get("items.0.count") != 1.0 {
		t.Fatal(g.body)
	}
	path := "/api/v1/contacts/" + other.text("id")
	b.do("PATCH", path, `{"phone":"+393331112222"}`).fails(422, "validation_failed")
	p := b.do("PATCH", path, `{"phone":"+393339998888","tags":[],"opted_out":true,"fields":{"x":1}}`).is(200)
	if p.text("phone") != "+393339998888" || p.get("opted_out") != true || p.get("fields.x") != 1.0 {
		t.Fatal(p.body)
	}
	b.do("POST", "/api/v1/contacts", `{"email":"no"}`).fails(422, "validation_failed")
	b.do("POST", "/api/v1/contact-fields", `{"key":"size","label":"Size","type":"text"}`).is(201)
	b.do("POST", "/api/v1/contact-fields", `{"key":"size","label":"Size","type":"text"}`).fails(422, "validation_failed")
	b.do("DELETE", path, "").is(204)
	b.do("GET", path, "").fails(404, "not_found")
	b.did()
}

func TestConversationActionsReachTheRightParts(t *testing.T) {
	b := signedIn(t)
	c := b.do("POST", "/api/v1/contacts", `{"phone":"+393331112222","first_name":"Ada"}`).is(201)
	key := b.api.d.IDs.New()
	err := b.st.Write(t.Context(), func(tx *store.Tx) error {
		row, err := tx.ContactByAlias("wa:393331112222")
		if err != nil {
			return err
		}
		_, err = tx.EnsureConversation(row, 1, store.ConversationID{ID: key})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	path := "/api/v1/conversations/" + key.String()
	v := b.do("GET", path, "").is(200)
	if v.text("contact.name") != "Ada" || v.text("channel.kind") != "demo" || v.text("bot") != "on" || v.get("window_until") != nil || v.get("last_message") != nil {
		t.Fatal(v.body)
	}
	b.do("PATCH", path, `{"status":"new"}`).is(200)
	if l := b.do("GET", "/api/v1/conversations?status=new&q=ada", "").is(200); l.text("items.0.id") != key.String() {
		t.Fatal(l.body)
	}
	b.do("POST", path+"/take-over", "").is(200)
	b.do("POST", path+"/give-back", "").is(200)
	b.do("POST", path+"/read", "").is(200)
	b.do("POST", path+"/messages", `{}`).fails(422, "validation_failed")
	b.fail = fault.WindowClosed.New()
	b.do("POST", path+"/messages", `{"text":"hello"}`).fails(409, "window_closed")
	b.did("take over", "give back", "send human")
	if l := b.do("GET", "/api/v1/contacts/"+c.text("id")+"/conversations", "").is(200); l.text("items.0.id") != key.String() {
		t.Fatal(l.body)
	}
	b.do("GET", path+"/messages", "").is(200)
	b.do("GET", "/api/v1/conversations?channel=nonsense", "").is(200)
}

func TestChannelSecretsNeverComeBack(t *testing.T) {
	b := signedIn(t)
	a := b.do("POST", "/api/v1/channels", `{"name":"Shop","phone_number_id":"100000000000001","waba_id":"200000000000002","access_token":"EAASecretToken","app_secret":"s3cret-value"}`).is(201)
	id := a.text("id")
	b.do("PATCH", "/api/v1/channels/"+id, `{"app_secret_next":"next-s3cret"}`).is(200)
	p := b.do("PATCH", "/api/v1/channels/"+id, `{"promote_secret":true,"name":"Store"}`).is(200)
	if p.get("has_token") != true || p.get("has_secret") != true || p.get("has_next_secret") != false || p.text("name") != "Store" || len(p.text("verify_token")) != 24 ||
		p.text("callback_url") != "https://flows.example.com/webhooks/whatsapp" {
		t.Fatal(p.body)
	}
	row, err := b.st.ChannelByRow(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	cred, err := b.api.credentials(row)
	if err != nil || cred.Token != "EAASecretToken" || cred.Secret != "next-s3cret" {
		t.Fatal(cred.Secret, err)
	}
	all := a.body + p.body + b.do("GET", "/api/v1/channels", "").body + b.do("GET", "/api/v1/audit", "").body
	for _, secret := range []string{"EAASecretToken", "s3cret-value", "next-s3cret"} {
		if strings.Contains(all, secret) || bytes.Contains(row.TokenSealed, []byte(secret)) {
			t.Errorf("%s is readable", secret)
		}
	}
	b.do("POST", "/api/v1/channels", `{"name":"Again","phone_number_id":"100000000000001","waba_id":"200000000000002","access_token":"x","app_secret":"y"}`).fails(409, "channel_taken")
	if w := b.do("POST", "/api/v1/channels", `{"phone_number_id":"+39 333"}`).fails(422, "validation_failed"); w.get("errors.4") == nil {
		t.Error("all wrong values at once", w.body)
	}
	demo := b.do("GET", "/api/v1/channels", "").text("items.0.id")
	b.do("DELETE", "/api/v1/channels/"+demo, "").fails(409, "channel_built_in")
	b.do("DELETE", "/api/v1/channels/"+id, "").is(204)
	b.do("GET", "/api/v1/channels/"+id, "").fails(404, "not_found")
	b.did("reload channels", "reload channels", "reload channels", "reload channels")
}
