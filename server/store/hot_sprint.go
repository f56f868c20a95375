package store

import (
	"errors"
	"fmt"
	"strings"
)

// ErrBusy says that the contact has a live run on the channel already.
var ErrBusy = errors.New("the contact is in a flow on this number already")

// ErrJobGone says that the job was done already: the unit wrote nothing.
var ErrJobGone = errors.New("the job is done already")

// Sprint is all that one turn of the engine writes, in one commit.
type Sprint struct {
	Job          int64    // the job that is done by it; 0: none
	Decided      *Decided // what an inbound message did
	Conversation int64
	Contact      int64
	Channel      int64
	Cancel       []*RunWrite // live runs that give way
	Run          *RunWrite
	Events       []RunEvents
	Out          []*OutMessage
	Status       string          // of the conversation; empty: as it is
	Extra        func(*Tx) error // the rare parts: contact changes, tags, effects
}

// Decided is the inbound decision, kept with its message.
type Decided struct {
	Message    int64
	Reason     string
	ReasonJSON string
}

// RunWrite is a run to insert (Row 0) or to move on from the seq that was
// read.
type RunWrite struct {
	Row       int64 // a result when the run is new
	ID        RunID
	Flow      int64
	Version   int64
	Seq, Was  int64
	Live      bool
	Status    string
	Outcome   string
	Step      string
	Wait      string
	Snapshot  []byte
	WakeAt    int64 // 0: never
	TriggerID string
	StartedBy string
	StartedAt int64
	EndedAt   int64
	isNew     bool
}

// RunEvents are the events of one sprint of a run.
type RunEvents struct {
	Run  *RunWrite
	JSON []byte // array
}

// OutMessage is a message to be sent. Claimed means that its POST may follow
// at once: the lane and the buckets were free.
type OutMessage struct {
	Row     int64 // result
	ID      MessageID
	Type    string
	Content []byte
	Text    string
	Source  int
	Step    string
	User    int64
	Context string
	Claimed bool
	OfRun   bool   // belongs to the sprint's run
	Failed  string // a code: it is kept and shown, but not sent
}

func (h *hotTx) sprints(units []*Sprint) error {
	if len(units) == 0 {
		return nil
	}
	if err := h.cancelRuns(units); err != nil {
		return err
	}
	if err := h.writeRuns(units); err != nil {
		return err
	}
	if err := h.writeSprintRows(units); err != nil {
		return err
	}
	for _, u := range units {
		if u.Extra != nil {
			if err := u.Extra(h.tx); err != nil {
				return err
			}
		}
	}
	return nil
}

const moveRuns = `update runs set seq = v.column2, live = v.column3, status = v.column4, outcome = v.column5, step = v.column6, wait = v.column7,
	snapshot_json = v.column8, wake_at = v.column9, ended_at = v.column10 from (values {rows}) v
	where runs.id = v.column1 and runs.seq = v.column11 and runs.live = 1`

func addMove(b *batch, r *RunWrite) {
	b.add(r.Row, r.Seq, r.Live, r.Status, r.Outcome, r.Step, r.Wait, string(r.Snapshot), nullInt(r.WakeAt), nullInt(r.EndedAt), r.Was)
}

// cancelRuns comes before new runs, since a contact has one live run at most.
func (h *hotTx) cancelRuns(units []*Sprint) error {
	b := batch{text: moveRuns}
	for _, u := range units {
		for _, r := range u.Cancel {
			addMove(&b, r)
			h.tx.topics.add(TopicRun, r.Row)
			h.tx.topics.add(TopicFlow, r.Flow)
		}
	}
	n, err := b.exec(h)
	if err == nil && n != int64(b.len()) {
		err = fmt.Errorf("run to cancel: %w", ErrConflict)
	}
	return err
}

func (h *hotTx) writeRuns(units []*Sprint) error {
	begun := batch{text: `insert into runs(id, uid, flow_id, version_id, contact_id, channel_id, conversation_id, seq, live, status, outcome,
		step, wait, snapshot_json, wake_at, trigger_id, started_by, started_at, ended_at) values {rows}`}
	moved := batch{text: moveRuns}
	for _, u := range units {
		r := u.Run
		if r == nil {
			continue
		}
		if r.Row == 0 || r.isNew {
			r.isNew = true
			r.Row = next(&h.s.ids.run)
			begun.add(r.Row, r.ID.ID[:], r.Flow, r.Version, u.Contact, u.Channel, u.Conversation, r.Seq, r.Live, r.Status, r.Outcome,
				r.Step, r.Wait, string(r.Snapshot), nullInt(r.WakeAt), r.TriggerID, r.StartedBy, r.StartedAt, nullInt(r.EndedAt))
		} else {
			addMove(&moved, r)
		}
		h.tx.topics.add(TopicRun, r.Row)
		h.tx.topics.add(TopicFlow, r.Flow)
	}
	n, err := moved.exec(h)
	if err == nil && n != int64(moved.len()) {
		err = fmt.Errorf("run: %w", ErrConflict)
	}
	if err != nil {
		return err
	}
	if _, err = begun.exec(h); err != nil && strings.Contains(err.Error(), "runs.contact_id") {
		return ErrBusy
	}
	return err
}

func (h *hotTx) writeSprintRows(units []*Sprint) error {
	events := batch{text: "insert into run_events(run_id, seq, at, events_json) values {rows}"}
	out := batch{text: fmt.Sprintf(`insert into messages(id, uid, conversation_id, channel_id, direction, type, content_json, state, at, source,
		run_id, step, user_id, context, error_code, attempt, boot, asked_at)
		select column1, column2, column3, column4, 1, column5, column6, column7, %[1]d, column8, column9, column10, column11, column12, column13,
		column7 = 1, iif(column7 = 1, %[2]d, null), iif(column7 = 1, %[1]d, null) from (values {rows})`, h.now, h.s.boot)}
	threads := batch{text: `update conversations set status = coalesce(v.column2, status),
		last_text = coalesce(v.column3, last_text), last_direction = iif(v.column3 is null, last_direction, 1),
		last_message_at = iif(v.column3 is null, last_message_at, max(last_message_at, v.column4)) from (values {rows}) v where conversations.id = v.column1`}
	decided := batch{text: "update messages set reason = v.column2, reason_json = v.column3 from (values {rows}) v where messages.id = v.column1"}
	done := batch{text: "delete from jobs where id in (values {rows})"}
	for _, u := range units {
		for _, e := range u.Events {
			events.add(e.Run.Row, e.Run.Seq, h.now, string(e.JSON))
		}
		var last any
		for _, m := range u.Out {
			m.Row = next(&h.s.ids.message)
			var run int64
			if m.OfRun && u.Run != nil {
				run = u.Run.Row
			}
			state := StateQueued
			switch {
			case m.Failed != "":
				state = StateFailed
			case m.Claimed:
				state = StateSending
			}
			out.add(m.Row, m.ID.ID[:], u.Conversation, u.Channel, m.Type, string(m.Content), int(state), m.Source, nullInt(run), m.Step, nullInt(m.User), m.Context, m.Failed)
			last = m.Text
		}
		if last != nil || u.Status != "" {
			threads.add(u.Conversation, nullText(u.Status), last, h.now)
		}
		if u.Decided != nil {
			decided.add(u.Decided.Message, u.Decided.Reason, u.Decided.ReasonJSON)
		}
		if u.Job != 0 {
			done.add(u.Job)
		}
		h.tx.topics.add(TopicConversation, u.Conversation)
	}
	for _, b := range []*batch{&events, &out, &threads, &decided} {
		if _, err := b.exec(h); err != nil {
			return err
		}
	}
	n, err := done.exec(h)
	if err == nil && n != int64(done.len()) {
		err = ErrJobGone
	}
	return err
}
