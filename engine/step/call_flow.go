package step

import (
	"encoding/json"
	"strconv"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/run"
)

// Call flow sends the person into another flow: to come back with what it
// found out, or for good. The other flow always runs in its live version.
type callFlowConfig struct {
	Flow      string      `json:"flow" title:"Flow" widget:"flow" required:"true" max:"64"`
	Mode      string      `json:"mode" title:"At its end" widget:"select" style:"segmented" enum:"return=Come back here|for_good=Stay there"`
	Variables []nameValue `json:"variables" title:"Variables for it" help:"The other flow reads them as its own variables." widget:"keyvalue" items:"30"`
}

func init() {
	Register(Kind[callFlowConfig]{
		Kind: "call_flow", Name: "Call flow", Group: "logic", Icon: "arrow-guide", Order: 6,
		// What it calls may wait: a loop over it is taken for honest, and the limit of steps ends one that is not.
		Waits:    true,
		Help:     "Continues in another flow, and comes back if you want.",
		Keywords: []string{"subflow", "trigger flow", "other flow", "reuse"},
		Defaults: callFlowConfig{Mode: "return", Variables: []nameValue{}},
		Exits:    []ExitRule{{ID: "next", Label: "Next", When: "mode!=for_good"}, {ID: run.ExitUnavailable, Label: "The flow is not available"}},
		Preview:  []PreviewPart{{As: "line", Field: "flow", Text: "Continues in {flow}"}, {As: "line", Text: "Comes back here", When: "mode!=for_good"}},
		Outputs:  []Output{{"outcome", "text", "Result of the flow", "mode!=for_good"}},
		Open:     func(c *callFlowConfig) bool { return c.Mode != "for_good" }, // the answers of the flow by their keys
		Enter: func(c *callFlowConfig, s *run.Scope) run.Outcome {
			vars := make(map[string]any, len(c.Variables))
			for _, v := range c.Variables {
				if value, ok := s.Value(v.Value); ok && flow.ValidKey(v.Name) {
					vars[v.Name] = expr.Simple(value)
				}
			}
			data, err := json.Marshal(vars)
			if err != nil || len(data) > run.ValueLimit {
				s.Problem(run.CodeValueTooLarge, "max", strconv.Itoa(run.ValueLimit), "got", strconv.Itoa(len(data)))
				data = []byte("{}")
			}
			return run.Enter(run.Call{Flow: c.Flow, Variables: data, ForGood: c.Mode == "for_good"})
		},
		Check: func(c *callFlowConfig, k *Checker) {
			seen := map[string]bool{}
			for i, v := range c.Variables {
				if !flow.ValidKey(v.Name) || seen[v.Name] {
					k.Error(flow.CodeBadVariable, "variables."+strconv.Itoa(i)+".name", "key", v.Name)
				}
				seen[v.Name] = true
			}
		},
		Refs: func(c *callFlowConfig) []flow.Reference {
			return []flow.Reference{{Kind: flow.RefFlow, ID: c.Flow, Field: "flow"}}
		},
	})
}
