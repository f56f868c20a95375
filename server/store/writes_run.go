package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// InsertMedia adds the row of a stored file.
func (tx *Tx) InsertMedia(m *Media) error {
	m.CreatedAt = Millis(tx.now)
	m.ID = 0 // a replayed unit inserts again
	return tx.db.Create(m).Error
}

// SetContent replaces the content of a message: its file has been fetched.
func (tx *Tx) SetContent(message, conversation int64, content string) error {
	tx.Touch(TopicConversation, conversation)
	return tx.db.Exec("update messages set content_json = ? where id = ?", content, message).Error
}

// Silence makes the bot silent in a conversation until the given moment
// (SilencedForGood: until it is given back). The run inside stands still.
func (tx *Tx) Silence(conversation, until int64) error {
	tx.Touch(TopicConversation, conversation)
	if err := tx.db.Exec("update conversations set silenced_until = max(silenced_until, ?) where id = ?", until, conversation).Error; err != nil {
		return err
	}
	if until == SilencedForGood {
		return tx.db.Exec("update runs set wake_at = null where conversation_id = ? and live = 1", conversation).Error
	}
	return tx.db.Exec("update runs set wake_at = max(wake_at, ?) where conversation_id = ? and live = 1 and wake_at is not null", until, conversation).Error
}

// giveBackHold is how long a reply time-out that fell due meanwhile is held
// after the bot may speak again, so that the person can answer first.
const giveBackHold = 10 * time.Minute

// Unsilence gives a conversation back to the flow.
func (tx *Tx) Unsilence(conversation int64) error {
	tx.Touch(TopicConversation, conversation)
	err := tx.db.Exec(`update conversations set silenced_until = 0,
		status = iif(exists (select 1 from runs r where r.conversation_id = conversations.id and r.live = 1), 'flow', 'closed') where id = ?`, conversation).Error
	if err != nil {
		return err
	}
	return tx.db.Exec(`update runs set wake_at = iif(wait = 'reply', max(json_extract(snapshot_json, '$.wait.until'), ?), json_extract(snapshot_json, '$.wait.until'))
		where conversation_id = ? and live = 1 and coalesce(json_extract(snapshot_json, '$.wait.until'), 0) > 0`,
		tx.now.Add(giveBackHold).UnixMilli(), conversation).Error
}

// Speak ends the silence of a conversation in which a flow was started on
// purpose. The deadlines of the new run stay as they are.
func (tx *Tx) Speak(conversation int64) error {
	tx.Touch(TopicConversation, conversation)
	return tx.db.Exec("update conversations set silenced_until = 0 where id = ?", conversation).Error
}

// HoldDueReplies puts off reply time-outs that fell due while nothing could be
// answered: in an outage (flow 0: all), or while the flow was paused.
func (tx *Tx) HoldDueReplies(flow int64) error {
	until := tx.now.Add(giveBackHold).UnixMilli()
	return tx.db.Exec("update runs set wake_at = ? where live = 1 and wait = 'reply' and wake_at <= ? and (? = 0 or flow_id = ?)",
		until, tx.now.UnixMilli(), flow, flow).Error
}

// SetConversationStatus sets where a conversation stands.
func (tx *Tx) SetConversationStatus(conversation int64, status string) error {
	tx.Touch(TopicConversation, conversation)
	return tx.db.Exec("update conversations set status = ? where id = ?", status, conversation).Error
}

// RequeueMessage puts a failed message back into the queue. ErrConflict: it
// has not failed.
func (tx *Tx) RequeueMessage(message, conversation int64) error {
	tx.Touch(TopicConversation, conversation)
	res := tx.db.Exec("update messages set state = 0, wamid = null, due_at = 0, at = ?, resends = 0, error_code = '', error_detail = '' where id = ? and state = ?",
		tx.now.UnixMilli(), message, int(StateFailed))
	if res.Error == nil && res.RowsAffected == 0 {
		return ErrConflict
	}
	return res.Error
}

// SetConsent notes that a contact does not want messages, or wants them again.
func (tx *Tx) SetConsent(contact int64, optedOut bool) error {
	tx.Touch(TopicContact, contact)
	var at any
	if optedOut {
		at = tx.now.UnixMilli()
	}
	return tx.db.Exec("update contacts set opted_out_at = ?, updated_at = ? where id = ?", at, tx.now.UnixMilli(), contact).Error
}

// contactColumns are the parts of a contact that a flow may set.
var contactColumns = []string{"first_name", "last_name", "email", "url", "language", "phone"}

// ChangeContact sets one part of a contact: a column, or fields.<key> with a
// JSON value. Null clears it.
func (tx *Tx) ChangeContact(contact int64, field string, value json.RawMessage) error {
	tx.Touch(TopicContact, contact)
	now := tx.now.UnixMilli()
	if key, ok := cutField(field); ok {
		if string(value) == "null" {
			return tx.db.Exec("update contacts set fields_json = json_remove(fields_json, '$.' || ?), updated_at = ? where id = ?", jsonKey(key), now, contact).Error
		}
		return tx.db.Exec("update contacts set fields_json = json_set(fields_json, '$.' || ?, json(?)), updated_at = ? where id = ?", jsonKey(key), string(value), now, contact).Error
	}
	var text *string
	if err := json.Unmarshal(value, &text); err != nil {
		s := string(value)
		text = &s
	}
	if text == nil {
		text = new(string)
	}
	column := field
	if field == "name" {
		column = "first_name"
	}
	if !slices.Contains(contactColumns, column) {
		return nil // a field of a later version: nothing to lose
	}
	return tx.db.Exec("update contacts set "+column+" = ?, updated_at = ? where id = ?", *text, now, contact).Error
}

func cutField(field string) (string, bool) {
	const prefix = "fields."
	if len(field) > len(prefix) && field[:len(prefix)] == prefix {
		return field[len(prefix):], true
	}
	return "", false
}

// jsonKey quotes a key for a JSON path.
func jsonKey(key string) string {
	b, _ := json.Marshal(key)
	return string(b)
}

// SetTags stores the tags of a contact or of a conversation.
func (tx *Tx) SetTags(scope string, row int64, tags []string) error {
	names, err := tx.tagNames()
	if err != nil {
		return err
	}
	if len(names[scope]) > 0 { // a turn that was decided before the tag was renamed
		present := make([]string, 0, len(tags))
		for _, t := range tags {
			if now := names[scope][t]; now != "" {
				t = now
			}
			if !slices.Contains(present, t) {
				present = append(present, t)
			}
		}
		tags = present
	}
	raw, err := json.Marshal(tags)
	if err != nil {
		return err
	}
	if err := tx.ensureTags(scope, string(raw)); err != nil {
		return err
	}
	if scope == TagOfConversation {
		tx.Touch(TopicConversation, row)
		return tx.db.Exec("update conversations set tags_json = ? where id = ?", string(raw), row).Error
	}
	tx.Touch(TopicContact, row)
	return tx.db.Exec("update contacts set tags_json = ?, updated_at = ? where id = ?", string(raw), tx.now.UnixMilli(), row).Error
}

// AskEffect stores an effect and the job that does it.
func (tx *Tx) AskEffect(id EffectID, run int64, request []byte) error {
	var row int64
	// The id does not come first: GORM takes bytes after a parenthesis for a list.
	err := tx.db.Raw("insert into effects(run_id, uid, request_json, asked_at) values (?, ?, ?, ?) returning id", run, id.ID[:], string(request), tx.now.UnixMilli()).Scan(&row).Error
	if err != nil {
		return err
	}
	return tx.AddJob(JobEffect, "", itoa(row), tx.now)
}

// AttemptEffect notes that the call is about to be made.
func (tx *Tx) AttemptEffect(row int64) error {
	return tx.db.Exec("update effects set state = 1, boot = ? where id = ?", tx.hot.s.boot, row).Error
}

// FinishEffect stores the result and hands it to the contact's lane.
func (tx *Tx) FinishEffect(row, contact int64, result []byte, job int64) error {
	err := tx.db.Exec("update effects set state = 2, result_json = ?, done_at = ? where id = ?", string(result), tx.now.UnixMilli(), row).Error
	if err != nil {
		return err
	}
	if err := tx.FinishJob(job); err != nil {
		return err
	}
	return tx.AddJob(JobEffectResult, ContactLane(contact), itoa(row), tx.now)
}

// PutOffRun moves the deadline of a live run.
func (tx *Tx) PutOffRun(run, until int64) error {
	return tx.db.Exec("update runs set wake_at = ? where id = ? and live = 1", until, run).Error
}

// SetProfile notes the name at WhatsApp or the number that a message told;
// empty ones stay as they are.
func (tx *Tx) SetProfile(contact int64, name, phone string) error {
	tx.Touch(TopicContact, contact)
	return tx.db.Exec("update contacts set profile_name = iif(? = '', profile_name, ?), phone = iif(? = '', phone, ?), updated_at = ? where id = ?",
		name, name, phone, phone, tx.now.UnixMilli(), contact).Error
}

// MoveContact follows a person to a new number or WhatsApp id. Names that
// belong to somebody else already stay theirs.
func (tx *Tx) MoveContact(contact int64, waID, userID, previousUserID string) error {
	tx.Touch(TopicContact, contact)
	if waID != "" {
		if err := tx.db.Exec("delete from contact_aliases where contact_id = ? and alias like 'wa:%' and alias <> ?", contact, "wa:"+waID).Error; err != nil {
			return err
		}
		if err := tx.db.Exec("insert into contact_aliases(alias, contact_id) values (?, ?) on conflict do nothing", "wa:"+waID, contact).Error; err != nil {
			return err
		}
		if err := tx.SetProfile(contact, "", "+"+waID); err != nil {
			return err
		}
	}
	if userID == "" {
		return nil
	}
	if previousUserID != "" {
		if err := tx.db.Exec("delete from contact_aliases where contact_id = ? and alias = ?", contact, "uid:"+previousUserID).Error; err != nil {
			return err
		}
	}
	return tx.db.Exec("insert into contact_aliases(alias, contact_id) values (?, ?) on conflict do nothing", "uid:"+userID, contact).Error
}

// uploadLife is how long Meta knows an uploaded file: 30 days, less a margin.
const uploadLife = 29 * 24 * time.Hour

// UploadedAs is Meta's id of a file for a number; ErrNotFound when it must be
// uploaded (again).
func (s *Store) UploadedAs(ctx context.Context, media, channel int64) (graphID string, err error) {
	err = s.rdb.QueryRowContext(ctx, "select graph_id from media_uploads where media_id = ? and channel_id = ? and uploaded_at > ?",
		media, channel, s.now().Add(-uploadLife).UnixMilli()).Scan(&graphID)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return graphID, err
}

// KeepUpload notes Meta's id of a file for a number.
func (tx *Tx) KeepUpload(media, channel int64, graphID string) error {
	return tx.db.Exec("insert or replace into media_uploads(media_id, channel_id, graph_id, uploaded_at) values (?, ?, ?, ?)", media, channel, graphID, tx.now.UnixMilli()).Error
}
