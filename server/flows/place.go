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

// window is how long after a person's message WhatsApp takes anything.
const window = 24 * time.Hour

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

func (p *play) world() engine.World {
	now := store.Time(p.st.Clock)
	w := engine.World{Now: now.In(p.place.zone), Zone: p.place.zone, Language: p.turn.Language, Country: p.place.country, Hours: p.place.hours,
		NewID: func() string { return p.s.ids.New().String() }, Contact: p.st.Contact, ConversationTags: p.st.Tags,
		Program: p.program, Live: p.live}
	switch {
	case p.turn.Window == "closed":
	case p.turn.Window == "open" || p.st.Spoke == 0:
		w.WindowUntil = now.Add(window)
	default:
		w.WindowUntil = store.Time(p.st.Spoke).Add(window)
	}
	if code := p.turn.TemplateProblem; code != "" {
		w.TemplateProblem = func(string, string) string { return code }
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

// facts about the message of this turn.
func (p *play) facts() flow.Facts {
	return flow.Facts{First: p.before == 0, SilentSince: p.before, InHours: p.place.hours.Open(store.Time(p.st.Clock).In(p.place.zone))}
}
