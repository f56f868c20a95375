package api

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"flusso/server/flows"
)

// TestFlowFiles takes every example out and in again: the copy is the same flow,
// its file the same bytes, and the published schema describes it.
func TestFlowFiles(t *testing.T) {
	b := signedIn(t)
	c := jsonschema.NewCompiler()
	raw := b.do("GET", "/api/v1/flow-schema.json", "").is(200)
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(raw.body))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.AddResource("mem:///flow.json", schema); err != nil {
		t.Fatal(err)
	}
	describes := c.MustCompile("mem:///flow.json")
	for _, example := range flows.Examples {
		id := b.do("POST", "/api/v1/flows", `{"name":"A / B: `+example+`","example":"`+example+`"}`).is(201).text("id")
		b.do("PATCH", "/api/v1/flows/"+id, `{"labels":[" shop  one ","Shop one","spring"]}`).is(200)
		out := b.do("GET", "/api/v1/flows/"+id+"/export", "").is(200)
		if got := out.head.Get("Content-Disposition"); got != `attachment; filename="A - B- `+example+`.flow.json"` {
			t.Error(got)
		}
		file, err := jsonschema.UnmarshalJSON(strings.NewReader(out.body))
		if err != nil {
			t.Fatal(err)
		}
		if err := describes.Validate(file); err != nil {
			t.Errorf("%s: %v", example, err)
		}
		copied := b.do("POST", "/api/v1/flows/import", out.body).is(201)
		if copied.text("name") != "A / B: "+example || copied.get("labels.0") != "shop one" || copied.get("labels.1") != "spring" || copied.get("labels.2") != nil {
			t.Fatal(copied.body)
		}
		again := b.do("GET", "/api/v1/flows/"+copied.text("id")+"/export", "").is(200)
		if again.body != out.body {
			t.Errorf("%s: the copy's file differs", example)
		}
	}
	if l := b.do("GET", "/api/v1/flows?label=spring", "").is(200); len(l.get("items").([]any)) != 2*len(flows.Examples) {
		t.Fatal(l.body)
	}
	if l := b.do("GET", "/api/v1/flows?label=winter", "").is(200); len(l.get("items").([]any)) != 0 {
		t.Fatal(l.body)
	}
}

func TestImportOfWhatIsNoFlow(t *testing.T) {
	b := signedIn(t)
	for name, body := range map[string]string{
		"rubbish": "a photo of a cat", "a list": `[1]`, "another object": `{"name":"x"}`, "two documents": `{"steps":[]}{"steps":[]}`,
		"another file": `{"flusso":"steps","steps":[]}`, "deep": strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20000),
	} {
		if a := b.do("POST", "/api/v1/flows/import", body); a.code != 422 || a.text("code") != "not_a_flow" {
			t.Errorf("%s: %d %s", name, a.code, a.body)
		}
	}
	b.do("POST", "/api/v1/flows/import", `{"flusso":"flow","name":"N","document":{"spec":99}}`).fails(422, "newer_flow")
	b.do("POST", "/api/v1/flows/import", `{"flusso":"flow","name":"N","document":{"spec":1,"steps":7}}`).fails(422, "document_invalid")
	b.do("PATCH", "/api/v1/flows/"+b.example(), `{"labels":["`+strings.Repeat("x", 41)+`"]}`).fails(422, "validation_failed")
	if l := b.do("GET", "/api/v1/flows", "").is(200); len(l.get("items").([]any)) != 1 {
		t.Fatal("something was made of rubbish", l.body)
	}
}

// A kind that this program does not know is kept as it came, and Check says that it cannot run.
func TestImportKeepsWhatItDoesNotKnow(t *testing.T) {
	b := signedIn(t)
	doc := `{"spec":1,"triggers":[],"steps":[{"id":"abcdefgh01","kind":"teleport","name":"Away","key":"away","config":{"to":"مرحبا 🚀","n":12345678901234567890}}],"connections":[{"from":"start","exit":"next","to":"abcdefgh01"}],"variables":[],"settings":{"language":"en","channels":["0190a0a0-0000-7000-8000-00000000dead"]}}`
	id := b.do("POST", "/api/v1/flows/import", doc).is(201).text("id")
	d := b.do("GET", "/api/v1/flows/"+id+"/draft", "").is(200)
	kept, _ := json.Marshal(d.get("document.steps.0.config.to"))
	if string(kept) != `"مرحبا 🚀"` || !strings.Contains(d.body, "12345678901234567890") || strings.Contains(d.body, "00000000dead") {
		t.Fatal(d.body)
	}
	if c := b.do("POST", "/api/v1/flows/"+id+"/check", "").is(200); !strings.Contains(c.body, "unknown_kind") {
		t.Fatal(c.body)
	}
}
