package flows

import (
	"context"
	"encoding/json"

	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/server/fault"
	"flusso/server/store"
)

const (
	// replayDefault and replayMost bound how many past runs are replayed at once.
	replayDefault = 20
	replayMost    = 100
	// replaySprints is the longest run that is replayed, in turns.
	replaySprints = 200
)

// ReplayAsk says which past conversations are played, on what, and against what.
type ReplayAsk struct {
	Runs    []string
	Limit   int
	Version int  // play this version instead of the draft
	Live    bool // compare with what the published version says to the same inputs now, not with what was said then
}

// Replayed is a past run, and what the draft would have done with the same inputs.
type Replayed struct {
	RunID     string       `json:"run_id"`
	ContactID string       `json:"contact_id"`
	Contact   string       `json:"contact"`
	Version   int          `json:"version"`
	Same      bool         `json:"same"`
	Error     string       `json:"error,omitempty" doc:"A code: the draft could not take the inputs to the end"`
	Turns     []PlayedTurn `json:"turns" doc:"expect: what was said; got: what the draft says"`
}

// Replay plays past runs on the draft. It sends nothing and calls nobody:
// calls get the answers that they got.
func (s *Service) Replay(ctx context.Context, id store.FlowID, ask ReplayAsk) ([]Replayed, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return nil, missing(err)
	}
	doc, err := s.versionOrDraft(ctx, row, ask.Version)
	if err != nil {
		return nil, err
	}
	var live *flow.Document
	if ask.Live && row.LiveVersionID != nil {
		v, err := s.st.VersionByRow(ctx, *row.LiveVersionID)
		if err != nil {
			return nil, err
		}
		d, err := read(v.DocumentJSON)
		if err != nil {
			return nil, err
		}
		live = &d
	}
	list, err := s.pastRuns(ctx, row, ask)
	if err != nil {
		return nil, err
	}
	versions, err := s.st.Versions(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	numbers := map[int64]int{}
	for _, v := range versions {
		numbers[v.ID] = v.Number
	}
	out := []Replayed{}
	for _, r := range list {
		script, err := s.record(ctx, r)
		if err != nil {
			return nil, err
		}
		if live != nil {
			before, err := s.Play(ctx, row, *live, script)
			if err != nil {
				return nil, err
			}
			for i := range script.Turns {
				script.Turns[i].Expect, script.Turns[i].Status = nil, ""
				if i < len(before.Turns) {
					script.Turns[i].Expect = before.Turns[i].Got
				}
			}
		}
		played, err := s.Play(ctx, row, doc, script)
		if err != nil {
			return nil, err
		}
		contact, err := s.st.ContactsByRow(ctx, []int64{r.ContactID})
		if err != nil {
			return nil, err
		}
		c := contact[r.ContactID]
		out = append(out, Replayed{uid(r.UID), uid(c.UID), contactName(c), numbers[r.VersionID], played.Passed, played.Error, played.Turns})
	}
	return out, nil
}

// pastRuns are the runs that somebody named, or the latest.
func (s *Service) pastRuns(ctx context.Context, row store.Flow, ask ReplayAsk) ([]store.Run, error) {
	if len(ask.Runs) > replayMost {
		return nil, fault.Fields(fault.At("/runs", fault.TooMuch, "max", replayMost))
	}
	list := []store.Run{}
	for _, text := range ask.Runs {
		r, err := s.runOf(ctx, row, text)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	if len(ask.Runs) > 0 {
		return list, nil
	}
	if ask.Limit <= 0 {
		ask.Limit = replayDefault
	}
	heads, err := s.st.Runs(ctx, store.RunFilter{Flow: row.ID, Limit: min(ask.Limit, replayMost)})
	if err != nil {
		return nil, err
	}
	for _, h := range heads {
		r, err := s.st.RunRow(ctx, h.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// versionOrDraft is the document of a version; 0 is the draft.
func (s *Service) versionOrDraft(ctx context.Context, row store.Flow, version int) (flow.Document, error) {
	raw := row.DraftJSON
	if version > 0 {
		v, err := s.st.Version(ctx, row.ID, version)
		if err != nil {
			return flow.Document{}, missing(err)
		}
		raw = v.DocumentJSON
	}
	return read(raw)
}

func contactName(c store.Contact) string {
	switch {
	case c.FirstName+c.LastName != "":
		return join(c.FirstName, c.LastName)
	case c.ProfileName != "":
		return c.ProfileName
	}
	return c.Phone
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// runOf finds a run of a flow, or of a trial of its draft.
func (s *Service) runOf(ctx context.Context, f store.Flow, text string) (store.Run, error) {
	id, err := store.ParseID(text)
	if err != nil {
		return store.Run{}, fault.Missing.New()
	}
	r, err := s.st.Run(ctx, store.RunID{ID: id})
	if err != nil || r.FlowID == f.ID {
		return r, missing(err)
	}
	hidden, err := s.st.FlowByRow(ctx, r.FlowID)
	if err == nil && (hidden.TrialOf == nil || *hidden.TrialOf != f.ID) {
		err = store.ErrNotFound
	}
	return r, missing(err)
}

// record turns a real run into a script: what came in, and what was said.
func (s *Service) record(ctx context.Context, r store.Run) (Script, error) {
	var snap run.Snapshot
	if err := json.Unmarshal(r.SnapshotJSON, &snap); err != nil {
		return Script{}, err
	}
	sprints, err := s.st.RunEvents(ctx, r.ID, replaySprints)
	if err != nil {
		return Script{}, err
	}
	contacts, err := s.st.ContactsByRow(ctx, []int64{r.ContactID})
	if err != nil {
		return Script{}, err
	}
	began := store.Time(r.StartedAt)
	who := personOf(contacts[r.ContactID])
	out := Script{Contact: &who, Variables: snap.Variables, Now: &began, Turns: []ScriptTurn{}}
	for i, sp := range sprints {
		var events []run.Event
		if err := json.Unmarshal([]byte(sp.EventsJSON), &events); err != nil {
			return Script{}, err
		}
		at := store.Time(sp.At)
		t := ScriptTurn{Now: &at, Expect: []Said{}}
		if i == 0 {
			t.Input.Kind = "start"
			if snap.Trigger != nil {
				t.Input.Trigger = snap.Trigger.ID
				if m := snap.Trigger.Message; m != nil {
					t.Input.Content = &m.Content
				}
			}
		}
		skip, err := s.recordTurn(ctx, &t, events)
		if err != nil {
			return Script{}, err
		}
		if !skip {
			out.Turns = append(out.Turns, t)
		}
	}
	return out, nil
}

// recordTurn finds what moved the run in one sprint, and what it said. skip:
// nothing happened in it that a flow decides about.
func (s *Service) recordTurn(ctx context.Context, t *ScriptTurn, events []run.Event) (skip bool, err error) {
	moved := t.Input.Kind == "start"
	for _, e := range events {
		switch e.Kind {
		case run.MessageQueued:
			c, err := s.contentOf(ctx, e.Message)
			if err != nil {
				return false, err
			}
			if c != nil {
				t.Expect = append(t.Expect, said(*c))
			}
		case run.ReplyAccepted, run.ReplyRefused:
			if moved || t.Input.Kind != "" {
				continue
			}
			c, err := s.contentOf(ctx, e.Message)
			if err != nil {
				return false, err
			}
			if c == nil {
				c = &message.Content{Type: message.Text}
			}
			t.Input = TurnInput{Kind: "message", Content: c}
		case run.EffectDone:
			if t.Input.Kind == "" {
				t.Input = TurnInput{Kind: "effect", Result: e.Result}
			}
		case run.InputIgnored:
			if len(events) == 1 {
				return true, nil
			}
		case run.RunEnded:
			if e.Status == run.Canceled && len(events) == 1 { // somebody took the person out
				return true, nil
			}
		}
	}
	if t.Input.Kind == "" {
		t.Input.Kind = "time"
	}
	return false, nil
}

// contentOf reads the content of a message; nil when it was deleted.
func (s *Service) contentOf(ctx context.Context, text string) (*message.Content, error) {
	id, err := store.ParseID(text)
	if err != nil {
		return nil, nil
	}
	m, err := s.st.MessageByID(ctx, store.MessageID{ID: id})
	if err != nil {
		if missing(err) != err {
			return nil, nil
		}
		return nil, err
	}
	var c message.Content
	return &c, json.Unmarshal([]byte(m.ContentJSON), &c)
}

// personOf is a contact as scripts keep it.
func personOf(c store.Contact) run.Contact {
	p := run.Contact{ID: uid(c.UID), Name: contactName(c), FirstName: c.FirstName, LastName: c.LastName, Phone: c.Phone, Email: c.Email, URL: c.URL, Language: c.Language}
	if c.TagsJSON != "" && json.Unmarshal([]byte(c.TagsJSON), &p.Tags) != nil {
		p.Tags = nil
	}
	if c.FieldsJSON != "" && json.Unmarshal([]byte(c.FieldsJSON), &p.Fields) != nil {
		p.Fields = nil
	}
	return p
}
