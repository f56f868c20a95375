package step

import (
	"encoding/json"
	"strconv"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/run"
)

// Retry makes a call again that failed for a reason that may pass.
type Retry struct {
	Enabled bool     `json:"enabled" title:"Try again when it fails" help:"After a time-out, too many requests or an error of the other system." widget:"switch"`
	Times   int      `json:"times" title:"Times" widget:"number" min:"1" max:"5" when:"retry.enabled" required:"true"`
	Wait    Duration `json:"wait" title:"Wait between" widget:"duration" when:"retry.enabled"`
}

// mapping names a part of the answer.
type mapping struct {
	Name string    `json:"name" title:"Name" widget:"text" max:"40" required:"true"`
	Path expr.Path `json:"path" title:"Path" widget:"text" placeholder:"json.customer" sees:"json" required:"true" max:"200"`
}

// httpState is what a call remembers between two tries.
type httpState struct {
	Tries int `json:"tries,omitempty"` // made before
}

// maxRetries: with the first try fewer than the calls that a run may make in a row.
const maxRetries = 5

// again decides about one more try. A call that may have had an effect is
// repeated only where the author says that this does no harm.
func (c *httpConfig) again(s *run.Scope, r *run.EffectResult) (run.Outcome, bool) {
	state := recall[httpState](s)
	if !c.Retry.Enabled || state.Tries >= min(c.Retry.Times, maxRetries) || !c.passing(r) {
		return run.Outcome{}, false
	}
	s.Problem(run.CodeCallFailed, "error", orElse(r.Error, strconv.Itoa(r.Status)), "detail", r.Detail)
	state.Tries++
	wait := c.Retry.Wait.Time()
	if wait == 0 {
		return c.call(s, state), true
	}
	out := run.AwaitTime(s.Now.Add(wait))
	out.Wait.Data = note(state)
	return out, true
}

// passing says whether the failure may be gone at the next try.
func (c *httpConfig) passing(r *run.EffectResult) bool {
	changes := c.Method == "POST" || c.Method == "PATCH"
	switch r.Error {
	case "":
		return r.Status == 429 || r.Status >= 500 && (!changes || c.SafeToRepeat || r.Status == 503)
	case "connect":
		return true
	case "timeout", "outcome_unknown":
		return !changes || c.SafeToRepeat
	}
	return false
}

// values reads the named parts of the answer. A part that is not there is
// null, and reported.
func (c *httpConfig) values(s *run.Scope, a httpAnswer) map[string]json.RawMessage {
	if len(c.Values) == 0 {
		return nil
	}
	out := make(map[string]json.RawMessage, len(c.Values))
	for _, m := range c.Values {
		out[m.Name] = json.RawMessage("null")
		if a.JSON == nil {
			continue
		}
		part := m.Path.Eval(answerScope{s, a.JSON})
		data, err := json.Marshal(expr.JSONValue(part.Value))
		switch {
		case part.Err != nil || err != nil:
			s.Problem(expr.CodeFailed, "path", m.Path.Source())
		case part.Value == nil:
			s.Problem(expr.CodeMissing, "path", m.Path.Source())
		default:
			out[m.Name] = data
		}
	}
	return out
}

// withValues is the answer with its named values beside its own members.
func withValues(a httpAnswer, values map[string]json.RawMessage) any {
	if len(values) == 0 {
		return a
	}
	data, err := json.Marshal(a)
	if err != nil {
		return a
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(data, &all) != nil {
		return a
	}
	for name, v := range values {
		if _, own := all[name]; !own {
			all[name] = v
		}
	}
	return all
}

func (r Retry) check(k *Checker) {
	if r.Enabled {
		r.Wait.check(k, "retry.wait")
	}
}

// checkMappings: names are members of step.<key>, beside those of the answer.
func checkMappings(k *Checker, list []mapping) {
	seen := map[string]bool{"status": true, "ok": true, "body": true, "json": true, "error": true}
	for i, m := range list {
		if !flow.ValidKey(m.Name) || seen[m.Name] {
			k.Error(flow.CodeBadKey, "values."+itoa(i)+".name", "key", m.Name)
		}
		seen[m.Name] = true
	}
}
