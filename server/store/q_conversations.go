package store

import (
	"context"
	"slices"

	"gorm.io/gorm"
)

// ConversationFilter narrows a list of conversations, the last active first.
type ConversationFilter struct {
	Status            string
	Channel, Assignee int64
	Contact           int64
	Query             string // part of the contact's name or number
	BeforeAt, Before  int64  // time and row of the last one of the page before
	Limit             int
	// Segment and Me cut the list into parts that stand one after the other: see
	// ConversationsFor.
	Segment, Me int64
}

// The parts of a person's list: what waits for them, what waits for anybody,
// the rest.
const (
	SegmentAll int64 = iota
	SegmentMine
	SegmentNew
	SegmentRest
)

// nobody is no row of a user.
const nobody = -1

// ConversationsFor lists threads as a person wants them: theirs that are open
// first, then the new ones of everybody, then the others; each part with the
// last active first. from is the part in which the page before ended. It gives
// the part of each row. Each part is a statement of its own, so that all of
// them go by an index.
func (s *Store) ConversationsFor(ctx context.Context, f ConversationFilter, from int64) (out []Conversation, segments []int64, err error) {
	limit := f.Limit
	if f.Me == 0 {
		f.Me = nobody // a program: nothing is its own, and what nobody has is not either
	}
	// One picture for all segments: a thread that moves from one to another
	// meanwhile would else be in both, or in none.
	err = s.read.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		for f.Segment = max(from, SegmentMine); f.Segment <= SegmentRest && len(out) < limit; f.Segment++ {
			if f.Segment == SegmentMine && f.Me == nobody {
				continue
			}
			if f.Segment > from {
				f.BeforeAt, f.Before = 0, 0
			}
			f.Limit = limit - len(out)
			part, err := conversations(db, f)
			if err != nil {
				return err
			}
			for _, c := range part {
				out, segments = append(out, c), append(segments, f.Segment)
			}
		}
		return nil
	})
	return out, segments, err
}

// Conversations lists threads.
func (s *Store) Conversations(ctx context.Context, f ConversationFilter) ([]Conversation, error) {
	return conversations(s.read.WithContext(ctx), f)
}

func conversations(db *gorm.DB, f ConversationFilter) (out []Conversation, err error) {
	q := db.Model(&Conversation{}).Order("last_message_at desc, id desc").Limit(f.Limit)
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	if f.Channel > 0 {
		q = q.Where("channel_id = ?", f.Channel)
	}
	if f.Assignee > 0 {
		q = q.Where("assignee_id = ?", f.Assignee)
	}
	if f.Contact > 0 {
		q = q.Where("contact_id = ?", f.Contact)
	}
	if f.Query != "" {
		q = q.Where(`contact_id in (select id from contacts where profile_name like @p escape '\' or first_name || ' ' || last_name like @p escape '\' or phone like @p escape '\')`,
			map[string]any{"p": like(f.Query)})
	}
	switch f.Segment {
	case SegmentMine:
		q = q.Where("assignee_id = ? and status in ('new', 'in_progress')", f.Me)
	case SegmentNew:
		q = q.Where("status = 'new' and coalesce(assignee_id, 0) <> ?", f.Me)
	case SegmentRest:
		q = q.Where("status <> 'new' and not (status = 'in_progress' and coalesce(assignee_id, 0) = ?)", f.Me)
	}
	if f.Before > 0 {
		q = q.Where("(last_message_at, id) < (?, ?)", f.BeforeAt, f.Before)
	}
	return out, q.Find(&out).Error
}

// Conversation finds a thread.
func (s *Store) Conversation(ctx context.Context, id ConversationID) (c Conversation, err error) {
	err = s.read.WithContext(ctx).Where("uid = ?", id.ID[:]).Take(&c).Error
	return c, one(err)
}

// ConversationsByRow finds threads by row.
func (s *Store) ConversationsByRow(ctx context.Context, rows []int64) (map[int64]Conversation, error) {
	out := map[int64]Conversation{}
	if len(rows) == 0 {
		return out, nil
	}
	var all []Conversation
	err := s.read.WithContext(ctx).Where("id in ?", rows).Find(&all).Error
	for _, c := range all {
		out[c.ID] = c
	}
	return out, err
}

// UpdateConversation changes the named columns.
func (tx *Tx) UpdateConversation(row int64, columns map[string]any) error {
	tx.Touch(TopicConversation, row)
	return affected(tx.db.Model(&Conversation{}).Where("id = ?", row).Updates(columns))
}

// Thread lists the messages of a conversation before a row (0: the latest), oldest first.
func (s *Store) Thread(ctx context.Context, conversation, before int64, limit int) (out []Message, err error) {
	q := s.read.WithContext(ctx).Where("conversation_id = ?", conversation).Order("id desc").Limit(limit)
	if before > 0 {
		q = q.Where("id < ?", before)
	}
	if err = q.Find(&out).Error; err != nil {
		return nil, err
	}
	slices.Reverse(out)
	return out, nil
}

// MessageByID finds a message.
func (s *Store) MessageByID(ctx context.Context, id MessageID) (m Message, err error) {
	err = s.read.WithContext(ctx).Where("uid = ?", id.ID[:]).Take(&m).Error
	return m, one(err)
}

// FirstAfter finds the first message of a channel and direction that came at or after a time.
func (s *Store) FirstAfter(ctx context.Context, channel int64, direction int, at int64) (m Message, err error) {
	err = s.read.WithContext(ctx).Where("channel_id = ? and direction = ? and at >= ?", channel, direction, at).Order("id").Take(&m).Error
	return m, one(err)
}

// LiveRuns gives the live run of each conversation that has one.
func (s *Store) LiveRuns(ctx context.Context, conversations []int64) (map[int64]Run, error) {
	out := map[int64]Run{}
	if len(conversations) == 0 {
		return out, nil
	}
	var all []Run
	err := s.read.WithContext(ctx).Omit("snapshot_json").Where("live = 1 and conversation_id in ?", conversations).Find(&all).Error
	for _, r := range all {
		out[r.ConversationID] = r
	}
	return out, err
}

// DemoThread finds the demo number and, if that phone has written, its thread.
func (s *Store) DemoThread(ctx context.Context, alias string) (ch Channel, c Conversation, err error) {
	db := s.read.WithContext(ctx)
	if err = db.Where("kind = ? and archived_at is null", ChannelDemo).Order("id").Take(&ch).Error; err != nil {
		return ch, c, one(err)
	}
	err = db.Where("channel_id = ? and contact_id = (select contact_id from contact_aliases where alias = ?)", ch.ID, alias).Take(&c).Error
	return ch, c, one(err)
}
