package flows

import (
	"context"
	"errors"
	"time"

	"flusso/server/fault"
	"flusso/server/store"
)

// maxLinks of one flow that are open at once: each is somebody who was shown it.
const maxLinks = 50

// LinkLives are how long a preview link may work: for a call, for a day, for a client who answers
// within the week.
var LinkLives = map[string]time.Duration{"hour": time.Hour, "day": 24 * time.Hour, "week": 7 * 24 * time.Hour}

// Link is a preview link as the team sees it.
type Link struct {
	ID        string    `json:"id"`
	URL       string    `json:"url" doc:"Whoever has it can try the draft, without signing in"`
	Author    *Author   `json:"author" doc:"Who made it; null: a program"`
	CreatedAt time.Time `json:"created_at"`
	Until     time.Time `json:"until"`
	// Sealed is the token, for whoever can open it.
	Sealed []byte `json:"-"`
}

// NewLink is a link to be made. The token itself does not come here.
type NewLink struct {
	Life   string // of LinkLives
	Hash   []byte
	Sealed []byte
}

// Links lists the links of a flow that are open, the newest first.
func (s *Service) Links(ctx context.Context, id store.FlowID) ([]Link, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return nil, missing(err)
	}
	rows, err := s.st.PreviewLinks(ctx, row.ID, s.st.Now())
	if err != nil {
		return nil, err
	}
	return s.linkViews(ctx, rows)
}

func (s *Service) linkViews(ctx context.Context, rows []store.PreviewLink) ([]Link, error) {
	var authors []int64
	for _, r := range rows {
		if r.AuthorID != nil {
			authors = append(authors, *r.AuthorID)
		}
	}
	names, err := s.st.UserNames(ctx, authors)
	if err != nil {
		return nil, err
	}
	out := make([]Link, 0, len(rows))
	for _, r := range rows {
		out = append(out, Link{ID: uid(r.UID), Author: author(r.AuthorID, names), CreatedAt: store.Time(r.CreatedAt), Until: store.Time(r.ExpiresAt), Sealed: r.TokenSealed})
	}
	return out, nil
}

// MakeLink opens the draft of a flow to whoever has the token.
func (s *Service) MakeLink(ctx context.Context, id store.FlowID, n NewLink, by By) (Link, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return Link{}, missing(err)
	}
	life, known := LinkLives[n.Life]
	if !known {
		return Link{}, fault.Fields(fault.At("/life", fault.NotOneOf, "values", "hour, day, week"))
	}
	if row.ArchivedAt != nil {
		return Link{}, fault.FlowArchived.New()
	}
	open, err := s.st.PreviewLinks(ctx, row.ID, s.st.Now())
	if err != nil {
		return Link{}, err
	}
	if len(open) >= maxLinks {
		return Link{}, fault.Fields(fault.At("/life", fault.TooMuch, "max", maxLinks))
	}
	key := s.ids.New()
	l := store.PreviewLink{UID: key[:], FlowID: row.ID, TokenHash: n.Hash, TokenSealed: n.Sealed, AuthorID: by.User, ExpiresAt: store.Millis(s.st.Now().Add(life))}
	err = s.st.Write(ctx, func(tx *store.Tx) error {
		l.ID = 0 // a unit may run again
		if err := tx.InsertPreviewLink(&l); err != nil {
			return err
		}
		return tx.Note(by.Name, "link_made", "flow:"+id.String(), map[string]string{"link": key.String(), "life": n.Life})
	})
	if err != nil {
		return Link{}, err
	}
	views, err := s.linkViews(ctx, []store.PreviewLink{l})
	if err != nil {
		return Link{}, err
	}
	return views[0], nil
}

// WithdrawLink ends a link at once.
func (s *Service) WithdrawLink(ctx context.Context, id store.FlowID, link store.LinkID, by By) error {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return missing(err)
	}
	return missing(s.st.Write(ctx, func(tx *store.Tx) error {
		if err := tx.DeletePreviewLink(row.ID, link); err != nil {
			return err
		}
		return tx.Note(by.Name, "link_withdrawn", "flow:"+id.String(), map[string]string{"link": link.String()})
	}))
}

// Shared is what somebody with a link may know of a flow.
type Shared struct {
	Name     string    `json:"name" doc:"Of the flow"`
	Business string    `json:"business" doc:"Of the account, as customers know it; empty when it has none"`
	Language string    `json:"language" doc:"Of the flow"`
	Until    time.Time `json:"until" doc:"When the link ends"`
}

// shared finds the flow of a link. Links that ended, were withdrawn or never were answer alike, and so
// do those of flows that are deleted or archived.
func (s *Service) shared(ctx context.Context, hash []byte) (store.PreviewLink, store.Flow, error) {
	l, f, err := s.st.PreviewLinkFlow(ctx, hash, s.st.Now())
	if errors.Is(err, store.ErrNotFound) {
		return l, f, fault.LinkGone.New()
	}
	return l, f, err
}

// SharedFlow says what a link leads to.
func (s *Service) SharedFlow(ctx context.Context, hash []byte) (Shared, error) {
	l, f, err := s.shared(ctx, hash)
	if err != nil {
		return Shared{}, err
	}
	doc, err := read(f.DraftJSON)
	if err != nil {
		return Shared{}, err
	}
	var a struct {
		Name string `json:"name"`
	}
	if err := s.st.Setting(ctx, "account", &a); err != nil && !errors.Is(err, store.ErrNotFound) {
		return Shared{}, err
	}
	return Shared{Name: f.Name, Business: a.Name, Language: doc.Settings.Language, Until: store.Time(l.ExpiresAt)}, nil
}
