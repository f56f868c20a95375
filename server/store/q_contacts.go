package store

import (
	"context"
	"errors"
	"strings"

	"gorm.io/gorm"
)

// ContactFilter narrows a list of contacts. The list goes by row, the newest first.
type ContactFilter struct {
	Query  string // part of a name, phone number or email address
	Tag    string
	Before int64 // row of the last one of the page before; 0: first page
	Limit  int
}

// Contacts lists people.
func (s *Store) Contacts(ctx context.Context, f ContactFilter) (out []Contact, err error) {
	q := s.read.WithContext(ctx).Order("id desc").Limit(f.Limit)
	if f.Before > 0 {
		q = q.Where("id < ?", f.Before)
	}
	if f.Query != "" {
		p := like(strings.TrimSpace(f.Query))
		q = q.Where(`(profile_name like @p escape '\' or first_name like @p escape '\' or last_name like @p escape '\' or
			first_name || ' ' || last_name like @p escape '\' or phone like @p escape '\' or email like @p escape '\')`, map[string]any{"p": p})
	}
	if f.Tag != "" {
		q = q.Where("exists (select 1 from json_each(tags_json) where value = ?)", f.Tag)
	}
	return out, q.Find(&out).Error
}

// Contact finds a person.
func (s *Store) Contact(ctx context.Context, id ContactID) (c Contact, err error) {
	err = s.read.WithContext(ctx).Where("uid = ?", id.ID[:]).Take(&c).Error
	return c, one(err)
}

// ContactsByRow finds people by row.
func (s *Store) ContactsByRow(ctx context.Context, rows []int64) (map[int64]Contact, error) {
	out := map[int64]Contact{}
	if len(rows) == 0 {
		return out, nil
	}
	var all []Contact
	err := s.read.WithContext(ctx).Where("id in ?", rows).Find(&all).Error
	for _, c := range all {
		out[c.ID] = c
	}
	return out, err
}

// Contact reads a person inside of a unit.
func (tx *Tx) Contact(row int64) (c Contact, err error) {
	err = tx.db.Where("id = ?", row).Take(&c).Error
	return c, one(err)
}

// ContactByID reads a person inside of a unit.
func (tx *Tx) ContactByID(id ContactID) (c Contact, err error) {
	err = tx.db.Where("uid = ?", id.ID[:]).Take(&c).Error
	return c, one(err)
}

// Aliases lists the names by which a person is known.
func (s *Store) Aliases(ctx context.Context, contact int64) (out []string, err error) {
	err = s.read.WithContext(ctx).Raw("select alias from contact_aliases where contact_id = ? order by alias", contact).Scan(&out).Error
	return out, err
}

// DropAliases forgets some of a person's names.
func (tx *Tx) DropAliases(contact int64, aliases ...string) error {
	if len(aliases) == 0 {
		return nil
	}
	return tx.db.Exec("delete from contact_aliases where contact_id = ? and alias in ?", contact, aliases).Error
}

// UpdateContact changes the named columns.
func (tx *Tx) UpdateContact(row int64, columns map[string]any) error {
	columns["updated_at"] = Millis(tx.now)
	tx.Touch(TopicContact, row)
	if raw, ok := columns["tags_json"].(string); ok {
		if err := tx.ensureTags(TagOfContact, raw); err != nil {
			return err
		}
	}
	return affected(tx.db.Model(&Contact{}).Where("id = ?", row).Updates(columns))
}

// DeleteContact removes a person with everything that belongs to them.
func (tx *Tx) DeleteContact(row int64) error {
	tx.Touch(TopicContact, row)
	tx.Touch(TopicConversation, 0)
	if err := tx.settleRuns("contact_id = ?", row); err != nil {
		return err
	}
	// A test that was made of what they said, or that plays with their data, is theirs too.
	var c Contact
	if err := one(tx.db.Select("uid").Where("id = ?", row).Take(&c).Error); err != nil {
		return err
	}
	if err := tx.db.Exec("delete from flow_tests where json_extract(script_json, '$.contact.id') = ?", idOf(c.UID).String()).Error; err != nil {
		return err
	}
	if err := affected(tx.db.Exec("delete from contacts where id = ?", row)); err != nil {
		return err
	}
	return tx.eventsDeleted()
}

// LastMessageAt gives when each of the people last wrote or was written to.
func (s *Store) LastMessageAt(ctx context.Context, contacts []int64) (map[int64]int64, error) {
	out := map[int64]int64{}
	if len(contacts) == 0 {
		return out, nil
	}
	var rows []struct{ ContactID, At int64 }
	err := s.read.WithContext(ctx).Raw("select contact_id, max(last_message_at) as at from conversations where contact_id in ? group by contact_id", contacts).Scan(&rows).Error
	for _, r := range rows {
		out[r.ContactID] = r.At
	}
	return out, err
}

// ContactField is a field that the owner declared for people.
type ContactField struct {
	Key       string `gorm:"primaryKey"`
	Label     string
	Type      string
	CreatedAt int64
}

// ContactFields lists the declared fields.
func (s *Store) ContactFields(ctx context.Context) (out []ContactField, err error) {
	err = s.read.WithContext(ctx).Order("label, key").Find(&out).Error
	return out, err
}

// InsertContactField declares a field; ErrConflict when its key is taken.
func (tx *Tx) InsertContactField(f *ContactField) error {
	f.CreatedAt = Millis(tx.now)
	tx.Touch(TopicContact, 0)
	if err := tx.db.Create(f).Error; errors.Is(err, gorm.ErrDuplicatedKey) {
		return ErrConflict
	} else if err != nil {
		return err
	}
	return nil
}
