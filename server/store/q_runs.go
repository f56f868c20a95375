package store

import "context"

// RunFilter narrows a list of runs, the latest first.
type RunFilter struct {
	Flow, Contact int64
	Status, Step  string
	Before        int64
	Limit         int
}

// Runs lists runs without their snapshots.
func (s *Store) Runs(ctx context.Context, f RunFilter) (out []Run, err error) {
	q := s.read.WithContext(ctx).Omit("snapshot_json").Order("id desc").Limit(f.Limit)
	if f.Flow > 0 {
		q = q.Where("flow_id = ?", f.Flow)
	}
	if f.Contact > 0 {
		q = q.Where("contact_id = ?", f.Contact)
	}
	switch f.Status {
	case "":
	case "live":
		q = q.Where("live = 1")
	default:
		q = q.Where("status = ?", f.Status)
	}
	if f.Step != "" {
		q = q.Where("live = 1 and step = ?", f.Step)
	}
	if f.Before > 0 {
		q = q.Where("id < ?", f.Before)
	}
	return out, q.Find(&out).Error
}

// Run finds a run.
func (s *Store) Run(ctx context.Context, id RunID) (r Run, err error) {
	err = s.read.WithContext(ctx).Where("uid = ?", id.ID[:]).Take(&r).Error
	return r, one(err)
}

// RunSprint is one turn of a run: its events as a JSON array.
type RunSprint struct {
	ID, RunID, Seq, At int64
	EventsJSON         string
}

// TableName of RunSprint.
func (RunSprint) TableName() string { return "run_events" }

// RunEvents lists the turns of a run in order.
func (s *Store) RunEvents(ctx context.Context, run int64, limit int) (out []RunSprint, err error) {
	err = s.read.WithContext(ctx).Where("run_id = ?", run).Order("seq, id").Limit(limit).Find(&out).Error
	return out, err
}
