package servertest

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"flusso/engine/flow"
)

// trial begins a trial of a flow's draft.
func (s *Server) trial(flow string) Answer {
	s.T.Helper()
	return s.Call("POST", "/api/v1/flows/"+flow+"/trials", nil, http.StatusCreated)
}

func (s *Server) trialNow(flow string, t Answer) Answer {
	s.T.Helper()
	return s.Call("GET", "/api/v1/flows/"+flow+"/trials/"+t.Text("id"), nil, http.StatusOK)
}

// saidTo gives the texts that a phone has received.
func (s *Server) saidTo(waID string) (texts []string) {
	for _, m := range s.Graph.Sent() {
		if strings.TrimPrefix(m.To, "+") == waID {
			texts = append(texts, m.Text())
		}
	}
	return texts
}

func (s *Server) wantSaid(waID string, want ...string) {
	s.T.Helper()
	s.Wait("phone "+waID+" has received "+strings.Join(want, " / "), func(context.Context) bool { return strings.Join(s.saidTo(waID), "|") == strings.Join(want, "|") })
	s.settle()
}

// figures are the flow's own, as its pages show them.
func (s *Server) figures(flow string) string {
	s.T.Helper()
	out := ""
	for _, path := range []string{"/summary", "/steps/stats", "/steps/counts", "/people", "/versions"} {
		out += string(mustJSON(s.T, s.Call("GET", "/api/v1/flows/"+flow+path, nil, http.StatusOK))) + "\n"
	}
	return out + string(mustJSON(s.T, s.Call("GET", "/api/v1/flows/"+flow, nil, http.StatusOK).Get("people")))
}

func TestOnePhoneTriesTheDraft(t *testing.T) {
	told := newReceiver(t)
	s := Start(t, "FLUSSO_ALLOW_PRIVATE="+strings.TrimPrefix(told.URL, "http://"))
	ch := s.Connect()
	s.Call("POST", "/api/v1/channels/"+ch+"/check", nil, http.StatusOK)
	doc := func(hello string) map[string]any {
		d := s.document(word("go"), ch, [][2]any{ask(hello), say("thanks")}, "0 next 1")
		d["settings"].(map[string]any)["webhook"] = map[string]any{"enabled": true, "url": told.URL, "events": flow.WebhookEvents}
		return d
	}
	id := s.publish("Orders", doc("live?"))
	s.change(id, doc("draft?"))
	tried := s.trial(id)
	code := tried.Text("code")
	if link, err := url.Parse(tried.Text("link")); err != nil || link.Host != "wa.me" || link.Query().Get("text") != code || tried.Text("state") != "waiting" || strings.Trim(link.Path, "/0123456789") != "" {
		t.Fatalf("trial %v", tried)
	}
	s.Says(bea, "wamid.b1", "go")
	s.wantSaid(bea, "live?")
	s.Wait("entered is told", func(context.Context) bool { calls, _ := told.all(); return len(calls) == 1 })
	s.settle()
	before := s.figures(id)

	s.Says(ana, "wamid.a1", strings.ToUpper(code)+" ")
	s.wantSaid(ana, "draft?")
	if now := s.trialNow(id, tried); now.Text("state") != "taken" || now.Text("contact.phone") != "+"+ana || now.Text("until") != "2026-11-22T12:30:00Z" || now.Text("conversation_id") == "" {
		t.Errorf("taken: %v", now)
	}
	s.Says(ana, "wamid.a2", "blue")
	s.wantSaid(ana, "draft?", "thanks")
	s.Says(ana, "wamid.a3", "anything")
	s.wantSaid(ana, "draft?", "thanks", "draft?")
	s.Says(carl, "wamid.c1", code) // the code is spent
	s.wantReason(code, "trial_code_spent", "open_flow")
	s.wantSaid(carl)
	s.wantReason(strings.ToUpper(code)+" ", "trial_started", "open_run")
	s.wantReason("blue", "trial_goes_on", "open_run")
	s.wantReason("anything", "trial_goes_on", "open_run")

	if after := s.figures(id); after != before {
		t.Errorf("the figures have changed:\n%s\nwere\n%s", after, before)
	}
	if calls, bodies := told.all(); len(calls) != 1 {
		t.Errorf("the webhook was told of a trial: %q", bodies)
	}
	list := s.Call("GET", "/api/v1/flows", nil, http.StatusOK)
	if list.Get("items.1") != nil || list.Text("items.0.id") != id {
		t.Errorf("flows %v", list)
	}

	// The newest draft is used by the next start, not by the conversation.
	s.change(id, doc("newer?"))
	if now := s.trialNow(id, tried); now.Get("newer") != true {
		t.Errorf("newer: %v", now)
	}
	if now := s.Call("POST", "/api/v1/flows/"+id+"/trials/"+tried.Text("id")+"/refresh", nil, http.StatusOK); now.Get("newer") != false {
		t.Errorf("refreshed: %v", now)
	}
	s.Says(ana, "wamid.a4", "red")
	s.wantSaid(ana, "draft?", "thanks", "draft?", "thanks")

	// A restart forgets nothing.
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	s.Boot()
	s.Says(ana, "wamid.a5", "hello")
	s.wantSaid(ana, "draft?", "thanks", "draft?", "thanks", "newer?")

	// At its end the run of the draft ends, and the phone is a phone like any other.
	s.later(31 * time.Minute)
	s.Wait("it is over", func(context.Context) bool { return s.trialNow(id, tried).Text("state") == "over" })
	s.settle()
	if now := s.trialNow(id, tried); now.Text("ended_at") == "" {
		t.Errorf("over: %v", now)
	}
	s.Says(ana, "wamid.a6", "go")
	s.wantSaid(ana, "draft?", "thanks", "draft?", "thanks", "newer?", "live?")
	contact := s.trialNow(id, tried).Text("contact.id")
	runs := s.Call("GET", "/api/v1/contacts/"+contact+"/runs", nil, http.StatusOK)
	if runs.Get("items.1.trial") != true || runs.Text("items.1.flow.id") != id || runs.Text("items.1.outcome") != "trial_over" || runs.Get("items.0.trial") != nil {
		t.Errorf("runs %v", runs)
	}

	// A day later what was frozen is gone.
	s.later(25 * time.Hour)
	s.SignIn()
	s.Call("GET", "/api/v1/flows/"+id+"/trials/"+tried.Text("id"), nil, http.StatusNotFound)
	if runs := s.Call("GET", "/api/v1/contacts/"+contact+"/runs", nil, http.StatusOK); runs.Get("items.1") != nil {
		t.Errorf("runs after a day: %v", runs)
	}
}
