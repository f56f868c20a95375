package store

import (
	"context"
	"time"
)

// Idempotency is what is kept of a request that carried an Idempotency-Key.
type Idempotency struct {
	Principal, Route, Key string
	BodyHash              []byte
	Status                int // 0: still in work
	ContentType           string
	Response              []byte
	CreatedAt             int64
}

// TableName of Idempotency.
func (Idempotency) TableName() string { return "idempotency_keys" }

// ClaimKey takes a key for a request. When it was taken before, fresh is false and found is what is
// kept of it. Keys older than maxAge are forgotten on the way; one in work that is older than stale
// belongs to a process that died.
func (s *Store) ClaimKey(ctx context.Context, k Idempotency, maxAge, stale time.Duration) (found Idempotency, fresh bool, err error) {
	err = s.Write(ctx, func(tx *Tx) error {
		found, fresh = Idempotency{}, false
		now := Millis(tx.now)
		if err := tx.db.Exec("delete from idempotency_keys where created_at < ? or (status = 0 and created_at < ?)", now-maxAge.Milliseconds(), now-stale.Milliseconds()).Error; err != nil {
			return err
		}
		k.CreatedAt = now
		res := tx.db.Exec("insert into idempotency_keys(principal, route, key, body_hash, created_at) values (?, ?, ?, ?, ?) on conflict do nothing",
			k.Principal, k.Route, k.Key, k.BodyHash, now)
		if res.Error != nil || res.RowsAffected == 1 {
			fresh = true
			return res.Error
		}
		return one(tx.db.Where("principal = ? and route = ? and key = ?", k.Principal, k.Route, k.Key).Take(&found).Error)
	})
	return found, fresh, err
}

// KeepAnswer stores the answer of a request, to be given again.
func (s *Store) KeepAnswer(ctx context.Context, k Idempotency) error {
	return s.Write(ctx, func(tx *Tx) error {
		return tx.db.Exec("update idempotency_keys set status = ?, content_type = ?, response = ? where principal = ? and route = ? and key = ?",
			k.Status, k.ContentType, k.Response, k.Principal, k.Route, k.Key).Error
	})
}

// DropKey forgets a key whose request did nothing, so that it can be tried again.
func (s *Store) DropKey(ctx context.Context, k Idempotency) error {
	return s.Write(ctx, func(tx *Tx) error {
		return tx.db.Exec("delete from idempotency_keys where principal = ? and route = ? and key = ?", k.Principal, k.Route, k.Key).Error
	})
}
