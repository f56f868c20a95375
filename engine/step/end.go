package step

import "flusso/engine/run"

// End says that the conversation is over, and how it went.
type endConfig struct {
	Outcome string `json:"outcome" title:"Result" help:"A short name for how it went, for example Booked. Reports count it." widget:"text" placeholder:"Booked" max:"60"`
}

func init() {
	Register(Kind[endConfig]{
		Kind: "end", Name: "End", Group: "logic", Icon: "flag", Order: 4, Final: true,
		Help:     "Ends the flow for this person, with a name for the result.",
		Keywords: []string{"finish", "stop", "result"},
		Preview:  []PreviewPart{{As: "line", Text: "Ends: {outcome}", When: "outcome"}, {As: "line", Text: "Ends here", When: "!outcome"}},
		Enter:    func(c *endConfig, _ *run.Scope) run.Outcome { return run.Finish(c.Outcome) },
	})
}
