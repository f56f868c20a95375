package servertest

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"flusso/server/hooks"
)

// receiver is another program that a flow tells things.
type receiver struct {
	mu     sync.Mutex
	status int
	calls  []*http.Request
	bodies []string
	*httptest.Server
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{status: http.StatusNoContent}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		b, _ := io.ReadAll(q.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.calls, r.bodies = append(r.calls, q), append(r.bodies, string(b))
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) all() ([]*http.Request, []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.calls), slices.Clone(r.bodies)
}

func TestAFlowTellsWhatHappensInIt(t *testing.T) {
	r := newReceiver(t)
	s := Start(t, "FLUSSO_ALLOW_PRIVATE="+strings.TrimPrefix(r.URL, "http://"))
	ch := s.Connect()
	doc := s.document(word("go"), ch, [][2]any{ask("name?"), {"end", map[string]any{"outcome": "done"}}}, "0 next 1")
	doc["settings"].(map[string]any)["webhook"] = map[string]any{"enabled": true, "url": r.URL + "/in", "events": []string{"entered", "completed", "canceled"}}
	flow := s.publish("Orders", doc)
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	s.Wait("entered is told", func(context.Context) bool { calls, _ := r.all(); return len(calls) == 1 })
	s.settle()
	r.answer(http.StatusInternalServerError)
	s.Says(ana, "wamid.2", "Ana")
	s.Wait("completed is tried", func(context.Context) bool { calls, _ := r.all(); return len(calls) == 2 })
	s.settle()
	r.answer(http.StatusOK)
	s.later(10 * time.Second)
	s.Wait("completed is told", func(context.Context) bool { calls, _ := r.all(); return len(calls) == 3 })
	s.settle()
	calls, bodies := r.all()
	hook := s.Call("GET", "/api/v1/flows/"+flow+"/webhook", nil, http.StatusOK)
	for i, q := range calls {
		if want := "v1," + hooks.Sign(hook.Text("secret"), q.Header.Get("webhook-id"), q.Header.Get("webhook-timestamp"), []byte(bodies[i])); q.Header.Get("webhook-signature") != want {
			t.Errorf("signature %q, want %q", q.Header.Get("webhook-signature"), want)
		}
	}
	if calls[1].Header.Get("webhook-id") != calls[2].Header.Get("webhook-id") || bodies[1] != bodies[2] || calls[0].Header.Get("webhook-id") == calls[1].Header.Get("webhook-id") {
		t.Error("an attempt is not the same event")
	}
	for i, want := range []string{`"type":"flow.entered"`, `"type":"flow.completed"`} {
		if !strings.Contains(bodies[i], want) || !strings.Contains(bodies[i], `"version":1`) {
			t.Errorf("body %s", bodies[i])
		}
	}
	if !strings.Contains(bodies[1], `"outcome":"done"`) || !strings.Contains(bodies[1], `"Ana"`) {
		t.Errorf("body %s", bodies[1])
	}
	log := s.Call("GET", "/api/v1/flows/"+flow+"/webhook/deliveries", nil, http.StatusOK)
	if log.Text("items.0.event") != "completed" || log.Text("items.0.state") != "delivered" || log.Get("items.0.attempts.0.status") != 500.0 || log.Get("items.0.attempts.1.status") != 200.0 || log.Get("items.2") != nil {
		t.Errorf("log %v", log)
	}
	s.Call("POST", "/api/v1/flows/"+flow+"/webhook/rotate", nil, http.StatusOK)
	s.Call("POST", "/api/v1/flows/"+flow+"/webhook/deliveries/"+log.Text("items.1.id")+"/replay", nil, http.StatusOK)
	s.Wait("it is told again", func(context.Context) bool { calls, _ := r.all(); return len(calls) == 4 })
	calls, bodies = r.all()
	if calls[3].Header.Get("webhook-id") != calls[0].Header.Get("webhook-id") || len(strings.Fields(calls[3].Header.Get("webhook-signature"))) != 2 {
		t.Errorf("replay with %v", calls[3].Header)
	}
	old := "v1," + hooks.Sign(hook.Text("secret"), calls[3].Header.Get("webhook-id"), calls[3].Header.Get("webhook-timestamp"), []byte(bodies[3]))
	if !strings.Contains(calls[3].Header.Get("webhook-signature"), old) {
		t.Error("the old secret does not sign during the rotation")
	}
	test := s.Call("POST", "/api/v1/flows/"+flow+"/webhook/test", map[string]any{"event": "failed"}, http.StatusOK)
	if test.Text("state") != "delivered" || test.Get("test") != true {
		t.Errorf("test %v", test)
	}
	s.settle()
}

func TestAWebhookIntoTheNetworkIsRefused(t *testing.T) {
	r := newReceiver(t)
	s := Start(t)
	doc := s.document(word("go"), s.Connect(), [][2]any{say("one")})
	doc["settings"].(map[string]any)["webhook"] = map[string]any{"enabled": true, "url": r.URL, "events": []string{"completed"}}
	flow := s.publish("Orders", doc)
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("one")
	var log Answer
	s.Wait("the attempt is logged", func(context.Context) bool {
		log = s.Call("GET", "/api/v1/flows/"+flow+"/webhook/deliveries", nil, http.StatusOK)
		return log.Get("items.0.attempts.0") != nil
	})
	if log.Text("items.0.attempts.0.error") != "refused_address" || log.Text("items.0.state") != "waiting" {
		t.Errorf("log %v", log)
	}
	if calls, _ := r.all(); len(calls) > 0 {
		t.Error("the call arrived")
	}
}
