package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/server/jobs"
	"flusso/server/store"
)

const (
	// TrialTime is how long a phone talks to the draft: long enough to walk
	// through a flow a few times, short enough to be forgotten without harm.
	TrialTime = 30 * time.Minute
	// trialKept is how long the way of a trial can be looked at after its end.
	trialKept = 24 * time.Hour
	// trialTries of the job that ends a trial: each waits for the database only.
	trialTries = 20
	// startedByTrial is who starts the runs of a trial.
	startedByTrial = "trial"
)

// trialCode is what the code of a trial looks like: a word that nobody writes
// by chance, so that other messages need no look at the database.
var trialCode = regexp.MustCompile(`^` + strings.TrimSuffix(store.TrialCodeMark, "-") + `[- ]?([` + store.TrialCodeLetters + `]{6})$`)

// foldCode gives the code that somebody wrote; empty: it is none.
func foldCode(text string) string {
	m := trialCode.FindStringSubmatch(strings.TrimRight(flow.NormalizeWords(text), ".! "))
	if m == nil {
		return ""
	}
	return store.TrialCodeMark + m[1]
}

// trials knows whether there is any: while there is none, no message costs a
// look at the database.
type trials struct {
	mu  sync.Mutex
	any bool
}

// LookForTrials asks the database again: call it after a trial was made.
func (r *Runner) LookForTrials(ctx context.Context) error {
	r.trials.mu.Lock()
	defer r.trials.mu.Unlock()
	found, err := r.Store.AnyTrial(ctx)
	if err != nil {
		return fmt.Errorf("look for trials: %w", err)
	}
	r.trials.any = found
	return nil
}

func (r *Runner) anyTrial() bool {
	r.trials.mu.Lock()
	defer r.trials.mu.Unlock()
	return r.trials.any
}

// trying is what a message has to do with trials.
type trying struct {
	row  store.Trial // that the writer is in, or that the code opens
	code Code
	past flow.Facts
}

// tryFacts finds the trial that a message opens, or that its writer is in.
func (r *Runner) tryFacts(ctx context.Context, t *turn, in *store.InMessage, msg message.Inbound, f *Facts) error {
	var spent store.Trial
	if code := foldCode(msg.Content.Text); code != "" && !in.Echo && !in.StoreOnly {
		row, err := r.Store.TrialByCode(ctx, code)
		switch {
		case errors.Is(err, store.ErrNotFound): // no code of ours: words like any other
		case err != nil:
			return fmt.Errorf("read the trial of a code: %w", err)
		case row.ChannelID == in.Channel && !row.Over(f.Now.UnixMilli()) && (row.TakenAt == nil || row.ContactID != nil && *row.ContactID == in.ContactRow):
			t.trying.row, t.trying.code = row, CodeOpens
		default:
			spent, t.trying.code = row, CodeSpent
		}
	}
	if t.trying.code != CodeOpens && r.anyTrial() {
		row, err := r.Store.TrialOf(ctx, in.ContactRow, in.Channel)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("read the trial of a contact: %w", err)
		}
		t.trying.row = row
	}
	shown := t.trying.row
	if t.trying.code == CodeSpent {
		shown = spent
	}
	if f.Code = t.trying.code; shown.ID == 0 {
		return nil
	}
	e, err := r.lib.version(ctx, shown.VersionID)
	if err != nil {
		return err
	}
	until := f.Now.Add(TrialTime)
	if shown.ExpiresAt != nil {
		until = store.Time(*shown.ExpiresAt)
	}
	f.Trial = &Trial{FlowID: e.publicID(), FlowName: e.Name, Until: until.UTC()}
	return nil
}

// try starts the draft: the code was written, or its phone writes again.
func (t *turn) try(ctx context.Context, live *entry, msg *message.Inbound) error {
	row := t.trying.row
	e, err := t.r.lib.version(ctx, row.VersionID)
	if err != nil {
		return err
	}
	if live != nil {
		t.cancelLive(live, run.Canceled, "trial")
	}
	asked := *msg
	trg := e.best(asked, t.trying.past)
	if t.trying.code == CodeOpens {
		t.reopen = true
		trg, asked.Content.Text = e.first()
		if row.TakenAt == nil {
			c := t.state.Conversation
			until := t.r.Store.Now().Add(TrialTime).UnixMilli()
			t.extra(func(tx *store.Tx) error { return tx.TakeTrial(row.ID, c.ContactID, c.ChannelID, until) })
		}
	}
	trg.Message = &asked
	return t.start(ctx, e, trg, nil, startedByTrial)
}

// showWay names the run with the message: nobody of a trial is on a list of
// people, so the conversation is where its way is found.
func (t *turn) showWay(d *Decision) {
	switch {
	case d.Do == DoTry:
		t.runID.ID = t.r.IDs.New()
		d.Params["run_id"] = t.runID.String()
	case d.Reason == ReasonTrialGoesOn:
		d.Params["run_id"] = publicID(t.state.Run.UID)
	}
}

// first is the trigger by which a trial begins, with a message that it waits
// for: the code itself is no word of a customer.
func (e *entry) first() (trg run.Trigger, text string) {
	list := e.doc.Triggers
	if len(list) == 0 {
		return run.Trigger{Kind: startedByTrial}, ""
	}
	t := list[max(0, slices.IndexFunc(list, func(t flow.Trigger) bool { return flow.Inbound(t.Kind) }))]
	var c flow.KeywordConfig
	if t.Kind == flow.TriggerKeyword && json.Unmarshal(t.Config, &c) == nil && c.Match != flow.MatchRegex && len(c.Keywords) > 0 {
		text = c.Keywords[0]
	}
	return run.Trigger{ID: t.ID, Kind: t.Kind}, text
}

// best is the trigger that fits a message, else the first.
func (e *entry) best(msg message.Inbound, past flow.Facts) run.Trigger {
	var found *matcher
	least := 0
	for i := range e.match {
		m := &e.match[i]
		if rank, ok := m.Match(msg, past); ok && (found == nil || rank < least) {
			found, least = m, rank
		}
	}
	if found == nil {
		trg, _ := e.first()
		return trg
	}
	return run.Trigger{ID: found.id, Kind: found.kind}
}

// endTried ends the live run of a trial that is over. The conversation stays
// as it is unless the run had it.
func (t *turn) endTried(e *entry) {
	was := t.status
	t.cancelLive(e, run.Canceled, "trial_over")
	if t.status = was; was == "" && t.state.Conversation.Status == store.ConversationFlow {
		t.status = store.ConversationClosed
	}
}

// EndTrial ends a trial and the way of its phone through the draft: the next
// message is met by what everybody else talks to.
func (r *Runner) EndTrial(ctx context.Context, row int64) error {
	t, err := r.Store.TrialRow(ctx, row)
	if errors.Is(err, store.ErrNotFound) || err == nil && t.EndedAt != nil {
		return nil
	}
	if err != nil {
		return err
	}
	end := func() error { return r.Store.Write(ctx, func(tx *store.Tx) error { return tx.EndTrial(t) }) }
	if t.ContactID == nil {
		err = end()
		if errors.Is(err, store.ErrConflict) { // somebody wrote the code in this very moment
			return r.EndTrial(ctx, row)
		}
	} else {
		err = r.inLane(ctx, *t.ContactID, func(ctx context.Context) error {
			c, err := r.Store.ThreadRow(ctx, *t.ContactID, t.ChannelID)
			if errors.Is(err, store.ErrNotFound) { // deleted, or one with another contact meanwhile
				return end()
			}
			if err != nil {
				return err
			}
			turn, err := r.turn(ctx, c.ID)
			if err != nil {
				return err
			}
			if turn.state.Run == nil || turn.state.Run.FlowID != t.HiddenID {
				return end()
			}
			if err := turn.loadSnapshot(); err != nil {
				return err
			}
			e, err := r.lib.version(ctx, turn.state.Run.VersionID)
			if err != nil {
				return err
			}
			turn.endTried(e)
			turn.extra(func(tx *store.Tx) error { return tx.EndTrial(t) })
			return turn.commit(ctx)
		})
	}
	if err != nil {
		return fmt.Errorf("end trial %d: %w", row, err)
	}
	return r.LookForTrials(ctx)
}

// trial is the job that follows a trial: it ends it in its time, and a day
// later deletes what was frozen, with the runs.
func (r *Runner) trial(ctx context.Context, job store.JobRef) error {
	done := func(tx *store.Tx) error { return tx.FinishJob(job.ID) }
	row, err := strconv.ParseInt(job.Payload, 10, 64)
	if err != nil {
		return fmt.Errorf("payload of a trial: %w", err)
	}
	t, err := r.Store.TrialRow(ctx, row)
	if errors.Is(err, store.ErrNotFound) { // the flow was deleted
		return r.Store.Write(ctx, done)
	}
	if err != nil {
		return err
	}
	now := r.Store.Now()
	if t.EndedAt == nil {
		if t.Deadline() > now.UnixMilli() {
			return jobs.Later{At: store.Time(t.Deadline())}
		}
		if err := r.EndTrial(ctx, row); err != nil {
			return err
		}
		return jobs.Later{At: now.Add(trialKept)}
	}
	if gone := store.Time(*t.EndedAt).Add(trialKept); gone.After(now) {
		return jobs.Later{At: gone}
	}
	return r.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.DeleteFlow(t.HiddenID); err != nil {
			return err
		}
		return done(tx)
	})
}
