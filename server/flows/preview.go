package flows

import (
	"context"
	"sort"

	"flusso/engine/flow"
	"flusso/server/store"
)

// Preview is what publishing the draft would mean.
type Preview struct {
	Revision int64         `json:"revision"`
	Diff     []flow.Change `json:"diff" doc:"From the published version to the draft"`
	Issues   []flow.Issue  `json:"issues"`
	Clashes  []Clash       `json:"clashes"`
	Waiting  []WaitingAt   `json:"waiting" doc:"People in the flow, by the step where they stand"`
	Tests    int           `json:"tests" doc:"Saved tests that must pass"`
}

// WaitingAt says how many people stand at a step.
type WaitingAt struct {
	Step    string `json:"step"`
	Name    string `json:"name"`
	Count   int    `json:"count"`
	Changed bool   `json:"changed" doc:"The draft changes this step"`
	Gone    bool   `json:"gone" doc:"The draft has no such step: who is moved leaves the flow"`
}

// Preview says what publishing the draft, or a version once more, would mean
// for people and other flows.
func (s *Service) Preview(ctx context.Context, id store.FlowID, version int) (Preview, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return Preview{}, missing(err)
	}
	draft, err := s.versionOrDraft(ctx, row, version)
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Revision: row.Revision, Diff: []flow.Change{}, Waiting: []WaitingAt{}}
	if p.Issues, err = s.check(ctx, row, draft); err != nil {
		return p, err
	}
	if p.Clashes, err = s.clashes(ctx, row.ID, draft); err != nil {
		return p, err
	}
	tests, err := s.st.FlowTests(ctx, row.ID)
	if err != nil {
		return p, err
	}
	p.Tests = len(tests)
	if row.LiveVersionID == nil {
		return p, nil
	}
	v, err := s.st.VersionByRow(ctx, *row.LiveVersionID)
	if err != nil {
		return p, err
	}
	live, err := read(v.DocumentJSON)
	if err != nil {
		return p, err
	}
	if diff := flow.Diff(live, draft); diff != nil {
		p.Diff = diff
	}
	counts, err := s.st.StepCounts(ctx, row.ID)
	if err != nil {
		return p, err
	}
	for step, n := range counts {
		p.Waiting = append(p.Waiting, waitingAt(step, n, live, draft))
	}
	sort.Slice(p.Waiting, func(i, j int) bool {
		if p.Waiting[i].Count != p.Waiting[j].Count {
			return p.Waiting[i].Count > p.Waiting[j].Count
		}
		return p.Waiting[i].Step < p.Waiting[j].Step
	})
	return p, nil
}

// Compare lists what a person changed between two versions; 0 is the draft.
func (s *Service) Compare(ctx context.Context, id store.FlowID, from, to int) ([]flow.Change, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return nil, missing(err)
	}
	a, err := s.versionOrDraft(ctx, row, from)
	if err != nil {
		return nil, err
	}
	b, err := s.versionOrDraft(ctx, row, to)
	if err != nil {
		return nil, err
	}
	diff := flow.Diff(a, b)
	if diff == nil {
		diff = []flow.Change{}
	}
	return diff, nil
}

func waitingAt(step string, n int, live, draft flow.Document) WaitingAt {
	w := WaitingAt{Step: step, Count: n, Gone: true}
	for _, x := range live.Steps {
		if x.ID == step {
			w.Name = x.Name
			for _, y := range draft.Steps {
				if y.ID == step {
					w.Gone = x.Kind != y.Kind
					w.Changed = w.Gone || !sameJSON(x.Config, y.Config) || exitsOf(live, step) != exitsOf(draft, step)
				}
			}
		}
	}
	w.Changed = w.Changed || w.Gone
	return w
}

// exitsOf is where the exits of a step lead, in one text.
func exitsOf(doc flow.Document, step string) string {
	var list []string
	for _, c := range doc.Connections {
		if c.From == step {
			list = append(list, c.Exit+">"+c.To)
		}
	}
	sort.Strings(list)
	out := ""
	for _, l := range list {
		out += l + " "
	}
	return out
}
