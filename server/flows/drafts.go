package flows

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"flusso/engine/flow"
	"flusso/server/fault"
	"flusso/server/store"
)

// NewFlow says what a new flow looks like.
type NewFlow struct {
	Name     string
	Language string
	Example  string
	Document json.RawMessage
	Trigger  *flow.Trigger
	Channels []string
}

// Create makes a flow. Without channels it answers on the demo number, so that it can be tried.
func (s *Service) Create(ctx context.Context, n NewFlow, by By) (Flow, error) {
	name, wrong := checkName("/name", n.Name)
	doc, err := s.document(n)
	if err != nil {
		if e := fault.Of(err); e.Kind == fault.Internal {
			return Flow{}, err
		} else if e.Code != fault.ValidationFailed.Code {
			return Flow{}, err
		} else {
			wrong = append(wrong, e.Fields...)
		}
	}
	if err := fault.Fields(wrong...); err != nil {
		return Flow{}, err
	}
	if n.Channels != nil {
		doc.Settings.Channels = n.Channels
	} else if len(doc.Settings.Channels) == 0 {
		if doc.Settings.Channels, err = s.defaultChannels(ctx); err != nil {
			return Flow{}, err
		}
	}
	if n.Example != "" {
		if err := s.handOverTo(ctx, &doc, by); err != nil {
			return Flow{}, err
		}
	}
	return s.insert(ctx, name, doc, by, "flow_created")
}

func (s *Service) insert(ctx context.Context, name string, doc flow.Document, by By, action string) (Flow, error) {
	raw, err := json.Marshal(doc)
	if err != nil {
		return Flow{}, err
	}
	id := s.ids.New()
	row := store.Flow{UID: id[:], Name: name, State: store.FlowDraft, DraftJSON: raw, DraftBy: by.User}
	err = s.st.Write(ctx, func(tx *store.Tx) error {
		row.ID = 0
		if err := tx.InsertFlow(&row); err != nil {
			return err
		}
		return tx.Note(by.Name, action, "flow:"+id.String(), map[string]string{"name": name})
	})
	if err != nil {
		return Flow{}, err
	}
	return s.view(ctx, row)
}

// document makes the first draft: a given one, an example, or an empty one with a trigger.
func (s *Service) document(n NewFlow) (flow.Document, error) {
	language := n.Language
	if len(n.Document) > 0 {
		doc, err := parse(n.Document)
		if err == nil && language != "" {
			doc.Settings.Language = language
		}
		return doc, err
	}
	if language == "" {
		language = "en"
	}
	if n.Example != "" {
		doc, err := example(n.Example, language)
		if n.Trigger != nil {
			n.Example = ""
			if t, terr := s.trigger(n); terr != nil {
				return doc, terr
			} else {
				doc.Triggers = []flow.Trigger{t}
			}
		}
		return doc, err
	}
	doc := flow.Document{Spec: flow.Spec, Triggers: []flow.Trigger{}, Steps: []flow.Step{}, Connections: []flow.Connection{}, Variables: []flow.Variable{},
		Settings: flow.Settings{Language: language, Channels: []string{}}}
	if n.Trigger != nil {
		t, err := s.trigger(n)
		if err != nil {
			return doc, err
		}
		doc.Triggers = append(doc.Triggers, t)
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		return doc, err
	}
	return parse(raw)
}

func (s *Service) trigger(n NewFlow) (flow.Trigger, error) {
	t := *n.Trigger
	if !s.cat.HasTrigger(t.Kind) {
		return t, fault.Fields(fault.At("/trigger/kind", fault.NotOneOf, "values", strings.Join(s.cat.TriggerKinds(), ", ")))
	}
	if t.ID == "" {
		id := strings.ReplaceAll(s.ids.New().String(), "-", "")
		t.ID = "t" + id[len(id)-15:]
	}
	if len(t.Config) == 0 || string(t.Config) == "null" || string(t.Config) == "{}" {
		t.Config = s.cat.Defaults(t.Kind, n.Language)
	}
	return t, nil
}

// defaultChannels is the demo number and, when there is just one, the WhatsApp number.
func (s *Service) defaultChannels(ctx context.Context) ([]string, error) {
	all, err := s.st.Channels(ctx)
	if err != nil {
		return nil, err
	}
	out, numbers := []string{}, []string{}
	for _, c := range all {
		if c.Kind == store.ChannelDemo {
			out = append(out, uid(c.UID))
		} else {
			numbers = append(numbers, uid(c.UID))
		}
	}
	if len(numbers) == 1 {
		out = append(out, numbers[0])
	}
	return out, nil
}

// Draft is the editable document.
type Draft struct {
	Document json.RawMessage `json:"document"`
	Revision int64           `json:"revision"`
	Issues   []flow.Issue    `json:"issues"`
}

// Draft gives the editable document with its problems.
func (s *Service) Draft(ctx context.Context, id store.FlowID) (Draft, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return Draft{}, missing(err)
	}
	doc, err := read(row.DraftJSON)
	if err != nil {
		return Draft{}, err
	}
	issues, err := s.check(ctx, row, doc)
	return Draft{json.RawMessage(row.DraftJSON), row.Revision, issues}, err
}

// Saved is the answer to a save.
type Saved struct {
	Revision int64        `json:"revision"`
	Issues   []flow.Issue `json:"issues"`
	Changes  int          `json:"changes"`
}

// Save replaces the draft that has the given revision. A document with problems is saved all the
// same; one that cannot be read is refused and the draft stays as it was.
func (s *Service) Save(ctx context.Context, id store.FlowID, revision int64, raw json.RawMessage, by By) (Saved, error) {
	doc, err := parse(raw)
	if err != nil {
		return Saved{}, err
	}
	if raw, err = json.Marshal(doc); err != nil {
		return Saved{}, err
	}
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return Saved{}, missing(err)
	}
	if row.Revision == revision && bytes.Equal(row.DraftJSON, raw) { // nothing to save
		return s.saved(ctx, row, doc)
	}
	err = s.st.Write(ctx, func(tx *store.Tx) error { return tx.SaveDraft(row.ID, revision, raw, by.User) })
	if errors.Is(err, store.ErrConflict) {
		return Saved{}, s.conflict(ctx, id, revision)
	} else if err != nil {
		return Saved{}, err
	}
	row.Revision = revision + 1
	return s.saved(ctx, row, doc)
}

func (s *Service) saved(ctx context.Context, row store.Flow, doc flow.Document) (Saved, error) {
	sum, err := s.summary(ctx, row)
	if err != nil {
		return Saved{}, err
	}
	issues, err := s.check(ctx, row, doc)
	return Saved{row.Revision, issues, sum.changes}, err
}

// conflict tells what the draft is now, so that the editor can show both sides.
func (s *Service) conflict(ctx context.Context, id store.FlowID, based int64) error {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return missing(err)
	}
	type current struct {
		Document json.RawMessage `json:"document"`
		Revision int64           `json:"revision"`
		Author   *Author         `json:"author"`
		SavedAt  time.Time       `json:"saved_at"`
	}
	now := current{Document: row.DraftJSON, Revision: row.Revision, SavedAt: store.Time(row.DraftAt)}
	if row.DraftBy != nil {
		names, err := s.st.UserNames(ctx, []int64{*row.DraftBy})
		if err != nil {
			return err
		}
		now.Author = author(row.DraftBy, names)
	}
	return fault.RevisionConflict.With("based_on", based).With("current", row.Revision).With("revision", row.Revision).Attach("current", now)
}

// Change gives a flow another name or other labels; nil leaves them as they are.
func (s *Service) Change(ctx context.Context, id store.FlowID, name *string, labels []string, by By) (Flow, error) {
	columns := map[string]any{}
	var wrong []fault.Field
	if name != nil {
		clean, bad := checkName("/name", *name)
		columns["name"], wrong = clean, bad
	}
	if labels != nil {
		clean, bad := checkLabels(labels)
		raw, err := json.Marshal(clean)
		if err != nil {
			return Flow{}, err
		}
		columns["labels_json"], wrong = string(raw), append(wrong, bad...)
	}
	if err := fault.Fields(wrong...); err != nil {
		return Flow{}, err
	}
	if len(columns) == 0 {
		return s.Get(ctx, id)
	}
	action := "flow_renamed"
	if name == nil {
		action = "flow_labelled"
	}
	return s.update(ctx, id, by, action, func(store.Flow) (map[string]any, error) { return columns, nil })
}

// update changes columns of a flow under its audit line.
func (s *Service) update(ctx context.Context, id store.FlowID, by By, action string, columns func(store.Flow) (map[string]any, error)) (Flow, error) {
	err := s.st.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.Flow(id)
		if err != nil {
			return missing(err)
		}
		set, err := columns(row)
		if err != nil || set == nil {
			return err
		}
		if err := tx.UpdateFlow(row.ID, set); err != nil {
			return err
		}
		return tx.Note(by.Name, action, "flow:"+id.String(), nil)
	})
	if err != nil {
		return Flow{}, err
	}
	return s.Get(ctx, id)
}

// Duplicate makes a flow with the same draft.
func (s *Service) Duplicate(ctx context.Context, id store.FlowID, name string, by By) (Flow, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return Flow{}, missing(err)
	}
	doc, err := read(row.DraftJSON)
	if err != nil {
		return Flow{}, err
	}
	if strings.TrimSpace(name) == "" {
		r := []rune(row.Name)
		name = string(r[:min(len(r), maxName-2)]) + " 2"
	}
	name, wrong := checkName("/name", name)
	if err := fault.Fields(wrong...); err != nil {
		return Flow{}, err
	}
	return s.insert(ctx, name, doc, by, "flow_duplicated")
}
