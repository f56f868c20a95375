package flows

import (
	"context"
	"encoding/json"
	"slices"
	"sort"

	"flusso/engine/flow"
	"flusso/server/store"
)

// Clash is a trigger that another live flow on the same number also has.
type Clash struct {
	FlowID   string `json:"flow_id"`
	FlowName string `json:"flow_name"`
	Trigger  string `json:"trigger" doc:"Id of the trigger in this flow"`
	Code     string `json:"code" enum:"both_any,same_keyword,same_pattern,same_ad,both_any_ad,same_kind,both_first,both_silence,same_payload"`
	Word     string `json:"word,omitempty" doc:"The word or ad that both have"`
}

// Checked is the answer to Check.
type Checked struct {
	Issues  []flow.Issue `json:"issues"`
	Clashes []Clash      `json:"clashes"`
}

// Check finds what stands against publishing, and which live flows want the same messages.
func (s *Service) Check(ctx context.Context, id store.FlowID, document json.RawMessage) (Checked, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return Checked{}, missing(err)
	}
	var doc flow.Document
	if len(document) > 0 && string(document) != "null" {
		doc, err = parse(document)
	} else {
		doc, err = read(row.DraftJSON)
	}
	if err != nil {
		return Checked{}, err
	}
	clashes, err := s.clashes(ctx, row.ID, doc)
	if err != nil {
		return Checked{}, err
	}
	issues, err := s.check(ctx, row, doc)
	return Checked{issues, clashes}, err
}

func (s *Service) clashes(ctx context.Context, self int64, doc flow.Document) ([]Clash, error) {
	out := []Clash{}
	rows, err := s.st.Flows(ctx, store.FlowFilter{State: store.FlowLive})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if r.ID == self || r.LiveVersionID == nil {
			continue
		}
		v, err := s.st.VersionByRow(ctx, *r.LiveVersionID)
		if err != nil {
			return nil, err
		}
		other, err := read(v.DocumentJSON)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(doc.Settings.Channels, func(c string) bool { return slices.Contains(other.Settings.Channels, c) }) {
			continue
		}
		for _, t := range doc.Triggers {
			for _, o := range other.Triggers {
				if code, word := flow.TriggersClash(t, o); code != "" {
					out = append(out, Clash{uid(r.UID), r.Name, t.ID, code, word})
				}
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].FlowName < out[j].FlowName })
	return out, nil
}
