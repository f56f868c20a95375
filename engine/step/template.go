package step

import (
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
)

// Template sends a message that WhatsApp has approved. It is the only one
// that arrives when the person has been silent for more than 24 hours.
type templateConfig struct {
	Template     templateCopy    `json:"template" title:"Template" help:"Only templates that WhatsApp has approved can be sent." widget:"template_picker"`
	HeaderParams []expr.Template `json:"header_params" title:"Variables of the header" widget:"template_params" items:"1" max:"60" when:"template.header.type=text"`
	HeaderMedia  Media           `json:"header_media" title:"File of the header" widget:"media" when:"template.header.type=image|template.header.type=video|template.header.type=document"`
	HeaderPlace  placeForm       `json:"header_place" when:"template.header.type=location"`
	BodyParams   []expr.Template `json:"body_params" title:"Variables of the text" widget:"template_params" items:"50" max:"1024"`
	ButtonParams []expr.Template `json:"button_params" title:"Variables of the buttons" widget:"template_params" items:"10" max:"2000" when:"template.buttons"`
	After        string          `json:"after" title:"After sending" widget:"select" enum:"continue=Go on at once|any=Wait for any answer|button=One path for each button" required:"true"`
	Timeout      Timeout         `json:"timeout" group:"Wrong or no answer" when:"after!=continue"`
	NoInterrupt  bool            `json:"no_interrupt" title:"Interrupting words do not work here" widget:"switch" when:"after!=continue" group:"Advanced options" collapsed:"true"`
}

// What happens after a template was sent.
const (
	afterContinue = "continue"
	afterButton   = "button"
	exitNotSent   = "not_sent"
)

func init() {
	const waits = "after&after!=continue"
	Register(Kind[templateConfig]{
		Kind: "template", Name: "Template", Group: "messages", Icon: "template", Order: 2, Waits: true,
		Help:     "Sends an approved template; it also arrives after more than 24 hours of silence.",
		Keywords: []string{"approved", "campaign", "reminder", "hsm"},
		Defaults: templateConfig{
			Template: templateCopy{Buttons: []templateButton{}}, HeaderMedia: Media{Source: "upload"}, HeaderParams: []expr.Template{},
			BodyParams: []expr.Template{}, ButtonParams: []expr.Template{}, After: afterContinue, Timeout: Timeout{Wait: Duration{24, "h"}},
		},
		Exits: []ExitRule{
			{ID: "next", Label: "Next", When: "after!=button"},
			{Each: "template.buttons", ID: "id", Label: "text", When: "after=button"},
			{ID: "else", Label: "Anything else", When: "after=button"},
			{ID: "timeout", Label: timeoutExit.Label, When: "timeout.enabled&after!=continue"},
			{ID: exitNotSent, Label: "Not sent"},
		},
		Preview: []PreviewPart{{As: "line", Text: "Template {template.name}", When: "template.name"}, {As: "line", Text: "No template chosen", When: "!template.name"},
			{As: "template", Field: "template", When: "template.body"}},
		Outputs: []Output{{"", "text", "Answer", waits}, {"value", "text", "Answer", waits}, {"label", "text", "Words of the button", waits}, {"text", "text", "As the person wrote it", waits}},
		Enter: func(c *templateConfig, s *run.Scope) run.Outcome {
			if !c.binding().send(s) {
				return run.Leave(exitNotSent)
			}
			if c.After == afterContinue || c.After == "" {
				return run.Next()
			}
			return run.AwaitReply(c.Timeout.until(s))
		},
		Resume: (*templateConfig).resume,
		Check: func(c *templateConfig, k *Checker) {
			c.binding().check(k, "")
			if c.After != afterContinue {
				c.Timeout.check(k)
			}
			if c.After == afterButton && len(c.quickReplies()) == 0 && c.Template.Name != "" {
				k.Error(flow.CodeNoQuickReply, "after")
			}
		},
		Refs: func(c *templateConfig) []flow.Reference { return c.binding().refs("") },
	})
}

func (c *templateConfig) binding() binding {
	return binding{c.Template, c.HeaderParams, c.HeaderMedia, c.HeaderPlace, c.BodyParams, c.ButtonParams}
}

// quickReplies are the buttons that come back as an answer.
func (c *templateConfig) quickReplies() []shown {
	var out []shown
	for _, b := range c.Template.Buttons {
		if strings.ToLower(b.Type) == quickReply {
			out = append(out, shown{ID: b.ID, Title: b.Text})
		}
	}
	return out
}

// resume takes the answer: a tap on the template, its words typed, or
// anything else.
func (c *templateConfig) resume(s *run.Scope, in run.Input) run.Outcome {
	content := in.Message.Content
	words := strings.TrimSpace(content.Words())
	if foreignTap(s, content) {
		s.Refuse(in.Message, RefusedOldOption)
		return run.Stay()
	}
	reply := run.Reply{Value: words, Text: words, Media: content.Media}
	tapped := c.tapped(s, in.Message)
	if tapped != nil {
		reply = run.Reply{Value: tapped.ID, Text: words, Label: tapped.Title}
	}
	if !s.Accept(in.Message, reply) {
		reply.Value, reply.Text = "", ""
		s.Accept(in.Message, reply)
	}
	switch {
	case c.After != afterButton:
		return run.Next()
	case tapped != nil:
		return run.Leave(tapped.ID)
	}
	return run.Leave("else")
}

func (c *templateConfig) tapped(s *run.Scope, in *message.Inbound) *shown {
	list := c.quickReplies()
	for i := range list {
		if in.Content.Reply != nil && in.Content.Reply.ID == replyID(s.StepID, list[i].ID) {
			return &list[i]
		}
	}
	chosen, _ := readOption(s, list, in)
	return chosen
}
