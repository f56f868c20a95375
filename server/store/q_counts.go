package store

import (
	"context"
	"database/sql"
	"time"
)

// Begun is the quarter of an hour in which a run that begins at this moment is
// counted.
func Begun(t time.Time) int64 { return t.UnixMilli() / beginsEvery }

// BegunAt is the moment at which a quarter of an hour begins.
func BegunAt(begun int64) time.Time { return time.UnixMilli(begun * beginsEvery).UTC() }

// CountFilter says whose counts are meant: those of runs that began in
// [From, To), in quarters of an hour; To 0: without an end.
type CountFilter struct {
	Flow     int64
	Version  int64 // row; 0: all
	From, To int64
}

func (f CountFilter) where() (string, []any) {
	q, args := "version_id in (select id from flow_versions where flow_id = ?) and begun >= ?", []any{f.Flow, f.From}
	if f.Version > 0 {
		q, args = "version_id = ? and begun >= ?", []any{f.Version, f.From}
	}
	if f.To > 0 {
		q, args = q+" and begun < ?", append(args, f.To)
	}
	return q, args
}

// RunCount is how many runs of a version that began in a quarter of an hour
// did something.
type RunCount struct {
	Version int64
	What    string
	Begun   int64
	N       int64
}

// RunCounts gives the numbers of whole runs to each, without holding them.
func (s *Store) RunCounts(ctx context.Context, f CountFilter, each func(RunCount)) error {
	where, args := f.where()
	return scan(ctx, s.rdb, "select version_id, what, begun, n from step_counts where step = '' and "+where, args, func(r *sql.Rows) error {
		var c RunCount
		if err := r.Scan(&c.Version, &c.What, &c.Begun, &c.N); err != nil {
			return err
		}
		each(c)
		return nil
	})
}

// StepCount is how often something was done at a step.
type StepCount struct {
	Step, What string
	N          int64
}

// StepSums adds up what was done at each step.
func (s *Store) StepSums(ctx context.Context, f CountFilter) (list []StepCount, err error) {
	where, args := f.where()
	err = scan(ctx, s.rdb, "select step, what, sum(n) from step_counts where what not like 'took%' and "+where+" group by step, what", args, func(r *sql.Rows) error {
		var c StepCount
		if err := r.Scan(&c.Step, &c.What, &c.N); err != nil {
			return err
		}
		list = append(list, c)
		return nil
	})
	return list, err
}
