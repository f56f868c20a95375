package messaging

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"flusso/engine/message"
	"flusso/server/fault"
	"flusso/server/store"
)

const (
	// Window is how long after a person's message free-form messages are
	// allowed.
	Window = 24 * time.Hour
	// windowMargin: Meta counts from its own clock.
	windowMargin = time.Minute
	// EchoSilence is how long the bot is silent after a colleague wrote on the
	// business phone, where no button gives the conversation back.
	EchoSilence = 12 * time.Hour
)

// WindowUntil is until when free-form messages may be sent; zero when the
// person has never written.
func WindowUntil(c store.Conversation) time.Time {
	if c.LastInboundAt == 0 {
		return time.Time{}
	}
	return store.Time(c.LastInboundAt).Add(Window - windowMargin)
}

// Desk is what a human does in a conversation.
type Desk struct {
	st  *store.Store
	ids *store.IDSource
	out *Outbox
	// Silence is how long the bot is silent after a person wrote; 0: until the
	// conversation is given back. nil: as 0.
	Silence func() time.Duration
	// Resume is called after a conversation was given back.
	Resume func(ctx context.Context, contact, conversation int64) error
	// Cancel ends a run.
	Cancel func(ctx context.Context, run store.RunID) error
}

// NewDesk makes the desk.
func NewDesk(st *store.Store, ids *store.IDSource, out *Outbox) *Desk {
	return &Desk{st: st, ids: ids, out: out}
}

// Send sends a human's message. The bot is silent for as long as the account
// says, or until the conversation is given back.
func (d *Desk) Send(ctx context.Context, c store.Conversation, user int64, content message.Content, free bool) (store.MessageID, error) {
	id := store.MessageID{ID: d.ids.New()}
	if v := message.Check(content); len(v) > 0 {
		return id, contentFault(v)
	}
	if !free && !WindowUntil(c).After(d.st.Now()) {
		return id, fault.WindowClosed.New()
	}
	aliases, err := d.st.AliasesOfThread(ctx, c.ID)
	if err != nil {
		return id, err
	}
	raw, err := json.Marshal(content)
	if err != nil {
		return id, err
	}
	source := store.SourceHuman
	if user == 0 {
		source = store.SourceAPI
	}
	silent := int64(store.SilencedForGood)
	if d.Silence != nil {
		if long := d.Silence(); long > 0 {
			silent = d.st.Now().Add(long).UnixMilli()
		}
	}
	reserved := d.out.Reserve(c.ID, c.ChannelID)
	out := &store.OutMessage{ID: id, Type: string(content.Type), Content: raw, Text: Preview(content), Source: source, User: user, Claimed: reserved}
	err = d.st.Apply(ctx, &store.Hot{Sprint: &store.Sprint{Conversation: c.ID, Contact: c.ContactID, Channel: c.ChannelID, Out: []*store.OutMessage{out},
		Status: store.ConversationInProgress, Extra: func(tx *store.Tx) error { return tx.Silence(c.ID, silent) }}})
	if err != nil {
		d.out.Release(c.ID, reserved)
		return id, err
	}
	d.out.Queued(c.ID, c.ChannelID, AddressOf(aliases), []*Item{{Row: out.Row, ID: id.ID, Content: content, At: d.st.Now().UnixMilli(), Claimed: reserved}}, reserved)
	return id, nil
}

// TakeOver silences the bot: a person answers from now on.
func (d *Desk) TakeOver(ctx context.Context, c store.Conversation, by *int64) error {
	return d.st.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Silence(c.ID, store.SilencedForGood); err != nil {
			return err
		}
		if by != nil {
			if err := tx.UpdateConversation(c.ID, map[string]any{"assignee_id": *by}); err != nil {
				return err
			}
		}
		return tx.SetConversationStatus(c.ID, store.ConversationInProgress)
	})
}

// GiveBack lets the flow go on where it stood.
func (d *Desk) GiveBack(ctx context.Context, c store.Conversation) error {
	err := d.st.Write(ctx, func(tx *store.Tx) error { return tx.Unsilence(c.ID) })
	if err == nil && d.Resume != nil {
		return d.Resume(ctx, c.ContactID, c.ID)
	}
	return err
}

// Close ends the matter: the contact's way through a flow ends too, nobody has
// the conversation any more, and flows may answer again.
func (d *Desk) Close(ctx context.Context, c store.Conversation) error {
	live, err := d.st.LiveRuns(ctx, []int64{c.ID})
	if err != nil {
		return err
	}
	if r, ok := live[c.ID]; ok && d.Cancel != nil {
		var run store.RunID
		copy(run.ID[:], r.UID)
		if err := d.Cancel(ctx, run); err != nil {
			return err
		}
	}
	return d.st.Write(ctx, func(tx *store.Tx) error { return tx.CloseConversation(c.ID) })
}

// Retry sends a failed message again, as a person asked for it. free: the
// channel knows no window. sure: although it may have arrived.
func (d *Desk) Retry(ctx context.Context, id store.MessageID, free, sure bool) error {
	m, err := d.st.MessageByID(ctx, id)
	if err != nil {
		return err
	}
	if m.Direction != store.Out || m.State != store.StateFailed {
		return fault.MessageNotFailed.New()
	}
	if m.ErrorCode == outcomeUnknown && !sure {
		return fault.MayHaveArrived.New()
	}
	c, err := d.st.ConversationRow(ctx, m.ConversationID)
	if err != nil {
		return err
	}
	if !free && !WindowUntil(c).After(d.st.Now()) {
		return fault.WindowClosed.New()
	}
	err = d.st.Write(ctx, func(tx *store.Tx) error { return tx.RequeueMessage(m.ID, m.ConversationID) })
	if errors.Is(err, store.ErrConflict) {
		return fault.MessageNotFailed.New()
	}
	if err != nil {
		return err
	}
	d.out.Wake(m.ConversationID, m.ChannelID)
	return nil
}

// contentFault names every part of a message that WhatsApp would refuse.
func contentFault(violations []message.Violation) error {
	var fields []fault.Field
	for _, v := range violations {
		var params []any
		for name, value := range v.Params {
			params = append(params, name, value)
		}
		fields = append(fields, fault.At("/content/"+v.Part, fault.Code(v.Code), params...))
	}
	return fault.Fields(fields...)
}
