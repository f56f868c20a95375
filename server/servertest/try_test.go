package servertest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tried is a system that a step calls in these tests; it keeps what it was asked.
type tried struct {
	mu    sync.Mutex
	calls []string
	keys  []string
}

func (o *tried) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	o.mu.Lock()
	o.calls = append(o.calls, r.Method+" "+r.URL.RequestURI()+" "+r.Header.Get("X-Who")+" "+string(body))
	o.keys = append(o.keys, r.Header.Get("Idempotency-Key"))
	o.mu.Unlock()
	switch r.URL.Path {
	case "/huge":
		io.WriteString(w, strings.Repeat("x", 300<<10))
	case "/text":
		io.WriteString(w, "hello")
	default:
		w.Header().Set("X-Shop", "open")
		io.WriteString(w, `{"count":7,"items":[{"name":"shoe"}]}`)
	}
}

func (o *tried) seen() (calls, keys []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.calls), slices.Clone(o.keys)
}

func TestACallIsTriedWithGivenValues(t *testing.T) {
	other := &tried{}
	srv := httptest.NewServer(other)
	t.Cleanup(srv.Close)
	s := Start(t, "FLUSSO_ALLOW_PRIVATE="+srv.Listener.Addr().String())
	flow := s.Call("POST", "/api/v1/flows", map[string]any{"name": "Orders"}, http.StatusCreated).Text("id")
	try := func(config, values map[string]any) Answer {
		t.Helper()
		return s.Call("POST", "/api/v1/flows/"+flow+"/try-call", map[string]any{"kind": "http", "config": config, "values": values}, http.StatusOK)
	}
	post := map[string]any{"method": "POST", "url": srv.URL + "/orders/{{ step.order }}", "body_kind": "json", "time_limit": 5,
		"headers": []any{map[string]any{"name": "X-Who", "value": "{{ contact.first_name }}"}},
		"body":    `{"total": {{ var.total }}, "second": "{{ step.shop.json.items[1].name }}", "label": "{{ step.order.label }}"}`}
	values := map[string]any{"step.order": "A/7", "step.order.label": "Seven / one", "contact.first_name": "Ana", "var.total": 12.5, "step.shop.json.items[1].name": "hat"}
	a := try(post, values)
	if a.Get("result.status").(float64) != 200 || a.Get("result.json.count").(float64) != 7 || len(a["problems"].([]any)) != 0 {
		t.Errorf("answer %v", a)
	}
	try(post, values)
	calls, keys := other.seen()
	if want := `POST /orders/Seven%20%2F%20one Ana {"total": 12.5, "second": "hat", "label": "Seven / one"}`; len(calls) != 2 || calls[0] != want {
		t.Errorf("sent %q, want %q", calls, want)
	}
	if keys[0] == keys[1] || keys[0] == "" {
		t.Errorf("two calls by hand have the keys %q: the second would count as a repetition", keys)
	}
	if a := try(map[string]any{"method": "GET", "url": srv.URL + "/text?for={{ contact.email }}"}, nil); a.Text("result.body") != "hello" || a.Get("result.json") != nil {
		t.Errorf("a text: %v", a)
	}
	if a := try(map[string]any{"method": "GET", "url": srv.URL + "/huge"}, nil); a.Text("result.error") != "too_large" {
		t.Errorf("a huge answer: %v", a)
	}
	if a := try(map[string]any{"method": "GET", "url": "http://127.0.0.1:1/"}, nil); a.Text("result.error") != "refused_address" {
		t.Errorf("an address inside: %v", a)
	}
	if a := try(map[string]any{"method": "GET", "url": "{{ contact.url }}"}, map[string]any{"contact.url": "nowhere"}); a["request"] != nil || a.Text("problems.0.code") != "bad_url" {
		t.Errorf("no address: %v", a)
	}
	s.Call("POST", "/api/v1/flows/"+flow+"/try-call", map[string]any{"kind": "nothing", "config": map[string]any{}}, http.StatusUnprocessableEntity)
	s.Call("POST", "/api/v1/flows/"+flow+"/try-call", map[string]any{"kind": "message", "config": map[string]any{"text": "hi"}}, http.StatusUnprocessableEntity)
	var lines int
	for _, line := range s.Call("GET", "/api/v1/audit", nil, http.StatusOK)["items"].([]any) {
		if l := Answer(line.(map[string]any)); l.Text("action") == "request_tested" && l.Text("subject") == "flow:"+flow {
			lines++
		}
	}
	if lines != 5 {
		t.Errorf("%d lines in the audit log for 5 requests", lines)
	}
	key := s.Call("POST", "/api/v1/api-keys", map[string]any{"name": "wall", "role": "viewer"}, http.StatusCreated).Text("key")
	s.Call("POST", "/api/v1/flows/"+flow+"/try-call", map[string]any{"kind": "http", "config": post}, http.StatusForbidden, "Authorization", "Bearer "+key)
	// The tester is for everybody; a call of it that really leaves is not.
	start := map[string]any{"input": map[string]any{"kind": "start"}}
	s.Call("POST", "/api/v1/flows/"+flow+"/simulate", start, http.StatusOK, "Authorization", "Bearer "+key)
	real := map[string]any{"input": map[string]any{"kind": "effect", "choice": "real"}}
	s.Call("POST", "/api/v1/flows/"+flow+"/simulate", real, http.StatusForbidden, "Authorization", "Bearer "+key)
}

func TestAnExpressionIsTriedWithGivenValues(t *testing.T) {
	s := Start(t)
	flow := s.Call("POST", "/api/v1/flows", map[string]any{"name": "Orders", "language": "en"}, http.StatusCreated).Text("id")
	for text, want := range map[string][2]string{
		"Hi {{ upper(contact.first_name) }}":    {"Hi ANA", "text"},
		"{{ var.total + 1 }}":                   {"13", "number"},
		"{{ step.order.value }}":                {"7", "number"},
		"{{ step.shop.json.items[1] }}":         {"b", "text"},
		"{{ var.total > 3 }}":                   {"yes", "boolean"},
		"{{ contact.last_name ?? \"friend\" }}": {"friend", "text"},
	} {
		a := s.Call("POST", "/api/v1/flows/"+flow+"/try-expression", map[string]any{"text": text, "values": map[string]any{
			"contact.first_name": "Ana", "var.total": 12, "step.order": 7, "step.order.label": "Seven", "step.shop.json.items[1]": "b"}}, http.StatusOK)
		if !strings.EqualFold(a.Text("text"), want[0]) || a.Text("type") != want[1] || a["error"] != nil {
			t.Errorf("%s: %v", text, a)
		}
	}
	a := s.Call("POST", "/api/v1/flows/"+flow+"/try-expression", map[string]any{"text": "é {{ upper( }}"}, http.StatusOK)
	if a.Text("error.code") != "bad_expression" || a.Text("error.params.reason") != "incomplete" {
		t.Errorf("half an expression: %v", a)
	}
}

func TestAConditionIsTriedRowByRow(t *testing.T) {
	s := Start(t)
	flow := s.Call("POST", "/api/v1/flows", map[string]any{"name": "Orders", "language": "en"}, http.StatusCreated).Text("id")
	row := func(left, op, right string) map[string]any {
		return map[string]any{"left": left, "op": op, "right": right}
	}
	path := func(id string, rows ...any) map[string]any {
		return map[string]any{"id": id, "name": id, "match": "all", "groups": []any{map[string]any{"match": "all", "rows": rows}}}
	}
	try := func(more map[string]any, paths ...any) Answer {
		t.Helper()
		more["paths"] = paths
		return s.Call("POST", "/api/v1/flows/"+flow+"/try-condition", more, http.StatusOK)
	}
	values := func() map[string]any {
		return map[string]any{"values": map[string]any{"contact.first_name": "Maria", "step.many": 3, "contact.last_name": "Rossi"}}
	}
	a := try(values(), path("vip", row("contact.first_name", "contains", "ari"), row("step.many", "greater", "4")),
		path("rossi", row("contact.last_name", "is", "{{ contact.last_name }}")), path("too", row("step.many", "less", "4")))
	if a.Text("exit") != "rossi" || a.Get("paths.0.holds") != false || a.Get("paths.1.holds") != true || a.Get("paths.2.holds") != true {
		t.Errorf("the second path fits, and the third would: %v", a)
	}
	if a.Get("paths.0.groups.0.0.holds") != true || a.Text("paths.0.groups.0.0.left") != "Maria" || a.Get("paths.0.groups.0.1.holds") != false ||
		a.Text("paths.0.groups.0.1.left") != "3" || a.Text("paths.1.groups.0.0.right") != "Rossi" {
		t.Errorf("rows: %v", a)
	}
	a = try(values(), path("number", row("contact.first_name", "greater", "4")), path("rossi", row("contact.last_name", "is", "Rossi")))
	if a.Text("exit") != "else" || a.Text("paths.0.groups.0.0.error.params.reason") != "not_read_as" || a.Text("paths.0.error.code") != "condition_failed" {
		t.Errorf("what cannot be compared leads to Otherwise: %v", a)
	}
	// What is known in a test conversation comes before given values.
	sim := s.Call("POST", "/api/v1/flows/"+flow+"/simulate", map[string]any{"contact": map[string]any{"id": "01980000-0000-7000-8000-000000000001", "first_name": "Ada",
		"name": "Ada", "last_name": "", "phone": "", "email": "", "url": "", "language": "en", "tags": []any{}, "fields": map[string]any{}}}, http.StatusOK)
	with := values()
	with["state"] = sim["state"]
	a = try(with, path("ada", row("contact.first_name", "is", "Ada")))
	if a.Text("exit") != "ada" || a.Text("paths.0.groups.0.0.left") != "Ada" {
		t.Errorf("a test conversation: %v", a)
	}
	s.Call("POST", "/api/v1/flows/"+flow+"/try-condition", map[string]any{"paths": "nonsense"}, http.StatusUnprocessableEntity)
}
