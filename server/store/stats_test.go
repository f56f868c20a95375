package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// walker makes conversations at random, writes their events as the engine
// does, and counts on its own, by what it does.
type walker struct {
	t     *testing.T
	s     *Store
	c     *clock
	r     *rand.Rand
	flows []walkFlow
	live  map[int64]*walk
	next  int64
	want  map[string]int64
}

type walkFlow struct {
	id       ID
	row      int64
	versions []int64
}

func (f walkFlow) live() int64 { return f.versions[len(f.versions)-1] }

type walkLevel struct {
	flow    int
	version int64
	step    string
}

type walk struct {
	run, seq, started, contact int64
	levels                     []walkLevel
}

func newWalker(t *testing.T, seed uint64) *walker {
	c := newClock()
	s, err := Open(Options{Path: filepath.Join(t.TempDir(), "flusso.db"), Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	w := &walker{t: t, s: s, c: c, r: rand.New(rand.NewPCG(seed, 7)), live: map[int64]*walk{}, want: map[string]int64{}}
	for i := range 3 {
		f := walkFlow{id: ID{byte(i + 1)}, row: int64(i + 1)}
		w.exec("insert into flows(id, uid, name, draft_json, draft_at, created_at, updated_at) values (?, ?, ?, '{}', 0, 0, 0)", f.row, string(f.id[:]), fmt.Sprint("flow ", i))
		w.exec("update flows set uid = cast(uid as blob) where id = ?", f.row)
		w.flows = append(w.flows, f)
		w.publish(i)
	}
	w.exec("insert into channels(id, uid, kind, name, created_at, updated_at) values (1, x'01', 'demo', 'demo', 0, 0)")
	return w
}

func (w *walker) exec(q string, args ...any) {
	w.t.Helper()
	if err := w.s.Write(w.t.Context(), func(tx *Tx) error { return tx.db.Exec(q, args...).Error }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *walker) publish(flow int) {
	f := &w.flows[flow]
	row := f.row*100 + int64(len(f.versions)) + 1
	w.exec("insert into flow_versions(id, uid, flow_id, number, document_json, checksum, published_at) values (?, ?, ?, ?, '{}', 'x', ?)",
		row, fmt.Sprint("v", row), f.row, len(f.versions)+1, w.c.now().UnixMilli())
	f.versions = append(f.versions, row)
}

func (w *walker) count(version int64, step, what string) {
	w.want[fmt.Sprintf("%d %q %s", version, step, what)]++
}

// begin puts a new contact into a flow.
func (w *walker) begin() {
	w.next++
	flow := w.r.IntN(len(w.flows))
	k := &walk{run: w.next, seq: 1, started: w.c.now().UnixMilli(), contact: w.next, levels: []walkLevel{{flow: flow, version: w.flows[flow].live()}}}
	w.exec("insert into contacts(id, uid, created_at, updated_at) values (?, ?, 0, 0)", k.contact, fmt.Sprint("c", k.contact))
	w.exec("insert into conversations(id, uid, contact_id, channel_id, created_at) values (?, ?, ?, 1, 0)", k.contact, fmt.Sprint("t", k.contact), k.contact)
	w.exec("insert into runs(id, uid, flow_id, version_id, contact_id, channel_id, conversation_id, seq, live, status, snapshot_json, started_at) values (?, ?, ?, ?, ?, 1, ?, 1, 1, 'waiting', '{}', ?)",
		k.run, fmt.Sprint("r", k.run), w.flows[flow].row, k.levels[0].version, k.contact, k.contact, k.started)
	w.live[k.run] = k
	w.count(k.levels[0].version, "", WhatEntered)
	w.turn(k, []map[string]any{{"kind": "run_started", "step": "start"}}, true)
}

func (w *walker) turn(k *walk, events []map[string]any, walkOn bool) {
	if walkOn {
		events = w.steps(k, events)
	}
	for _, e := range events {
		e["at"] = w.c.now().UnixMilli()
	}
	raw, err := json.Marshal(events)
	if err != nil {
		w.t.Fatal(err)
	}
	w.exec("insert into run_events(run_id, seq, at, events_json) values (?, ?, ?, ?)", k.run, k.seq, w.c.now().UnixMilli(), string(raw))
	if w.live[k.run] == nil {
		w.exec("update runs set live = 0, seq = ? where id = ?", k.seq, k.run)
	}
	k.seq++
}

func (k *walk) in(version int64) bool {
	return slices.ContainsFunc(k.levels, func(l walkLevel) bool { return l.version == version })
}

func (k *walk) top() *walkLevel { return &k.levels[len(k.levels)-1] }

// event writes one as the engine does: with its flow when it is not the first.
func (w *walker) event(k *walk, kind string, more ...any) map[string]any {
	e := map[string]any{"kind": kind, "step": k.top().step}
	if k.top().version != w.rootVersion(k) {
		e["flow"] = w.flows[k.top().flow].id.String()
	}
	for i := 0; i < len(more); i += 2 {
		e[more[i].(string)] = more[i+1]
	}
	return e
}

// steps goes on from where the run stands to a wait or the end.
func (w *walker) steps(k *walk, events []map[string]any) []map[string]any {
	for range 6 {
		l := k.top()
		if l.step != "" {
			switch w.r.IntN(12) {
			case 0: // a called flow
				// A version that calls itself may stand at one step twice, and be listed once.
				to := w.r.IntN(len(w.flows))
				if len(k.levels) < 3 && !k.in(w.flows[to].live()) {
					events = append(events, w.event(k, "flow_called", "flow", w.flows[to].id.String()))
					k.levels = append(k.levels, walkLevel{flow: to, version: w.flows[to].live()})
					w.count(k.top().version, "", WhatCalled)
				}
			case 1: // to another flow for good
				to := w.r.IntN(len(w.flows))
				if k.in(w.flows[to].live()) {
					continue
				}
				events = append(events, w.event(k, "flow_called", "flow", w.flows[to].id.String(), "outcome", "for_good"))
				w.count(l.version, l.step, WhatHandedOn)
				k.levels[len(k.levels)-1] = walkLevel{flow: to, version: w.flows[to].live()}
				w.count(k.top().version, "", WhatCalled)
			case 2, 3: // the end of this flow
				events = append(events, w.event(k, "step_left"))
				w.count(l.version, l.step, WhatEnded+"completed")
				left := l.flow
				l.step = ""
				if len(k.levels) == 1 {
					return w.over(k, append(events, w.event(k, "run_ended", "status", "completed")), "completed")
				}
				k.levels = k.levels[:len(k.levels)-1]
				events = append(events, w.event(k, "flow_returned", "flow", w.flows[left].id.String()))
				l = k.top()
				events = append(events, w.event(k, "step_left", "exit", "next"))
				w.count(l.version, l.step, WhatPath+"next")
				l.step = ""
			case 4: // Go to
				events = append(events, w.event(k, "step_left"))
				w.count(l.version, l.step, WhatJumped)
				l.step = ""
			default:
				exit := []string{"next", "timeout", "opt.1"}[w.r.IntN(3)]
				events = append(events, w.event(k, "step_left", "exit", exit))
				w.count(l.version, l.step, WhatPath+exit)
				l.step = ""
			}
		}
		l = k.top()
		if l.step == "" {
			l.step = fmt.Sprint("s", w.r.IntN(4))
			events = append(events, w.event(k, "step_entered"))
			w.count(l.version, l.step, WhatEntered)
		}
		if w.r.IntN(3) == 0 {
			break
		}
	}
	return append(events, w.event(k, "wait"))
}

// over ends a run: everywhere where it stands its way ends.
func (w *walker) over(k *walk, events []map[string]any, status string) []map[string]any {
	delete(w.live, k.run)
	for _, l := range k.levels {
		if l.step != "" {
			w.count(l.version, l.step, WhatEnded+status)
		}
	}
	w.count(w.rootVersion(k), "", WhatEnded+status)
	return events
}

// rootVersion is what the run's row says.
func (w *walker) rootVersion(k *walk) (version int64) {
	if err := w.s.read.Raw("select version_id from runs where id = ?", k.run).Scan(&version).Error; err != nil {
		w.t.Fatal(err)
	}
	return version
}

func (w *walker) move(k *walk) {
	from := w.rootVersion(k)
	var flow int64
	if err := w.s.read.Raw("select flow_id from runs where id = ?", k.run).Scan(&flow).Error; err != nil {
		w.t.Fatal(err)
	}
	to := w.flows[flow-1].live()
	if from == to {
		return
	}
	if err := w.s.Write(w.t.Context(), func(tx *Tx) error { return tx.SetRunVersion(k.run, to, k.seq) }); err != nil {
		w.t.Fatal(err)
	}
	for i := range k.levels {
		if l := &k.levels[i]; l.version == from {
			if l.step != "" {
				w.count(from, l.step, WhatMovedOn)
				w.count(to, l.step, WhatMovedIn)
			}
			l.version = to
		}
	}
	w.count(from, "", WhatMovedOn)
	w.count(to, "", WhatMovedIn)
	w.turn(k, []map[string]any{{"kind": "moved"}}, false)
}

func (w *walker) any() *walk {
	keys := slices.Sorted(maps.Keys(w.live))
	if len(keys) == 0 {
		return nil
	}
	return w.live[keys[w.r.IntN(len(keys))]]
}

func (w *walker) act() {
	w.c.mu.Lock()
	w.c.t = w.c.t.Add(7 * time.Second)
	w.c.mu.Unlock()
	k := w.any()
	switch n := w.r.IntN(24); {
	case n < 6 || k == nil:
		w.begin()
	case n < 16:
		w.turn(k, nil, true)
	case n < 17:
		w.turn(k, []map[string]any{{"kind": "input_ignored", "step": k.top().step}}, false)
	case n < 19:
		status := []string{"canceled", "expired", "failed"}[w.r.IntN(3)]
		e := map[string]any{"kind": "run_ended", "status": status}
		w.turn(k, w.over(k, []map[string]any{e}, status), false)
	case n < 20:
		w.move(k)
	case n < 21:
		w.publish(w.r.IntN(len(w.flows)))
	case n < 22: // the contact is deleted where they stand
		w.over(k, nil, "canceled")
		if err := w.s.Write(w.t.Context(), func(tx *Tx) error { return tx.DeleteContact(k.contact) }); err != nil {
			w.t.Fatal(err)
		}
	case n < 23:
		if _, err := w.s.CountSteps(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
	default: // the program starts again, in the middle of its counting
		path := w.s.path
		if err := w.s.Close(); err != nil {
			w.t.Fatal(err)
		}
		var err error
		if w.s, err = Open(Options{Path: path, Now: w.c.now}); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *walker) check() {
	w.t.Helper()
	for more := true; more; {
		var err error
		if more, err = w.s.CountSteps(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
	}
	var rows []struct {
		VersionID  int64
		Step, What string
		N          int64
	}
	if err := w.s.read.Raw("select version_id, step, what, sum(n) as n from step_counts where what not like 'took%' group by 1, 2, 3").Scan(&rows).Error; err != nil {
		w.t.Fatal(err)
	}
	got := map[string]int64{}
	for _, r := range rows {
		got[fmt.Sprintf("%d %q %s", r.VersionID, r.Step, r.What)] = r.N
	}
	for k, n := range w.want {
		if got[k] != n {
			w.t.Errorf("%s: %d, want %d", k, got[k], n)
		}
		delete(got, k)
	}
	for k, n := range got {
		w.t.Errorf("%s: %d, want none", k, n)
	}
	// Who stands at a step are those that the numbers leave there.
	here := map[string]int64{}
	for _, k := range w.live {
		for _, l := range k.levels {
			here[fmt.Sprintf("%d %q %d", l.version, l.step, k.run)]++
		}
	}
	var people []struct {
		VersionID, RunID int64
		Step             string
	}
	if err := w.s.read.Raw("select p.version_id, p.run_id, p.step from step_people p join runs r on r.id = p.run_id where p.what = '@' and r.live = 1").Scan(&people).Error; err != nil {
		w.t.Fatal(err)
	}
	found := map[string]bool{}
	for _, p := range people {
		key := fmt.Sprintf("%d %q %d", p.VersionID, p.Step, p.RunID)
		found[key] = true
		if here[key] == 0 {
			w.t.Errorf("%s stands there, and should not", key)
		}
	}
	for key := range here {
		if !found[key] {
			w.t.Errorf("%s does not stand there", key)
		}
	}
}

// TestCountsAddUp lets random conversations go on, with calls, moves to new
// versions, deleted contacts and starts of the program in between, and counts
// now and then: in the end the numbers are those of a count by hand.
func TestCountsAddUp(t *testing.T) {
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWalker(t, seed)
			for range 150 {
				w.act()
			}
			w.check()
			if err := w.s.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}
