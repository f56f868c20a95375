package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"flusso/server/flows"
)

// example makes a flow from the lead example and gives its id.
func (b *bench) example() string {
	b.t.Helper()
	return b.do("POST", "/api/v1/flows", `{"name":"Orders","example":"lead","language":"en"}`).is(201).text("id")
}

func TestFlowLifeFromDraftToArchive(t *testing.T) {
	b := signedIn(t)
	a := b.do("POST", "/api/v1/flows", `{"name":" Orders ","example":"lead"}`).is(201)
	id := a.text("id")
	if a.text("name") != "Orders" || a.text("state") != "draft" || a.text("language") != "it" || a.get("version") != nil || a.get("changes") != 0.0 || a.get("channels.0") == nil {
		t.Fatal(a.body)
	}
	b.do("POST", "/api/v1/flows/"+id+"/pause", "").fails(409, "flow_not_published")
	if c := b.do("POST", "/api/v1/flows/"+id+"/check", "").is(200); strings.Contains(c.body, `"severity":"error"`) || c.get("clashes.0") != nil {
		t.Fatal(c.body)
	}
	v := b.do("POST", "/api/v1/flows/"+id+"/publish", `{"revision":1,"name":"First"}`).is(201)
	if v.get("number") != 1.0 || v.get("is_live") != true || v.text("author.name") != "Ada" || len(v.text("checksum")) != 64 {
		t.Fatal(v.body)
	}
	b.did("reload")
	b.do("POST", "/api/v1/flows/"+id+"/publish", `{"revision":1}`).fails(409, "nothing_to_publish")
	if g := b.do("GET", "/api/v1/flows/"+id, "").is(200); g.text("state") != "live" || g.get("version.number") != 1.0 {
		t.Fatal(g.body)
	}
	for _, s := range [][2]string{{"pause", "paused"}, {"resume", "live"}, {"archive", "archived"}, {"unarchive", "paused"}} {
		if g := b.do("POST", "/api/v1/flows/"+id+"/"+s[0], "").is(200); g.text("state") != s[1] {
			t.Fatal(s, g.body)
		}
	}
	b.do("DELETE", "/api/v1/flows/"+id, "").is(204)
	b.do("GET", "/api/v1/flows/"+id, "").fails(404, "not_found")
	b.audits("set_up", "signed_in", "flow_created", "flow_published", "flow_paused", "flow_resumed", "flow_archived", "flow_unarchived", "flow_deleted")
}

func TestEveryExampleCanBePublishedAtOnce(t *testing.T) {
	b := signedIn(t)
	for _, example := range flows.Examples {
		for _, lang := range []string{"en", "it", "de"} {
			id := b.do("POST", "/api/v1/flows", fmt.Sprintf(`{"name":"%s","example":"%s","language":"%s"}`, example, example, lang)).is(201).text("id")
			if c := b.do("POST", "/api/v1/flows/"+id+"/check", "").is(200); c.get("issues.0") != nil {
				t.Errorf("%s %s: %s", example, lang, c.body)
			}
			b.do("POST", "/api/v1/flows/"+id+"/publish", `{"revision":1}`).is(201)
		}
	}
}

func TestDraftConflictShowsTheOtherSide(t *testing.T) {
	b := signedIn(t)
	id := b.example()
	d := b.do("GET", "/api/v1/flows/"+id+"/draft", "").is(200)
	if d.head.Get("ETag") != `"1"` || d.get("revision") != 1.0 {
		t.Fatal(d.head, d.body[:80])
	}
	doc, _ := json.Marshal(d.get("document"))
	mine := strings.Replace(string(doc), "Quantity", "How many", 1)
	path := "/api/v1/flows/" + id + "/draft"
	b.do("PUT", path, `{"document":`+mine+`}`).fails(428, "if_match_required")
	b.do("PUT", path, `{"document":`+mine+`}`, "If-Match", "abc").fails(400, "bad_request")
	s := b.do("PUT", path, `{"document":`+mine+`}`, "If-Match", `"1"`).is(200)
	if s.get("revision") != 2.0 || s.head.Get("ETag") != `"2"` {
		t.Fatal(s.body)
	}
	if again := b.do("PUT", path, `{"document":`+mine+`}`, "If-Match", `"2"`).is(200); again.get("revision") != 2.0 {
		t.Fatal("saving the same makes no revision", again.body)
	}
	c := b.do("PUT", path, `{"document":`+string(doc)+`}`, "If-Match", `W/"1"`).fails(409, "draft_conflict")
	if c.get("params.revision") != 2.0 || c.text("current.author.name") != "Ada" || c.get("current.document.steps.0.id") == nil || c.text("current.saved_at") == "" {
		t.Fatal(c.body)
	}
	bad := b.do("PUT", path, `{"document":{"spec":1,"steps":[{"id":"x","kind":"message","key":"9"}]}}`, "If-Match", "2").fails(422, "document_invalid")
	if bad.text("errors.0.path") != "/document/steps/0/id" || bad.text("errors.1.path") != "/document/steps/0/key" {
		t.Fatal(bad.body)
	}
	if d := b.do("GET", path, "").is(200); d.get("revision") != 2.0 {
		t.Fatal("a refused document must leave the draft as it was")
	}
	b.do("POST", "/api/v1/flows/"+id+"/publish", `{"revision":1}`).fails(409, "draft_conflict")
}

func TestChangesCountWhatADraftAdds(t *testing.T) {
	b := signedIn(t)
	id := b.example()
	b.do("POST", "/api/v1/flows/"+id+"/publish", `{"revision":1}`).is(201)
	path := "/api/v1/flows/" + id + "/draft"
	doc, _ := json.Marshal(b.do("GET", path, "").get("document"))
	moved := strings.Replace(string(doc), `"positions":{}`, `"positions":{"stepname01":{"x":1,"y":2}}`, 1)
	if s := b.do("PUT", path, `{"document":`+moved+`}`, "If-Match", "1").is(200); s.get("changes") != 0.0 || s.get("revision") != 2.0 {
		t.Fatal("moving a card is no change", s.body)
	}
	edited := strings.Replace(moved, "Welcome", "Hello", 1)
	if s := b.do("PUT", path, `{"document":`+edited+`}`, "If-Match", "2").is(200); s.get("changes") != 1.0 {
		t.Fatal(s.body)
	}
	b.do("POST", "/api/v1/flows/"+id+"/publish", `{"revision":3,"note":"n"}`).is(201)
	r := b.do("POST", "/api/v1/flows/"+id+"/versions/1/restore", `{"note":"back"}`).is(201)
	if r.get("number") != 3.0 || r.text("note") != "back" {
		t.Fatal(r.body)
	}
	if d := b.do("GET", path, ""); strings.Contains(d.body, "Hello! I have") || d.get("revision") != 4.0 {
		t.Fatal("the restored version must be the draft", d.get("revision"))
	}
	vs := b.do("GET", "/api/v1/flows/"+id+"/versions", "").is(200)
	if vs.get("items.0.number") != 3.0 || vs.get("items.0.is_live") != true || vs.get("items.2.is_live") != false || vs.get("items.0.checksum") != vs.get("items.2.checksum") {
		t.Fatal(vs.body)
	}
	b.do("GET", "/api/v1/flows/"+id+"/versions/2/document", "").is(200)
	b.do("GET", "/api/v1/flows/"+id+"/versions/9/document", "").fails(404, "not_found")
}

func TestPublishRefusesProblemsAndTellsThem(t *testing.T) {
	b := signedIn(t)
	id := b.do("POST", "/api/v1/flows", `{"name":"Empty","trigger":{"kind":"inbound_keyword"}}`).is(201).text("id")
	a := b.do("POST", "/api/v1/flows/"+id+"/publish", `{"revision":1}`).fails(422, "has_problems")
	if a.get("issues.0.code") == nil || a.get("params.count") == 0.0 {
		t.Fatal(a.body)
	}
	b.did()
}

func TestClashesWithLiveFlows(t *testing.T) {
	b := signedIn(t)
	first := b.example()
	b.do("POST", "/api/v1/flows/"+first+"/publish", `{"revision":1}`).is(201)
	second := b.example()
	c := b.do("POST", "/api/v1/flows/"+second+"/check", "{}").is(200)
	if c.text("clashes.0.flow_id") != first || c.text("clashes.0.code") != "same_keyword" || c.text("clashes.0.word") != "start" {
		t.Fatal(c.body)
	}
}

func TestNewFlowNamesEveryWrongValue(t *testing.T) {
	b := signedIn(t)
	a := b.do("POST", "/api/v1/flows", `{"name":"","example":"nothing"}`).fails(422, "validation_failed")
	if a.text("errors.0.path") != "/name" || a.text("errors.1.path") != "/example" {
		t.Fatal(a.body)
	}
	b.do("POST", "/api/v1/flows", `{"name":"x","trigger":{"kind":"telepathy"}}`).fails(422, "validation_failed")
	if l := b.do("GET", "/api/v1/flows", "").is(200); l.get("items.0") != nil {
		t.Fatal(l.body)
	}
}

func TestDuplicateAndRename(t *testing.T) {
	b := signedIn(t)
	id := b.example()
	d := b.do("POST", "/api/v1/flows/"+id+"/duplicate", "").is(201)
	if d.text("name") != "Orders 2" || d.text("id") == id {
		t.Fatal(d.body)
	}
	b.do("PATCH", "/api/v1/flows/"+id, `{"name":"Shop"}`).is(200)
	l := b.do("GET", "/api/v1/flows?sort=name&q=shop", "").is(200)
	if l.text("items.0.name") != "Shop" || l.get("items.1") != nil {
		t.Fatal(l.body)
	}
}

// TestSimulatePlaysTheLeadConversation talks with the example as a customer would.
func TestSimulatePlaysTheLeadConversation(t *testing.T) {
	b := signedIn(t)
	id := b.example()
	play := func(state any, input string) answer {
		t.Helper()
		raw, _ := json.Marshal(state)
		return b.do("POST", "/api/v1/flows/"+id+"/simulate", `{"state":`+string(raw)+`,"input":`+input+`}`).is(200)
	}
	a := b.do("POST", "/api/v1/flows/"+id+"/simulate", `{"contact":{"id":"","name":"","first_name":"Ada","last_name":"","phone":"","email":"","url":"","language":"","tags":[],"fields":{}}}`).is(200)
	if a.text("messages.0.text") != "Welcome! I have a few short questions for you." || a.text("messages.1.text") != "What is your name?" || a.text("status") != "waiting" {
		t.Fatal(a.body)
	}
	a = play(a.get("state"), `{"kind":"message","content":{"type":"text","text":"Grace"}}`)
	if a.text("messages.0.type") != "buttons" || a.text("messages.0.options.0.id") != "steptopic1:sales" || a.text("contact.first_name") != "Grace" {
		t.Fatal(a.body)
	}
	a = play(a.get("state"), `{"kind":"message","content":{"type":"button_reply","reply":{"id":"steptopic1:sales","title":"Sales"}}}`)
	if a.text("messages.0.text") != "How many pieces do you need?" {
		t.Fatal(a.body)
	}
	a = play(a.get("state"), `{"kind":"message","content":{"type":"text","text":"lots"}}`)
	if !strings.HasPrefix(a.text("messages.0.text"), "Please write a whole number") {
		t.Fatal(a.body)
	}
	before, _ := time.Parse(time.RFC3339, a.text("clock"))
	late := play(a.get("state"), `{"kind":"time"}`)
	if after, _ := time.Parse(time.RFC3339, late.text("clock")); late.text("status") != "expired" || after.Sub(before) != 24*time.Hour {
		t.Fatal(late.body)
	}
	a = play(a.get("state"), `{"kind":"message","content":{"type":"text","text":"5"}}`)
	if a.text("messages.0.text") != "Thanks, Grace! We will get back to you shortly." || a.text("status") != "completed" {
		t.Fatal(a.body)
	}
	if n := play(a.get("state"), `{"kind":"message","content":{"type":"text","text":"hm"}}`); n.text("events.0.code") != "nothing_matches" {
		t.Fatal(n.body)
	}
	if n := play(a.get("state"), `{"kind":"message","content":{"type":"text","text":"START"}}`); n.text("status") != "waiting" {
		t.Fatal(n.body)
	}
	b.do("POST", "/api/v1/flows/"+id+"/simulate", `{"state":{"clock":1,"snapshot":{"status":"waiting","wait":{"kind":"reply","step":"x"}}},"input":{"kind":"message","content":{"type":"text"}}}`).fails(422, "simulation_state")
	if l := b.do("GET", "/api/v1/contacts", "").is(200); l.get("items.0") != nil {
		t.Fatal("a test must write nothing")
	}
	b.did()
}

func TestRunUpsertsAndStarts(t *testing.T) {
	b := signedIn(t)
	id := b.example()
	path := "/api/v1/flows/" + id + "/run"
	b.do("POST", path, `{"contacts":[{"phone":"+393331112222"}]}`).fails(409, "flow_not_published")
	b.do("POST", "/api/v1/flows/"+id+"/publish", `{"revision":1}`).is(201)
	b.did("reload")
	a := b.do("POST", path, `{"contacts":[{"phone":"333 111 2222","first_name":"Ada","tags":["vip"],"fields":{"size":"L"},"variables":{"n":2}},{"phone":"nonsense"}],"variables":{"n":1,"m":1},"has_priority":true}`).is(200)
	if a.text("items.0.status") != "started" || a.text("items.1.status") != "invalid" || a.text("items.1.errors.0.code") != "bad_phone" {
		t.Fatal(a.body)
	}
	b.did(`start {"m":1,"n":2} priority=true`)
	c := b.do("GET", "/api/v1/contacts", "").is(200)
	if c.text("items.0.phone") != "+393331112222" || c.text("items.0.name") != "Ada" || c.get("items.1") != nil {
		t.Fatal(c.body)
	}
	b.do("POST", path, `{"contacts":[{"wa_id":"393331112222","tags":["new"],"merge":{"fields":"overwrite"},"fields":{"colour":"red"}}]}`).is(200)
	c = b.do("GET", "/api/v1/contacts", "").is(200)
	if got := fmt.Sprint(c.get("items.0.tags"), c.get("items.0.fields")); got != "[vip new] map[colour:red]" || c.get("items.1") != nil {
		t.Fatal(got)
	}
	b.busy = true
	b.do("POST", path, `{"contacts":[{"phone":"+393331112222"}]}`).fails(409, "contact_busy")
	b.do("POST", path, `{"contacts":[]}`).fails(422, "validation_failed")
	if f := b.do("POST", path, `{"contacts":[{"phone":"x","email":"y"}]}`).fails(422, "validation_failed"); f.text("errors.0.path") != "/contacts/0/email" || f.text("errors.1.path") != "/contacts/0/phone" {
		t.Fatal(f.body)
	}
}

func TestIdempotencyKey(t *testing.T) {
	b := signedIn(t)
	body := `{"name":"Once","example":"lead"}`
	first := b.do("POST", "/api/v1/flows", body, "Idempotency-Key", "k1").is(201)
	again := b.do("POST", "/api/v1/flows", body, "Idempotency-Key", "k1").is(201)
	if again.body != first.body || again.head.Get("Idempotent-Replay") != "true" {
		t.Fatal(again.body)
	}
	b.do("POST", "/api/v1/flows", `{"name":"Other"}`, "Idempotency-Key", "k1").fails(422, "idempotency_mismatch")
	b.do("POST", "/api/v1/flows", body, "Idempotency-Key", "k 1").fails(400, "idempotency_bad_key")
	if l := b.do("GET", "/api/v1/flows", "").is(200); l.get("items.1") != nil {
		t.Fatal(l.body)
	}
	b.now = b.now.Add(keyLife + time.Second)
	b.do("POST", "/api/v1/auth/refresh", "").is(200)
	if third := b.do("POST", "/api/v1/flows", body, "Idempotency-Key", "k1").is(201); third.body == first.body {
		t.Fatal("a day later the key is free again")
	}
	wrong := b.do("POST", "/api/v1/flows", `{"name":""}`, "Idempotency-Key", "k2").fails(422, "validation_failed")
	if again := b.do("POST", "/api/v1/flows", `{"name":""}`, "Idempotency-Key", "k2").fails(422, "validation_failed"); again.body != wrong.body {
		t.Fatal(again.body)
	}
}
