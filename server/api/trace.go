package api

import (
	"context"
	"errors"
	"time"

	"flusso/server/store"
)

// Trace is how far a message has come through the whole chain.
type Trace struct {
	ReceivedAt  *time.Time `json:"received_at" doc:"The message came in"`
	EnteredAt   *time.Time `json:"entered_at" doc:"It started or continued a flow"`
	AnsweredAt  *time.Time `json:"answered_at" doc:"Meta accepted the answer"`
	DeliveredAt *time.Time `json:"delivered_at" doc:"The answer reached the phone"`
	Broken      string     `json:"broken,omitempty" doc:"Code of where the chain ends"`
}

func (a *API) trace(ctx context.Context, in *struct {
	ByID
	Since time.Time `query:"since" doc:"Default: five minutes ago"`
}) (*body[Trace], error) {
	c, err := a.channel(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	since := in.Since
	if since.IsZero() {
		since = a.d.Store.Now().Add(-5 * time.Minute)
	}
	var t Trace
	msg, err := a.d.Store.FirstAfter(ctx, c.ID, store.In, store.Millis(since.Truncate(time.Second))) // Meta's times have whole seconds
	if errors.Is(err, store.ErrNotFound) {
		return ok(t)
	} else if err != nil {
		return nil, err
	}
	t.ReceivedAt = at(msg.At)
	switch msg.Reason {
	case "":
		return ok(t) // not decided yet
	case "started", "continued", "restarted", "trial_started", "trial_goes_on":
		t.EnteredAt = at(msg.At)
	default:
		t.Broken = msg.Reason
		return ok(t)
	}
	thread, err := a.d.Store.Thread(ctx, msg.ConversationID, 0, pageSize)
	if err != nil {
		return nil, err
	}
	for _, m := range thread {
		if m.Direction != store.Out || m.ID < msg.ID {
			continue
		}
		t.AnsweredAt, t.DeliveredAt = atOpt(m.AcceptedAt), atOpt(m.DeliveredAt)
		if m.State == store.StateFailed {
			t.Broken = m.ErrorCode
		}
		break
	}
	return ok(t)
}
