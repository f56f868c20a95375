package api

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"flusso/engine/flow"
	"flusso/engine/phone"
	"flusso/server/auth"
	"flusso/server/fault"
	"flusso/server/flows"
	"flusso/server/store"
)

type flowList struct {
	Paged
	State string `query:"state" enum:"draft,live,paused,archived"`
	Q     string `query:"q" doc:"Part of the name"`
	Label string `query:"label" doc:"One of its labels"`
	Sort  string `query:"sort" enum:"updated,name,people" default:"updated"`
}

type newFlow struct {
	Name     string          `json:"name"`
	Language string          `json:"language,omitempty"`
	Example  string          `json:"example,omitempty" doc:"lead, appointment, order_status, support, faq, survey, opt_in or ad"`
	Document json.RawMessage `json:"document,omitempty" doc:"A whole flow document"`
	Trigger  *struct {
		ID     string          `json:"id,omitempty"`
		Kind   string          `json:"kind"`
		Config json.RawMessage `json:"config,omitempty"`
	} `json:"trigger,omitempty"`
	Channels []string `json:"channels,omitempty" doc:"Ids of numbers; default: the demo number and the only WhatsApp number"`
}

// ByFlow is an input that names a flow which may have people in it.
type ByFlow struct {
	ByID
	Force bool `query:"force" doc:"Also when contacts are in the flow: they are taken out"`
}

func (a *API) flowID(text string) (store.FlowID, error) {
	v, err := id(text)
	return store.FlowID{ID: v}, err
}

func (a *API) registerFlows() {
	const tag = "Flows"
	f := a.d.Flows
	route(a, http.MethodGet, "/flows", tag, "List flows", func(ctx context.Context, in *flowList) (*list[flows.Flow], error) {
		all, err := f.List(ctx, store.FlowFilter{State: in.State, Query: in.Q, Label: in.Label})
		if err != nil {
			return nil, err
		}
		sortFlows(all, in.Sort)
		return page(all, nil), nil
	})
	route(a, http.MethodPost, "/flows", tag, "Make a flow, empty, from an example or from a document", func(ctx context.Context, in *body[newFlow]) (*body[flows.Flow], error) {
		b := in.Body
		n := flows.NewFlow{Name: b.Name, Language: b.Language, Example: b.Example, Document: b.Document, Channels: b.Channels}
		if b.Trigger != nil {
			n.Trigger = &flow.Trigger{ID: b.Trigger.ID, Kind: b.Trigger.Kind, Config: b.Trigger.Config}
		}
		if n.Language == "" {
			acc, err := a.account(ctx)
			if err != nil {
				return nil, err
			}
			n.Language = acc.Language
		}
		v, err := f.Create(ctx, n, by(ctx))
		return &body[flows.Flow]{v}, err
	}, created)
	route(a, http.MethodPost, "/flows/pause-all", tag, "Pause every live flow", func(ctx context.Context, _ *none) (*body[counted], error) {
		n, err := f.PauseAll(ctx, by(ctx))
		return &body[counted]{counted{n}}, err
	})
	route(a, http.MethodPost, "/flows/resume-all", tag, "Let every paused flow go on", func(ctx context.Context, _ *none) (*body[counted], error) {
		n, err := f.ResumeAll(ctx, by(ctx))
		return &body[counted]{counted{n}}, err
	})
	a.registerFlow(tag)
	a.registerDrafts(tag)
	a.registerFlowFiles(tag)
	a.registerVersions(tag)
	route(a, http.MethodPost, "/flows/{id}/run", tag, "Start a flow for contacts, creating or updating them", a.run)
}

type counted struct {
	Count int64 `json:"count"`
}

// flowAction registers a POST that changes a flow and gives it back.
func (a *API) flowAction(path, summary string, do func(ctx context.Context, id store.FlowID, in *ByFlow) (flows.Flow, error)) {
	route(a, http.MethodPost, "/flows/{id}/"+path, "Flows", summary, func(ctx context.Context, in *ByFlow) (*body[flows.Flow], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := do(ctx, key, in)
		return &body[flows.Flow]{v}, err
	})
}

func (a *API) registerFlow(tag string) {
	f := a.d.Flows
	route(a, http.MethodGet, "/flows/{id}", tag, "One flow", func(ctx context.Context, in *ByID) (*body[flows.Flow], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := f.Get(ctx, key)
		return &body[flows.Flow]{v}, err
	})
	route(a, http.MethodPatch, "/flows/{id}", tag, "Rename a flow, or change its labels", func(ctx context.Context, in *struct {
		ByID
		Body struct {
			Name   *string  `json:"name,omitempty"`
			Labels []string `json:"labels,omitempty" nullable:"true" doc:"All of them; null leaves them as they are"`
		}
	}) (*body[flows.Flow], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := f.Change(ctx, key, in.Body.Name, in.Body.Labels, by(ctx))
		return &body[flows.Flow]{v}, err
	})
	route(a, http.MethodDelete, "/flows/{id}", tag, "Delete a flow with its versions and history", func(ctx context.Context, in *ByFlow) (*none, error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		return nil, f.Delete(ctx, key, in.Force, by(ctx))
	}, empty)
	a.flowAction("pause", "Pause: nobody enters, and who is inside stands still", func(ctx context.Context, id store.FlowID, _ *ByFlow) (flows.Flow, error) {
		return f.Pause(ctx, id, by(ctx))
	})
	a.flowAction("resume", "Let a paused flow go on", func(ctx context.Context, id store.FlowID, _ *ByFlow) (flows.Flow, error) {
		return f.Resume(ctx, id, by(ctx))
	})
	a.flowAction("archive", "Take a flow out of use", func(ctx context.Context, id store.FlowID, in *ByFlow) (flows.Flow, error) {
		return f.Archive(ctx, id, in.Force, by(ctx))
	})
	a.flowAction("unarchive", "Bring an archived flow back", func(ctx context.Context, id store.FlowID, _ *ByFlow) (flows.Flow, error) {
		return f.Unarchive(ctx, id, by(ctx))
	})
	route(a, http.MethodPost, "/flows/{id}/duplicate", tag, "Make a flow with the same draft", func(ctx context.Context, in *struct {
		ByID
		Body *struct {
			Name string `json:"name,omitempty"`
		}
	}) (*body[flows.Flow], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		name := ""
		if in.Body != nil {
			name = in.Body.Name
		}
		v, err := f.Duplicate(ctx, key, name, by(ctx))
		return &body[flows.Flow]{v}, err
	}, created)
	route(a, http.MethodPost, "/flows/{id}/simulate", tag, "Play one turn of a test conversation; writes nothing", func(ctx context.Context, in *struct {
		ByID
		Body flows.Turn
	}) (*body[flows.TurnResult], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		// Trying is reading; a call that really leaves the program is not.
		if in.Body.Input != nil && in.Body.Input.Choice == "real" && !who(ctx).Role.May(auth.WriteFlows) {
			return nil, fault.RoleForbidden.New()
		}
		v, err := f.Simulate(ctx, key, in.Body)
		return &body[flows.TurnResult]{v}, err
	})
	a.registerTries(tag)
}

type draftOut struct {
	ETag string `header:"ETag"`
	Body flows.Draft
}

type savedOut struct {
	ETag string `header:"ETag"`
	Body flows.Saved
}

func etag(revision int64) string { return `"` + strconv.FormatInt(revision, 10) + `"` }

// revision reads If-Match.
func revision(header string) (int64, error) {
	text := strings.Trim(strings.TrimPrefix(strings.TrimSpace(header), "W/"), `"`)
	if text == "" {
		return 0, fault.RevisionNeeded.New()
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, fault.BadRequest.With("reason", "If-Match is not a revision")
	}
	return n, nil
}

func (a *API) registerDrafts(tag string) {
	f := a.d.Flows
	route(a, http.MethodGet, "/flows/{id}/draft", tag, "The editable document", func(ctx context.Context, in *ByID) (*draftOut, error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		d, err := f.Draft(ctx, key)
		return &draftOut{etag(d.Revision), d}, err
	})
	route(a, http.MethodPut, "/flows/{id}/draft", tag, "Save the document that is based on the revision in If-Match", func(ctx context.Context, in *struct {
		ByID
		IfMatch string `header:"If-Match" doc:"Revision that the change is based on"`
		Body    struct {
			Document json.RawMessage `json:"document"`
		}
	}) (*savedOut, error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		rev, err := revision(in.IfMatch)
		if err != nil {
			return nil, err
		}
		s, err := f.Save(ctx, key, rev, in.Body.Document, by(ctx))
		return &savedOut{etag(s.Revision), s}, err
	})
	route(a, http.MethodPost, "/flows/{id}/check", tag, "Find what stands against publishing", func(ctx context.Context, in *struct {
		ByID
		Body *struct {
			Document json.RawMessage `json:"document,omitempty" doc:"What to check; without it the draft"`
		}
	}) (*body[flows.Checked], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		var doc json.RawMessage
		if in.Body != nil {
			doc = in.Body.Document
		}
		v, err := f.Check(ctx, key, doc)
		return &body[flows.Checked]{v}, err
	})
}

// ByVersion is an input that names a version of a flow.
type ByVersion struct {
	ByID
	Number int `path:"number" minimum:"1"`
}

func (a *API) registerVersions(tag string) {
	f := a.d.Flows
	route(a, http.MethodPost, "/flows/{id}/publish", tag, "Publish the draft as the next version", func(ctx context.Context, in *struct {
		ByID
		Body struct {
			Revision       int64  `json:"revision" doc:"Of the draft that was looked at"`
			Name           string `json:"name,omitempty"`
			Note           string `json:"note,omitempty"`
			FromVersion    int    `json:"from_version,omitempty" doc:"Publish this version again instead of the draft"`
			Waiting        string `json:"waiting,omitempty" enum:"finish,move,end" doc:"What becomes of people inside: they finish their version (default), go on in the new one, or end"`
			OverrideReason string `json:"override_reason,omitempty" doc:"Publishes although saved tests fail; it is recorded"`
		}
	}) (*body[flows.Version], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := f.Publish(ctx, key, flows.Publish(in.Body), by(ctx))
		return &body[flows.Version]{v}, err
	}, created)
	route(a, http.MethodGet, "/flows/{id}/publish-preview", tag, "What publishing the draft would mean", func(ctx context.Context, in *struct {
		ByID
		Version int `query:"version" minimum:"0" doc:"Publishing this version once more, instead of the draft"`
	}) (*body[flows.Preview], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := f.Preview(ctx, key, in.Version)
		return &body[flows.Preview]{v}, err
	})
	route(a, http.MethodGet, "/flows/{id}/diff", tag, "What differs between two versions", func(ctx context.Context, in *struct {
		ByID
		From int `query:"from" minimum:"0" doc:"Number of a version; 0: the draft"`
		To   int `query:"to" minimum:"0" doc:"Number of a version; 0: the draft"`
	}) (*list[flow.Change], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := f.Compare(ctx, key, in.From, in.To)
		return page(v, nil), err
	})
	route(a, http.MethodGet, "/flows/{id}/versions", tag, "Published versions, the newest first", func(ctx context.Context, in *ByID) (*list[flows.Version], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := f.Versions(ctx, key)
		return page(v, nil), err
	})
	route(a, http.MethodGet, "/flows/{id}/versions/{number}/document", tag, "The document of a version", func(ctx context.Context, in *ByVersion) (*body[struct {
		Document json.RawMessage `json:"document"`
	}], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		doc, err := f.VersionDocument(ctx, key, in.Number)
		return &body[struct {
			Document json.RawMessage `json:"document"`
		}]{struct {
			Document json.RawMessage `json:"document"`
		}{doc}}, err
	})
	route(a, http.MethodPost, "/flows/{id}/versions/{number}/restore", tag, "Publish an older version as the next one", func(ctx context.Context, in *struct {
		ByVersion
		Body *struct {
			Name           string `json:"name,omitempty"`
			Note           string `json:"note,omitempty"`
			Waiting        string `json:"waiting,omitempty" enum:"finish,move,end"`
			OverrideReason string `json:"override_reason,omitempty"`
		}
	}) (*body[flows.Version], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		p := flows.Publish{}
		if in.Body != nil {
			p.Name, p.Note, p.Waiting, p.OverrideReason = in.Body.Name, in.Body.Note, in.Body.Waiting, in.Body.OverrideReason
		}
		v, err := f.Restore(ctx, key, in.Number, p, by(ctx))
		return &body[flows.Version]{v}, err
	}, created)
}

// e164 is a number with country code, as programs write it.
var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// parsePhone reads a phone number in any usual notation. A full international number is taken even
// when the numbering plans do not know it (yet): WhatsApp will tell.
func parsePhone(path, text, country string) (string, error) {
	if number, ok := phone.Parse(text, country); ok {
		return number, nil
	}
	plain := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "").Replace(text)
	if e164.MatchString(plain) {
		return plain, nil
	}
	return "", fault.Fields(fault.At(path, fault.BadPhone))
}

// sortFlows orders a list; it comes in the order of the last change.
func sortFlows(all []flows.Flow, by string) {
	switch by {
	case "name":
		slices.SortStableFunc(all, func(x, y flows.Flow) int { return strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)) })
	case "people":
		slices.SortStableFunc(all, func(x, y flows.Flow) int { return y.People - x.People })
	}
}
