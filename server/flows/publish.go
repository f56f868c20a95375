package flows

import (
	"context"
	"encoding/json"
	"slices"
	"sort"
	"strings"
	"time"

	"flusso/engine/flow"
	"flusso/server/fault"
	"flusso/server/store"
)

// Clash is a trigger that another live flow on the same number also has.
type Clash struct {
	FlowID   string `json:"flow_id"`
	FlowName string `json:"flow_name"`
	Trigger  string `json:"trigger" doc:"Id of the trigger in this flow"`
	Code     string `json:"code" enum:"same_keyword,both_any,same_ad,both_any_ad"`
	Word     string `json:"word,omitempty" doc:"The word or ad that both have"`
}

// Checked is the answer to Check.
type Checked struct {
	Issues  []flow.Issue `json:"issues"`
	Clashes []Clash      `json:"clashes"`
}

// Check finds what stands against publishing, and which live flows want the same messages.
func (s *Service) Check(ctx context.Context, id store.FlowID, document json.RawMessage) (Checked, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return Checked{}, missing(err)
	}
	var doc flow.Document
	if len(document) > 0 && string(document) != "null" {
		doc, err = parse(document)
	} else {
		doc, err = read(row.DraftJSON)
	}
	if err != nil {
		return Checked{}, err
	}
	clashes, err := s.clashes(ctx, row.ID, doc)
	return Checked{s.check(doc), clashes}, err
}

func (s *Service) clashes(ctx context.Context, self int64, doc flow.Document) ([]Clash, error) {
	out := []Clash{}
	rows, err := s.st.Flows(ctx, store.FlowFilter{State: store.FlowLive})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if r.ID == self || r.LiveVersionID == nil {
			continue
		}
		v, err := s.st.VersionByRow(ctx, *r.LiveVersionID)
		if err != nil {
			return nil, err
		}
		other, err := read(v.DocumentJSON)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(doc.Settings.Channels, func(c string) bool { return slices.Contains(other.Settings.Channels, c) }) {
			continue
		}
		for _, t := range doc.Triggers {
			for _, o := range other.Triggers {
				if code, word := clash(t, o); code != "" {
					out = append(out, Clash{uid(r.UID), r.Name, t.ID, code, word})
				}
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].FlowName < out[j].FlowName })
	return out, nil
}

// clash says why two triggers want the same message.
func clash(a, b flow.Trigger) (code, word string) {
	if a.Kind != b.Kind {
		return "", ""
	}
	switch a.Kind {
	case flow.TriggerAny:
		return "both_any", ""
	case flow.TriggerKeyword:
		var x, y flow.KeywordConfig
		if json.Unmarshal(a.Config, &x) != nil || json.Unmarshal(b.Config, &y) != nil {
			return "", ""
		}
		for _, w := range x.Keywords {
			for _, o := range y.Keywords {
				if w = strings.TrimSpace(w); w != "" && flow.NormalizeWords(w) == flow.NormalizeWords(o) {
					return "same_keyword", w
				}
			}
		}
	case flow.TriggerAd:
		var x, y flow.AdConfig
		if json.Unmarshal(a.Config, &x) != nil || json.Unmarshal(b.Config, &y) != nil {
			return "", ""
		}
		if x.Any && y.Any {
			return "both_any_ad", ""
		}
		for _, ad := range x.Ads {
			if slices.Contains(y.Ads, ad) {
				return "same_ad", ad
			}
		}
	}
	return "", ""
}

// Publish is what somebody says about a version.
type Publish struct {
	Revision    int64 // of the draft that was looked at
	Name        string
	Note        string
	FromVersion int // publish this version again instead of the draft
}

// Version is a published document.
type Version struct {
	ID          string    `json:"id"`
	Number      int       `json:"number"`
	Name        string    `json:"name"`
	Note        string    `json:"note"`
	Checksum    string    `json:"checksum"`
	Author      *Author   `json:"author"`
	PublishedAt time.Time `json:"published_at"`
	People      int       `json:"people" doc:"Contacts in this version now"`
	Entered     int       `json:"entered" doc:"Contacts that ever entered it"`
	IsLive      bool      `json:"is_live"`
}

func checkNotes(p Publish) []fault.Field {
	var wrong []fault.Field
	if len([]rune(p.Name)) > maxName {
		wrong = append(wrong, fault.At("/name", fault.TooLong, "max", maxName))
	}
	if len([]rune(p.Note)) > maxNote {
		wrong = append(wrong, fault.At("/note", fault.TooLong, "max", maxNote))
	}
	return wrong
}

// Publish makes the draft the flow's next version. Whoever is in the flow stays in the version in
// which they began.
func (s *Service) Publish(ctx context.Context, id store.FlowID, p Publish, by By) (Version, error) {
	if err := fault.Fields(checkNotes(p)...); err != nil {
		return Version{}, err
	}
	if p.FromVersion > 0 {
		return s.Restore(ctx, id, p.FromVersion, p, by)
	}
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return Version{}, missing(err)
	}
	if row.Revision != p.Revision {
		return Version{}, s.conflict(ctx, id, p.Revision)
	}
	doc, err := read(row.DraftJSON)
	if err != nil {
		return Version{}, err
	}
	if row.LiveVersionID != nil && row.State == store.FlowLive {
		if sum, err := s.summary(ctx, row); err != nil {
			return Version{}, err
		} else if sum.changes == 0 {
			return Version{}, fault.NothingToPublish.New()
		}
	}
	return s.publish(ctx, row, doc, nil, p, by)
}

// publish writes the version and makes it live. draft: the document also replaces the draft.
func (s *Service) publish(ctx context.Context, row store.Flow, doc flow.Document, draft []byte, p Publish, by By) (Version, error) {
	if row.ArchivedAt != nil {
		return Version{}, fault.FlowArchived.New()
	}
	if issues := s.check(doc); flow.HasErrors(issues) {
		n := 0
		for _, i := range issues {
			if i.Severity == flow.SeverityError {
				n++
			}
		}
		return Version{}, fault.FlowHasProblems.With("count", n).Attach("issues", issues)
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		return Version{}, err
	}
	id := s.ids.New()
	v := store.FlowVersion{UID: id[:], FlowID: row.ID, DocumentJSON: raw, Checksum: checksum(doc), Name: strings.TrimSpace(p.Name), Note: strings.TrimSpace(p.Note), AuthorID: by.User}
	err = s.st.Write(ctx, func(tx *store.Tx) error {
		v.ID = 0
		now, err := tx.FlowByRow(row.ID)
		if err != nil {
			return missing(err)
		}
		if now.Revision != row.Revision { // saved by somebody else in this very moment
			return fault.RevisionConflict.With("based_on", row.Revision).With("current", now.Revision)
		}
		if err := tx.InsertVersion(&v); err != nil {
			return err
		}
		if draft != nil {
			if err := tx.SaveDraft(row.ID, row.Revision, draft, by.User); err != nil {
				return err
			}
		}
		if err := tx.UpdateFlow(row.ID, map[string]any{"live_version_id": v.ID, "state": store.FlowLive}); err != nil {
			return err
		}
		return tx.Note(by.Name, "flow_published", "flow:"+uid(row.UID), map[string]int{"version": v.Number})
	})
	if err != nil {
		return Version{}, err
	}
	if err := s.reload.Reload(ctx); err != nil {
		return Version{}, err
	}
	all, err := s.versionViews(ctx, row.ID, []store.FlowVersion{v}, v.ID)
	if err != nil {
		return Version{}, err
	}
	return all[0], nil
}

// Versions lists the published versions, the newest first.
func (s *Service) Versions(ctx context.Context, id store.FlowID) ([]Version, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return nil, missing(err)
	}
	rows, err := s.st.Versions(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	var live int64
	if row.LiveVersionID != nil {
		live = *row.LiveVersionID
	}
	return s.versionViews(ctx, row.ID, rows, live)
}

func (s *Service) versionViews(ctx context.Context, flowRow int64, rows []store.FlowVersion, live int64) ([]Version, error) {
	people, err := s.st.PeopleByVersion(ctx, flowRow)
	if err != nil {
		return nil, err
	}
	entered, err := s.st.RunsByVersion(ctx, flowRow)
	if err != nil {
		return nil, err
	}
	var authors []int64
	for _, v := range rows {
		if v.AuthorID != nil {
			authors = append(authors, *v.AuthorID)
		}
	}
	names, err := s.st.UserNames(ctx, authors)
	if err != nil {
		return nil, err
	}
	out := make([]Version, 0, len(rows))
	for _, v := range rows {
		out = append(out, Version{ID: uid(v.UID), Number: v.Number, Name: v.Name, Note: v.Note, Checksum: hexed(v.Checksum), Author: author(v.AuthorID, names),
			PublishedAt: store.Time(v.PublishedAt), People: people[v.ID], Entered: entered[v.ID], IsLive: v.ID == live})
	}
	return out, nil
}

func hexed(b []byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&15])
	}
	return string(out)
}

// VersionDocument gives the document of a version.
func (s *Service) VersionDocument(ctx context.Context, id store.FlowID, number int) (json.RawMessage, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return nil, missing(err)
	}
	v, err := s.st.Version(ctx, row.ID, number)
	return v.DocumentJSON, missing(err)
}

// Restore publishes an older version as the next one and puts it into the draft.
func (s *Service) Restore(ctx context.Context, id store.FlowID, number int, p Publish, by By) (Version, error) {
	if err := fault.Fields(checkNotes(p)...); err != nil {
		return Version{}, err
	}
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return Version{}, missing(err)
	}
	v, err := s.st.Version(ctx, row.ID, number)
	if err != nil {
		return Version{}, missing(err)
	}
	doc, err := read(v.DocumentJSON)
	if err != nil {
		return Version{}, err
	}
	return s.publish(ctx, row, doc, v.DocumentJSON, p, by)
}

// Pause keeps people out and lets those inside stand still.
func (s *Service) Pause(ctx context.Context, id store.FlowID, by By) (Flow, error) {
	return s.reloaded(ctx)(s.update(ctx, id, by, "flow_paused", func(row store.Flow) (map[string]any, error) {
		if row.LiveVersionID == nil {
			return nil, fault.FlowNotPublished.New()
		}
		return map[string]any{"state": store.FlowPaused}, nil
	}))
}

// Resume lets people in again.
func (s *Service) Resume(ctx context.Context, id store.FlowID, by By) (Flow, error) {
	return s.reloaded(ctx)(s.update(ctx, id, by, "flow_resumed", func(row store.Flow) (map[string]any, error) {
		switch {
		case row.ArchivedAt != nil:
			return nil, fault.FlowArchived.New()
		case row.LiveVersionID == nil:
			return nil, fault.FlowNotPublished.New()
		}
		return map[string]any{"state": store.FlowLive}, nil
	}))
}

// reloaded tells the runner after a successful change.
func (s *Service) reloaded(ctx context.Context) func(Flow, error) (Flow, error) {
	return func(f Flow, err error) (Flow, error) {
		if err == nil {
			err = s.reload.Reload(ctx)
		}
		return f, err
	}
}

// PauseAll pauses every live flow; ResumeAll lets every paused one go on. Both give their number.
func (s *Service) PauseAll(ctx context.Context, by By) (int64, error) {
	return s.all(ctx, by, "flows_paused", store.FlowLive, store.FlowPaused)
}

// ResumeAll lets every paused flow go on.
func (s *Service) ResumeAll(ctx context.Context, by By) (int64, error) {
	return s.all(ctx, by, "flows_resumed", store.FlowPaused, store.FlowLive)
}

func (s *Service) all(ctx context.Context, by By, action, from, to string) (n int64, err error) {
	err = s.st.Write(ctx, func(tx *store.Tx) error {
		if n, err = tx.SetAllFlowStates(from, to); err != nil {
			return err
		}
		return tx.Note(by.Name, action, "", map[string]int64{"count": n})
	})
	if err != nil {
		return 0, err
	}
	return n, s.reload.Reload(ctx)
}

// empty ends what runs in a flow that is taken away, or refuses when people are inside.
func (s *Service) empty(ctx context.Context, id store.FlowID, force bool) (store.Flow, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return row, missing(err)
	}
	people, err := s.st.PeopleByVersion(ctx, row.ID)
	if err != nil {
		return row, err
	}
	n := 0
	for _, c := range people {
		n += c
	}
	if n == 0 {
		return row, nil
	}
	if !force {
		return row, fault.FlowInUse.With("count", n)
	}
	return row, s.runs.CancelFlow(ctx, id)
}

// Archive takes a flow out of use and out of sight.
func (s *Service) Archive(ctx context.Context, id store.FlowID, force bool, by By) (Flow, error) {
	if _, err := s.empty(ctx, id, force); err != nil {
		return Flow{}, err
	}
	now := store.Millis(s.st.Now())
	return s.reloaded(ctx)(s.update(ctx, id, by, "flow_archived", func(row store.Flow) (map[string]any, error) {
		set := map[string]any{"archived_at": now}
		if row.State == store.FlowLive {
			set["state"] = store.FlowPaused
		}
		return set, nil
	}))
}

// Unarchive brings it back, paused if it was published.
func (s *Service) Unarchive(ctx context.Context, id store.FlowID, by By) (Flow, error) {
	return s.update(ctx, id, by, "flow_unarchived", func(store.Flow) (map[string]any, error) { return map[string]any{"archived_at": nil}, nil })
}

// Delete removes a flow with its versions and history.
func (s *Service) Delete(ctx context.Context, id store.FlowID, force bool, by By) error {
	row, err := s.empty(ctx, id, force)
	if err != nil {
		return err
	}
	if row.State == store.FlowLive { // nobody may enter while it goes
		if _, err := s.Pause(ctx, id, by); err != nil {
			return err
		}
		if _, err := s.empty(ctx, id, force); err != nil {
			return err
		}
	}
	err = s.st.Write(ctx, func(tx *store.Tx) error {
		if err := tx.DeleteFlow(row.ID); err != nil {
			return err
		}
		return tx.Note(by.Name, "flow_deleted", "flow:"+id.String(), map[string]string{"name": row.Name})
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	delete(s.known, row.ID)
	s.mu.Unlock()
	return s.reload.Reload(ctx)
}
