//go:build testkind

// A kind that no product has: it uses every widget of the form and a variable
// number of exits. Build with `-tags testkind` to see and test them all:
//
//	go run -tags testkind .
//	go test -tags testkind ./engine/step
package step

import (
	"flusso/engine/expr"
	"flusso/engine/hours"
	"flusso/engine/run"
)

type everyWidgetConfig struct {
	Text     string          `json:"line" title:"Line" help:"A short text." widget:"text" placeholder:"Line" max:"60"`
	Area     string          `json:"area" title:"Lines" widget:"textarea"`
	Template expr.Template   `json:"template" title:"Template" widget:"template" max:"1024"`
	Line     expr.Template   `json:"template_line" title:"Template line" widget:"template_line" max:"60"`
	Number   float64         `json:"number" title:"Number" widget:"number" unit:"kg" min:"0" max:"100"`
	Switch   bool            `json:"switch" title:"Switch" widget:"switch"`
	Select   string          `json:"select" title:"Select" widget:"select" enum:"a=First~The first one|b=Second" when:"switch"`
	Segments string          `json:"segments" title:"Segments" widget:"select" style:"segmented" enum:"a=First|b=Second"`
	Duration Duration        `json:"duration" title:"Duration" widget:"duration"`
	Options  []Option        `json:"options" title:"Options" widget:"options" items:"10"`
	List     []everyItem     `json:"list" title:"List" widget:"list" item:"name" items:"5"`
	Pairs    []nameValue     `json:"pairs" title:"Pairs" widget:"keyvalue"`
	Media    Media           `json:"media" title:"File" widget:"media"`
	Paths    []conditionPath `json:"paths" title:"Paths" widget:"conditions"`
	Country  string          `json:"country" title:"Country" widget:"country"`
	Field    string          `json:"contact_field" title:"Contact field" widget:"contact_field"`
	Tags     []string        `json:"tags" title:"Tags" widget:"tags"`
	Step     string          `json:"step" title:"Step" widget:"step"`
	Variable expr.Path       `json:"variable" title:"Variable" widget:"variable"`
	Code     string          `json:"code" title:"Code" widget:"code" lang:"json" group:"More" collapsed:"true"`
	Keywords []string        `json:"keywords" title:"Words" widget:"keywords" group:"More"`
	Language string          `json:"language" title:"Language" widget:"language" group:"More"`
	Weekdays []string        `json:"weekdays" title:"Weekdays" widget:"weekdays" group:"More"`
	Channels []string        `json:"channels" title:"Numbers" widget:"channels" group:"More"`
	Windows  hours.Schedule  `json:"windows" title:"Hours" widget:"windows" group:"More"`
	Split    []splitBranch   `json:"split" title:"Shares" widget:"split" group:"More"`
	NewName  string          `json:"variable_name" title:"Name of a variable" widget:"variable_name" group:"More"`
	Flow     string          `json:"flow" title:"Flow" widget:"flow" group:"More"`
	User     string          `json:"user" title:"Person" widget:"user" group:"More"`
	Choices  []string        `json:"choices" title:"Choices" widget:"choices" enum:"a=First|b=Second" group:"More"`
	Ads      []string        `json:"ads" title:"Ads" widget:"ads" group:"More"`
	Letter   everyLetter     `json:"letter" group:"More"`
}

type everyLetter struct {
	Template   templateCopy    `json:"template" title:"Approved template" widget:"template_picker"`
	BodyParams []expr.Template `json:"body_params" title:"Its variables" widget:"template_params" items:"10" max:"100"`
}

type everyItem struct {
	Name string        `json:"name" title:"Name" widget:"text" required:"true"`
	Big  bool          `json:"big" title:"Big" widget:"switch"`
	Note expr.Template `json:"note" title:"Note" widget:"template_line" when:".big"`
}

func init() {
	Register(Kind[everyWidgetConfig]{
		Kind: "every_widget", Name: "Every widget", Group: "actions", Icon: "components", Order: 99,
		Help:     "Shows every widget of the form.",
		Keywords: []string{"test"},
		Defaults: everyWidgetConfig{
			Template: template("Hello"), Number: 1, Select: "a", Segments: "a", Duration: Duration{1, "h"},
			Options: []Option{{ID: "one", Title: template("One")}, {ID: "two", Title: template("Two")}}, List: []everyItem{}, Pairs: []nameValue{},
			Media: Media{Source: "upload"}, Paths: []conditionPath{}, Tags: []string{}, Keywords: []string{}, Weekdays: []string{}, Channels: []string{},
			Windows: workingWeek(), Split: []splitBranch{}, Choices: []string{}, Ads: []string{},
			Letter: everyLetter{Template: templateCopy{Buttons: []templateButton{}}, BodyParams: []expr.Template{}},
		},
		Exits:   []ExitRule{{Each: "options", ID: "id", Label: "title"}, {ID: "on", Label: "Switched on", When: "switch"}, {ID: "next", Label: "Next"}},
		Preview: []PreviewPart{{As: "bubble", Field: "template"}, {As: "options", Field: "options", Label: "title", Style: "list"}, {As: "line", Text: "Wait {duration}"}},
		Outputs: []Output{{Type: "number", Label: "Number"}},
		Enter: func(c *everyWidgetConfig, s *run.Scope) run.Outcome {
			s.Keep(run.Reply{Value: c.Number, Text: s.Text(c.Template)})
			if c.Switch {
				return run.Leave("on")
			}
			return run.Next()
		},
	})
}
