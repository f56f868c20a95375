package store

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
)

// groupLimit is how many units share a commit at most: beyond it the first of
// them waits longer than the shared fsync saves.
const groupLimit = 128

// ErrConflict says that what a unit was based on has moved on since it was
// read: the run's seq, the draft's revision.
var ErrConflict = errors.New("it has changed since it was read")

// Tx is the writer's transaction as cold units see it. It is valid only
// inside the closure. Units are run again when their group fails, so they must
// have no effect but on the database.
type Tx struct {
	db         *gorm.DB
	hot        *hotTx
	now        time.Time
	jobs       []JobRef
	topics     topics
	checkpoint bool
}

// Now is the time of the commit's start.
func (tx *Tx) Now() time.Time { return tx.now }

// Touch adds to the feed what the unit changes.
func (tx *Tx) Touch(kind Topic, row int64) { tx.topics.add(kind, row) }

// unit is what one caller wants written.
type unit struct {
	hot   *Hot
	cold  func(*Tx) error
	taken atomic.Int32 // 0 queued, 1 in work, 2 given up by its caller
	done  chan error   // buffered; nil when nobody waits
	after func(error)  // called by the writer; nil when nobody wants to know
}

const (
	unitTaken    = 1
	unitGivenUp  = 2
	unitIsQueued = 0
)

// Write runs a cold unit and returns after its commit. The error is the
// closure's own, or that of the commit.
func (s *Store) Write(ctx context.Context, fn func(*Tx) error) error {
	return s.submit(ctx, &unit{cold: fn, done: make(chan error, 1)})
}

// Apply commits a hot unit and returns after its commit; the results are in
// the unit.
func (s *Store) Apply(ctx context.Context, h *Hot) error {
	return s.submit(ctx, &unit{hot: h, done: make(chan error, 1)})
}

// Post queues a hot unit that nobody waits for. after hears of the result; it
// is called by the writer and must not block. A failure is logged as well.
func (s *Store) Post(h *Hot, after func(error)) error {
	return s.submit(context.Background(), &unit{hot: h, after: after})
}

// submit queues the unit. A caller that is cancelled before the writer takes
// its unit gets its context's error and nothing is written; after that it
// waits for the true result, which is never far.
func (s *Store) submit(ctx context.Context, u *unit) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	seq := s.pass(PointSubmit, u)
	s.mu.RLock()
	if s.closed {
		s.mu.RUnlock()
		return ErrClosed
	}
	s.units <- u
	s.mu.RUnlock()
	if u.done == nil {
		return nil
	}
	err := s.await(ctx, u)
	s.passed(PointAnswered, seq)
	return err
}

func (s *Store) await(ctx context.Context, u *unit) error {
	select {
	case err := <-u.done:
		return err
	case <-s.stopped:
	case <-ctx.Done():
		if u.taken.CompareAndSwap(unitIsQueued, unitGivenUp) {
			return ctx.Err()
		}
		select {
		case err := <-u.done:
			return err
		case <-s.stopped:
		}
	}
	// The writer answers all that was queued before it stops, unless it died.
	select {
	case err := <-u.done:
		return err
	default:
		return ErrClosed
	}
}

// run is the writer goroutine. It ends when the store is closed and the queue
// is empty.
func (s *Store) run() {
	defer close(s.stopped)
	batch := make([]*unit, 0, groupLimit)
	for {
		batch = batch[:0]
		select {
		case u := <-s.units:
			batch = append(batch, u)
		case <-s.quit:
			select {
			case u := <-s.units:
				batch = append(batch, u)
			default:
				return
			}
		}
		s.passed(PointGroup, 0)
	fill:
		for len(batch) < groupLimit {
			select {
			case u := <-s.units:
				batch = append(batch, u)
			default:
				break fill
			}
		}
		live := batch[:0]
		for _, u := range batch {
			if u.taken.CompareAndSwap(unitIsQueued, unitTaken) {
				live = append(live, u)
			}
		}
		if len(live) > 0 {
			s.commit(live)
		}
	}
}

// commit writes a group. When anything in it fails the group is rolled back
// and its units are replayed one by one, so that each caller gets its own
// result: savepoints do not isolate units in this driver.
func (s *Store) commit(group []*unit) {
	err := s.try(group)
	if err != nil && len(group) > 1 {
		s.stats.Replays.Add(1)
		for _, u := range group {
			s.finish(u, s.try([]*unit{u}))
		}
		return
	}
	for _, u := range group {
		s.finish(u, err)
	}
}

func (s *Store) finish(u *unit, err error) {
	if u.after != nil {
		u.after(err)
	}
	if u.done != nil {
		u.done <- err
	} else if err != nil {
		s.log.Error("unit that nobody waits for", "error", err)
	}
}

// try runs the units in one transaction and commits it.
func (s *Store) try(group []*unit) error {
	tx := &Tx{db: s.write.Session(&gorm.Session{NewDB: true}), now: s.now()}
	tx.hot = &hotTx{s: s, conn: s.conn, now: tx.now.UnixMilli(), tx: tx}
	s.stats.Statements.Add(2)
	if err := s.exec("begin immediate"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	err := s.apply(tx, group)
	if err == nil {
		err = tx.hot.writeFeed()
	}
	if err == nil {
		s.passed(PointCommit, 0)
		if err = s.exec("commit"); err != nil {
			err = fmt.Errorf("commit: %w", err)
		}
	}
	if err != nil {
		// A statement that failed badly may have ended the transaction already.
		if rerr := s.exec("rollback"); rerr != nil {
			s.log.Debug("rollback", "error", rerr)
		}
		return err
	}
	s.stats.Commits.Add(1)
	s.stats.Units.Add(int64(len(group)))
	s.committed(tx, group)
	s.afterCommit(tx)
	return nil
}

func (s *Store) apply(tx *Tx, group []*unit) error {
	for _, u := range group {
		if u.cold != nil {
			if err := guarded(func() error { return u.cold(tx) }); err != nil {
				return err
			}
		}
	}
	return guarded(func() error { return tx.hot.apply(group) })
}

// guarded turns a panic into an error: a unit's mistake must not stop the
// writer.
func guarded(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a unit: %v\n%s", p, debug.Stack())
		}
	}()
	return fn()
}

func (s *Store) afterCommit(tx *Tx) {
	if tx.checkpoint {
		if err := s.exec("pragma wal_checkpoint(truncate)"); err != nil {
			s.log.Warn("checkpoint", "error", err)
		}
	}
	if len(tx.jobs) > 0 && s.hooks.jobs != nil {
		s.hooks.jobs(tx.jobs)
	}
	if len(tx.hot.told) > 0 && s.hooks.told != nil {
		s.hooks.told(tx.hot.told)
	}
	if tx.hot.feedID > 0 {
		s.feed.advance(tx.hot.feedID)
	}
}

// exec runs a statement on the writer's connection. Its context can not be
// cancelled: a cancelled statement would roll back the whole group.
func (s *Store) exec(q string, args ...any) error {
	_, err := s.conn.ExecContext(context.Background(), q, args...)
	return err
}

// hooks are called by the writer after a commit; they must not block.
type hooks struct {
	jobs func([]JobRef)
	told func([]ID)
}

// OnJobs sets who hears of new jobs. Set it before the first write.
func (s *Store) OnJobs(fn func([]JobRef)) { s.hooks.jobs = fn }

// OnStatus sets who hears of outbound messages that a status has named. Set
// it before the first write.
func (s *Store) OnStatus(fn func([]ID)) { s.hooks.told = fn }

// Stats counts what the writer does since the start.
type Stats struct {
	Commits, Units, Statements, Reads, Replays, Inbound atomic.Int64
}

// Stats of the writer.
func (s *Store) Stats() *Stats { return &s.stats }
