package step

import (
	"regexp"
	"strconv"
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/phone"
	"flusso/engine/run"
)

// Question asks something, waits for the answer and checks it. The answer is
// a variable of this flow; it can also be saved with the contact.
type questionConfig struct {
	Text       expr.Template `json:"text" title:"Question" widget:"template" placeholder:"What is your name?" required:"true" max:"4096"`
	Answer     string        `json:"answer" title:"Answer" widget:"select" enum:"text=Text|number=Number|email=Email|phone=Phone|option=One of several options|any=Anything, also images and files" required:"true"`
	Options    []Option      `json:"options" title:"Options" help:"Up to 3 are shown as buttons, up to 10 as a list." widget:"options" when:"answer=option" items:"10"`
	Display    string        `json:"display" title:"Show as" widget:"select" style:"segmented" enum:"auto=Automatic|buttons=Buttons|list=List" when:"answer=option" group:"Advanced options" collapsed:"true"`
	ListButton expr.Template `json:"list_button" title:"Button that opens the list" widget:"template_line" max:"20" when:"answer=option&display!=buttons" group:"Advanced options" collapsed:"true"`
	Decimals   bool          `json:"decimals" title:"Allow decimals" widget:"switch" when:"answer=number"`
	Range      Range         `json:"range" when:"answer=number"`
	Country    string        `json:"country" title:"Country of numbers without prefix" help:"Empty: the country of the flow." widget:"country" when:"answer=phone"`
	Validation expr.Template `json:"validation_message" title:"Validation message" help:"What the person reads when the answer does not fit." widget:"template" max:"4096" when:"answer!=any" group:"Wrong or no answer"`
	Attempts   Attempts      `json:"attempts" when:"answer!=any" group:"Wrong or no answer"`
	Timeout    Timeout       `json:"timeout" group:"Wrong or no answer"`
	SaveTo     string        `json:"save_to" title:"Save with the contact" help:"The answer stays with the contact after the flow has ended." widget:"contact_field" group:"Advanced options" collapsed:"true"`
}

// Range of a number; both ends may hold variables.
type Range struct {
	Enabled bool          `json:"enabled" title:"Limit the range" widget:"switch"`
	Min     expr.Template `json:"min" title:"From" widget:"template_line" when:"range.enabled" max:"50"`
	Max     expr.Template `json:"max" title:"To" widget:"template_line" when:"range.enabled" max:"50"`
}

var answerType = map[string]string{"number": "number"}

func init() {
	Register(Kind[questionConfig]{
		Kind: "question", Name: "Question", Group: "questions", Icon: "help-circle", Order: 1,
		Help:     "Asks something, waits for the answer and checks it.",
		Keywords: []string{"ask", "answer", "name", "email", "number", "phone"},
		Defaults: questionConfig{
			Text: template("What is your name?"), Answer: "text", Options: []Option{}, Display: displayAuto, ListButton: template("Choose"),
			Validation: template("Sorry, that does not look right. Please try again."),
			Attempts:   Attempts{Max: 3}, Timeout: Timeout{Wait: Duration{24, "h"}},
		},
		Exits:   []ExitRule{{ID: "next", Label: "Answered"}, {ID: "attempts", Label: attemptsExit.Label, When: "attempts.enabled&answer!=any"}, timeoutExit},
		Preview: []PreviewPart{{As: "bubble", Field: "text"}, {As: "options", Field: "options", Label: "title", Style: "auto", When: "answer=option"}},
		Outputs: []Output{{"", "text", "Answer"}, {"value", "text", "Answer"}, {"text", "text", "As the person wrote it"}, {"label", "text", "Words of the option"}, {"media", "media", "File"}},
		Waits:   true,
		Enter: func(c *questionConfig, s *run.Scope) run.Outcome {
			if !c.ask(s) {
				return run.Fail(run.CodeNotSendable)
			}
			return run.AwaitReply(c.Timeout.until(s))
		},
		Resume: func(c *questionConfig, s *run.Scope, in run.Input) run.Outcome {
			reply, refused := c.read(s, in.Message)
			if refused == "" && !s.Accept(in.Message, reply) {
				refused = RefusedTooLong
			}
			if refused != "" {
				return refuse(s, in.Message, refused, c.Validation, c.Attempts, func() bool { return c.ask(s) })
			}
			if c.SaveTo != "" {
				value := reply.Value
				if reply.Label != "" {
					value = reply.Label
				}
				s.ChangeContact(c.SaveTo, savable(c.SaveTo, value))
			}
			return run.Next()
		},
		Check: checkQuestion,
		Outs: func(c *questionConfig) []Output {
			list := []Output{{"", "text", "Answer"}, {"value", "text", "Answer"}, {"text", "text", "As the person wrote it"}, {"label", "text", "Words of the option"}, {"media", "media", "File"}}
			if t := answerType[c.Answer]; t != "" {
				list[0].Type, list[1].Type = t, t
			}
			return list
		},
	})
}

func (c *questionConfig) ask(s *run.Scope) bool {
	if c.Answer == "option" {
		return ask(s, s.Text(c.Text), c.Options, c.Display, s.Text(c.ListButton))
	}
	return s.Send(message.Content{Type: message.Text, Text: s.Text(c.Text)})
}

// savable fits a value to a field: the built-in ones hold texts.
func savable(field string, v any) any {
	if strings.HasPrefix(field, "fields.") {
		return v
	}
	return expr.PrintValue(v, "")
}

// read checks an answer.
func (c *questionConfig) read(s *run.Scope, in *message.Inbound) (reply run.Reply, refused string) {
	content := in.Content
	words := strings.TrimSpace(content.Words())
	if c.Answer == "option" {
		option, title, refused := readOption(s, c.Options, in)
		if refused != "" {
			return reply, refused
		}
		return run.Reply{Value: option.ID, Label: title, Text: words}, ""
	}
	if foreignTap(s, content) {
		return reply, RefusedOldOption
	}
	reply = run.Reply{Value: words, Text: words}
	switch content.Type {
	case message.Unsupported, message.Unknown:
		return reply, RefusedUnsupported
	}
	if c.Answer == "any" {
		reply.Media = content.Media
		return reply, ""
	}
	if c.Answer == "phone" && content.Type == message.Contacts && len(content.Contacts) == 1 && len(content.Contacts[0].Phones) == 1 {
		words = content.Contacts[0].Phones[0].Phone
		reply.Text = words
	}
	if words == "" {
		return reply, RefusedNotText
	}
	switch c.Answer {
	case "number":
		n, refused := c.number(s, words)
		reply.Value = n
		return reply, refused
	case "email":
		if !ValidEmail(words) {
			return reply, RefusedNotEmail
		}
		reply.Value = strings.ToLower(words)
	case "phone":
		country := c.Country
		if country == "" {
			country = s.Country
		}
		e164, ok := phone.Parse(words, country)
		if !ok {
			return reply, RefusedNotPhone
		}
		reply.Value = e164
	}
	return reply, ""
}

func (c *questionConfig) number(s *run.Scope, words string) (any, string) {
	n, ok := expr.ParseNumber(words, s.Language)
	if !ok {
		return nil, RefusedNotNumber
	}
	if _, whole := n.(int); !whole && !c.Decimals {
		return nil, RefusedDecimals
	}
	if c.Range.Enabled {
		f, _ := expr.Number(n)
		if low, ok := rangeEnd(s, c.Range.Min); ok && f < low {
			return nil, RefusedRange
		}
		if high, ok := rangeEnd(s, c.Range.Max); ok && f > high {
			return nil, RefusedRange
		}
	}
	return n, ""
}

func rangeEnd(s *run.Scope, t expr.Template) (float64, bool) {
	if t.Blank() {
		return 0, false
	}
	v, ok := s.Value(t)
	if !ok {
		return 0, false
	}
	return expr.ReadNumber(expr.Simple(v))
}

// emailPattern is what mail programs agree on; only a mail that arrives proves more.
var emailPattern = regexp.MustCompile(`^[^\s@"(),:;<>\[\]\\]{1,64}@([\pL\pN]([\pL\pN-]{0,61}[\pL\pN])?\.)+[\pL\pN-]{2,63}$`)

// ValidEmail says whether the text has the form of an email address.
func ValidEmail(s string) bool {
	return len(s) <= 254 && emailPattern.MatchString(s) && !strings.Contains(s, "..") && s[0] != '.'
}

func checkQuestion(c *questionConfig, k *Checker) {
	switch c.Answer {
	case "option":
		checkOptions(k, c.Options, c.Display)
	case "phone":
		if c.Country != "" && !phone.KnownCountry(c.Country) {
			k.Error(flow.CodeBadCountry, "country", "country", c.Country)
		}
	case "number":
		if c.Range.Enabled && c.Range.Min.Fixed() && c.Range.Max.Fixed() {
			low, lok := expr.ReadNumber(c.Range.Min.Source())
			high, hok := expr.ReadNumber(c.Range.Max.Source())
			switch {
			case !lok && !c.Range.Min.Blank():
				k.Error(flow.CodeOutOfRange, "range.min", "min", "", "max", "")
			case !hok && !c.Range.Max.Blank():
				k.Error(flow.CodeOutOfRange, "range.max", "min", "", "max", "")
			case lok && hok && low > high:
				k.Error(flow.CodeRangeReversed, "range", "min", c.Range.Min.Source(), "max", c.Range.Max.Source())
			}
		}
	}
	c.Timeout.check(k)
	checkField(k, "save_to", c.SaveTo)
}

// contactFields that a flow may set, but for fields.<key>.
var contactFields = map[string]bool{"first_name": true, "last_name": true, "name": true, "email": true, "phone": true, "url": true, "language": true}

var fieldKey = regexp.MustCompile(`^fields\.[a-z][a-z0-9_]{0,39}$`)

func checkField(k *Checker, field, name string) {
	if name != "" && !contactFields[name] && !fieldKey.MatchString(name) {
		k.Error(flow.CodeUnknownField, field, "field", name)
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
