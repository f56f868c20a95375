package api

import (
	"context"
	"net/http"

	"flusso/server/flows"
	"flusso/server/store"
)

// Between narrows to people who came in during a period, in one version or in all.
type Between struct {
	From    string `query:"from" doc:"First day on which they came in, YYYY-MM-DD in the account's time zone"`
	To      string `query:"to" doc:"Last day on which they came in"`
	Version int    `query:"version" minimum:"0" doc:"Number of the version; 0 or left out: all"`
}

func (b Between) period() flows.Period {
	return flows.Period{From: b.From, To: b.To, Version: b.Version}
}

// Inside narrows to people of a flow by where they are or were.
type Inside struct {
	Between
	Status string `query:"status" enum:"live,running,waiting,completed,expired,canceled,failed"`
	Step   string `query:"step" doc:"Id of a step; what they did there is told by did"`
	Did    string `query:"did" enum:"here,entered,left,jumped,moved,ended" doc:"here (the default): they stand there now; entered: they came to it; left: they left it by path; jumped: they went on without a path; moved: they went on in another version; ended: their way ended there"`
	Path   string `query:"path" doc:"With did=left, the id of the path; else any"`
}

// whats are the words of the counting for what people did at a step.
func (in Inside) whats() []string {
	switch in.Did {
	case "entered":
		return []string{store.WhatEntered, store.WhatMovedIn}
	case "left":
		return []string{store.WhatPath + in.Path}
	case "jumped":
		return []string{store.WhatJumped, store.WhatHandedOn}
	case "moved":
		return []string{store.WhatMovedOn}
	case "ended":
		if in.Path != "" { // completed, expired, canceled or failed
			return []string{store.WhatEnded + in.Path}
		}
		return []string{store.WhatEnded + "completed", store.WhatEnded + "expired", store.WhatEnded + "canceled", store.WhatEnded + "failed"}
	}
	return nil
}

// inside turns the filters of a request into those of the store.
func (a *API) inside(ctx context.Context, flowID string, in Inside) (store.RunFilter, error) {
	key, err := a.flowID(flowID)
	if err != nil {
		return store.RunFilter{}, err
	}
	b, err := a.d.Flows.Bounds(ctx, key, in.period())
	if err != nil {
		return store.RunFilter{}, err
	}
	f := store.RunFilter{Flow: b.Flow.ID, Version: b.Version, Status: in.Status, Step: in.Step, What: in.whats()}
	if !b.From.IsZero() {
		f.From = store.Millis(b.From)
	}
	if !b.To.IsZero() {
		f.To = store.Millis(b.To)
	}
	if f.Step != "" { // who is where is known as far as it was counted
		if _, err := a.d.Flows.CatchUp(ctx); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (a *API) registerStats() {
	const tag = "Runs"
	route(a, http.MethodGet, "/flows/{id}/summary", tag, "What became of the contacts of a flow", func(ctx context.Context, in *struct {
		ByID
		Between
	}) (*body[flows.Summary], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		s, err := a.d.Flows.Summary(ctx, key, in.period())
		return &body[flows.Summary]{s}, err
	})
	route(a, http.MethodGet, "/flows/{id}/steps/stats", tag, "What contacts did at each step", func(ctx context.Context, in *struct {
		ByID
		Between
	}) (*body[flows.StepStats], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		s, err := a.d.Flows.StepStats(ctx, key, in.period())
		return &body[flows.StepStats]{s}, err
	})
	route(a, http.MethodGet, "/flows/{id}/people", tag, "Contacts in a flow, now or before", func(ctx context.Context, in *struct {
		ByID
		Paged
		Inside
	}) (*list[RunView], error) {
		f, err := a.inside(ctx, in.ID, in.Inside)
		if err != nil {
			return nil, err
		}
		return a.runList(ctx, f, in.Paged)
	})
	route(a, http.MethodPost, "/flows/{id}/people/change", tag, "End, let go on or move contacts in a flow", a.changePeople)
	a.app.Get(v1+"/flows/:id/people.csv", a.plain("GET "+v1+"/flows/{id}/people.csv", a.exportPeople))
}
