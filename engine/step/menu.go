package step

import (
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/run"
)

// Menu sends a text with options and waits. Each option has its own path;
// options from a variable share one.
type menuConfig struct {
	Text        expr.Template `json:"text" title:"Text" widget:"template" placeholder:"What would you like to do?" required:"true" max:"4096"`
	Options     []Option      `json:"options" title:"Options" help:"Up to 3 are shown as buttons, up to 10 as a list, up to 30 written into the text. Each has its own path." widget:"options" when:"!dynamic.enabled" items:"30"`
	Dynamic     Dynamic       `json:"dynamic" group:"Options from a variable" collapsed:"true"`
	Display     string        `json:"display" title:"Show as" widget:"select" style:"segmented" enum:"auto=Automatic|buttons=Buttons|list=List|numbers=Numbers|emoji=Emoji" group:"Advanced options" collapsed:"true"`
	ListButton  expr.Template `json:"list_button" title:"Button that opens the list" widget:"template_line" max:"20" when:"display=auto|display=list" group:"Advanced options" collapsed:"true"`
	Otherwise   bool          `json:"otherwise" title:"A path of its own for any other answer" widget:"switch" group:"Wrong or no answer"`
	Validation  expr.Template `json:"validation_message" title:"Validation message" help:"What the person reads when the answer is none of the options." widget:"template" max:"4096" when:"!otherwise" group:"Wrong or no answer"`
	Attempts    Attempts      `json:"attempts" when:"!otherwise" group:"Wrong or no answer"`
	Timeout     Timeout       `json:"timeout" group:"Wrong or no answer"`
	NoInterrupt bool          `json:"no_interrupt" title:"Interrupting words do not work here" widget:"switch" group:"Advanced options" collapsed:"true"`
	Window      Window        `json:"window" group:"Advanced options" collapsed:"true"`
}

const (
	exitChosen = "chosen" // an option from a variable
	exitElse   = "else"   // an answer that is no option
)

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
			Attempts:   Attempts{Max: 3}, Timeout: Timeout{Wait: Duration{24, "h"}}, Window: openWindow,
		},
		Exits: []ExitRule{
			{Each: "options", ID: "id", Label: "title", When: "!dynamic.enabled"},
			{ID: exitChosen, Label: "Option chosen", When: "dynamic.enabled"},
			{ID: exitElse, Label: "Anything else", When: "otherwise"},
			{ID: "attempts", Label: attemptsExit.Label, When: "attempts.enabled&!otherwise"}, timeoutExit,
			{ID: exitNoOptions, Label: noOptionsExit.Label, When: "dynamic.enabled"}, windowClosedExit,
		},
		Preview: []PreviewPart{{As: "bubble", Field: "text"}, {As: "options", Field: "options", Label: "title", Style: "auto", When: "!dynamic.enabled"},
			{As: "line", Text: "Options from {dynamic.variable}", When: "dynamic.enabled"}},
		Outputs: []Output{{Type: "text", Label: "Chosen option"}, {Path: "value", Type: "text", Label: "Id of the option"}, {Path: "label", Type: "text", Label: "Words of the option"}, {Path: "text", Type: "text", Label: "As the person wrote it"}},
		Waits:   true,
		Enter:   (*menuConfig).enter,
		Resume:  (*menuConfig).resume,
		Check: func(c *menuConfig, k *Checker) {
			checkOptions(k, c.Options, c.Dynamic, c.Display)
			for _, o := range c.Options {
				switch o.ID { // they would be taken for the well-known exits
				case "next", "timeout", "attempts", "success", "error", exitElse, exitChosen, exitNoOptions, exitWindowClosed, exitNotSent:
					k.Error(flow.CodeBadID, "options", "id", o.ID)
				}
			}
			c.Timeout.check(k)
			c.Window.check(k)
		},
		Open: func(c *menuConfig) bool { return c.Dynamic.Enabled },
		Refs: func(c *menuConfig) []flow.Reference { return c.Window.refs() },
	})
}

// menuState is what a menu remembers while it waits.
type menuState struct {
	Options []shown `json:"options,omitempty"` // as they were read from a variable
	Door    bool    `json:"door,omitempty"`    // a template stands in for the menu so far
}

func (c *menuConfig) enter(s *run.Scope) run.Outcome {
	var state menuState
	if c.Dynamic.Enabled {
		if state.Options = c.Dynamic.list(s); len(state.Options) == 0 {
			return c.Dynamic.missing(s, c.Window)
		}
	}
	out, door := c.Window.ask(s, func() bool { return c.ask(s, state.Options) })
	if out != nil {
		return *out
	}
	state.Door = door
	wait := run.AwaitReply(c.Timeout.until(s))
	wait.Wait.Data = note(state)
	return wait
}

func (c *menuConfig) ask(s *run.Scope, dynamic []shown) bool {
	if !c.Dynamic.Enabled {
		dynamic = fixed(s, c.Options, false)
	}
	return ask(s, strings.TrimSpace(s.Text(c.Text)), dynamic, c.Display, s.Text(c.ListButton))
}

func (c *menuConfig) resume(s *run.Scope, in run.Input) run.Outcome {
	state := recall[menuState](s)
	options := state.Options
	if !c.Dynamic.Enabled {
		options = fixed(s, c.Options, true)
	}
	o, refused := readOption(s, options, in.Message)
	again := func() bool { return c.ask(s, state.Options) }
	switch {
	case o != nil:
		s.Accept(in.Message, run.Reply{Value: o.value(), Label: o.Title, Text: in.Message.Content.Words()})
		if c.Dynamic.Enabled {
			return run.Leave(exitChosen)
		}
		return run.Leave(o.ID)
	case state.Door:
		// What came was an answer to the template: now the menu can be shown.
		s.Refuse(in.Message, refused)
		s.Snapshot.Wait.Data = note(menuState{Options: state.Options})
		again()
		return run.Stay()
	case c.Otherwise && refused != RefusedOldOption:
		words := strings.TrimSpace(in.Message.Content.Words())
		if !s.Accept(in.Message, run.Reply{Value: words, Text: words, Media: in.Message.Content.Media}) {
			s.Accept(in.Message, run.Reply{Value: ""})
		}
		return run.Leave(exitElse)
	}
	attempts := c.Attempts
	attempts.Enabled = attempts.Enabled && !c.Otherwise
	return refuse(s, in.Message, refused, c.Validation, attempts, again)
}
