package store

import (
	"context"
	"database/sql"
	"strconv"
	"time"
)

// JobKinds lists all that is queued; each has one handler in server/server.go.
var JobKinds = []string{JobInbound, JobEffect, JobEffectResult, JobMediaFetch, JobHook, JobMovePeople, JobRunMerged, JobTrial}

// Job kinds.
const (
	JobInbound      = "inbound"       // payload: row of the message
	JobEffect       = "effect"        // payload: row of the effect
	JobEffectResult = "effect_result" // payload: row of the effect
	JobMediaFetch   = "media_fetch"   // payload: row of the message
	JobHook         = "hook"          // payload: row of the delivery
	JobMovePeople   = "move_people"   // payload: MovePeople as JSON
	JobRunMerged    = "run_merged"    // payload: row of a run that ended since two contacts are one
	JobTrial        = "trial"         // payload: row of the trial that it follows to its end
)

// ContactLane is the lane of all that happens to a contact.
func ContactLane(contact int64) string { return "contact:" + strconv.FormatInt(contact, 10) }

// JobRef is an open job.
type JobRef struct {
	ID      int64
	Kind    string
	Lane    string
	Payload string
	Due     int64
	Tries   int
	Inbound *InMessage // the message of an inbound job that has just come: saves reading it again
}

// AddJob queues a job in the unit that makes it necessary.
func (tx *Tx) AddJob(kind, lane, payload string, due time.Time) error {
	j := JobRef{ID: next(&tx.hot.s.ids.job), Kind: kind, Lane: lane, Payload: payload, Due: due.UnixMilli()}
	err := tx.db.Exec("insert into jobs(id, kind, lane, payload_json, due_at, created_at) values (?, ?, ?, ?, ?, ?)",
		j.ID, j.Kind, j.Lane, j.Payload, j.Due, tx.now.UnixMilli()).Error
	tx.jobs = append(tx.jobs, j)
	return err
}

// FinishJob takes a job off the list.
func (tx *Tx) FinishJob(id int64) error {
	return tx.db.Exec("delete from jobs where id = ?", id).Error
}

// RetryJob puts a job off.
func (tx *Tx) RetryJob(id int64, tries int, due time.Time, why string) error {
	return tx.db.Exec("update jobs set tries = ?, due_at = ?, error = ? where id = ?", tries, due.UnixMilli(), why, id).Error
}

// BuryJob makes a job a dead letter: kept, shown, no longer tried.
func (tx *Tx) BuryJob(id int64, tries int, why string) error {
	return tx.db.Exec("update jobs set state = 1, tries = ?, error = ? where id = ?", tries, why, id).Error
}

// ReviveJob opens a dead letter again.
func (tx *Tx) ReviveJob(id int64) error {
	var row struct {
		ID                  int64
		Kind, Lane, Payload string
		Due                 int64
	}
	err := tx.db.Raw("update jobs set state = 0, tries = 0, due_at = ? where id = ? and state = 1 returning id, kind, lane, payload_json as payload, due_at as due",
		tx.now.UnixMilli(), id).Scan(&row).Error
	if err != nil {
		return err
	}
	if row.ID == 0 {
		return ErrNotFound
	}
	tx.jobs = append(tx.jobs, JobRef{ID: row.ID, Kind: row.Kind, Lane: row.Lane, Payload: row.Payload, Due: row.Due})
	return nil
}

// DueJobs lists open jobs that are due, oldest first.
func (s *Store) DueJobs(ctx context.Context, after int64, limit int) ([]JobRef, error) {
	return s.openJobs(ctx, "state = 0 and id > ? and due_at <= ? order by id limit ?", after, s.now().UnixMilli(), limit)
}

// LaneJobs lists a lane's open jobs in order, due or not.
func (s *Store) LaneJobs(ctx context.Context, lane string, after int64, limit int) ([]JobRef, error) {
	return s.openJobs(ctx, "state = 0 and lane = ? and lane <> '' and id > ? order by id limit ?", lane, after, limit)
}

// JobIsOpen says whether a job is still to be done.
func (s *Store) JobIsOpen(ctx context.Context, id int64) (open bool, err error) {
	s.stats.Reads.Add(1)
	err = s.rdb.QueryRowContext(ctx, "select exists (select 1 from jobs where id = ? and state = 0)", id).Scan(&open)
	return open, err
}

// NextJobDue is when the next job after the given moment falls due, unix
// milliseconds; 0: none.
func (s *Store) NextJobDue(ctx context.Context, after int64) (due int64, err error) {
	err = s.rdb.QueryRowContext(ctx, "select coalesce(min(due_at), 0) from jobs where state = 0 and due_at > ?", after).Scan(&due)
	return due, err
}

func (s *Store) openJobs(ctx context.Context, where string, args ...any) (jobs []JobRef, err error) {
	s.stats.Reads.Add(1)
	err = scan(ctx, s.rdb, "select id, kind, lane, payload_json, due_at, tries from jobs where "+where, args, func(r *sql.Rows) error {
		var j JobRef
		if err := r.Scan(&j.ID, &j.Kind, &j.Lane, &j.Payload, &j.Due, &j.Tries); err != nil {
			return err
		}
		jobs = append(jobs, j)
		return nil
	})
	return jobs, err
}
