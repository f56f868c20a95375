package servertest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// stranger is somebody without a sign-in who was given a link.
type stranger struct {
	s    *Server
	path string // of the API
}

func (s *Server) stranger(link Answer) stranger {
	_, token, _ := strings.Cut(link.Text("url"), "/try/")
	return stranger{s, "/api/v1/shared/" + token}
}

func (v stranger) ask(method, path, body string, status int) (Answer, http.Header, string) {
	v.s.T.Helper()
	req, err := http.NewRequestWithContext(v.s.T.Context(), method, v.s.URL+path, strings.NewReader(body))
	if err != nil {
		v.s.T.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		v.s.T.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		v.s.T.Fatal(err)
	}
	if resp.StatusCode != status {
		v.s.T.Fatalf("%s %s %s: %d instead of %d: %s", method, path, body, resp.StatusCode, status, raw)
	}
	out := Answer{}
	_ = json.Unmarshal(raw, &out)
	return out, resp.Header, string(raw)
}

// plays gives the whole answer to a conversation: texts, or "skip".
func (v stranger) plays(inputs ...string) Answer {
	v.s.T.Helper()
	list := []any{}
	for _, in := range inputs {
		if in == "skip" {
			list = append(list, map[string]any{"kind": "skip"})
		} else {
			list = append(list, map[string]any{"kind": "message", "content": map[string]any{"type": "text", "text": in}})
		}
	}
	raw, err := json.Marshal(map[string]any{"inputs": list})
	if err != nil {
		v.s.T.Fatal(err)
	}
	a, _, _ := v.ask("POST", v.path+"/simulate", string(raw), http.StatusOK)
	return a
}

// gone wants every way in to be shut, always with the same answer.
func (v stranger) gone() {
	v.s.T.Helper()
	const want = `{"type":"about:blank","title":"Gone","status":410,"code":"link_gone","detail":"This link has ended or was withdrawn."}`
	for method, path := range map[string]string{"GET": v.path, "POST": v.path + "/simulate"} {
		if _, _, raw := v.ask(method, path, `{"inputs":[]}`, http.StatusGone); strings.TrimSpace(raw) != want {
			v.s.T.Errorf("%s: %s", method, raw)
		}
	}
	v.ask("GET", v.path+"/media/00000000000000000000000000000001", "", http.StatusGone)
}

// linesOf are the texts of a conversation, each with who said it.
func linesOf(a Answer) (out []string) {
	for _, line := range a["lines"].([]any) {
		l := Answer(line.(map[string]any))
		out = append(out, l.Text("from")+": "+l.Text("content.text"))
	}
	return out
}

// drafted makes a flow that is not published, and gives its id.
func (s *Server) drafted(name string, doc map[string]any) string {
	s.T.Helper()
	return s.Call("POST", "/api/v1/flows", map[string]any{"name": name, "document": doc}, http.StatusCreated).Text("id")
}

func (s *Server) link(flow, life string) Answer {
	s.T.Helper()
	return s.Call("POST", "/api/v1/flows/"+flow+"/links", map[string]any{"life": life}, http.StatusCreated)
}

func wantLines(t *testing.T, a Answer, want ...string) {
	t.Helper()
	if got := linesOf(a); !slices.Equal(got, want) {
		t.Errorf("lines %q, want %q", got, want)
	}
}

func TestALinkOpensTheNewestDraftUntilItEnds(t *testing.T) {
	s := Start(t)
	doc := func(words string) map[string]any {
		return s.document(word("hi"), "", [][2]any{
			ask(words),
			{"delay", map[string]any{"mode": "amount", "delay": map[string]any{"amount": 2, "unit": "h"}}},
			say("Bye {{ step.s0 }}"),
		}, "0 next 1", "1 next 2")
	}
	flow := s.drafted("Orders", doc("Hello {{ contact.first_name }}, which name?"))
	s.Call("PATCH", "/api/v1/account", map[string]any{"name": "Tea shop"}, http.StatusOK)
	hour, week := s.link(flow, "hour"), s.link(flow, "week")
	v := s.stranger(hour)
	about, head, _ := v.ask("GET", v.path, "", http.StatusOK)
	if about.Text("name") != "Orders" || about.Text("business") != "Tea shop" || about.Text("language") == "" || about.Text("until") != hour.Text("until") || len(about) != 4 {
		t.Errorf("about %v", about)
	}
	if head.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(head.Get("X-Robots-Tag"), "noindex") || head.Get("Cache-Control") != "no-store" || head.Get("Set-Cookie") != "" {
		t.Errorf("headers %v", head)
	}
	_, place, _ := strings.Cut(hour.Text("url"), "flows.example.com")
	_, head, _ = v.ask("GET", place, "", http.StatusOK)
	if head.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(head.Get("X-Robots-Tag"), "noindex") || !strings.Contains(head.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
		t.Errorf("headers of the page %v", head)
	}
	first := v.plays()
	wantLines(t, first, "flow: Hello Maria, which name?")
	if first.Text("wait.kind") != "reply" || first.Get("wait.until") != nil || first.Get("ended") != false || first.Text("visitor") != "Maria" {
		t.Errorf("first %v", first)
	}
	wantLines(t, v.plays("Ada"), "flow: Hello Maria, which name?", "visitor: Ada")
	last := v.plays("Ada", "skip")
	wantLines(t, last, "flow: Hello Maria, which name?", "visitor: Ada", "clock: ", "flow: Bye Ada")
	if last.Get("ended") != true || last.Get("wait") != nil {
		t.Errorf("last %v", last)
	}
	s.change(flow, doc("What are you called?"))
	again := v.plays("Ada", "skip", "skip")
	wantLines(t, again, "flow: What are you called?", "visitor: Ada", "clock: ", "flow: Bye Ada")
	if again.Text("edition") == last.Text("edition") {
		t.Error("the draft changed, and the visitor is not told")
	}
	// Nobody has come, nothing has left, nothing is counted.
	if n := len(s.Call("GET", "/api/v1/contacts", nil, http.StatusOK)["items"].([]any)); n != 0 || len(s.Graph.Sent()) != 0 {
		t.Errorf("%d contacts, %d messages", n, len(s.Graph.Sent()))
	}
	if n := s.Call("GET", "/api/v1/flows/"+flow, nil, http.StatusOK).Get("people"); n != 0.0 {
		t.Errorf("%v people", n)
	}
	open := s.Call("GET", "/api/v1/flows/"+flow+"/links", nil, http.StatusOK)
	if open.Text("items.0.url") != week.Text("url") || open.Text("items.1.url") != hour.Text("url") || open.Text("items.0.author.name") == "" {
		t.Errorf("open %v", open)
	}
	s.Clock.Add(time.Hour - time.Second)
	v.plays()
	s.Clock.Add(time.Second)
	v.gone()
	s.SignIn()
	if open := s.Call("GET", "/api/v1/flows/"+flow+"/links", nil, http.StatusOK); len(open["items"].([]any)) != 1 {
		t.Errorf("open %v", open)
	}
	other := s.stranger(week)
	other.plays()
	at := "/api/v1/flows/" + flow + "/links/" + week.Text("id")
	s.Call("DELETE", at, nil, http.StatusNoContent)
	s.Call("DELETE", at, nil, http.StatusNotFound)
	other.gone()
	stranger{s, "/api/v1/shared/nothing"}.gone()
	day := s.stranger(s.link(flow, "day"))
	s.Call("POST", "/api/v1/flows/"+flow+"/archive", nil, http.StatusOK)
	day.gone()
	s.Call("POST", "/api/v1/flows/"+flow+"/links", nil, http.StatusConflict)
	s.Call("DELETE", "/api/v1/flows/"+flow, nil, http.StatusNoContent)
	day.gone()
	var did []string
	for _, line := range s.Call("GET", "/api/v1/audit", nil, http.StatusOK)["items"].([]any) {
		l := Answer(line.(map[string]any))
		if strings.HasPrefix(l.Text("action"), "link_") {
			did = append(did, l.Text("action"))
			if raw, _ := json.Marshal(l); strings.Contains(string(raw), strings.TrimPrefix(day.path, "/api/v1/shared/")) {
				t.Errorf("the audit log holds the token: %s", raw)
			}
		}
	}
	if want := []string{"link_made", "link_withdrawn", "link_made", "link_made"}; !slices.Equal(did, want) {
		t.Errorf("audit %q", did)
	}
	key := s.Call("POST", "/api/v1/api-keys", map[string]any{"name": "wall", "role": "viewer"}, http.StatusCreated).Text("key")
	s.Call("GET", "/api/v1/flows/"+flow+"/links", nil, http.StatusForbidden, "Authorization", "Bearer "+key)
}

func TestALinkShowsWhatACustomerSeesAndNothingElse(t *testing.T) {
	other := &tried{}
	srv := httptest.NewServer(other)
	t.Cleanup(srv.Close)
	s := Start(t, "FLUSSO_ALLOW_PRIVATE="+srv.Listener.Addr().String())
	s.Call("POST", "/api/v1/contacts", map[string]any{"phone": "+393331112222", "first_name": "Ludmilla"}, http.StatusCreated)
	call := func(sample string) [2]any {
		return [2]any{"http", map[string]any{"method": "POST", "url": srv.URL + "/orders?key=SECRETQUERY", "time_limit": 5, "sample": sample,
			"headers": []any{map[string]any{"name": "X-Key", "value": "SECRETHEADER"}}}}
	}
	flow := s.drafted("Orders", s.document(word("hi"), "", [][2]any{
		{"set_variable", map[string]any{"changes": []any{map[string]any{"variable": "price", "op": "set", "value": "SECRETVALUE"}}}},
		call(`{"count": 7, "hidden": "SECRETSAMPLE"}`),
		say("We have {{ step.s1.json.count }}"),
		{"tag", map[string]any{"scope": "contact", "mode": "add", "tags": []any{"SECRETTAG"}}},
		{"menu", map[string]any{"text": "Which?", "options": []any{map[string]any{"id": "tea", "title": "Tea"}, map[string]any{"id": "milk", "title": "Milk"}}}},
	}, "0 next 1", "1 success 2", "2 next 3", "3 next 4"))
	v := s.stranger(s.link(flow, "day"))
	_, _, raw := v.ask("POST", v.path+"/simulate", `{"inputs":[]}`, http.StatusOK)
	for _, secret := range []string{"SECRET", "Ludmilla", "s1", "price", "snapshot", "variables", srv.URL} {
		if strings.Contains(raw, secret) {
			t.Errorf("a visitor is told %q: %s", secret, raw)
		}
	}
	a := v.plays()
	wantLines(t, a, "flow: We have 7", "flow: Which?")
	if a.Text("lines.1.content.options.0.title") != "Tea" || a.Text("lines.1.content.options.1.id") != "step0004:milk" {
		t.Errorf("options %v", a)
	}
	_, _, raw = v.ask("POST", v.path+"/simulate", `{"inputs":[{"kind":"message","content":{"type":"button_reply","reply":{"id":"step0004:milk","title":"Milk"}}}]}`, http.StatusOK)
	if !strings.Contains(raw, `"ended":true`) {
		t.Errorf("after the tap: %s", raw)
	}
	// Without a sample a call fails, and nothing leaves either way.
	s.change(flow, s.document(word("hi"), "", [][2]any{call(""), say("went on"), say("could not ask")}, "0 success 1", "0 error 2"))
	wantLines(t, v.plays(), "flow: could not ask")
	if calls, _ := other.seen(); len(calls) != 0 {
		t.Errorf("a visitor's conversation called %q", calls)
	}
	// A link opens its flow and nothing else of the account.
	second := s.drafted("Other", s.document(word("yo"), "", [][2]any{say("other words")}))
	for _, path := range []string{"/api/v1/flows/" + second, "/api/v1/flows/" + flow, "/api/v1/flows/" + flow + "/links", "/api/v1/me"} {
		v.ask("GET", path, "", http.StatusUnauthorized)
	}
	_, _, raw = v.ask("POST", v.path+"/simulate", fmt.Sprintf(`{"inputs":[],"flow":%q}`, second), http.StatusUnprocessableEntity)
	if strings.Contains(raw, "other words") {
		t.Error(raw)
	}
}

func TestALinkTakesOnlyWhatCustomersWrite(t *testing.T) {
	s := Start(t)
	flow := s.drafted("Orders", s.document(word("hi"), "", [][2]any{ask("Name?")}))
	v := s.stranger(s.link(flow, "day"))
	long := strings.Repeat("x", 4097)
	for _, body := range []string{
		``, `null`, `[]`, `{`, `{"inputs":[{"kind":"effect","choice":"real"}]}`, `{"inputs":[{"kind":"jump","step":"x"}]}`, `{"inputs":[{"kind":"message"}]}`,
		`{"inputs":[{"kind":"message","content":{"type":"text","text":"` + long + `"}}]}`, `{"inputs":[{"kind":"message","content":{"type":"system"}}]}`,
		`{"inputs":[{"kind":"message","content":{"type":"button_reply"}}]}`, `{"inputs":[{"kind":"message","content":{"type":"image"}}]}`,
		`{"inputs":[{"kind":"message","content":{"type":"unknown","raw":{"a":1}}}]}`, `{"inputs":[],"began":"1970-01-01T00:00:00Z"}`, `{"inputs":[],"began":"2999-01-01T00:00:00Z"}`,
		`{"inputs":[` + strings.TrimSuffix(strings.Repeat(`{"kind":"skip"},`, 201), ",") + `]}`, `{"inputs":[],"contact":{"phone":"+39333"}}`, `{"inputs":[],"document":{}}`,
	} {
		s.Clock.Add(time.Second)
		req, err := http.NewRequestWithContext(t.Context(), "POST", s.URL+v.path+"/simulate", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusUnprocessableEntity && resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%.120s: %d", body, resp.StatusCode)
		}
	}
	v.ask("POST", v.path+"/simulate", `{"inputs":[{"kind":"message","content":{"type":"text","text":"`+strings.Repeat("x", 600<<10)+`"}}]}`, http.StatusRequestEntityTooLarge)
	// Two hundred of them are a conversation still, and the last that is taken.
	a, _, _ := v.ask("POST", v.path+"/simulate", `{"inputs":[`+strings.TrimSuffix(strings.Repeat(`{"kind":"message","content":{"type":"text","text":"hi"}},`, 200), ",")+`]}`, http.StatusOK)
	if a.Get("full") != true {
		t.Error("200 inputs leave room")
	}
	// A flow that goes round without end costs what it may.
	round := s.document(word("hi"), "", [][2]any{say("again"), {"delay", map[string]any{"mode": "amount", "delay": map[string]any{"amount": 1, "unit": "s"}}},
		{"goto", map[string]any{"step": "step0000"}}}, "0 next 1", "1 next 2")
	s.change(flow, round)
	if a := v.plays("hi"); len(a["lines"].([]any)) > 1000 || a.Get("full") != true {
		t.Errorf("%d lines of a flow without an end, full %v", len(a["lines"].([]any)), a.Get("full"))
	}
}

func TestVisitorsAreSlowedDown(t *testing.T) {
	s := Start(t)
	flow := s.drafted("Orders", s.document(word("hi"), "", [][2]any{say("hi")}))
	v := s.stranger(s.link(flow, "day"))
	var refused int
	for range 45 {
		req, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+v.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode == http.StatusTooManyRequests && resp.Header.Get("Retry-After") == "1" {
			refused++
		}
	}
	if refused != 5 {
		t.Errorf("%d of 45 requests at once were refused, want 5", refused)
	}
	// Guessing tokens is slowed down like everything else of that address.
	a, _, _ := stranger{s, ""}.ask("GET", "/api/v1/shared/guess", "", http.StatusTooManyRequests)
	if a.Text("code") != "too_many_requests" {
		t.Errorf("%v", a)
	}
	s.Clock.Add(time.Second)
	v.ask("GET", v.path, "", http.StatusOK)
}
