package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// clock is a fixed moment that a test may move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(Options{Path: filepath.Join(t.TempDir(), "flusso.db"), Now: newClock().now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// hold keeps the writer busy until the returned function is called, so that
// what is submitted meanwhile shares the next group.
func hold(t *testing.T, s *Store) (release func()) {
	t.Helper()
	in, out := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- s.Write(context.Background(), func(*Tx) error {
			close(in)
			<-out
			return nil
		})
	}()
	<-in
	return func() {
		close(out)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func set(key, value string) func(*Tx) error {
	return func(tx *Tx) error {
		return tx.db.Exec("insert into settings(key, value_json) values (?, ?)", key, value).Error
	}
}

func keys(t *testing.T, s *Store) string {
	t.Helper()
	var got []string
	if err := s.read.Raw("select key from settings order by key").Scan(&got).Error; err != nil {
		t.Fatal(err)
	}
	return strings.Join(got, " ")
}

// groupOf submits the units so that they share one group, in order, and
// returns each caller's own result.
func groupOf(t *testing.T, s *Store, ctxs []context.Context, fns ...func(*Tx) error) []error {
	t.Helper()
	release := hold(t, s)
	errs := make([]error, len(fns))
	var wg sync.WaitGroup
	for i, fn := range fns {
		ctx := context.Background()
		if ctxs != nil && ctxs[i] != nil {
			ctx = ctxs[i]
		}
		before := len(s.units)
		wg.Go(func() { errs[i] = s.Write(ctx, fn) })
		for len(s.units) == before && ctx.Err() == nil {
			runtime.Gosched() // the queue is the only signal that a caller waits
		}
	}
	release()
	wg.Wait()
	return errs
}

func TestUnitsOfAGroup(t *testing.T) {
	t.Run("SharedCommit", func(t *testing.T) {
		s := open(t)
		before := s.Stats().Commits.Load()
		for _, err := range groupOf(t, s, nil, set("a", "1"), set("b", "1"), set("c", "1")) {
			if err != nil {
				t.Error(err)
			}
		}
		if got := s.Stats().Commits.Load() - before; got != 2 { // the holder's and the group's
			t.Errorf("%d commits, want 2", got)
		}
		if got := keys(t, s); got != "a b c" {
			t.Errorf("keys %q", got)
		}
	})
	t.Run("FailingConstraint", func(t *testing.T) {
		s := open(t)
		errs := groupOf(t, s, nil, set("a", "1"), set("a", "2"), set("c", "1"))
		if errs[0] != nil || errs[1] == nil || errs[2] != nil {
			t.Errorf("results %v", errs)
		}
		if got := keys(t, s); got != "a c" {
			t.Errorf("keys %q", got)
		}
	})
	t.Run("Panic", func(t *testing.T) {
		s := open(t)
		errs := groupOf(t, s, nil, set("a", "1"), func(tx *Tx) error {
			_ = set("b", "1")(tx)
			panic("a unit's mistake")
		}, set("c", "1"))
		if errs[0] != nil || errs[1] == nil || errs[2] != nil {
			t.Errorf("results %v", errs)
		}
		if !strings.Contains(fmt.Sprint(errs[1]), "a unit's mistake") {
			t.Errorf("the panic is not told: %v", errs[1])
		}
		if got := keys(t, s); got != "a c" {
			t.Errorf("keys %q", got)
		}
	})
	t.Run("BreaksTheCommit", func(t *testing.T) {
		s := open(t)
		errs := groupOf(t, s, nil, set("a", "1"), func(tx *Tx) error {
			if err := set("b", "1")(tx); err != nil {
				return err
			}
			// A deferred foreign key passes every statement and fails the COMMIT.
			if err := tx.db.Exec("pragma defer_foreign_keys = 1").Error; err != nil {
				return err
			}
			return tx.db.Exec("insert into contact_aliases(alias, contact_id) values ('wa:1', 4711)").Error
		}, set("c", "1"))
		if errs[0] != nil || errs[1] == nil || errs[2] != nil {
			t.Errorf("results %v", errs)
		}
		if got := keys(t, s); got != "a c" {
			t.Errorf("keys %q", got)
		}
	})
	t.Run("CancelledCaller", func(t *testing.T) {
		s := open(t)
		release := hold(t, s)
		ctx, cancel := context.WithCancel(context.Background())
		first, second := make(chan error, 1), make(chan error, 1)
		go func() { first <- s.Write(ctx, set("gone", "1")) }()
		for len(s.units) == 0 {
			runtime.Gosched()
		}
		go func() { second <- s.Write(context.Background(), set("kept", "1")) }()
		for len(s.units) == 1 {
			runtime.Gosched()
		}
		cancel()
		if err := <-first; !errors.Is(err, context.Canceled) {
			t.Errorf("the cancelled caller got %v", err)
		}
		release()
		if err := <-second; err != nil {
			t.Errorf("its neighbour got %v", err)
		}
		if got := keys(t, s); got != "kept" {
			t.Errorf("keys %q", got)
		}
	})
	t.Run("CancelledWhileWritten", func(t *testing.T) {
		s := open(t)
		ctx, cancel := context.WithCancel(context.Background())
		err := s.Write(ctx, func(tx *Tx) error {
			cancel() // the unit is in work: its caller gets the true result
			return set("a", "1")(tx)
		})
		if err != nil {
			t.Errorf("got %v for a row that is there", err)
		}
		if got := keys(t, s); got != "a" {
			t.Errorf("keys %q", got)
		}
	})
}

func TestCloseDrains(t *testing.T) {
	path := filepath.Join(t.TempDir(), "flusso.db")
	s, err := Open(Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	release := hold(t, s)
	done := make(chan error, 20)
	for i := range 20 {
		go func() { done <- s.Write(context.Background(), set(fmt.Sprintf("k%02d", i), "1")) }()
	}
	for len(s.units) < 20 {
		runtime.Gosched()
	}
	closed := make(chan error, 1)
	go func() { closed <- s.Close() }()
	release()
	for range 20 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("a second Close: %v", err)
	}
	if err := s.Write(context.Background(), set("late", "1")); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	again, err := Open(Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := len(strings.Fields(keys(t, again))); got != 20 {
		t.Errorf("%d of 20 rows are there after a restart", got)
	}
	if again.Boot() != s.Boot()+1 {
		t.Errorf("boot %d after %d", again.Boot(), s.Boot())
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Run("NewerDatabase", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "flusso.db")
		s, err := Open(Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		err = s.Write(context.Background(), func(tx *Tx) error { return tx.db.Exec("pragma user_version = 9999").Error })
		if err = errors.Join(err, s.Close()); err != nil {
			t.Fatal(err)
		}
		_, err = Open(Options{Path: path})
		if err == nil || !strings.Contains(err.Error(), "newer than this program") || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("AnotherFile", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "flusso.db")
		if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 200)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(Options{Path: path}); err == nil || !strings.Contains(err.Error(), "not a Flusso database") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("NoFolder", func(t *testing.T) {
		if _, err := Open(Options{Path: filepath.Join(t.TempDir(), "none", "flusso.db")}); err == nil || !strings.Contains(err.Error(), "cannot be written") {
			t.Errorf("got %v", err)
		}
	})
}

func TestPragmasAreReadBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "flusso.db")
	db, err := connect(path, writerCacheKiB, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	g, err := orm(db)
	if err != nil {
		t.Fatal(err)
	}
	if err := verifyPragmas(g, writerCacheKiB); err != nil {
		t.Errorf("as opened: %v", err)
	}
	for name, value := range map[string]string{"synchronous": "FULL", "foreign_keys": "1", "busy_timeout": "5000"} {
		if err := g.Exec("pragma " + name + " = 0").Error; err != nil {
			t.Fatal(err)
		}
		if err := verifyPragmas(g, writerCacheKiB); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s went unnoticed: %v", name, err)
		}
		if err := g.Exec("pragma " + name + " = " + value).Error; err != nil {
			t.Fatal(err)
		}
	}
}

func TestReadersCannotWrite(t *testing.T) {
	s := open(t)
	if err := s.read.Exec("insert into settings(key, value_json) values ('a', '1')").Error; err == nil {
		t.Error("a reader wrote")
	}
}
