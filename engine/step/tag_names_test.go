package step

import (
	"encoding/json"
	"testing"

	"flusso/engine/flow"
)

func TestRenameTags(t *testing.T) {
	doc := flow.Document{Steps: []flow.Step{
		{ID: "a", Kind: "tag", Config: json.RawMessage(`{"scope":"contact","mode":"add","tags":["vip","gold","new"]}`)},
		{ID: "b", Kind: "tag", Config: json.RawMessage(`{"scope":"conversation","mode":"add","tags":["vip"]}`)},
		{ID: "c", Kind: "condition", Config: json.RawMessage(`{"paths":[{"id":"p1","groups":[{"rows":[{"left":"contact.tags","op":"contains","right":"vip"},{"left":"contact.first_name","op":"is","right":"vip"}]}]}]}`)},
		{ID: "d", Kind: "message", Config: json.RawMessage(`{"text":"vip"}`)},
		{ID: "e", Kind: "tag", Config: json.RawMessage(`[]`)},
	}}
	got, changed := RenameTags(doc, TagNames{"contact": {"vip": "gold"}})
	want := []string{`{"mode":"add","scope":"contact","tags":["gold","new"]}`, string(doc.Steps[1].Config),
		`{"paths":[{"groups":[{"rows":[{"left":"contact.tags","op":"contains","right":"gold"},{"left":"contact.first_name","op":"is","right":"vip"}]}],"id":"p1"}]}`,
		string(doc.Steps[3].Config), `[]`}
	for i, s := range got.Steps {
		if string(s.Config) != want[i] {
			t.Errorf("%s: %s, want %s", s.ID, s.Config, want[i])
		}
	}
	if !changed || string(doc.Steps[0].Config) != `{"scope":"contact","mode":"add","tags":["vip","gold","new"]}` {
		t.Error("the given document changed, or nothing did")
	}
	if _, changed := RenameTags(doc, TagNames{"contact": {"other": "x"}}); changed {
		t.Error("nothing to rename")
	}
}
