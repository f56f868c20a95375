package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"flusso/engine/flow"
	"flusso/server/fault"
	"flusso/server/store"
)

// maxSprints bounds the history of one run that is shown; a run that talks for months keeps its end.
const maxSprints = 500

// Ref names something with its name.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// PersonRef names a contact.
type PersonRef struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

// RunView is one contact's way through a flow.
type RunView struct {
	ID             string     `json:"id"`
	Flow           Ref        `json:"flow"`
	Version        int        `json:"version"`
	Trial          bool       `json:"trial,omitempty" doc:"On a phone that tried the draft; version counts the drafts that were frozen for it"`
	Contact        PersonRef  `json:"contact"`
	ConversationID string     `json:"conversation_id"`
	Status         string     `json:"status" enum:"running,waiting,completed,expired,canceled,failed"`
	Outcome        string     `json:"outcome"`
	StartedAt      time.Time  `json:"started_at"`
	EndedAt        *time.Time `json:"ended_at"`
	StartedBy      string     `json:"started_by"`
	WaitingFor     string     `json:"waiting_for" doc:"reply, time, effect or empty"`
	Step           string     `json:"step" doc:"Id of the step where it stands"`
	StepName       string     `json:"step_name"`
	DueAt          *time.Time `json:"due_at"`
}

type documentOut struct {
	Document json.RawMessage `json:"document"`
}

// runViews joins runs with what they name.
func (a *API) runViews(ctx context.Context, rows []store.Run) ([]RunView, error) {
	var people, threads, versions []int64
	for _, r := range rows {
		people, threads, versions = append(people, r.ContactID), append(threads, r.ConversationID), append(versions, r.VersionID)
	}
	contacts, err := a.d.Store.ContactsByRow(ctx, people)
	if err != nil {
		return nil, err
	}
	conversations, err := a.d.Store.ConversationsByRow(ctx, threads)
	if err != nil {
		return nil, err
	}
	names, err := a.names(ctx, versions)
	if err != nil {
		return nil, err
	}
	out := make([]RunView, 0, len(rows))
	for _, r := range rows {
		n := names[r.VersionID]
		c := contacts[r.ContactID]
		v := RunView{ID: uid(r.UID), Flow: n.flow, Version: n.number, Trial: n.trial, Contact: PersonRef{uid(c.UID), contactName(c), c.Phone},
			ConversationID: uid(conversations[r.ConversationID].UID), Status: r.Status, Outcome: r.Outcome, StartedAt: store.Time(r.StartedAt),
			EndedAt: atOpt(r.EndedAt), StartedBy: r.StartedBy, Step: r.Step, StepName: n.steps[r.Step]}
		if r.Live {
			v.WaitingFor, v.DueAt = r.Wait, atOpt(r.WakeAt)
		}
		out = append(out, v)
	}
	return out, nil
}

// versionNames is what a version calls its parts.
type versionNames struct {
	flow   Ref
	number int
	trial  bool
	steps  map[string]string
}

// names reads the names of versions, each once.
func (a *API) names(ctx context.Context, versions []int64) (map[int64]versionNames, error) {
	out := map[int64]versionNames{}
	for _, row := range versions {
		if _, done := out[row]; done {
			continue
		}
		v, err := a.d.Store.VersionByRow(ctx, row)
		if err != nil {
			return nil, err
		}
		f, err := a.d.Store.FlowByRow(ctx, v.FlowID)
		if err != nil {
			return nil, err
		}
		trial := f.TrialOf != nil
		if trial { // people know the flow whose draft it is
			if f, err = a.d.Store.FlowByRow(ctx, *f.TrialOf); err != nil {
				return nil, err
			}
		}
		n := versionNames{flow: Ref{uid(f.UID), f.Name}, number: v.Number, trial: trial, steps: map[string]string{}}
		var doc flow.Document
		if err := json.Unmarshal(v.DocumentJSON, &doc); err != nil {
			return nil, err
		}
		for _, s := range doc.Steps {
			n.steps[s.ID] = s.Name
		}
		out[row] = n
	}
	return out, nil
}

func (a *API) runList(ctx context.Context, f store.RunFilter, p Paged) (*list[RunView], error) {
	key, err := p.rows(1)
	if err != nil {
		return nil, err
	}
	f.Before, f.Limit = key[0], p.limit()+1
	rows, err := a.d.Store.Runs(ctx, f)
	if err != nil {
		return nil, err
	}
	rows, next := cut(rows, p.limit(), func(r store.Run) *string { return cursor(r.ID) })
	out, err := a.runViews(ctx, rows)
	return page(out, next), err
}

func (a *API) runByID(ctx context.Context, text string) (store.Run, error) {
	v, err := id(text)
	if err != nil {
		return store.Run{}, err
	}
	return a.d.Store.Run(ctx, store.RunID{ID: v})
}

func (a *API) registerRuns() {
	const tag = "Runs"
	a.registerStats()
	route(a, http.MethodGet, "/flows/{id}/steps/counts", tag, "How many contacts stand at each step", func(ctx context.Context, in *ByID) (*body[map[string]int], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		f, err := a.d.Store.Flow(ctx, key)
		if err != nil {
			return nil, err
		}
		n, err := a.d.Store.StepCounts(ctx, f.ID)
		return &body[map[string]int]{n}, err
	})
	route(a, http.MethodGet, "/runs/{id}", tag, "One contact's way through a flow", func(ctx context.Context, in *ByID) (*body[RunView], error) {
		r, err := a.runByID(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		out, err := a.runViews(ctx, []store.Run{r})
		if err != nil {
			return nil, err
		}
		return ok(out[0])
	})
	route(a, http.MethodGet, "/runs/{id}/events", tag, "What happened in a run", func(ctx context.Context, in *ByID) (*list[json.RawMessage], error) {
		r, err := a.runByID(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		sprints, err := a.d.Store.RunEvents(ctx, r.ID, maxSprints)
		if err != nil {
			return nil, err
		}
		var out []json.RawMessage
		for _, s := range sprints {
			var events []json.RawMessage
			if err := json.Unmarshal([]byte(s.EventsJSON), &events); err != nil {
				return nil, err
			}
			out = append(out, events...)
		}
		return page(out, nil), nil
	})
	route(a, http.MethodGet, "/runs/{id}/document", tag, "The document that a run goes through", func(ctx context.Context, in *ByID) (*body[documentOut], error) {
		r, err := a.runByID(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		v, err := a.d.Store.VersionByRow(ctx, r.VersionID)
		return &body[documentOut]{documentOut{v.DocumentJSON}}, err
	})
	route(a, http.MethodPost, "/runs/{id}/cancel", tag, "Take a contact out of a flow", func(ctx context.Context, in *ByID) (*body[RunView], error) {
		r, err := a.runByID(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if !r.Live {
			return nil, fault.RunEnded.New()
		}
		var key store.RunID
		copy(key.ID[:], r.UID)
		if err := a.d.Runner.Cancel(ctx, key); err != nil {
			return nil, err
		}
		if r, err = a.runByID(ctx, in.ID); err != nil {
			return nil, err
		}
		out, err := a.runViews(ctx, []store.Run{r})
		if err != nil {
			return nil, err
		}
		return ok(out[0])
	})
}
