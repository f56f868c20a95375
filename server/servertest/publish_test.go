package servertest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func mustJSON(t testing.TB, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestPublishingMovesOrEndsWhoWaits(t *testing.T) {
	for _, c := range []struct {
		mode, after, status string
		said                []string
	}{
		{"finish", "Ana", "completed", []string{"name?", "thanks of 1"}},
		{"move", "Ana", "completed", []string{"name?", "thanks of 2"}},
		{"end", "Ana", "canceled", []string{"name?"}},
	} {
		t.Run(c.mode, func(t *testing.T) {
			s := Start(t)
			ch := s.Connect()
			doc := func(n int) map[string]any {
				return s.document(word("go"), ch, [][2]any{ask("name?"), say(fmt.Sprint("thanks of ", n))}, "0 next 1")
			}
			flow := s.publish("Orders", doc(1))
			s.Says(ana, "wamid.1", "go")
			s.wantTexts("name?")
			rev := s.change(flow, doc(2))
			p := s.Call("GET", "/api/v1/flows/"+flow+"/publish-preview", nil, http.StatusOK)
			if p.Text("waiting.0.step") != "step0000" || p.Get("waiting.0.count") != 1.0 || p.Get("waiting.0.changed") != false || p.Get("diff.0") == nil || p.Get("revision") != rev {
				t.Errorf("preview %v", p)
			}
			s.Call("POST", "/api/v1/flows/"+flow+"/publish", map[string]any{"revision": rev, "waiting": c.mode}, http.StatusCreated)
			s.settle()
			s.Says(ana, "wamid.2", c.after)
			s.settle()
			s.wantTexts(c.said...)
			if got := s.Call("GET", "/api/v1/flows/"+flow+"/people", nil, http.StatusOK).Text("items.0.status"); got != c.status {
				t.Errorf("status %q", got)
			}
		})
	}
}

func TestWhoStandsAtAStepThatIsGoneCannotMove(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	flow := s.publish("Orders", s.document(word("go"), ch, [][2]any{ask("name?"), say("thanks")}, "0 next 1"))
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	rev := s.change(flow, s.document(word("go"), ch, [][2]any{say("closed")}))
	if p := s.Call("GET", "/api/v1/flows/"+flow+"/publish-preview", nil, http.StatusOK); p.Get("waiting.0.gone") != true {
		t.Errorf("preview %v", p)
	}
	s.Call("POST", "/api/v1/flows/"+flow+"/publish", map[string]any{"revision": rev, "waiting": "move"}, http.StatusCreated)
	s.settle()
	run := s.Call("GET", "/api/v1/flows/"+flow+"/people", nil, http.StatusOK)
	if run.Text("items.0.status") != "canceled" || run.Text("items.0.outcome") != "new_version" {
		t.Errorf("run %v", run)
	}
}

func TestTagsAndFieldsAreMadeWhereTheyAreNeeded(t *testing.T) {
	s := Start(t)
	s.publish("Orders", s.document(word("go"), s.Connect(), [][2]any{
		{"question", map[string]any{"text": "how many?", "answer": "number", "validation_message": "A number.", "save_to": "fields.how_many"}},
		{"tag", map[string]any{"scope": "contact", "mode": "add", "tags": []string{"lead"}}}}, "0 next 1"))
	f := s.Call("GET", "/api/v1/contact-fields", nil, http.StatusOK)
	if f.Text("items.0.key") != "how_many" || f.Text("items.0.type") != "number" || f.Text("items.0.label") != "How many" {
		t.Errorf("fields %v", f)
	}
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("how many?")
	s.Says(ana, "wamid.2", "3")
	s.settle()
	tag := s.Call("GET", "/api/v1/tags", nil, http.StatusOK)
	if tag.Text("items.0.name") != "lead" || tag.Get("items.0.count") != 1.0 {
		t.Errorf("tags %v", tag)
	}
	s.Call("PATCH", "/api/v1/tags/"+tag.Text("items.0.id"), map[string]any{"name": "prospect", "color": "teal"}, http.StatusOK)
	if c := s.Call("GET", "/api/v1/contacts?tag=prospect", nil, http.StatusOK); c.Get("items.0.tags.0") != "prospect" || c.Get("items.0.fields.how_many") != 3.0 {
		t.Errorf("contacts %v", c)
	}
	s.Call("DELETE", "/api/v1/tags/"+tag.Text("items.0.id"), nil, http.StatusNoContent)
	s.Call("PATCH", "/api/v1/contact-fields/how_many", map[string]any{"label": "Pieces"}, http.StatusOK)
	s.Call("DELETE", "/api/v1/contact-fields/how_many?values=true", nil, http.StatusNoContent)
	if c := s.Call("GET", "/api/v1/contacts", nil, http.StatusOK); c.Get("items.0.tags.0") != nil || c.Get("items.0.fields.how_many") != nil {
		t.Errorf("contacts %v", c)
	}
}

func TestSavedTestsGuardPublishing(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	doc := func(bye string) map[string]any {
		return s.document(word("go"), ch, [][2]any{ask("name?"), say("thanks {{ step.s0 }}, " + bye)}, "0 next 1")
	}
	flow := s.publish("Orders", doc("bye"))
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	s.Says(ana, "wamid.2", "Ana")
	s.wantTexts("name?", "thanks Ana, bye")
	s.settle()
	run := s.Call("GET", "/api/v1/flows/"+flow+"/people", nil, http.StatusOK).Text("items.0.id")
	real := s.Call("POST", "/api/v1/flows/"+flow+"/tests", map[string]any{"name": "Ana of Sunday", "from_run": run}, http.StatusCreated)
	if real.Text("script.turns.0.expect.0.text") != "name?" || real.Text("script.turns.1.input.content.text") != "Ana" || real.Text("script.turns.1.expect.0.text") != "thanks Ana, bye" {
		t.Errorf("recorded %v", real)
	}
	s.Call("POST", "/api/v1/flows/"+flow+"/tests", map[string]any{"name": "By hand", "script": map[string]any{"turns": []any{
		map[string]any{"input": map[string]any{"kind": "message", "content": map[string]any{"type": "text", "text": "go"}}, "expect": []any{map[string]any{"type": "text", "text": "name?"}}, "status": "waiting"},
	}}}, http.StatusCreated)
	if all := s.Call("POST", "/api/v1/flows/"+flow+"/tests/run", nil, http.StatusOK); all.Get("items.0.last.passed") != true || all.Get("items.1.last.passed") != true {
		t.Errorf("tests %v", all)
	}
	rev := s.change(flow, doc("goodbye"))
	same := s.Call("POST", "/api/v1/flows/"+flow+"/replay", nil, http.StatusOK)
	if same.Get("items.0.same") != false || same.Text("items.0.turns.1.got.0.text") != "thanks Ana, goodbye" || same.Text("items.0.turns.1.expect.0.text") != "thanks Ana, bye" {
		t.Errorf("replay %v", same)
	}
	against := map[string]any{"against": "live", "limit": 5}
	if read := s.Call("POST", "/api/v1/flows/"+flow+"/replay", against, http.StatusOK); read.Get("items.0.same") != false || read.Text("items.0.turns.1.heard.0.text") != "Ana" || read.Text("items.0.turns.1.expect.0.text") != "thanks Ana, bye" {
		t.Errorf("against the live version: %v", read)
	}
	against["version"] = 1
	if read := s.Call("POST", "/api/v1/flows/"+flow+"/replay", against, http.StatusOK); read.Get("items.0.same") != true {
		t.Errorf("the live version once more: %v", read)
	}
	if d := s.Call("GET", "/api/v1/flows/"+flow+"/diff?from=1&to=0", nil, http.StatusOK); d.Text("items.0.kind") != "step_changed" || d.Text("items.0.after") != "thanks {{ step.s0 }}, goodbye" || d.Get("items.1") != nil {
		t.Errorf("diff %v", d)
	}
	s.Call("GET", "/api/v1/flows/"+flow+"/diff?from=9", nil, http.StatusNotFound)
	if p := s.Call("GET", "/api/v1/flows/"+flow+"/publish-preview?version=1", nil, http.StatusOK); p.Get("diff.0") != nil || p.Get("tests") != 2.0 {
		t.Errorf("version 1 once more: %v", p)
	}
	no := s.Call("POST", "/api/v1/flows/"+flow+"/publish", map[string]any{"revision": rev}, http.StatusUnprocessableEntity)
	if no.Text("code") != "tests_fail" || no.Text("tests.0") != "Ana of Sunday" || no.Get("tests.1") != nil {
		t.Errorf("publish %v", no)
	}
	v := s.Call("POST", "/api/v1/flows/"+flow+"/publish", map[string]any{"revision": rev, "override_reason": "we say goodbye now"}, http.StatusCreated)
	if !strings.Contains(v.Text("note"), "we say goodbye now") {
		t.Errorf("version %v", v)
	}
	if audit := string(mustJSON(t, s.Call("GET", "/api/v1/audit", nil, http.StatusOK))); !strings.Contains(audit, "we say goodbye now") {
		t.Error("the audit log does not know why")
	}
	id := real.Text("id")
	script := real["script"].(map[string]any)
	script["turns"].([]any)[1].(map[string]any)["expect"] = []any{map[string]any{"type": "text", "text": "thanks Ana, goodbye"}}
	s.Call("PATCH", "/api/v1/flows/"+flow+"/tests/"+id, map[string]any{"script": script}, http.StatusOK)
	if one := s.Call("POST", "/api/v1/flows/"+flow+"/tests/"+id+"/run", nil, http.StatusOK); one.Get("last.passed") != true {
		t.Errorf("test %v", one)
	}
	s.Call("DELETE", "/api/v1/flows/"+flow+"/tests/"+id, nil, http.StatusNoContent)
}

// TestTwoContactsThatMeetBecomeOne: a person known by number wrote once with a
// user id alone; a message with both makes one person of them.
func TestTwoContactsThatMeetBecomeOne(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	doc := s.document(word("go"), ch, [][2]any{ask("name?"), say("thanks")}, "0 next 1")
	doc["settings"].(map[string]any)["webhook"] = map[string]any{"enabled": true, "url": "http://10.0.0.1/in", "events": []string{"canceled"}}
	flow := s.publish("Orders", doc)
	s.publish("Other", s.document(word("other"), ch, [][2]any{ask("colour?"), say("nice")}, "0 next 1"))
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	send := func(contact, msg map[string]any) {
		t.Helper()
		raw := s.Envelope(map[string]any{"contacts": []any{contact}, "messages": []any{msg}})
		if code := s.Webhook(raw, s.Graph.Account().Secret); code != http.StatusOK {
			t.Fatalf("answered %d", code)
		}
	}
	at := fmt.Sprint(s.Clock.Now().Add(time.Second).Unix())
	send(map[string]any{"profile": map[string]any{"name": "Ana"}, "user_id": "IT.1x9"},
		map[string]any{"from_user_id": "IT.1x9", "id": "wamid.2", "timestamp": at, "type": "text", "text": map[string]any{"body": "other"}})
	s.wantTexts("name?", "colour?")
	if n := len(s.Call("GET", "/api/v1/contacts", nil, http.StatusOK)["items"].([]any)); n != 2 {
		t.Fatalf("%d contacts", n)
	}
	s.settle()
	send(map[string]any{"profile": map[string]any{"name": "Ana"}, "wa_id": ana, "user_id": "IT.1x9"},
		map[string]any{"from": ana, "from_user_id": "IT.1x9", "id": "wamid.3", "timestamp": at, "type": "text", "text": map[string]any{"body": "blue"}})
	s.wantTexts("name?", "colour?", "nice")
	s.settle()
	people := s.Call("GET", "/api/v1/contacts", nil, http.StatusOK)
	if people.Text("items.0.phone") != "+"+ana || people.Get("items.1") != nil {
		t.Errorf("contacts %v", people)
	}
	threads := s.Call("GET", "/api/v1/conversations", nil, http.StatusOK)
	if threads.Get("items.1") != nil {
		t.Errorf("conversations %v", threads)
	}
	if n := len(s.Call("GET", "/api/v1/conversations/"+threads.Text("items.0.id")+"/messages", nil, http.StatusOK)["items"].([]any)); n != 6 {
		t.Errorf("%d messages in the thread", n)
	}
	var states []string
	runs := s.Call("GET", "/api/v1/contacts/"+people.Text("items.0.id")+"/runs", nil, http.StatusOK)
	for _, r := range runs["items"].([]any) {
		states = append(states, Answer(r.(map[string]any)).Text("status")+" "+Answer(r.(map[string]any)).Text("outcome"))
	}
	if strings.Join(states, ",") != "completed ,canceled merged" {
		t.Errorf("runs %q", states)
	}
	if told := s.Call("GET", "/api/v1/flows/"+flow+"/webhook/deliveries", nil, http.StatusOK); told.Text("items.0.event") != "canceled" || told.Text("items.0.body.data.run.outcome") != "merged" {
		t.Errorf("told %v", told)
	}
	if dead := s.Call("GET", "/api/v1/jobs?state=dead", nil, http.StatusOK); dead.Get("items.0") != nil {
		t.Errorf("dead letters: %v", dead)
	}
}

// TestANumberThatGoesToSomebodyElse: two people with user ids of their own are
// never made one; the number goes to who writes from it.
func TestANumberThatGoesToSomebodyElse(t *testing.T) {
	s := Start(t)
	s.Connect()
	send := func(wamid, user string, withNumber bool) {
		t.Helper()
		contact := map[string]any{"profile": map[string]any{"name": user}, "user_id": user}
		msg := map[string]any{"from_user_id": user, "id": wamid, "timestamp": fmt.Sprint(s.Clock.Now().Unix()), "type": "text", "text": map[string]any{"body": wamid}}
		if withNumber {
			contact["wa_id"], msg["from"] = ana, ana
		}
		if code := s.Webhook(s.Envelope(map[string]any{"contacts": []any{contact}, "messages": []any{msg}}), s.Graph.Account().Secret); code != http.StatusOK {
			t.Fatalf("answered %d", code)
		}
		s.settle()
	}
	send("wamid.1", "IT.old", true)
	send("wamid.2", "IT.new", false)
	send("wamid.3", "IT.new", true)
	people := s.Call("GET", "/api/v1/contacts", nil, http.StatusOK)
	if len(people["items"].([]any)) != 2 || people.Text("items.0.phone") != "+"+ana || people.Text("items.1.phone") != "" {
		t.Errorf("contacts %v", people)
	}
}

// TestStoppingLetsCallsFinish: a call that is about to be answered is not cut off.
func TestStoppingLetsCallsFinish(t *testing.T) {
	arrived, answer := make(chan struct{}), make(chan struct{})
	var calls atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		close(arrived)
		<-answer
		_, _ = w.Write([]byte(`{"ok":true}`))
	}))
	defer inside.Close()
	s := Start(t, "FLUSSO_ALLOW_PRIVATE="+strings.TrimPrefix(inside.URL, "http://"))
	s.flow("Orders", "go", s.Connect(), [][2]any{call(inside.URL, "POST", nil), say("fine"), say("failed")}, "0 success 1", "0 error 2")
	s.Says(ana, "wamid.1", "go")
	<-arrived
	stopped := make(chan error, 1)
	go func() { stopped <- s.Stop() }()
	close(answer)
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	s.Boot()
	s.wantTexts("fine")
	if n := calls.Load(); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestWhatMetaSaysOfANumberIsShown(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	s.accountEvent("phone_number_quality_update", map[string]any{"display_phone_number": "390212345678", "event": "FLAGGED", "max_daily_conversations_per_business": "TIER_2K"})
	s.accountEvent("account_update", map[string]any{"event": "DISABLED_UPDATE", "ban_info": map[string]any{"waba_ban_state": "DISABLE", "waba_ban_date": "2026-12-01"}})
	c := s.Call("GET", "/api/v1/channels/"+ch, nil, http.StatusOK)
	if c.Text("quality") != "RED" || c.Text("daily_limit") != "TIER_2K" || c.Text("state") != "problem" || c.Text("problems.0.code") != "number_flagged" || c.Text("problems.1.code") != "account_disabled" {
		t.Errorf("number %v", c)
	}
	s.accountEvent("account_update", map[string]any{"event": "DISABLED_UPDATE", "ban_info": map[string]any{"waba_ban_state": "REINSTATE"}})
	if c := s.Call("GET", "/api/v1/channels/"+ch, nil, http.StatusOK); c.Text("state") != "connected" || c.Get("problems.0") != nil {
		t.Errorf("number %v", c)
	}
}

func TestTheSimulatorPretendsWhatItIsTold(t *testing.T) {
	s := Start(t)
	ch := withCatalog(s)
	flow := s.publish("Remind", s.document(word("go"), ch, [][2]any{reminder("a", "b"), say("not sent"), say("sent")}, "0 not_sent 1", "0 next 2"))
	play := func(more map[string]any) Answer {
		t.Helper()
		return s.Call("POST", "/api/v1/flows/"+flow+"/simulate", more, http.StatusOK)
	}
	if a := play(map[string]any{"template_problem": "template_paused"}); a.Text("messages.0.text") != "not sent" {
		t.Errorf("paused: %v", a)
	}
	if a := play(map[string]any{"window": "closed"}); a.Text("messages.0.type") != "template" || a.Get("messages.1") != nil {
		t.Errorf("closed: %v", a)
	}
	if a := play(map[string]any{"window": "open", "now": "2027-01-01T10:00:00Z"}); a.Text("messages.1.text") != "sent" || a.Text("clock") != "2027-01-01T10:00:00Z" {
		t.Errorf("open: %v", a)
	}
	burst := s.publish("Ask", s.document(word("ask"), ch, [][2]any{ask("one?"), ask("two?"), say("thanks")}, "0 next 1", "1 next 2"))
	a := s.Call("POST", "/api/v1/flows/"+burst+"/simulate", map[string]any{"input": map[string]any{"kind": "message", "content": map[string]any{"type": "text", "text": "ask"},
		"more": []any{map[string]any{"type": "text", "text": "1"}, map[string]any{"type": "text", "text": "2"}}, "twice": true}}, http.StatusOK)
	if a.Text("messages.2.text") != "thanks" || a.Text("status") != "completed" {
		t.Errorf("burst: %v", a)
	}
	turn := func(input map[string]any, now string, state any, status int) Answer {
		t.Helper()
		more := map[string]any{"input": input, "state": state}
		if now != "" {
			more["now"] = now
		}
		return s.Call("POST", "/api/v1/flows/"+burst+"/simulate", more, status)
	}
	says := map[string]any{"kind": "message", "content": map[string]any{"type": "text", "text": "ask"}}
	a = turn(says, "2027-01-01T10:00:00Z", nil, http.StatusOK)
	if again := turn(map[string]any{"kind": "again"}, "", a["state"], http.StatusOK); again.Text("events.0.code") != "duplicate" || again.Get("events.1") != nil {
		t.Errorf("the message once more: %v", again)
	}
	if later := turn(map[string]any{"kind": "clock"}, "2027-01-03T10:00:00Z", a["state"], http.StatusOK); later.Text("status") != "expired" || later.Text("clock") != "2027-01-03T10:00:00Z" {
		t.Errorf("two days later: %v", later)
	}
	if jump := turn(map[string]any{"kind": "jump", "step": a.Text("step")}, "", a["state"], http.StatusOK); jump.Text("messages.0.text") != "one?" {
		t.Errorf("from a step: %v", jump)
	}
	turn(map[string]any{"kind": "jump", "step": "gone"}, "", a["state"], http.StatusUnprocessableEntity)
	turn(map[string]any{"kind": "again"}, "", nil, http.StatusUnprocessableEntity)
	turn(map[string]any{"kind": "clock"}, "", a["state"], http.StatusUnprocessableEntity)
}
