package messaging

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"unicode/utf8"

	"flusso/engine/message"
	"flusso/server/store"
)

// previewLength is how much of a message the list of conversations shows, in
// characters.
const previewLength = 160

// Incoming is a message as a webhook or the demo phone brought it.
type Incoming struct {
	Channel      int64
	Wamid        string
	WaID         string // digits
	UserID       string // WhatsApp user id
	ParentUserID string
	Demo         string // instead of the above: user and browser session
	Name         string
	At           int64 // unix milliseconds; 0: when it came
	Content      message.Content
	Context      string
	Referral     *message.Referral
	Echo         bool // written by the business on its phone
	StoreOnly    bool // groups, standby, history: nothing may answer it
}

// StatusUpdate is what Meta says became of a message.
type StatusUpdate struct {
	Channel      int64
	Wamid        string
	Callback     string // our message id, when the send carried it
	State        string // sent, delivered, read, failed, played
	At           int64
	Code, Detail string
}

// Inbox stores what comes in, in one commit, and returns after it.
type Inbox struct {
	st  *store.Store
	ids *store.IDSource
	log *slog.Logger
}

// NewInbox makes the inbox.
func NewInbox(st *store.Store, ids *store.IDSource, log *slog.Logger) *Inbox {
	return &Inbox{st: st, ids: ids, log: log}
}

// Receive stores one delivery: its raw body, messages, statuses, and a job for
// each message that is new. Only a failed store is an error.
func (b *Inbox) Receive(ctx context.Context, raw []byte, unparsed string, in []Incoming, st []StatusUpdate) ([]*store.InMessage, error) {
	r := &store.Receive{Body: raw, Error: unparsed}
	now := b.st.Now().UnixMilli()
	for _, m := range in {
		row, err := b.message(m, now)
		if err != nil {
			r.Error = join(r.Error, err.Error())
			continue
		}
		r.Messages = append(r.Messages, row)
	}
	for _, s := range st {
		if u, ok := status(s); ok {
			r.Statuses = append(r.Statuses, u)
		}
	}
	if err := b.st.Apply(ctx, &store.Hot{Receive: r}); err != nil {
		return nil, err
	}
	return r.Messages, nil
}

func (b *Inbox) message(m Incoming, now int64) (*store.InMessage, error) {
	content, err := json.Marshal(m.Content)
	if err != nil {
		return nil, err
	}
	row := &store.InMessage{ID: store.MessageID{ID: b.ids.New()}, Channel: m.Channel, Wamid: m.Wamid, ProfileName: m.Name, At: m.At,
		Type: string(m.Content.Type), Content: content, Text: Preview(m.Content), Context: m.Context, Echo: m.Echo,
		Opens: !m.Echo && !m.StoreOnly, Contact: store.ContactID{ID: b.ids.New()}, Conversation: store.ConversationID{ID: b.ids.New()},
		StoreOnly: m.StoreOnly}
	row.Aliases = Aliases(m.WaID, m.UserID, m.ParentUserID, m.Demo)
	if m.WaID != "" {
		row.Phone = "+" + m.WaID
	}
	if row.At == 0 || row.At > now+maxClockSkew {
		row.At = now
	}
	if m.Referral != nil {
		if row.Referral, err = json.Marshal(m.Referral); err != nil {
			return nil, err
		}
	}
	return row, nil
}

// maxClockSkew is how far a timestamp may lie ahead of our clock, in
// milliseconds; one further ahead would keep the window open for too long.
const maxClockSkew = 5 * 60 * 1000

// Aliases are the names by which a person is known, the most stable first.
func Aliases(waID, userID, parentUserID, demo string) (list []string) {
	for _, a := range []struct{ kind, value string }{{"wa", waID}, {"uid", userID}, {"uid", parentUserID}, {"demo", demo}} {
		if a.value != "" {
			list = append(list, a.kind+":"+a.value)
		}
	}
	return list
}

var states = map[string]store.MessageState{"sent": store.StateSent, "delivered": store.StateDelivered, "read": store.StateRead,
	"played": store.StateRead, "failed": store.StateFailed}

func status(s StatusUpdate) (store.InStatus, bool) {
	state, ok := states[s.State]
	if !ok {
		return store.InStatus{}, false
	}
	u := store.InStatus{Channel: s.Channel, Wamid: s.Wamid, State: state, At: s.At, Code: s.Code, Detail: s.Detail}
	if id, err := store.ParseID(s.Callback); err == nil {
		u.Message = id
	}
	return u, true
}

// Preview is a message in one line.
func Preview(c message.Content) string {
	text := strings.Join(strings.Fields(c.Words()), " ")
	if utf8.RuneCountInString(text) > previewLength {
		text = string([]rune(text)[:previewLength]) + "…"
	}
	if text == "" && c.Type != message.Text {
		// The pages have a sentence for each type.
		text = "[" + string(c.Type) + "]"
	}
	return text
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}
