package api

import (
	"context"
	"encoding/json"
	"errors"

	"flusso/server/fault"
	"flusso/server/store"
)

type patchThread struct {
	ByID
	Body struct {
		Status   *string         `json:"status,omitempty" enum:"new,in_progress,closed"`
		Assignee json.RawMessage `json:"assignee,omitempty" doc:"Id of a user, or null"`
	}
}

// patchThread changes where a thread stands. Closing it ends the matter: a
// flow that somebody took it from ends too, and flows may answer again.
func (a *API) patchThread(ctx context.Context, in *patchThread) (*body[ConversationView], error) {
	c, _, err := a.thread(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	set := map[string]any{}
	if len(in.Body.Assignee) > 0 {
		set["assignee_id"], set["assigned_run"] = nil, 0
		if !isNull(in.Body.Assignee) {
			var key store.UserID
			if json.Unmarshal(in.Body.Assignee, &key) != nil {
				return nil, fault.Fields(fault.At("/assignee", fault.Unknown))
			}
			u, err := a.d.Store.UserByID(ctx, key)
			if errors.Is(err, store.ErrNotFound) {
				return nil, fault.Fields(fault.At("/assignee", fault.Unknown))
			} else if err != nil {
				return nil, err
			}
			set["assignee_id"] = u.ID
		}
	}
	closing := in.Body.Status != nil && *in.Body.Status == store.ConversationClosed
	if in.Body.Status != nil && !closing {
		set["status"] = *in.Body.Status
	}
	if closing {
		var key store.ConversationID
		copy(key.ID[:], c.UID)
		if err := a.d.Conversations.Close(ctx, key); err != nil {
			return nil, err
		}
	}
	if len(set) == 0 {
		return a.threadOut(ctx, in.ID)
	}
	if err := a.d.Store.Write(ctx, func(tx *store.Tx) error { return tx.UpdateConversation(c.ID, set) }); err != nil {
		return nil, err
	}
	return a.threadOut(ctx, in.ID)
}
