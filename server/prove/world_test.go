package prove

import (
	"context"
	"encoding/json"
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

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/step"
	"flusso/server/jobs"
	"flusso/server/messaging"
	"flusso/server/runner"
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
	flows    []made
	people   []*person
	journal  []entry
	graph    *graph
	total    tally
	log      []string
}

// made is a published flow.
type made struct {
	row, version int64
	id, vid      string
	doc          flow.Document
	program      *engine.Program
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

// boot is the program between a start and a crash.
type boot struct {
	w     *world
	sched *sched
	st    *store.Store
	ids   *store.IDSource
	inbox *messaging.Inbox
	out   *messaging.Outbox
	jobs  *jobs.Dispatcher
	run   *runner.Runner
	desk  *messaging.Desk
	ready bool
	ctx   context.Context // of requests; it ends with the boot
	end   context.CancelFunc
}

var quiet = slog.New(slog.DiscardHandler)

func (w *world) say(format string, args ...any) {
	w.log = append(w.log, time.Now().UTC().Format("15:04:05.000 ")+fmt.Sprintf(format, args...))
}

// open opens the files as a new boot; its work begins when start is let go.
func (w *world) open() error {
	w.boots++
	b := &boot{w: w, sched: newSched()}
	b.ctx, b.end = context.WithCancel(context.Background())
	w.sched, w.boot = b.sched, b
	key := [32]byte{byte(w.boots), byte(w.seed), byte(w.seed >> 8), byte(w.seed >> 16), byte(w.seed >> 24)}
	var err error
	if b.st, err = store.Open(store.Options{Path: w.path, Log: quiet, Gate: b.gate}); err != nil {
		return err
	}
	ctx := context.Background()
	b.ids = store.NewIDSource(time.Now, rand.NewChaCha8(key))
	if w.boots == 1 {
		if err := w.make(ctx, b); err != nil {
			return err
		}
	}
	channels, err := messaging.NewChannels(ctx, b.st, noSecrets{})
	if err != nil {
		return err
	}
	b.inbox = messaging.NewInbox(b.st, b.ids, quiet)
	b.out = messaging.NewOutbox(b.st, messaging.OutboxOptions{Log: quiet, Sender: func(int64) messaging.Sender { return &sender{w.graph, b} }, Gate: b.sched.pass})
	b.run = runner.New(runner.Options{Store: b.st, IDs: b.ids, Log: quiet, Registry: step.Default(), Outbox: b.out, Channels: channels,
		Account: account, Egress: &caller{w.graph, b}})
	kinds := b.run.Kinds()
	nobody := jobs.Kind{Do: func(ctx context.Context, j store.JobRef) error {
		return b.st.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(j.ID) })
	}}
	kinds[store.JobMediaFetch], kinds[store.JobHook] = nobody, nobody
	if b.jobs, err = jobs.New(b.st, quiet, kinds, store.JobKinds); err != nil {
		return err
	}
	b.jobs.SetGate(b.sched.pass)
	b.run.SetJobs(b.jobs)
	b.desk = messaging.NewDesk(b.st, b.ids, b.out)
	b.desk.Resume = b.run.Resumed
	b.sched.open = false
	w.say("boot %d", w.boots)
	go func() {
		b.sched.pass("boot")
		if err := b.run.TakeUp(ctx); err != nil {
			w.say("boot: %v", err)
			return
		}
		b.jobs.Start()
		b.out.Start()
		b.ready = true
	}()
	return nil
}

func account() runner.Account {
	return runner.Account{Zone: time.UTC, Language: "en", Stop: map[string]bool{"stop": true}, Start: map[string]bool{"unstop": true}, EchoSilence: time.Hour}
}

type noSecrets struct{}

func (noSecrets) Open(string, []byte) (string, error) { return "", nil }

// make writes numbers and published flows.
func (w *world) make(ctx context.Context, b *boot) error {
	var names []string
	for i := range 1 + w.r.IntN(2) {
		id := b.ids.New()
		w.channels = append(w.channels, store.Channel{UID: id[:], Kind: store.ChannelWhatsApp, Name: fmt.Sprint("Shop ", i), State: "connected", ChecksJSON: "[]"})
		names = append(names, id.String())
	}
	return b.st.Write(ctx, func(tx *store.Tx) error {
		for i := range w.channels {
			if err := tx.InsertChannel(&w.channels[i]); err != nil {
				return err
			}
		}
		for n := range 1 + w.r.IntN(2) {
			doc := draw(w.r, n, names)
			raw, err := json.Marshal(doc)
			if err != nil {
				return err
			}
			id, vid := b.ids.New(), b.ids.New()
			f := &store.Flow{UID: id[:], Name: fmt.Sprint("Flow ", n), State: store.FlowLive, DraftJSON: raw}
			if err := tx.InsertFlow(f); err != nil {
				return err
			}
			v := &store.FlowVersion{UID: vid[:], FlowID: f.ID, DocumentJSON: raw, Checksum: []byte{1}}
			if err := tx.InsertVersion(v); err != nil {
				return err
			}
			if err := tx.UpdateFlow(f.ID, map[string]any{"live_version_id": v.ID}); err != nil {
				return err
			}
			program, _ := engine.Compile(doc, step.Default(), engine.CompileOptions{VersionID: vid.String(), FlowID: id.String(), FlowName: f.Name, Lenient: true})
			w.flows = append(w.flows, made{f.ID, v.ID, id.String(), vid.String(), doc, program})
		}
		return nil
	})
}

// die ends the boot where it stands. What waited at Meta's door may have
// gone through.
func (w *world) die() {
	w.total.crashes++
	w.say("crash at %s", strings.Join(w.sched.names(), ", "))
	for _, p := range slices.Clone(w.graph.open) {
		if w.r.IntN(2) == 0 {
			w.graph.deliver(p, true)
		}
	}
	w.graph.open = nil
	w.drop()
	for _, d := range w.graph.webhooks {
		if d.under {
			d.under = false
			w.bring(d, time.Duration(1+w.r.IntN(60))*time.Second)
		}
	}
	down := time.Duration(w.r.IntN(20)) * time.Second
	if w.r.IntN(6) == 0 {
		down = time.Duration(w.r.IntN(20)) * time.Minute
	}
	w.at(down, func() {
		if err := w.open(); err != nil {
			panic(err) // the files cannot be opened again: as bad as a lost message
		}
	})
}

// drop ends every goroutine of the boot without letting it do anything.
func (w *world) drop() {
	b := w.boot
	w.boot = nil
	b.sched.kill()
	b.end()
	_ = b.st.Close() // what is not committed is rolled back with the connection
	b.jobs.Stop()
	b.out.Stop()
	synctest.Wait()
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

// gate of the store: it notes what is committed, then stops the goroutine.
func (b *boot) gate(p store.Passing) {
	if b.sched.open {
		return
	}
	b.spoil(p)
	switch p.Point {
	case store.PointSubmit:
		b.sched.pass(fmt.Sprintf("submit %06d", p.Seq))
	case store.PointGroup:
		b.sched.pass("writer group")
	case store.PointCommit:
		b.sched.pass("writer commit")
	case store.PointCommitted:
		b.w.note(p.Group)
		b.sched.pass("writer committed")
	case store.PointAnswered:
		b.sched.pass(fmt.Sprintf("answer %06d", p.Seq))
	}
}

// spoil puts the bug into what passes.
func (b *boot) spoil(p store.Passing) {
	switch {
	case b.w.bug == bugJobDoneEarly && p.Point == store.PointSubmit && p.Unit != nil && p.Unit.Sprint != nil && p.Unit.Sprint.Job != 0:
		job := p.Unit.Sprint.Job
		p.Unit.Sprint.Job = 0
		_ = b.st.Write(context.Background(), func(tx *store.Tx) error { return tx.FinishJob(job) })
	case b.w.bug == bugNoClaim && p.Point == store.PointSubmit && p.Unit != nil:
		if p.Unit.Sprint != nil {
			for _, m := range p.Unit.Sprint.Out {
				m.Claimed = false
			}
		}
		p.Unit.Sends = slices.DeleteFunc(slices.Clone(p.Unit.Sends), func(c *store.SendChange) bool {
			c.Granted = c.Step == store.SendClaim
			return c.Granted
		})
	case b.w.bug == bugNoLane && p.Point == store.PointCommitted:
		for i := range p.Jobs {
			if p.Jobs[i].Lane != "" {
				p.Jobs[i].Lane += fmt.Sprint("/", p.Jobs[i].ID)
			}
		}
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

func text(s string) message.Content { return message.Content{Type: message.Text, Text: s} }
