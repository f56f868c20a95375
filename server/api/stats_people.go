package api

import (
	"context"

	"flusso/server/fault"
	"flusso/server/store"
)

// peopleChange is what is to become of people in a flow.
type peopleChange struct {
	Action string   `json:"action" enum:"end,go_on,move" doc:"end: their way ends where they stand; go_on: they leave the step where they stand by path, without an answer; move: they go on in the published version"`
	Path   string   `json:"path,omitempty" maxLength:"64" doc:"With go_on: the id of the path"`
	Runs   []string `json:"runs" minItems:"1" maxItems:"500" doc:"Ids of their ways through the flow"`
}

// peopleChanged says of each what became of it.
type peopleChanged struct {
	Items []personChanged `json:"items"`
}

type personChanged struct {
	ID     string       `json:"id"`
	Status string       `json:"status" enum:"done,skipped"`
	Code   string       `json:"code,omitempty" doc:"Why it was skipped"`
	Params fault.Params `json:"params,omitempty"`
}

// changePeople does the same to several people, each in their own turn: what does not fit one is told
// of that one, and the others go on.
func (a *API) changePeople(ctx context.Context, in *struct {
	ByID
	Body peopleChange
}) (*body[peopleChanged], error) {
	key, err := a.flowID(in.ID)
	if err != nil {
		return nil, err
	}
	f, err := a.d.Store.Flow(ctx, key)
	if err != nil {
		return nil, err
	}
	if in.Body.Action == "go_on" && in.Body.Path == "" {
		return nil, fault.Fields(fault.At("/path", fault.Required))
	}
	out := peopleChanged{Items: []personChanged{}}
	done := 0
	for _, text := range in.Body.Runs {
		item := personChanged{ID: text, Status: "done"}
		if err := a.changePerson(ctx, f.ID, text, in.Body); err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			e := fault.Of(storeFault(err))
			if e.Kind == fault.Internal {
				return nil, err
			}
			item.Status, item.Code, item.Params = "skipped", string(e.Code), e.Params
		} else {
			done++
		}
		out.Items = append(out.Items, item)
	}
	err = a.d.Store.Write(ctx, func(tx *store.Tx) error {
		return tx.Note(who(ctx).Name(), "people_"+in.Body.Action, "flow:"+in.ID, map[string]any{"done": done, "skipped": len(out.Items) - done, "path": in.Body.Path})
	})
	if err != nil {
		return nil, err
	}
	return ok(out)
}

func (a *API) changePerson(ctx context.Context, flow int64, text string, change peopleChange) error {
	r, err := a.runByID(ctx, text)
	if err != nil {
		return err
	}
	switch {
	case r.FlowID != flow:
		return fault.Missing.New()
	case !r.Live:
		return fault.RunEnded.New()
	}
	var key store.RunID
	copy(key.ID[:], r.UID)
	switch change.Action {
	case "go_on":
		return a.d.Runner.GoOn(ctx, key, change.Path)
	case "move":
		return a.d.Runner.MoveOn(ctx, key)
	}
	return a.d.Runner.Cancel(ctx, key)
}
