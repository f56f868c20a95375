package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// countPiece is how many sprints are counted at a time: a megabyte or so is
// read, and one commit is made.
const countPiece = 500

// CountSteps counts what has happened since the last time, a piece of it, and
// says whether there may be more. What it counted and up to where are written
// in one commit, so that each event counts once, whatever happens meanwhile.
func (s *Store) CountSteps(ctx context.Context) (more bool, err error) {
	var from, turn int64
	if err := s.rdb.QueryRowContext(ctx, "select event, turn from step_cursor").Scan(&from, &turn); err != nil {
		return false, err
	}
	r := counting{ctx: ctx, db: s.rdb, out: newDeltas()}
	rows, err := r.rows("e.id > ? order by e.id limit ?", from, countPiece)
	if err != nil || len(rows) == 0 {
		return false, err
	}
	if err := r.follow(rows); err != nil {
		return false, err
	}
	to := rows[len(rows)-1].id
	err = s.Write(ctx, func(tx *Tx) error {
		res := tx.db.Exec("update step_cursor set event = ?, run = max(run, ?) where event = ? and turn = ?", to, r.highest, from, turn)
		if res.Error == nil && res.RowsAffected == 0 {
			return ErrConflict
		}
		if res.Error != nil {
			return res.Error
		}
		return tx.addCounts(r.out)
	})
	if errors.Is(err, ErrConflict) { // somebody else counted, or runs were deleted: read again
		return true, nil
	}
	return err == nil && len(rows) == countPiece, err
}

// Uncounted says how many sprints are not counted yet.
func (s *Store) Uncounted(ctx context.Context) (n int64, err error) {
	err = s.rdb.QueryRowContext(ctx, "select coalesce((select max(id) from run_events), 0) - (select event from step_cursor)").Scan(&n)
	return max(n, 0), err
}

// counting reads events and follows the runs that they are of.
type counting struct {
	ctx     context.Context
	db      querier
	out     *deltas
	highest int64
	traces  map[int64]*trace
	moves   map[int64][]runMove
	calls   map[string][]calledVersion
	err     error
}

// countRow is a sprint with what the counting needs of its run.
type countRow struct {
	id, run, seq, started, version int64
	events                         []traceEvent
}

type runMove struct{ seq, from, to int64 }

// calledVersion is a version of a flow and since when it is live.
type calledVersion struct{ version, since int64 }

func (c *counting) rows(where string, args ...any) (list []countRow, err error) {
	err = scan(c.ctx, c.db, "select e.id, e.run_id, e.seq, e.events_json, r.started_at, r.version_id, r.flow_id in (select id from flows where trial_of is not null) from run_events e join runs r on r.id = e.run_id where "+where, args, func(rows *sql.Rows) error {
		var r countRow
		var raw sql.RawBytes
		var trial bool
		if err := rows.Scan(&r.id, &r.run, &r.seq, &raw, &r.started, &r.version, &trial); err != nil {
			return err
		}
		if !trial { // a trial counts nowhere, not even in the flows that it calls
			r.events = readTrace(raw)
		}
		list = append(list, r)
		return nil
	})
	return list, err
}

// follow counts sprints that are in the order in which they happened.
func (c *counting) follow(rows []countRow) error {
	if err := c.readMoves(rows); err != nil {
		return err
	}
	if c.traces == nil {
		c.traces = map[int64]*trace{}
	}
	for i := range rows {
		r := &rows[i]
		c.highest = max(c.highest, r.run)
		t := c.traces[r.run]
		if t == nil || !t.known {
			if t == nil {
				t = newTrace(r.run, r.started, c.versionAt(r), c.out, c.called)
				t.counting = true
				c.traces[r.run] = t
			}
			t.root = c.versionAt(r) // it may have moved on since the row before
			t.levels[0].version = t.root
			if blind(r.events) {
				var err error
				if t, err = c.remember(r); err != nil {
					return err
				}
				c.traces[r.run] = t
			}
		}
		c.play(t, r)
		if c.err != nil {
			return c.err
		}
	}
	return nil
}

func (c *counting) play(t *trace, r *countRow) {
	for _, e := range r.events {
		if e.Kind != "moved" {
			t.follow(e)
			continue
		}
		for _, m := range c.moves[r.run] {
			if m.seq == r.seq {
				t.moved(m.from, m.to)
			}
		}
	}
}

// remember follows a run from its beginning up to a sprint, without counting.
func (c *counting) remember(at *countRow) (*trace, error) {
	t := newTrace(at.run, at.started, at.version, c.out, c.called)
	if m := c.moves[at.run]; len(m) > 0 {
		t.root, t.levels[0].version = m[0].from, m[0].from
	}
	t.known = true
	var after int64
	for {
		rows, err := c.rows("e.run_id = ? and e.id > ? and e.id < ? order by e.id limit ?", at.run, after, at.id, countPiece)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			c.play(t, &rows[i])
			after = rows[i].id
		}
		if len(rows) < countPiece {
			t.counting = true
			return t, c.err
		}
	}
}

// versionAt is the version that a run was in at a sprint.
func (c *counting) versionAt(r *countRow) int64 {
	for _, m := range c.moves[r.run] {
		if r.seq <= m.seq {
			return m.from
		}
	}
	return r.version
}

func (c *counting) readMoves(rows []countRow) error {
	if c.moves == nil {
		c.moves = map[int64][]runMove{}
	}
	asked := map[int64]bool{}
	var ids []any
	for _, r := range rows {
		if !asked[r.run] {
			asked[r.run] = true
			ids = append(ids, r.run)
			delete(c.moves, r.run)
		}
	}
	for piece := range slices.Chunk(ids, perStatement) {
		err := scan(c.ctx, c.db, "select run_id, seq, from_version, to_version from run_moves where run_id in ("+marks(len(piece))+") order by run_id, seq", piece, func(rows *sql.Rows) error {
			var run int64
			var m runMove
			if err := rows.Scan(&run, &m.seq, &m.from, &m.to); err != nil {
				return err
			}
			c.moves[run] = append(c.moves[run], m)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// called finds the version of a flow that was live at a moment; 0: none that
// is still there.
func (c *counting) called(flow string, at int64) int64 {
	id, err := ParseID(flow)
	if err != nil {
		return 0
	}
	if c.calls == nil {
		c.calls = map[string][]calledVersion{}
	}
	list, ok := c.calls[flow]
	if !ok {
		err := scan(c.ctx, c.db, "select v.id, v.published_at from flow_versions v join flows f on f.id = v.flow_id where f.uid = ? order by v.number", []any{id[:]}, func(rows *sql.Rows) error {
			var v calledVersion
			err := rows.Scan(&v.version, &v.since)
			list = append(list, v)
			return err
		})
		if err != nil {
			c.err = err
			return 0
		}
		c.calls[flow] = list
	}
	var version int64
	for _, v := range list {
		if v.since <= at || version == 0 {
			version = v.version
		}
	}
	return version
}

// addCounts adds what was counted. Versions that are gone are left out.
func (tx *Tx) addCounts(d *deltas) error {
	there := map[int64]bool{}
	for k := range d.counts {
		there[k.version] = false
	}
	for k := range d.people {
		there[k.version] = false
	}
	for v := range there {
		var n int
		if err := tx.db.Raw("select count(*) from flow_versions where id = ?", v).Scan(&n).Error; err != nil {
			return err
		}
		there[v] = n > 0
	}
	counts := slices.DeleteFunc(slices.Collect(maps.Keys(d.counts)), func(k countKey) bool { return !there[k.version] || d.counts[k] == 0 })
	for piece := range slices.Chunk(counts, perStatement) {
		var args []any
		for _, k := range piece {
			args = append(args, k.version, k.step, k.what, k.begun, d.counts[k])
		}
		q := "insert into step_counts(version_id, step, what, begun, n) values (?,?,?,?,?)" + strings.Repeat(",(?,?,?,?,?)", len(piece)-1) + " on conflict do update set n = n + excluded.n"
		if err := tx.db.Exec(q, args...).Error; err != nil {
			return fmt.Errorf("add counts: %w", err)
		}
	}
	come, gone := []personKey{}, []personKey{}
	for k, on := range d.people {
		switch {
		case !there[k.version]:
		case on:
			come = append(come, k)
		case k.what == WhatHere:
			gone = append(gone, k)
		}
	}
	for piece := range slices.Chunk(come, perStatement) {
		q := "insert into step_people(version_id, step, what, run_id) values (?,?,?,?)" + strings.Repeat(",(?,?,?,?)", len(piece)-1) + " on conflict do nothing"
		if err := tx.db.Exec(q, personArgs(piece)...).Error; err != nil {
			return fmt.Errorf("add people: %w", err)
		}
	}
	for piece := range slices.Chunk(gone, perStatement) {
		q := "delete from step_people where (version_id, step, what, run_id) in (values (?,?,?,?)" + strings.Repeat(",(?,?,?,?)", len(piece)-1) + ")"
		if err := tx.db.Exec(q, personArgs(piece)...).Error; err != nil {
			return fmt.Errorf("drop people: %w", err)
		}
	}
	return nil
}

func personArgs(keys []personKey) (args []any) {
	for _, k := range keys {
		args = append(args, k.version, k.step, k.what, k.run)
	}
	return args
}

// settleRuns counts what is not counted yet of runs that are about to be
// deleted, and that those inside leave, so that nobody waits for ever in the
// numbers.
func (tx *Tx) settleRuns(where string, args ...any) error {
	var runs []struct {
		ID   int64
		Live bool
	}
	err := tx.db.Raw("select id, live from runs where "+where+" and flow_id not in (select id from flows where trial_of is not null) and (live = 1 or exists (select 1 from run_events e where e.run_id = runs.id and e.id > (select event from step_cursor)))", args...).Scan(&runs).Error
	if err != nil || len(runs) == 0 {
		return err
	}
	var from int64
	if err := tx.db.Raw("select event from step_cursor").Scan(&from).Error; err != nil {
		return err
	}
	c := counting{ctx: context.Background(), db: tx.hot.conn, out: newDeltas()}
	for _, run := range runs {
		if err := c.finish(run.ID, run.Live, from, Millis(tx.now)); err != nil {
			return err
		}
	}
	return tx.addCounts(c.out)
}

// finish counts a run's sprints after the given one, and its end if it has not
// come yet.
func (c *counting) finish(run int64, live bool, from, now int64) error {
	var after int64
	for {
		rows, err := c.rows("e.run_id = ? and e.id > ? order by e.id limit ?", run, after, countPiece)
		if err != nil {
			return err
		}
		if err := c.readMoves(rows); err != nil {
			return err
		}
		for i := range rows {
			r := &rows[i]
			t := c.traces[run]
			if t == nil {
				t = newTrace(run, r.started, c.versionAt(r), c.out, c.called)
				t.known = true
				if c.traces == nil {
					c.traces = map[int64]*trace{}
				}
				c.traces[run] = t
			}
			t.counting = r.id > from
			c.play(t, r)
			after = r.id
		}
		if len(rows) < countPiece {
			break
		}
	}
	if t := c.traces[run]; t != nil && live {
		t.counting = true
		t.ended(traceEvent{Status: "canceled", At: now})
	}
	delete(c.traces, run)
	return c.err
}

// eventsDeleted brings the cursor back to what is there: row keys of the last
// events may be given out again.
func (tx *Tx) eventsDeleted() error {
	return tx.db.Exec("update step_cursor set event = min(event, coalesce((select max(id) from run_events), 0)), turn = turn + 1").Error
}
