package whatsapp

import (
	"encoding/json"
	"mime"
	"strings"

	"flusso/engine/message"
)

// content turns a message into what the engine knows. A type that we do not know, or whose
// payload is missing, is kept as it came.
func content(m wireMessage, raw json.RawMessage) message.Content {
	unknown := message.Content{Type: message.Unknown, Raw: compact(raw), Reason: reason(m)}
	switch m.Type {
	case "text":
		if m.Text.v == nil {
			return unknown
		}
		return message.Content{Type: message.Text, Text: string(m.Text.v.Body)}
	case "image":
		return media(message.Image, m.Image, unknown)
	case "video":
		return media(message.Video, m.Video, unknown)
	case "audio":
		return media(message.Audio, m.Audio, unknown)
	case "voice": // the older name of a voice note
		if m.Voice.v == nil {
			m.Voice = m.Audio
		}
		c := media(message.Audio, m.Voice, unknown)
		if c.Media != nil {
			c.Media.Voice = true
		}
		return c
	case "document":
		return media(message.Document, m.Document, unknown)
	case "sticker":
		return media(message.Sticker, m.Sticker, unknown)
	case "location":
		return location(m.Location, unknown)
	case "contacts":
		return cards(m.Contacts, unknown)
	case "interactive":
		return tap(m.Interactive, unknown)
	case "button":
		if m.Button.v == nil {
			return unknown
		}
		b := m.Button.v
		return message.Content{Type: message.TemplateReply, Text: string(b.Text), Reply: &message.Reply{ID: string(b.Payload), Title: string(b.Text)}}
	case "reaction":
		if m.Reaction.v == nil {
			return unknown
		}
		return message.Content{Type: message.Reaction, Reaction: &message.ReactionTo{MessageID: string(m.Reaction.v.MessageID), Emoji: string(m.Reaction.v.Emoji)}}
	case "order":
		var o struct {
			Text text `json:"text"`
		}
		_ = json.Unmarshal(m.Order, &o)
		return message.Content{Type: message.Order, Text: string(o.Text), Raw: compact(m.Order)}
	case "system":
		return system(m.System, unknown)
	case "request_welcome":
		return message.Content{Type: message.Welcome}
	case "edit":
		return edit(m.Edit, unknown)
	case "revoke":
		if m.Revoke.v == nil {
			return unknown
		}
		return message.Content{Type: message.Revoke, Target: string(m.Revoke.v.Original)}
	case "unsupported", "unknown", "ephemeral":
		return message.Content{Type: message.Unsupported, Reason: reason(m)}
	}
	return unknown
}

// reason says why Meta did not pass a message on, in its own words.
func reason(m wireMessage) string {
	var parts []string
	if kind := m.Unsupported.get().Type; kind != "" {
		parts = append(parts, string(kind))
	}
	for _, e := range m.Errors {
		parts = append(parts, e.error().Error())
	}
	return strings.Join(parts, "; ")
}

func media(kind message.Type, w maybe[wireMedia], unknown message.Content) message.Content {
	if w.v == nil || w.v.ID == "" {
		return unknown
	}
	return message.Content{Type: kind, Text: string(w.v.Caption), Media: &message.Media{
		GraphID: string(w.v.ID), MIME: baseType(string(w.v.MIME)), SHA256: sha(string(w.v.SHA)), Filename: filename(string(w.v.Filename)),
		Size: max(0, int64(w.v.Size)), Voice: bool(w.v.Voice), Animated: bool(w.v.Animated),
	}}
}

// baseType drops parameters, as of "audio/ogg; codecs=opus".
func baseType(s string) string {
	if base, _, err := mime.ParseMediaType(s); err == nil {
		return base
	}
	base, _, _ := strings.Cut(s, ";")
	return strings.ToLower(strings.TrimSpace(base))
}

// maxFilename is the longest file name kept, in bytes: what file systems take.
const maxFilename = 255

// filename makes a name that somebody else chose harmless: no folders, no control characters.
func filename(s string) string {
	if i := strings.LastIndexAny(s, `/\`); i >= 0 {
		s = s[i+1:]
	}
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 { // controls and text direction tricks
			return -1
		}
		return r
	}, s))
	if s == "." || s == ".." {
		return ""
	}
	for len(s) > maxFilename {
		r := []rune(s)
		s = string(r[:len(r)-1])
	}
	return s
}

func location(w maybe[wireLocation], unknown message.Content) message.Content {
	if w.v == nil {
		return unknown
	}
	return message.Content{Type: message.Location, Location: &message.Place{
		Latitude: float64(w.v.Latitude), Longitude: float64(w.v.Longitude), Name: string(w.v.Name), Address: string(w.v.Address), URL: string(w.v.URL),
	}}
}

func cards(ws []wireCard, unknown message.Content) message.Content {
	if len(ws) == 0 {
		return unknown
	}
	c := message.Content{Type: message.Contacts}
	for _, w := range ws {
		name := w.Name.get()
		card := message.Card{Name: string(name.Formatted), First: string(name.First), Last: string(name.Last), Org: string(w.Org.get().Company)}
		for _, p := range w.Phones {
			card.Phones = append(card.Phones, message.CardPhone{Phone: string(p.Phone), Type: string(p.Type), WaID: digits(string(p.WaID))})
		}
		for _, e := range w.Emails {
			if e.Email != "" {
				card.Emails = append(card.Emails, string(e.Email))
			}
		}
		c.Contacts = append(c.Contacts, card)
	}
	return c
}

func tap(w maybe[wireTap], unknown message.Content) message.Content {
	if w.v == nil {
		return unknown
	}
	reply := func(kind message.Type, r maybe[wireReply]) message.Content {
		if r.v == nil {
			return unknown
		}
		return message.Content{Type: kind, Text: string(r.v.Title), Reply: &message.Reply{ID: string(r.v.ID), Title: string(r.v.Title), Description: string(r.v.Description)}}
	}
	switch w.v.Type {
	case "button_reply":
		return reply(message.ButtonReply, w.v.Button)
	case "list_reply":
		return reply(message.ListReply, w.v.List)
	case "nfm_reply":
		if w.v.Form.v == nil {
			return unknown
		}
		return form(*w.v.Form.v)
	}
	return unknown
}

// form reads the answers of a WhatsApp form: a string that should hold a JSON object.
func form(w wireForm) message.Content {
	answers := compact([]byte(w.Response))
	if answers == nil {
		answers, _ = json.Marshal(string(w.Response))
	}
	return message.Content{Type: message.FormReply, Text: string(w.Body), Reply: &message.Reply{ID: string(w.Name), Title: string(w.Body)}, Raw: answers}
}

// system reads the news that somebody has another number or id.
func system(w maybe[wireSystem], unknown message.Content) message.Content {
	if w.v == nil {
		return unknown
	}
	s := w.v
	kind := string(s.Type)
	if kind == "customer_changed_number" { // the older name
		kind = "user_changed_number"
	}
	return message.Content{Type: message.System, System: &message.SystemChange{
		Kind: kind, Body: string(s.Body), NewWaID: digits(first(string(s.WaID), string(s.NewWaID))), NewUserID: string(s.UserID), PreviousUserID: string(s.Previous),
	}}
}

func edit(w maybe[wireCorrected], unknown message.Content) message.Content {
	if w.v == nil {
		return unknown
	}
	c := message.Content{Type: message.Edit, Target: string(w.v.Original)}
	var inner wireMessage
	if len(w.v.Message) > 0 && json.Unmarshal(w.v.Message, &inner) == nil && inner.Type != "edit" {
		c.Text = content(inner, nil).Text
	}
	return c
}

func referral(r wireReferral) message.Referral {
	return message.Referral{SourceType: string(r.Type), SourceID: string(r.ID), SourceURL: string(r.URL), Headline: string(r.Headline), Body: string(r.Body), ImageURL: first(string(r.Image), string(r.Thumb)), ClickID: string(r.Click)}
}
