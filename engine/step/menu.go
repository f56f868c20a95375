package step

import (
	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/run"
)

// Menu sends a text with options and waits. Each option has its own path.
type menuConfig struct {
	Text       expr.Template `json:"text" title:"Text" widget:"template" placeholder:"What would you like to do?" required:"true" max:"4096"`
	Options    []Option      `json:"options" title:"Options" help:"Up to 3 are shown as buttons, up to 10 as a list. Each has its own path." widget:"options" items:"10"`
	Display    string        `json:"display" title:"Show as" widget:"select" style:"segmented" enum:"auto=Automatic|buttons=Buttons|list=List" group:"Advanced options" collapsed:"true"`
	ListButton expr.Template `json:"list_button" title:"Button that opens the list" widget:"template_line" max:"20" when:"display!=buttons" group:"Advanced options" collapsed:"true"`
	Validation expr.Template `json:"validation_message" title:"Validation message" help:"What the person reads when the answer is none of the options." widget:"template" max:"4096" group:"Wrong or no answer"`
	Attempts   Attempts      `json:"attempts" group:"Wrong or no answer"`
	Timeout    Timeout       `json:"timeout" group:"Wrong or no answer"`
}

func init() {
	Register(Kind[menuConfig]{
		Kind: "menu", Name: "Menu", Group: "questions", Icon: "list-check", Order: 2,
		Help:     "Offers options; each one leads its own way.",
		Keywords: []string{"buttons", "list", "options", "choice"},
		Defaults: menuConfig{
			Text:    template("How can we help you?"),
			Options: []Option{{ID: "option1", Title: template("Option 1")}, {ID: "option2", Title: template("Option 2")}},
			Display: displayAuto, ListButton: template("Choose"),
			Validation: template("Please choose one of the options."),
			Attempts:   Attempts{Max: 3}, Timeout: Timeout{Wait: Duration{24, "h"}},
		},
		Exits:   []ExitRule{{Each: "options", ID: "id", Label: "title"}, attemptsExit, timeoutExit},
		Preview: []PreviewPart{{As: "bubble", Field: "text"}, {As: "options", Field: "options", Label: "title", Style: "auto"}},
		Outputs: []Output{{"", "text", "Chosen option"}, {"value", "text", "Id of the option"}, {"label", "text", "Words of the option"}, {"text", "text", "As the person wrote it"}},
		Waits:   true,
		Enter: func(c *menuConfig, s *run.Scope) run.Outcome {
			if !c.ask(s) {
				return run.Fail(run.CodeNotSendable)
			}
			return run.AwaitReply(c.Timeout.until(s))
		},
		Resume: func(c *menuConfig, s *run.Scope, in run.Input) run.Outcome {
			option, title, refused := readOption(s, c.Options, in.Message)
			if refused != "" {
				return refuse(s, in.Message, refused, c.Validation, c.Attempts, func() bool { return c.ask(s) })
			}
			s.Accept(in.Message, run.Reply{Value: option.ID, Label: title, Text: in.Message.Content.Words()})
			return run.Leave(option.ID)
		},
		Check: func(c *menuConfig, k *Checker) {
			checkOptions(k, c.Options, c.Display)
			for _, o := range c.Options {
				switch o.ID { // they would be taken for the well-known exits
				case "next", "timeout", "attempts", "else", "success", "error":
					k.Error(flow.CodeBadID, "options", "id", o.ID)
				}
			}
			c.Timeout.check(k)
		},
	})
}

func (c *menuConfig) ask(s *run.Scope) bool {
	return ask(s, s.Text(c.Text), c.Options, c.Display, s.Text(c.ListButton))
}

// template is a text of our own, known to be good.
func template(s string) expr.Template {
	t, err := expr.ParseTemplate(s)
	if err != nil {
		panic(err)
	}
	return t
}
