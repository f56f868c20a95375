package store

import (
	"context"
	"database/sql"
	"strings"
)

// ThreadState is all that deciding about a message needs: the thread, the
// person, how they are reached and the run they are in.
type ThreadState struct {
	Conversation Conversation
	Contact      Contact
	Aliases      []string
	Run          *Run // the live one
}

// ThreadState reads it. Callers that ask at the same time share one statement:
// the driver parses each statement anew, and that costs more than the rows.
func (s *Store) ThreadState(ctx context.Context, conversation int64) (*ThreadState, error) {
	q := &threadRead{conversation: conversation, done: make(chan struct{})}
	select {
	case s.threadReads <- q:
	case <-s.quit:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case <-q.done:
		return q.state, q.err
	case <-s.stopped:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

const (
	// threadReaders is how many of the read pool's connections serve ThreadState.
	threadReaders = 2
	// threadGroup is how many callers share a statement at most.
	threadGroup = 64
)

// threadRead is one caller of ThreadState.
type threadRead struct {
	conversation int64
	state        *ThreadState
	err          error
	done         chan struct{}
}

// readThreads serves ThreadState until the store is closed.
func (s *Store) readThreads() {
	group := make([]*threadRead, 0, threadGroup)
	for {
		group = group[:0]
		select {
		case q := <-s.threadReads:
			group = append(group, q)
		case <-s.quit:
			return
		}
	fill:
		for len(group) < threadGroup {
			select {
			case q := <-s.threadReads:
				group = append(group, q)
			default:
				break fill
			}
		}
		found, err := s.threads(group)
		for _, q := range group {
			switch t := found[q.conversation]; {
			case err != nil:
				q.err = err
			case t == nil:
				q.err = ErrNotFound
			default:
				own := *t // each caller may change its own
				q.state = &own
			}
			close(q.done)
		}
	}
}

const selectThreads = `select c.id, c.uid, c.contact_id, c.channel_id, c.status, c.tags_json, c.silenced_until, c.last_inbound_at, c.assignee_id, c.assigned_run,
	p.uid, p.profile_name, p.first_name, p.last_name, p.phone, p.email, p.url, p.language, p.fields_json, p.tags_json, p.opted_out_at, p.created_at,
	(select group_concat(alias, char(10)) from contact_aliases where contact_id = p.id),
	r.id, r.uid, r.flow_id, r.version_id, r.seq, r.status, r.step, r.wait, r.snapshot_json, r.wake_at, r.trigger_id, r.started_by, r.started_at
	from conversations c join contacts p on p.id = c.contact_id
	left join runs r on r.contact_id = c.contact_id and r.channel_id = c.channel_id and r.live = 1 where c.id in (`

// threads reads the state of several conversations.
func (s *Store) threads(group []*threadRead) (map[int64]*ThreadState, error) {
	s.stats.Reads.Add(1)
	ids := make([]any, len(group))
	for i, q := range group {
		ids[i] = q.conversation
	}
	found := make(map[int64]*ThreadState, len(group))
	err := scan(context.Background(), s.rdb, selectThreads+marks(len(ids))+")", ids, func(rows *sql.Rows) error {
		t, err := scanThread(rows)
		if err == nil {
			found[t.Conversation.ID] = t
		}
		return err
	})
	return found, err
}

func scanThread(rows *sql.Rows) (*ThreadState, error) {
	var t ThreadState
	var aliases sql.NullString
	var run struct {
		id, flow, version, seq, wake, started sql.NullInt64
		uid, snapshot                         []byte
		status, step, wait, trigger, by       sql.NullString
	}
	c, p := &t.Conversation, &t.Contact
	err := rows.Scan(
		&c.ID, &c.UID, &c.ContactID, &c.ChannelID, &c.Status, &c.TagsJSON, &c.SilencedUntil, &c.LastInboundAt, &c.AssigneeID, &c.AssignedRun,
		&p.UID, &p.ProfileName, &p.FirstName, &p.LastName, &p.Phone, &p.Email, &p.URL, &p.Language, &p.FieldsJSON, &p.TagsJSON, &p.OptedOutAt, &p.CreatedAt,
		&aliases, &run.id, &run.uid, &run.flow, &run.version, &run.seq, &run.status, &run.step, &run.wait, &run.snapshot, &run.wake, &run.trigger, &run.by, &run.started)
	if err != nil {
		return nil, err
	}
	p.ID = c.ContactID
	if aliases.Valid {
		t.Aliases = strings.Split(aliases.String, "\n")
	}
	if run.id.Valid {
		t.Run = &Run{ID: run.id.Int64, UID: run.uid, FlowID: run.flow.Int64, VersionID: run.version.Int64, ContactID: c.ContactID, ChannelID: c.ChannelID,
			ConversationID: c.ID, Seq: run.seq.Int64, Live: true, Status: run.status.String, Step: run.step.String, Wait: run.wait.String,
			SnapshotJSON: run.snapshot, TriggerID: run.trigger.String, StartedBy: run.by.String, StartedAt: run.started.Int64}
		if run.wake.Valid {
			t.Run.WakeAt = &run.wake.Int64
		}
	}
	return &t, nil
}

// LiveFlow is a flow with its live version.
type LiveFlow struct {
	Flow        int64
	ID          FlowID
	Name, State string
	Version     int64
	VersionID   VersionID
	Number      int
	Document    []byte
	TrialOf     FlowID // the flow of people behind a hidden one; zero: it is one itself
}

// LiveFlows lists the flows that are published and not archived.
func (s *Store) LiveFlows(ctx context.Context) ([]LiveFlow, error) {
	return s.versions(ctx, "join flow_versions v on v.id = f.live_version_id where f.archived_at is null and f.state in ('live', 'paused') order by f.id")
}

// VersionOf reads one version with its flow, also an old one: people inside
// stay on the version on which they came in.
func (s *Store) VersionOf(ctx context.Context, version int64) (LiveFlow, error) {
	list, err := s.versions(ctx, "join flow_versions v on v.flow_id = f.id where v.id = ?", version)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return LiveFlow{}, err
	}
	return list[0], nil
}

func (s *Store) versions(ctx context.Context, rest string, args ...any) (list []LiveFlow, err error) {
	err = scan(ctx, s.rdb, "select f.id, f.uid, f.name, f.state, v.id, v.uid, v.number, v.document_json, p.uid from flows f left join flows p on p.id = f.trial_of "+rest, args, func(r *sql.Rows) error {
		var f LiveFlow
		var flow, version, real []byte
		if err := r.Scan(&f.Flow, &flow, &f.Name, &f.State, &f.Version, &version, &f.Number, &f.Document, &real); err != nil {
			return err
		}
		f.ID.ID, f.VersionID.ID, f.TrialOf.ID = idOf(flow), idOf(version), idOf(real)
		list = append(list, f)
		return nil
	})
	return list, err
}

// DueRun is a run whose wait is over.
type DueRun struct{ Run, Contact, Conversation int64 }

// DueRuns lists live runs whose time has come, the most overdue first. Those
// of paused flows stand still.
func (s *Store) DueRuns(ctx context.Context, now int64, limit int) (list []DueRun, err error) {
	err = scan(ctx, s.rdb, `select r.id, r.contact_id, r.conversation_id from runs r join flows f on f.id = r.flow_id
		where r.live = 1 and r.wake_at is not null and r.wake_at <= ? and f.state <> 'paused' order by r.wake_at limit ?`, []any{now, limit}, func(r *sql.Rows) error {
		var d DueRun
		if err := r.Scan(&d.Run, &d.Contact, &d.Conversation); err != nil {
			return err
		}
		list = append(list, d)
		return nil
	})
	return list, err
}

// History is what start-again rules look at.
type History struct {
	Runs        int   // of the flow, for the contact
	LastStarted int64 // unix milliseconds
	SilentSince int64 // the person's message before this one; 0: there is none
}

// History of a contact in a flow, as it was before a message came.
func (s *Store) History(ctx context.Context, contact, flow, conversation, message int64) (h History, err error) {
	s.stats.Reads.Add(1)
	err = s.rdb.QueryRowContext(ctx, `select (select count(*) from runs where contact_id = ?1 and flow_id = ?2),
		(select coalesce(max(started_at), 0) from runs where contact_id = ?1 and flow_id = ?2),
		(select coalesce(max(at), 0) from (select at from messages where conversation_id = ?3 and id < ?4 and direction = 0 order by id desc limit 5))`,
		contact, flow, conversation, message).Scan(&h.Runs, &h.LastStarted, &h.SilentSince)
	return h, err
}

// MessageRow reads a message by its row key.
func (s *Store) MessageRow(ctx context.Context, row int64) (m Message, err error) {
	s.stats.Reads.Add(1)
	return m, one(s.read.WithContext(ctx).Where("id = ?", row).Take(&m).Error)
}

// ConversationRow reads a conversation by its row key.
func (s *Store) ConversationRow(ctx context.Context, row int64) (c Conversation, err error) {
	return c, one(s.read.WithContext(ctx).Where("id = ?", row).Take(&c).Error)
}

// RunRow reads a run by its row key.
func (s *Store) RunRow(ctx context.Context, row int64) (r Run, err error) {
	return r, one(s.read.WithContext(ctx).Where("id = ?", row).Take(&r).Error)
}

// EffectRow reads an effect by its row key.
func (s *Store) EffectRow(ctx context.Context, row int64) (e Effect, err error) {
	return e, one(s.read.WithContext(ctx).Where("id = ?", row).Take(&e).Error)
}

// EffectByID reads an effect by the id that the engine gave it.
func (s *Store) EffectByID(ctx context.Context, id EffectID) (e Effect, err error) {
	return e, one(s.read.WithContext(ctx).Where("uid = ?", id.ID[:]).Take(&e).Error)
}

// WaitingForEffect lists the live runs of a flow that wait for a call whose
// result is there.
func (s *Store) WaitingForEffect(ctx context.Context, flow int64) (list []DueRun, err error) {
	err = scan(ctx, s.rdb, `select distinct r.id, r.contact_id, r.conversation_id from runs r join effects e on e.run_id = r.id
		where r.flow_id = ? and r.live = 1 and r.wait = 'effect' and e.state = 2`, []any{flow}, func(r *sql.Rows) error {
		var d DueRun
		if err := r.Scan(&d.Run, &d.Contact, &d.Conversation); err != nil {
			return err
		}
		list = append(list, d)
		return nil
	})
	return list, err
}

// LiveRunsOf lists live runs of a flow.
func (s *Store) LiveRunsOf(ctx context.Context, flow int64, limit int) (list []RunID, err error) {
	err = scan(ctx, s.rdb, "select uid from runs where flow_id = ? and live = 1 order by id limit ?", []any{flow, limit}, func(r *sql.Rows) error {
		var uid []byte
		if err := r.Scan(&uid); err != nil {
			return err
		}
		list = append(list, RunID{idOf(uid)})
		return nil
	})
	return list, err
}
