package flows

import (
	"context"
	"encoding/json"
	"time"

	"flusso/engine"
	"flusso/engine/expr"
	"flusso/engine/run"
	"flusso/engine/step"
	"flusso/server/fault"
	"flusso/server/store"
)

// ConditionTry are the paths of a condition, tried by themselves.
type ConditionTry struct {
	Paths    json.RawMessage `json:"paths" doc:"As a condition step has them, saved or not"`
	Language string          `json:"language,omitempty"`
	Values   Given           `json:"values,omitempty" doc:"What its variables hold, by path"`
	State    json.RawMessage `json:"state,omitempty" doc:"Of a test conversation: what is known there holds, instead of values"`
}

// ConditionAnswer says which path would be taken, and how each row stands.
type ConditionAnswer struct {
	Exit  string             `json:"exit" doc:"Id of a path, or else"`
	Paths []ConditionOutcome `json:"paths"`
}

// ConditionOutcome is one path with its rows by group.
type ConditionOutcome struct {
	step.TriedPath
	Groups [][]RowOutcome `json:"groups"`
	Error  *Trouble       `json:"error,omitempty" doc:"Why it cannot be told: the step leaves by Otherwise"`
}

// RowOutcome is one comparison.
type RowOutcome struct {
	step.TriedRow
	Error *Trouble `json:"error,omitempty" doc:"Why it cannot be compared"`
}

// TryCondition compares the rows of a condition with given values, or with
// those of a test conversation.
func (s *Service) TryCondition(ctx context.Context, id store.FlowID, t ConditionTry) (ConditionAnswer, error) {
	out := ConditionAnswer{Paths: []ConditionOutcome{}}
	doc, err := s.tried(ctx, id, t.Language)
	if err != nil {
		return out, err
	}
	scope, err := s.triedScope(ctx, doc, t.Values)
	if err != nil {
		return out, err
	}
	if len(t.State) > 0 && string(t.State) != "null" {
		st, err := engine.UnpackSimulation(t.State)
		if err != nil {
			return out, fault.SimulationBroken.Because(err)
		}
		// In a flow that was called other steps are known: the condition stands in the one that called it.
		snap := st.Snapshot
		snap.Frames = append([]run.Frame{}, snap.Frames[:min(1, len(snap.Frames))]...)
		scope.Snapshot, scope.Contact, scope.ConversationTags = &snap, st.Contact, st.Tags
		scope.Now = time.UnixMilli(st.Clock).In(scope.Now.Location())
	}
	paths, exit, err := step.TryCondition(t.Paths, scope)
	if err != nil {
		return out, fault.Fields(fault.At("/paths", fault.Malformed))
	}
	out.Exit = exit
	for _, p := range paths {
		o := ConditionOutcome{TriedPath: p, Groups: [][]RowOutcome{}, Error: trouble(p.Why)}
		for _, g := range p.Groups {
			rows := []RowOutcome{}
			for _, r := range g {
				rows = append(rows, RowOutcome{r, trouble(r.Why)})
			}
			o.Groups = append(o.Groups, rows)
		}
		out.Paths = append(out.Paths, o)
	}
	return out, nil
}

func trouble(e *expr.Error) *Trouble {
	if e == nil {
		return nil
	}
	return &Trouble{run.CodeConditionFailed, paired(e.Pairs())}
}
