package whatsapp

import (
	"encoding/json"
	"time"

	"flusso/engine/message"
)

// Delivery is what one webhook holds, in the order in which Meta wrote it.
type Delivery struct {
	Messages    []Inbound      `json:"messages,omitempty"`
	Statuses    []Status       `json:"statuses,omitempty"`
	Preferences []Preference   `json:"preferences,omitempty"`
	Account     []AccountEvent `json:"account,omitempty"`
	Unparsed    []Unparsed     `json:"unparsed,omitempty"`
}

// Address says which business number (or, without PhoneID, which account) a part belongs to.
type Address struct {
	WABA    string `json:"waba,omitempty"`     // entry.id
	PhoneID string `json:"phone_id,omitempty"` // metadata.phone_number_id
}

// Person is somebody as Meta names them; any alias may be missing.
type Person struct {
	WaID         string `json:"wa_id,omitempty"`          // digits
	UserID       string `json:"user_id,omitempty"`        // business-scoped user id
	ParentUserID string `json:"parent_user_id,omitempty"` // the same in linked portfolios
	Name         string `json:"name,omitempty"`           // profile name
	Username     string `json:"username,omitempty"`
}

// Known says whether there is anything to recognise the person by.
func (p Person) Known() bool { return p.WaID != "" || p.UserID != "" || p.ParentUserID != "" }

// Origin says by which way a message came. Only Direct ones may start or continue a flow.
type Origin string

// The ways by which messages come.
const (
	Direct  Origin = ""        // a person wrote to a number that we control
	Standby Origin = "standby" // another app has control of the conversation
	Echo    Origin = "echo"    // a colleague wrote it in the WhatsApp Business app
	History Origin = "history" // from before the number was connected
)

// Inbound is one message.
type Inbound struct {
	Address
	ID           string            `json:"id"`           // wamid
	At           int64             `json:"at,omitempty"` // unix milliseconds; 0 when Meta sent no usable time
	From         Person            `json:"from"`         // the customer, also of an echo
	Origin       Origin            `json:"origin,omitempty"`
	Outgoing     bool              `json:"outgoing,omitempty"` // written by the business: echoes, history
	GroupID      string            `json:"group_id,omitempty"`
	Content      message.Content   `json:"content"`
	Context      string            `json:"context,omitempty"` // wamid that it replies to
	Forwarded    bool              `json:"forwarded,omitempty"`
	Referral     *message.Referral `json:"referral,omitempty"`
	IdentityHash string            `json:"identity_hash,omitempty"`
}

// MayAnswer says whether the message may start or continue a flow.
func (m Inbound) MayAnswer() bool {
	return m.Origin == Direct && m.GroupID == "" && !m.Outgoing && m.Content.IsAnswer()
}

// State of a message that we sent, as Meta tells it.
type State string

// The states that Meta tells. Others are passed on as they came.
const (
	Sent      State = "sent"
	Delivered State = "delivered"
	Read      State = "read"
	Played    State = "played"
	Failed    State = "failed"
)

// Status is news about a message that we (or another tool on the number) sent.
type Status struct {
	Address
	ID          string   `json:"id"` // wamid
	State       State    `json:"state"`
	At          int64    `json:"at,omitempty"` // unix milliseconds
	To          Person   `json:"to"`
	GroupID     string   `json:"group_id,omitempty"` // then To is one participant
	Callback    string   `json:"callback,omitempty"` // our biz_opaque_callback_data
	Errors      []Error  `json:"errors,omitempty"`
	Pricing     *Pricing `json:"pricing,omitempty"`
	FreeUntil   int64    `json:"free_until,omitempty"` // end of a free entry point, unix milliseconds
	ContactSeen bool     `json:"contact_seen,omitempty"`
}

// Failure gives the class of the first error of a failed message.
func (s Status) Failure() (Error, Rule) {
	if len(s.Errors) == 0 {
		return Error{}, Rule{Class: FixRequest}
	}
	return s.Errors[0], Classify(s.Errors[0].Code)
}

// Pricing is what Meta says about the price of a message.
type Pricing struct {
	Billable bool   `json:"billable,omitempty"`
	Model    string `json:"model,omitempty"` // PMP or CBP
	Type     string `json:"type,omitempty"`  // regular, free_customer_service, free_entry_point
	Category string `json:"category,omitempty"`
}

// Preference is a person's wish about marketing messages, set in WhatsApp itself.
type Preference struct {
	Address
	From     Person `json:"from"`
	Category string `json:"category"` // marketing_messages
	Stop     bool   `json:"stop"`
	At       int64  `json:"at,omitempty"`
}

// AccountEvent is news about a template, a number or the account. Raw is the whole value.
type AccountEvent struct {
	Address
	Field  string          `json:"field"`
	Event  string          `json:"event,omitempty"`
	At     int64           `json:"at,omitempty"`
	Errors []Error         `json:"errors,omitempty"`
	Raw    json.RawMessage `json:"raw,omitempty"`
}

// Unparsed is a part that we do not understand. It is stored, shown and answered with 200: a
// refusal would make Meta repeat it for days.
type Unparsed struct {
	Address
	Field  string          `json:"field,omitempty"`
	Reason string          `json:"reason"` // a code, see below
	Raw    json.RawMessage `json:"raw,omitempty"`
}

// Why a part was not understood.
const (
	NotJSON       = "not_json"
	NotWhatsApp   = "not_whatsapp"    // the object is another product of Meta's
	BadShape      = "bad_shape"       // JSON, but not built as expected
	UnknownField  = "unknown_field"   // a webhook field that we do not know
	EmptyValue    = "empty_value"     // nothing in it that we know
	NoMessageID   = "no_message_id"   // a message or status that cannot be told from others
	NoSender      = "no_sender"       // nobody whom it could come from
	NoPhoneNumber = "no_phone_number" // it does not say which number it is for
)

// millis reads a time of Meta's. It is Unix seconds in a string, but numbers and milliseconds
// have been seen. What lies outside of what can be a time is 0.
func millis(n int64) int64 {
	const (
		secondsMax = 100_000_000_000     // the year 5138: anything larger is milliseconds
		millisMax  = 100_000_000_000_000 // anything larger is neither
	)
	switch {
	case n <= 0 || n >= millisMax:
		return 0
	case n >= secondsMax:
		return n
	}
	return n * time.Second.Milliseconds()
}
