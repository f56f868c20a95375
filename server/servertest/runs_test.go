package servertest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const ana = "393331112222"

// flow publishes steps that follow each other, started by the keyword go. A
// step is its kind and its config; exits other than next are in more, as
// "from exit to" with the numbers of the steps.
func (s *Server) flow(name, keyword, channel string, steps [][2]any, more ...string) string {
	s.T.Helper()
	id := func(i int) string { return fmt.Sprintf("step%04d", i) }
	var list, lines []any
	for i, st := range steps {
		list = append(list, map[string]any{"id": id(i), "kind": st[0], "name": fmt.Sprint("Step ", i), "key": fmt.Sprint("s", i), "config": st[1]})
	}
	lines = append(lines, map[string]any{"from": "start", "exit": "next", "to": id(0)})
	for _, m := range more {
		var from, to int
		var exit string
		if _, err := fmt.Sscanf(m, "%d %s %d", &from, &exit, &to); err != nil {
			s.T.Fatal(err)
		}
		lines = append(lines, map[string]any{"from": id(from), "exit": exit, "to": id(to)})
	}
	doc := map[string]any{"spec": 1, "steps": list, "connections": lines, "variables": []any{},
		"triggers": []any{map[string]any{"id": "trigger01", "kind": "inbound_keyword", "config": map[string]any{"keywords": []string{keyword}, "match": "exact", "again": map[string]any{"mode": "always"}}}},
		"settings": map[string]any{"language": "en", "channels": []string{channel}}}
	f := s.Call("POST", "/api/v1/flows", map[string]any{"name": name, "document": doc}, http.StatusCreated)
	s.Call("POST", "/api/v1/flows/"+f.Text("id")+"/publish", map[string]any{"revision": f.Get("revision")}, http.StatusCreated)
	return f.Text("id")
}

func say(text string) [2]any {
	return [2]any{"message", map[string]any{"text": text, "media_kind": "none"}}
}

func ask(text string) [2]any {
	return [2]any{"question", map[string]any{"text": text, "answer": "text", "validation_message": "Words, please."}}
}

func rest(amount int, unit string) [2]any {
	return [2]any{"delay", map[string]any{"delay": map[string]any{"amount": amount, "unit": unit}}}
}

func (s *Server) wantTexts(want ...string) {
	s.T.Helper()
	s.Receives(len(want))
	s.settle()
	var got []string
	for _, m := range s.Graph.Sent() {
		got = append(got, m.Text())
	}
	if !slices.Equal(got, want) {
		s.T.Fatalf("sent %q, want %q", got, want)
	}
}

// settle waits until nothing is in work.
func (s *Server) settle() {
	s.T.Helper()
	s.Wait("nothing is in work", func(context.Context) bool { return s.Idle() })
}

// reason waits for the decision about a message and gives it.
func (s *Server) reason(text string) Answer {
	s.T.Helper()
	var found Answer
	s.Wait("the reason of "+text, func(context.Context) bool {
		for i := range 5 {
			conv := s.Call("GET", "/api/v1/conversations", nil, http.StatusOK).Text(fmt.Sprintf("items.%d.id", i))
			if conv == "" {
				return false
			}
			list, _ := s.Call("GET", "/api/v1/conversations/"+conv+"/messages", nil, http.StatusOK)["items"].([]any)
			for _, m := range slices.Backward(list) {
				a := Answer(m.(map[string]any))
				if a.Text("content.text") == text && a.Text("direction") == "in" && a.Text("reason.code") != "" {
					found = a
					return true
				}
			}
		}
		return false
	})
	return found
}

func (s *Server) wantReason(text, code, action string) {
	s.T.Helper()
	if m := s.reason(text); m.Text("reason.code") != code || m.Text("reason.action") != action {
		s.T.Errorf("%q: reason %v, want %s with %s", text, m.Get("reason"), code, action)
	}
}

// later moves the clock and wakes what is due.
func (s *Server) later(d time.Duration) {
	s.T.Helper()
	s.settle()
	s.Clock.Add(d)
	s.SignIn() // the access token has ended
	s.Tick(s.T.Context())
	s.settle()
}

func (s *Server) conversation() string {
	s.T.Helper()
	return s.Call("GET", "/api/v1/conversations", nil, http.StatusOK).Text("items.0.id")
}

func TestAMessageWhileADelayRuns(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	s.flow("Orders", "go", ch, [][2]any{say("one"), rest(1, "h"), say("two")}, "0 next 1", "1 next 2")
	s.flow("Other", "hello", ch, [][2]any{say("other")})
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("one")
	s.Says(ana, "wamid.2", "hello")
	s.wantReason("hello", "busy", "open_run")
	s.wantTexts("one")
	s.later(59 * time.Minute)
	s.wantTexts("one")
	s.later(2 * time.Minute)
	s.wantTexts("one", "two")
}

func TestNoReplyWithinTheTime(t *testing.T) {
	s := Start(t)
	s.flow("Orders", "go", s.Connect(), [][2]any{{"question", map[string]any{"text": "name?", "answer": "text", "validation_message": "Words.",
		"timeout": map[string]any{"enabled": true, "wait": map[string]any{"amount": 2, "unit": "h"}}}}, say("still there?"), say("thanks")}, "0 timeout 1", "0 next 2")
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	s.later(3 * time.Hour)
	s.wantTexts("name?", "still there?")
	const bea = "393331113333"
	s.Says(bea, "wamid.2", "go")
	s.wantTexts("name?", "still there?", "name?")
	s.settle()
	// Her answer was written before the deadline, but it comes after it: it wins
	// while the run still waits.
	written := s.Clock.Now().Add(time.Hour)
	s.Clock.Add(3 * time.Hour)
	s.Message(bea, "wamid.3", map[string]any{"timestamp": fmt.Sprint(written.Unix()), "type": "text", "text": map[string]any{"body": "Bea"}})
	s.wantTexts("name?", "still there?", "name?", "thanks")
}

func TestNoReplyAtAllExpires(t *testing.T) {
	s := Start(t)
	flow := s.flow("Orders", "go", s.Connect(), [][2]any{ask("name?")})
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	s.later(25 * time.Hour)
	if got := s.Call("GET", "/api/v1/flows/"+flow+"/people", nil, http.StatusOK).Text("items.0.status"); got != "expired" {
		t.Errorf("status %q", got)
	}
	s.Says(ana, "wamid.2", "Ana")
	s.wantReason("Ana", "nothing_matches", "new_flow")
}

func TestPausedFlowStandsStill(t *testing.T) {
	s := Start(t)
	flow := s.flow("Orders", "go", s.Connect(), [][2]any{{"question", map[string]any{"text": "name?", "answer": "text", "validation_message": "Words.",
		"timeout": map[string]any{"enabled": true, "wait": map[string]any{"amount": 1, "unit": "h"}}}}, say("late"), say("thanks")}, "0 timeout 1", "0 next 2")
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	s.Call("POST", "/api/v1/flows/"+flow+"/pause", nil, http.StatusOK)
	s.Says(ana, "wamid.2", "Ana")
	s.wantReason("Ana", "flow_paused", "resume_flow")
	s.Says("393331114444", "wamid.3", "Go!")
	s.wantReason("Go!", "flow_paused", "resume_flow")
	s.later(5 * time.Hour)
	s.wantTexts("name?")
	s.Call("POST", "/api/v1/flows/"+flow+"/resume", nil, http.StatusOK)
	s.later(time.Minute) // the time-out that fell due is held for ten minutes
	s.wantTexts("name?")
	s.Says(ana, "wamid.4", "It is Ana")
	s.wantTexts("name?", "thanks")
}

func TestAfterAnOutageReplyTimeOutsAreHeld(t *testing.T) {
	s := Start(t)
	s.flow("Orders", "go", s.Connect(), [][2]any{{"question", map[string]any{"text": "name?", "answer": "text", "validation_message": "Words.",
		"timeout": map[string]any{"enabled": true, "wait": map[string]any{"amount": 1, "unit": "h"}}}}, say("late"), say("thanks")}, "0 timeout 1", "0 next 2")
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	s.settle()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	s.Clock.Add(6 * time.Hour)
	s.Boot()
	s.SignIn()
	s.later(time.Minute)
	s.wantTexts("name?")
	s.Says(ana, "wamid.2", "Ana") // Meta redelivers what could not be delivered
	s.wantTexts("name?", "thanks")
}

func TestStopWordEndsTheFlowAndIsHonoured(t *testing.T) {
	s := Start(t)
	s.flow("Orders", "go", s.Connect(), [][2]any{ask("name?"), say("thanks")}, "0 next 1")
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	s.Says(ana, "wamid.2", "STOP")
	s.wantReason("STOP", "opted_out", "none")
	s.Says(ana, "wamid.3", "Ana")
	s.wantReason("Ana", "still_opted_out", "open_contact")
	s.Says(ana, "wamid.4", "start")
	s.wantReason("start", "opted_in", "none")
	s.Says(ana, "wamid.5", "go")
	s.wantTexts("name?", "name?")
}

func TestGivingBackHoldsTheTimeOut(t *testing.T) {
	s := Start(t)
	s.flow("Orders", "go", s.Connect(), [][2]any{{"question", map[string]any{"text": "name?", "answer": "text", "validation_message": "Words.",
		"timeout": map[string]any{"enabled": true, "wait": map[string]any{"amount": 1, "unit": "h"}}}}, say("late"), say("thanks")}, "0 timeout 1", "0 next 2")
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	conv := s.conversation()
	s.Call("POST", "/api/v1/conversations/"+conv+"/take-over", nil, http.StatusOK)
	s.later(5 * time.Hour)
	s.wantTexts("name?")
	s.Says(ana, "wamid.2", "are you there")
	s.wantReason("are you there", "person_has_it", "give_back")
	s.Call("POST", "/api/v1/conversations/"+conv+"/give-back", nil, http.StatusOK)
	s.later(5 * time.Minute)
	s.wantTexts("name?")
	s.later(6 * time.Minute)
	s.wantTexts("name?", "late")
}

func call(url, method string, more map[string]any) [2]any {
	c := map[string]any{"method": method, "url": url, "body_kind": "none", "time_limit": 10}
	for k, v := range more {
		c[k] = v
	}
	return [2]any{"http", c}
}

func TestACallToAPrivateAddressIsRefused(t *testing.T) {
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the call arrived") }))
	defer inside.Close()
	s := Start(t)
	flow := s.flow("Orders", "go", s.Connect(), [][2]any{call(inside.URL, "GET", nil), say("fine"), say("failed")}, "0 success 1", "0 error 2")
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("failed")
	run := s.Call("GET", "/api/v1/flows/"+flow+"/people", nil, http.StatusOK).Text("items.0.id")
	list, _ := s.Call("GET", "/api/v1/runs/"+run+"/events", nil, http.StatusOK)["items"].([]any)
	if !slices.ContainsFunc(list, func(e any) bool { return Answer(e.(map[string]any)).Text("result.error") == "refused_address" }) {
		t.Errorf("the history does not say why: %v", list)
	}
}

func TestACallAndItsAnswer(t *testing.T) {
	var keys []string
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		keys = append(keys, r.Header.Get("Idempotency-Key"))
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"price":{"amount":12}}`))
	}))
	defer inside.Close()
	s := Start(t, "FLUSSO_ALLOW_PRIVATE="+strings.TrimPrefix(inside.URL, "http://"))
	s.flow("Orders", "go", s.Connect(), [][2]any{call(inside.URL, "POST", nil), say("It costs {{ step.s0.json.price.amount }} euro"), say("failed")}, "0 success 1", "0 error 2")
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("It costs 12 euro")
	if len(keys) != 1 || keys[0] == "" {
		t.Errorf("keys %q", keys)
	}
}

// TestACallThatACrashCutOff: what may have been done must not be done twice,
// unless the method or the author says that it may.
func TestACallThatACrashCutOff(t *testing.T) {
	for _, c := range []struct {
		method string
		safe   bool
		calls  int32
		reply  string
	}{{"POST", false, 1, "failed"}, {"POST", true, 2, "fine"}, {"GET", false, 2, "fine"}} {
		t.Run(fmt.Sprintf("%s/%v", c.method, c.safe), func(t *testing.T) {
			var calls atomic.Int32
			arrived, hang := make(chan struct{}), make(chan struct{})
			inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
				if calls.Add(1) == 1 {
					close(arrived)
					<-hang
				}
			}))
			defer inside.Close()
			defer close(hang)
			s := Start(t, "FLUSSO_ALLOW_PRIVATE="+strings.TrimPrefix(inside.URL, "http://"))
			s.flow("Orders", "go", s.Connect(), [][2]any{call(inside.URL, c.method, map[string]any{"safe_to_repeat": c.safe}), say("fine"), say("failed")}, "0 success 1", "0 error 2")
			s.Says(ana, "wamid.1", "go")
			<-arrived
			if err := s.Stop(); err != nil { // in the middle of the call
				t.Fatal(err)
			}
			s.Boot()
			s.wantTexts(c.reply)
			if got := calls.Load(); got != c.calls {
				t.Errorf("%d calls", got)
			}
		})
	}
}

// TestAnEndlessLoopCannotBePublished: what the check cannot see is stopped by
// the engine before it sends (endless_loop.json of the engine's conversations).
func TestAnEndlessLoopCannotBePublished(t *testing.T) {
	s := Start(t)
	doc := map[string]any{"spec": 1, "variables": []any{}, "settings": map[string]any{"language": "en", "channels": []string{s.Connect()}},
		"triggers": []any{map[string]any{"id": "trigger01", "kind": "inbound_any", "config": map[string]any{"again": map[string]any{"mode": "always"}}}},
		"steps": []any{map[string]any{"id": "step0000", "kind": "message", "name": "Again", "key": "again", "config": say("again")[1]},
			map[string]any{"id": "step0001", "kind": "goto", "name": "Back", "key": "back", "config": map[string]any{"step": "step0000"}}},
		"connections": []any{map[string]any{"from": "start", "exit": "next", "to": "step0000"}, map[string]any{"from": "step0000", "exit": "next", "to": "step0001"}}}
	f := s.Call("POST", "/api/v1/flows", map[string]any{"name": "Loop", "document": doc}, http.StatusCreated)
	answer := s.Call("POST", "/api/v1/flows/"+f.Text("id")+"/publish", map[string]any{"revision": f.Get("revision")}, http.StatusUnprocessableEntity)
	if answer.Text("issues.0.code") != "endless_loop" || answer.Text("issues.0.step") == "" {
		t.Errorf("%v", answer)
	}
}

func TestPublishingDoesNotDisturbWhoIsInside(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	flow := s.flow("Orders", "go", ch, [][2]any{ask("name?"), say("thanks of version 1")}, "0 next 1")
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	draft := s.Call("GET", "/api/v1/flows/"+flow+"/draft", nil, http.StatusOK)
	doc := draft["document"].(map[string]any)
	doc["steps"].([]any)[1].(map[string]any)["config"] = map[string]any{"text": "thanks of version 2", "media_kind": "none"}
	rev := s.Call("PUT", "/api/v1/flows/"+flow+"/draft", map[string]any{"document": doc}, http.StatusOK, "If-Match", `"1"`).Get("revision")
	s.Call("POST", "/api/v1/flows/"+flow+"/publish", map[string]any{"revision": rev}, http.StatusCreated)
	s.Says(ana, "wamid.2", "Ana")
	s.wantTexts("name?", "thanks of version 1")
	s.Says(ana, "wamid.3", "go")
	s.wantTexts("name?", "thanks of version 1", "name?")
	s.Says(ana, "wamid.4", "Ana")
	s.wantTexts("name?", "thanks of version 1", "name?", "thanks of version 2")
}

func TestOutsideTheWindowNothingIsSent(t *testing.T) {
	s := Start(t)
	flow := s.flow("Orders", "go", s.Connect(), [][2]any{say("one"), rest(2, "d"), say("two")}, "0 next 1", "1 next 2")
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("one")
	s.later(49 * time.Hour)
	s.wantTexts("one")
	run := s.Call("GET", "/api/v1/flows/"+flow+"/people", nil, http.StatusOK)
	if run.Text("items.0.status") != "failed" {
		t.Errorf("the run is %v", run.Get("items.0"))
	}
	list, _ := s.Call("GET", "/api/v1/runs/"+run.Text("items.0.id")+"/events", nil, http.StatusOK)["items"].([]any)
	if !slices.ContainsFunc(list, func(e any) bool { return Answer(e.(map[string]any)).Text("code") == "window_closed" }) {
		t.Errorf("the history does not say why: %v", list)
	}
}
