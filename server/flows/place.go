package flows

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/hours"
	"flusso/server/store"
)

// draftVersion names the document under test in snapshots of the tester.
const draftVersion = "draft"

// place is where a test conversation plays: the account's time and country,
// and the working hours of the flow's number.
type place struct {
	zone    *time.Location
	country string
	hours   *hours.Schedule
}

func (s *Service) place(ctx context.Context, doc flow.Document) (place, error) {
	var a struct {
		TimeZone string          `json:"time_zone"`
		Country  string          `json:"country"`
		Hours    json.RawMessage `json:"hours"`
	}
	if err := s.st.Setting(ctx, "account", &a); err != nil && missing(err) == err {
		return place{}, err
	}
	p := place{zone: time.UTC, country: a.Country}
	if zone, err := time.LoadLocation(a.TimeZone); err == nil {
		p.zone = zone
	}
	raw := a.Hours
	numbers, err := s.st.Channels(ctx)
	if err != nil {
		return p, err
	}
	for _, c := range numbers {
		if c.HoursJSON != nil && slices.Contains(doc.Settings.Channels, uid(c.UID)) {
			raw = json.RawMessage(*c.HoursJSON)
		}
	}
	if len(raw) > 0 && string(raw) != "null" {
		p.hours = &hours.Schedule{}
		if err := json.Unmarshal(raw, p.hours); err != nil {
			return p, err
		}
	}
	return p, nil
}

// play tries a document.
type play struct {
	s     *Service
	ctx   context.Context
	p     *engine.Program
	place place
	calls map[string]*engine.Program // called flows, by version
}

func (s *Service) play(ctx context.Context, doc flow.Document, p *engine.Program) (*play, error) {
	where, err := s.place(ctx, doc)
	return &play{s: s, ctx: ctx, p: p, place: where}, err
}

// world is where a conversation begins, and what it finds in every turn.
func (p *play) world(t Turn) engine.World {
	w := engine.World{Now: p.s.st.Now(), Zone: p.place.zone, Language: t.Language, Country: p.place.country, Hours: p.place.hours,
		Program: p.program, Live: p.live}
	if t.Now != nil {
		w.Now = *t.Now
	}
	if t.Contact != nil {
		w.Contact = *t.Contact
	}
	if w.Contact.ID == "" {
		w.Contact.ID = p.s.ids.New().String()
	}
	return w
}

// program gives a version of a called flow, or the draft itself.
func (p *play) program(version string) *engine.Program {
	if version == draftVersion {
		return p.p
	}
	if c, ok := p.calls[version]; ok {
		return c
	}
	id, err := store.ParseID(version)
	if err != nil {
		return nil
	}
	row, err := p.s.st.VersionRow(p.ctx, store.VersionID{ID: id})
	if err != nil {
		return nil
	}
	return p.compile(row)
}

// live gives what a call of a flow would enter now.
func (p *play) live(flowID string) *engine.Program {
	id, err := store.ParseID(flowID)
	if err != nil {
		return nil
	}
	f, err := p.s.st.Flow(p.ctx, store.FlowID{ID: id})
	if err != nil || f.LiveVersionID == nil || f.State != store.FlowLive || f.ArchivedAt != nil {
		return nil
	}
	return p.compile(*f.LiveVersionID)
}

func (p *play) compile(row int64) *engine.Program {
	v, err := p.s.st.VersionOf(p.ctx, row)
	if err != nil {
		return nil
	}
	name := v.VersionID.String()
	if c, ok := p.calls[name]; ok {
		return c
	}
	doc, err := read(v.Document)
	if err != nil {
		return nil
	}
	c, _ := engine.Compile(doc, p.s.cat, engine.CompileOptions{VersionID: name, FlowID: v.ID.String(), FlowName: v.Name, Lenient: true})
	if p.calls == nil {
		p.calls = map[string]*engine.Program{}
	}
	p.calls[name] = c
	return c
}
