package flows

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"flusso/server/fault"
	"flusso/server/store"
)

// Period says whose numbers are asked for: those of people who came in between
// two days, both counted in, in one version or in all.
type Period struct {
	From, To string // YYYY-MM-DD in the account's time zone; empty: without a bound
	Version  int    // number; 0: all
}

// Numbers are the six counters of the people who came in, and how long those
// took who reached the end.
type Numbers struct {
	Contacts       int64  `json:"contacts"`
	Ongoing        int64  `json:"ongoing"`
	Completed      int64  `json:"completed"`
	Expired        int64  `json:"expired"`
	Canceled       int64  `json:"canceled"`
	Failed         int64  `json:"failed"`
	AverageSeconds *int64 `json:"average_seconds" doc:"From the start to the end, of those who completed; null when nobody has"`
	MedianSeconds  *int64 `json:"median_seconds" doc:"Half of them took less; two digits are exact"`
}

// Day is what became of the people who came in on one day.
type Day struct {
	Day       string `json:"day" doc:"YYYY-MM-DD in the account's time zone"`
	Contacts  int64  `json:"contacts"`
	Completed int64  `json:"completed"`
	Expired   int64  `json:"expired"`
	Canceled  int64  `json:"canceled"`
	Failed    int64  `json:"failed"`
}

// VersionNumbers are the numbers of one version.
type VersionNumbers struct {
	Version int `json:"version"`
	Numbers
}

// Summary is what a flow has done.
type Summary struct {
	Numbers
	Called    int64            `json:"called" doc:"How often another flow came into this one"`
	Days      []Day            `json:"days" doc:"Days on which nobody came are left out"`
	Versions  []VersionNumbers `json:"versions" doc:"Newest first; who moved on counts where they are now"`
	Uncounted int64            `json:"uncounted" doc:"Turns that are not counted yet; 0: the numbers are complete"`
}

// StepNumbers is what people did at one step. Entered is the sum of all the others.
type StepNumbers struct {
	Step     string           `json:"step"`
	Entered  int64            `json:"entered" doc:"How often somebody came to it"`
	Waiting  int64            `json:"waiting" doc:"Stand there now"`
	Left     map[string]int64 `json:"left" doc:"By the id of the path"`
	JumpedOn int64            `json:"jumped" doc:"Went on by Go to, or to another flow for good"`
	MovedOn  int64            `json:"moved" doc:"Went on in another version"`
	Ended    map[string]int64 `json:"ended" doc:"Their way ended here: completed, expired, canceled or failed"`
}

// StepStats are the numbers of a flow's steps.
type StepStats struct {
	Contacts  int64         `json:"contacts" doc:"Came in by a trigger, by hand or by the API"`
	Called    int64         `json:"called" doc:"How often another flow came in"`
	Items     []StepNumbers `json:"items"`
	Uncounted int64         `json:"uncounted" doc:"Turns that are not counted yet; 0: the numbers are complete"`
}

// Bounds are a period in moments and rows.
type Bounds struct {
	Flow     store.Flow
	Version  int64 // row; 0: all
	From, To time.Time
	Zone     *time.Location
}

// Bounds reads a period.
func (s *Service) Bounds(ctx context.Context, id store.FlowID, p Period) (Bounds, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return Bounds{}, missing(err)
	}
	b := Bounds{Flow: row, Zone: time.UTC}
	var a struct {
		TimeZone string `json:"time_zone"`
	}
	if err := s.st.Setting(ctx, "account", &a); err != nil && missing(err) == err {
		return b, err
	}
	if zone, err := time.LoadLocation(a.TimeZone); err == nil {
		b.Zone = zone
	}
	if p.Version > 0 {
		v, err := s.st.Version(ctx, row.ID, p.Version)
		if err != nil {
			return b, missing(err)
		}
		b.Version = v.ID
	}
	var wrong []fault.Field
	for _, d := range []struct {
		path, text string
		add        int
		into       *time.Time
	}{{"/from", p.From, 0, &b.From}, {"/to", p.To, 1, &b.To}} {
		if d.text == "" {
			continue
		}
		day, err := time.ParseInLocation(time.DateOnly, d.text, b.Zone)
		if err != nil {
			wrong = append(wrong, fault.At(d.path, fault.WrongType, "expected", "date"))
			continue
		}
		*d.into = day.AddDate(0, 0, d.add)
	}
	if len(wrong) > 0 {
		return b, fault.Fields(wrong...)
	}
	return b, nil
}

func (b Bounds) filter() store.CountFilter {
	f := store.CountFilter{Flow: b.Flow.ID, Version: b.Version}
	if !b.From.IsZero() {
		f.From = store.Begun(b.From)
	}
	if !b.To.IsZero() {
		f.To = store.Begun(b.To)
	}
	return f
}

// tally adds up numbers.
type tally struct {
	Numbers
	seconds int64
	took    map[int64]int64 // by seconds
}

func (t *tally) add(what string, n int64) {
	switch what {
	case store.WhatEntered, store.WhatMovedIn:
		t.Contacts += n
	case store.WhatMovedOn:
		t.Contacts -= n
	case store.WhatEnded + "completed":
		t.Completed += n
	case store.WhatEnded + "expired":
		t.Expired += n
	case store.WhatEnded + "canceled":
		t.Canceled += n
	case store.WhatEnded + "failed":
		t.Failed += n
	case store.WhatTookTotal:
		t.seconds += n
	default:
		text, ok := strings.CutPrefix(what, store.WhatTook)
		seconds, err := strconv.ParseInt(text, 10, 64)
		if ok && err == nil {
			if t.took == nil {
				t.took = map[int64]int64{}
			}
			t.took[seconds] += n
		}
	}
}

func (t *tally) numbers() Numbers {
	t.Ongoing = t.Contacts - t.Completed - t.Expired - t.Canceled - t.Failed
	if t.Completed > 0 {
		average := (t.seconds + t.Completed/2) / t.Completed
		t.AverageSeconds = &average
	}
	keys := make([]int64, 0, len(t.took))
	var all int64
	for k, n := range t.took {
		keys, all = append(keys, k), all+n
	}
	slices.Sort(keys)
	var sum int64
	for _, k := range keys {
		if sum += t.took[k]; 2*sum >= all {
			t.MedianSeconds = &k
			break
		}
	}
	return t.Numbers
}

// Summary adds up what a flow has done.
func (s *Service) Summary(ctx context.Context, id store.FlowID, p Period) (Summary, error) {
	b, err := s.Bounds(ctx, id, p)
	if err != nil {
		return Summary{}, err
	}
	left, err := s.CatchUp(ctx)
	if err != nil {
		return Summary{}, err
	}
	versions, err := s.st.Versions(ctx, b.Flow.ID)
	if err != nil {
		return Summary{}, err
	}
	var total tally
	by, days := map[int64]*tally{}, map[string]*Day{}
	out := Summary{Days: []Day{}, Versions: []VersionNumbers{}, Uncounted: left}
	err = s.st.RunCounts(ctx, b.filter(), func(c store.RunCount) {
		if c.What == store.WhatCalled {
			out.Called += c.N
			return
		}
		total.add(c.What, c.N)
		v := by[c.Version]
		if v == nil {
			v = &tally{}
			by[c.Version] = v
		}
		v.add(c.What, c.N)
		name := store.BegunAt(c.Begun).In(b.Zone).Format(time.DateOnly)
		day := days[name]
		if day == nil {
			day = &Day{Day: name}
			days[name] = day
		}
		day.add(c.What, c.N)
	})
	if err != nil {
		return Summary{}, err
	}
	out.Numbers = total.numbers()
	for _, v := range versions {
		if t := by[v.ID]; t != nil {
			out.Versions = append(out.Versions, VersionNumbers{v.Number, t.numbers()})
		} else if b.Version == 0 || b.Version == v.ID {
			out.Versions = append(out.Versions, VersionNumbers{Version: v.Number})
		}
	}
	for _, d := range days {
		if *d != (Day{Day: d.Day}) {
			out.Days = append(out.Days, *d)
		}
	}
	slices.SortFunc(out.Days, func(a, b Day) int { return strings.Compare(a.Day, b.Day) })
	return out, nil
}

func (d *Day) add(what string, n int64) {
	var t tally
	t.add(what, n)
	d.Contacts, d.Completed, d.Expired, d.Canceled, d.Failed = d.Contacts+t.Contacts, d.Completed+t.Completed, d.Expired+t.Expired, d.Canceled+t.Canceled, d.Failed+t.Failed
}

// StepStats adds up what people did at each step.
func (s *Service) StepStats(ctx context.Context, id store.FlowID, p Period) (StepStats, error) {
	b, err := s.Bounds(ctx, id, p)
	if err != nil {
		return StepStats{}, err
	}
	left, err := s.CatchUp(ctx)
	if err != nil {
		return StepStats{}, err
	}
	list, err := s.st.StepSums(ctx, b.filter())
	if err != nil {
		return StepStats{}, err
	}
	out := StepStats{Items: []StepNumbers{}, Uncounted: left}
	steps := map[string]*StepNumbers{}
	for _, c := range list {
		if c.Step == "" {
			switch c.What {
			case store.WhatEntered, store.WhatMovedIn:
				out.Contacts += c.N
			case store.WhatMovedOn:
				out.Contacts -= c.N
			case store.WhatCalled:
				out.Called += c.N
			}
			continue
		}
		n := steps[c.Step]
		if n == nil {
			n = &StepNumbers{Step: c.Step, Left: map[string]int64{}, Ended: map[string]int64{}}
			steps[c.Step] = n
		}
		n.add(c.What, c.N, b.Version == 0)
	}
	for _, n := range steps {
		n.Waiting = n.Entered - n.JumpedOn - n.MovedOn
		for _, by := range []map[string]int64{n.Left, n.Ended} {
			for _, k := range by {
				n.Waiting -= k
			}
		}
		out.Items = append(out.Items, *n)
	}
	slices.SortFunc(out.Items, func(a, b StepNumbers) int { return strings.Compare(a.Step, b.Step) })
	return out, nil
}

// add counts; over all versions who moved from one to another has not come
// twice.
func (n *StepNumbers) add(what string, k int64, all bool) {
	switch what {
	case store.WhatEntered:
		n.Entered += k
	case store.WhatMovedIn:
		if !all {
			n.Entered += k
		}
	case store.WhatMovedOn:
		if !all {
			n.MovedOn += k
		}
	case store.WhatJumped, store.WhatHandedOn:
		n.JumpedOn += k
	default:
		if exit, ok := strings.CutPrefix(what, store.WhatPath); ok {
			n.Left[exit] += k
		} else if status, ok := strings.CutPrefix(what, store.WhatEnded); ok {
			n.Ended[status] += k
		}
	}
}
