package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"flusso/server/fault"
	"flusso/server/store"
	"flusso/server/whatsapp"
)

// TemplateView is a template as Meta has it.
type TemplateView struct {
	ID        string               `json:"id"`
	ChannelID string               `json:"channel_id"`
	Name      string               `json:"name"`
	Language  string               `json:"language"`
	Category  string               `json:"category" doc:"MARKETING, UTILITY, AUTHENTICATION"`
	Status    string               `json:"status" doc:"APPROVED may be sent; PENDING, REJECTED, PAUSED, DISABLED... may not"`
	Reason    string               `json:"reason"`
	Quality   string               `json:"quality"`
	Header    TemplateHeader       `json:"header"`
	Body      string               `json:"body"`
	Footer    string               `json:"footer"`
	Buttons   []TemplateButtonView `json:"buttons"`
	Variables TemplateVariables    `json:"variables"`
	SyncedAt  time.Time            `json:"synced_at"`
}

// TemplateHeader stands above the body.
type TemplateHeader struct {
	Type string `json:"type" doc:"text, image, video, document, location; empty: none"`
	Text string `json:"text"`
}

// TemplateButtonView is a button of a template.
type TemplateButtonView struct {
	ID        string `json:"id" doc:"Of a quick reply: its path in a step"`
	Type      string `json:"type" doc:"quick_reply, url, phone_number, copy_code..."`
	Text      string `json:"text"`
	URL       string `json:"url,omitempty"`
	Variables int    `json:"variables" doc:"Of the address"`
}

// TemplateVariables is what has to be filled in.
type TemplateVariables struct {
	Header  []string `json:"header"`
	Body    []string `json:"body" doc:"Names, or 1, 2, ..."`
	Buttons []int    `json:"buttons" doc:"Indexes of the buttons that need a value"`
}

func templateView(t store.Template, channel string) TemplateView {
	p := whatsapp.TakeApart(json.RawMessage(t.ComponentsJSON))
	v := TemplateView{ID: uid(t.UID), ChannelID: channel, Name: t.Name, Language: t.Language, Category: t.Category, Status: t.Status, Reason: t.Reason, Quality: t.Quality,
		Body: p.Body, Footer: p.Footer, Buttons: []TemplateButtonView{}, Variables: TemplateVariables{Header: p.HeaderVars, Body: p.BodyVars, Buttons: []int{}}, SyncedAt: store.Time(t.SyncedAt)}
	v.Header = TemplateHeader{p.HeaderType, p.Header}
	for i, b := range p.Buttons {
		id := ""
		if b.Type == "quick_reply" {
			id = "b" + strconv.Itoa(i)
		}
		v.Buttons = append(v.Buttons, TemplateButtonView{id, b.Type, b.Text, b.URL, b.Vars})
		if b.Vars > 0 || b.Type == "copy_code" {
			v.Variables.Buttons = append(v.Variables.Buttons, i)
		}
	}
	return v
}

func (a *API) registerTemplates() {
	const tag = "Templates"
	route(a, http.MethodGet, "/templates", tag, "Templates that Meta approved, or not yet", func(ctx context.Context, in *struct {
		Channel string `query:"channel" doc:"Id of a number"`
		Status  string `query:"status" doc:"APPROVED, PENDING, REJECTED, PAUSED..."`
		Q       string `query:"q" doc:"Part of the name or of the text"`
	}) (*list[TemplateView], error) {
		f := store.TemplateFilter{Status: in.Status, Query: in.Q}
		if in.Channel != "" {
			var err error
			if f.Channel, err = a.channelRow(ctx, in.Channel); err != nil {
				return nil, err
			}
			if f.Channel < 0 {
				return page[TemplateView](nil, nil), nil
			}
		}
		rows, err := a.d.Store.Templates(ctx, f)
		if err != nil {
			return nil, err
		}
		numbers, err := a.d.Store.Channels(ctx)
		if err != nil {
			return nil, err
		}
		names := map[int64]string{}
		for _, c := range numbers {
			names[c.ID] = uid(c.UID)
		}
		var out []TemplateView
		for _, t := range rows {
			if channel, ok := names[t.ChannelID]; ok { // not of a number that was disconnected
				out = append(out, templateView(t, channel))
			}
		}
		return page(out, nil), nil
	})
	route(a, http.MethodPost, "/channels/{id}/templates/sync", tag, "Read the templates of a number from Meta now", func(ctx context.Context, in *ByID) (*body[struct {
		Count    int       `json:"count"`
		SyncedAt time.Time `json:"synced_at"`
	}], error) {
		c, err := a.channel(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if c.Kind == store.ChannelDemo {
			return nil, fault.ChannelBuiltIn.New()
		}
		n, err := a.d.Templates.SyncTemplates(ctx, c.ID)
		var refused whatsapp.Error
		switch {
		case errors.As(err, &refused):
			return nil, fault.MetaRefused.With("reason", refused.Error())
		case err != nil && fault.Of(err).Kind == fault.Internal:
			return nil, fault.MetaUnreachable.Because(err)
		case err != nil:
			return nil, err
		}
		return ok(struct {
			Count    int       `json:"count"`
			SyncedAt time.Time `json:"synced_at"`
		}{n, a.d.Store.Now().UTC()})
	})
}
