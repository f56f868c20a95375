package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"flusso/engine/message"
	"flusso/server/api"
	"flusso/server/fault"
	"flusso/server/messaging"
	"flusso/server/runner"
	"flusso/server/store"
)

// desk is what people do in a thread, by public ids.
type desk struct {
	st   *store.Store
	desk *messaging.Desk
	ch   *messaging.Channels
}

// SendHuman implements api.Conversations.
func (d *desk) SendHuman(ctx context.Context, id store.ConversationID, content message.Content, by *int64) (store.MessageID, error) {
	c, err := d.st.Conversation(ctx, id)
	if err != nil {
		return store.MessageID{}, err
	}
	var user int64
	if by != nil {
		user = *by
	}
	ch, ok := d.ch.ByRow(c.ChannelID)
	if !ok {
		return store.MessageID{}, fault.ChannelNotReady.New()
	}
	return d.desk.Send(ctx, c, user, content, ch.Kind == store.ChannelDemo)
}

// TakeOver implements api.Conversations.
func (d *desk) TakeOver(ctx context.Context, id store.ConversationID, by *int64) error {
	c, err := d.st.Conversation(ctx, id)
	if err != nil {
		return err
	}
	return d.desk.TakeOver(ctx, c, by)
}

// GiveBack implements api.Conversations.
func (d *desk) GiveBack(ctx context.Context, id store.ConversationID) error {
	c, err := d.st.Conversation(ctx, id)
	if err != nil {
		return err
	}
	return d.desk.GiveBack(ctx, c)
}

// Close implements api.Conversations.
func (d *desk) Close(ctx context.Context, id store.ConversationID) error {
	c, err := d.st.Conversation(ctx, id)
	if err != nil {
		return err
	}
	return d.desk.Close(ctx, c)
}

// Retry implements api.Conversations.
func (d *desk) Retry(ctx context.Context, id store.MessageID, sure bool) error {
	m, err := d.st.MessageByID(ctx, id)
	if err != nil {
		return err
	}
	ch, _ := d.ch.ByRow(m.ChannelID)
	return d.desk.Retry(ctx, id, ch.Kind == store.ChannelDemo, sure)
}

// runs starts and ends runs, by public ids.
type runs struct {
	st *store.Store
	r  *runner.Runner
	ch *messaging.Channels
	// settings are read again after a change.
	settings func()
}

// Reload implements flows.Reloader.
func (a *runs) Reload(ctx context.Context) error {
	a.settings()
	return a.r.Reload(ctx)
}

// StartByHand implements api.Runner.
func (a *runs) StartByHand(ctx context.Context, s api.Start) (api.Started, error) {
	f, err := a.st.Flow(ctx, s.Flow)
	if err != nil {
		return api.Started{}, err
	}
	c, err := a.st.Contact(ctx, s.Contact)
	if err != nil {
		return api.Started{}, err
	}
	channel, err := a.channel(ctx, f, c, s.Channel)
	if err != nil {
		return api.Started{}, err
	}
	id, err := a.r.StartFlow(ctx, runner.StartRequest{Flow: f.ID, Contact: c.ID, Channel: channel, Variables: s.Variables, HasPriority: s.Priority, By: s.By})
	if errors.Is(err, fault.ContactBusy) {
		return api.Started{Busy: true}, nil
	}
	return api.Started{Run: id}, err
}

// channel picks the number: the one asked for, else one of the flow's on which
// the contact was last seen, else the flow's first that can reach them.
func (a *runs) channel(ctx context.Context, f store.Flow, c store.Contact, asked *store.ChannelID) (int64, error) {
	if asked != nil {
		ch, ok := a.ch.ByID(*asked)
		if !ok {
			return 0, fault.Fields(fault.At("/channel_id", fault.Unknown))
		}
		return ch.Row, nil
	}
	aliases, err := a.st.Aliases(ctx, c.ID)
	if err != nil {
		return 0, err
	}
	to := messaging.AddressOf(aliases)
	threads, err := a.st.Conversations(ctx, store.ConversationFilter{Contact: c.ID, Limit: 50})
	if err != nil {
		return 0, err
	}
	allowed := a.r.ChannelsOf(f.ID)
	for _, t := range threads {
		if ch, ok := a.ch.ByRow(t.ChannelID); ok && allows(allowed, ch.ID) {
			return ch.Row, nil
		}
	}
	for _, ch := range a.ch.All() {
		reachable := ch.Kind == store.ChannelWhatsApp && (to.WaID != "" || to.UserID != "") || ch.Kind == store.ChannelDemo && to.Demo != ""
		if reachable && allows(allowed, ch.ID) {
			return ch.Row, nil
		}
	}
	if to == (messaging.Address{}) {
		return 0, fault.ContactNoAddress.New()
	}
	return 0, fault.ChannelNotReady.New()
}

// allows says whether the flow answers on a number; a flow with none may be
// started on any.
func allows(list []string, id store.ChannelID) bool {
	for _, s := range list {
		if s == id.String() {
			return true
		}
	}
	return len(list) == 0
}

// Cancel implements api.Runner.
func (a *runs) Cancel(ctx context.Context, id store.RunID) error { return a.r.CancelRun(ctx, id) }

// GoOn implements api.Runner.
func (a *runs) GoOn(ctx context.Context, id store.RunID, path string) error {
	return a.r.ReleaseRun(ctx, id, path)
}

// MoveOn implements api.Runner.
func (a *runs) MoveOn(ctx context.Context, id store.RunID) error { return a.r.MoveRun(ctx, id) }

// CancelFlow implements api.Runner.
func (a *runs) CancelFlow(ctx context.Context, id store.FlowID) error {
	f, err := a.st.Flow(ctx, id)
	if err != nil {
		return err
	}
	for {
		live, err := a.st.LiveRunsOf(ctx, f.ID, cancelBatch)
		if err != nil || len(live) == 0 {
			return err
		}
		for _, r := range live {
			if err := a.r.CancelRun(ctx, r); err != nil {
				return err
			}
		}
	}
}

// EndTrial implements flows.Runs.
func (a *runs) EndTrial(ctx context.Context, row int64) error { return a.r.EndTrial(ctx, row) }

// LookForTrials implements flows.Runs.
func (a *runs) LookForTrials(ctx context.Context) error { return a.r.LookForTrials(ctx) }

// cancelBatch is how many runs of a flow are canceled between two looks at the
// database.
const cancelBatch = 200

// demo is the phone on the page.
type demo struct {
	st    *store.Store
	ids   *store.IDSource
	inbox *messaging.Inbox
	ch    *messaging.Channels
}

// Receive implements api.Demo.
func (d *demo) Receive(ctx context.Context, phone, name string, content message.Content) error {
	ch, ok := d.ch.Demo()
	if !ok {
		return fault.ChannelNotReady.New()
	}
	id := d.ids.New()
	raw, err := json.Marshal(map[string]any{"demo": true, "id": id, "content": content})
	if err != nil {
		return err
	}
	_, err = d.inbox.Receive(ctx, raw, "", []messaging.Incoming{{Channel: ch.Row, Wamid: "demo.in." + id.String(), Demo: phone, Name: name, Content: content}}, nil)
	return err
}

// Reset implements api.Demo.
func (d *demo) Reset(ctx context.Context, phone string) error {
	return d.st.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.ContactByAlias("demo:" + phone)
		if err != nil || row == 0 {
			return err
		}
		return tx.DeleteContact(row)
	})
}

// files keeps media.
type files struct{ m *messaging.Media }

// Save implements api.MediaFiles.
func (f files) Save(ctx context.Context, name string, r io.Reader) (store.Media, error) {
	row, err := f.m.Save(ctx, name, "", r)
	if errors.Is(err, messaging.ErrMediaLarge) {
		return row, fault.BodyTooLarge.With("limit", "100 MB")
	}
	return row, err
}

// Open implements api.MediaFiles.
func (f files) Open(m store.Media) (io.ReadCloser, error) {
	file, err := f.m.File(m)
	if err != nil {
		return nil, err
	}
	return file, nil
}

// channelsReloader is told when channels have changed.
type channelsReloader struct {
	ch        *messaging.Channels
	templates *messaging.Templates
}

// ReloadChannels implements api.ChannelsReloader. A number that is new gets
// its templates at once.
func (c channelsReloader) ReloadChannels(ctx context.Context) error {
	if err := c.ch.Reload(ctx); err != nil {
		return err
	}
	c.templates.Soon()
	return c.templates.Reload(ctx)
}

// SyncTemplates implements api.Templates.
func (c channelsReloader) SyncTemplates(ctx context.Context, channel int64) (int, error) {
	ch, ok := c.ch.ByRow(channel)
	if !ok {
		return 0, fault.ChannelNotReady.New()
	}
	return c.templates.Sync(ctx, ch)
}
