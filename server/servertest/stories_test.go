package servertest

import (
	"context"
	"net/http"
	"testing"
)

// thread gives the only conversation of a channel kind and its messages.
func (s *Server) thread() (id string, messages Answer) {
	s.T.Helper()
	id = s.Call("GET", "/api/v1/conversations", nil, http.StatusOK).Text("items.0.id")
	return id, s.Call("GET", "/api/v1/conversations/"+id+"/messages", nil, http.StatusOK)
}

// TestDemoPhoneTalksToAFlow: the first minute of a new owner, without any number.
func TestDemoPhoneTalksToAFlow(t *testing.T) {
	s := Start(t)
	demo := s.Call("GET", "/api/v1/demo", nil, http.StatusOK)
	s.Publish("support", demo.Text("channel_id"))
	s.Call("POST", "/api/v1/demo/messages", map[string]any{"content": map[string]any{"type": "text", "text": "Help!"}}, http.StatusCreated)
	s.Wait("the menu", func(context.Context) bool {
		return s.Call("GET", "/api/v1/demo", nil, http.StatusOK).Text("messages.1.state") == "delivered"
	})
	a := s.Call("GET", "/api/v1/demo", nil, http.StatusOK)
	if a.Text("messages.1.content.text") != "Hello! How can we help you?" || a.Text("messages.0.reason.code") != "started" || a.Text("contact_id") == "" {
		t.Fatal(a)
	}
	if n := len(s.Graph.Sent()); n != 0 {
		t.Fatal("the demo number must reach nobody", n)
	}
	s.Call("POST", "/api/v1/demo/reset", nil, http.StatusOK)
	if a := s.Call("GET", "/api/v1/demo", nil, http.StatusOK); a.Get("messages.0") != nil {
		t.Fatal(a)
	}
}

// TestThrottledSendComesOnce: Meta refuses twice, the person gets each message once and in order.
func TestThrottledSendComesOnce(t *testing.T) {
	s := Start(t)
	s.Publish("lead", s.Connect())
	s.Graph.Script(Throttle, Accept, PairLimit)
	s.Says("393331112222", "wamid.1", "start")
	s.Wait("both replies", func(context.Context) bool {
		s.Clock.Add(1e9)
		return len(s.Graph.Sent()) >= 2
	})
	sent := s.Graph.Sent()
	if len(sent) != 2 || sent[0].Text() != "Welcome! I have a few short questions for you." || sent[1].Text() != "What is your name?" {
		t.Fatalf("%+v", sent)
	}
}

// TestAPersonTakesOver: the bot is silent, the reason is shown, and after giving back it goes on.
func TestAPersonTakesOver(t *testing.T) {
	s := Start(t)
	s.Publish("lead", s.Connect())
	const ana = "393331112222"
	s.Says(ana, "wamid.1", "start")
	s.Receives(2)
	id, _ := s.thread()
	if c := s.Call("POST", "/api/v1/conversations/"+id+"/take-over", nil, http.StatusOK); c.Text("bot") != "silenced" {
		t.Fatal(c)
	}
	s.Says(ana, "wamid.2", "Grace")
	s.Wait("the decision", func(context.Context) bool {
		_, m := s.thread()
		return m.Text("items.3.reason.code") == "person_has_it"
	})
	s.Call("POST", "/api/v1/conversations/"+id+"/messages", map[string]string{"text": "Hi, this is Ada."}, http.StatusCreated)
	sent := s.Receives(3)
	if sent[2].Text() != "Hi, this is Ada." {
		t.Fatalf("%+v", sent[2])
	}
	if c := s.Call("POST", "/api/v1/conversations/"+id+"/give-back", nil, http.StatusOK); c.Text("bot") != "on" {
		t.Fatal(c)
	}
	s.Says(ana, "wamid.3", "Grace")
	if sent := s.Receives(4); sent[3].Text() != "Thanks, Grace. Please choose what this is about." {
		t.Fatalf("%+v", sent[3])
	}
}

// TestRunByAPIAndBusy starts the flow for a contact and refuses a second start.
func TestRunByAPIAndBusy(t *testing.T) {
	s := Start(t)
	id := s.Publish("lead", s.Connect())
	const ana = "393331112222"
	s.Says(ana, "wamid.1", "hello") // opens the window
	s.Wait("the decision", func(context.Context) bool {
		_, m := s.thread()
		return m.Text("items.0.reason.code") == "nothing_matches"
	})
	body := map[string]any{"contacts": []any{map[string]any{"phone": "+" + ana, "first_name": "Ana"}}}
	r := s.Call("POST", "/api/v1/flows/"+id+"/run", body, http.StatusOK, "Idempotency-Key", "order-1")
	again := s.Call("POST", "/api/v1/flows/"+id+"/run", body, http.StatusOK, "Idempotency-Key", "order-1")
	if r.Text("items.0.status") != "started" || again.Text("items.0.run_id") != r.Text("items.0.run_id") {
		t.Fatal(r, again)
	}
	s.Receives(2)
	if b := s.Call("POST", "/api/v1/flows/"+id+"/run", body, http.StatusConflict); b.Text("code") != "contact_busy" {
		t.Fatal(b)
	}
	run := "/api/v1/runs/" + r.Text("items.0.run_id")
	s.Wait("the run", func(context.Context) bool { return s.Call("GET", run, nil, http.StatusOK).Text("status") == "waiting" })
	if v := s.Call("GET", run, nil, http.StatusOK); v.Text("step_name") != "Name" || v.Text("contact.name") != "Ana" || v.Text("waiting_for") != "reply" {
		t.Fatal(v)
	}
	if v := s.Call("POST", run+"/cancel", nil, http.StatusOK); v.Text("status") != "canceled" {
		t.Fatal(v)
	}
	if v := s.Call("POST", run+"/cancel", nil, http.StatusConflict); v.Text("code") != "run_ended" {
		t.Fatal(v)
	}
}
