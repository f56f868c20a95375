package flows

import (
	"context"

	"flusso/server/fault"
	"flusso/server/store"
)

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
	row, err := s.empty(ctx, id, force)
	if err != nil {
		return Flow{}, err
	}
	if err := s.endTrials(ctx, row.ID); err != nil {
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
	if err := s.endTrials(ctx, row.ID); err != nil {
		return err
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
