package flow_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flusso/engine/enginetest"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/step"
)

var update = flag.Bool("update", false, "write what came out into testdata; read the diff")

// documents with what is wrong with each: by Parse when it cannot be taken at
// all, else by Check.
type issueCase struct {
	About    string          `json:"about"`
	Document json.RawMessage `json:"document"`
	Parse    []flow.Issue    `json:"parse,omitempty"`
	Check    []flow.Issue    `json:"check,omitempty"`
}

func TestIssues(t *testing.T) {
	file := filepath.Join("testdata", "issues.json")
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []issueCase
	if err := json.Unmarshal(want, &cases); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, code := range flow.IssueCodes() {
		known[code] = true
	}
	for i := range cases {
		c := &cases[i]
		doc, issues := flow.Parse(c.Document)
		c.Parse, c.Check = issues, nil
		if len(issues) == 0 {
			c.Check = flow.Check(doc, step.Default())
		}
		for _, issue := range append(c.Parse, c.Check...) {
			if !known[issue.Code] {
				t.Errorf("%s: the code %s is not listed", c.About, issue.Code)
			}
			if issue.Severity == "" {
				t.Errorf("%s: %s has no severity", c.About, issue.Code)
			}
		}
	}
	got, err := enginetest.Pretty(cases)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	} else if string(got) != string(want) {
		t.Errorf("it came out otherwise; run with -update and read the diff.\n%s", got)
	}
}

func parse(t *testing.T, data []byte) flow.Document {
	t.Helper()
	doc, issues := flow.Parse(data)
	if len(issues) > 0 {
		t.Fatalf("%+v", issues)
	}
	return doc
}

func TestNotJSON(t *testing.T) {
	for _, src := range []string{``, `{`, `[]`, `null`, `{"spec":1}{}`, "\xff", `{"spec":99}`, `{"spec":"1"}`, `{"steps":{}}`, `{"steps":[null]}`} {
		if _, issues := flow.Parse([]byte(src)); len(issues) == 0 {
			t.Errorf("%q was taken", src)
		}
	}
	if _, issues := flow.Parse([]byte(`{"spec":99}`)); issues[0].Code != flow.CodeNewerSpec || issues[0].Params["spec"] != "99" {
		t.Errorf("%+v", issues)
	}
	if doc, issues := flow.Parse([]byte(`{}`)); len(issues) > 0 || doc.Spec != flow.Spec || doc.Steps == nil {
		t.Errorf("an empty document: %+v %+v", doc, issues)
	}
}

// TestOldWebhooksSetting: documents of the first version have a switch
// "webhooks" that did nothing; they are read, and it is left out.
func TestOldWebhooksSetting(t *testing.T) {
	for _, value := range []string{"true", "false"} {
		doc := parse(t, []byte(`{"spec":1,"triggers":[],"steps":[],"connections":[],"variables":[],"settings":{"language":"it","channels":[],"expiry_minutes":30,"webhooks":`+value+`}}`))
		if doc.Settings.Language != "it" || doc.Settings.ExpiryMinutes != 30 || doc.Settings.Webhook != nil {
			t.Errorf("%+v", doc.Settings)
		}
		raw, err := json.Marshal(doc)
		if err != nil || bytes.Contains(raw, []byte("webhooks")) {
			t.Errorf("%s %v", raw, err)
		}
	}
}

func TestDiff(t *testing.T) {
	a := parse(t, enginetest.Lead)
	if changes := flow.Diff(a, parse(t, enginetest.Lead)); len(changes) > 0 {
		t.Errorf("equal documents differ: %+v", changes)
	}
	b := parse(t, enginetest.Lead)
	b.Layout = json.RawMessage(`{"mode":"free"}`)
	b.Steps[0].Config = json.RawMessage("{ \"text\": \"Welcome to Flusso. We are glad that you write.\",\n\"media_kind\":\"none\"}")
	if changes := flow.Diff(a, b); len(changes) > 0 {
		t.Errorf("layout, spaces and order count: %+v", changes)
	}
	b.Steps[0].Config = json.RawMessage(`{"text":"Other"}`)
	b.Steps[1].Name, b.Steps[1].Key = "Name", "name"
	b.Steps = b.Steps[:len(b.Steps)-1]
	b.Connections[0].To = b.Steps[1].ID
	b.Connections = append(b.Connections, flow.Connection{From: "stend00001", Exit: "next", To: "stwelcome1"})
	b.Settings.Language = "it"
	b.Variables = append(b.Variables, flow.Variable{Key: "x"})
	b.Triggers[0].Config = json.RawMessage(`{}`)
	var list []string
	for _, c := range flow.Diff(a, b) {
		list = append(list, c.Kind+" "+c.Step+" "+c.Field+" "+string(c.Before)+" -> "+string(c.After))
	}
	want := `trigger_changed trgstart01 again {"mode":"always"} -> 
trigger_changed trgstart01 keywords ["start"] -> 
trigger_changed trgstart01 match "exact" -> 
step_changed stwelcome1 media_kind "none" -> 
step_changed stwelcome1 text "Welcome to Flusso. We are glad that you write." -> "Other"
step_changed staskname1 name "Ask name" -> "Name"
step_changed staskname1 key "ask_name" -> "name"
step_removed stsupport1  {"id":"stsupport1","kind":"message","name":"Support","key":"support","config":{"media_kind":"none","text":"Thanks {{ step.ask_name }}, a colleague will write to you soon."}} -> 
rewired start next "stwelcome1" -> "staskname1"
rewired stend00001 next  -> "stwelcome1"
settings_changed  variables.x  -> {"key":"x","type":""}
settings_changed  language "en" -> "it"`
	if got := strings.Join(list, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Elements with ids are told apart field by field, wherever they stand.
func TestDiffOfLists(t *testing.T) {
	with := func(config string) flow.Document {
		return flow.Document{Steps: []flow.Step{{ID: "stepmenu01", Kind: "menu", Name: "Menu", Key: "menu", Config: json.RawMessage(config)}}}
	}
	for _, c := range []struct{ about, a, b, want string }{
		{"a title", `{"options":[{"id":"a","title":"A"},{"id":"b","title":"B"}]}`, `{"options":[{"id":"a","title":"A"},{"id":"b","title":"C"}]}`, `options.b.title "B" "C"`},
		{"moved, one new, one gone", `{"options":[{"id":"a"},{"id":"b"},{"id":"c"}]}`, `{"options":[{"id":"b"},{"id":"a"},{"id":"d"}]}`, `options ["a","b"] ["b","a"]|options.d  {"id":"d"}|options.c {"id":"c"} `},
		{"the same id twice", `{"options":[{"id":"a"},{"id":"a"}]}`, `{"options":[{"id":"a"}]}`, `options [{"id":"a"},{"id":"a"}] [{"id":"a"}]`},
		{"texts", `{"tags":["a","b"]}`, `{"tags":["b","a"]}`, `tags ["a","b"] ["b","a"]`},
		{"numbers", `{"delay":{"amount":1.0,"unit":"h"}}`, `{"delay":{"unit":"h","amount":1}}`, ``},
		{"another type", `{"delay":{"amount":1}}`, `{"delay":5}`, `delay {"amount":1} 5`},
		{"nothing and null", `{"a":null}`, `{}`, ``},
		{"not JSON", `{`, `{}`, ` "{" {}`},
		{"very deep", strings.Repeat(`{"a":`, 40) + `1` + strings.Repeat(`}`, 40), strings.Repeat(`{"a":`, 40) + `1` + strings.Repeat(`}`, 40), ``},
	} {
		var list []string
		for _, d := range flow.Diff(with(c.a), with(c.b)) {
			list = append(list, d.Field+" "+string(d.Before)+" "+string(d.After))
		}
		if got := strings.Join(list, "|"); got != c.want {
			t.Errorf("%s: %s, want %s", c.about, got, c.want)
		}
	}
}

func TestRenameKey(t *testing.T) {
	doc := parse(t, enginetest.Lead)
	before, _ := json.Marshal(doc)
	renamed, err := flow.RenameKey(doc, step.Default(), "staskname1", "full_name")
	if err != nil {
		t.Fatal(err)
	}
	if after, _ := json.Marshal(doc); string(after) != string(before) {
		t.Error("the document given was changed")
	}
	data, _ := json.Marshal(renamed)
	if strings.Contains(string(data), "ask_name") || strings.Count(string(data), "step.full_name") != 3 {
		t.Errorf("%s", data)
	}
	renamed, err = flow.RenameKey(doc, step.Default(), "sttopic001", "subject")
	if err != nil || !strings.Contains(string(renamed.Steps[3].Config), `"left":"step.subject.value"`) {
		t.Errorf("%v %s", err, renamed.Steps[3].Config)
	}
	for _, bad := range [][2]string{{"sttopic001", "ask_name"}, {"sttopic001", "Bad"}, {"nobody0001", "x"}} {
		if _, err := flow.RenameKey(doc, step.Default(), bad[0], bad[1]); err == nil {
			t.Errorf("%v was renamed", bad)
		}
	}
}

func text(s string) message.Inbound {
	return message.Inbound{ID: "m", Content: message.Content{Type: message.Text, Text: s}}
}

func TestMatchTrigger(t *testing.T) {
	ad := text("hello")
	ad.Referral = &message.Referral{SourceID: "12"}
	tap := message.Inbound{Content: message.Content{Type: message.ButtonReply, Reply: &message.Reply{ID: "x", Title: "Start"}}}
	reaction := message.Inbound{Content: message.Content{Type: message.Reaction}}
	const none = -1
	for _, c := range []struct {
		kind, config string
		in           message.Inbound
		rank         int
	}{
		{"inbound_any", `{}`, text("x"), flow.RankAny},
		{"inbound_any", `{}`, message.Inbound{Content: message.Content{Type: message.Image}}, flow.RankAny},
		{"inbound_any", `{}`, reaction, none},
		{"inbound_keyword", `{"keywords":["Start"],"match":"exact"}`, text("  stárt! "), flow.RankExact},
		{"inbound_keyword", `{"keywords":["start"],"match":"exact"}`, text("start now"), none},
		{"inbound_keyword", `{"keywords":["start"],"match":"exact"}`, tap, flow.RankExact},
		{"inbound_keyword", `{"keywords":["nope","info"],"match":"contains"}`, text("more INFO, please"), flow.RankContains},
		{"inbound_keyword", `{"keywords":["info"],"match":"contains"}`, text("information"), none},
		{"inbound_keyword", `{"keywords":["more info"],"match":"starts_with"}`, text("More  info please"), flow.RankStartsWith},
		{"inbound_keyword", `{"keywords":["more"],"match":"starts_with"}`, text("moreover"), none},
		{"inbound_keyword", `{"keywords":["👍"],"match":"exact"}`, text("👍"), flow.RankExact},
		{"inbound_keyword", `{"keywords":["?"],"match":"exact"}`, text("?"), flow.RankExact},
		{"inbound_keyword", `{"keywords":["?",""],"match":"contains"}`, text("hello"), none},
		{"inbound_keyword", `{"keywords":[]}`, text("x"), none},
		{"inbound_keyword", `{"keywords":5}`, text("5"), none},
		{"inbound_ad", `{"any":true}`, ad, flow.RankAnyAd},
		{"inbound_ad", `{"any":false,"ads":["11","12"]}`, ad, flow.RankAd},
		{"inbound_ad", `{"any":false,"ads":["11"]}`, ad, none},
		{"inbound_ad", `{"any":true}`, text("hello"), none},
		{"outbound", `{}`, text("x"), none},
		{"from_flow", `{}`, text("x"), none},
		{"inbound_keyword", `{"keywords":["^ordine? [0-9]+$"],"match":"regex"}`, text("  Ordine 12 "), flow.RankRegex},
		{"inbound_keyword", `{"keywords":["^perche$"],"match":"regex"}`, text("Perché"), flow.RankRegex},
		{"inbound_keyword", `{"keywords":["^perch\u00e9$"],"match":"regex"}`, text("PERCHÉ"), flow.RankRegex},
		{"inbound_keyword", `{"keywords":["(","^x"],"match":"regex"}`, text("x"), flow.RankRegex},
		{"inbound_keyword", `{"keywords":["(((((a+)+)+)+)+)+$"],"match":"regex"}`, text(strings.Repeat("a", 4000) + "b"), none},
		{"inbound_keyword", `{"keywords":["` + strings.Repeat("a", 300) + `"],"match":"regex"}`, text(strings.Repeat("a", 300)), none},
		{"inbound_kind", `{"kinds":["image","order"]}`, message.Inbound{Content: message.Content{Type: message.Image}}, flow.RankKind},
		{"inbound_kind", `{"kinds":["image","order"]}`, message.Inbound{Content: message.Content{Type: message.Order}}, flow.RankKind},
		{"inbound_kind", `{"kinds":["text"]}`, tap, flow.RankKind},
		{"inbound_kind", `{"kinds":["image"]}`, text("x"), none},
		{"inbound_first", `{}`, text("x"), none},
		{"inbound_silence", `{"days":2}`, text("x"), none},
		{"inbound_payload", `{"payloads":[" x "]}`, tap, flow.RankPayload},
		{"inbound_payload", `{"payloads":["X",""]}`, tap, none},
		{"inbound_payload", `{"payloads":["x"]}`, text("x"), none},
		{"inbound_any", `{"hours":"outside"}`, text("x"), none},
		{"inbound_any", `{"hours":"inside"}`, text("x"), flow.RankAny},
	} {
		rank, ok := flow.MatchTrigger(flow.Trigger{Kind: c.kind, Config: json.RawMessage(c.config)}, c.in, flow.Facts{InHours: true})
		if !ok {
			rank = none
		}
		if rank != c.rank {
			t.Errorf("%s %s with %q: rank %d, want %d", c.kind, c.config, c.in.Content.Words(), rank, c.rank)
		}
	}
	if mode, hours := flow.StartAgain(flow.Trigger{Kind: "inbound_any"}); mode != flow.AgainAfterSilence || hours != 24 {
		t.Errorf("any message starts again %s %v", mode, hours)
	}
	if mode, _ := flow.StartAgain(flow.Trigger{Kind: "inbound_keyword"}); mode != flow.AgainAlways {
		t.Errorf("a keyword starts again %s", mode)
	}
	if !flow.Interrupts(flow.Trigger{Kind: "inbound_keyword", Config: json.RawMessage(`{"interrupt":true}`)}) {
		t.Error("interrupt is not read")
	}
}

// What a message alone does not say: whether it is the first, how long the
// silence was, and whether the business is open.
func TestMatchWithFacts(t *testing.T) {
	now := int64(1_795_356_000_000)
	day := int64(24 * 60 * 60 * 1000)
	in := message.Inbound{ID: "m", At: now, Content: message.Content{Type: message.Text, Text: "x"}}
	for _, c := range []struct {
		kind, config string
		facts        flow.Facts
		ok           bool
	}{
		{"inbound_first", `{}`, flow.Facts{First: true}, true},
		{"inbound_first", `{"hours":"inside"}`, flow.Facts{First: true}, false},
		{"inbound_silence", `{"days":2}`, flow.Facts{SilentSince: now - 2*day}, true},
		{"inbound_silence", `{"days":2}`, flow.Facts{SilentSince: now - 2*day + 1}, false},
		{"inbound_silence", `{"days":2}`, flow.Facts{First: true}, false},
		{"inbound_silence", `{}`, flow.Facts{SilentSince: now - day}, false},
		{"inbound_silence", `{"days":"2"}`, flow.Facts{SilentSince: now - 9*day}, false},
		{"inbound_any", `{"hours":"outside"}`, flow.Facts{}, true},
		{"inbound_any", `{"hours":"always"}`, flow.Facts{}, true},
	} {
		if _, ok := flow.MatchTrigger(flow.Trigger{Kind: c.kind, Config: json.RawMessage(c.config)}, in, c.facts); ok != c.ok {
			t.Errorf("%s %s %+v: %v", c.kind, c.config, c.facts, ok)
		}
	}
}

func TestClashes(t *testing.T) {
	for _, c := range []struct{ kind, a, b, code, word string }{
		{"inbound_any", `{}`, `{}`, flow.ClashAny, ""},
		{"inbound_any", `{"hours":"inside"}`, `{"hours":"outside"}`, "", ""},
		{"inbound_any", `{"hours":"inside"}`, `{}`, flow.ClashAny, ""},
		{"inbound_first", `{}`, `{}`, flow.ClashFirst, ""},
		{"inbound_silence", `{"days":3}`, `{"days":30}`, flow.ClashSilence, ""},
		{"inbound_keyword", `{"keywords":["Sì"]}`, `{"keywords":["no","SI"],"match":"exact"}`, flow.ClashKeyword, "Sì"},
		{"inbound_keyword", `{"keywords":["a"],"match":"contains"}`, `{"keywords":["a"]}`, "", ""},
		{"inbound_keyword", `{"keywords":["^a$"],"match":"regex"}`, `{"keywords":["^a$"],"match":"regex"}`, flow.ClashPattern, "^a$"},
		{"inbound_kind", `{"kinds":["image","video"]}`, `{"kinds":["video"]}`, flow.ClashKind, "video"},
		{"inbound_payload", `{"payloads":["A"]}`, `{"payloads":["a"]}`, "", ""},
		{"inbound_payload", `{"payloads":["A"]}`, `{"payloads":["A "]}`, flow.ClashPayload, "A"},
		{"inbound_ad", `{"any":true}`, `{"any":true}`, flow.ClashAnyAd, ""},
		{"inbound_ad", `{"ads":["1"]}`, `{"ads":["2","1"]}`, flow.ClashAd, "1"},
		{"outbound", `{}`, `{}`, "", ""},
		{"from_flow", `{}`, `{}`, "", ""},
	} {
		trigger := func(config string) flow.Trigger { return flow.Trigger{Kind: c.kind, Config: json.RawMessage(config)} }
		if code, word := flow.TriggersClash(trigger(c.a), trigger(c.b)); code != c.code || word != c.word {
			t.Errorf("%s %s %s: %s %s", c.kind, c.a, c.b, code, word)
		}
	}
	lead := parse(t, enginetest.Lead)
	if list := flow.Clashes(lead, lead); len(list) != 1 || list[0].Code != flow.ClashKeyword || list[0].A != "trgstart01" {
		t.Errorf("%+v", list)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(enginetest.Lead)
	f.Add([]byte(`{"steps":[{"id":"aaaaaaaa","kind":"goto","key":"a","config":{"step":"aaaaaaaa"}}],"connections":[{"from":"start","exit":"next","to":"aaaaaaaa"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, issues := flow.Parse(data)
		if len(issues) > 0 {
			return
		}
		a := flow.Check(doc, step.Default())
		out, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		again, issues := flow.Parse(out)
		if len(issues) > 0 {
			t.Fatalf("written, it does not parse: %+v", issues)
		}
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(flow.Check(again, step.Default()))
		if string(x) != string(y) {
			t.Fatalf("issues differ: %s %s", x, y)
		}
		if len(flow.Diff(doc, again)) > 0 {
			t.Fatal("written and read, it differs")
		}
	})
}
