package store

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// meet looks for messages whose names belong to different contacts: a person
// who was known by number and by WhatsApp user id apart. They become one, the
// older. It costs nothing unless that happens.
func (h *hotTx) meet(all []*InMessage, people map[string]int64, threads map[thread]int64) error {
	for _, m := range all {
		var first int64
		for _, a := range m.Aliases {
			row := people[a]
			if first == 0 || row == 0 || row == first {
				if first == 0 {
					first = row
				}
				continue
			}
			older, younger := min(first, row), max(first, row)
			if taken, err := h.reassigned(m, older, younger, people); err != nil || taken {
				if err != nil {
					return err
				}
				continue
			}
			if err := h.tx.MergeContacts(older, younger); err != nil {
				return err
			}
			for alias, owner := range people {
				if owner == younger {
					people[alias] = older
				}
			}
			for t, row := range threads {
				if t.contact != younger {
					continue
				}
				delete(threads, t)
				if threads[thread{older, t.channel}] == 0 {
					threads[thread{older, t.channel}] = row
				}
			}
			first = older
		}
	}
	return nil
}

// reassigned says whether the number of one contact went over to another: both
// have user ids of their own, so they are two people, and the number belongs to
// whoever writes from it now.
func (h *hotTx) reassigned(m *InMessage, a, b int64, people map[string]int64) (bool, error) {
	writer := int64(0)
	for _, alias := range m.Aliases {
		if strings.HasPrefix(alias, "uid:") && people[alias] != 0 {
			writer = people[alias]
		}
	}
	other := a + b - writer
	if writer == 0 || other == writer {
		return false, nil
	}
	var own int64
	err := h.tx.db.Raw("select count(*) from contact_aliases where contact_id = ? and alias like 'uid:%' and alias not in ?", other, m.Aliases).Scan(&own).Error
	if err != nil || own == 0 {
		return false, err
	}
	for _, alias := range m.Aliases {
		if people[alias] == other {
			if err := h.tx.db.Exec("update contact_aliases set contact_id = ? where alias = ?", writer, alias).Error; err != nil {
				return false, err
			}
			people[alias] = writer
		}
	}
	h.tx.topics.add(TopicContact, a)
	h.tx.topics.add(TopicContact, b)
	return true, h.tx.db.Exec("update contacts set phone = '' where id = ?", other).Error
}

// MergeContacts makes one contact of two: the older takes over names, fields,
// tags, conversations, messages and runs of the younger. Where both are in a
// flow on the same number, the older run ends.
func (tx *Tx) MergeContacts(older, younger int64) error {
	var a, b Contact
	for _, c := range []struct {
		row  int64
		into *Contact
	}{{older, &a}, {younger, &b}} {
		if err := one(tx.db.Where("id = ?", c.row).Take(c.into).Error); err != nil {
			return err
		}
	}
	columns, err := mergedColumns(a, b)
	if err != nil {
		return err
	}
	if err := tx.UpdateContact(older, columns); err != nil {
		return err
	}
	var threads []Conversation
	if err := tx.db.Where("contact_id = ?", younger).Find(&threads).Error; err != nil {
		return err
	}
	for _, t := range threads {
		if err := tx.mergeThread(older, t); err != nil {
			return err
		}
	}
	for _, q := range []string{"update runs set contact_id = ? where contact_id = ?", "update contact_aliases set contact_id = ? where contact_id = ?", "update trials set contact_id = ? where contact_id = ?"} {
		if err := tx.db.Exec(q, older, younger).Error; err != nil {
			return err
		}
	}
	tx.Touch(TopicContact, 0)
	return tx.db.Exec("delete from contacts where id = ?", younger).Error
}

// mergedColumns fills what the older contact lacks from the younger.
func mergedColumns(a, b Contact) (map[string]any, error) {
	set := map[string]any{}
	for column, v := range map[string][2]string{"profile_name": {a.ProfileName, b.ProfileName}, "first_name": {a.FirstName, b.FirstName}, "last_name": {a.LastName, b.LastName},
		"phone": {a.Phone, b.Phone}, "email": {a.Email, b.Email}, "url": {a.URL, b.URL}, "language": {a.Language, b.Language}, "referral_json": {a.ReferralJSON, b.ReferralJSON}} {
		if v[0] == "" && v[1] != "" {
			set[column] = v[1]
		}
	}
	if a.OptedOutAt == nil && b.OptedOutAt != nil { // a no to either is a no
		set["opted_out_at"] = *b.OptedOutAt
	}
	fields, more := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	var tags, others []string
	for _, v := range []struct {
		raw  string
		into any
	}{{a.FieldsJSON, &fields}, {b.FieldsJSON, &more}, {a.TagsJSON, &tags}, {b.TagsJSON, &others}} {
		if err := json.Unmarshal([]byte(v.raw), v.into); err != nil {
			return nil, err
		}
	}
	if len(more) > 0 {
		maps.Copy(more, fields) // the older one's values win
		raw, err := json.Marshal(more)
		if err != nil {
			return nil, err
		}
		set["fields_json"] = string(raw)
	}
	if len(others) > 0 {
		for _, t := range others {
			if !slices.Contains(tags, t) {
				tags = append(tags, t)
			}
		}
		raw, err := json.Marshal(tags)
		if err != nil {
			return nil, err
		}
		set["tags_json"] = string(raw)
	}
	return set, nil
}

// mergeThread moves a thread to the older contact, into the one that they have
// on the same number if there is one.
func (tx *Tx) mergeThread(older int64, t Conversation) error {
	var had Conversation
	err := tx.db.Where("contact_id = ? and channel_id = ?", older, t.ChannelID).Limit(1).Find(&had).Error
	if err != nil {
		return err
	}
	tx.Touch(TopicConversation, t.ID)
	if had.ID == 0 {
		return tx.db.Exec("update conversations set contact_id = ? where id = ?", older, t.ID).Error
	}
	tx.Touch(TopicConversation, had.ID)
	var live []Run
	if err := tx.db.Omit("snapshot_json").Where("live = 1 and conversation_id in ?", []int64{had.ID, t.ID}).Order("started_at, id").Find(&live).Error; err != nil {
		return err
	}
	if len(live) > 1 {
		if err := tx.endMerged(live[0]); err != nil {
			return err
		}
	}
	later := had
	if t.LastMessageAt > had.LastMessageAt {
		later = t
	}
	status := had.Status
	if had.Status == ConversationClosed || len(live) > 0 && live[len(live)-1].ConversationID == t.ID {
		status = t.Status
	}
	for _, q := range []struct {
		text string
		args []any
	}{
		{"update messages set conversation_id = ? where conversation_id = ?", []any{had.ID, t.ID}},
		{"update runs set conversation_id = ? where conversation_id = ?", []any{had.ID, t.ID}},
		{`update conversations set status = ?, unread = unread + ?, silenced_until = max(silenced_until, ?), last_inbound_at = max(last_inbound_at, ?),
			last_message_at = ?, last_text = ?, last_direction = ?, assignee_id = coalesce(assignee_id, ?) where id = ?`,
			[]any{status, t.Unread, t.SilencedUntil, t.LastInboundAt, later.LastMessageAt, later.LastText, later.LastDirection, t.AssigneeID, had.ID}},
		{"delete from conversations where id = ?", []any{t.ID}},
	} {
		if err := tx.db.Exec(q.text, q.args...).Error; err != nil {
			return err
		}
	}
	return nil
}

// endMerged cancels a run since its person is in another flow too.
func (tx *Tx) endMerged(r Run) error {
	tx.Touch(TopicRun, r.ID)
	tx.Touch(TopicFlow, r.FlowID)
	now := Millis(tx.now)
	err := tx.db.Exec(`update runs set live = 0, status = 'canceled', outcome = 'merged', wait = '', wake_at = null, ended_at = ?, seq = seq + 1,
		snapshot_json = json_remove(json_set(snapshot_json, '$.status', 'canceled', '$.outcome', 'merged'), '$.wait') where id = ?`, now, r.ID).Error
	if err != nil {
		return err
	}
	raw, err := json.Marshal([]map[string]any{{"kind": "run_ended", "at": now, "status": "canceled", "outcome": "merged"}})
	if err != nil {
		return err
	}
	if err := tx.db.Exec("insert into run_events(run_id, seq, at, events_json) values (?, ?, ?, ?)", r.ID, r.Seq+1, now, string(raw)).Error; err != nil {
		return err
	}
	return tx.AddJob(JobRunMerged, "", itoa(r.ID), tx.now)
}
