package flows

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/server/fault"
	"flusso/server/store"
)

const (
	// maxTurns of a saved test: nobody reads a longer conversation.
	maxTurns = 200
	// maxTests of one flow: publishing plays them all.
	maxTests = 200
)

// Script is a conversation: what happens, and what the flow must say.
type Script struct {
	Contact   *run.Contact    `json:"contact,omitempty" doc:"Who is talking"`
	Variables json.RawMessage `json:"variables,omitempty"`
	Now       *time.Time      `json:"now,omitempty" doc:"When it begins; without it now"`
	Window    string          `json:"window,omitempty" enum:"open,closed"`
	// TemplateProblem makes every template fail as Meta would.
	TemplateProblem string       `json:"template_problem,omitempty" enum:"template_missing,template_not_approved,template_paused"`
	Turns           []ScriptTurn `json:"turns"`
}

// ScriptTurn is one thing that happens, with what must come of it.
type ScriptTurn struct {
	Input  TurnInput  `json:"input"`
	Now    *time.Time `json:"now,omitempty" doc:"The clock is moved on to this first"`
	Window string     `json:"window,omitempty" enum:"open,closed" doc:"In this turn, instead of the conversation's"`
	// TemplateProblem of this turn, instead of the conversation's.
	TemplateProblem string     `json:"template_problem,omitempty" enum:"template_missing,template_not_approved,template_paused"`
	Expect          []Said     `json:"expect" doc:"The messages that the person must get"`
	Status          run.Status `json:"status,omitempty" doc:"Where the run must stand afterwards"`
}

// Said is a message in short, as tests compare it.
type Said struct {
	Type    string   `json:"type"`
	Text    string   `json:"text"`
	Options []string `json:"options,omitempty"`
}

func said(c message.Content) Said {
	s := Said{Type: string(c.Type), Text: c.Text}
	if c.Template != nil && s.Text == "" {
		s.Text = c.Template.Name
	}
	for _, o := range c.Options {
		s.Options = append(s.Options, o.Title)
	}
	return s
}

// heard is what the person wrote or tapped in a turn.
func heard(in TurnInput) (out []Said) {
	list := in.More
	if in.Content != nil {
		list = append([]message.Content{*in.Content}, in.More...)
	}
	for _, c := range list {
		s := said(c)
		if c.Reply != nil && s.Text == "" {
			s.Text = c.Reply.Title
		}
		out = append(out, s)
	}
	return out
}

func (s Said) same(o Said) bool {
	return s.Type == o.Type && s.Text == o.Text && slices.Equal(s.Options, o.Options)
}

// Played is what became of a script.
type Played struct {
	Passed bool         `json:"passed"`
	At     time.Time    `json:"at"`
	Error  string       `json:"error,omitempty" doc:"A code: the conversation could not go on"`
	Turns  []PlayedTurn `json:"turns"`
}

// PlayedTurn is one turn with both sides.
type PlayedTurn struct {
	Passed bool       `json:"passed"`
	Kind   string     `json:"kind,omitempty" doc:"What happened: as in the input of a turn"`
	Heard  []Said     `json:"heard,omitempty" doc:"What the person wrote or tapped"`
	Expect []Said     `json:"expect"`
	Got    []Said     `json:"got"`
	Status run.Status `json:"status"`
}

// Test is a saved conversation with the result of the last time.
type Test struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Script    Script    `json:"script"`
	Last      *Played   `json:"last"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

func testView(r store.FlowTest) (Test, error) {
	t := Test{ID: uid(r.UID), Name: r.Name, CreatedAt: store.Time(r.CreatedAt), UpdatedAt: store.Time(r.UpdatedAt)}
	if err := json.Unmarshal([]byte(r.ScriptJSON), &t.Script); err != nil {
		return t, err
	}
	if r.ResultJSON != "" {
		t.Last = &Played{}
		return t, json.Unmarshal([]byte(r.ResultJSON), t.Last)
	}
	return t, nil
}

// Tests lists the saved conversations of a flow.
func (s *Service) Tests(ctx context.Context, id store.FlowID) ([]Test, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return nil, missing(err)
	}
	rows, err := s.st.FlowTests(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	out := []Test{}
	for _, r := range rows {
		t, err := testView(r)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// NewTest says what a new test is made of: a script, or a real conversation.
type NewTest struct {
	Name    string
	Script  *Script
	FromRun string // id of a run
}

func (c Script) check() []fault.Field {
	if len(c.Turns) == 0 {
		return []fault.Field{fault.At("/script/turns", fault.TooFew, "min", 1)}
	}
	if len(c.Turns) > maxTurns {
		return []fault.Field{fault.At("/script/turns", fault.TooMuch, "max", maxTurns)}
	}
	return nil
}

// SaveTest adds a test.
func (s *Service) SaveTest(ctx context.Context, id store.FlowID, n NewTest, by By) (Test, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return Test{}, missing(err)
	}
	script := Script{}
	switch {
	case n.Script != nil:
		script = *n.Script
	case n.FromRun != "":
		r, err := s.runOf(ctx, row, n.FromRun)
		if err != nil {
			return Test{}, err
		}
		if script, err = s.record(ctx, r); err != nil {
			return Test{}, err
		}
	}
	name, wrong := checkName("/name", n.Name)
	if err := fault.Fields(append(wrong, script.check()...)...); err != nil {
		return Test{}, err
	}
	had, err := s.st.FlowTests(ctx, row.ID)
	if err != nil {
		return Test{}, err
	}
	if len(had) >= maxTests {
		return Test{}, fault.Fields(fault.At("/name", fault.TooMuch, "max", maxTests))
	}
	raw, err := json.Marshal(script)
	if err != nil {
		return Test{}, err
	}
	key := s.ids.New()
	t := store.FlowTest{UID: key[:], FlowID: row.ID, Name: name, ScriptJSON: string(raw)}
	err = s.st.Write(ctx, func(tx *store.Tx) error {
		if err := tx.InsertFlowTest(&t); err != nil {
			return err
		}
		return tx.Note(by.Name, "test_saved", "flow:"+id.String(), map[string]string{"name": name})
	})
	if err != nil {
		return Test{}, err
	}
	return testView(t)
}

func (s *Service) test(ctx context.Context, id store.FlowID, test store.TestID) (store.Flow, store.FlowTest, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return row, store.FlowTest{}, missing(err)
	}
	t, err := s.st.FlowTest(ctx, test)
	if err == nil && t.FlowID != row.ID {
		err = store.ErrNotFound
	}
	return row, t, missing(err)
}

// ChangeTest changes name or script.
func (s *Service) ChangeTest(ctx context.Context, id store.FlowID, test store.TestID, name *string, script *Script) (Test, error) {
	_, t, err := s.test(ctx, id, test)
	if err != nil {
		return Test{}, err
	}
	var wrong []fault.Field
	if name != nil {
		t.Name, wrong = checkName("/name", *name)
	}
	if script != nil {
		wrong = append(wrong, script.check()...)
		raw, err := json.Marshal(script)
		if err != nil {
			return Test{}, err
		}
		t.ScriptJSON = string(raw)
	}
	if err := fault.Fields(wrong...); err != nil {
		return Test{}, err
	}
	if err := s.st.Write(ctx, func(tx *store.Tx) error { return tx.UpdateFlowTest(t) }); err != nil {
		return Test{}, err
	}
	return testView(t)
}

// DeleteTest takes a test away.
func (s *Service) DeleteTest(ctx context.Context, id store.FlowID, test store.TestID, by By) error {
	_, t, err := s.test(ctx, id, test)
	if err != nil {
		return err
	}
	return s.st.Write(ctx, func(tx *store.Tx) error {
		if err := tx.DeleteFlowTest(t); err != nil {
			return err
		}
		return tx.Note(by.Name, "test_deleted", "flow:"+id.String(), map[string]string{"name": t.Name})
	})
}

// RunTests plays one test, or all, on the draft and keeps what came of them.
func (s *Service) RunTests(ctx context.Context, id store.FlowID, only *store.TestID) ([]Test, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return nil, missing(err)
	}
	doc, err := read(row.DraftJSON)
	if err != nil {
		return nil, err
	}
	rows, err := s.st.FlowTests(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	out := []Test{}
	for _, r := range rows {
		if only != nil && uid(r.UID) != only.ID.String() {
			continue
		}
		t, err := testView(r)
		if err != nil {
			return nil, err
		}
		played, err := s.Play(ctx, row, doc, t.Script)
		if err != nil {
			return nil, err
		}
		raw, err := json.Marshal(played)
		if err != nil {
			return nil, err
		}
		if err := s.st.Write(ctx, func(tx *store.Tx) error { return tx.FlowTestResult(r.ID, string(raw)) }); err != nil {
			return nil, err
		}
		t.Last = &played
		out = append(out, t)
	}
	if only != nil && len(out) == 0 {
		return nil, fault.Missing.New()
	}
	return out, nil
}

// gate refuses to publish a document whose saved tests fail, unless somebody
// gave a reason; it gives the note of the version.
func (s *Service) gate(ctx context.Context, row store.Flow, doc flow.Document, p Publish) (note string, err error) {
	note = strings.TrimSpace(p.Note)
	rows, err := s.st.FlowTests(ctx, row.ID)
	if err != nil {
		return "", err
	}
	failing := []string{}
	for _, r := range rows {
		t, err := testView(r)
		if err != nil {
			return "", err
		}
		played, err := s.Play(ctx, row, doc, t.Script)
		if err != nil {
			return "", err
		}
		if !played.Passed {
			failing = append(failing, t.Name)
		}
	}
	reason := strings.TrimSpace(p.OverrideReason)
	switch {
	case len(failing) == 0:
		return note, nil
	case reason == "":
		return "", fault.TestsFail.With("count", len(failing)).Attach("tests", failing)
	}
	if note != "" {
		note += "\n"
	}
	return note + "[" + strings.Join(failing, ", ") + "] " + reason, nil
}

// Play plays a script on a document and compares.
func (s *Service) Play(ctx context.Context, row store.Flow, doc flow.Document, script Script) (Played, error) {
	out := Played{Passed: true, At: s.st.Now().UTC(), Turns: []PlayedTurn{}}
	p, _ := s.draft(uid(row.UID), row.Name, doc)
	play, err := s.play(ctx, doc, p)
	if err != nil {
		return out, err
	}
	var st *engine.Simulation
	for i, t := range script.Turns {
		turn := Turn{Input: &t.Input, Now: t.Now, Contact: script.Contact, Variables: script.Variables,
			Window: cmp.Or(t.Window, script.Window), TemplateProblem: cmp.Or(t.TemplateProblem, script.TemplateProblem)}
		if i == 0 && turn.Now == nil {
			turn.Now = script.Now
		}
		played, err := play.turn(st, turn)
		if err != nil {
			e := fault.Of(err)
			if e.Kind == fault.Internal {
				return out, err
			}
			out.Passed, out.Error = false, string(e.Code)
			return out, nil
		}
		st = &played.State
		res, err := resultOf(played, nil)
		if err != nil {
			return out, err
		}
		pt := PlayedTurn{Kind: t.Input.Kind, Heard: heard(t.Input), Expect: t.Expect, Got: []Said{}, Status: res.Status}
		for _, m := range res.Messages {
			pt.Got = append(pt.Got, said(m))
		}
		if pt.Expect == nil {
			pt.Expect = []Said{}
		}
		pt.Passed = slices.EqualFunc(pt.Expect, pt.Got, Said.same) && (t.Status == "" || t.Status == res.Status)
		out.Passed = out.Passed && pt.Passed
		out.Turns = append(out.Turns, pt)
	}
	return out, nil
}
