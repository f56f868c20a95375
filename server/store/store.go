// Package store is the only door to the database: one SQLite file, one writer
// goroutine with group commit, a small pool of readers, numbered migrations
// and the feed of what each commit touched. GORM and SQL stay in here.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/glebarez/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

const (
	// readers is enough for the pages and the engine's reads on a small
	// machine; each may keep its page cache in memory.
	readers = 4
	// writerCacheKiB and readerCacheKiB bound the page caches: five of the
	// 16 MiB that are often advised would take 80 MiB.
	writerCacheKiB = 8192
	readerCacheKiB = 2048
	// busyTimeout covers another process (a backup) holding the file.
	busyTimeout = 5 * time.Second
	// checkpointBytes is the size of the WAL above which it is truncated.
	checkpointBytes = 64 << 20
	checkpointEvery = 30 * time.Second
)

// Options of Open.
type Options struct {
	Path string           // the database file; created when missing
	Now  func() time.Time // the clock
	Log  *slog.Logger
	IDs  *IDSource // of records that the store makes by itself; nil: of its own
	Gate Gate      // nil but under proof
}

// Store is the open database. It is safe for concurrent use.
type Store struct {
	path  string
	now   func() time.Time
	log   *slog.Logger
	wdb   *sql.DB   // holds the writer's one connection
	conn  *sql.Conn // used by the writer goroutine alone
	write *gorm.DB  // on conn
	read  *gorm.DB
	rdb   *sql.DB // the read pool below read
	boot  int64

	units       chan *unit
	threadReads chan *threadRead
	readers     sync.WaitGroup
	quit        chan struct{}
	stopped     chan struct{}
	stopOnce    sync.Once
	mu          sync.RWMutex // guards closed against units
	closed      bool

	ids       counters
	publicIDs *IDSource
	feed      feed
	stats     Stats
	orphans   bool // there are statuses without a message; the writer alone uses it
	hooks     hooks
	gate      Gate
	seq       atomic.Int64 // of units, for the gate
}

// ErrClosed is what a unit gets that comes after Close.
var ErrClosed = errors.New("the store is closed")

// ErrNotFound says that there is no such row.
var ErrNotFound = errors.New("not found")

// Open opens or creates the database, migrates it (after a copy) and starts
// the writer.
func Open(o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.IDs == nil {
		o.IDs = NewIDSource(o.Now, nil)
	}
	s := &Store{publicIDs: o.IDs, path: o.Path, now: o.Now, log: o.Log, gate: o.Gate, units: make(chan *unit, 4096), threadReads: make(chan *threadRead), quit: make(chan struct{}), stopped: make(chan struct{})}
	fail := func(err error) (*Store, error) {
		_ = s.closeFiles()
		return nil, fmt.Errorf("open %s: %w", o.Path, explain(err))
	}
	var err error
	if s.wdb, err = connect(o.Path, writerCacheKiB, 1, "_txlock=immediate"); err != nil {
		return fail(err)
	}
	// The writer begins and commits by hand on one connection: database/sql
	// would return a connection whose COMMIT failed with its transaction open.
	if s.conn, err = s.wdb.Conn(context.Background()); err != nil {
		return fail(err)
	}
	if s.write, err = orm(s.conn); err != nil {
		return fail(err)
	}
	w := s.write
	if err := verifyPragmas(w, writerCacheKiB); err != nil {
		return fail(err)
	}
	all, err := loadMigrations()
	if err == nil {
		err = migrate(w, o.Path, all, o.Now())
	}
	if err != nil {
		return fail(err)
	}
	if s.rdb, err = connect(o.Path, readerCacheKiB, readers, "_pragma=query_only(1)"); err != nil {
		return fail(err)
	}
	if s.read, err = orm(s.rdb); err != nil {
		return fail(err)
	}
	if err := verifyPragmas(s.read, readerCacheKiB); err != nil {
		return fail(err)
	}
	if err := s.ids.load(w); err != nil {
		return fail(err)
	}
	if err := w.Raw("select exists (select 1 from orphan_statuses)").Scan(&s.orphans).Error; err != nil {
		return fail(err)
	}
	if err := w.Raw("insert into boots(at) values (?) returning id", o.Now().UnixMilli()).Scan(&s.boot).Error; err != nil {
		return fail(err)
	}
	if err := s.feed.load(w); err != nil {
		return fail(err)
	}
	go s.run()
	go s.checkpoint()
	for range threadReaders {
		s.readers.Go(s.readThreads)
	}
	return s, nil
}

// Boot numbers the starts of the program on this file.
func (s *Store) Boot() int64 { return s.boot }

// Now is the store's clock.
func (s *Store) Now() time.Time { return s.now() }

// Close lets the writer finish what is queued, then closes the file. It may be
// called twice.
func (s *Store) Close() error {
	s.stopOnce.Do(func() {
		s.mu.Lock()
		s.closed = true
		s.mu.Unlock()
		close(s.quit)
	})
	<-s.stopped
	s.readers.Wait()
	return s.closeFiles()
}

func (s *Store) closeFiles() error {
	var errs []error
	if s.rdb != nil {
		errs = append(errs, s.rdb.Close())
	}
	if s.conn != nil {
		if err := s.conn.Close(); !errors.Is(err, sql.ErrConnDone) {
			errs = append(errs, err)
		}
	}
	if s.wdb != nil {
		errs = append(errs, s.wdb.Close())
	}
	return errors.Join(errs...)
}

// Ping says whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	return s.rdb.QueryRowContext(ctx, "select 1").Scan(&one)
}

// dsn is the one place where the pragmas are set. Only this style of naming
// them is honoured by the driver; others are silently ignored, which is why
// verifyPragmas reads them back.
func dsn(path string, cacheKiB int, extra string) string {
	p := []string{
		fmt.Sprintf("_pragma=busy_timeout(%d)", busyTimeout.Milliseconds()),
		"_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)", "_pragma=foreign_keys(1)",
		fmt.Sprintf("_pragma=cache_size(-%d)", cacheKiB), "_pragma=temp_store(MEMORY)",
		"_pragma=wal_autocheckpoint(4000)",
	}
	if extra != "" {
		p = append(p, extra)
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(p, "&")
}

func connect(path string, cacheKiB, conns int, extra string) (*sql.DB, error) {
	db, err := sql.Open(sqlite.DriverName, dsn(path, cacheKiB, extra))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	db.SetConnMaxLifetime(0)
	return db, db.Ping()
}

// orm puts GORM on a connection or a pool.
func orm(pool gorm.ConnPool) (*gorm.DB, error) {
	return gorm.Open(sqlite.Dialector{Conn: pool}, &gorm.Config{
		Logger:                 logger.Discard,
		SkipDefaultTransaction: true, // the writer opens its own
		NowFunc:                func() time.Time { return time.Now().UTC() },
		TranslateError:         true,
	})
}

func verifyPragmas(db *gorm.DB, cacheKiB int) error {
	want := []struct{ name, value string }{
		{"journal_mode", "wal"}, {"synchronous", "2"}, {"foreign_keys", "1"},
		{"busy_timeout", fmt.Sprint(busyTimeout.Milliseconds())}, {"cache_size", fmt.Sprint(-cacheKiB)},
	}
	for _, p := range want {
		var got string
		if err := db.Raw("pragma " + p.name).Scan(&got).Error; err != nil {
			return fmt.Errorf("read pragma %s: %w", p.name, err)
		}
		if got != p.value {
			return fmt.Errorf("pragma %s is %q, not %q: the database would not be durable", p.name, got, p.value)
		}
	}
	return nil
}

// explain turns the usual failures to open into a sentence for owners.
func explain(err error) error {
	switch t := err.Error(); {
	case strings.Contains(t, "unable to open database file"), strings.Contains(t, "readonly database"), errors.Is(err, os.ErrPermission):
		return fmt.Errorf("the folder or the file cannot be written: %w", err)
	case strings.Contains(t, "not a database"):
		return fmt.Errorf("the file is not a Flusso database: %w", err)
	}
	return err
}

// checkpoint truncates the WAL when readers let it grow.
func (s *Store) checkpoint() {
	t := time.NewTicker(checkpointEvery)
	defer t.Stop()
	for {
		select {
		case <-s.quit:
			return
		case <-t.C:
			info, err := os.Stat(s.path + "-wal")
			if err != nil || info.Size() < checkpointBytes {
				continue
			}
			if err := s.Write(context.Background(), func(tx *Tx) error { tx.checkpoint = true; return nil }); err != nil && !errors.Is(err, ErrClosed) {
				s.log.Warn("checkpoint", "error", err)
			}
		}
	}
}
