package runner

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/message"
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

// compile reads a stored version. It was checked when it was published, so a
// failure here is a broken program or database; its steps run as far as they
// can.
func (l *library) compile(row store.LiveFlow) (*entry, error) {
	doc, issues := flow.Parse(row.Document)
	if slices.ContainsFunc(issues, func(i flow.Issue) bool { return i.Severity == flow.SeverityError }) {
		return nil, fmt.Errorf("version %d of flow %q cannot be read: %v", row.Number, row.Name, issues)
	}
	program, _ := engine.Compile(doc, l.reg, engine.CompileOptions{VersionID: row.VersionID.String(), FlowID: row.ID.String(), FlowName: row.Name, Lenient: true})
	e := &entry{LiveFlow: row, doc: doc, program: program}
	for _, t := range doc.Triggers {
		e.match = append(e.match, matcher{flow.NewMatcher(t), t.ID, t.Kind})
	}
	return e, nil
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
func (l *library) candidates(channel string, in message.Inbound) (list []Candidate, any bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, e := range l.live {
		if !e.answersOn(channel) {
			continue
		}
		for _, m := range e.match {
			if m.kind != flow.TriggerOutbound {
				any = true
			}
			rank, ok := m.Match(in, flow.Facts{InHours: true})
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

// ChannelsOf lists the numbers that a live flow answers on.
func (r *Runner) ChannelsOf(flowRow int64) []string {
	if e := r.lib.flow(flowRow); e != nil {
		return e.doc.Settings.Channels
	}
	return nil
}
