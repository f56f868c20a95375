// Package message is what a bubble holds, inbound or outbound, free of Meta's
// JSON and of our tables.
package message

import "encoding/json"

// Type says which parts of a Content are filled.
type Type string

// Types that we send and receive.
const (
	Text     Type = "text"     // Text, Preview
	Image    Type = "image"    // Media, Text as caption
	Video    Type = "video"    // Media, Text as caption
	Audio    Type = "audio"    // Media (Voice: a voice note)
	Document Type = "document" // Media with Filename, Text as caption
	Sticker  Type = "sticker"  // Media
	Location Type = "location" // Location
	Contacts Type = "contacts" // Contacts
	Reaction Type = "reaction" // Reaction
)

// Types that we only send.
const (
	Buttons         Type = "buttons"          // Text, Options (1 to 3), Header, Footer
	List            Type = "list"             // Text, Options (1 to 10), ListButton, Header (text), Footer
	Link            Type = "link"             // Text, Link, Header, Footer
	LocationRequest Type = "location_request" // Text
	Template        Type = "template"         // Template
)

// Types that we only receive.
const (
	ButtonReply   Type = "button_reply"   // Reply: a tap on Buttons
	ListReply     Type = "list_reply"     // Reply: a row of a List
	TemplateReply Type = "template_reply" // Reply: a quick reply of a Template (ID is its payload)
	FormReply     Type = "form_reply"     // Reply, Raw: answers of a WhatsApp form
	Order         Type = "order"          // Raw
	System        Type = "system"         // System: the person changed number or id
	Edit          Type = "edit"           // Target, Text: a message was edited (coexistence)
	Revoke        Type = "revoke"         // Target: a message was deleted (coexistence)
	Welcome       Type = "welcome"        // the chat was opened for the first time
	Unsupported   Type = "unsupported"    // Reason: WhatsApp does not pass it on
	Unknown       Type = "unknown"        // Raw: a type that we do not know
)

// Content is one bubble. Which fields are filled follows from Type.
type Content struct {
	Type       Type            `json:"type"`
	Text       string          `json:"text,omitempty"` // body, caption or the title of a reply
	Preview    bool            `json:"preview,omitempty"`
	Media      *Media          `json:"media,omitempty"`
	Header     *Header         `json:"header,omitempty"`
	Footer     string          `json:"footer,omitempty"`
	Options    []Option        `json:"options,omitempty"`
	ListButton string          `json:"list_button,omitempty"`
	Link       *LinkButton     `json:"link,omitempty"`
	Location   *Place          `json:"location,omitempty"`
	Contacts   []Card          `json:"contacts,omitempty"`
	Template   *TemplateCall   `json:"template,omitempty"`
	Reply      *Reply          `json:"reply,omitempty"`
	Reaction   *ReactionTo     `json:"reaction,omitempty"`
	System     *SystemChange   `json:"system,omitempty"`
	Target     string          `json:"target,omitempty"` // wamid that an edit or revoke speaks of
	Reason     string          `json:"reason,omitempty"` // why Meta did not pass it on
	Raw        json.RawMessage `json:"raw,omitempty"`    // what we keep but do not model
}

// Media is a file: ours (ID), somewhere on the web (URL) or Meta's (GraphID).
type Media struct {
	ID       string `json:"id,omitempty"`       // public id of our stored file
	URL      string `json:"url,omitempty"`      // http(s) address that Meta fetches
	GraphID  string `json:"graph_id,omitempty"` // Meta's id, inbound only
	MIME     string `json:"mime,omitempty"`
	SHA256   string `json:"sha256,omitempty"` // lower-case hex
	Filename string `json:"filename,omitempty"`
	Size     int64  `json:"size,omitempty"` // bytes
	Voice    bool   `json:"voice,omitempty"`
	Animated bool   `json:"animated,omitempty"`
}

// Header stands above the body of an interactive message.
type Header struct {
	Text  string `json:"text,omitempty"`
	Type  Type   `json:"type,omitempty"` // image, video or document when Media is set
	Media *Media `json:"media,omitempty"`
}

// Option is a button, a list row or a written choice.
type Option struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Section     string `json:"section,omitempty"`
}

// LinkButton opens a web page.
type LinkButton struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Place is a point on the map.
type Place struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitempty"`
	Address   string  `json:"address,omitempty"`
	URL       string  `json:"url,omitempty"`
}

// Card is a contact card.
type Card struct {
	Name   string      `json:"name"`
	First  string      `json:"first_name,omitempty"`
	Last   string      `json:"last_name,omitempty"`
	Org    string      `json:"org,omitempty"`
	Phones []CardPhone `json:"phones,omitempty"`
	Emails []string    `json:"emails,omitempty"`
}

// CardPhone is a number on a contact card.
type CardPhone struct {
	Phone string `json:"phone"`
	Type  string `json:"type,omitempty"`
	WaID  string `json:"wa_id,omitempty"`
}

// TemplateCall names an approved template and binds its variables.
type TemplateCall struct {
	Name     string          `json:"name"`
	Language string          `json:"language"`
	Params   json.RawMessage `json:"params,omitempty"`
}

// Reply is a tap: the id that we gave the option, and what the person saw.
type Reply struct {
	ID          string `json:"id"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
}

// ReactionTo is an emoji on a message; an empty emoji takes it back.
type ReactionTo struct {
	MessageID string `json:"message_id"` // wamid
	Emoji     string `json:"emoji,omitempty"`
}

// SystemChange tells that the person's number or id changed.
type SystemChange struct {
	Kind           string `json:"kind"` // user_changed_number, user_changed_user_id, ...
	Body           string `json:"body,omitempty"`
	NewWaID        string `json:"new_wa_id,omitempty"`
	NewUserID      string `json:"new_user_id,omitempty"`
	PreviousUserID string `json:"previous_user_id,omitempty"`
}

// Referral is the ad or post that led the person here (first message only).
type Referral struct {
	SourceType string `json:"source_type,omitempty"` // ad or post
	SourceID   string `json:"source_id,omitempty"`
	SourceURL  string `json:"source_url,omitempty"`
	Headline   string `json:"headline,omitempty"`
	Body       string `json:"body,omitempty"`
	ImageURL   string `json:"image_url,omitempty"` // of the picture, or of the video's first frame
	ClickID    string `json:"click_id,omitempty"`  // ctwa_clid
}

// Inbound is a message from a person as the engine and the inbound decision
// see it.
type Inbound struct {
	ID       string    `json:"id"` // our message id
	At       int64     `json:"at"` // Meta's timestamp, unix milliseconds
	Content  Content   `json:"content"`
	Context  string    `json:"context,omitempty"` // wamid of the message it replies to
	Referral *Referral `json:"referral,omitempty"`
}

// IsAnswer says whether a run may take it as an answer: reactions, edits,
// revocations and system notices are stored only.
func (c Content) IsAnswer() bool {
	switch c.Type {
	case Reaction, Edit, Revoke, System, Welcome:
		return false
	}
	return true
}

// Words is the text that keywords and text answers look at: a body, a caption
// or the title of a tapped option.
func (c Content) Words() string {
	if c.Reply != nil && c.Text == "" {
		return c.Reply.Title
	}
	return c.Text
}
