package store

import (
	"context"
	"time"
)

const (
	// sweepPiece is how many rows are deleted in one commit, so that no message
	// waits for it.
	sweepPiece = 500
	// rawKept is how long raw deliveries are kept after they were read: long
	// enough to look into a complaint of last month.
	rawKept = 30 * 24 * time.Hour
	// orphansKept is how long a status may wait for its message: other tools on
	// the same number leave many.
	orphansKept = 2 * time.Hour
	// keysKept is how long an Idempotency-Key is remembered.
	keysKept = 24 * time.Hour
	// effectsKept is how long the bodies of calls are kept.
	effectsKept = 30 * 24 * time.Hour
	// hooksKept is how long the log of flow webhooks is kept.
	hooksKept = 30 * 24 * time.Hour
)

// Sweep deletes what has served its time. Messages and their ids stay, so that
// nothing redelivered is taken twice.
func (s *Store) Sweep(ctx context.Context) error {
	for _, p := range []struct {
		q    string
		kept time.Duration
	}{
		{"delete from feed where id in (select id from feed where at < ? limit ?)", FeedKept},
		{"delete from deliveries where id in (select id from deliveries where at < ? and error = '' limit ?)", rawKept},
		{"delete from orphan_statuses where id in (select id from orphan_statuses where at < ? limit ?)", orphansKept},
		{"delete from idempotency_keys where (principal, route, key) in (select principal, route, key from idempotency_keys where created_at < ? limit ?)", keysKept},
		{"delete from effects where id in (select id from effects where state = 2 and done_at < ? limit ?)", effectsKept},
		{"delete from hook_deliveries where id in (select id from hook_deliveries where done_at < ? limit ?)", hooksKept},
		{"delete from preview_links where id in (select id from preview_links where expires_at < ? limit ?)", 0},
		{"delete from sessions where id in (select id from sessions where expires_at < ? limit ?)", 0},
	} {
		for {
			var n int64
			err := s.Write(ctx, func(tx *Tx) error {
				res := tx.db.Exec(p.q, tx.now.Add(-p.kept).UnixMilli(), sweepPiece)
				n = res.RowsAffected
				return res.Error
			})
			if err != nil {
				return err
			}
			if n < sweepPiece {
				break
			}
		}
	}
	return nil
}
