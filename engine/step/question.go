package step

import (
	"slices"
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
)

// Question asks something, waits for the answer and checks it. The answer is
// a variable of this flow; it can also be saved with the contact.
type questionConfig struct {
	Text        expr.Template `json:"text" title:"Question" widget:"template" placeholder:"What is your name?" required:"true" max:"4096"`
	Answer      string        `json:"answer" title:"Answer" widget:"select" enum:"text=Text|number=Number|email=Email|phone=Phone|option=One of several options|boolean=Yes or no|date=Date|time=Time|datetime=Date and time|url=Web address|location=Location|file=Any file|image=Image|video=Video|audio=Audio or voice note|document=Document|any=Anything, also images and files" required:"true"`
	Options     []Option      `json:"options" title:"Options" help:"Up to 3 are shown as buttons, up to 10 as a list, up to 30 written into the text." widget:"options" when:"answer=option&!dynamic.enabled" items:"30"`
	Dynamic     Dynamic       `json:"dynamic" when:"answer=option"`
	Display     string        `json:"display" title:"Show as" widget:"select" style:"segmented" enum:"auto=Automatic|buttons=Buttons|list=List|numbers=Numbers|emoji=Emoji" when:"answer=option" group:"Advanced options" collapsed:"true"`
	ListButton  expr.Template `json:"list_button" title:"Button that opens the list" widget:"template_line" max:"20" when:"answer=option&display=auto|answer=option&display=list" group:"Advanced options" collapsed:"true"`
	Decimals    bool          `json:"decimals" title:"Allow decimals" widget:"switch" when:"answer=number"`
	Range       Range         `json:"range" when:"answer=number|answer=date|answer=time|answer=datetime"`
	Country     string        `json:"country" title:"Country of numbers without prefix" help:"Empty: the country of the flow." widget:"country" when:"answer=phone"`
	Hint        expr.Template `json:"hint" title:"Hint" help:"Stands below the question, for example: day/month/year." widget:"template_line" max:"200"`
	Confirm     Confirm       `json:"confirm" when:"answer!=any&answer!=boolean"`
	Collect     Collect       `json:"collect" when:"answer=text|answer=any|answer=file|answer=image|answer=video|answer=audio|answer=document"`
	Validation  expr.Template `json:"validation_message" title:"Validation message" help:"What the person reads when the answer does not fit." widget:"template" max:"4096" when:"answer!=any" group:"Wrong or no answer"`
	Attempts    Attempts      `json:"attempts" when:"answer!=any" group:"Wrong or no answer"`
	Timeout     Timeout       `json:"timeout" group:"Wrong or no answer"`
	SaveTo      string        `json:"save_to" title:"Save with the contact" help:"The answer stays with the contact after the flow has ended." widget:"contact_field" group:"Advanced options" collapsed:"true"`
	NoInterrupt bool          `json:"no_interrupt" title:"Interrupting words do not work here" widget:"switch" group:"Advanced options" collapsed:"true"`
	Window      Window        `json:"window" group:"Advanced options" collapsed:"true"`
}

// Range of a number, a date or a time; both ends may hold variables.
type Range struct {
	Enabled bool          `json:"enabled" title:"Limit the range" widget:"switch"`
	Min     expr.Template `json:"min" title:"From" widget:"template_line" when:"range.enabled" max:"50"`
	Max     expr.Template `json:"max" title:"To" widget:"template_line" when:"range.enabled" max:"50"`
}

// Confirm shows the answer and asks whether it is right.
type Confirm struct {
	Enabled bool          `json:"enabled" title:"Let the person confirm the answer" widget:"switch"`
	Text    expr.Template `json:"text" title:"Words before the answer" widget:"template_line" max:"500" when:"confirm.enabled"`
}

// Collect takes what a person writes in several messages as one answer.
type Collect struct {
	Enabled bool     `json:"enabled" title:"Collect several messages as one answer" widget:"switch"`
	Quiet   Duration `json:"quiet" title:"Until nothing comes for" widget:"duration" when:"collect.enabled"`
}

func init() {
	Register(Kind[questionConfig]{
		Kind: "question", Name: "Question", Group: "questions", Icon: "help-circle", Order: 1,
		Help:     "Asks something, waits for the answer and checks it.",
		Keywords: []string{"ask", "answer", "name", "email", "number", "phone", "date", "location", "file"},
		Defaults: questionConfig{
			Text: template("What is your name?"), Answer: "text", Options: []Option{}, Display: displayAuto, ListButton: template("Choose"),
			Confirm: Confirm{Text: template("Is this right?")}, Collect: Collect{Quiet: Duration{10, "s"}},
			Validation: template("Sorry, that does not look right. Please try again."),
			Attempts:   Attempts{Max: 3}, Timeout: Timeout{Wait: Duration{24, "h"}}, Window: openWindow,
		},
		Exits: []ExitRule{{ID: "next", Label: "Answered"}, {ID: "attempts", Label: attemptsExit.Label, When: "attempts.enabled&answer!=any"}, timeoutExit,
			{ID: exitNoOptions, Label: noOptionsExit.Label, When: "answer=option&dynamic.enabled"}, windowClosedExit},
		Preview: []PreviewPart{{As: "bubble", Field: "text"}, {As: "options", Field: "options", Label: "title", Style: "auto", When: "answer=option&!dynamic.enabled"},
			{As: "line", Text: "Options from {dynamic.variable}", When: "answer=option&dynamic.enabled"}},
		Outputs: questionOutputs(),
		Waits:   true,
		Enter:   (*questionConfig).enter,
		Resume:  (*questionConfig).resume,
		Check:   checkQuestion,
		Open:    func(c *questionConfig) bool { return c.Answer == "option" && c.Dynamic.Enabled },
		Refs:    func(c *questionConfig) []flow.Reference { return c.Window.refs() },
	})
}

// answerTypes of the kinds that are no text.
var answerTypes = map[string]string{"number": "number", "boolean": "boolean", "date": "date", "datetime": "date", "location": "object"}

// questionOutputs are what an answer offers, by its kind.
func questionOutputs() (list []Output) {
	either := func(answers ...string) string { return "answer=" + strings.Join(answers, "|answer=") }
	byType := map[string][]string{}
	for answer, t := range answerTypes {
		byType[t] = append(byType[t], answer)
	}
	var rest []string
	for _, t := range []string{"number", "boolean", "date", "object"} {
		slices.Sort(byType[t])
		list = append(list, Output{"", t, "Answer", either(byType[t]...)}, Output{"value", t, "Answer", either(byType[t]...)})
		for _, answer := range byType[t] {
			rest = append(rest, "answer!="+answer)
		}
	}
	text, files := strings.Join(rest, "&"), []string{"any", "file", "image", "video", "audio", "document"}
	list = append(list, Output{"", "text", "Answer", text}, Output{"value", "text", "Answer", text}, Output{Path: "text", Type: "text", Label: "As the person wrote it"},
		Output{"label", "text", "Words of the option", either("option", "boolean", "location")}, Output{"media", "media", "File", either(files...)})
	for _, o := range []Output{{"latitude", "number", "Latitude", ""}, {"longitude", "number", "Longitude", ""}, {"name", "text", "Name of the place", ""}, {"address", "text", "Address of the place", ""}} {
		o.When = either("location")
		list = append(list, o)
	}
	return append(list, Output{"files", "list", "Files", "collect.enabled&answer=text|" + "collect.enabled&" + strings.Join(strings.Split(either(files...), "|"), "|collect.enabled&")})
}

// questionState is what a question remembers while it waits.
type questionState struct {
	Options  []shown    `json:"options,omitempty"`  // as they were read from a variable
	Door     bool       `json:"door,omitempty"`     // a template stands in for the question so far
	Pending  *run.Reply `json:"pending,omitempty"`  // to be confirmed
	Source   string     `json:"source,omitempty"`   // id of the message that it came in
	Burst    []part     `json:"burst,omitempty"`    // collected so far
	Deadline int64      `json:"deadline,omitempty"` // of the question itself, unix milliseconds
}

func (c *questionConfig) enter(s *run.Scope) run.Outcome {
	var state questionState
	if c.Answer == "option" && c.Dynamic.Enabled {
		if state.Options = c.Dynamic.list(s); len(state.Options) == 0 {
			return c.missing(s)
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

// missing says that there is nothing to choose from.
func (c *questionConfig) missing(s *run.Scope) run.Outcome {
	return c.Dynamic.missing(s, c.Window)
}

func (d Dynamic) missing(s *run.Scope, w Window) run.Outcome {
	if d.Missing.Blank() {
		return run.Leave(exitNoOptions)
	}
	if out, sent := w.closed(s); out != nil {
		return *out
	} else if !sent {
		s.Send(message.Content{Type: message.Text, Text: s.Text(d.Missing)})
	}
	return run.Leave(exitNoOptions)
}

// ask sends the question in the form that fits the answer.
func (c *questionConfig) ask(s *run.Scope, dynamic []shown) bool {
	text := strings.TrimSpace(s.Text(c.Text))
	if hint := strings.TrimSpace(s.Text(c.Hint)); hint != "" {
		text += "\n\n" + hint
	}
	switch c.Answer {
	case "option":
		if !c.Dynamic.Enabled {
			dynamic = fixed(s, c.Options, false)
		}
		return ask(s, text, dynamic, c.Display, s.Text(c.ListButton))
	case "boolean":
		return ask(s, text, yesNo(s, ""), displayAuto, "")
	case "location":
		if message.Length(text) <= message.MaxButtonsBody {
			return s.Send(message.Content{Type: message.LocationRequest, Text: text})
		}
	}
	return s.Send(message.Content{Type: message.Text, Text: text})
}

// resume takes a message, or the quiet after a burst of them.
func (c *questionConfig) resume(s *run.Scope, in run.Input) run.Outcome {
	state := recall[questionState](s)
	if in.Kind == run.InputTime {
		return c.collected(s, state)
	}
	if state.Pending != nil {
		return c.confirmed(s, state, in.Message)
	}
	reply, refused := c.read(s, state.Options, in.Message)
	switch {
	case refused != "" && state.Door:
		// What came was an answer to the template: now the question can be asked.
		s.Refuse(in.Message, refused)
		state.Door = false
		s.Snapshot.Wait.Data = note(state)
		c.ask(s, state.Options)
		return run.Stay()
	case refused != "" && len(state.Burst) > 0 && in.Message.Content.Words() != "":
		return c.collect(s, state, in.Message, run.Reply{Text: strings.TrimSpace(in.Message.Content.Words())})
	case refused != "":
		return c.refuse(s, state, in.Message, refused)
	case c.collects():
		return c.collect(s, state, in.Message, reply)
	case c.confirms():
		return c.confirm(s, state, in.Message.ID, reply)
	}
	return c.take(s, state, in.Message, reply)
}

func (c *questionConfig) refuse(s *run.Scope, state questionState, in *message.Inbound, code string) run.Outcome {
	return refuse(s, in, code, c.Validation, c.Attempts, func() bool { return c.ask(s, state.Options) })
}

// take keeps the answer and goes on.
func (c *questionConfig) take(s *run.Scope, state questionState, in *message.Inbound, reply run.Reply) run.Outcome {
	if !s.Accept(in, reply) {
		return c.refuse(s, state, in, RefusedTooLong)
	}
	if c.SaveTo != "" {
		s.ChangeContact(c.SaveTo, c.savable(reply))
	}
	return run.Next()
}

// savable fits an answer to a field: the built-in ones hold texts.
func (c *questionConfig) savable(reply run.Reply) any {
	value := reply.Value
	if c.Answer == "option" && reply.Label != "" {
		value = reply.Label
	}
	if strings.HasPrefix(c.SaveTo, "fields.") {
		return value
	}
	if c.Answer == "location" {
		return reply.Label
	}
	return expr.PrintValue(value, "")
}
