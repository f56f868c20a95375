package servertest

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"
)

const bea = "393331113333"

// document makes a flow document; see flow.
func (s *Server) document(triggers []any, channel string, steps [][2]any, more ...string) map[string]any {
	s.T.Helper()
	id := func(i int) string { return fmt.Sprintf("step%04d", i) }
	list, lines := []any{}, []any{map[string]any{"from": "start", "exit": "next", "to": id(0)}}
	for i, st := range steps {
		list = append(list, map[string]any{"id": id(i), "kind": st[0], "name": fmt.Sprint("Step ", i), "key": fmt.Sprint("s", i), "config": st[1]})
	}
	for _, m := range more {
		var from, to int
		var exit string
		if _, err := fmt.Sscanf(m, "%d %s %d", &from, &exit, &to); err != nil {
			s.T.Fatal(err)
		}
		lines = append(lines, map[string]any{"from": id(from), "exit": exit, "to": id(to)})
	}
	return map[string]any{"spec": 1, "steps": list, "connections": lines, "variables": []any{}, "triggers": triggers,
		"settings": map[string]any{"language": "en", "channels": []string{channel}}}
}

func trigger(kind string, config map[string]any) []any {
	if config["again"] == nil && kind != "from_flow" && kind != "outbound" {
		config["again"] = map[string]any{"mode": "always"}
	}
	return []any{map[string]any{"id": "trigger01", "kind": kind, "config": config}}
}

func word(keyword string) []any {
	return trigger("inbound_keyword", map[string]any{"keywords": []string{keyword}, "match": "exact"})
}

// make saves and publishes a document as a new flow and gives its id.
func (s *Server) publish(name string, doc map[string]any) string {
	s.T.Helper()
	f := s.Call("POST", "/api/v1/flows", map[string]any{"name": name, "document": doc}, http.StatusCreated)
	s.Call("POST", "/api/v1/flows/"+f.Text("id")+"/publish", map[string]any{"revision": f.Get("revision")}, http.StatusCreated)
	return f.Text("id")
}

// change saves another draft and gives its revision.
func (s *Server) change(flow string, doc map[string]any) any {
	s.T.Helper()
	draft := s.Call("GET", "/api/v1/flows/"+flow+"/draft", nil, http.StatusOK)
	return s.Call("PUT", "/api/v1/flows/"+flow+"/draft", map[string]any{"document": doc}, http.StatusOK, "If-Match", fmt.Sprintf("\"%v\"", draft.Get("revision"))).Get("revision")
}

// accountEvent delivers what Meta tells about an account.
func (s *Server) accountEvent(field string, value map[string]any) {
	s.T.Helper()
	raw := fmt.Appendf(nil, `{"object":"whatsapp_business_account","entry":[{"id":%q,"time":1790000000,"changes":[{"field":%q,"value":%s}]}]}`,
		s.Graph.Account().WABA, field, mustJSON(s.T, value))
	if code := s.Webhook(raw, s.Graph.Account().Secret); code != http.StatusOK {
		s.T.Fatalf("the webhook was answered %d", code)
	}
}

func reminder(params ...string) [2]any {
	return [2]any{"template", map[string]any{"template": map[string]any{"name": "reminder", "language": "en", "category": "UTILITY",
		"header": map[string]any{"type": ""}, "body": "Hello {{1}}, see you {{2}}.", "footer": "", "buttons": []any{}}, "body_params": params, "after": "continue"}}
}

func withCatalog(s *Server) string {
	s.Graph.Set(func(a *Account) {
		a.Catalog = []FakeTemplate{{ID: "1", Name: "hello", Language: "en", Category: "MARKETING", Status: "APPROVED", Body: "Hello"},
			{ID: "2", Name: "reminder", Language: "en", Category: "UTILITY", Status: "APPROVED", Body: "Hello {{1}}, see you {{2}}."},
			{ID: "3", Name: "offer", Language: "it", Category: "MARKETING", Status: "PENDING", Header: "image", Body: "Ciao {{nome}}", Named: true, Footer: "Shop",
				Buttons: []map[string]any{{"type": "QUICK_REPLY", "text": "Sì"}, {"type": "URL", "text": "Sito", "url": "https://shop.example/{{1}}"}}}}
	})
	ch := s.Connect()
	answer := s.Call("POST", "/api/v1/channels/"+ch+"/templates/sync", nil, http.StatusOK)
	if answer.Get("count") != 3.0 {
		s.T.Fatalf("sync: %v", answer)
	}
	return ch
}

func TestTemplatesAreReadAndFollowed(t *testing.T) {
	s := Start(t)
	ch := withCatalog(s)
	list := s.Call("GET", "/api/v1/templates?channel="+ch+"&q=offer", nil, http.StatusOK)
	o := Answer(list.Get("items.0").(map[string]any))
	if o.Text("header.type") != "image" || o.Text("variables.body.0") != "nome" || o.Text("buttons.0.id") != "b0" || o.Get("variables.buttons.0") != 1.0 || o.Text("status") != "PENDING" || o.Text("channel_id") != ch {
		t.Errorf("offer: %v", o)
	}
	s.accountEvent("message_template_status_update", map[string]any{"event": "APPROVED", "message_template_id": 3, "message_template_name": "offer", "message_template_language": "it", "reason": "NONE"})
	s.accountEvent("message_template_quality_update", map[string]any{"new_quality_score": "YELLOW", "message_template_id": 3, "message_template_name": "offer", "message_template_language": "it"})
	if o := s.Call("GET", "/api/v1/templates?status=APPROVED&q=offer", nil, http.StatusOK); o.Text("items.0.quality") != "YELLOW" || o.Text("items.0.reason") != "" {
		t.Errorf("after the webhooks: %v", o)
	}
	s.Graph.Set(func(a *Account) { a.Catalog = a.Catalog[:2] })
	s.Call("POST", "/api/v1/channels/"+ch+"/templates/sync", nil, http.StatusOK)
	if l := s.Call("GET", "/api/v1/templates", nil, http.StatusOK); l.Text("items.1.name") != "reminder" || l.Get("items.2") != nil {
		t.Errorf("after a deletion at Meta: %v", l)
	}
	s.Graph.Set(func(a *Account) { a.Token = "another" })
	s.Call("POST", "/api/v1/channels/"+ch+"/templates/sync", nil, http.StatusBadGateway)
	if c := s.Call("GET", "/api/v1/channels/"+ch, nil, http.StatusOK); c.Text("templates_error") == "" || c.Text("templates_at") == "" {
		t.Errorf("the number does not say why: %v", c)
	}
}

func TestATemplateReachesWhoHasBeenSilent(t *testing.T) {
	s := Start(t)
	ch := withCatalog(s)
	s.publish("Remind", s.document(word("go"), ch, [][2]any{rest(2, "d"), reminder("{{ contact.name }}", "tomorrow"), say("not sent")}, "0 next 1", "1 not_sent 2"))
	s.Says(ana, "wamid.1", "go")
	s.settle()
	s.later(49 * time.Hour)
	s.Receives(1)
	sent := Answer(s.Graph.Sent()[0].Body)
	if sent.Text("template.name") != "reminder" || sent.Text("template.components.0.parameters.0.text") != "Ana" {
		t.Errorf("sent %v", sent)
	}
	if r := s.Graph.Refused(); len(r) > 0 {
		t.Errorf("refused %q", r)
	}
}

func TestAPausedTemplateTakesTheOtherPath(t *testing.T) {
	s := Start(t)
	ch := withCatalog(s)
	s.publish("Remind", s.document(word("go"), ch, [][2]any{reminder("a", "b"), say("not sent")}, "0 not_sent 1"))
	s.accountEvent("message_template_status_update", map[string]any{"event": "PAUSED", "message_template_id": 2, "message_template_name": "reminder", "message_template_language": "en"})
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("not sent")
}

func TestTheCheckKnowsTheWorld(t *testing.T) {
	s := Start(t)
	ch := withCatalog(s)
	nowhere := "01a20320-a200-7004-b2b2-a5d1bcf67be0"
	other := s.Call("POST", "/api/v1/flows", map[string]any{"name": "Other", "document": s.document(word("x"), ch, [][2]any{say("x")})}, http.StatusCreated).Text("id")
	doc := s.document(word("go"), ch, [][2]any{
		{"template", map[string]any{"template": map[string]any{"name": "offer", "language": "it", "header": map[string]any{"type": ""}, "body": "Ciao", "buttons": []any{}}, "after": "continue"}},
		{"template", map[string]any{"template": map[string]any{"name": "gone", "language": "it", "header": map[string]any{"type": ""}, "body": "Ciao", "buttons": []any{}}, "after": "continue"}},
		{"assign", map[string]any{"user": nowhere}}, {"call_flow", map[string]any{"flow": nowhere, "mode": "return"}}, {"call_flow", map[string]any{"flow": other, "mode": "return"}}},
		"0 next 1", "1 next 2", "2 next 3", "3 next 4")
	f := s.Call("POST", "/api/v1/flows", map[string]any{"name": "All", "document": doc}, http.StatusCreated)
	var codes []string
	check := s.Call("POST", "/api/v1/flows/"+f.Text("id")+"/check", nil, http.StatusOK)
	for _, i := range check["issues"].([]any) {
		if a := Answer(i.(map[string]any)); a.Text("severity") == "error" {
			codes = append(codes, a.Text("step")+" "+a.Text("code"))
		}
	}
	want := []string{"step0000 template_not_approved", "step0001 template_missing", "step0002 user_missing", "step0003 flow_missing", "step0004 flow_not_published"}
	if !slices.Equal(codes, want) {
		t.Errorf("issues %q, want %q", codes, want)
	}
	s.Call("POST", "/api/v1/flows/"+f.Text("id")+"/publish", map[string]any{"revision": 1}, http.StatusUnprocessableEntity)
}

func TestAFlowCallsAnother(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	inner := s.publish("Name", s.document(trigger("from_flow", map[string]any{}), ch, [][2]any{ask("name?"), {"end", map[string]any{"outcome": "named"}}}, "0 next 1"))
	s.publish("Orders", s.document(word("go"), ch, [][2]any{{"call_flow", map[string]any{"flow": inner, "mode": "return", "variables": []any{}}}, say("hello {{ step.s0.s0 }}"), say("gone")},
		"0 next 1", "0 unavailable 2"))
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	s.settle()
	if err := s.Stop(); err != nil { // the version of the called flow is read again
		t.Fatal(err)
	}
	s.Boot()
	s.SignIn()
	s.Says(ana, "wamid.2", "Ana")
	s.wantTexts("name?", "hello Ana")
	s.Says(bea, "wamid.3", "go")
	s.wantTexts("name?", "hello Ana", "name?")
	s.settle()
	s.Call("DELETE", "/api/v1/flows/"+inner+"?force=true", nil, http.StatusNoContent)
	s.Says(bea, "wamid.4", "Bea") // the flow that she is in is gone
	s.settle()
	if dead := s.Call("GET", "/api/v1/jobs?state=dead", nil, http.StatusOK); dead.Get("items.0") != nil {
		t.Errorf("dead letters: %v", dead)
	}
	s.Says("393331114444", "wamid.5", "go")
	s.Receives(4)
	s.settle()
	if texts := s.Graph.Sent(); texts[len(texts)-1].Text() != "gone" {
		t.Errorf("last said %q", texts[len(texts)-1].Text())
	}
}

func TestAnAssignedConversationWaitsForItsPerson(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	me := s.Call("GET", "/api/v1/users", nil, http.StatusOK).Text("items.0.id")
	s.publish("Help", s.document(word("help"), ch, [][2]any{{"assign", map[string]any{"user": me}}, say("a colleague will answer")}, "0 next 1"))
	s.publish("Orders", s.document(word("go"), ch, [][2]any{say("one")}))
	s.Says(ana, "wamid.1", "help")
	s.wantTexts("a colleague will answer")
	s.Clock.Add(time.Minute)
	s.Says(bea, "wamid.2", "go")
	s.wantTexts("a colleague will answer", "one")
	list := s.Call("GET", "/api/v1/conversations", nil, http.StatusOK)
	first := Answer(list.Get("items.0").(map[string]any))
	if first.Text("contact.phone") != "+"+ana || first.Text("status") != "new" || first.Get("unread").(float64) < 1 || first.Text("assignee.id") != me || first.Text("bot") != "silenced" {
		t.Errorf("first in the list: %v", first)
	}
	key := s.Call("POST", "/api/v1/api-keys", map[string]any{"name": "shop", "role": "owner"}, http.StatusCreated).Text("key")
	s.Says("393331114444", "wamid.5", "anybody?")
	s.wantReason("anybody?", "nothing_matches", "new_flow")
	seen := s.Call("GET", "/api/v1/conversations", nil, http.StatusOK, "Authorization", "Bearer "+key)
	if len(seen["items"].([]any)) != 3 || seen.Text("items.2.contact.phone") != "+"+bea {
		t.Errorf("a program sees %v", seen)
	}
	if n := len(s.Call("GET", "/api/v1/conversations?assignee=me", nil, http.StatusOK)["items"].([]any)); n != 1 {
		t.Errorf("%d conversations are mine", n)
	}
	one := s.Call("GET", "/api/v1/conversations?limit=1", nil, http.StatusOK)
	two := s.Call("GET", "/api/v1/conversations?limit=1&cursor="+one.Text("next_cursor"), nil, http.StatusOK)
	three := s.Call("GET", "/api/v1/conversations?limit=1&cursor="+two.Text("next_cursor"), nil, http.StatusOK)
	if one.Text("items.0.id") != first.Text("id") || two.Text("items.0.contact.phone") != "+393331114444" || three.Text("items.0.contact.phone") != "+"+bea || three.Get("next_cursor") != nil {
		t.Errorf("pages %v %v %v", one, two, three)
	}
	s.Says(ana, "wamid.3", "GO")
	s.wantReason("GO", "person_has_it", "give_back")
	closed := s.Call("PATCH", "/api/v1/conversations/"+first.Text("id"), map[string]any{"status": "closed"}, http.StatusOK)
	if closed.Text("bot") != "on" || closed.Get("assignee") != nil {
		t.Errorf("closed: %v", closed)
	}
	s.Says(ana, "wamid.4", "go")
	s.wantTexts("a colleague will answer", "one", "one")
	given := s.Call("PATCH", "/api/v1/conversations/"+first.Text("id"), map[string]any{"assignee": me}, http.StatusOK)
	if given.Text("assignee.id") != me {
		t.Errorf("given: %v", given)
	}
	s.Call("PATCH", "/api/v1/conversations/"+first.Text("id"), map[string]any{"assignee": "nobody"}, http.StatusUnprocessableEntity)
}

func TestHoursDecideWhichFlowAnswers(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	s.Call("PATCH", "/api/v1/account", map[string]any{"time_zone": "Europe/Rome", "hours": map[string]any{"days": map[string]any{"mon": []any{map[string]any{"from": "09:00", "to": "18:00"}}}}}, http.StatusOK)
	for _, when := range []string{"inside", "outside"} {
		doc := s.document(trigger("inbound_keyword", map[string]any{"keywords": []string{"hi"}, "match": "exact", "hours": when}), ch, [][2]any{say(when + " {{ global.in_working_hours }}")})
		s.publish(when, doc)
	}
	s.Says(ana, "wamid.1", "hi") // a Sunday
	s.wantTexts("outside no")
	s.later(22 * time.Hour) // Monday at 11:00 in Rome
	s.Says(ana, "wamid.2", "hi")
	s.wantTexts("outside no", "inside yes")
	s.Call("PATCH", "/api/v1/channels/"+ch, map[string]any{"hours": map[string]any{"days": map[string]any{"mon": []any{map[string]any{"from": "14:00", "to": "18:00"}}}}}, http.StatusOK)
	s.Says(ana, "wamid.3", "hi") // this number opens later
	s.wantTexts("outside no", "inside yes", "outside no")
	if c := s.Call("PATCH", "/api/v1/channels/"+ch, map[string]any{"hours": nil}, http.StatusOK); c.Get("hours") != nil {
		t.Errorf("hours %v", c.Get("hours"))
	}
	s.Says(ana, "wamid.4", "hi")
	s.wantTexts("outside no", "inside yes", "outside no", "inside yes")
	s.Call("PATCH", "/api/v1/account", map[string]any{"hours": map[string]any{"days": map[string]any{"someday": []any{}}}}, http.StatusUnprocessableEntity)
}

func TestFirstMessageAndSilence(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	s.publish("Welcome", s.document(trigger("inbound_first", map[string]any{}), ch, [][2]any{say("welcome")}))
	s.publish("Back", s.document(trigger("inbound_silence", map[string]any{"days": 3}), ch, [][2]any{say("long time")}))
	s.Says(ana, "wamid.1", "hello")
	s.wantReason("hello", "started", "open_run")
	s.wantTexts("welcome")
	s.Says(ana, "wamid.2", "hello again")
	s.wantReason("hello again", "nothing_matches", "new_flow")
	s.later(73 * time.Hour)
	s.Says(ana, "wamid.3", "me again")
	s.wantTexts("welcome", "long time")
}

func TestWordsOfConsentInEveryLanguage(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	s.publish("Orders", s.document(word("go"), ch, [][2]any{say("one")}))
	for i, w := range []string{"Baja", "désabonner", "ABBESTELLEN", "sair", "Stop!"} {
		who := fmt.Sprintf("39333222%04d", i)
		s.Says(who, fmt.Sprintf("wamid.%d", i), w)
		s.wantReason(w, "opted_out", "none")
	}
	s.Call("PATCH", "/api/v1/account", map[string]any{"consent_words": map[string]any{"pt": map[string]any{"stop": []string{"chega"}, "start": []string{}}}}, http.StatusOK)
	acc := s.Call("GET", "/api/v1/account", nil, http.StatusOK)
	if acc.Text("consent_words.pt.stop.0") != "chega" || acc.Text("consent_words.es.stop.1") != "baja" {
		t.Errorf("words %v", acc.Get("consent_words"))
	}
	s.Says(bea, "wamid.9", "chega")
	s.wantReason("chega", "opted_out", "none")
}

func TestAnAdIsKeptAndListed(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	s.publish("Ad", s.document(trigger("inbound_ad", map[string]any{"any": true}), ch, [][2]any{say("from {{ trigger.referral.headline }}")}))
	for i, who := range []string{ana, bea} {
		s.Message(who, fmt.Sprintf("wamid.%d", i), map[string]any{"type": "text", "text": map[string]any{"body": "info"},
			"referral": map[string]any{"source_type": "ad", "source_id": "120210000000000001", "source_url": "https://fb.me/x", "headline": "Sale", "body": "Half price", "image_url": "https://img.example/1.jpg", "ctwa_clid": "c"}})
	}
	s.wantTexts("from Sale", "from Sale")
	if c := s.Call("GET", "/api/v1/contacts", nil, http.StatusOK); c.Text("items.0.referral.source_id") != "120210000000000001" {
		t.Errorf("contact %v", c.Get("items.0"))
	}
	ads := s.Call("GET", "/api/v1/ads", nil, http.StatusOK)
	if ads.Text("items.0.source_id") != "120210000000000001" || ads.Text("items.0.image_url") != "https://img.example/1.jpg" || ads.Get("items.0.seen") != 2.0 || ads.Text("items.0.headline") != "Sale" {
		t.Errorf("ads %v", ads)
	}
}

func TestAHumanSilencesForATime(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	s.Call("PATCH", "/api/v1/account", map[string]any{"human_silence_minutes": 30}, http.StatusOK)
	s.publish("Orders", s.document(word("go"), ch, [][2]any{say("one")}))
	s.Says(ana, "wamid.1", "hello")
	s.wantReason("hello", "nothing_matches", "new_flow")
	s.Call("POST", "/api/v1/conversations/"+s.conversation()+"/messages", map[string]any{"text": "good morning"}, http.StatusCreated)
	s.Says(ana, "wamid.2", "go")
	s.wantReason("go", "silenced", "give_back")
	s.later(31 * time.Minute)
	s.Says(ana, "wamid.3", "go")
	s.wantTexts("good morning", "one")
}
