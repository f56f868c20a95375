package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"flusso/engine/run"
	"flusso/server/store"
)

// EventEntered is told when somebody enters a flow; the others are the final
// states of a run.
const EventEntered = "entered"

// tellVersion is the version of the payload. Members may be added to it; when
// one changes its meaning, the version goes up.
const tellVersion = 1

// Told is what a flow tells another program.
type Told struct {
	Version   int       `json:"version"`
	Type      string    `json:"type"` // flow.entered, flow.completed, ...
	Timestamp time.Time `json:"timestamp"`
	Data      ToldData  `json:"data"`
}

// ToldData is the subject of an event.
type ToldData struct {
	Flow         ToldFlow                   `json:"flow"`
	Run          ToldRun                    `json:"run"`
	Contact      run.Contact                `json:"contact"`
	Conversation string                     `json:"conversation_id"`
	Answers      map[string]json.RawMessage `json:"answers"` // by the names that variables use
	Variables    json.RawMessage            `json:"variables"`
}

// ToldFlow names the flow and its version.
type ToldFlow struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Version int    `json:"version"`
}

// ToldRun is the contact's way through it.
type ToldRun struct {
	ID        string     `json:"id"`
	Status    string     `json:"status"`
	Outcome   string     `json:"outcome"`
	StartedBy string     `json:"started_by"`
	StartedAt time.Time  `json:"started_at"`
	EndedAt   *time.Time `json:"ended_at"`
}

// tell queues an event of the run in the unit that writes the run, if the
// flow tells of it at all.
func (t *turn) tell(e *entry, w *store.RunWrite, s run.Snapshot, event string) {
	if e == nil || !e.doc.Settings.Tells(event) {
		return
	}
	now := t.r.Store.Now().UTC()
	told := Told{Version: tellVersion, Type: "flow." + event, Timestamp: now, Data: ToldData{
		Flow:         ToldFlow{e.ID.String(), e.Name, e.Number},
		Run:          ToldRun{ID: w.ID.ID.String(), Status: string(s.Status), Outcome: s.Outcome, StartedBy: w.StartedBy, StartedAt: store.Time(w.StartedAt)},
		Contact:      ContactOf(t.state.Contact),
		Conversation: publicID(t.state.Conversation.UID),
		Answers:      answers(s),
	}}
	if told.Data.Variables = s.Variables; len(s.Variables) == 0 {
		told.Data.Variables = json.RawMessage("{}")
	}
	if !s.Status.Live() {
		told.Data.Run.EndedAt = &now
	}
	if told.Data.Contact.Tags == nil {
		told.Data.Contact.Tags = []string{}
	}
	raw, err := json.Marshal(told)
	if err != nil {
		t.r.Log.Error("event of a flow", "flow", e.ID, "error", err)
		return
	}
	id := t.r.IDs.New()
	d := &store.HookDelivery{UID: id[:], FlowID: e.Flow, Event: event, URL: e.doc.Settings.Webhook.URL, Body: string(raw)}
	t.extra(func(tx *store.Tx) error {
		if w.Row != 0 {
			row := w.Row
			d.RunID = &row
		}
		return tx.QueueHook(d)
	})
}

// runMerged tells of a run that ended because two contacts turned out to be
// one person.
func (r *Runner) runMerged(ctx context.Context, job store.JobRef) error {
	done := func() error { return r.Store.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(job.ID) }) }
	row, err := strconv.ParseInt(job.Payload, 10, 64)
	if err != nil {
		return fmt.Errorf("payload of a merged run: %w", err)
	}
	ended, err := r.Store.RunRow(ctx, row)
	if errors.Is(err, store.ErrNotFound) {
		return done()
	}
	if err != nil {
		return err
	}
	e, err := r.lib.version(ctx, ended.VersionID)
	if err != nil {
		return err
	}
	t, err := r.turn(ctx, ended.ConversationID)
	if err != nil {
		return err
	}
	var s run.Snapshot
	if err := json.Unmarshal(ended.SnapshotJSON, &s); err != nil {
		return fmt.Errorf("snapshot of run %d: %w", row, err)
	}
	w := &store.RunWrite{Row: row, StartedBy: ended.StartedBy, StartedAt: ended.StartedAt}
	copy(w.ID.ID[:], ended.UID)
	t.tell(e, w, s, string(run.Canceled))
	return r.Store.Write(ctx, func(tx *store.Tx) error {
		for _, fn := range t.extras {
			if err := fn(tx); err != nil {
				return err
			}
		}
		return tx.FinishJob(job.ID)
	})
}

// Sample is an event as a test sends it: nobody's.
func Sample(flow ToldFlow, event string, now time.Time) ([]byte, error) {
	status := event
	if event == EventEntered {
		status = string(run.Waiting)
	}
	const nobody = "00000000-0000-7000-8000-000000000000"
	return json.Marshal(Told{Version: tellVersion, Type: "flow." + event, Timestamp: now.UTC(), Data: ToldData{Flow: flow,
		Run:          ToldRun{ID: nobody, Status: status, StartedBy: "test", StartedAt: now.UTC()},
		Contact:      run.Contact{ID: nobody, Name: "Test", FirstName: "Test", Phone: "+15550100", Tags: []string{}},
		Conversation: nobody, Answers: map[string]json.RawMessage{}, Variables: json.RawMessage("{}")}})
}

// answers of the flow itself, not of those that it called.
func answers(s run.Snapshot) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	if len(s.Frames) > 0 {
		for _, a := range s.Frames[0].Answers {
			out[a.Key] = a.Value
		}
	}
	return out
}

func publicID(b []byte) string {
	var id store.ID
	copy(id[:], b)
	return id.String()
}
