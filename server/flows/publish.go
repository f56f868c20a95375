package flows

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"flusso/engine/flow"
	"flusso/server/fault"
	"flusso/server/store"
)

// Publish is what somebody says about a version.
type Publish struct {
	Revision    int64 // of the draft that was looked at
	Name        string
	Note        string
	FromVersion int // publish this version again instead of the draft
	// Waiting is what becomes of people inside older versions: finish, move, end.
	Waiting string
	// OverrideReason publishes although saved tests fail; it is recorded.
	OverrideReason string
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
	if !slices.Contains([]string{"", store.PeopleFinish, store.PeopleMove, store.PeopleEnd}, p.Waiting) {
		wrong = append(wrong, fault.At("/waiting", fault.NotOneOf, "values", "finish, move, end"))
	}
	if len([]rune(p.OverrideReason)) > maxNote/2 {
		wrong = append(wrong, fault.At("/override_reason", fault.TooLong, "max", maxNote/2))
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
	issues, err := s.check(ctx, row, doc)
	if err != nil {
		return Version{}, err
	}
	if err := refuse(issues); err != nil {
		return Version{}, err
	}
	note, err := s.gate(ctx, row, doc, p)
	if err != nil {
		return Version{}, err
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		return Version{}, err
	}
	needs := declares(doc)
	id := s.ids.New()
	v := store.FlowVersion{UID: id[:], FlowID: row.ID, DocumentJSON: raw, Checksum: checksum(doc), Name: strings.TrimSpace(p.Name), Note: note, AuthorID: by.User}
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
		if err := s.declare(tx, needs); err != nil {
			return err
		}
		if p.Waiting == store.PeopleMove || p.Waiting == store.PeopleEnd {
			if err := tx.MovePeople(store.MovePeople{Flow: row.ID, Version: v.ID, Mode: p.Waiting}); err != nil {
				return err
			}
		}
		detail := map[string]any{"version": v.Number}
		if p.Waiting != "" {
			detail["waiting"] = p.Waiting
		}
		if p.OverrideReason != "" {
			detail["override_reason"] = p.OverrideReason
		}
		return tx.Note(by.Name, "flow_published", "flow:"+uid(row.UID), detail)
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
