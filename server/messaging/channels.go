package messaging

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"

	"flusso/engine/hours"
	"flusso/server/store"
)

// What the secrets of a channel are sealed for.
const (
	PurposeToken  = "channel.token"
	PurposeSecret = "channel.secret"
)

// Opener opens sealed secrets (auth.Box).
type Opener interface {
	Open(purpose string, sealed []byte) (string, error)
}

// Channel is a number with its secrets opened. It must not be logged.
type Channel struct {
	Row                        int64
	ID                         store.ChannelID
	Kind, Name                 string
	PhoneNumberID, WABA, AppID string
	Token, Secret, SecretNext  string
	VerifyToken                string
	State                      string
	Throughput                 int             // messages a second as Meta told; 0: not asked yet
	Hours                      *hours.Schedule // of this number; nil: the account's
}

// Channels is the view of all channels that webhooks and sends need, in
// memory; it is read again whenever a channel changes.
type Channels struct {
	st  *store.Store
	box Opener
	all atomic.Pointer[[]Channel]
}

// NewChannels reads the channels.
func NewChannels(ctx context.Context, st *store.Store, box Opener) (*Channels, error) {
	c := &Channels{st: st, box: box}
	return c, c.Reload(ctx)
}

// Reload reads the channels again.
func (c *Channels) Reload(ctx context.Context) error {
	rows, err := c.st.Channels(ctx)
	if err != nil {
		return fmt.Errorf("read channels: %w", err)
	}
	list := make([]Channel, 0, len(rows))
	for _, r := range rows {
		if r.ArchivedAt != nil {
			continue
		}
		ch := Channel{Row: r.ID, Kind: r.Kind, Name: r.Name, WABA: r.WabaID, AppID: r.AppID, VerifyToken: r.VerifyToken, State: r.State, Throughput: r.Throughput}
		copy(ch.ID.ID[:], r.UID)
		if r.PhoneNumberID != nil {
			ch.PhoneNumberID = *r.PhoneNumberID
		}
		if r.HoursJSON != nil {
			ch.Hours = &hours.Schedule{}
			if err := json.Unmarshal([]byte(*r.HoursJSON), ch.Hours); err != nil {
				return fmt.Errorf("working hours of the number %q: %w", r.Name, err)
			}
		}
		for _, s := range []struct {
			purpose string
			sealed  []byte
			into    *string
		}{{PurposeToken, r.TokenSealed, &ch.Token}, {PurposeSecret, r.SecretSealed, &ch.Secret}, {PurposeSecret, r.SecretNextSealed, &ch.SecretNext}} {
			if len(s.sealed) == 0 {
				continue
			}
			if *s.into, err = c.box.Open(s.purpose, s.sealed); err != nil {
				return fmt.Errorf("open the secrets of the number %q: %w", r.Name, err)
			}
		}
		list = append(list, ch)
	}
	c.all.Store(&list)
	return nil
}

// All lists the channels. The slice must not be changed.
func (c *Channels) All() []Channel { return *c.all.Load() }

// ByRow finds a channel.
func (c *Channels) ByRow(row int64) (Channel, bool) {
	for _, ch := range c.All() {
		if ch.Row == row {
			return ch, true
		}
	}
	return Channel{}, false
}

// ByID finds a channel.
func (c *Channels) ByID(id store.ChannelID) (Channel, bool) {
	for _, ch := range c.All() {
		if ch.ID == id {
			return ch, true
		}
	}
	return Channel{}, false
}

// Demo is the built-in number.
func (c *Channels) Demo() (Channel, bool) {
	for _, ch := range c.All() {
		if ch.Kind == store.ChannelDemo {
			return ch, true
		}
	}
	return Channel{}, false
}
