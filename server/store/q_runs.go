package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// RunFilter narrows a list of runs, the latest first.
type RunFilter struct {
	Flow, Contact int64
	Version       int64    // row
	Status        string   // live: any that is not over
	Step          string   // of the flow; with What, also of runs that called it
	What          []string // what they did at the step; none: they stand there
	From, To      int64    // they began in [From, To), unix milliseconds; To 0: without an end
	Before        int64
	Limit         int
}

// Runs lists runs without their snapshots.
func (s *Store) Runs(ctx context.Context, f RunFilter) (out []Run, err error) {
	q := s.read.WithContext(ctx).Omit("snapshot_json").Order("id desc").Limit(f.Limit)
	switch {
	case f.Step != "":
		what := f.What
		if len(what) == 0 {
			what = []string{WhatHere}
			q = q.Where("live = 1")
		}
		in, args := "version_id in (select id from flow_versions where flow_id = ?)", []any{f.Flow}
		if f.Version > 0 {
			in, args = "version_id = ?", []any{f.Version}
		}
		q = q.Where("id in (select run_id from step_people where "+in+" and step = ? and what in ?)", append(args, f.Step, what)...)
	case f.Version > 0:
		q = q.Where("flow_id = ? and version_id = ?", f.Flow, f.Version)
	case f.Flow > 0:
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
	if f.Before > 0 {
		q = q.Where("id < ?", f.Before)
	}
	if f.From > 0 {
		first, err := s.runFrom(ctx, f.From)
		if err != nil {
			return nil, err
		}
		q = q.Where("id >= ? and started_at >= ?", first, f.From)
	}
	if f.To > 0 {
		last, err := s.runFrom(ctx, f.To+2*startSkew.Milliseconds())
		if err != nil {
			return nil, err
		}
		q = q.Where("id < ? and started_at < ?", last, f.To)
	}
	return out, q.Find(&out).Error
}

// startSkew bounds how far the order of row keys and that of beginnings may
// differ: a turn takes its time before it is committed.
const startSkew = 30 * time.Second

// runFrom gives a row key below which every run began before the moment. Row
// keys grow with time, so it need not read what lies between.
func (s *Store) runFrom(ctx context.Context, ms int64) (int64, error) {
	ms -= startSkew.Milliseconds()
	var high int64
	if err := s.rdb.QueryRowContext(ctx, "select coalesce(max(id), 0) + 1 from runs").Scan(&high); err != nil {
		return 0, err
	}
	low := int64(1)
	for low < high {
		mid := low + (high-low)/2
		var id, started int64
		err := s.rdb.QueryRowContext(ctx, "select id, started_at from runs where id >= ? order by id limit 1", mid).Scan(&id, &started)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			high = mid
		case err != nil:
			return 0, err
		case started >= ms:
			high = mid
		default:
			low = id + 1
		}
	}
	return low, nil
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
