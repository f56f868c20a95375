package step

import (
	"strconv"
	"strings"
	"time"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
)

// Duration is an amount and a unit, as people say it.
type Duration struct {
	Amount float64 `json:"amount" title:"Amount" widget:"number" min:"0" required:"true"`
	Unit   string  `json:"unit" title:"Unit" widget:"select" enum:"s=seconds|min=minutes|h=hours|d=days"`
}

var units = map[string]time.Duration{"s": time.Second, "min": time.Minute, "h": time.Hour, "d": 24 * time.Hour}

// maxDuration of any wait.
const maxDuration = run.MaxWaitMinutes * time.Minute

// Time is the duration, at most maxDuration.
func (d Duration) Time() time.Duration {
	t := d.Amount * float64(units[d.Unit])
	if t > float64(maxDuration) {
		return maxDuration
	}
	return time.Duration(max(0, t))
}

func (d Duration) check(k *Checker, field string) {
	switch {
	case units[d.Unit] == 0:
		k.Error(flow.CodeUnknownChoice, field+".unit", "value", d.Unit)
	case d.Amount <= 0:
		k.Error(flow.CodeOutOfRange, field+".amount", "min", "1", "max", "")
	case d.Amount*float64(units[d.Unit]) > float64(maxDuration):
		k.Error(flow.CodeWaitTooLong, field, "days", strconv.Itoa(run.MaxWaitMinutes/60/24))
	}
}

// Timeout limits the waiting for an answer.
type Timeout struct {
	Enabled bool     `json:"enabled" title:"Limit the waiting time" widget:"switch"`
	Wait    Duration `json:"wait" title:"Wait at most" widget:"duration" when:"timeout.enabled"`
}

var timeoutExit = ExitRule{ID: "timeout", Label: "No reply within {timeout.wait}", When: "timeout.enabled"}

// until is when the waiting ends; zero: the flow's own expiry.
func (t Timeout) until(s *run.Scope) time.Time {
	if !t.Enabled || t.Wait.Time() == 0 {
		return time.Time{}
	}
	return s.Now.Add(t.Wait.Time())
}

func (t Timeout) check(k *Checker) {
	if t.Enabled {
		t.Wait.check(k, "timeout.wait")
	}
}

// Attempts limits wrong answers.
type Attempts struct {
	Enabled bool `json:"enabled" title:"Limit the attempts" widget:"switch"`
	Max     int  `json:"max" title:"Attempts" widget:"number" min:"1" max:"20" when:"attempts.enabled" required:"true"`
}

var attemptsExit = ExitRule{ID: "attempts", Label: "Wrong answers: {attempts.max}", When: "attempts.enabled"}

// Option is a choice that a person can make.
type Option struct {
	ID          string        `json:"id"`
	Title       expr.Template `json:"title" title:"Option" widget:"template_line" max:"24" required:"true"`
	Description expr.Template `json:"description" title:"Description" help:"Only lists show it." widget:"template_line" max:"72"`
}

// Ways to show options.
const (
	displayAuto    = "auto"
	displayButtons = "buttons"
	displayList    = "list"
)

// checkOptions finds what buttons and lists cannot show.
func checkOptions(k *Checker, options []Option, display string) {
	most := message.MaxRows
	if display == displayButtons {
		most = message.MaxButtons
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

// maxOptionID leaves room for the step's id in WhatsApp's 200 characters.
const maxOptionID = 160

// ask sends a question with options: as buttons when they fit, else as a
// list, and when WhatsApp would refuse both, written into the text.
func ask(s *run.Scope, text string, options []Option, display, listButton string) bool {
	c := message.Content{Type: message.Buttons, Text: text}
	buttons := len(options) <= message.MaxButtons && display != displayList
	for _, o := range options {
		title := strings.TrimSpace(s.Text(o.Title))
		detail := strings.TrimSpace(s.Text(o.Description))
		if display != displayButtons && (detail != "" || message.Length(title) > message.MaxButtonTitle) {
			buttons = false
		}
		c.Options = append(c.Options, message.Option{ID: replyID(s.StepID, o.ID), Title: title, Description: detail})
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
	return s.Send(message.Content{Type: message.Text, Text: written(text, c.Options)})
}

// written puts the options into the text, with numbers to answer with.
func written(text string, options []message.Option) string {
	var b strings.Builder
	b.WriteString(text)
	for i, o := range options {
		b.WriteString("\n" + strconv.Itoa(i+1) + ". " + o.Title)
	}
	return strings.TrimSpace(b.String())
}

// replyID is what WhatsApp gives back on a tap. It carries the step, so that a
// tap on an old message is never taken for an answer to the current one.
func replyID(step, option string) string { return step + ":" + option }

// Codes of refused replies.
const (
	RefusedOldOption   = "old_option"
	RefusedNoOption    = "no_such_option"
	RefusedNotText     = "not_text"
	RefusedUnsupported = "unsupported"
	RefusedNotNumber   = "not_a_number"
	RefusedDecimals    = "no_decimals"
	RefusedRange       = "out_of_range"
	RefusedNotEmail    = "not_an_email"
	RefusedNotPhone    = "not_a_phone"
	RefusedTooLong     = "too_long"
)

// RefusalCodes lists every code that a refused reply may carry.
func RefusalCodes() []string {
	return []string{RefusedOldOption, RefusedNoOption, RefusedNotText, RefusedUnsupported, RefusedNotNumber, RefusedDecimals,
		RefusedRange, RefusedNotEmail, RefusedNotPhone, RefusedTooLong}
}

// readOption finds the option that a reply means: a tap, the title typed in
// any spelling, or its number.
func readOption(s *run.Scope, options []Option, in *message.Inbound) (chosen *Option, title, refused string) {
	titles := make([]string, len(options))
	for i := range options {
		t, _ := options[i].Title.Text(s)
		titles[i] = strings.TrimSpace(t)
	}
	c := in.Content
	if c.Reply != nil && (c.Type == message.ButtonReply || c.Type == message.ListReply) {
		for i := range options {
			if c.Reply.ID == replyID(s.StepID, options[i].ID) {
				return &options[i], titles[i], ""
			}
		}
		return nil, "", RefusedOldOption
	}
	words := expr.Fold(c.Words())
	if words == "" {
		return nil, "", RefusedNotText
	}
	for i := range options {
		f := expr.Fold(titles[i])
		cut, _ := message.Cut(titles[i], message.MaxButtonTitle)
		if words == f || words == expr.Fold(cut) {
			return &options[i], titles[i], ""
		}
	}
	if n := optionNumber(words); n >= 1 && n <= len(options) {
		return &options[n-1], titles[n-1], ""
	}
	return nil, "", RefusedNoOption
}

// optionNumber reads 2, 2., 2) or the emoji of a digit.
func optionNumber(words string) int {
	words = strings.TrimRight(words, ".) \u20e3\ufe0f")
	if len(words) == 0 || len(words) > 2 {
		return 0
	}
	n, err := strconv.Atoi(words)
	if err != nil {
		return 0
	}
	return n
}

// foreignTap says whether the reply is a tap on a message of another step: it
// is not an answer to whatever is asked now.
func foreignTap(s *run.Scope, c message.Content) bool {
	return c.Reply != nil && (c.Type == message.ButtonReply || c.Type == message.ListReply) &&
		!strings.HasPrefix(c.Reply.ID, s.StepID+":")
}

// refuse notes a wrong answer, says so to the person, and leaves when the
// attempts are used up. Without a validation message it asks again: nobody
// is left in silence.
func refuse(s *run.Scope, in *message.Inbound, code string, validation expr.Template, attempts Attempts, again func() bool) run.Outcome {
	wait := s.Snapshot.Wait
	s.Refuse(in, code)
	wait.Attempts++
	if attempts.Enabled && wait.Attempts >= attempts.Max {
		return run.Leave("attempts")
	}
	if text := s.Text(validation); strings.TrimSpace(text) != "" {
		s.Send(message.Content{Type: message.Text, Text: text})
	} else {
		again()
	}
	return run.Stay()
}
