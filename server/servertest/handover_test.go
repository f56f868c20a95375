package servertest

import (
	"context"
	"net/http"
	"testing"
)

// TestCloseThenAssignWaitsForThePerson: what a flow does last with a
// conversation counts.
func TestCloseThenAssignWaitsForThePerson(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	me := s.Call("GET", "/api/v1/users", nil, http.StatusOK).Text("items.0.id")
	s.publish("Help", s.document(word("help"), ch, [][2]any{{"conversation", map[string]any{"action": "close"}}, {"assign", map[string]any{"user": me}}, say("a colleague will answer")}, "0 next 1", "1 next 2"))
	s.Says(ana, "wamid.1", "help")
	s.wantTexts("a colleague will answer")
	c := s.Call("GET", "/api/v1/conversations", nil, http.StatusOK)
	if c.Text("items.0.status") != "new" || c.Text("items.0.bot") != "silenced" || c.Text("items.0.assignee.id") != me {
		t.Errorf("%v", c)
	}
}

// TestAStartOnASilentConversationMayHandOver: the start ends the silence, the
// flow that it starts begins another.
func TestAStartOnASilentConversationMayHandOver(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	me := s.Call("GET", "/api/v1/users", nil, http.StatusOK).Text("items.0.id")
	flow := s.publish("Help", s.document(word("help"), ch, [][2]any{say("one moment"), {"assign", map[string]any{"user": me}}}, "0 next 1"))
	s.Says(ana, "wamid.1", "good morning")
	s.wantReason("good morning", "nothing_matches", "new_flow")
	id, _ := s.thread()
	s.Call("POST", "/api/v1/conversations/"+id+"/take-over", nil, http.StatusOK)
	s.Call("POST", "/api/v1/flows/"+flow+"/run", map[string]any{"contacts": []any{map[string]any{"phone": "+" + ana}}}, http.StatusOK)
	s.wantTexts("one moment")
	c := s.Call("GET", "/api/v1/conversations/"+id, nil, http.StatusOK)
	if c.Text("status") != "new" || c.Text("bot") != "silenced" || c.Text("assignee.id") != me {
		t.Errorf("%v", c)
	}
}

// TestARenamedTagIsTheSameEverywhere: in drafts, at people, and for a version
// that was published before.
func TestARenamedTagIsTheSameEverywhere(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	row := map[string]any{"left": "contact.tags", "op": "contains", "right": "vip"}
	paths := []any{map[string]any{"id": "p1", "name": "Vip", "match": "all", "groups": []any{map[string]any{"match": "all", "rows": []any{row}}}}}
	flow := s.publish("Orders", s.document(word("go"), ch, [][2]any{{"condition", map[string]any{"paths": paths}}, say("welcome back"),
		{"tag", map[string]any{"scope": "contact", "mode": "add", "tags": []string{"vip"}}}, say("welcome")}, "0 p1 1", "0 else 2", "2 next 3"))
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("welcome")
	tags := s.Call("GET", "/api/v1/tags", nil, http.StatusOK)
	before := s.Call("GET", "/api/v1/flows/"+flow+"/draft", nil, http.StatusOK)
	s.Call("PATCH", "/api/v1/tags/"+tags.Text("items.0.id"), map[string]any{"name": "gold"}, http.StatusOK)
	s.Says(ana, "wamid.2", "go") // has it
	s.Says(bea, "wamid.3", "go") // gets it
	s.Wait("both", func(context.Context) bool { return len(s.Graph.Sent()) == 3 })
	s.Says(bea, "wamid.4", "go")
	s.Wait("the second time", func(context.Context) bool { return len(s.Graph.Sent()) == 4 })
	if sent := s.Graph.Sent(); sent[3].Text() != "welcome back" {
		t.Errorf("%+v", sent)
	}
	after := s.Call("GET", "/api/v1/flows/"+flow+"/draft", nil, http.StatusOK)
	if after.Text("document.steps.2.config.tags.0") != "gold" || after.Text("document.steps.0.config.paths.0.groups.0.rows.0.right") != "gold" ||
		after.Get("revision").(float64) != before.Get("revision").(float64)+1 {
		t.Errorf("the draft: %v", after)
	}
	tags = s.Call("GET", "/api/v1/tags", nil, http.StatusOK)
	if len(tags["items"].([]any)) != 1 || tags.Text("items.0.name") != "gold" {
		t.Errorf("tags: %v", tags)
	}
	// The former name may be used again, for another tag.
	s.Call("POST", "/api/v1/tags", map[string]any{"scope": "contact", "name": "vip"}, http.StatusCreated)
	if tags = s.Call("GET", "/api/v1/tags", nil, http.StatusOK); len(tags["items"].([]any)) != 2 {
		t.Errorf("tags: %v", tags)
	}
}
