package step

import (
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/phone"
	"flusso/engine/run"
)

// Media is a file by its web address or one that was uploaded.
type Media struct {
	Source   string        `json:"source" title:"Source" widget:"select" enum:"upload=Upload|url=Web address"`
	URL      expr.Template `json:"url" title:"Web address" widget:"template_line" placeholder:"https://" max:"2000"`
	MediaID  string        `json:"media_id"`
	Filename string        `json:"filename" title:"File name" max:"240"`
}

func (m Media) content(s *run.Scope) *message.Media {
	out := &message.Media{Filename: m.Filename}
	if m.Source == "url" {
		out.URL = strings.TrimSpace(s.Text(m.URL))
	} else {
		out.ID = m.MediaID
	}
	return out
}

func (m Media) check(k *Checker, field string) {
	switch {
	case m.Source == "url" && m.URL.Blank(), m.Source != "url" && m.MediaID == "":
		k.Error(flow.CodeMediaMissing, field)
	case m.Source == "url" && m.URL.Fixed() && !strings.HasPrefix(m.URL.Source(), "https://") && !strings.HasPrefix(m.URL.Source(), "http://"):
		k.Error(flow.CodeBadURL, field+".url", "url", m.URL.Source())
	}
}

func (m Media) refs(field string) []flow.Reference {
	if m.Source == "url" || m.MediaID == "" {
		return nil
	}
	return []flow.Reference{{Kind: flow.RefMedia, ID: m.MediaID, Field: field}}
}

// placeForm is a point on the map; its numbers may come from variables.
type placeForm struct {
	Latitude  expr.Template `json:"latitude" title:"Latitude" widget:"template_line" placeholder:"45.0703" max:"50"`
	Longitude expr.Template `json:"longitude" title:"Longitude" widget:"template_line" placeholder:"7.6869" max:"50"`
	Name      expr.Template `json:"name" title:"Name of the place" widget:"template_line" max:"200"`
	Address   expr.Template `json:"address" title:"Address of the place" widget:"template_line" max:"300"`
}

func (p placeForm) place(s *run.Scope) (*message.Place, bool) {
	lat, lok := coordinate(s.Text(p.Latitude), 90)
	long, gok := coordinate(s.Text(p.Longitude), 180)
	if !lok || !gok {
		s.Problem(run.CodeBadPlace, "latitude", s.Text(p.Latitude), "longitude", s.Text(p.Longitude))
		return nil, false
	}
	return &message.Place{Latitude: lat, Longitude: long, Name: oneLine(s.Text(p.Name)), Address: oneLine(s.Text(p.Address))}, true
}

// coordinate of a map, in degrees; 45,07 is written too.
func coordinate(text string, most float64) (float64, bool) {
	n, ok := expr.ReadNumber(strings.Replace(strings.TrimSpace(text), ",", ".", 1))
	return n, ok && strings.TrimSpace(text) != "" && n >= -most && n <= most
}

func (p placeForm) check(k *Checker, field string) {
	for _, c := range []struct {
		name string
		t    expr.Template
		most float64
	}{{"latitude", p.Latitude, 90}, {"longitude", p.Longitude, 180}} {
		if c.t.Blank() {
			k.Error(flow.CodeEmptyField, field+"."+c.name)
		} else if _, ok := coordinate(c.t.Source(), c.most); c.t.Fixed() && !ok {
			k.Error(flow.CodeOutOfRange, field+"."+c.name, "min", bounds(ptr(-c.most)), "max", bounds(&c.most))
		}
	}
}

func ptr(f float64) *float64 { return &f }

// cardForm is a contact card: a colleague, a shop.
type cardForm struct {
	Name  expr.Template `json:"name" title:"Name" widget:"template_line" max:"200"`
	Phone expr.Template `json:"phone" title:"Phone" widget:"template_line" max:"50"`
	Email expr.Template `json:"email" title:"Email" widget:"template_line" max:"254"`
	Org   expr.Template `json:"org" title:"Company" widget:"template_line" max:"200"`
}

func (f cardForm) card(s *run.Scope) (message.Card, bool) {
	c := message.Card{Name: oneLine(s.Text(f.Name)), Org: oneLine(s.Text(f.Org))}
	c.First = c.Name // WhatsApp wants a part of the name beside the whole
	if number := oneLine(s.Text(f.Phone)); number != "" {
		p := message.CardPhone{Phone: number}
		if e164, ok := phone.Parse(number, s.Country); ok {
			p.Phone, p.WaID = e164, phone.ToWaID(e164)
		} else {
			s.Problem(run.CodeBadPhone, "value", number)
		}
		c.Phones = []message.CardPhone{p}
	}
	if email := oneLine(s.Text(f.Email)); email != "" {
		c.Emails = []string{email}
	}
	return c, c.Name != ""
}

func (f cardForm) check(k *Checker, field string) {
	if f.Name.Blank() {
		k.Error(flow.CodeEmptyField, field+".name")
	}
	if f.Phone.Blank() && f.Email.Blank() {
		k.Error(flow.CodeEmptyField, field+".phone")
	}
}

// linkForm is a button that opens a web page.
type linkForm struct {
	Title expr.Template `json:"title" title:"Words of the button" widget:"template_line" max:"20"`
	URL   expr.Template `json:"url" title:"Web address" widget:"template_line" placeholder:"https://" max:"2000"`
}

func (f linkForm) check(k *Checker, field string) {
	if f.Title.Blank() {
		k.Error(flow.CodeEmptyField, field+".title")
	}
	switch {
	case f.URL.Blank():
		k.Error(flow.CodeEmptyField, field+".url")
	case f.URL.Fixed() && !strings.HasPrefix(f.URL.Source(), "https://") && !strings.HasPrefix(f.URL.Source(), "http://"):
		k.Error(flow.CodeBadURL, field+".url", "url", f.URL.Source())
	}
}
