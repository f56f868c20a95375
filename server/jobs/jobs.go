// Package jobs does durable work: open jobs are rows that survive a restart,
// lanes do theirs one at a time and in order, and memory holds only the heads
// of the lanes in work, never the backlog.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"time"

	"flusso/server/store"
)

const (
	// maxLanes is how many lanes work at once. They wait for the writer most
	// of the time, so many share each commit.
	maxLanes = 256
	// maxFree is how many jobs without a lane work at once: each may hold a
	// connection to somewhere else.
	maxFree = 16
	// laneBuffer is how many jobs of a lane are remembered; the rest is read
	// from the database when their turn comes.
	laneBuffer = 8
	// pumpSize is how many jobs are read at a time when the backlog is taken up.
	pumpSize = 512
	// laneTries and laneWaits: a lane does database work only, so what fails
	// three times within 10 s will not come right; the lane goes on without it.
	laneTries = 3
)

var laneWaits = [laneTries - 1]time.Duration{500 * time.Millisecond, 5 * time.Second}

// Kind is how one kind of job is done.
type Kind struct {
	Do func(ctx context.Context, job store.JobRef) error
	// Tries and Wait are for jobs without a lane: after how many failures it
	// becomes a dead letter, and how long to wait after the nth.
	Tries int
	Wait  func(tries int) time.Duration
}

// Later is returned by a job without a lane that wants to be asked again, with
// no failure counted.
type Later struct{ At time.Time }

func (l Later) Error() string { return "asked again at " + l.At.UTC().Format(time.RFC3339) }

// Dispatcher hands open jobs to their handlers.
type Dispatcher struct {
	st    *store.Store
	log   *slog.Logger
	kinds map[string]Kind

	mu      sync.Mutex
	lanes   map[string]*lane
	free    map[int64]bool // jobs without a lane in work
	backlog bool           // the database holds open jobs that nobody here knows
	closed  bool
	wg      sync.WaitGroup
	ctx     context.Context
	cancel  context.CancelFunc
	wake    chan struct{}
	gate    func(string)
}

type lane struct {
	name  string
	tasks []task
	more  bool  // the database holds more for this lane
	last  int64 // the newest job that was taken
}

// task is a job, or a piece of work that needs no row since its cause stays
// in the database until it is done.
type task struct {
	job  store.JobRef
	fn   func(context.Context)
	read bool // the job was read from the database: it may be done by now
}

// New makes a dispatcher. Every kind in the list must have a handler.
func New(st *store.Store, log *slog.Logger, kinds map[string]Kind, expected []string) (*Dispatcher, error) {
	for _, k := range expected {
		if kinds[k].Do == nil {
			return nil, fmt.Errorf("job kind %q has no handler", k)
		}
	}
	for k := range kinds {
		if !slices.Contains(expected, k) {
			return nil, fmt.Errorf("handler for job kind %q that nobody queues", k)
		}
	}
	d := &Dispatcher{st: st, log: log, kinds: kinds, lanes: map[string]*lane{}, free: map[int64]bool{}, backlog: true, wake: make(chan struct{}, 1)}
	d.ctx, d.cancel = context.WithCancel(context.Background())
	st.OnJobs(d.arrived)
	return d, nil
}

// SetGate sets what is called, without any lock held, wherever a goroutine
// begins or goes on: the proof (server/prove) decides there who goes on. Set
// it before the first write.
func (d *Dispatcher) SetGate(fn func(who string)) { d.gate = fn }

func (d *Dispatcher) pass(kind, name string) {
	if d.gate != nil {
		d.gate(kind + " " + name)
	}
}

// Start takes up all that is open.
func (d *Dispatcher) Start() {
	d.wg.Go(d.pump)
}

// Stop lets what is in work finish and takes no more. It may be called twice.
func (d *Dispatcher) Stop() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.cancel()
	d.wg.Wait()
}

// Do runs fn in the lane, after what waits there. It answers false when there
// is no room: the caller asks again later.
func (d *Dispatcher) Do(laneName string, fn func(context.Context)) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return false
	}
	l := d.lanes[laneName]
	if l == nil {
		if len(d.lanes) >= maxLanes {
			return false
		}
		l = d.open(laneName)
		// What was left in the database for this lane comes first.
		l.more = d.backlog
	}
	if len(l.tasks) >= laneBuffer {
		return false
	}
	l.tasks = append(l.tasks, task{fn: fn})
	return true
}

// Idle says whether nothing is in work and nothing is known to wait.
func (d *Dispatcher) Idle() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.lanes) == 0 && len(d.free) == 0 && !d.backlog
}

// arrived is called by the writer after a commit that made jobs.
func (d *Dispatcher) arrived(refs []store.JobRef) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return
	}
	now := d.st.Now().UnixMilli()
	for _, j := range refs {
		if j.Due > now {
			d.poke()
			continue
		}
		d.place(task{job: j})
	}
	if d.backlog {
		d.poke()
	}
}

// place gives a due job to its lane or to the free workers; d.mu is held.
func (d *Dispatcher) place(t task) {
	j := t.job
	if j.Lane == "" {
		switch {
		case d.free[j.ID]:
		case len(d.free) >= maxFree:
			d.backlog = true
		default:
			d.free[j.ID] = true
			d.wg.Go(func() { d.doFree(t) })
		}
		return
	}
	l := d.lanes[j.Lane]
	if l == nil {
		if len(d.lanes) >= maxLanes {
			d.backlog = true
			return
		}
		l = d.open(j.Lane)
	}
	switch {
	case j.ID <= l.last: // read from the database before the writer told
	case l.more || len(l.tasks) >= laneBuffer:
		l.more = true
	default:
		l.tasks, l.last = append(l.tasks, t), j.ID
	}
}

func (d *Dispatcher) open(name string) *lane {
	l := &lane{name: name}
	d.lanes[name] = l
	d.wg.Go(func() { d.work(l) })
	return l
}

// work does a lane's tasks until there are none.
func (d *Dispatcher) work(l *lane) {
	for {
		d.pass("lane", l.name)
		d.mu.Lock()
		if d.closed || (len(l.tasks) == 0 && !l.more) {
			delete(d.lanes, l.name)
			if d.backlog {
				d.poke()
			}
			d.mu.Unlock()
			return
		}
		if l.more && (len(l.tasks) == 0 || l.tasks[0].fn != nil) {
			l.more = false
			after := l.last
			d.mu.Unlock()
			d.refill(l, after)
			continue
		}
		t := l.tasks[0]
		l.tasks = l.tasks[1:]
		d.mu.Unlock()
		if t.fn != nil {
			d.guard(l.name, func() error { t.fn(d.ctx); return nil })
		} else {
			d.doInLane(t)
		}
	}
}

// refill reads a lane's next jobs from the database.
func (d *Dispatcher) refill(l *lane, after int64) {
	refs, err := d.st.LaneJobs(d.ctx, l.name, after, laneBuffer+1)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil {
		d.backlog = true
		if d.ctx.Err() == nil {
			d.log.Error("read a lane's jobs", "lane", l.name, "error", err)
		}
		return
	}
	var taken []task
	for _, j := range refs {
		if len(taken) == laneBuffer {
			l.more = true
			break
		}
		taken, l.last = append(taken, task{job: j, read: true}), j.ID
	}
	l.tasks = append(taken, l.tasks...)
}

// doInLane does a job, trying again in place so that the lane keeps its order.
func (d *Dispatcher) doInLane(t task) {
	j := t.job
	if d.isDone(t) {
		return
	}
	for tries := j.Tries + 1; ; tries++ {
		err := d.do(j)
		if err == nil || errors.Is(err, store.ErrJobGone) || d.ctx.Err() != nil {
			return
		}
		d.log.Warn("job failed", "kind", j.Kind, "job", j.ID, "lane", j.Lane, "try", tries, "error", err)
		if tries >= laneTries {
			d.bury(j, tries, err)
			return
		}
		if err := d.put(func(tx *store.Tx) error { return tx.RetryJob(j.ID, tries, tx.Now(), err.Error()) }); err != nil {
			return
		}
		select {
		case <-d.ctx.Done():
			return
		case <-time.After(laneWaits[tries-1]):
		}
		d.pass("again", j.Lane)
	}
}

// doFree does a job without a lane. Its handler finishes the job itself, or
// asks to be called later.
func (d *Dispatcher) doFree(t task) {
	j := t.job
	defer func() {
		d.mu.Lock()
		delete(d.free, j.ID)
		if d.backlog {
			d.poke()
		}
		d.mu.Unlock()
	}()
	d.pass("job", strconv.FormatInt(j.ID, 10))
	if d.isDone(t) {
		return
	}
	err := d.do(j)
	if err == nil || errors.Is(err, store.ErrJobGone) || d.ctx.Err() != nil {
		return
	}
	if later, ok := errors.AsType[Later](err); ok {
		_ = d.put(func(tx *store.Tx) error { return tx.RetryJob(j.ID, j.Tries, later.At, "") })
		d.poke()
		return
	}
	k, tries := d.kinds[j.Kind], j.Tries+1
	d.log.Warn("job failed", "kind", j.Kind, "job", j.ID, "try", tries, "error", err)
	if tries >= k.Tries || k.Wait == nil {
		d.bury(j, tries, err)
		return
	}
	_ = d.put(func(tx *store.Tx) error { return tx.RetryJob(j.ID, tries, tx.Now().Add(k.Wait(tries)), err.Error()) })
	d.poke()
}

// isDone asks again about a job that was read from the database: it may have
// been done between the reading and its turn.
func (d *Dispatcher) isDone(t task) bool {
	if !t.read {
		return false
	}
	open, err := d.st.JobIsOpen(d.ctx, t.job.ID)
	return err == nil && !open
}

func (d *Dispatcher) do(j store.JobRef) error {
	return d.guard(j.Lane, func() error {
		k, ok := d.kinds[j.Kind]
		if !ok {
			return fmt.Errorf("job kind %q is not known", j.Kind)
		}
		return k.Do(d.ctx, j)
	})
}

func (d *Dispatcher) guard(lane string, fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			d.log.Error("panic in a job", "lane", lane, "panic", p, "stack", string(debug.Stack()))
		}
	}()
	return fn()
}

func (d *Dispatcher) bury(j store.JobRef, tries int, cause error) {
	d.log.Error("job given up", "kind", j.Kind, "job", j.ID, "lane", j.Lane, "error", cause)
	_ = d.put(func(tx *store.Tx) error { return tx.BuryJob(j.ID, tries, cause.Error()) })
}

func (d *Dispatcher) put(fn func(*store.Tx) error) error {
	err := d.st.Write(context.Background(), fn)
	if err != nil && !errors.Is(err, store.ErrClosed) {
		d.log.Error("store the fate of a job", "error", err)
	}
	return err
}

// Look asks for jobs that are due by now: the clock was moved.
func (d *Dispatcher) Look() {
	d.mu.Lock()
	d.backlog = true // not idle until it was looked
	d.mu.Unlock()
	d.poke()
}

// poke wakes the pump.
func (d *Dispatcher) poke() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// pump takes up what only the database knows: at the start, after a burst,
// and when jobs fall due.
func (d *Dispatcher) pump() {
	for {
		d.pass("jobs", "pump")
		wait := d.takeUp()
		var timer <-chan time.Time
		if wait > 0 {
			timer = time.After(wait)
		}
		select {
		case <-d.ctx.Done():
			return
		case <-d.wake:
		case <-timer:
		}
	}
}

// takeUp places due jobs while there is room and returns how long to wait for
// the next that falls due; 0: until woken.
func (d *Dispatcher) takeUp() time.Duration {
	var after int64
	for {
		d.mu.Lock()
		room := len(d.lanes) < maxLanes || len(d.free) < maxFree
		d.backlog = !room
		d.mu.Unlock()
		if !room {
			return 0 // a worker that ends wakes the pump
		}
		refs, err := d.st.DueJobs(d.ctx, after, pumpSize)
		if err != nil {
			if d.ctx.Err() == nil {
				d.log.Error("read open jobs", "error", err)
			}
			return time.Second
		}
		d.mu.Lock()
		for _, j := range refs {
			d.place(task{job: j, read: true})
			after = j.ID
		}
		full := d.backlog
		d.mu.Unlock()
		if full {
			return 0
		}
		if len(refs) < pumpSize {
			break
		}
	}
	due, err := d.st.NextJobDue(d.ctx, d.st.Now().UnixMilli())
	if err != nil || due == 0 {
		return 0
	}
	return max(time.UnixMilli(due).Sub(d.st.Now()), time.Millisecond)
}
