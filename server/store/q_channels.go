package store

import (
	"context"
	"errors"

	"gorm.io/gorm"
)

// Channels lists the channels in use, the demo number first.
func (s *Store) Channels(ctx context.Context) (out []Channel, err error) {
	err = s.read.WithContext(ctx).Where("archived_at is null").Order("kind = 'demo' desc, id").Find(&out).Error
	return out, err
}

// Channel finds a channel, archived or not.
func (s *Store) Channel(ctx context.Context, id ChannelID) (c Channel, err error) {
	err = s.read.WithContext(ctx).Where("uid = ?", id.ID[:]).Take(&c).Error
	return c, one(err)
}

// ChannelByRow finds a channel by its row.
func (s *Store) ChannelByRow(ctx context.Context, row int64) (c Channel, err error) {
	err = s.read.WithContext(ctx).Where("id = ?", row).Take(&c).Error
	return c, one(err)
}

// ChannelsByRow finds channels by row, archived ones too.
func (s *Store) ChannelsByRow(ctx context.Context, rows []int64) (map[int64]Channel, error) {
	out := map[int64]Channel{}
	if len(rows) == 0 {
		return out, nil
	}
	var all []Channel
	err := s.read.WithContext(ctx).Where("id in ?", rows).Find(&all).Error
	for _, c := range all {
		out[c.ID] = c
	}
	return out, err
}

// InsertChannel adds a channel; ErrConflict when its number is connected already.
func (tx *Tx) InsertChannel(c *Channel) error {
	c.CreatedAt, c.UpdatedAt = Millis(tx.now), Millis(tx.now)
	if c.ChecksJSON == "" {
		c.ChecksJSON = "[]"
	}
	if c.NoticesJSON == "" {
		c.NoticesJSON = "[]"
	}
	if err := tx.db.Create(c).Error; errors.Is(err, gorm.ErrDuplicatedKey) {
		return ErrConflict
	} else if err != nil {
		return err
	}
	tx.Touch(TopicChannel, c.ID)
	return nil
}

// UpdateChannel changes the named columns; ErrConflict when its number is connected already.
func (tx *Tx) UpdateChannel(row int64, columns map[string]any) error {
	columns["updated_at"] = Millis(tx.now)
	tx.Touch(TopicChannel, row)
	res := tx.db.Model(&Channel{}).Where("id = ?", row).Updates(columns)
	if errors.Is(res.Error, gorm.ErrDuplicatedKey) {
		return ErrConflict
	}
	return affected(res)
}

// SawSigned notes that a webhook with a right signature has come for a channel.
func (tx *Tx) SawSigned(row int64) error {
	tx.Touch(TopicChannel, row)
	return tx.db.Exec("update channels set last_signed_at = ? where id = ?", Millis(tx.now), row).Error
}
