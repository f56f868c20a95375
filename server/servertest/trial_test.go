package servertest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"flusso/engine/flow"
	"flusso/server/store"
)

// trial begins a trial of a flow's draft.
func (s *Server) trial(flow string) Answer {
	s.T.Helper()
	return s.Call("POST", "/api/v1/flows/"+flow+"/trials", nil, http.StatusCreated)
}

// ended waits until a trial is over, in the database too.
func (s *Server) ended(flow string, t Answer) {
	s.T.Helper()
	s.Wait("the trial is over", func(context.Context) bool {
		now := s.trialNow(flow, t)
		return now.Text("state") == "over" && now.Text("ended_at") != ""
	})
	s.settle()
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
	s.ended(id, tried)
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
	s.Wait("it is forgotten", func(ctx context.Context) bool { _, err := s.Store().FlowByRow(ctx, 2); return err != nil })
	s.settle()
	s.Call("GET", "/api/v1/flows/"+id+"/trials/"+tried.Text("id"), nil, http.StatusNotFound)
	if runs := s.Call("GET", "/api/v1/contacts/"+contact+"/runs", nil, http.StatusOK); runs.Get("items.1") != nil {
		t.Errorf("runs after a day: %v", runs)
	}
}

func TestATrialIsKeptAsATest(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	s.Call("POST", "/api/v1/channels/"+ch+"/check", nil, http.StatusOK)
	doc := func(hello string) map[string]any {
		return s.document(word("go"), ch, [][2]any{ask(hello), say("thanks")}, "0 next 1")
	}
	id := s.publish("Orders", doc("live?"))
	other := s.publish("Others", doc("others?"))
	s.change(id, doc("draft?"))
	tried := s.trial(id)
	if now := s.trialNow(id, tried); now["run_id"] != nil {
		t.Errorf("nobody was in it: %v", now)
	}
	s.Says(ana, "wamid.a1", tried.Text("code"))
	s.wantSaid(ana, "draft?")
	s.Says(ana, "wamid.a2", "blue")
	s.wantSaid(ana, "draft?", "thanks")
	run := s.trialNow(id, tried).Text("run_id")
	tests := "/api/v1/flows/" + id + "/tests"
	saved := s.Call("POST", tests, map[string]any{"name": "On my phone", "from_run": run}, http.StatusCreated)
	if saved.Text("script.turns.0.input.content.text") != "go" || saved.Text("script.turns.0.expect.0.text") != "draft?" ||
		saved.Text("script.turns.1.input.content.text") != "blue" || saved.Text("script.turns.1.expect.0.text") != "thanks" {
		t.Errorf("saved %v", saved)
	}
	// It is a test of the flow whose draft it was, and of no other.
	if ran := s.Call("POST", tests+"/run", nil, http.StatusOK); ran.Get("items.0.last.passed") != true {
		t.Errorf("played on the draft: %v", ran)
	}
	s.change(id, doc("other words?"))
	if ran := s.Call("POST", tests+"/run", nil, http.StatusOK); ran.Get("items.0.last.passed") != false {
		t.Errorf("played on another draft: %v", ran)
	}
	s.Call("POST", "/api/v1/flows/"+other+"/tests", map[string]any{"name": "Not mine", "from_run": run}, http.StatusNotFound)
	// It stays when the trial is forgotten.
	s.Call("DELETE", "/api/v1/flows/"+id+"/trials/"+tried.Text("id"), nil, http.StatusNoContent)
	s.ended(id, tried)
	s.later(25 * time.Hour)
	s.SignIn()
	s.Wait("the trial is forgotten", func(ctx context.Context) bool { _, err := s.Store().FlowByRow(ctx, 3); return err != nil })
	if kept := s.Call("GET", tests, nil, http.StatusOK); kept.Text("items.0.name") != "On my phone" {
		t.Errorf("kept %v", kept)
	}
}

func TestWhoCodesAreFor(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	// Never published, and on no number: its draft is tried all the same.
	doc := s.document(word("go"), ch, [][2]any{ask("draft?"), say("thanks")}, "0 next 1")
	doc["settings"].(map[string]any)["channels"] = []string{}
	id := s.Call("POST", "/api/v1/flows", map[string]any{"name": "Orders", "document": doc}, http.StatusCreated).Text("id")
	doc["settings"].(map[string]any)["channels"] = []string{}
	s.change(id, doc)

	// Two phones write one code in the same moment: one of them has it.
	code := s.trial(id).Text("code")
	var wg sync.WaitGroup
	for _, phone := range []string{ana, bea} {
		wg.Go(func() { s.Says(phone, "wamid."+phone, code) })
	}
	wg.Wait()
	s.Wait("one has the draft", func(context.Context) bool { return len(s.saidTo(ana))+len(s.saidTo(bea)) == 1 })
	s.settle()
	if open := s.Call("GET", "/api/v1/flows/"+id+"/trials", nil, http.StatusOK); open.Text("items.0.state") != "taken" || open.Get("items.1") != nil {
		t.Errorf("open trials %v", open)
	}
	if said := len(s.saidTo(ana)) + len(s.saidTo(bea)); said != 1 {
		t.Errorf("%d phones have the draft", said)
	}

	// A newer trial of the same person ends the one before, and a code that nobody writes grows old.
	next := s.trial(id)
	if open := s.Call("GET", "/api/v1/flows/"+id+"/trials", nil, http.StatusOK); open.Text("items.0.id") != next.Text("id") || open.Get("items.1") != nil {
		t.Errorf("open trials %v", open)
	}
	s.later(11 * time.Minute)
	s.ended(id, next)
	s.Says(carl, "wamid.c1", next.Text("code"))
	s.wantReason(next.Text("code"), "trial_code_spent", "open_flow")
	s.Says(carl, "wamid.c2", "flusso-bbbbbb") // looks like one, and is none
	s.wantReason("flusso-bbbbbb", "no_flow_on_number", "connect_flow")
	s.wantSaid(carl)

	// A person who took the conversation over has it, and a stop word is a stop word; the code speaks again.
	last := s.trial(id)
	s.Says(carl, "wamid.c3", last.Text("code"))
	s.wantSaid(carl, "draft?")
	thread := s.trialNow(id, last).Text("conversation_id")
	s.Call("POST", "/api/v1/conversations/"+thread+"/take-over", nil, http.StatusOK)
	s.Says(carl, "wamid.c4", "are you there")
	s.wantReason("are you there", "person_has_it", "give_back")
	s.Says(carl, "wamid.c5", last.Text("code")) // scanned again: from the beginning
	s.wantSaid(carl, "draft?", "draft?")
	s.Says(carl, "wamid.c6", "stop")
	s.wantReason("stop", "opted_out", "none")
	s.Says(carl, "wamid.c7", "hello?")
	s.wantReason("hello?", "still_opted_out", "open_contact")
	s.wantSaid(carl, "draft?", "draft?")

	// What cannot be published is not tried; who may not draw may not try.
	s.change(id, s.document(word("go"), ch, [][2]any{say("")}))
	s.Call("POST", "/api/v1/flows/"+id+"/trials", nil, http.StatusUnprocessableEntity)
	s.Call("POST", "/api/v1/flows/"+id+"/trials/"+last.Text("id")+"/refresh", nil, http.StatusUnprocessableEntity)
	s.Call("POST", "/api/v1/flows/"+id+"/trials", map[string]any{"channel_id": id}, http.StatusUnprocessableEntity)
	key := s.Call("POST", "/api/v1/api-keys", map[string]any{"name": "wall", "role": "agent"}, http.StatusCreated).Text("key")
	s.Call("POST", "/api/v1/flows/"+id+"/trials", nil, http.StatusForbidden, "Authorization", "Bearer "+key)
}

func TestATrialCountsNowhere(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	called := s.publish("Address", s.document(trigger("from_flow", map[string]any{}), ch, [][2]any{ask("where?")}))
	id := s.publish("Orders", s.document(word("go"), ch, [][2]any{{"call_flow", map[string]any{"flow": called, "mode": "return"}}, ask("when?"), say("bye")}, "0 next 1", "1 next 2"))
	before := s.figures(called) + s.figures(id)
	tried := s.trial(id)
	s.Says(ana, "wamid.a1", tried.Text("code"))
	s.wantSaid(ana, "where?")
	if now := s.figures(called) + s.figures(id); now != before {
		t.Errorf("the figures have changed:\n%s\nwere\n%s", now, before)
	}

	// The hidden flow is no flow for anybody.
	var all []store.Flow
	for row := int64(1); ; row++ {
		f, err := s.Store().FlowByRow(t.Context(), row)
		if err != nil {
			break
		}
		all = append(all, f)
	}
	if len(all) != 3 || all[2].TrialOf == nil {
		t.Fatalf("%d flows", len(all))
	}
	hidden := "/api/v1/flows/" + uid(all[2].UID)
	for method, paths := range map[string][]string{
		"GET":  {"", "/draft", "/export", "/versions", "/summary", "/steps/stats", "/people", "/trials"},
		"POST": {"/publish", "/pause", "/resume", "/archive", "/duplicate", "/trials"},
	} {
		for _, path := range paths {
			var body any
			if path == "/publish" {
				body = map[string]any{"revision": 1}
			}
			s.Call(method, hidden+path, body, http.StatusNotFound)
		}
	}
	s.Call("POST", hidden+"/run", map[string]any{"contacts": []any{map[string]any{"phone": "+" + bea}}}, http.StatusNotFound)
	if n := s.Call("POST", "/api/v1/flows/pause-all", nil, http.StatusOK).Get("count"); n != 2.0 {
		t.Errorf("%v flows paused", n)
	}

	// Paused for customers, it is tried all the same.
	s.Says(ana, "wamid.a2", "Rome")
	s.wantSaid(ana, "where?", "when?")
	run := s.Call("GET", "/api/v1/conversations/"+s.trialNow(id, tried).Text("conversation_id"), nil, http.StatusOK)
	if run.Get("run.trial") != true || run.Text("run.flow_id") != id || run.Text("status") != "flow" {
		t.Errorf("conversation %v", run)
	}
	if doc := s.Call("GET", "/api/v1/runs/"+run.Text("run.id")+"/document", nil, http.StatusOK); doc.Text("document.steps.1.config.text") != "when?" {
		t.Errorf("document %v", doc)
	}

	// Taking the flow away ends its trials.
	s.Call("POST", "/api/v1/flows/"+id+"/archive", nil, http.StatusOK)
	if c := s.Call("GET", "/api/v1/conversations/"+s.conversation(), nil, http.StatusOK); c.Get("run") != nil || c.Text("status") != "closed" {
		t.Errorf("after archiving: %v", c)
	}
	if now := s.trialNow(id, tried); now.Text("state") != "over" {
		t.Errorf("after archiving: %v", now)
	}
	s.Call("POST", "/api/v1/flows/"+id+"/trials", nil, http.StatusConflict)
	s.Call("DELETE", "/api/v1/flows/"+id, nil, http.StatusNoContent)
	if _, err := s.Store().FlowByRow(t.Context(), all[2].ID); err == nil {
		t.Error("the frozen draft outlived its flow")
	}
}

func uid(b []byte) string {
	var id store.ID
	copy(id[:], b)
	return id.String()
}

// A person who was known by user id alone and by number alone turns out to be one in the middle of a trial.
func TestTheTrialOfAPersonWhoWasTwo(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	id := s.publish("Orders", s.document(word("go"), ch, [][2]any{ask("live?")}))
	s.change(id, s.document(word("go"), ch, [][2]any{ask("draft?"), say("thanks")}, "0 next 1"))
	code := s.trial(id).Text("code")
	send := func(contact, msg map[string]any) {
		t.Helper()
		contact["profile"], msg["type"], msg["timestamp"] = map[string]any{"name": "Ana"}, "text", fmt.Sprint(s.Clock.Now().Unix())
		raw := s.Envelope(map[string]any{"contacts": []any{contact}, "messages": []any{msg}})
		if status := s.Webhook(raw, s.Graph.Account().Secret); status != http.StatusOK {
			t.Fatalf("the webhook was answered %d", status)
		}
	}
	text := func(words string) map[string]any { return map[string]any{"body": words} }
	s.Says(ana, "wamid.1", "hello") // the older contact, in no flow
	s.wantReason("hello", "nothing_matches", "new_flow")
	send(map[string]any{"user_id": "IT.1x9"}, map[string]any{"from_user_id": "IT.1x9", "id": "wamid.2", "text": text(code)})
	s.Receives(1)
	s.settle()
	send(map[string]any{"wa_id": ana, "user_id": "IT.1x9"}, map[string]any{"from": ana, "from_user_id": "IT.1x9", "id": "wamid.3", "text": text("blue")})
	s.wantTexts("draft?", "thanks")
	s.Says(ana, "wamid.4", "anything")
	s.wantTexts("draft?", "thanks", "draft?")
	s.later(31 * time.Minute) // the message ends what is left, should the job be late
	s.Says(ana, "wamid.5", "go")
	s.wantTexts("draft?", "thanks", "draft?", "live?")
}
