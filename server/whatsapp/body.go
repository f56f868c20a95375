package whatsapp

import (
	"encoding/json"
	"errors"
	"fmt"

	"flusso/engine/message"
)

// To says whom a message goes to: a phone number, or the user id of somebody without one.
type To struct {
	Phone  string // E.164 with +
	UserID string
}

// Outgoing is a message to be sent.
type Outgoing struct {
	To       To
	Content  message.Content
	ReplyTo  string // wamid that it quotes, or ""
	Callback string // comes back in every status: our message id
}

// maxCallback is Meta's limit for biz_opaque_callback_data in characters.
const maxCallback = 512

// ErrContent says that a content cannot be sent at all; the message says why.
var ErrContent = errors.New("this content cannot be sent")

func unsendable(why string, args ...any) error {
	return fmt.Errorf("%w: "+why, append([]any{ErrContent}, args...)...)
}

type sendBody struct {
	Product     string        `json:"messaging_product"`
	Kind        string        `json:"recipient_type"`
	To          string        `json:"to,omitempty"`
	Recipient   string        `json:"recipient,omitempty"`
	Type        string        `json:"type"`
	Context     *sendContext  `json:"context,omitempty"`
	Text        *sendText     `json:"text,omitempty"`
	Image       *sendMedia    `json:"image,omitempty"`
	Video       *sendMedia    `json:"video,omitempty"`
	Audio       *sendMedia    `json:"audio,omitempty"`
	Document    *sendMedia    `json:"document,omitempty"`
	Sticker     *sendMedia    `json:"sticker,omitempty"`
	Location    *sendPlace    `json:"location,omitempty"`
	Contacts    []sendCard    `json:"contacts,omitempty"`
	Reaction    *sendReaction `json:"reaction,omitempty"`
	Interactive *interactive  `json:"interactive,omitempty"`
	Template    *sendTemplate `json:"template,omitempty"`
	Callback    string        `json:"biz_opaque_callback_data,omitempty"`
}

type sendContext struct {
	MessageID string `json:"message_id"`
}

type sendText struct {
	Body    string `json:"body"`
	Preview bool   `json:"preview_url"`
}

type sendMedia struct {
	ID       string `json:"id,omitempty"`
	Link     string `json:"link,omitempty"`
	Caption  string `json:"caption,omitempty"`
	Filename string `json:"filename,omitempty"`
	Voice    bool   `json:"voice,omitempty"`
}

type sendPlace struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitempty"`
	Address   string  `json:"address,omitempty"`
}

type sendCard struct {
	Name   sendName    `json:"name"`
	Org    *sendOrg    `json:"org,omitempty"`
	Phones []sendPhone `json:"phones,omitempty"`
	Emails []sendEmail `json:"emails,omitempty"`
}

type sendName struct {
	Formatted string `json:"formatted_name"`
	First     string `json:"first_name,omitempty"`
	Last      string `json:"last_name,omitempty"`
}

type sendOrg struct {
	Company string `json:"company"`
}

type sendPhone struct {
	Phone string `json:"phone"`
	Type  string `json:"type,omitempty"`
	WaID  string `json:"wa_id,omitempty"`
}

type sendEmail struct {
	Email string `json:"email"`
}

type sendReaction struct {
	MessageID string `json:"message_id"`
	Emoji     string `json:"emoji"`
}

type sendTemplate struct {
	Name       string          `json:"name"`
	Language   sendLanguage    `json:"language"`
	Components json.RawMessage `json:"components,omitempty"`
}

type sendLanguage struct {
	Code string `json:"code"`
}

type interactive struct {
	Type   string      `json:"type"`
	Header *sendHeader `json:"header,omitempty"`
	Body   *sendBlock  `json:"body,omitempty"`
	Footer *sendBlock  `json:"footer,omitempty"`
	Action sendAction  `json:"action"`
}

type sendHeader struct {
	Type     string     `json:"type"`
	Text     string     `json:"text,omitempty"`
	Image    *sendMedia `json:"image,omitempty"`
	Video    *sendMedia `json:"video,omitempty"`
	Document *sendMedia `json:"document,omitempty"`
}

type sendBlock struct {
	Text string `json:"text"`
}

type sendAction struct {
	Name       string        `json:"name,omitempty"`
	Parameters *sendLink     `json:"parameters,omitempty"`
	Buttons    []sendButton  `json:"buttons,omitempty"`
	Button     string        `json:"button,omitempty"`
	Sections   []sendSection `json:"sections,omitempty"`
}

type sendLink struct {
	Text string `json:"display_text"`
	URL  string `json:"url"`
}

type sendButton struct {
	Type  string  `json:"type"`
	Reply sendRow `json:"reply"`
}

type sendSection struct {
	Title string    `json:"title,omitempty"`
	Rows  []sendRow `json:"rows"`
}

type sendRow struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
}

// Body writes the request that sends a message. It does not check Meta's limits (the flow's Check
// and the sender do), only what would make no request at all.
func Body(o Outgoing) ([]byte, error) {
	b := sendBody{Product: "whatsapp", Kind: "individual", To: o.To.Phone, Callback: o.Callback}
	if b.To == "" {
		b.Recipient = o.To.UserID
	}
	if b.To == "" && b.Recipient == "" {
		return nil, unsendable("there is nobody to send it to")
	}
	if len([]rune(o.Callback)) > maxCallback {
		return nil, unsendable("the callback data is too long")
	}
	if o.ReplyTo != "" && o.Content.Type != message.Reaction {
		b.Context = &sendContext{o.ReplyTo}
	}
	if err := b.fill(o.Content); err != nil {
		return nil, err
	}
	return json.Marshal(b)
}

func (b *sendBody) fill(c message.Content) (err error) {
	b.Type = string(c.Type)
	switch c.Type {
	case message.Text:
		b.Text = &sendText{c.Text, c.Preview}
		if c.Text == "" {
			return unsendable("the text is empty")
		}
	case message.Image:
		b.Image, err = file(c.Media, c.Text, false)
	case message.Video:
		b.Video, err = file(c.Media, c.Text, false)
	case message.Document:
		b.Document, err = file(c.Media, c.Text, true)
	case message.Sticker:
		b.Sticker, err = file(c.Media, "", false)
	case message.Audio:
		if b.Audio, err = file(c.Media, "", false); err == nil {
			b.Audio.Voice = c.Media.Voice
		}
	case message.Location:
		if c.Location == nil {
			return unsendable("the place is missing")
		}
		b.Location = &sendPlace{c.Location.Latitude, c.Location.Longitude, c.Location.Name, c.Location.Address}
	case message.Contacts:
		b.Contacts, err = sendCards(c.Contacts)
	case message.Reaction:
		if c.Reaction == nil {
			return unsendable("the reaction is missing")
		}
		b.Reaction = &sendReaction{c.Reaction.MessageID, c.Reaction.Emoji}
	case message.Buttons, message.List, message.Link, message.LocationRequest:
		b.Type = "interactive"
		b.Interactive, err = interact(c)
	case message.Template:
		if c.Template == nil || c.Template.Name == "" {
			return unsendable("the template is missing")
		}
		b.Template = &sendTemplate{Name: c.Template.Name, Language: sendLanguage{c.Template.Language}}
		b.Template.Components, err = withHeader(c.Header, components(c.Template.Params))
	default:
		return unsendable("messages of type %q can only be received", c.Type)
	}
	return err
}

// withHeader puts the file of a template's header before the other parts: only
// the sender knows Meta's id of it.
func withHeader(h *message.Header, rest json.RawMessage) (json.RawMessage, error) {
	if h == nil || h.Media == nil {
		return rest, nil
	}
	m, err := file(h.Media, "", h.Type == message.Document)
	if err != nil {
		return nil, err
	}
	head := map[string]any{"type": "header", "parameters": []any{map[string]any{"type": string(h.Type), string(h.Type): m}}}
	all := []any{head}
	if len(rest) > 0 {
		var list []json.RawMessage
		if err := json.Unmarshal(rest, &list); err != nil {
			return nil, unsendable("the parts of the template are not a list")
		}
		for _, part := range list {
			all = append(all, part)
		}
	}
	return json.Marshal(all)
}

// components leaves out an empty list: a template without variables must not get one.
func components(raw json.RawMessage) json.RawMessage {
	raw = compact(raw)
	if s := string(raw); s == "" || s == "null" || s == "[]" || s == "{}" {
		return nil
	}
	return raw
}

// file points to Meta's copy of a file when there is one, else to the web.
func file(m *message.Media, caption string, named bool) (*sendMedia, error) {
	if m == nil || m.GraphID == "" && m.URL == "" {
		return nil, unsendable("the file is missing")
	}
	s := &sendMedia{ID: m.GraphID, Caption: caption}
	if s.ID == "" {
		s.Link = m.URL
	}
	if named {
		s.Filename = m.Filename
	}
	return s, nil
}

func sendCards(cards []message.Card) ([]sendCard, error) {
	if len(cards) == 0 {
		return nil, unsendable("the contact card is missing")
	}
	var out []sendCard
	for _, c := range cards {
		// Meta wants the formatted name and at least one more part of it.
		s := sendCard{Name: sendName{Formatted: first(c.Name, c.First+" "+c.Last), First: c.First, Last: c.Last}}
		if s.Name.First == "" && s.Name.Last == "" {
			s.Name.First = s.Name.Formatted
		}
		if c.Org != "" {
			s.Org = &sendOrg{c.Org}
		}
		for _, p := range c.Phones {
			s.Phones = append(s.Phones, sendPhone(p))
		}
		for _, e := range c.Emails {
			s.Emails = append(s.Emails, sendEmail{e})
		}
		out = append(out, s)
	}
	return out, nil
}

func interact(c message.Content) (*interactive, error) {
	if c.Text == "" {
		return nil, unsendable("the text is empty")
	}
	i := &interactive{Body: &sendBlock{c.Text}}
	if c.Footer != "" && c.Type != message.LocationRequest {
		i.Footer = &sendBlock{c.Footer}
	}
	if c.Header != nil && c.Type != message.LocationRequest {
		h, err := header(*c.Header)
		if err != nil {
			return nil, err
		}
		i.Header = h
	}
	switch c.Type {
	case message.Buttons:
		i.Type = "button"
		for _, o := range c.Options {
			i.Action.Buttons = append(i.Action.Buttons, sendButton{"reply", sendRow{ID: o.ID, Title: o.Title}})
		}
	case message.List:
		i.Type = "list"
		i.Action.Button = c.ListButton
		i.Action.Sections = sections(c)
	case message.Link:
		if c.Link == nil || c.Link.URL == "" {
			return nil, unsendable("the link is missing")
		}
		i.Type = "cta_url"
		i.Action.Name = "cta_url"
		i.Action.Parameters = &sendLink{c.Link.Title, c.Link.URL}
	default:
		i.Type = "location_request_message"
		i.Action.Name = "send_location"
	}
	if (c.Type == message.Buttons || c.Type == message.List) && len(c.Options) == 0 {
		return nil, unsendable("there is no choice to make")
	}
	return i, nil
}

// sections groups rows by section, in the order of first appearance. With more than one section
// each needs a title; the button's words stand in for a missing one.
func sections(c message.Content) []sendSection {
	var out []sendSection
	index := map[string]int{}
	for _, o := range c.Options {
		i, ok := index[o.Section]
		if !ok {
			i = len(out)
			index[o.Section] = i
			out = append(out, sendSection{Title: o.Section})
		}
		out[i].Rows = append(out[i].Rows, sendRow{o.ID, o.Title, o.Description})
	}
	if len(out) > 1 {
		for i := range out {
			out[i].Title = first(out[i].Title, c.ListButton)
		}
	}
	return out
}

func header(h message.Header) (*sendHeader, error) {
	if h.Media == nil {
		if h.Text == "" {
			return nil, nil
		}
		return &sendHeader{Type: "text", Text: h.Text}, nil
	}
	f, err := file(h.Media, "", h.Type == message.Document)
	if err != nil {
		return nil, err
	}
	out := &sendHeader{Type: string(h.Type)}
	switch h.Type {
	case message.Image:
		out.Image = f
	case message.Video:
		out.Video = f
	case message.Document:
		out.Document = f
	default:
		return nil, unsendable("a header cannot be of type %q", h.Type)
	}
	return out, nil
}
