package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"flusso/server/fault"
	"flusso/server/flows"
	"flusso/server/store"
)

// TrialView is a draft that one phone talks to for a while.
type TrialView struct {
	ID             string     `json:"id"`
	State          string     `json:"state" enum:"waiting,taken,over" doc:"waiting: nobody has written the code; taken: a phone talks to the draft"`
	Code           string     `json:"code" doc:"What to write to the number; upper and lower case make no difference"`
	Link           string     `json:"link" doc:"Opens WhatsApp with the number and the code; empty when the number was never checked"`
	Channel        ChannelRef `json:"channel"`
	Phone          string     `json:"phone" doc:"The number, as people write it"`
	ExpiresAt      time.Time  `json:"expires_at" doc:"Until then the code can be written"`
	Contact        *PersonRef `json:"contact,omitempty" doc:"Whose phone talks to the draft"`
	ConversationID string     `json:"conversation_id,omitempty"`
	RunID          string     `json:"run_id,omitempty" doc:"The last time that the draft was walked through: may be kept as a test of the flow"`
	Until          *time.Time `json:"until,omitempty" doc:"Until then it does"`
	EndedAt        *time.Time `json:"ended_at,omitempty"`
	Revision       int64      `json:"revision" doc:"Of the draft that is tried"`
	Newer          bool       `json:"newer" doc:"The draft was saved since"`
	Mine           bool       `json:"mine" doc:"Whoever asks has begun it"`
}

// ByTrial is an input that names a trial of a flow.
type ByTrial struct {
	ByID
	Trial string `path:"trial" doc:"Id of a trial"`
}

func (a *API) trialKey(in ByTrial) (store.FlowID, store.TrialID, error) {
	key, err := a.flowID(in.ID)
	if err != nil {
		return key, store.TrialID{}, err
	}
	v, err := id(in.Trial)
	return key, store.TrialID{ID: v}, err
}

func (a *API) trialView(ctx context.Context, f store.Flow, t store.Trial) (TrialView, error) {
	v := TrialView{ID: uid(t.UID), State: "waiting", Code: t.Code, ExpiresAt: store.Time(t.CodeExpiresAt), Until: atOpt(t.ExpiresAt), EndedAt: atOpt(t.EndedAt),
		Revision: t.Revision, Newer: f.Revision > t.Revision, Mine: flows.Same(t.CreatedBy, by(ctx).User)}
	c, err := a.d.Store.ChannelByRow(ctx, t.ChannelID)
	if err != nil {
		return v, err
	}
	v.Channel, v.Phone, v.Link = ChannelRef{uid(c.UID), c.Name, c.Kind}, c.DisplayPhone, chatLink(c.DisplayPhone, t.Code)
	switch {
	case t.Over(store.Millis(a.d.Store.Now())):
		v.State = "over"
	case t.TakenAt != nil:
		v.State = "taken"
	}
	if t.ContactID == nil {
		return v, nil
	}
	people, err := a.d.Store.ContactsByRow(ctx, []int64{*t.ContactID})
	if err != nil {
		return v, err
	}
	p := people[*t.ContactID]
	v.Contact = &PersonRef{uid(p.UID), contactName(p), p.Phone}
	thread, err := a.d.Store.ThreadRow(ctx, *t.ContactID, t.ChannelID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return v, err
	}
	if err == nil {
		v.ConversationID = uid(thread.UID)
	}
	runs, err := a.d.Store.Runs(ctx, store.RunFilter{Flow: t.HiddenID, Limit: 1})
	if err != nil {
		return v, err
	}
	if len(runs) > 0 {
		v.RunID = uid(runs[0].UID)
	}
	return v, nil
}

// chatLink opens a chat with a number and a text that is ready to be sent.
func chatLink(phone, text string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	if digits == "" { // the number was never checked: the code must be written by hand
		return ""
	}
	return "https://wa.me/" + digits + "?text=" + url.QueryEscape(text)
}

func (a *API) trialOut(ctx context.Context, f store.Flow, t store.Trial, err error) (*body[TrialView], error) {
	if err != nil {
		return nil, err
	}
	v, err := a.trialView(ctx, f, t)
	return &body[TrialView]{v}, err
}

func (a *API) registerTrials() {
	const tag = "Trials"
	f := a.d.Flows
	route(a, http.MethodGet, "/flows/{id}/trials", tag, "Trials of the draft that have not ended", func(ctx context.Context, in *ByID) (*list[TrialView], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		row, all, err := f.Trials(ctx, key)
		if err != nil {
			return nil, err
		}
		out := []TrialView{}
		for _, t := range all {
			v, err := a.trialView(ctx, row, t)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		return page(out, nil), nil
	})
	route(a, http.MethodPost, "/flows/{id}/trials", tag, "Freeze the draft and make a code: whoever writes it to the number talks to the draft for 30 minutes", func(ctx context.Context, in *struct {
		ByID
		Body *struct {
			ChannelID string `json:"channel_id,omitempty" doc:"A WhatsApp number; needed when there is a choice"`
		}
	}) (*body[TrialView], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		var channel *store.ChannelID
		if in.Body != nil && in.Body.ChannelID != "" {
			v, err := store.ParseID(in.Body.ChannelID)
			if err != nil {
				return nil, fault.Fields(fault.At("/channel_id", fault.Unknown))
			}
			channel = &store.ChannelID{ID: v}
		}
		row, t, err := f.StartTrial(ctx, key, channel, by(ctx))
		return a.trialOut(ctx, row, t, err)
	}, created)
	route(a, http.MethodGet, "/flows/{id}/trials/{trial}", tag, "One trial", func(ctx context.Context, in *ByTrial) (*body[TrialView], error) {
		key, trial, err := a.trialKey(*in)
		if err != nil {
			return nil, err
		}
		row, t, err := f.Trial(ctx, key, trial)
		return a.trialOut(ctx, row, t, err)
	})
	route(a, http.MethodPost, "/flows/{id}/trials/{trial}/refresh", tag, "Freeze the newest draft: the next start uses it", func(ctx context.Context, in *ByTrial) (*body[TrialView], error) {
		key, trial, err := a.trialKey(*in)
		if err != nil {
			return nil, err
		}
		row, t, err := f.RefreshTrial(ctx, key, trial, by(ctx))
		return a.trialOut(ctx, row, t, err)
	})
	route(a, http.MethodDelete, "/flows/{id}/trials/{trial}", tag, "End a trial now", func(ctx context.Context, in *ByTrial) (*none, error) {
		key, trial, err := a.trialKey(*in)
		if err != nil {
			return nil, err
		}
		return nil, f.EndTrial(ctx, key, trial)
	}, empty)
}
