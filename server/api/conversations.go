package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"flusso/engine/message"
	"flusso/server/fault"
	"flusso/server/store"
)

// window is how long after a person's last message anything may be sent to them.
const window = 24 * time.Hour

// ConversationView is a thread.
type ConversationView struct {
	ID            string      `json:"id"`
	Contact       PersonRef   `json:"contact"`
	Channel       ChannelRef  `json:"channel"`
	Status        string      `json:"status" enum:"new,in_progress,closed,flow"`
	Assignee      *Ref        `json:"assignee"`
	Unread        int         `json:"unread"`
	Bot           string      `json:"bot" enum:"on,silenced"`
	SilencedUntil *time.Time  `json:"silenced_until,omitempty" doc:"Missing: until it is given back"`
	WindowUntil   *time.Time  `json:"window_until,omitempty" doc:"Until then anything may be sent; missing: only templates"`
	LastMessage   *LastOne    `json:"last_message"`
	Run           *ThreadsRun `json:"run,omitempty"`
}

// ChannelRef names a number.
type ChannelRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// LastOne is the last message in short.
type LastOne struct {
	Text      string    `json:"text"`
	At        time.Time `json:"at"`
	Direction string    `json:"direction" enum:"in,out"`
}

// ThreadsRun is the flow that the contact is in.
type ThreadsRun struct {
	ID       string `json:"id"`
	FlowID   string `json:"flow_id"`
	FlowName string `json:"flow_name"`
	StepName string `json:"step_name"`
	Trial    bool   `json:"trial,omitempty" doc:"The contact tries the draft"`
}

func (a *API) conversationViews(ctx context.Context, rows []store.Conversation) ([]ConversationView, error) {
	var threads, people, numbers, users, versions []int64
	for _, c := range rows {
		threads, people, numbers = append(threads, c.ID), append(people, c.ContactID), append(numbers, c.ChannelID)
		if c.AssigneeID != nil {
			users = append(users, *c.AssigneeID)
		}
	}
	contacts, err := a.d.Store.ContactsByRow(ctx, people)
	if err != nil {
		return nil, err
	}
	channels, err := a.d.Store.ChannelsByRow(ctx, numbers)
	if err != nil {
		return nil, err
	}
	assignees, err := a.d.Store.UserNames(ctx, users)
	if err != nil {
		return nil, err
	}
	runs, err := a.d.Store.LiveRuns(ctx, threads)
	if err != nil {
		return nil, err
	}
	for _, r := range runs {
		versions = append(versions, r.VersionID)
	}
	names, err := a.names(ctx, versions)
	if err != nil {
		return nil, err
	}
	now := a.d.Store.Now()
	out := make([]ConversationView, 0, len(rows))
	for _, c := range rows {
		p, ch := contacts[c.ContactID], channels[c.ChannelID]
		v := ConversationView{ID: uid(c.UID), Contact: PersonRef{uid(p.UID), contactName(p), p.Phone}, Channel: ChannelRef{uid(ch.UID), ch.Name, ch.Kind},
			Status: c.Status, Unread: c.Unread, Bot: "on"}
		if c.AssigneeID != nil {
			u := assignees[*c.AssigneeID]
			v.Assignee = &Ref{uid(u.UID), u.Name}
		}
		if c.SilencedUntil > store.Millis(now) {
			v.Bot = "silenced"
			if c.SilencedUntil != store.SilencedForGood {
				v.SilencedUntil = at(c.SilencedUntil)
			}
		}
		if until := store.Time(c.LastInboundAt).Add(window); c.LastInboundAt > 0 && until.After(now) {
			v.WindowUntil = &until
		}
		if c.LastMessageAt > 0 {
			v.LastMessage = &LastOne{c.LastText, store.Time(c.LastMessageAt), direction(c.LastDirection)}
		}
		if r, ok := runs[c.ID]; ok {
			n := names[r.VersionID]
			v.Run = &ThreadsRun{uid(r.UID), n.flow.ID, n.flow.Name, n.steps[r.Step], n.trial}
		}
		out = append(out, v)
	}
	return out, nil
}

func direction(d int) string {
	if d == store.Out {
		return "out"
	}
	return "in"
}

// MessageView is a bubble.
type MessageView struct {
	ID        string          `json:"id"`
	Direction string          `json:"direction" enum:"in,out"`
	At        time.Time       `json:"at"`
	Content   json.RawMessage `json:"content"`
	State     string          `json:"state" enum:"received,queued,sending,accepted,sent,delivered,read,failed,uncertain"`
	Source    string          `json:"source" enum:"contact,flow,human,api"`
	By        *Ref            `json:"by,omitempty"`
	Error     *MessageError   `json:"error,omitempty"`
	Reason    *MessageReason  `json:"reason,omitempty" doc:"Of an inbound message: what it did"`
	Resends   int             `json:"resends" doc:"How often it was sent again because it was not known whether it had left"`
	ReplyTo   string          `json:"reply_to,omitempty" doc:"Id at WhatsApp of the message that it quotes"`
	Step      string          `json:"step,omitempty"`
}

// MessageError is why a message failed.
type MessageError struct {
	Code   string         `json:"code"`
	Params map[string]any `json:"params"`
}

// MessageReason is what an inbound message did.
type MessageReason struct {
	Code   string          `json:"code"`
	Params json.RawMessage `json:"params"`
	Action string          `json:"action"`
}

var sources = []string{"contact", "flow", "human", "api"}

func (a *API) messageViews(ctx context.Context, rows []store.Message) ([]MessageView, error) {
	var users []int64
	for _, m := range rows {
		if m.UserID != nil {
			users = append(users, *m.UserID)
		}
	}
	names, err := a.d.Store.UserNames(ctx, users)
	if err != nil {
		return nil, err
	}
	out := make([]MessageView, 0, len(rows))
	for _, m := range rows {
		v := MessageView{ID: uid(m.UID), Direction: direction(m.Direction), At: store.Time(m.At), Content: jsonOr(m.ContentJSON, "{}"), State: m.State.String(),
			Resends: m.Resends, ReplyTo: m.Context, Step: m.Step, Source: "contact"}
		if m.Source >= 0 && m.Source < len(sources) {
			v.Source = sources[m.Source]
		}
		if m.UserID != nil {
			if u, ok := names[*m.UserID]; ok {
				v.By = &Ref{uid(u.UID), u.Name}
			}
		}
		if m.ErrorCode != "" {
			v.Error = &MessageError{m.ErrorCode, map[string]any{"detail": m.ErrorDetail}}
		}
		if m.Reason != "" {
			action := a.d.Reasons[m.Reason]
			if action == "" {
				action = "none"
			}
			v.Reason = &MessageReason{m.Reason, jsonOr(m.ReasonJSON, "{}"), action}
		}
		out = append(out, v)
	}
	return out, nil
}

func (a *API) thread(ctx context.Context, text string) (store.Conversation, store.ConversationID, error) {
	v, err := id(text)
	if err != nil {
		return store.Conversation{}, store.ConversationID{}, err
	}
	key := store.ConversationID{ID: v}
	c, err := a.d.Store.Conversation(ctx, key)
	return c, key, err
}

func (a *API) threadOut(ctx context.Context, text string) (*body[ConversationView], error) {
	c, _, err := a.thread(ctx, text)
	if err != nil {
		return nil, err
	}
	out, err := a.conversationViews(ctx, []store.Conversation{c})
	if err != nil {
		return nil, err
	}
	return ok(out[0])
}

// channelRow finds the row behind a public id in a filter; -1 when there is none.
func (a *API) channelRow(ctx context.Context, text string) (int64, error) {
	v, err := store.ParseID(text)
	if err != nil {
		return -1, nil
	}
	c, err := a.d.Store.Channel(ctx, store.ChannelID{ID: v})
	if storeFault(err) != err {
		return -1, nil
	}
	return c.ID, err
}

func (a *API) registerConversations() {
	const tag = "Conversations"
	route(a, http.MethodGet, "/conversations", tag, "List threads: yours that are open, then new ones, then the others; the last active first", func(ctx context.Context, in *struct {
		Paged
		Status   string `query:"status" enum:"new,in_progress,closed,flow"`
		Channel  string `query:"channel"`
		Assignee string `query:"assignee" doc:"me, or nothing"`
		Q        string `query:"q" doc:"Part of the contact's name or number"`
	}) (*list[ConversationView], error) {
		key, err := in.rows(3)
		if err != nil {
			return nil, err
		}
		f := store.ConversationFilter{Status: in.Status, Query: in.Q, BeforeAt: key[1], Before: key[2], Limit: in.limit() + 1}
		if in.Channel != "" {
			if f.Channel, err = a.channelRow(ctx, in.Channel); err != nil {
				return nil, err
			}
			if f.Channel < 0 {
				return page[ConversationView](nil, nil), nil
			}
		}
		if p := who(ctx); p.User != nil {
			if f.Me = p.User.ID; in.Assignee == "me" {
				f.Assignee = p.User.ID
			}
		}
		rows, segments, err := a.d.Store.ConversationsFor(ctx, f, key[0])
		if err != nil {
			return nil, err
		}
		var next *string
		if n := in.limit(); len(rows) > n {
			rows = rows[:n]
			next = cursor(segments[n-1], rows[n-1].LastMessageAt, rows[n-1].ID)
		}
		out, err := a.conversationViews(ctx, rows)
		return page(out, next), err
	})
	route(a, http.MethodGet, "/conversations/{id}", tag, "One thread", func(ctx context.Context, in *ByID) (*body[ConversationView], error) { return a.threadOut(ctx, in.ID) })
	route(a, http.MethodPatch, "/conversations/{id}", tag, "Change the status of a thread, or give it to somebody", a.patchThread)
	route(a, http.MethodGet, "/conversations/{id}/messages", tag, "Messages of a thread, oldest first; before pages backwards", func(ctx context.Context, in *struct {
		ByID
		Before string `query:"before" doc:"next_cursor of the page before"`
		Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	}) (*list[MessageView], error) {
		c, _, err := a.thread(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		p := Paged{Limit: in.Limit, Cursor: in.Before}
		key, err := p.rows(1)
		if err != nil {
			return nil, err
		}
		rows, err := a.d.Store.Thread(ctx, c.ID, key[0], p.limit()+1)
		if err != nil {
			return nil, err
		}
		var next *string
		if len(rows) > p.limit() {
			rows = rows[1:]
			next = cursor(rows[0].ID)
		}
		out, err := a.messageViews(ctx, rows)
		return page(out, next), err
	})
	a.registerThreadActions(tag)
}

func (a *API) registerThreadActions(tag string) {
	route(a, http.MethodPost, "/conversations/{id}/messages", tag, "Write to the contact", func(ctx context.Context, in *struct {
		ByID
		Body struct {
			Text    string           `json:"text,omitempty" maxLength:"4096"`
			Content *message.Content `json:"content,omitempty" doc:"Anything but text"`
		}
	}) (*body[MessageView], error) {
		_, key, err := a.thread(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		c := message.Content{Type: message.Text, Text: in.Body.Text}
		if in.Body.Content != nil {
			c = *in.Body.Content
		}
		if c.Type == message.Text && c.Text == "" {
			return nil, fault.Fields(fault.At("/text", fault.Required))
		}
		msg, err := a.d.Conversations.SendHuman(ctx, key, c, who(ctx).UserRow())
		if err != nil {
			return nil, err
		}
		return a.messageOut(ctx, msg)
	}, created)
	for path, do := range map[string]struct {
		summary string
		do      func(ctx context.Context, key store.ConversationID) error
	}{
		"take-over": {"Silence the flows here and take the thread", func(ctx context.Context, key store.ConversationID) error {
			return a.d.Conversations.TakeOver(ctx, key, who(ctx).UserRow())
		}},
		"give-back": {"Let flows answer here again", func(ctx context.Context, key store.ConversationID) error { return a.d.Conversations.GiveBack(ctx, key) }},
		"read": {"Mark everything as read", func(ctx context.Context, key store.ConversationID) error {
			c, err := a.d.Store.Conversation(ctx, key)
			if err != nil || c.Unread == 0 {
				return err
			}
			return a.d.Store.Write(ctx, func(tx *store.Tx) error { return tx.UpdateConversation(c.ID, map[string]any{"unread": 0}) })
		}},
	} {
		route(a, http.MethodPost, "/conversations/{id}/"+path, tag, do.summary, func(ctx context.Context, in *ByID) (*body[ConversationView], error) {
			_, key, err := a.thread(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			if err := do.do(ctx, key); err != nil {
				return nil, err
			}
			return a.threadOut(ctx, in.ID)
		})
	}
	route(a, http.MethodPost, "/messages/{id}/retry", tag, "Send a failed message again", func(ctx context.Context, in *struct {
		ByID
		Confirm bool `query:"confirm" doc:"Also a message that may have arrived: the customer may read it twice"`
	}) (*body[MessageView], error) {
		v, err := id(in.ID)
		if err != nil {
			return nil, err
		}
		key := store.MessageID{ID: v}
		if err := a.d.Conversations.Retry(ctx, key, in.Confirm); err != nil {
			return nil, err
		}
		return a.messageOut(ctx, key)
	})
}

func (a *API) messageOut(ctx context.Context, key store.MessageID) (*body[MessageView], error) {
	m, err := a.d.Store.MessageByID(ctx, key)
	if err != nil {
		return nil, err
	}
	out, err := a.messageViews(ctx, []store.Message{m})
	if err != nil {
		return nil, err
	}
	return ok(out[0])
}
