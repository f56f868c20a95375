package step

import (
	"flusso/engine/run"
)

// Delay lets time pass. What the person writes meanwhile is kept in the
// conversation but moves nothing.
type delayConfig struct {
	Delay Duration `json:"delay" title:"Wait" widget:"duration" required:"true"`
}

func init() {
	Register(Kind[delayConfig]{
		Kind: "delay", Name: "Delay", Group: "logic", Icon: "clock", Order: 2, Waits: true,
		Help:     "Waits for a while before it goes on.",
		Keywords: []string{"wait", "pause", "time"},
		Defaults: delayConfig{Delay: Duration{5, "min"}},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}},
		Preview:  []PreviewPart{{As: "line", Text: "Wait {delay}"}},
		Enter: func(c *delayConfig, s *run.Scope) run.Outcome {
			if c.Delay.Time() == 0 {
				return run.Next()
			}
			return run.AwaitTime(s.Now.Add(c.Delay.Time()))
		},
		Resume: func(_ *delayConfig, _ *run.Scope, _ run.Input) run.Outcome { return run.Next() },
		Check: func(c *delayConfig, k *Checker) {
			c.Delay.check(k, "delay")
		},
	})
}
