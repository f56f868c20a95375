package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// one turns GORM's "record not found" into ours.
func one(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return ErrNotFound
	}
	return err
}

// affected turns an update that met no row into ErrNotFound.
func affected(res *gorm.DB) error {
	if res.Error == nil && res.RowsAffected == 0 {
		return ErrNotFound
	}
	return res.Error
}

// Setting reads a setting into the value; a missing one leaves it as it is and is ErrNotFound.
func (s *Store) Setting(ctx context.Context, key string, into any) error {
	var raw []string
	if err := s.read.WithContext(ctx).Raw("select value_json from settings where key = ?", key).Scan(&raw).Error; err != nil {
		return err
	}
	if len(raw) == 0 {
		return ErrNotFound
	}
	if err := json.Unmarshal([]byte(raw[0]), into); err != nil {
		return fmt.Errorf("setting %s: %w", key, err)
	}
	return nil
}

// SetSetting writes a setting.
func (tx *Tx) SetSetting(key string, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return tx.db.Exec("insert into settings(key, value_json) values (?, ?) on conflict(key) do update set value_json = excluded.value_json", key, string(raw)).Error
}

// DeleteSetting removes a setting.
func (tx *Tx) DeleteSetting(key string) error {
	return tx.db.Exec("delete from settings where key = ?", key).Error
}

// CountUsers counts the people who may sign in.
func (s *Store) CountUsers(ctx context.Context) (n int64, err error) {
	err = s.read.WithContext(ctx).Raw("select count(*) from users where disabled_at is null").Scan(&n).Error
	return n, err
}

// CountUsers counts inside of a unit, for "only when there is none".
func (tx *Tx) CountUsers() (n int64, err error) {
	err = tx.db.Raw("select count(*) from users where disabled_at is null").Scan(&n).Error
	return n, err
}

// UserByEmail finds somebody who may sign in.
func (s *Store) UserByEmail(ctx context.Context, email string) (u User, err error) {
	err = s.read.WithContext(ctx).Where("email = ? and disabled_at is null", email).Take(&u).Error
	return u, one(err)
}

// User finds somebody by row.
func (s *Store) User(ctx context.Context, row int64) (u User, err error) {
	err = s.read.WithContext(ctx).Where("id = ?", row).Take(&u).Error
	return u, one(err)
}

// UserNames gives the names of users by row, for lists.
func (s *Store) UserNames(ctx context.Context, rows []int64) (map[int64]User, error) {
	out := map[int64]User{}
	if len(rows) == 0 {
		return out, nil
	}
	var users []User
	err := s.read.WithContext(ctx).Select("id", "uid", "name", "email").Where("id in ?", rows).Find(&users).Error
	for _, u := range users {
		out[u.ID] = u
	}
	return out, err
}

// InsertUser adds somebody.
func (tx *Tx) InsertUser(u *User) error {
	u.CreatedAt = Millis(tx.now)
	if err := tx.db.Create(u).Error; errors.Is(err, gorm.ErrDuplicatedKey) {
		return ErrConflict
	} else if err != nil {
		return err
	}
	return nil
}

// UpdateUser changes the named columns.
func (tx *Tx) UpdateUser(row int64, columns map[string]any) error {
	return affected(tx.db.Model(&User{}).Where("id = ?", row).Updates(columns))
}

// InsertSession adds a sign-in.
func (tx *Tx) InsertSession(x *Session) error { return tx.db.Create(x).Error }

// SessionUser finds a living session and who it belongs to.
func (s *Store) SessionUser(ctx context.Context, id SessionID, now time.Time) (Session, User, error) {
	return s.session(ctx, "uid = ?", id.ID[:], now)
}

// SessionByRefresh finds the living session of a refresh token.
func (s *Store) SessionByRefresh(ctx context.Context, hash []byte, now time.Time) (Session, User, error) {
	return s.session(ctx, "refresh_hash = ?", hash, now)
}

func (s *Store) session(ctx context.Context, where string, value any, now time.Time) (x Session, u User, err error) {
	db := s.read.WithContext(ctx)
	if err = db.Where(where+" and revoked_at is null and expires_at > ?", value, Millis(now)).Take(&x).Error; err != nil {
		return x, u, one(err)
	}
	err = db.Where("id = ? and disabled_at is null", x.UserID).Take(&u).Error
	return x, u, one(err)
}

// Sessions lists somebody's living sessions, the latest used first.
func (s *Store) Sessions(ctx context.Context, user int64, now time.Time) (out []Session, err error) {
	err = s.read.WithContext(ctx).Where("user_id = ? and revoked_at is null and expires_at > ?", user, Millis(now)).Order("used_at desc, id desc").Limit(200).Find(&out).Error
	return out, err
}

// UseSession notes that a session was used and moves its end.
func (tx *Tx) UseSession(row int64, until time.Time) error {
	return tx.db.Exec("update sessions set used_at = ?, expires_at = ? where id = ? and revoked_at is null", Millis(tx.now), Millis(until), row).Error
}

// RevokeSession ends one of somebody's sessions.
func (tx *Tx) RevokeSession(user int64, id SessionID) error {
	return affected(tx.db.Exec("update sessions set revoked_at = ? where user_id = ? and uid = ? and revoked_at is null", Millis(tx.now), user, id.ID[:]))
}

// RevokeOtherSessions ends all of somebody's sessions but one (0: all).
func (tx *Tx) RevokeOtherSessions(user, except int64) error {
	return tx.db.Exec("update sessions set revoked_at = ? where user_id = ? and id <> ? and revoked_at is null", Millis(tx.now), user, except).Error
}

// APIKeyByHash finds a living key.
func (s *Store) APIKeyByHash(ctx context.Context, hash []byte) (k APIKey, err error) {
	err = s.read.WithContext(ctx).Where("hash = ? and revoked_at is null", hash).Take(&k).Error
	return k, one(err)
}

// APIKeys lists the living keys, the newest first.
func (s *Store) APIKeys(ctx context.Context) (out []APIKey, err error) {
	err = s.read.WithContext(ctx).Where("revoked_at is null").Order("id desc").Limit(1000).Find(&out).Error
	return out, err
}

// InsertAPIKey adds a key.
func (tx *Tx) InsertAPIKey(k *APIKey) error {
	k.CreatedAt = Millis(tx.now)
	return tx.db.Create(k).Error
}

// UseAPIKey notes that a key was used.
func (tx *Tx) UseAPIKey(row int64) error {
	return tx.db.Exec("update api_keys set used_at = ? where id = ?", Millis(tx.now), row).Error
}

// RevokeAPIKey ends a key.
func (tx *Tx) RevokeAPIKey(id APIKeyID) error {
	return affected(tx.db.Exec("update api_keys set revoked_at = ? where uid = ? and revoked_at is null", Millis(tx.now), id.ID[:]))
}

// Audit is one line of the audit log.
type Audit struct {
	ID                         int64
	At                         int64
	Principal, Action, Subject string
	DetailJSON                 string
}

// TableName of Audit.
func (Audit) TableName() string { return "audit" }

// Note adds a line to the audit log, in the unit that it tells of. The detail must hold no secret.
func (tx *Tx) Note(principal, action, subject string, detail any) error {
	raw := []byte("{}")
	if detail != nil {
		var err error
		if raw, err = json.Marshal(detail); err != nil {
			return err
		}
	}
	return tx.db.Create(&Audit{At: Millis(tx.now), Principal: principal, Action: action, Subject: subject, DetailJSON: string(raw)}).Error
}

// Audits lists the audit log before a row (0: from the newest).
func (s *Store) Audits(ctx context.Context, before int64, limit int) (out []Audit, err error) {
	q := s.read.WithContext(ctx).Order("id desc").Limit(limit)
	if before > 0 {
		q = q.Where("id < ?", before)
	}
	return out, q.Find(&out).Error
}

// Users lists the people who may sign in, by name.
func (s *Store) Users(ctx context.Context) (out []User, err error) {
	return out, s.read.WithContext(ctx).Omit("password_hash").Where("disabled_at is null").Order("name, id").Find(&out).Error
}

// UserByID finds somebody who may sign in.
func (s *Store) UserByID(ctx context.Context, id UserID) (u User, err error) {
	return u, one(s.read.WithContext(ctx).Omit("password_hash").Where("uid = ? and disabled_at is null", id.ID[:]).Take(&u).Error)
}
