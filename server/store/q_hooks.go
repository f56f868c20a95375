package store

import (
	"context"
	"time"
)

// FlowHook holds the secrets of a flow's webhook.
type FlowHook struct {
	FlowID                  int64 `gorm:"primaryKey"`
	SecretSealed, OldSealed []byte
	OldUntil                int64 // the old secret signs too until then
	CreatedAt               int64
}

// States of a hook delivery.
const (
	HookOpen      = 0
	HookDelivered = 1
	HookGivenUp   = 2
)

// HookDelivery is one event that a flow tells somebody.
type HookDelivery struct {
	ID         int64
	UID        []byte
	FlowID     int64
	RunID      *int64
	Event, URL string
	Body       string
	State      int
	Tries      int
	IsTest     bool
	CreatedAt  int64
	NextAt     *int64
	DoneAt     *int64
}

// HookAttempt is one call that told it, or tried to.
type HookAttempt struct {
	ID          int64
	DeliveryID  int64
	At          int64
	Status      int
	Error       string
	HeadersJSON string
	Answer      string
	ElapsedMS   int64 `gorm:"column:elapsed_ms"`
}

// FlowHook finds the secrets of a flow's webhook.
func (s *Store) FlowHook(ctx context.Context, flow int64) (h FlowHook, err error) {
	return h, one(s.read.WithContext(ctx).Where("flow_id = ?", flow).Take(&h).Error)
}

// EnsureFlowHook keeps the secret unless there is one.
func (tx *Tx) EnsureFlowHook(flow int64, secret []byte) error {
	return tx.db.Exec("insert into flow_hooks(flow_id, secret_sealed, created_at) values (?, ?, ?) on conflict do nothing", flow, secret, Millis(tx.now)).Error
}

// RotateFlowHook makes a new secret; the old one signs too until the moment.
func (tx *Tx) RotateFlowHook(flow int64, secret []byte, until time.Time) error {
	return tx.db.Exec("update flow_hooks set old_sealed = secret_sealed, old_until = ?, secret_sealed = ? where flow_id = ?", Millis(until), secret, flow).Error
}

// InsertHook stores a delivery that somebody waits for: a test.
func (tx *Tx) InsertHook(d *HookDelivery) error {
	d.ID = 0 // a replayed unit inserts again
	d.CreatedAt = Millis(tx.now)
	d.NextAt = &d.CreatedAt
	tx.Touch(TopicHook, 0)
	return tx.db.Create(d).Error
}

// QueueHook stores a delivery and the job that makes it.
func (tx *Tx) QueueHook(d *HookDelivery) error {
	if err := tx.InsertHook(d); err != nil {
		return err
	}
	return tx.AddJob(JobHook, "", itoa(d.ID), tx.now)
}

// ReplayHook opens a delivery again.
func (tx *Tx) ReplayHook(d HookDelivery) error {
	tx.Touch(TopicHook, 0)
	if err := tx.db.Exec("update hook_deliveries set state = 0, tries = 0, next_at = ?, done_at = null where id = ?", Millis(tx.now), d.ID).Error; err != nil {
		return err
	}
	return tx.AddJob(JobHook, "", itoa(d.ID), tx.now)
}

// HookAttempted notes a call and what the delivery has become. next is when it
// is called again; zero with HookOpen is not used.
func (tx *Tx) HookAttempted(a HookAttempt, state int, next time.Time) error {
	a.ID, a.At = 0, Millis(tx.now)
	if err := tx.db.Create(&a).Error; err != nil {
		return err
	}
	tx.Touch(TopicHook, 0)
	var due, done any
	if state == HookOpen {
		due = Millis(next)
	} else {
		done = Millis(tx.now)
	}
	return tx.db.Exec("update hook_deliveries set state = ?, tries = tries + 1, next_at = ?, done_at = ? where id = ?", state, due, done, a.DeliveryID).Error
}

// HookDeliveryRow finds a delivery by its row.
func (s *Store) HookDeliveryRow(ctx context.Context, row int64) (d HookDelivery, err error) {
	return d, one(s.read.WithContext(ctx).Where("id = ?", row).Take(&d).Error)
}

// HookDelivery finds a delivery.
func (s *Store) HookDelivery(ctx context.Context, id HookID) (d HookDelivery, err error) {
	return d, one(s.read.WithContext(ctx).Where("uid = ?", id.ID[:]).Take(&d).Error)
}

// HookDeliveries lists the deliveries of a flow, the latest first.
func (s *Store) HookDeliveries(ctx context.Context, flow, before int64, limit int) (out []HookDelivery, err error) {
	q := s.read.WithContext(ctx).Where("flow_id = ?", flow).Order("id desc").Limit(limit)
	if before > 0 {
		q = q.Where("id < ?", before)
	}
	return out, q.Find(&out).Error
}

// HookAttempts lists the calls of deliveries in order.
func (s *Store) HookAttempts(ctx context.Context, deliveries []int64) (map[int64][]HookAttempt, error) {
	out := map[int64][]HookAttempt{}
	if len(deliveries) == 0 {
		return out, nil
	}
	var all []HookAttempt
	err := s.read.WithContext(ctx).Where("delivery_id in ?", deliveries).Order("id").Find(&all).Error
	for _, a := range all {
		out[a.DeliveryID] = append(out[a.DeliveryID], a)
	}
	return out, err
}
