package step

import (
	"flusso/engine/flow"
	"flusso/engine/run"
)

// Go to continues at another step of the same flow.
type gotoConfig struct {
	Step string `json:"step" title:"Step" widget:"step" required:"true"`
}

func init() {
	Register(Kind[gotoConfig]{
		Kind: "goto", Name: "Go to", Group: "logic", Icon: "corner-down-right", Order: 3, Final: true,
		Help:     "Continues at another step of this flow.",
		Keywords: []string{"jump", "back", "loop", "repeat"},
		Preview:  []PreviewPart{{As: "line", Field: "step", Text: "Continues at {step}"}},
		Enter: func(c *gotoConfig, _ *run.Scope) run.Outcome {
			if c.Step == "" {
				return run.Finish("")
			}
			return run.Jump(c.Step)
		},
		Check: func(c *gotoConfig, k *Checker) {
			if c.Step == flow.Start {
				k.Error(flow.CodeGotoUnknown, "step")
			}
		},
		Target: func(c *gotoConfig) string { return c.Step },
	})
}
