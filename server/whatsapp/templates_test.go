package whatsapp

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTakeApart reads what Meta lists, and what it should never list.
func TestTakeApart(t *testing.T) {
	none := TemplateParts{HeaderVars: []string{}, BodyVars: []string{}, Buttons: []TemplateButton{}}
	for name, c := range map[string]struct {
		raw  string
		want TemplateParts
	}{
		"nothing":   {`[]`, none},
		"no list":   {`{"type":"BODY"}`, none},
		"not JSON":  {`[{`, none},
		"odd parts": {`[1, null, "x", {"type":5,"buttons":{"a":1}}]`, none},
		"all": {`[{"type":"HEADER","format":"TEXT","text":"Hi {{1}}"},{"type":"BODY","text":"{{name}} and {{ other }} and {{name}}"},{"type":"FOOTER","text":"f"},
			{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Yes"},{"type":"URL","text":"Open","url":"https://x.it/{{1}}"},{"type":"COPY_CODE","text":"Copy"},{"type":"NEW_KIND","text":"?"}]}]`,
			TemplateParts{HeaderType: "text", Header: "Hi {{1}}", HeaderVars: []string{"1"}, Body: "{{name}} and {{ other }} and {{name}}", BodyVars: []string{"name", "other"}, Footer: "f",
				Buttons: []TemplateButton{{"quick_reply", "Yes", "", 0}, {"url", "Open", "https://x.it/{{1}}", 1}, {"copy_code", "Copy", "", 0}, {"new_kind", "?", "", 0}}}},
		"file above": {`[{"type":"header","format":"IMAGE"}]`, TemplateParts{HeaderType: "image", HeaderVars: []string{}, BodyVars: []string{}, Buttons: []TemplateButton{}}},
	} {
		if diff := cmp.Diff(c.want, TakeApart(json.RawMessage(c.raw))); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// TestNews: each kind of event and what it means; what is only announced
// changes nothing.
func TestNews(t *testing.T) {
	for name, c := range map[string]struct {
		field, event, raw string
		want              News
	}{
		"paused":        {"message_template_status_update", "PAUSED", `{"message_template_id":12345678901234567,"message_template_name":"n","message_template_language":"it","reason":"NONE"}`, News{Template: &TemplateNews{ID: "12345678901234567", Name: "n", Language: "it", Status: "PAUSED"}}},
		"reinstated":    {"message_template_status_update", "REINSTATED", `{"message_template_name":"n","message_template_language":"it"}`, News{Template: &TemplateNews{Name: "n", Language: "it", Status: "APPROVED"}}},
		"flagged":       {"message_template_status_update", "FLAGGED", `{"message_template_name":"n","message_template_language":"it"}`, News{Template: &TemplateNews{Name: "n", Language: "it", Quality: "RED"}}},
		"announced":     {"template_category_update", "", `{"message_template_name":"n","new_category":"UTILITY","correct_category":"MARKETING"}`, News{}},
		"recategorised": {"template_category_update", "", `{"message_template_name":"n","message_template_language":"it","previous_category":"UTILITY","new_category":"MARKETING"}`, News{Template: &TemplateNews{Name: "n", Language: "it", Category: "MARKETING"}}},
		"edited":        {"message_template_components_update", "", `{"message_template_name":"n"}`, News{Reread: true}},
		"unlimited":     {"business_capability_update", "", `{"max_daily_conversations_per_business":-1}`, News{DailyLimit: "-1"}},
		"name refused":  {"phone_number_name_update", "REJECTED", `{"rejection_reason":"NAME_NOT_CONSISTENT"}`, News{Notice: NoticeName, Params: map[string]any{"reason": "NAME_NOT_CONSISTENT"}}},
		"restricted":    {"account_update", "ACCOUNT_RESTRICTION", `{"restriction_info":[{"restriction_type":"A"},{"restriction_type":"B"}]}`, News{Notice: NoticeRestricted, Params: map[string]any{"type": "A, B"}}},
		"linked":        {"account_update", "AD_ACCOUNT_LINKED", `{}`, News{}},
		"not JSON":      {"account_update", "ACCOUNT_DELETED", `[`, News{}},
	} {
		if diff := cmp.Diff(c.want, AccountEvent{Field: c.field, Event: c.event, Raw: json.RawMessage(c.raw)}.News()); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}
