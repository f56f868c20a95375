package store

import (
	"context"
	"database/sql"
	"encoding/json"
)

// MovePeople is what becomes of the people inside older versions of a flow.
type MovePeople struct {
	Flow    int64  `json:"flow"`
	Version int64  `json:"version"` // row of the new one
	Mode    string `json:"mode"`
}

// Modes of MovePeople. Who finishes their version needs none.
const (
	PeopleFinish = "finish"
	PeopleMove   = "move"
	PeopleEnd    = "end"
)

// MovePeople queues what becomes of the people inside older versions.
func (tx *Tx) MovePeople(m MovePeople) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return tx.AddJob(JobMovePeople, "", string(raw), tx.now)
}

// OlderRuns lists live runs of a flow in versions before the given one.
func (s *Store) OlderRuns(ctx context.Context, flow, version, after int64, limit int) (list []DueRun, err error) {
	err = scan(ctx, s.rdb, "select id, contact_id, conversation_id from runs where flow_id = ? and live = 1 and version_id < ? and id > ? order by id limit ?",
		[]any{flow, version, after, limit}, func(r *sql.Rows) error {
			var d DueRun
			if err := r.Scan(&d.Run, &d.Contact, &d.Conversation); err != nil {
				return err
			}
			list = append(list, d)
			return nil
		})
	return list, err
}

// SetRunVersion moves a run to another version of its flow. seq is that of the
// event "moved": what has a lower one was done in the version before.
func (tx *Tx) SetRunVersion(run, version, seq int64) error {
	err := tx.db.Exec("insert into run_moves(run_id, seq, from_version, to_version) select id, ?, version_id, ? from runs where id = ?", seq, version, run).Error
	if err != nil {
		return err
	}
	return tx.db.Exec("update runs set version_id = ? where id = ?", version, run).Error
}

// Assign gives a conversation to somebody on behalf of a run.
func (tx *Tx) Assign(conversation int64, user UserID, run int64) error {
	tx.Touch(TopicConversation, conversation)
	return tx.db.Exec("update conversations set assignee_id = (select id from users where uid = ? and disabled_at is null), assigned_run = ? where id = ?",
		user.ID[:], run, conversation).Error
}

// Unassign takes a conversation away from whoever had it.
func (tx *Tx) Unassign(conversation int64) error {
	tx.Touch(TopicConversation, conversation)
	return tx.db.Exec("update conversations set assignee_id = null, assigned_run = 0 where id = ?", conversation).Error
}

// HandOver leaves a conversation to a person: unread, and flows keep silent in
// it until it is closed or given back.
func (tx *Tx) HandOver(conversation int64) error {
	tx.Touch(TopicConversation, conversation)
	return tx.db.Exec("update conversations set unread = max(unread, 1), assigned_run = 0, silenced_until = ? where id = ?", int64(SilencedForGood), conversation).Error
}

// CloseConversation ends a matter: flows may answer again, and nobody has it.
func (tx *Tx) CloseConversation(conversation int64) error {
	tx.Touch(TopicConversation, conversation)
	return tx.db.Exec("update conversations set status = 'closed', silenced_until = 0, assignee_id = null, assigned_run = 0, unread = 0 where id = ?", conversation).Error
}
