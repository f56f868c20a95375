// Package messaging is what people write and what we write to them: contacts'
// messages as they come in, the outbox that sends ours in order, statuses, the
// 24-hour window, media files and the actions of a human in a conversation.
package messaging

import (
	"context"
	"time"

	"flusso/engine/message"
)

// Address is how a contact is reached: by number, else by WhatsApp user id.
type Address struct {
	WaID   string // digits
	UserID string
	Demo   string // of the demo number: user and browser session
}

// Outgoing is one message to be sent, once.
type Outgoing struct {
	Channel  int64 // row
	To       Address
	Content  message.Content
	ReplyTo  string // wamid
	Callback string // our message id: comes back in every status
}

// Result says what became of a send.
type Result int

// What may become of a send.
const (
	Accepted Result = iota // Wamid is set
	NotSent                // it is known not to have left: again after Wait
	Refused                // it will never be taken: Code says why
	Unknown                // it may or may not have been sent
)

// Scope says who has to wait after NotSent, or whose fault a refusal is.
type Scope int

// Scopes of a wait.
const (
	ThisMessage Scope = iota
	ThisContact       // the pair limit: others go on
	ThisChannel       // the number is throttled
	TheAccount        // token, payment, permission: a person has to look
)

// Outcome is the answer to a send. A send never returns an error: every way it
// can end is one of these.
type Outcome struct {
	Result Result
	Scope  Scope
	Wamid  string
	Code   string // Meta's number as text, or a code of ours
	Detail string // for people who look closer; no secrets
	Wait   time.Duration
}

// Sender sends a message once, without repeating anything by itself.
type Sender interface {
	Send(ctx context.Context, o Outgoing) Outcome
}
