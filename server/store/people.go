package store

import "errors"

// InsertContact adds a person with the given aliases and sets c.ID. An alias
// that belongs to somebody else is refused with ErrConflict.
func (tx *Tx) InsertContact(c *Contact, aliases ...string) error {
	c.ID = next(&tx.hot.s.ids.contact)
	c.CreatedAt, c.UpdatedAt = Millis(tx.now), Millis(tx.now)
	if c.FieldsJSON == "" {
		c.FieldsJSON = "{}"
	}
	if c.TagsJSON == "" {
		c.TagsJSON = "[]"
	}
	if err := tx.db.Create(c).Error; err != nil {
		return err
	}
	tx.Touch(TopicContact, c.ID)
	if err := tx.ensureTags(TagOfContact, c.TagsJSON); err != nil {
		return err
	}
	return tx.AddAliases(c.ID, aliases...)
}

// AddAliases makes the person known by more names.
func (tx *Tx) AddAliases(contact int64, aliases ...string) error {
	for _, a := range aliases {
		var owner int64
		err := tx.db.Raw("insert into contact_aliases(alias, contact_id) values (?, ?) on conflict(alias) do update set alias = alias returning contact_id", a, contact).Scan(&owner).Error
		if err != nil {
			return err
		}
		if owner != contact {
			return errors.Join(ErrConflict, errors.New("the alias belongs to another contact"))
		}
	}
	return nil
}

// ContactByAlias finds a person by any of the names; 0 when there is none.
func (tx *Tx) ContactByAlias(aliases ...string) (row int64, err error) {
	for _, a := range aliases {
		if err = tx.db.Raw("select contact_id from contact_aliases where alias = ?", a).Scan(&row).Error; err != nil || row != 0 {
			return row, err
		}
	}
	return 0, nil
}

// EnsureConversation finds or makes the thread of a contact on a channel.
func (tx *Tx) EnsureConversation(contact, channel int64, id ConversationID) (*Conversation, error) {
	var c Conversation
	err := tx.db.Where("contact_id = ? and channel_id = ?", contact, channel).Limit(1).Find(&c).Error
	if err != nil || c.ID != 0 {
		return &c, err
	}
	c = Conversation{ID: next(&tx.hot.s.ids.conversation), UID: id.ID[:], ContactID: contact, ChannelID: channel,
		Status: ConversationClosed, TagsJSON: "[]", CreatedAt: Millis(tx.now)}
	tx.Touch(TopicConversation, c.ID)
	return &c, tx.db.Create(&c).Error
}
