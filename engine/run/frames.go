package run

import (
	"encoding/json"
	"strconv"
)

// Frame is the level at work.
func (s *Snapshot) Frame() *Frame { return &s.Frames[len(s.Frames)-1] }

// Vars are var.* of the level at work.
func (s *Snapshot) Vars() *json.RawMessage {
	if len(s.Frames) > 1 {
		return &s.Frame().Variables
	}
	return &s.Variables
}

// varsKey is under which a sprint keeps the decoded variables; no step has it
// as its key, because keys begin with a letter.
const varsKey = " var"

// Level tells the scope that another level of the run is at work.
func (s *Scope) Level(flow, name, language, country string) {
	s.Flow, s.FlowName, s.Language, s.Country = flow, name, language, country
	s.decoded = nil
}

// SetVariable writes var.<key>; later steps of this flow see it at once.
func (s *Scope) SetVariable(key string, value any) bool {
	data, err := json.Marshal(value)
	if err != nil || len(data) > ValueLimit {
		s.Problem(CodeValueTooLarge, "max", strconv.Itoa(ValueLimit), "got", strconv.Itoa(len(data)))
		return false
	}
	vars := s.Snapshot.Vars()
	all := map[string]json.RawMessage{}
	if len(*vars) > 0 && json.Unmarshal(*vars, &all) != nil {
		all = map[string]json.RawMessage{}
	}
	all[key] = data
	written, err := json.Marshal(all)
	if err != nil {
		s.Problem(CodeValueTooLarge, "max", strconv.Itoa(ValueLimit), "got", strconv.Itoa(len(data)))
		return false
	}
	*vars = written
	delete(s.decoded, varsKey)
	s.Add(Event{Kind: VariableSet, Change: &Change{Field: key, Value: data}})
	return true
}

// KeepCalled stores at the step with this key what a called flow answered.
func (s *Scope) KeepCalled(key string, answers []Answer, outcome string) {
	all := make(map[string]json.RawMessage, len(answers)+1)
	for _, a := range answers {
		all[a.Key] = a.Value
	}
	label, err := json.Marshal(outcome)
	if err != nil {
		label = json.RawMessage(`""`)
	}
	all["outcome"] = label
	data, err := json.Marshal(all)
	if err != nil || len(data) > ValueLimit {
		s.Problem(CodeValueTooLarge, "max", strconv.Itoa(ValueLimit), "got", strconv.Itoa(len(data)))
		data = append(append([]byte(`{"outcome":`), label...), '}')
	}
	s.put(Answer{Key: key, Value: data, Called: true})
}
