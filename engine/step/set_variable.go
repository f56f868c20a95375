package step

import (
	"strconv"
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/run"
)

// Set variable keeps values for later steps of this flow, as var.<name>. They
// are gone when the person leaves the flow.
type setVariableConfig struct {
	Changes []variableChange `json:"changes" title:"Variables" widget:"list" item:"variable" required:"true" items:"30"`
}

type variableChange struct {
	Variable string        `json:"variable" title:"Variable" help:"Small letters, digits and underscores." widget:"variable_name" placeholder:"total" required:"true" max:"40"`
	Value    expr.Template `json:"value" title:"Value" widget:"template_line" placeholder:"{{ var.total + 1 }}" max:"2000"`
	As       string        `json:"as" title:"Keep it as" widget:"select" enum:"auto=It comes|text=Text|number=Number|boolean=Yes or no|list=List"`
}

func init() {
	Register(Kind[setVariableConfig]{
		Kind: "set_variable", Name: "Set variable", Group: "logic", Icon: "variable", Order: 5,
		Help:     "Keeps values under a name for later steps of this flow.",
		Keywords: []string{"assign", "count", "calculate", "remember"},
		Defaults: setVariableConfig{Changes: []variableChange{{As: "auto"}}},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}},
		Preview:  []PreviewPart{{Each: "changes", Parts: []PreviewPart{{As: "line", Text: "{variable}: {value}"}}}},
		Enter: func(c *setVariableConfig, s *run.Scope) run.Outcome {
			for i := range c.Changes {
				c.Changes[i].apply(s)
			}
			return run.Next()
		},
		Check: func(c *setVariableConfig, k *Checker) {
			for i := range c.Changes {
				v := &c.Changes[i]
				at := "changes." + strconv.Itoa(i)
				if v.Variable != "" && !flow.ValidKey(v.Variable) {
					k.Error(flow.CodeBadVariable, at+".variable", "key", v.Variable)
				}
				if v.As == "number" && v.Value.Fixed() && !v.Value.Blank() {
					// The flow's language decides how it is read.
					_, en := expr.ParseNumber(strings.TrimSpace(v.Value.Source()), "en")
					_, it := expr.ParseNumber(strings.TrimSpace(v.Value.Source()), "it")
					if !en && !it {
						k.Error(flow.CodeWrongValue, at+".value", "want", "number", "value", v.Value.Source())
					}
				}
			}
		},
		Sets: func(c *setVariableConfig) []string {
			var out []string
			for _, v := range c.Changes {
				out = append(out, v.Variable)
			}
			return out
		},
	})
}

// apply keeps the value; one that is not what it should be leaves the variable
// as it is and is reported.
func (v *variableChange) apply(s *run.Scope) {
	value, ok := s.Value(v.Value)
	if !ok || !flow.ValidKey(v.Variable) {
		return
	}
	plain := expr.Simple(value)
	switch v.As {
	case "text":
		plain = expr.Text(value, s)
	case "number":
		if !blank(value) {
			n, ok := readNumber(s, value)
			if !ok {
				s.Problem(run.CodeWrongValue, "want", "number", "value", expr.Text(value, s))
				return
			}
			plain = n
		} else {
			plain = nil
		}
	case "boolean":
		yes, ok := readYes(s, value)
		if !ok && !blank(value) {
			s.Problem(run.CodeWrongValue, "want", "boolean", "value", expr.Text(value, s))
			return
		}
		plain = yes
	case "list":
		if blank(value) {
			plain = []any{}
		} else {
			plain = listOf(s, value)
		}
	}
	s.SetVariable(v.Variable, plain)
}

// readYes reads yes and no in the words of the flow's language, and true and false.
func readYes(s *run.Scope, v any) (yes, ok bool) {
	v = expr.Simple(v)
	if b, is := v.(bool); is {
		return b, true
	}
	if n, is := expr.Number(v); is {
		return n != 0, true
	}
	word := folded(s, v)
	for _, b := range []bool{true, false} {
		if word == strconv.FormatBool(b) || word == folded(s, b) {
			return b, true
		}
	}
	switch word {
	case "yes", "y", "1", "on", "si", "in":
		return true, true
	case "no", "n", "0", "off", "out":
		return false, true
	}
	return false, false
}
