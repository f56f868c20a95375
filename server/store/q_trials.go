package store

import (
	"context"
	"time"
)

const (
	// TrialCodeTime is how long a code waits to be written.
	TrialCodeTime = 10 * time.Minute
	// TrialCodeMark begins every code: a word that nobody writes by chance.
	TrialCodeMark = "flusso-"
	// TrialCodeLetters have no vowels, which make words, and nothing that is
	// mistaken for something else.
	TrialCodeLetters = "bcdfghjkmnpqrstvwxyz23456789"
)

// NewTrialCode makes a code from the random part of an id.
func NewTrialCode(id ID) string {
	b := []byte(TrialCodeMark)
	for _, c := range id[len(id)-6:] {
		b = append(b, TrialCodeLetters[int(c)%len(TrialCodeLetters)])
	}
	return string(b)
}

// Trial is a draft that one phone talks to for a while.
type Trial struct {
	ID                       int64
	UID                      []byte
	FlowID                   int64 // whose draft it is
	HiddenID                 int64 // the flow that holds what was frozen
	VersionID                int64 // of the hidden flow: what the next start enters
	Revision                 int64 // of the draft when it was frozen
	ChannelID                int64
	Code                     string // folded
	ContactID                *int64 // who wrote the code
	CreatedBy                *int64
	CreatedAt, CodeExpiresAt int64
	TakenAt, ExpiresAt       *int64
	EndedAt                  *int64
}

// Deadline is when the trial ends by itself: its code when nobody wrote it,
// else its time with the phone.
func (t Trial) Deadline() int64 {
	if t.ExpiresAt != nil {
		return *t.ExpiresAt
	}
	return t.CodeExpiresAt
}

// Over says whether the trial has ended, or should have.
func (t Trial) Over(now int64) bool { return t.EndedAt != nil || t.Deadline() <= now }

// InsertTrial adds a trial, with the job that follows it to its end.
func (tx *Tx) InsertTrial(t *Trial) error {
	t.CreatedAt = Millis(tx.now)
	if err := tx.db.Create(t).Error; err != nil {
		return err
	}
	tx.Touch(TopicTrial, 0)
	return tx.AddJob(JobTrial, "", itoa(t.ID), Time(t.CodeExpiresAt))
}

// TakeTrial binds a trial to whoever wrote its code, and ends the others that
// they are in on the same number. ErrConflict: somebody else was faster.
func (tx *Tx) TakeTrial(row, contact, channel, until int64) error {
	now := Millis(tx.now)
	res := tx.db.Exec("update trials set contact_id = ?, taken_at = ?, expires_at = ? where id = ? and taken_at is null and ended_at is null", contact, now, until, row)
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected == 0 {
		return ErrConflict
	}
	tx.Touch(TopicTrial, 0)
	return tx.db.Exec("update trials set ended_at = ? where contact_id = ? and channel_id = ? and ended_at is null and id <> ?", now, contact, channel, row).Error
}

// FreezeTrial makes another version what the next start enters.
func (tx *Tx) FreezeTrial(row, version, revision int64) error {
	tx.Touch(TopicTrial, 0)
	return tx.db.Exec("update trials set version_id = ?, revision = ? where id = ?", version, revision, row).Error
}

// EndTrial ends a trial as it was read: taken or not. ErrConflict: it has been
// taken since.
func (tx *Tx) EndTrial(t Trial) error {
	tx.Touch(TopicTrial, 0)
	res := tx.db.Exec("update trials set ended_at = coalesce(ended_at, ?) where id = ? and taken_at is ?", Millis(tx.now), t.ID, t.TakenAt)
	if res.Error == nil && res.RowsAffected == 0 {
		return ErrConflict
	}
	return res.Error
}

// Trial finds a trial of a flow.
func (s *Store) Trial(ctx context.Context, flow int64, id TrialID) (t Trial, err error) {
	return t, one(s.read.WithContext(ctx).Where("flow_id = ? and uid = ?", flow, id.ID[:]).Take(&t).Error)
}

// TrialRow reads a trial by its row key.
func (s *Store) TrialRow(ctx context.Context, row int64) (t Trial, err error) {
	return t, one(s.read.WithContext(ctx).Where("id = ?", row).Take(&t).Error)
}

// OpenTrials lists the trials of a flow that have not ended, the newest first.
func (s *Store) OpenTrials(ctx context.Context, flow int64) (out []Trial, err error) {
	err = s.read.WithContext(ctx).Where("flow_id = ? and ended_at is null", flow).Order("id desc").Limit(flowLimit).Find(&out).Error
	return out, err
}

// AnyTrial says whether any trial has not ended.
func (s *Store) AnyTrial(ctx context.Context) (any bool, err error) {
	err = s.rdb.QueryRowContext(ctx, "select exists (select 1 from trials where ended_at is null)").Scan(&any)
	return any, err
}

// TrialByCode finds the trial of a folded code, ended or not.
func (s *Store) TrialByCode(ctx context.Context, code string) (t Trial, err error) {
	s.stats.Reads.Add(1)
	return t, one(s.read.WithContext(ctx).Where("code = ?", code).Take(&t).Error)
}

// TrialOf finds the trial that a contact is in on a number.
func (s *Store) TrialOf(ctx context.Context, contact, channel int64) (t Trial, err error) {
	s.stats.Reads.Add(1)
	return t, one(s.read.WithContext(ctx).Where("contact_id = ? and channel_id = ? and ended_at is null and expires_at > ?", contact, channel, s.now().UnixMilli()).
		Order("taken_at desc, id desc").Take(&t).Error)
}

// ThreadRow finds the thread of a contact on a channel.
func (s *Store) ThreadRow(ctx context.Context, contact, channel int64) (c Conversation, err error) {
	return c, one(s.read.WithContext(ctx).Where("contact_id = ? and channel_id = ?", contact, channel).Take(&c).Error)
}
