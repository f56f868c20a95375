package api

import (
	"context"
	"net/http"

	"flusso/server/flows"
	"flusso/server/store"
)

// ByTest is an input that names a saved test of a flow.
type ByTest struct {
	ByID
	Test string `path:"test" doc:"Id of a saved test"`
}

func (a *API) testKey(in ByTest) (store.FlowID, store.TestID, error) {
	key, err := a.flowID(in.ID)
	if err != nil {
		return key, store.TestID{}, err
	}
	v, err := id(in.Test)
	return key, store.TestID{ID: v}, err
}

func (a *API) registerFlowTests() {
	const tag = "Flow tests"
	f := a.d.Flows
	route(a, http.MethodGet, "/flows/{id}/tests", tag, "Conversations that the flow must be able to hold", func(ctx context.Context, in *ByID) (*list[flows.Test], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := f.Tests(ctx, key)
		return page(v, nil), err
	})
	route(a, http.MethodPost, "/flows/{id}/tests", tag, "Save a conversation as a test: a script, or a real one by the id of its run", func(ctx context.Context, in *struct {
		ByID
		Body struct {
			Name    string        `json:"name"`
			Script  *flows.Script `json:"script,omitempty"`
			FromRun string        `json:"from_run,omitempty" doc:"Id of a run of this flow, or of a trial of its draft"`
		}
	}) (*body[flows.Test], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := f.SaveTest(ctx, key, flows.NewTest(in.Body), by(ctx))
		return &body[flows.Test]{v}, err
	}, created)
	route(a, http.MethodPost, "/flows/{id}/tests/run", tag, "Play all saved tests on the draft", func(ctx context.Context, in *ByID) (*list[flows.Test], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := f.RunTests(ctx, key, nil)
		return page(v, nil), err
	})
	route(a, http.MethodPost, "/flows/{id}/tests/{test}/run", tag, "Play one saved test on the draft", func(ctx context.Context, in *ByTest) (*body[flows.Test], error) {
		key, test, err := a.testKey(*in)
		if err != nil {
			return nil, err
		}
		v, err := f.RunTests(ctx, key, &test)
		if err != nil {
			return nil, err
		}
		return ok(v[0])
	})
	route(a, http.MethodPatch, "/flows/{id}/tests/{test}", tag, "Rename a test or change its conversation", func(ctx context.Context, in *struct {
		ByTest
		Body struct {
			Name   *string       `json:"name,omitempty"`
			Script *flows.Script `json:"script,omitempty"`
		}
	}) (*body[flows.Test], error) {
		key, test, err := a.testKey(in.ByTest)
		if err != nil {
			return nil, err
		}
		v, err := f.ChangeTest(ctx, key, test, in.Body.Name, in.Body.Script)
		return &body[flows.Test]{v}, err
	})
	route(a, http.MethodDelete, "/flows/{id}/tests/{test}", tag, "Delete a test", func(ctx context.Context, in *ByTest) (*none, error) {
		key, test, err := a.testKey(*in)
		if err != nil {
			return nil, err
		}
		return nil, f.DeleteTest(ctx, key, test, by(ctx))
	}, empty)
	route(a, http.MethodPost, "/flows/{id}/replay", tag, "What the draft would do with what people wrote before; sends nothing", func(ctx context.Context, in *struct {
		ByID
		Body *struct {
			Runs    []string `json:"runs,omitempty" doc:"Ids of runs; without them the latest"`
			Limit   int      `json:"limit,omitempty" minimum:"0" maximum:"100"`
			Version int      `json:"version,omitempty" minimum:"0" doc:"Play this version instead of the draft"`
			Against string   `json:"against,omitempty" enum:"said,live" doc:"said: what the person got then; live: what the published version says to the same"`
		}
	}) (*list[flows.Replayed], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		ask := flows.ReplayAsk{}
		if b := in.Body; b != nil {
			ask = flows.ReplayAsk{Runs: b.Runs, Limit: b.Limit, Version: b.Version, Live: b.Against == "live"}
		}
		v, err := f.Replay(ctx, key, ask)
		return page(v, nil), err
	})
}
