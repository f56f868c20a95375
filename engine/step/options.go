package step

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
)

// Option is a choice that a person can make.
type Option struct {
	ID          string        `json:"id"`
	Title       expr.Template `json:"title" title:"Option" widget:"template_line" max:"24" required:"true"`
	Description expr.Template `json:"description" title:"Description" help:"Only lists and written options show it." widget:"template_line" max:"72"`
}

// Dynamic takes the options from a list that the flow knows: the answer of an
// API call, a variable of a send-out.
type Dynamic struct {
	Enabled     bool          `json:"enabled" title:"Take the options from a variable" widget:"switch"`
	Variable    expr.Path     `json:"variable" title:"List" help:"A list of texts or of objects, for example a part of an API answer." widget:"variable" when:"dynamic.enabled" required:"true"`
	Value       string        `json:"value" title:"Field with the value" help:"Empty: id." widget:"text" placeholder:"id" max:"100" when:"dynamic.enabled"`
	Title       string        `json:"title" title:"Field with the title" help:"Empty: title." widget:"text" placeholder:"title" max:"100" when:"dynamic.enabled"`
	Description string        `json:"description" title:"Field with the description" widget:"text" max:"100" when:"dynamic.enabled"`
	Missing     expr.Template `json:"missing_message" title:"Message when there are no options" widget:"template" max:"4096" when:"dynamic.enabled"`
}

// exitNoOptions is taken when a list from a variable is empty or no list.
const exitNoOptions = "no_options"

var noOptionsExit = ExitRule{ID: exitNoOptions, Label: "No options"}

// Ways to show options.
const (
	displayAuto    = "auto"
	displayButtons = "buttons"
	displayList    = "list"
	displayNumbers = "numbers"
	displayEmoji   = "emoji"
)

// shown is an option as it was offered.
type shown struct {
	ID     string          `json:"id"`
	Title  string          `json:"title"`
	Detail string          `json:"-"`
	Value  json.RawMessage `json:"value,omitempty"` // when it is not the id
}

// value is what the step keeps when the option is chosen.
func (o shown) value() any {
	if len(o.Value) > 0 {
		return o.Value
	}
	return o.ID
}

// fixed are the options drawn in the editor. quiet leaves out what only the
// asking needs, and reports nothing: it was reported when they were offered.
func fixed(s *run.Scope, options []Option, quiet bool) []shown {
	list := make([]shown, len(options))
	for i, o := range options {
		list[i].ID = o.ID
		if quiet {
			title, _ := o.Title.Text(s)
			list[i].Title = strings.TrimSpace(title)
			continue
		}
		list[i].Title, list[i].Detail = strings.TrimSpace(s.Text(o.Title)), strings.TrimSpace(s.Text(o.Description))
	}
	return list
}

// Limits of options from a variable.
const (
	// maxOptionTitle in UTF-16 units when it is written into the text.
	maxOptionTitle = 100
	// maxOptionValue in bytes of JSON: values are kept while the run waits.
	maxOptionValue = 500
)

// list reads the options out of the variable. None: the reason was reported.
func (d Dynamic) list(s *run.Scope) []shown {
	res := d.Variable.Eval(s)
	items, ok := expr.Simple(res.Value).([]any)
	if res.Err != nil || !ok {
		s.Problem(run.CodeNoOptions, "variable", d.Variable.Source(), "got", typeName(expr.Simple(res.Value)))
		return nil
	}
	var out []shown
	seen := map[string]bool{}
	for _, item := range items {
		o, ok := d.option(s, item)
		if !ok || seen[o.ID] {
			continue
		}
		if len(out) == run.OptionsLimit {
			s.Problem(run.CodeOptionsCut, "max", itoa(run.OptionsLimit), "got", itoa(len(items)))
			break
		}
		seen[o.ID] = true
		out = append(out, o)
	}
	if len(out) == 0 {
		s.Problem(run.CodeNoOptions, "variable", d.Variable.Source(), "got", "0")
	}
	return out
}

func (d Dynamic) option(s *run.Scope, item any) (shown, bool) {
	value, title, detail := expr.Simple(item), expr.Simple(item), any(nil)
	if m, ok := value.(map[string]any); ok {
		value, title = lookup(m, orElse(d.Value, "id")), lookup(m, orElse(d.Title, "title"))
		if d.Description != "" {
			detail = lookup(m, d.Description)
		}
		if value == nil {
			value = title
		}
		if title == nil {
			title = value
		}
	}
	switch title.(type) {
	case nil, map[string]any, []any:
		return shown{}, false
	}
	o := shown{Title: oneLine(expr.Text(title, s)), Detail: oneLine(expr.Text(detail, s))}
	o.Title, _ = message.Cut(o.Title, maxOptionTitle)
	o.Detail, _ = message.Cut(o.Detail, message.MaxRowDetail)
	data, err := json.Marshal(expr.JSONValue(value))
	if o.Title == "" || err != nil || len(data) > maxOptionValue {
		return shown{}, false
	}
	o.ID = optionID(expr.Text(value, s))
	if text, ok := value.(string); !ok || text != o.ID {
		o.Value = data
	}
	return o, true
}

func orElse(s, other string) string {
	if s = strings.TrimSpace(s); s != "" {
		return s
	}
	return other
}

func typeName(v any) string {
	switch v.(type) {
	case nil:
		return "nothing"
	case string:
		return "text"
	case bool:
		return "boolean"
	case map[string]any:
		return "object"
	}
	return "number"
}

// optionID is the value where WhatsApp can carry it, else a mark of it.
func optionID(value string) string {
	if value != "" && len(value) <= 100 && value == strings.TrimSpace(value) && !strings.ContainsFunc(value, unicode.IsControl) {
		return value
	}
	h := fnv.New64a()
	h.Write([]byte(value)) // never fails
	return fmt.Sprintf("h%016x", h.Sum64())
}

// maxOptionID leaves room for the step's id in WhatsApp's 200 characters.
const maxOptionID = 160

// checkOptions finds what buttons, lists and written options cannot show.
func checkOptions(k *Checker, options []Option, dynamic Dynamic, display string) {
	if dynamic.Enabled {
		return
	}
	most := run.OptionsLimit
	switch display {
	case displayButtons:
		most = message.MaxButtons
	case displayList:
		most = message.MaxRows
	}
	if len(options) == 0 {
		k.Error(flow.CodeEmptyField, "options")
	}
	if len(options) > most {
		k.Error(flow.CodeTooManyOptions, "options", "max", strconv.Itoa(most), "got", strconv.Itoa(len(options)))
	}
	ids, titles := map[string]bool{}, map[string]bool{}
	for i, o := range options {
		field := "options." + strconv.Itoa(i)
		if o.ID == "" || ids[o.ID] || len(o.ID) > maxOptionID || strings.ContainsAny(o.ID, ": \n") {
			k.Error(flow.CodeBadID, field+".id", "id", o.ID)
		}
		ids[o.ID] = true
		if !o.Title.Fixed() {
			continue
		}
		title := o.Title.Source()
		if display == displayButtons && message.Length(title) > message.MaxButtonTitle {
			k.Error(flow.CodeTextTooLong, field+".title", "max", strconv.Itoa(message.MaxButtonTitle), "got", strconv.Itoa(message.Length(title)))
		}
		if f := expr.Fold(title); f != "" && titles[f] {
			k.Error(flow.CodeDoubleOption, field+".title", "title", title)
		} else {
			titles[f] = true
		}
	}
}

// ask sends a question with options: as buttons when they fit, else as a
// list, and when WhatsApp would refuse both, or the author wants it so,
// written into the text.
func ask(s *run.Scope, text string, options []shown, display, listButton string) bool {
	if display == displayNumbers || display == displayEmoji {
		return s.Send(message.Content{Type: message.Text, Text: written(text, options, display)})
	}
	c := message.Content{Type: message.Buttons, Text: text}
	buttons := len(options) <= message.MaxButtons && display != displayList
	for _, o := range options {
		if display != displayButtons && (o.Detail != "" || message.Length(o.Title) > message.MaxButtonTitle) {
			buttons = false
		}
		c.Options = append(c.Options, message.Option{ID: replyID(s.StepID, o.ID), Title: o.Title, Description: o.Detail})
	}
	if buttons && message.Length(text) > message.MaxButtonsBody {
		buttons = false // a list takes four times as much
	}
	if buttons {
		for i := range c.Options {
			c.Options[i].Description = ""
		}
	} else {
		c.Type, c.ListButton = message.List, listButton
	}
	fitted := c
	fitted.Options = append([]message.Option(nil), c.Options...)
	message.Fit(&fitted)
	if len(message.Check(fitted)) == 0 {
		return s.Send(c)
	}
	return s.Send(message.Content{Type: message.Text, Text: written(text, options, displayNumbers)})
}

// written puts the options into the text, each with a number, or an emoji, to
// answer with.
func written(text string, options []shown, display string) string {
	own := display == displayEmoji && ownEmoji(options)
	rows := make([]string, len(options))
	length := 0
	for i, o := range options {
		rows[i] = o.Title
		switch {
		case own:
		case display == displayEmoji:
			rows[i] = keycaps(i+1) + " " + o.Title
		default:
			rows[i] = strconv.Itoa(i+1) + ". " + o.Title
		}
		if o.Detail != "" {
			rows[i] += ": " + o.Detail
		}
		length += message.Length(rows[i]) + 1
	}
	// A long text gives way: without its options nobody can answer.
	if most := message.MaxText - length; most > 0 {
		text, _ = message.Cut(text, most)
	}
	return strings.TrimSpace(text + "\n" + strings.Join(rows, "\n"))
}

// keycaps writes a number in emoji.
func keycaps(n int) string {
	if n == 10 {
		return "🔟"
	}
	var b strings.Builder
	for _, d := range strconv.Itoa(n) {
		b.WriteRune(d)
		b.WriteString("\ufe0f\u20e3")
	}
	return b.String()
}

// ownEmoji says whether every option begins with an emoji of its own.
func ownEmoji(options []shown) bool {
	seen := map[string]bool{}
	for _, o := range options {
		e := leadingEmoji(o.Title)
		if e == "" || seen[e] {
			return false
		}
		seen[e] = true
	}
	return len(options) > 0
}

// leadingEmoji is the folded emoji that a text begins with, or "".
func leadingEmoji(s string) string {
	s = expr.Fold(s)
	for i, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSpace(r) || r < 0x2000 {
			return s[:i]
		}
	}
	return s
}
