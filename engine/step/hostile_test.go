package step_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"flusso/engine"
	"flusso/engine/enginetest"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/engine/step"
)

// phone is a flow of one step, every exit of which ends with the exit's name.
func phone(t testing.TB, kind, config string) *enginetest.Phone {
	t.Helper()
	c := &kindCase{Config: json.RawMessage(config), Exits: step.Default().Exits(kind, json.RawMessage(config))}
	for _, i := range step.Default().CheckStep(kind, c.Config) {
		if i.Severity == flow.SeverityError {
			t.Fatalf("the config is wrong: %+v", i)
		}
	}
	p, err := enginetest.Compile(document(t, kind, c), false)
	if err != nil {
		t.Fatal(err)
	}
	return enginetest.New(p)
}

func start(t testing.TB, ph *enginetest.Phone, vars string) engine.Sprint {
	t.Helper()
	s, err := ph.Start(ph.Inbound(enginetest.Text("hi")), json.RawMessage(vars))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func problems(s engine.Sprint) string {
	var codes []string
	for _, e := range s.Events {
		if e.Kind == run.Problem {
			codes = append(codes, e.Code)
		}
	}
	return strings.Join(codes, " ")
}

// Two hundred options: the first thirty are offered, and the run says so.
func TestTwoHundredOptions(t *testing.T) {
	var list []string
	for i := range 200 {
		list = append(list, fmt.Sprintf(`{"id":"%d","title":"%s %d"}`, i, strings.Repeat("Ω", 101), i))
	}
	ph := phone(t, "question", `{"text":"`+strings.Repeat("long ", 800)+`","answer":"option","dynamic":{"enabled":true,"variable":"var.list"}}`)
	s := start(t, ph, `{"list":[`+strings.Join(list, ",")+`]}`)
	if got := problems(s); got != run.CodeOptionsCut {
		t.Errorf("problems: %q", got)
	}
	sent := s.Events[3].Content
	if sent == nil || sent.Type != message.Text || message.Length(sent.Text) > message.MaxText || !strings.Contains(sent.Text, "\n30. Ω") {
		t.Fatalf("sent: %+v", s.Events[3])
	}
	s, err := ph.Resume(run.Input{Kind: run.InputMessage, Message: ph.Inbound(enginetest.Text("30"))})
	if err != nil || s.Snapshot.Outcome != "next" {
		t.Errorf("%v %s", err, s.Snapshot.Outcome)
	}
}

// Whatever the variable holds: a clear event, the right exit, no panic.
func TestOptionsThatAreNone(t *testing.T) {
	for _, vars := range []string{`{}`, `{"list":null}`, `{"list":"a"}`, `{"list":7}`, `{"list":true}`, `{"list":{"a":1}}`, `{"list":[]}`,
		`{"list":[null,[],[[]],{},{"id":{}},{"title":""},"","  "]}`, `{"list":[{"id":"` + strings.Repeat("x", 600) + `"}]}`} {
		for _, kind := range []string{"question", "menu"} {
			ph := phone(t, kind, `{"text":"x",`+map[string]string{"question": `"answer":"option",`}[kind]+
				`"dynamic":{"enabled":true,"variable":"var.list","missing_message":"Nothing."}}`)
			s := start(t, ph, vars)
			if s.Snapshot.Outcome != "no_options" || !strings.Contains(problems(s), run.CodeNoOptions) {
				t.Errorf("%s %.60s: %s, %s", kind, vars, s.Snapshot.Outcome, problems(s))
			}
		}
	}
}

// A person who never stops is one answer of bounded size.
func TestEndlessBurst(t *testing.T) {
	ph := phone(t, "question", `{"text":"x","answer":"any","collect":{"enabled":true,"quiet":{"amount":5,"unit":"s"}}}`)
	start(t, ph, "{}")
	long := strings.Repeat("é", message.MaxText)
	for i := range 50 {
		in := message.Content{Type: message.Image, Text: long, Media: &message.Media{ID: "m", SHA256: strings.Repeat("a", 64), MIME: "image/jpeg"}}
		s, err := ph.Resume(run.Input{Kind: run.InputMessage, Message: ph.Inbound(in)})
		if err != nil {
			t.Fatal(err)
		}
		if s.Snapshot.Status == run.Completed {
			data := s.Snapshot.Frames[0].Answers[0].Value
			if s.Snapshot.Outcome != "next" || len(data) > run.ValueLimit || !utf8.Valid(data) || !strings.Contains(problems(s), run.CodeAnswerCut) {
				t.Errorf("%s, %d bytes, %s", s.Snapshot.Outcome, len(data), problems(s))
			}
			if i != 19 {
				t.Errorf("after %d messages", i+1)
			}
			return
		}
	}
	t.Error("it never ended")
}

// A document of the first program still runs and is not changed by it.
func TestOldConfigs(t *testing.T) {
	for kind, config := range map[string]string{
		"message":  `{"text":"Hello","media_kind":"none","media":{"source":"upload","url":"","media_id":"","filename":""}}`,
		"question": `{"text":"Name?","answer":"text","options":[],"display":"auto","list_button":"Choose","validation_message":"Again","attempts":{"enabled":false,"max":3},"timeout":{"enabled":false,"wait":{"amount":24,"unit":"h"}},"save_to":""}`,
		"menu":     `{"text":"Which?","options":[{"id":"a","title":"A","description":""},{"id":"b","title":"B","description":""}],"display":"auto","list_button":"Choose","validation_message":"Again","attempts":{"enabled":false,"max":3},"timeout":{"enabled":false,"wait":{"amount":24,"unit":"h"}}}`,
		"http":     `{"method":"GET","url":"https://example.com","query":[],"headers":[],"body_kind":"none","body":"","form":[],"time_limit":10,"safe_to_repeat":false,"keep":"","sample":""}`,
	} {
		if issues := step.Default().CheckStep(kind, json.RawMessage(config)); len(issues) > 0 {
			t.Errorf("%s: %+v", kind, issues)
		}
		s := start(t, phone(t, kind, config), "{}")
		if s.Snapshot.Status == run.Failed || problems(s) != "" {
			t.Errorf("%s: %s %s", kind, s.Snapshot.Status, problems(s))
		}
	}
}

// A run that waits in a snapshot without today's notes goes on.
func TestOldWaits(t *testing.T) {
	ph := phone(t, "question", `{"text":"Name?","answer":"text","confirm":{"enabled":true,"text":"Right?"},"collect":{"enabled":true,"quiet":{"amount":5,"unit":"s"}}}`)
	start(t, ph, "{}")
	for _, data := range []string{``, `null`, `7`, `{"options":"x"}`, `{"burst":[{}],"deadline":-1}`} {
		snap := ph.Snapshot
		w := *snap.Wait
		w.Data = json.RawMessage(data)
		snap.Wait = &w
		s, err := engine.Resume(ph.Program, snap, run.Input{Kind: run.InputMessage, Message: ph.Inbound(enginetest.Text("Ana"))}, ph.World)
		if err != nil || s.Snapshot.Status != run.Waiting {
			t.Errorf("%s: %v %s", data, err, s.Snapshot.Status)
		}
	}
}

// What a template, a message and a window need of the world is listed.
func TestReferencesOfMessages(t *testing.T) {
	doc, issues := flow.Parse([]byte(`{"spec":1,"triggers":[],"connections":[],"variables":[],"settings":{"language":"en"},"steps":[
		{"id":"stepone001","kind":"template","name":"A","key":"a","config":{"template":{"name":"t1","language":"it","header":{"type":"image"}},"header_media":{"media_id":"m1"}}},
		{"id":"steptwo001","kind":"message","name":"B","key":"b","config":{"text":"x","media_kind":"image","media":{"media_id":"m2"},"more":[{"media_kind":"voice","media":{"media_id":"m3"}},{"media_kind":"none","media":{"media_id":"m4"}}]}},
		{"id":"stepthree1","kind":"question","name":"C","key":"c","config":{"text":"x","window":{"mode":"template","template":{"name":"t2","language":"it"}}}}]}`))
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	var got []string
	for _, r := range step.Default().References(doc) {
		got = append(got, r.Kind+" "+r.ID+" "+r.Path)
	}
	want := "media m1 /steps/0/config/header_media, template t1 /steps/0/config/template, media m2 /steps/1/config/media, media m3 /steps/1/config/more/0/media, template t2 /steps/2/config/window/template"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
}

// Any text, as an answer of any kind: nothing breaks, and what is accepted
// fits the limits.
func FuzzAnswers(f *testing.F) {
	for _, s := range []string{"12/05/1990", "9.30", "sì", "👍", "\u202e1", "1️⃣", "example.com", "1e309", "٣", "\xff", strings.Repeat("9", 5000), "+39 347 1234567", "a@b.co", "{{ step.it }}"} {
		f.Add(s)
	}
	var phones []*enginetest.Phone
	for _, a := range []string{"text", "number", "email", "phone", "option", "boolean", "date", "time", "datetime", "url", "location", "file", "any"} {
		ph := phone(f, "question", `{"text":"x","answer":"`+a+`","decimals":true,"validation_message":"Again","options":[{"id":"a","title":"A"},{"id":"b","title":"🍕 B"}],"range":{"enabled":true,"min":"{{ var.min }}","max":""},"confirm":{"enabled":true,"text":"Right?"}}`)
		start(f, ph, `{"min":"0"}`)
		phones = append(phones, ph)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, ph := range phones {
			s, err := engine.Resume(ph.Program, ph.Snapshot, run.Input{Kind: run.InputMessage, Message: &message.Inbound{ID: "x", Content: enginetest.Text(text)}}, ph.World)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(problems(s), run.CodeEngineBroken) {
				t.Fatalf("%q broke a step: %+v", text, s.Events)
			}
			for _, e := range s.Events {
				if e.Content != nil && len(message.Check(*e.Content)) > 0 {
					t.Errorf("%q made a message that WhatsApp refuses: %+v", text, e.Content)
				}
			}
			if data, err := json.Marshal(s.Snapshot); err != nil || len(data) > run.SnapshotLimit {
				t.Errorf("%q: %d bytes, %v", text, len(data), err)
			}
		}
	})
}
