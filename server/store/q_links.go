package store

import (
	"context"
	"encoding/base64"
	"io"
	"time"
)

// LinkID names a preview link.
type LinkID struct{ ID }

// PreviewLink lets anybody who has its token try the draft of a flow, until it ends. Withdrawn ones
// are deleted.
type PreviewLink struct {
	ID                   int64
	UID                  []byte
	FlowID               int64
	TokenHash            []byte // what is looked up
	TokenSealed          []byte // so that who made it can copy it again
	AuthorID             *int64
	CreatedAt, ExpiresAt int64
}

// tokenBytes is the randomness of a token that stands in an address: 160 bits cannot be guessed, and
// the QR code stays coarse enough for any camera.
const tokenBytes = 20

// Token makes a random token that may stand in an address.
func (s *IDSource) Token() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var raw [tokenBytes]byte
	if _, err := io.ReadFull(s.rand, raw[:]); err != nil {
		panic("no randomness: " + err.Error()) // crypto/rand never fails on a supported system
	}
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// PreviewLinks lists the links of a flow that have not ended, the newest first.
func (s *Store) PreviewLinks(ctx context.Context, flow int64, now time.Time) (out []PreviewLink, err error) {
	return out, s.read.WithContext(ctx).Where("flow_id = ? and expires_at > ?", flow, Millis(now)).Order("id desc").Limit(flowLimit).Find(&out).Error
}

// PreviewLinkFlow finds a link that has not ended, with its flow as it is now.
func (s *Store) PreviewLinkFlow(ctx context.Context, hash []byte, now time.Time) (l PreviewLink, f Flow, err error) {
	db := s.read.WithContext(ctx)
	if err = db.Where("token_hash = ? and expires_at > ?", hash, Millis(now)).Take(&l).Error; err != nil {
		return l, f, one(err)
	}
	return l, f, one(db.Where("id = ? and archived_at is null", l.FlowID).Take(&f).Error)
}

// InsertPreviewLink adds a link.
func (tx *Tx) InsertPreviewLink(l *PreviewLink) error {
	l.CreatedAt = Millis(tx.now)
	tx.Touch(TopicFlow, l.FlowID)
	return tx.db.Create(l).Error
}

// DeletePreviewLink withdraws a link of a flow.
func (tx *Tx) DeletePreviewLink(flow int64, id LinkID) error {
	tx.Touch(TopicFlow, flow)
	return affected(tx.db.Exec("delete from preview_links where flow_id = ? and uid = ?", flow, id.ID[:]))
}
