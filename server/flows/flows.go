// Package flows is what people do with flows: make, draw, check, publish, pause, restore, test.
package flows

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"flusso/engine/flow"
	"flusso/engine/run"
	"flusso/engine/step"
	"flusso/server/fault"
	"flusso/server/store"
)

// maxName is the longest name of a flow in characters: what a card and a table show.
const maxName = 100

// maxNote is the longest note of a version in characters.
const maxNote = 2000

// Reloader is told after a commit that changed which versions are live.
type Reloader interface {
	Reload(ctx context.Context) error
}

// Runs ends the runs of a flow that is taken away, and the trials of its draft.
type Runs interface {
	CancelFlow(ctx context.Context, flow store.FlowID) error
	// EndTrial ends the trial of a draft; LookForTrials is told when one was made.
	EndTrial(ctx context.Context, row int64) error
	LookForTrials(ctx context.Context) error
}

// Caller makes an HTTP call that a step asks for, with the same guards as in a real run.
type Caller interface {
	Call(ctx context.Context, e run.Effect) run.EffectResult
}

// Service holds the use cases.
type Service struct {
	st      *store.Store
	ids     *store.IDSource
	cat     *step.Registry
	reload  Reloader
	runs    Runs
	caller  Caller
	counter counter

	mu    sync.Mutex
	known map[int64]summary // by flow row

	checks checked
}

// New makes the service. caller may be nil: then the tester cannot send for real.
func New(st *store.Store, ids *store.IDSource, cat *step.Registry, reload Reloader, runs Runs, caller Caller) *Service {
	return &Service{st: st, ids: ids, cat: cat, reload: reload, runs: runs, caller: caller, counter: counter{st: st}, known: map[int64]summary{}}
}

// By is who does something: the name for the audit log and the row of the user, if it is one.
type By struct {
	Name string
	User *int64
}

// Flow is a flow as lists and pages show it.
type Flow struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	State     string    `json:"state" enum:"draft,live,paused,archived"`
	Revision  int64     `json:"revision" doc:"Of the draft; goes up with each save"`
	Version   *Live     `json:"version" doc:"The published version, if any"`
	Changes   int       `json:"changes" doc:"Differences between draft and published version, layout aside"`
	Triggers  []Trigger `json:"triggers"`
	Channels  []string  `json:"channels" doc:"Ids of the numbers it answers on"`
	People    int       `json:"people" doc:"Contacts in this flow now"`
	Language  string    `json:"language"`
	Labels    []string  `json:"labels" doc:"Words that the team sorts its flows by"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Live names the published version of a flow.
type Live struct {
	ID          string    `json:"id"`
	Number      int       `json:"number"`
	Name        string    `json:"name"`
	PublishedAt time.Time `json:"published_at"`
	Author      *Author   `json:"author"`
}

// Author is who published or saved something.
type Author struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Trigger is a trigger in short.
type Trigger struct {
	ID     string          `json:"id"`
	Kind   string          `json:"kind"`
	Config json.RawMessage `json:"config"`
}

// summary is what a list shows of a draft, kept so that the documents are parsed once a save.
type summary struct {
	revision int64
	live     int64
	changes  int
	triggers []Trigger
	channels []string
	language string
}

// uid writes a public id.
func uid(b []byte) string {
	var id store.ID
	copy(id[:], b)
	return id.String()
}

// missing turns the store's "not found" into an answer.
func missing(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Missing.New()
	}
	return err
}

// List gives the flows.
func (s *Service) List(ctx context.Context, f store.FlowFilter) ([]Flow, error) {
	rows, err := s.st.Flows(ctx, f)
	if err != nil {
		return nil, err
	}
	people, err := s.st.PeopleByFlow(ctx)
	if err != nil {
		return nil, err
	}
	return s.views(ctx, rows, people)
}

// Get gives one flow.
func (s *Service) Get(ctx context.Context, id store.FlowID) (Flow, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return Flow{}, missing(err)
	}
	return s.view(ctx, row)
}

func (s *Service) view(ctx context.Context, row store.Flow) (Flow, error) {
	people, err := s.st.PeopleByVersion(ctx, row.ID)
	if err != nil {
		return Flow{}, err
	}
	n := 0
	for _, c := range people {
		n += c
	}
	all, err := s.views(ctx, []store.Flow{row}, map[int64]int{row.ID: n})
	if err != nil {
		return Flow{}, err
	}
	return all[0], nil
}

func (s *Service) views(ctx context.Context, rows []store.Flow, people map[int64]int) ([]Flow, error) {
	var live []int64
	for _, r := range rows {
		if r.LiveVersionID != nil {
			live = append(live, *r.LiveVersionID)
		}
	}
	versions, err := s.st.VersionHeads(ctx, live)
	if err != nil {
		return nil, err
	}
	var authors []int64
	for _, v := range versions {
		if v.AuthorID != nil {
			authors = append(authors, *v.AuthorID)
		}
	}
	names, err := s.st.UserNames(ctx, authors)
	if err != nil {
		return nil, err
	}
	out := make([]Flow, 0, len(rows))
	for _, r := range rows {
		sum, err := s.summary(ctx, r)
		if err != nil {
			return nil, err
		}
		f := Flow{ID: uid(r.UID), Name: r.Name, State: r.State, Revision: r.Revision, Changes: sum.changes, Triggers: sum.triggers, Channels: sum.channels,
			People: people[r.ID], Language: sum.language, Labels: labelsOf(r), CreatedAt: store.Time(r.CreatedAt), UpdatedAt: store.Time(r.UpdatedAt)}
		if r.ArchivedAt != nil {
			f.State = "archived"
		}
		if r.LiveVersionID != nil {
			v := versions[*r.LiveVersionID]
			f.Version = &Live{ID: uid(v.UID), Number: v.Number, Name: v.Name, PublishedAt: store.Time(v.PublishedAt), Author: author(v.AuthorID, names)}
		}
		out = append(out, f)
	}
	return out, nil
}

func author(row *int64, names map[int64]store.User) *Author {
	if row == nil {
		return nil
	}
	u, ok := names[*row]
	if !ok {
		return nil
	}
	return &Author{uid(u.UID), u.Name}
}

// summary gives what lists show of a flow, from memory when nothing has changed.
func (s *Service) summary(ctx context.Context, r store.Flow) (summary, error) {
	var live int64
	if r.LiveVersionID != nil {
		live = *r.LiveVersionID
	}
	s.mu.Lock()
	sum, ok := s.known[r.ID]
	s.mu.Unlock()
	if ok && sum.revision == r.Revision && sum.live == live {
		return sum, nil
	}
	row, err := s.st.FlowByRow(ctx, r.ID) // lists come without the draft
	if err != nil {
		return summary{}, err
	}
	draft, err := read(row.DraftJSON)
	if err != nil {
		return summary{}, err
	}
	var published *flow.Document
	if row.LiveVersionID != nil {
		v, err := s.st.VersionByRow(ctx, *row.LiveVersionID)
		if err != nil {
			return summary{}, err
		}
		doc, err := read(v.DocumentJSON)
		if err != nil {
			return summary{}, err
		}
		published = &doc
	}
	sum = summary{revision: row.Revision, channels: draft.Settings.Channels, language: draft.Settings.Language, triggers: []Trigger{}}
	if row.LiveVersionID != nil {
		sum.live, sum.changes = *row.LiveVersionID, len(flow.Diff(*published, draft))
	}
	for _, t := range draft.Triggers {
		sum.triggers = append(sum.triggers, Trigger(t))
	}
	s.mu.Lock()
	s.known[r.ID] = sum
	s.mu.Unlock()
	return sum, nil
}

// read parses a document that the store holds. One that does not parse was damaged outside.
func read(raw []byte) (flow.Document, error) {
	doc, issues := flow.Parse(raw)
	if len(issues) > 0 {
		return flow.Document{}, errors.New("a stored flow document cannot be read: " + issues[0].Code + " at " + issues[0].Path)
	}
	return doc, nil
}

// parse reads a document that somebody sent; what is wrong with it is told field by field.
func parse(raw []byte) (flow.Document, error) {
	doc, issues := flow.Parse(raw)
	if len(issues) == 0 {
		return doc, nil
	}
	e := fault.DocumentInvalid.With("reason", issues[0].Code)
	for _, i := range issues {
		f := fault.Field{Path: "/document" + i.Path, Code: fault.Code(i.Code), Message: i.Code}
		for k, v := range i.Params {
			if f.Params == nil {
				f.Params = fault.Params{}
			}
			f.Params[k] = v
		}
		e.Fields = append(e.Fields, f)
	}
	return flow.Document{}, e
}

// checksum identifies what a document does: its layout does not count.
func checksum(doc flow.Document) []byte {
	doc.Layout = nil
	raw, err := json.Marshal(doc)
	if err != nil {
		return nil
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}

func checkName(path, name string) (string, []fault.Field) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return name, []fault.Field{fault.At(path, fault.Required)}
	case len([]rune(name)) > maxName:
		return name, []fault.Field{fault.At(path, fault.TooLong, "max", maxName)}
	}
	return name, nil
}
