package runner

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/engine/step"
	"flusso/server/store"
)

// programsKept bounds the compiled old versions in memory; people inside an
// old version are few, and compiling takes milliseconds.
const programsKept = 64

// entry is a version ready to run.
type entry struct {
	store.LiveFlow
	doc     flow.Document
	program *engine.Program
	match   []matcher
}

type matcher struct {
	flow.Matcher
	id, kind string
}

// stepName is what people call a step.
func (e *entry) stepName(id string) string {
	for _, s := range e.doc.Steps {
		if s.ID == id {
			return s.Name
		}
	}
	return ""
}

// publicID is the flow as people know it: of a trial, the one whose draft it is.
func (e *entry) publicID() string {
	if !e.TrialOf.IsZero() {
		return e.TrialOf.String()
	}
	return e.ID.String()
}

// answersOn says whether the flow answers on a number.
func (e *entry) answersOn(channel string) bool {
	return slices.Contains(e.doc.Settings.Channels, channel)
}

// library holds the live flows, and the old versions that people are still in.
type library struct {
	st  *store.Store
	reg *step.Registry

	mu   sync.RWMutex
	live []*entry // published and not archived, paused ones included
	old  map[int64]*entry
	tags step.TagNames // what versions call a renamed tag, and what it is called now
}

func newLibrary(st *store.Store, reg *step.Registry) *library {
	return &library{st: st, reg: reg, old: map[int64]*entry{}}
}

// reload reads the live flows again and returns those that were paused before
// and are live now.
func (l *library) reload(ctx context.Context) (resumed []int64, err error) {
	rows, err := l.st.LiveFlows(ctx)
	if err != nil {
		return nil, fmt.Errorf("read live flows: %w", err)
	}
	names, err := l.st.TagNames(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the former names of tags: %w", err)
	}
	l.rename(names)
	l.mu.RLock()
	before := map[int64]*entry{}
	for _, e := range l.live {
		before[e.Version] = e
	}
	l.mu.RUnlock()
	var live []*entry
	for _, row := range rows {
		e := before[row.Version]
		if e == nil {
			if e, err = l.compile(row); err != nil {
				return nil, err
			}
		} else {
			if e.State == store.FlowPaused && row.State == store.FlowLive {
				resumed = append(resumed, row.Flow)
			}
			fresh := *e
			fresh.LiveFlow = row
			e = &fresh
		}
		live = append(live, e)
	}
	l.mu.Lock()
	l.live = live
	l.mu.Unlock()
	return resumed, nil
}

// rename takes the names of tags over; when they have changed, every version
// is compiled anew.
func (l *library) rename(names step.TagNames) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if reflect.DeepEqual(l.tags, names) {
		return
	}
	l.tags, l.live, l.old = names, slices.Clone(l.live), map[int64]*entry{}
	for i, e := range l.live {
		l.live[i] = l.make(e.LiveFlow, e.doc)
	}
}

// compile reads a stored version. It was checked when it was published, so a
// failure here is a broken program or database; its steps run as far as they
// can.
func (l *library) compile(row store.LiveFlow) (*entry, error) {
	doc, issues := flow.Parse(row.Document)
	if slices.ContainsFunc(issues, func(i flow.Issue) bool { return i.Severity == flow.SeverityError }) {
		return nil, fmt.Errorf("version %d of flow %q cannot be read: %v", row.Number, row.Name, issues)
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.make(row, doc), nil
}

// make compiles a document; l.mu is held.
func (l *library) make(row store.LiveFlow, doc flow.Document) *entry {
	doc, _ = step.RenameTags(doc, l.tags)
	e := &entry{LiveFlow: row, doc: doc}
	program, _ := engine.Compile(doc, l.reg, engine.CompileOptions{VersionID: row.VersionID.String(), FlowID: e.publicID(), FlowName: row.Name, Lenient: true})
	e.program = program
	for _, t := range doc.Triggers {
		e.match = append(e.match, matcher{flow.NewMatcher(t), t.ID, t.Kind})
	}
	return e
}

// version gives a version ready to run, whether it is live or old.
func (l *library) version(ctx context.Context, row int64) (*entry, error) {
	l.mu.RLock()
	for _, e := range l.live {
		if e.Version == row {
			l.mu.RUnlock()
			return e, nil
		}
	}
	e := l.old[row]
	l.mu.RUnlock()
	if e != nil {
		return l.withState(e), nil
	}
	v, err := l.st.VersionOf(ctx, row)
	if err != nil {
		return nil, fmt.Errorf("read version %d: %w", row, err)
	}
	if e, err = l.compile(v); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for id := range l.old {
		if len(l.old) < programsKept {
			break
		}
		delete(l.old, id)
	}
	l.old[row] = e
	return e, nil
}

// withState gives an old version the present state of its flow.
func (l *library) withState(e *entry) *entry {
	if now := l.flow(e.Flow); now != nil && now.State != e.State {
		fresh := *e
		fresh.State, fresh.Name = now.State, now.Name
		return &fresh
	}
	return e
}

// flow gives the live version of a flow; nil when it has none.
func (l *library) flow(row int64) *entry {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, e := range l.live {
		if e.Flow == row {
			return e
		}
	}
	return nil
}

// candidates lists the triggers on a number that the message matches, best
// first; any says whether some flow answers on the number at all.
func (l *library) candidates(channel string, in message.Inbound, facts flow.Facts) (list []Candidate, any bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, e := range l.live {
		if !e.answersOn(channel) {
			continue
		}
		for _, m := range e.match {
			if m.kind != flow.TriggerOutbound && m.kind != flow.TriggerFlow {
				any = true
			}
			rank, ok := m.Match(in, facts)
			if !ok {
				continue
			}
			again := m.Again()
			list = append(list, Candidate{Flow: e.Flow, FlowID: e.ID.String(), FlowName: e.Name, Trigger: m.id, Kind: m.kind, Rank: rank,
				Priority: e.doc.Settings.Priority, Paused: e.State == store.FlowPaused, Interrupts: m.Interrupts(), Again: again.Mode, Hours: again.Hours})
		}
	}
	Sort(list)
	return list, any
}

// needsPast says whether a trigger on a number asks for the message before.
func (l *library) needsPast(channel string) bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.ContainsFunc(l.live, func(e *entry) bool {
		return e.answersOn(channel) && slices.ContainsFunc(e.match, func(m matcher) bool { return m.kind == flow.TriggerFirst || m.kind == flow.TriggerSilence })
	})
}

// named gives a version by its public id from memory; nil when it is not there.
func (l *library) named(id string) *entry {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, e := range l.live {
		if e.VersionID.String() == id {
			return e
		}
	}
	for _, e := range l.old {
		if e.VersionID.String() == id {
			return e
		}
	}
	return nil
}

// program gives the program of a version that is in memory.
func (l *library) program(id string) *engine.Program {
	if e := l.named(id); e != nil {
		return e.program
	}
	return nil
}

// liveProgram gives what a call of a flow enters: its live version, unless it
// is paused.
func (l *library) liveProgram(id string) *engine.Program {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, e := range l.live {
		if e.ID.String() == id && e.State == store.FlowLive {
			return e.program
		}
	}
	return nil
}

// preload brings the versions of called flows into memory. One that is gone
// stays missing: the engine says so on the run.
func (l *library) preload(ctx context.Context, frames []run.Frame, except string) error {
	for _, f := range frames {
		if f.Version == except || l.named(f.Version) != nil {
			continue
		}
		id, err := store.ParseID(f.Version)
		if err != nil {
			continue
		}
		row, err := l.st.VersionRow(ctx, store.VersionID{ID: id})
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err == nil {
			_, err = l.version(ctx, row)
		}
		if err != nil {
			return fmt.Errorf("version %s of a called flow: %w", f.Version, err)
		}
	}
	return nil
}

// ChannelsOf lists the numbers that a live flow answers on.
func (r *Runner) ChannelsOf(flowRow int64) []string {
	if e := r.lib.flow(flowRow); e != nil {
		return e.doc.Settings.Channels
	}
	return nil
}
