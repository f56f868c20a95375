package whatsapp

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Template is a message as Meta approved it, or not.
type Template struct {
	ID, Name, Language string
	Category, Status   string // in capitals
	Reason, Quality    string
	Named              bool            // its variables have names instead of numbers
	Components         json.RawMessage // as they came
}

const (
	// templatePage is how many templates are asked for at a time.
	templatePage = "200"
	// templatePages bounds the reading: an account has at most 6,000.
	templatePages = 40
)

// Templates reads all templates of the account.
func (c *Client) Templates(ctx context.Context, cred Credentials) ([]Template, error) {
	var out []Template
	q := url.Values{"fields": {"id,name,language,status,category,components,rejected_reason,quality_score,parameter_format"}, "limit": {templatePage}}
	for range templatePages {
		var w struct {
			Data list[struct {
				ID         text            `json:"id"`
				Name       text            `json:"name"`
				Language   text            `json:"language"`
				Status     text            `json:"status"`
				Category   text            `json:"category"`
				Reason     text            `json:"rejected_reason"`
				Format     text            `json:"parameter_format"`
				Components json.RawMessage `json:"components"`
				Quality    maybe[struct {
					Score text `json:"score"`
				}] `json:"quality_score"`
			}] `json:"data"`
			Paging struct {
				Next    text `json:"next"`
				Cursors struct {
					After text `json:"after"`
				} `json:"cursors"`
			} `json:"paging"`
		}
		if err := c.ask(ctx, http.MethodGet, "/"+url.PathEscape(cred.WABA)+"/message_templates", q, cred.Token, cred.Secret, nil, &w); err != nil {
			return nil, err
		}
		for _, d := range w.Data {
			if d.Name == "" || d.Language == "" {
				continue
			}
			t := Template{ID: string(d.ID), Name: string(d.Name), Language: string(d.Language), Category: strings.ToUpper(string(d.Category)),
				Status: strings.ToUpper(string(d.Status)), Reason: reasonText(d.Reason), Quality: string(d.Quality.get().Score),
				Named: strings.EqualFold(string(d.Format), "NAMED"), Components: compact(d.Components)}
			if len(t.Components) == 0 || string(t.Components) == "null" {
				t.Components = json.RawMessage("[]")
			}
			out = append(out, t)
		}
		if w.Paging.Next == "" || w.Paging.Cursors.After == "" {
			break
		}
		q.Set("after", string(w.Paging.Cursors.After))
	}
	return out, nil
}

// reasonText drops Meta's word for "no reason".
func reasonText(t text) string {
	if strings.EqualFold(string(t), "NONE") {
		return ""
	}
	return string(t)
}

// TemplateParts is a template taken apart.
type TemplateParts struct {
	HeaderType string // text, image, video, document, location; empty: no header
	Header     string // of a text header
	HeaderVars []string
	Body       string
	BodyVars   []string // names, or 1, 2, ...
	Footer     string
	Buttons    []TemplateButton
}

// TemplateButton is a button of a template.
type TemplateButton struct {
	Type string // quick_reply, url, phone_number, copy_code...: Meta's word in small letters
	Text string
	URL  string
	Vars int // of the address
}

var templateVariable = regexp.MustCompile(`\{\{\s*([A-Za-z0-9_]+)\s*\}\}`)

// templateVars lists the variables of a text, each once, in order.
func templateVars(s string) []string {
	out := []string{}
	seen := map[string]bool{}
	for _, m := range templateVariable.FindAllStringSubmatch(s, -1) {
		if !seen[m[1]] {
			seen[m[1]] = true
			out = append(out, m[1])
		}
	}
	return out
}

// TakeApart reads the components of a template.
func TakeApart(components json.RawMessage) TemplateParts {
	var ws list[struct {
		Type    text `json:"type"`
		Format  text `json:"format"`
		Text    text `json:"text"`
		Buttons list[struct {
			Type text `json:"type"`
			Text text `json:"text"`
			URL  text `json:"url"`
		}] `json:"buttons"`
	}]
	p := TemplateParts{HeaderVars: []string{}, BodyVars: []string{}, Buttons: []TemplateButton{}}
	if json.Unmarshal(components, &ws) != nil {
		return p
	}
	for _, w := range ws {
		switch strings.ToUpper(string(w.Type)) {
		case "HEADER":
			p.HeaderType = strings.ToLower(string(w.Format))
			if p.HeaderType == "" {
				p.HeaderType = "text"
			}
			p.Header, p.HeaderVars = string(w.Text), templateVars(string(w.Text))
		case "BODY":
			p.Body, p.BodyVars = string(w.Text), templateVars(string(w.Text))
		case "FOOTER":
			p.Footer = string(w.Text)
		case "BUTTONS":
			for _, b := range w.Buttons {
				p.Buttons = append(p.Buttons, TemplateButton{strings.ToLower(string(b.Type)), string(b.Text), string(b.URL), len(templateVars(string(b.URL)))})
			}
		}
	}
	return p
}

// News is what an account event means for templates, numbers and the account.
// Empty parts say nothing.
type News struct {
	Template   *TemplateNews
	Reread     bool // the templates have changed in a way that the event does not tell
	Display    string
	Quality    string // of the number
	DailyLimit string
	Notice     string // a code
	Params     map[string]any
	Severe     bool // nothing can be sent until somebody has looked
	AllClear   bool // what was severe is over
}

// TemplateNews is news about one template.
type TemplateNews struct {
	ID, Name, Language                string
	Status, Reason, Category, Quality string
}

// Codes of notices; the editor has a sentence for each.
const (
	NoticeViolation  = "account_violation"
	NoticeRestricted = "account_restricted"
	NoticeDisabled   = "account_disabled"
	NoticeDeleted    = "account_deleted"
	NoticeAlert      = "account_alert"
	NoticeReview     = "account_review_rejected"
	NoticeFlagged    = "number_flagged"
	NoticeName       = "number_name_rejected"
	NoticeSecurity   = "number_security"
)

// Notices lists them.
func Notices() []string {
	return []string{NoticeViolation, NoticeRestricted, NoticeDisabled, NoticeDeleted, NoticeAlert, NoticeReview, NoticeFlagged, NoticeName, NoticeSecurity}
}

// News reads the event.
func (e AccountEvent) News() (n News) {
	var v struct {
		TemplateID text `json:"message_template_id"`
		Name       text `json:"message_template_name"`
		Language   text `json:"message_template_language"`
		Category   text `json:"message_template_category"`
		Reason     text `json:"reason"`
		Score      text `json:"new_quality_score"`
		Previous   text `json:"previous_category"`
		NewCat     text `json:"new_category"`
		Display    text `json:"display_phone_number"`
		Daily      text `json:"max_daily_conversations_per_business"`
		Limit      text `json:"current_limit"`
		Rejection  text `json:"rejection_reason"`
		Violation  maybe[struct {
			Type text `json:"violation_type"`
		}] `json:"violation_info"`
		Ban maybe[struct {
			State text `json:"waba_ban_state"`
			Date  text `json:"waba_ban_date"`
		}] `json:"ban_info"`
		Restrictions list[struct {
			Type text `json:"restriction_type"`
		}] `json:"restriction_info"`
		Alert maybe[struct {
			Severity text `json:"alert_severity"`
			Type     text `json:"alert_type"`
			Text     text `json:"alert_description"`
		}] `json:"alert_info"`
	}
	if len(e.Raw) == 0 || json.Unmarshal(e.Raw, &v) != nil {
		return n
	}
	n.Display = digits(string(v.Display))
	event := strings.ToUpper(e.Event)
	template := func() *TemplateNews {
		return &TemplateNews{ID: string(v.TemplateID), Name: string(v.Name), Language: string(v.Language)}
	}
	switch e.Field {
	case "message_template_status_update":
		n.Template = template()
		n.Template.Reason, n.Template.Category = reasonText(v.Reason), strings.ToUpper(string(v.Category))
		switch event {
		case "REINSTATED", "UNARCHIVED":
			n.Template.Status = "APPROVED"
		case "FLAGGED": // a warning: it may still be sent
			n.Template.Quality = "RED"
		default:
			n.Template.Status = event
		}
	case "message_template_quality_update":
		n.Template = template()
		n.Template.Quality = strings.ToUpper(string(v.Score))
	case "template_category_update":
		if v.Previous != "" { // else it is only announced
			n.Template = template()
			n.Template.Category = strings.ToUpper(string(v.NewCat))
		}
	case "message_template_components_update":
		n.Reread = true
	case "phone_number_quality_update":
		n.DailyLimit = first(string(v.Daily), string(v.Limit))
		switch event {
		case "FLAGGED", "DOWNGRADE":
			n.Quality, n.Notice = "RED", NoticeFlagged
		case "UNFLAGGED", "UPGRADE":
			n.Quality = "GREEN"
		}
	case "business_capability_update":
		n.DailyLimit = string(v.Daily)
	case "phone_number_name_update":
		if event == "REJECTED" {
			n.Notice, n.Params = NoticeName, map[string]any{"reason": string(v.Rejection)}
		}
	case "account_review_update":
		if event == "REJECTED" {
			n.Notice = NoticeReview
		}
	case "account_alerts":
		a := v.Alert.get()
		n.Notice, n.Params = NoticeAlert, map[string]any{"severity": string(a.Severity), "type": string(a.Type), "reason": string(a.Text)}
	case "security":
		n.Notice, n.Params = NoticeSecurity, map[string]any{"type": event}
	case "account_update":
		n.account(event, string(v.Violation.get().Type), string(v.Ban.get().State), string(v.Ban.get().Date))
		if n.Notice == NoticeRestricted {
			var kinds []string
			for _, r := range v.Restrictions {
				kinds = append(kinds, string(r.Type))
			}
			n.Params = map[string]any{"type": strings.Join(kinds, ", ")}
		}
	}
	if n.Params == nil && n.Notice != "" {
		n.Params = map[string]any{}
	}
	return n
}

func (n *News) account(event, violation, ban, date string) {
	switch event {
	case "ACCOUNT_VIOLATION":
		n.Notice, n.Params = NoticeViolation, map[string]any{"type": violation}
	case "ACCOUNT_RESTRICTION":
		n.Notice = NoticeRestricted
	case "ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED", "PARTNER_REMOVED":
		n.Notice, n.Severe = NoticeDeleted, true
	case "ACCOUNT_RECONNECTED":
		n.AllClear = true
	case "DISABLED_UPDATE":
		switch strings.ToUpper(ban) {
		case "REINSTATE":
			n.AllClear = true
		default:
			n.Notice, n.Severe, n.Params = NoticeDisabled, strings.EqualFold(ban, "DISABLE"), map[string]any{"date": date}
		}
	}
}
