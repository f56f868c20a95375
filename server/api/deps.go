package api

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"time"

	"flusso/engine/message"
	"flusso/server/auth"
	"flusso/server/config"
	"flusso/server/flows"
	"flusso/server/live"
	"flusso/server/store"
	"flusso/server/whatsapp"
)

// WebhookSink takes what Meta delivers.
type WebhookSink interface {
	// VerifyToken says whether any channel has this verify token.
	VerifyToken(token string) bool
	// Deliver checks the signature over the raw bytes, stores the delivery and returns after the
	// commit. fault.BadSignature when no secret matches; anything else is a failed store.
	Deliver(ctx context.Context, raw []byte, signature string) error
}

// Conversations is what people do in a thread.
type Conversations interface {
	// SendHuman queues a message; fault.WindowClosed outside of the 24 hours.
	SendHuman(ctx context.Context, conversation store.ConversationID, content message.Content, by *int64) (store.MessageID, error)
	// TakeOver silences the bot and assigns the thread; GiveBack lets it answer again.
	TakeOver(ctx context.Context, conversation store.ConversationID, by *int64) error
	GiveBack(ctx context.Context, conversation store.ConversationID) error
	// Close ends the matter, with the way through a flow that is under way in it.
	Close(ctx context.Context, conversation store.ConversationID) error
	// Retry sends a failed message again. One that may have arrived is sent again only when sure:
	// fault.MayHaveArrived.
	Retry(ctx context.Context, message store.MessageID, sure bool) error
}

// Runner starts and ends runs.
type Runner interface {
	flows.Reloader
	// StartByHand puts one contact into a flow's live version.
	StartByHand(ctx context.Context, s Start) (Started, error)
	// Cancel ends a live run.
	Cancel(ctx context.Context, run store.RunID) error
	// GoOn lets a live run leave the step where it waits by one of its paths.
	GoOn(ctx context.Context, run store.RunID, path string) error
	// MoveOn lets a live run go on in the published version.
	MoveOn(ctx context.Context, run store.RunID) error
	// CancelFlow ends every live run of a flow.
	CancelFlow(ctx context.Context, flow store.FlowID) error
}

// Start is one contact's way into a flow.
type Start struct {
	Flow      store.FlowID
	Contact   store.ContactID
	Channel   *store.ChannelID // nil: the flow's, or the one they last used
	Variables json.RawMessage
	Priority  bool // end a live run first
	By        string
}

// Started says what became of a Start. Busy is an answer, not an error.
type Started struct {
	Run  store.RunID
	Busy bool
}

// Demo is the phone in the browser.
type Demo interface {
	// Receive takes what was typed; phone is the user and browser session.
	Receive(ctx context.Context, phone, name string, content message.Content) error
	// Reset forgets the phone's contact with everything that was said.
	Reset(ctx context.Context, phone string) error
}

// MediaFiles keeps files by content hash.
type MediaFiles interface {
	Save(ctx context.Context, name string, r io.Reader) (store.Media, error)
	Open(m store.Media) (io.ReadCloser, error)
}

// ChannelsReloader is told when channels have changed.
type ChannelsReloader interface {
	ReloadChannels(ctx context.Context) error
}

// Graph is what the connect page asks of Meta.
type Graph interface {
	Number(ctx context.Context, cred whatsapp.Credentials) (whatsapp.Number, error)
	NumberIDs(ctx context.Context, cred whatsapp.Credentials) ([]string, error)
	Token(ctx context.Context, cred whatsapp.Credentials) (whatsapp.Token, error)
	Subscribed(ctx context.Context, cred whatsapp.Credentials, appID string) (bool, error)
	Subscribe(ctx context.Context, cred whatsapp.Credentials) error
	Callback(ctx context.Context, cred whatsapp.Credentials) (whatsapp.Callback, error)
	SetCallback(ctx context.Context, cred whatsapp.Credentials, callback, verifyToken string) error
	Send(cred whatsapp.Credentials, o whatsapp.Outgoing) whatsapp.Outcome
}

// Templates reads templates from Meta.
type Templates interface {
	// SyncTemplates reads those of a number now and gives how many there are.
	SyncTemplates(ctx context.Context, channel int64) (int, error)
}

// Hooks are the webhooks of flows.
type Hooks interface {
	// Secret is what signs, and until when the secret before signs too.
	Secret(ctx context.Context, flow int64) (secret string, old time.Time, err error)
	Rotate(ctx context.Context, flow int64) error
	// Test sends an event once and gives what became of it.
	Test(ctx context.Context, flow int64, id store.HookID, event, url, body string) (store.HookDelivery, error)
	Replay(ctx context.Context, d store.HookDelivery) error
}

// Deps is everything that the API stands on.
type Deps struct {
	Config        config.Config
	Version       string // of the program
	Store         *store.Store
	IDs           *store.IDSource
	Box           *auth.Box
	Auth          *auth.Service
	Flows         *flows.Service
	Hub           *live.Hub
	Webhook       WebhookSink
	Conversations Conversations
	Runner        Runner
	Demo          Demo
	Media         MediaFiles
	Channels      ChannelsReloader
	Graph         Graph
	Templates     Templates
	Hooks         Hooks
	UI            fs.FS // the built editor
	Log           *slog.Logger
	// Reasons are the codes of what an inbound message did, each with the action that the page offers.
	Reasons map[string]string
	// Ready says whether the queues work; nil means ready.
	Ready func() error
}
