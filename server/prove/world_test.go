package prove

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing/synctest"
	"time"

	"flusso/engine/flow"
	"flusso/server/store"
)

// bug is a mistake that is put into the program to see whether the judge
// notices.
type bug int

const (
	noBug           bug = iota
	bugJobDoneEarly     // a job is done in a commit before its own
	bugNoClaim          // a message is sent that is not committed as sending
	bugNoLane           // two jobs of one contact at once
)

const (
	// steps bounds a world, so that one that never rests is a finding too.
	maxSteps = 60000
	// settleFor is how long the world may take to come to rest once nobody
	// writes and nothing fails any more: longer than a held time-out, three
	// resends and the longest backoff of the outbox.
	settleFor = 40 * time.Minute
	// mostCrashes of one world.
	mostCrashes = 4
)

// world is all that happens from one seed.
type world struct {
	seed   uint64
	r      *rand.Rand
	bug    bug
	path   string
	steps  int
	calm   bool // nothing fails and nobody writes any more
	crash  int  // one of so many steps is a crash; 0: none
	events []event
	made   int // events, for their order

	sched    *sched
	boot     *boot
	boots    int
	channels []store.Channel
	flows    []*flowMade
	echoes   int
	people   []*person
	journal  []entry
	turns    map[*store.Sprint]seen
	graph    *graph
	total    tally
	log      []string
	broken   []string // what was seen to be wrong while the world went on
}

// flowMade is a flow with what was published of it last.
type flowMade struct {
	row      int64
	id       store.FlowID
	doc      flow.Document
	versions int
	busy     bool // somebody is publishing
}

// seen is what a turn knew when it was decided.
type seen struct {
	entries   int      // of the journal
	templates []string // what was said about templates, in order
}

// event is something from outside, to happen at a time.
type event struct {
	at time.Time
	n  int
	do func()
}

// tally is what the closing line tells.
type tally struct {
	conversations, received, sent, crashes, duplicates, resends int
}

func (a *tally) add(b tally) {
	a.conversations += b.conversations
	a.received += b.received
	a.sent += b.sent
	a.crashes += b.crashes
	a.duplicates += b.duplicates
	a.resends += b.resends
}

var quiet = slog.New(slog.DiscardHandler)

func (w *world) say(format string, args ...any) {
	w.log = append(w.log, time.Now().UTC().Format("15:04:05.000 ")+fmt.Sprintf(format, args...))
}

// at plans something.
func (w *world) at(d time.Duration, do func()) {
	w.made++
	w.events = append(w.events, event{time.Now().Add(d), w.made, do})
	slices.SortFunc(w.events, func(a, b event) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return a.n - b.n
	})
}

// spawn lets something of the outside go on by itself, like a request.
func (w *world) spawn(name string, do func(*boot)) {
	b := w.boot
	if b == nil || !b.ready {
		return
	}
	go func() {
		b.sched.pass(name)
		do(b)
	}()
}

// held says whether a gate may stay shut while time goes by: those of Meta
// and of other services.
func held(name string) bool {
	return strings.HasPrefix(name, "post ") || strings.HasPrefix(name, "call ")
}

// play runs the world until it is at rest; why says what never rested.
func (w *world) play(until time.Time) (why string) {
	for {
		synctest.Wait()
		if w.steps++; w.steps > maxSteps {
			return "the world never comes to rest"
		}
		var names []string
		if w.boot != nil {
			names = w.sched.names()
		}
		due := 0
		for due < len(w.events) && !w.events[due].at.After(time.Now()) {
			due++
		}
		busy := slices.ContainsFunc(names, func(n string) bool { return !held(n) })
		if w.crash > 0 && !w.calm && w.boot != nil && len(names) > 0 && w.total.crashes < mostCrashes && w.r.IntN(w.crash) == 0 {
			w.die()
			continue
		}
		if n := len(names) + due; n > 0 && (busy || due > 0 || w.r.IntN(4) > 0) {
			if i := w.r.IntN(n); i < len(names) {
				w.sched.release(names[i])
			} else {
				e := w.events[i-len(names)]
				w.events = slices.Delete(w.events, i-len(names), i-len(names)+1)
				e.do()
			}
			continue
		}
		if !time.Now().Before(until) {
			if len(names) > 0 {
				continue // somebody still stands at Meta's door
			}
			return ""
		}
		w.wait(until)
	}
}

// wait lets time pass until something is to be done, a run is due, or somebody
// came to a gate.
func (w *world) wait(until time.Time) {
	glance := 20 * time.Second // how often the clock looks for due runs
	if len(w.events) == 0 {
		glance = time.Minute
	}
	next := time.Now().Add(glance)
	if len(w.events) > 0 && w.events[0].at.Before(next) {
		next = w.events[0].at
	}
	if until.Before(next) {
		next = until
	}
	if w.boot == nil {
		time.Sleep(time.Until(next))
		return
	}
	select {
	case <-w.sched.arrived: // of before
	default:
	}
	t := time.NewTimer(time.Until(next))
	select {
	case <-w.sched.arrived:
	case <-t.C:
	}
	t.Stop()
	synctest.Wait()
	if w.boot.ready {
		w.boot.run.Tick(context.Background())
	}
}

// template is an empty migrated database, made once.
func template() ([]byte, error) {
	dir, err := os.MkdirTemp("", "flusso-prove")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "t.db")
	st, err := store.Open(store.Options{Path: path})
	if err != nil {
		return nil, err
	}
	if err := st.Close(); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}
