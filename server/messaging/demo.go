package messaging

import (
	"context"
	"encoding/json"

	"flusso/server/store"
)

// DemoSender delivers to the phone on the page: the message is in the
// database, so all that is left is to say that it arrived.
type DemoSender struct {
	St *store.Store
}

// Send implements Sender.
func (d DemoSender) Send(_ context.Context, o Outgoing) Outcome {
	wamid := "demo." + o.Callback
	id, err := store.ParseID(o.Callback)
	if err != nil {
		return Outcome{Result: Refused, Code: "bad_callback"}
	}
	now := d.St.Now().UnixMilli()
	raw, err := json.Marshal(map[string]any{"demo": true, "status": "delivered", "id": wamid, "at": now})
	if err != nil {
		return Outcome{Result: Refused, Code: "bad_content", Detail: err.Error()}
	}
	st := store.InStatus{Channel: o.Channel, Wamid: wamid, Message: id, State: store.StateDelivered, At: now}
	if err := d.St.Post(&store.Hot{Receive: &store.Receive{Body: raw, Statuses: []store.InStatus{st}}}, nil); err != nil {
		return Outcome{Result: NotSent, Code: "closing"}
	}
	return Outcome{Result: Accepted, Wamid: wamid}
}
