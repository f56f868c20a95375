package flows

import (
	"context"
	"encoding/json"
	"slices"

	"flusso/engine/flow"
	"flusso/server/fault"
	"flusso/server/store"
)

// Trials are the trials of a flow's draft that have not ended, the newest first.
func (s *Service) Trials(ctx context.Context, id store.FlowID) (store.Flow, []store.Trial, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return row, nil, missing(err)
	}
	list, err := s.st.OpenTrials(ctx, row.ID)
	now := store.Millis(s.st.Now())
	return row, slices.DeleteFunc(list, func(t store.Trial) bool { return t.Over(now) }), err
}

// Trial finds one trial of a flow, over or not.
func (s *Service) Trial(ctx context.Context, id store.FlowID, trial store.TrialID) (store.Flow, store.Trial, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return row, store.Trial{}, missing(err)
	}
	t, err := s.st.Trial(ctx, row.ID, trial)
	return row, t, missing(err)
}

// StartTrial freezes the draft and makes a code by which one phone gets it. A
// trial that the same person began before ends. channel may be nil when the
// flow leaves no choice.
func (s *Service) StartTrial(ctx context.Context, id store.FlowID, channel *store.ChannelID, by By) (store.Flow, store.Trial, error) {
	row, raw, err := s.frozen(ctx, id)
	if err != nil {
		return row, store.Trial{}, err
	}
	number, err := s.trialNumber(ctx, raw, channel)
	if err != nil {
		return row, store.Trial{}, err
	}
	before, err := s.st.OpenTrials(ctx, row.ID)
	if err != nil {
		return row, store.Trial{}, err
	}
	for _, t := range before {
		if Same(t.CreatedBy, by.User) {
			if err := s.runs.EndTrial(ctx, t.ID); err != nil {
				return row, store.Trial{}, err
			}
		}
	}
	uid, hidden, version := s.ids.New(), s.ids.New(), s.ids.New()
	code := store.NewTrialCode(s.ids.New())
	var t store.Trial
	err = s.st.Write(ctx, func(tx *store.Tx) error {
		f := store.Flow{UID: hidden[:], Name: row.Name, State: store.FlowDraft, DraftJSON: []byte("{}"), TrialOf: &row.ID}
		if err := tx.InsertFlow(&f); err != nil {
			return err
		}
		v := store.FlowVersion{UID: version[:], FlowID: f.ID, DocumentJSON: raw, Checksum: []byte{}, AuthorID: by.User}
		if err := tx.InsertVersion(&v); err != nil {
			return err
		}
		t = store.Trial{UID: uid[:], FlowID: row.ID, HiddenID: f.ID, VersionID: v.ID, Revision: row.Revision, ChannelID: number.ID, Code: code, CreatedBy: by.User,
			CodeExpiresAt: store.Millis(tx.Now().Add(store.TrialCodeTime))}
		if err := tx.InsertTrial(&t); err != nil {
			return err
		}
		return tx.Note(by.Name, "trial_started", "flow:"+id.String(), nil)
	})
	if err != nil {
		return row, t, err
	}
	return row, t, s.runs.LookForTrials(ctx)
}

// RefreshTrial freezes the draft as it is now: the next start enters it, and
// the conversation under way finishes what it began.
func (s *Service) RefreshTrial(ctx context.Context, id store.FlowID, trial store.TrialID, by By) (store.Flow, store.Trial, error) {
	row, t, err := s.Trial(ctx, id, trial)
	if err != nil {
		return row, t, err
	}
	if t.Over(store.Millis(s.st.Now())) {
		return row, t, fault.TrialOver.New()
	}
	row, raw, err := s.frozen(ctx, id)
	if err != nil || row.Revision == t.Revision {
		return row, t, err
	}
	version := s.ids.New()
	err = s.st.Write(ctx, func(tx *store.Tx) error {
		v := store.FlowVersion{UID: version[:], FlowID: t.HiddenID, DocumentJSON: raw, Checksum: []byte{}, AuthorID: by.User}
		if err := tx.InsertVersion(&v); err != nil {
			return err
		}
		return tx.FreezeTrial(t.ID, v.ID, row.Revision)
	})
	if err != nil {
		return row, t, err
	}
	return s.Trial(ctx, id, trial)
}

// EndTrial ends a trial now.
func (s *Service) EndTrial(ctx context.Context, id store.FlowID, trial store.TrialID) error {
	_, t, err := s.Trial(ctx, id, trial)
	if err != nil {
		return err
	}
	return s.runs.EndTrial(ctx, t.ID)
}

// endTrials ends every trial of a flow that goes out of use.
func (s *Service) endTrials(ctx context.Context, row int64) error {
	list, err := s.st.OpenTrials(ctx, row)
	if err != nil {
		return err
	}
	for _, t := range list {
		if err := s.runs.EndTrial(ctx, t.ID); err != nil {
			return err
		}
	}
	return nil
}

// frozen gives the draft as a trial keeps it: nothing is told to the flow's
// webhook. It is refused for what would stop it from being published; on which
// numbers it answers does not matter here.
func (s *Service) frozen(ctx context.Context, id store.FlowID) (store.Flow, []byte, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return row, nil, missing(err)
	}
	if row.ArchivedAt != nil {
		return row, nil, fault.FlowArchived.New()
	}
	doc, err := read(row.DraftJSON)
	if err != nil {
		return row, nil, err
	}
	doc.Settings.Webhook = nil
	issues, err := s.check(ctx, row, doc)
	if err != nil {
		return row, nil, err
	}
	issues = slices.DeleteFunc(issues, func(i flow.Issue) bool { return i.Code == flow.CodeNoChannel })
	if err := refuse(issues); err != nil {
		return row, nil, err
	}
	raw, err := json.Marshal(doc)
	return row, raw, err
}

// refuse says no to a document that cannot be published.
func refuse(issues []flow.Issue) error {
	n := 0
	for _, i := range issues {
		if i.Severity == flow.SeverityError {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return fault.FlowHasProblems.With("count", n).Attach("issues", issues)
}

// trialNumber is the WhatsApp number on which the draft is tried: the one that
// was asked for, else the only one of the flow, else the only one there is.
func (s *Service) trialNumber(ctx context.Context, raw []byte, asked *store.ChannelID) (store.Channel, error) {
	all, err := s.st.Channels(ctx)
	if err != nil {
		return store.Channel{}, err
	}
	all = slices.DeleteFunc(all, func(c store.Channel) bool { return c.Kind != store.ChannelWhatsApp })
	if asked != nil {
		i := slices.IndexFunc(all, func(c store.Channel) bool { return uid(c.UID) == asked.String() })
		if i < 0 {
			return store.Channel{}, fault.Fields(fault.At("/channel_id", fault.Unknown))
		}
		return all[i], nil
	}
	doc, err := read(raw)
	if err != nil {
		return store.Channel{}, err
	}
	own := slices.DeleteFunc(slices.Clone(all), func(c store.Channel) bool { return !slices.Contains(doc.Settings.Channels, uid(c.UID)) })
	if len(own) == 0 {
		own = all
	}
	switch len(own) {
	case 0:
		return store.Channel{}, fault.TrialNoNumber.New()
	case 1:
		return own[0], nil
	}
	return store.Channel{}, fault.Fields(fault.At("/channel_id", fault.Required))
}

// Same says whether two rows of users are the same person; programs have none.
func Same(a, b *int64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
