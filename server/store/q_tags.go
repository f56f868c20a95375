package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// Tag is a word that people are sorted by.
type Tag struct {
	ID        int64
	UID       []byte
	Scope     string // contact, conversation
	Name      string
	Color     string
	CreatedAt int64
}

// Scopes of a tag.
const (
	TagOfContact      = "contact"
	TagOfConversation = "conversation"
)

// TagCount is a tag with how many have it.
type TagCount struct {
	Tag
	Count int
}

// Tags lists the tags with how many people or conversations have each.
func (s *Store) Tags(ctx context.Context, scope string) (out []TagCount, err error) {
	err = s.read.WithContext(ctx).Raw(`select t.*, coalesce(n.count, 0) as count from tags t left join (
		select 'contact' as scope, value as name, count(*) as count from contacts, json_each(contacts.tags_json) where tags_json <> '[]' group by value
		union all
		select 'conversation', value, count(*) from conversations, json_each(conversations.tags_json) where tags_json <> '[]' group by value
		) n on n.scope = t.scope and n.name = t.name where ? in ('', t.scope) order by t.name, t.scope limit 2000`, scope).Scan(&out).Error
	return out, err
}

// Tag finds a tag.
func (s *Store) Tag(ctx context.Context, id TagID) (t Tag, err error) {
	return t, one(s.read.WithContext(ctx).Where("uid = ?", id.ID[:]).Take(&t).Error)
}

// InsertTag adds a tag; ErrConflict when there is one of this name.
func (tx *Tx) InsertTag(t *Tag) error {
	t.CreatedAt = Millis(tx.now)
	tx.Touch(TopicTag, 0)
	if err := tx.db.Create(t).Error; errors.Is(err, gorm.ErrDuplicatedKey) {
		return ErrConflict
	} else if err != nil {
		return err
	}
	return tx.forgetFormer(t.Scope, t.Name)
}

// tagNames is the setting that keeps what tags were called before: published
// versions never change, and go on to mean the same tag.
const tagNames = "tag_names"

// TagNames are the present names of renamed tags, by scope and former name.
func (s *Store) TagNames(ctx context.Context) (map[string]map[string]string, error) {
	names := map[string]map[string]string{}
	if err := s.Setting(ctx, tagNames, &names); err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	return names, nil
}

func (tx *Tx) tagNames() (map[string]map[string]string, error) {
	var raw []string
	if err := tx.db.Raw("select value_json from settings where key = ?", tagNames).Scan(&raw).Error; err != nil {
		return nil, err
	}
	names := map[string]map[string]string{}
	if len(raw) > 0 {
		if err := json.Unmarshal([]byte(raw[0]), &names); err != nil {
			return nil, fmt.Errorf("setting %s: %w", tagNames, err)
		}
	}
	return names, nil
}

// forgetFormer makes a name that some tag had before a name of its own again.
func (tx *Tx) forgetFormer(scope, name string) error {
	names, err := tx.tagNames()
	if err != nil || names[scope][name] == "" {
		return err
	}
	delete(names[scope], name)
	return tx.SetSetting(tagNames, names)
}

// renamed keeps the former name of a tag.
func (tx *Tx) renamed(scope, from, to string) error {
	names, err := tx.tagNames()
	if err != nil {
		return err
	}
	if names[scope] == nil {
		names[scope] = map[string]string{}
	}
	for former, now := range names[scope] {
		if now == from {
			names[scope][former] = to
		}
	}
	names[scope][from] = to
	delete(names[scope], to)
	return tx.SetSetting(tagNames, names)
}

// EnsureTag adds a tag unless there is one of this name.
func (tx *Tx) EnsureTag(id ID, scope, name string) error {
	res := tx.db.Exec("insert into tags(scope, uid, name, created_at) values (?, ?, ?, ?) on conflict do nothing", scope, id[:], name, Millis(tx.now))
	if res.Error != nil || res.RowsAffected == 0 {
		return res.Error
	}
	tx.Touch(TopicTag, 0)
	return tx.forgetFormer(scope, name)
}

// ensureTags makes records of all tags in a JSON list.
func (tx *Tx) ensureTags(scope, raw string) error {
	if raw == "" || raw == "[]" {
		return nil
	}
	var fresh []string
	err := tx.db.Raw("select value from json_each(?) where value <> '' and not exists (select 1 from tags where scope = ? and name = value)", raw, scope).Scan(&fresh).Error
	if err != nil {
		return err
	}
	for _, name := range fresh {
		if err := tx.EnsureTag(tx.hot.s.publicIDs.New(), scope, name); err != nil {
			return err
		}
	}
	return nil
}

// tagHolders is the table whose rows carry the tags of a scope.
func tagHolders(scope string) string {
	if scope == TagOfConversation {
		return "conversations"
	}
	return "contacts"
}

// RenameTag gives a tag another name and colour, also where it is in use.
// ErrConflict when there is one of this name.
func (tx *Tx) RenameTag(t Tag, name, color string) error {
	tx.Touch(TopicTag, 0)
	err := tx.db.Exec("update tags set name = ?, color = ? where id = ?", name, color, t.ID).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return ErrConflict
	}
	if err != nil || name == t.Name {
		return err
	}
	if err := tx.renamed(t.Scope, t.Name, name); err != nil {
		return err
	}
	tx.Touch(TopicContact, 0)
	q := fmt.Sprintf(`update %[1]s set tags_json = (select json_group_array(v) from (select distinct iif(value = ?, ?, value) as v from json_each(%[1]s.tags_json)))
		where exists (select 1 from json_each(%[1]s.tags_json) where value = ?)`, tagHolders(t.Scope))
	return tx.db.Exec(q, t.Name, name, t.Name).Error
}

// DeleteTag takes a tag away, also from whoever has it.
func (tx *Tx) DeleteTag(t Tag) error {
	tx.Touch(TopicTag, 0)
	tx.Touch(TopicContact, 0)
	if err := tx.db.Exec("delete from tags where id = ?", t.ID).Error; err != nil {
		return err
	}
	q := fmt.Sprintf(`update %[1]s set tags_json = (select json_group_array(value) from json_each(%[1]s.tags_json) where value <> ?)
		where exists (select 1 from json_each(%[1]s.tags_json) where value = ?)`, tagHolders(t.Scope))
	return tx.db.Exec(q, t.Name, t.Name).Error
}

// EnsureContactField declares a field unless there is one with this key.
func (tx *Tx) EnsureContactField(f ContactField) error {
	res := tx.db.Exec("insert into contact_fields(key, label, type, created_at) values (?, ?, ?, ?) on conflict do nothing", f.Key, f.Label, f.Type, Millis(tx.now))
	if res.RowsAffected > 0 {
		tx.Touch(TopicTag, 0)
	}
	return res.Error
}

// UpdateContactField changes label and type of a field.
func (tx *Tx) UpdateContactField(key, label, kind string) error {
	tx.Touch(TopicTag, 0)
	return affected(tx.db.Exec("update contact_fields set label = ?, type = ? where key = ?", label, kind, key))
}

// DeleteContactField takes a field away, with its values when asked for.
func (tx *Tx) DeleteContactField(key string, values bool) error {
	tx.Touch(TopicTag, 0)
	if err := affected(tx.db.Exec("delete from contact_fields where key = ?", key)); err != nil || !values {
		return err
	}
	tx.Touch(TopicContact, 0)
	path := "$." + jsonKey(key)
	return tx.db.Exec("update contacts set fields_json = json_remove(fields_json, ?) where json_extract(fields_json, ?) is not null", path, path).Error
}

// FieldsInUse counts the people who have a value in each field.
func (s *Store) FieldsInUse(ctx context.Context) (map[string]int, error) {
	var rows []struct {
		Key string
		N   int
	}
	err := s.read.WithContext(ctx).Raw("select key, count(*) as n from contacts, json_each(contacts.fields_json) where fields_json <> '{}' group by key").Scan(&rows).Error
	out := make(map[string]int, len(rows))
	for _, r := range rows {
		out[r.Key] = r.N
	}
	return out, err
}

// Ad is an ad or a post that led somebody here.
type Ad struct {
	SourceID                                        string `gorm:"primaryKey"`
	SourceType, SourceURL, Headline, Body, ImageURL string
	Seen                                            int
	FirstSeenAt, LastSeenAt                         int64
}

// Ads lists the ads seen so far, the last seen first.
func (s *Store) Ads(ctx context.Context, limit int) (out []Ad, err error) {
	return out, s.read.WithContext(ctx).Order("last_seen_at desc, source_id").Limit(limit).Find(&out).Error
}

// SawAd notes that an ad led a person here, and keeps it with the person.
func (tx *Tx) SawAd(contact int64, a Ad, referral string) error {
	tx.Touch(TopicContact, contact)
	now := Millis(tx.now)
	if err := tx.db.Exec("update contacts set referral_json = ?, updated_at = ? where id = ?", referral, now, contact).Error; err != nil || a.SourceID == "" {
		return err
	}
	return tx.db.Exec(`insert into ads(source_id, source_type, source_url, headline, body, image_url, seen, first_seen_at, last_seen_at) values (?, ?, ?, ?, ?, ?, 1, ?, ?)
		on conflict(source_id) do update set seen = seen + 1, last_seen_at = excluded.last_seen_at, source_type = excluded.source_type,
		source_url = iif(excluded.source_url = '', source_url, excluded.source_url), headline = iif(excluded.headline = '', headline, excluded.headline),
		body = iif(excluded.body = '', body, excluded.body), image_url = iif(excluded.image_url = '', image_url, excluded.image_url)`,
		a.SourceID, a.SourceType, a.SourceURL, a.Headline, a.Body, a.ImageURL, now, now).Error
}

// Drafts lists every flow with its draft, for a change that concerns them all.
func (s *Store) Drafts(ctx context.Context) (out []Flow, err error) {
	return out, s.read.WithContext(ctx).Select("id", "uid", "revision", "draft_json").Order("id").Find(&out).Error
}
