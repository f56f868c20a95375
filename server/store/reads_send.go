package store

import (
	"context"
	"database/sql"
)

// OpenThread is a conversation with messages to send; Due is when the first of
// them may go.
type OpenThread struct{ Conversation, Channel, Due int64 }

// OpenThreads pages through the conversations that have something to send.
func (s *Store) OpenThreads(ctx context.Context, after int64, limit int) (list []OpenThread, err error) {
	s.stats.Reads.Add(1)
	err = scan(ctx, s.rdb, `select conversation_id, channel_id, due_at from messages m where direction = 1 and state < 3 and conversation_id > ?
		and id = (select min(id) from messages o where o.conversation_id = m.conversation_id and o.direction = 1 and o.state < 3)
		order by conversation_id limit ?`, []any{after, limit}, func(r *sql.Rows) error {
		var t OpenThread
		if err := r.Scan(&t.Conversation, &t.Channel, &t.Due); err != nil {
			return err
		}
		list = append(list, t)
		return nil
	})
	return list, err
}

// OpenMessages lists a conversation's messages that are not settled, in order.
func (s *Store) OpenMessages(ctx context.Context, conversation, after int64, limit int) (list []Message, err error) {
	s.stats.Reads.Add(1)
	err = scan(ctx, s.rdb, `select id, uid, content_json, state, at, due_at, context, resends, boot from messages
		where conversation_id = ? and direction = 1 and state < 3 and id > ? order by id limit ?`, []any{conversation, after, limit}, func(r *sql.Rows) error {
		var m Message
		if err := r.Scan(&m.ID, &m.UID, &m.ContentJSON, &m.State, &m.At, &m.DueAt, &m.Context, &m.Resends, &m.Boot); err != nil {
			return err
		}
		list = append(list, m)
		return nil
	})
	return list, err
}

// AliasesOfThread lists the names of the contact of a conversation.
func (s *Store) AliasesOfThread(ctx context.Context, conversation int64) (list []string, err error) {
	s.stats.Reads.Add(1)
	err = scan(ctx, s.rdb, `select a.alias from contact_aliases a join conversations c on c.contact_id = a.contact_id where c.id = ? order by a.alias`,
		[]any{conversation}, func(r *sql.Rows) error {
			var a string
			if err := r.Scan(&a); err != nil {
				return err
			}
			list = append(list, a)
			return nil
		})
	return list, err
}
