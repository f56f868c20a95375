package api

import (
	"context"
	"encoding/json"
	"strconv"

	"flusso/server/fault"
	"flusso/server/store"
)

// recipient is one person of a run: who they are, what to store of them, and their variables.
type recipient struct {
	ContactKey
	ContactFields
	Merge     mergeHow        `json:"merge,omitempty"`
	Variables json.RawMessage `json:"variables,omitempty" doc:"Only of this contact; goes before the common ones"`
}

type recipients struct {
	Contacts  []recipient     `json:"contacts" minItems:"1" maxItems:"500"`
	Variables json.RawMessage `json:"variables,omitempty" doc:"Common to all contacts"`
	ChannelID string          `json:"channel_id,omitempty"`
	Priority  bool            `json:"has_priority,omitempty" doc:"End a flow that the contact is in"`
}

type recipientResult struct {
	ContactID string        `json:"contact_id,omitempty"`
	RunID     string        `json:"run_id,omitempty"`
	Status    string        `json:"status" enum:"started,contact_busy,invalid"`
	Code      string        `json:"code,omitempty"`
	Params    fault.Params  `json:"params,omitempty"`
	Errors    []fault.Field `json:"errors,omitempty"`
}

type recipientResults struct {
	Items []recipientResult `json:"items"`
}

// run puts contacts into a flow. Each is upserted and started by itself: one wrong phone number does
// not stop the others.
func (a *API) run(ctx context.Context, in *struct {
	ByID
	Body recipients
}) (*body[recipientResults], error) {
	key, err := a.flowID(in.ID)
	if err != nil {
		return nil, err
	}
	var channel *store.ChannelID
	if in.Body.ChannelID != "" {
		v, err := store.ParseID(in.Body.ChannelID)
		if err != nil {
			return nil, fault.Fields(fault.At("/channel_id", fault.Unknown))
		}
		channel = &store.ChannelID{ID: v}
	}
	f, err := a.d.Store.Flow(ctx, key)
	switch {
	case err != nil:
		return nil, err
	case f.ArchivedAt != nil:
		return nil, fault.FlowArchived.New()
	case f.LiveVersionID == nil:
		return nil, fault.FlowNotPublished.New()
	case f.State == store.FlowPaused:
		return nil, fault.FlowPaused.New()
	}
	acc, err := a.account(ctx)
	if err != nil {
		return nil, err
	}
	out := recipientResults{Items: []recipientResult{}}
	for i, c := range in.Body.Contacts {
		item, err := a.runOne(ctx, key, channel, c, in.Body, acc.Country)
		if err != nil {
			e := fault.Of(storeFault(err))
			if e.Kind == fault.Internal {
				return nil, err
			}
			if len(in.Body.Contacts) == 1 {
				for j := range e.Fields {
					e.Fields[j].Path = "/contacts/" + strconv.Itoa(i) + e.Fields[j].Path
				}
				return nil, e
			}
			item.Status, item.Code, item.Params, item.Errors = "invalid", string(e.Code), e.Params, e.Fields
		}
		out.Items = append(out.Items, item)
	}
	if len(out.Items) == 1 && out.Items[0].Status == "contact_busy" {
		return nil, fault.ContactBusy.With("contact_id", out.Items[0].ContactID)
	}
	return ok(out)
}

func (a *API) runOne(ctx context.Context, key store.FlowID, channel *store.ChannelID, c recipient, b recipients, country string) (recipientResult, error) {
	vars, err := mergeVariables(b.Variables, c.Variables)
	if err != nil {
		return recipientResult{}, err
	}
	contact, err := a.upsert(ctx, c.ContactKey, c.ContactFields, c.Merge, country)
	if err != nil {
		return recipientResult{}, err
	}
	item := recipientResult{ContactID: uid(contact.UID)}
	var cid store.ContactID
	copy(cid.ID[:], contact.UID)
	s, err := a.d.Runner.StartByHand(ctx, Start{Flow: key, Contact: cid, Channel: channel, Variables: vars, Priority: b.Priority, By: who(ctx).Name()})
	switch {
	case err != nil:
		return item, err
	case s.Busy:
		item.Status, item.Code = "contact_busy", string(fault.ContactBusy.Code)
	default:
		item.Status, item.RunID = "started", s.Run.String()
	}
	return item, nil
}

// mergeVariables lays a contact's variables over the common ones.
func mergeVariables(common, own json.RawMessage) (json.RawMessage, error) {
	all := map[string]json.RawMessage{}
	for _, raw := range []json.RawMessage{common, own} {
		if len(raw) == 0 || string(raw) == "null" {
			continue
		}
		if json.Unmarshal(raw, &all) != nil {
			return nil, fault.Fields(fault.At("/variables", fault.WrongType, "expected", "object"))
		}
	}
	return json.Marshal(all)
}
