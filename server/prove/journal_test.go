package prove

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/step"
	"flusso/server/store"
)

// entry is a commit as the judge needs it: what came in and what turns did, in
// the order in which the store committed them.
type entry struct {
	at      time.Time
	in      []arrival
	sprints []turned
	boot    bool // the program has started
	act     *act // began, or is over
	over    bool
	err     error
}

// arrival is a message that was stored.
type arrival struct {
	row, contact, conversation int64
	line                       line
	id, wamid, person          string // person: the contact's public id if this message made them
	content                    []byte
	at                         int64
	echo                       bool
}

// turned is a turn of the engine, or of a human.
type turned struct {
	conversation, contact, job int64
	message                    int64 // that was decided about
	reason                     string
	run                        *store.RunWrite
	canceled                   []string // outcomes of runs that ended for another reason
	out                        []string // contents
	knew                       seen
}

// note writes a commit down; the writer calls it.
func (w *world) note(group []*store.Hot) {
	e := entry{at: time.Now()}
	for _, h := range group {
		if h.Receive == nil {
			continue
		}
		for _, m := range h.Receive.Messages {
			if m.Fresh {
				e.in = append(e.in, arrival{row: m.Row, contact: m.ContactRow, conversation: m.ConversationRow, line: line{m.Channel, m.Phone[1:]},
					id: m.ID.String(), wamid: m.Wamid, person: m.Contact.String(), content: m.Content, at: m.At, echo: m.Echo})
			}
		}
	}
	for _, h := range group {
		s := h.Sprint
		if s == nil {
			continue
		}
		t := turned{conversation: s.Conversation, contact: s.Contact, job: s.Job, knew: w.turns[s]}
		for _, r := range s.Cancel {
			t.canceled = append(t.canceled, r.Outcome)
		}
		if s.Decided != nil {
			t.message, t.reason = s.Decided.Message, s.Decided.Reason
		}
		if s.Run != nil {
			own := *s.Run
			t.run = &own
		}
		for _, m := range s.Out {
			t.out = append(t.out, string(m.Content))
		}
		w.say("turn in %d: message %d %s, run %v, canceled %v, out %d", t.conversation, t.message, t.reason, s.Run != nil, t.canceled, len(t.out))
		e.sprints = append(e.sprints, t)
	}
	if len(e.in)+len(e.sprints) > 0 {
		w.journal = append(w.journal, e)
	}
}

// final is the database after the world has come to rest.
type final struct {
	messages           []row
	openJobs, deadJobs int
	dueRuns            int
	results            map[string]string // effects by id
	hash               string
	tables             map[string]string // hash by table
	versions           []version
	threads            map[int64]string // status by conversation
	runs               []liveRun
}

// version is a published version in the database.
type version struct {
	row, flow  int64
	id, flowID string
	name       string
	doc        flow.Document
	program    *engine.Program
}

// liveRun is a run that has not ended.
type liveRun struct{ conversation, flow, version int64 }

// row is a message in the database.
type row struct {
	id, conversation          int64
	uid, wamid, content       string
	direction, state, resends int
	reason, code              string
}

// look reads the closed database.
func look(path string, now time.Time) (f final, err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return f, err
	}
	defer db.Close()
	each := func(q string, fn func(*sql.Rows) error, args ...any) {
		if err != nil {
			return
		}
		var rows *sql.Rows
		if rows, err = db.Query(q, args...); err != nil {
			return
		}
		defer rows.Close()
		for rows.Next() && err == nil {
			err = fn(rows)
		}
	}
	each(`select id, conversation_id, hex(uid), coalesce(wamid, ''), content_json, direction, state, resends, coalesce(reason, ''), coalesce(error_code, '') from messages order by id`,
		func(r *sql.Rows) error {
			var m row
			err := r.Scan(&m.id, &m.conversation, &m.uid, &m.wamid, &m.content, &m.direction, &m.state, &m.resends, &m.reason, &m.code)
			m.uid = strings.ToLower(m.uid)
			f.messages = append(f.messages, m)
			return err
		})
	each("select count(*) filter (where state = 0 and due_at <= ?1), count(*) filter (where state = 1) from jobs", func(r *sql.Rows) error { return r.Scan(&f.openJobs, &f.deadJobs) }, now.UnixMilli())
	each("select count(*) from runs where live = 1 and wake_at <= ?", func(r *sql.Rows) error { return r.Scan(&f.dueRuns) }, now.UnixMilli())
	f.results = map[string]string{}
	each("select hex(uid), coalesce(result_json, '') from effects", func(r *sql.Rows) error {
		var id, result string
		err := r.Scan(&id, &result)
		f.results[strings.ToLower(id)] = result
		return err
	})
	each("select v.id, v.flow_id, v.uid, f.uid, f.name, v.document_json from flow_versions v join flows f on f.id = v.flow_id order by v.id", func(r *sql.Rows) error {
		var v version
		var id, flowID, raw []byte
		if err := r.Scan(&v.row, &v.flow, &id, &flowID, &v.name, &raw); err != nil {
			return err
		}
		v.id, v.flowID = store.ID(id).String(), store.ID(flowID).String()
		v.doc, _ = flow.Parse(raw)
		v.program, _ = engine.Compile(v.doc, step.Default(), engine.CompileOptions{VersionID: v.id, FlowID: v.flowID, FlowName: v.name, Lenient: true})
		f.versions = append(f.versions, v)
		return nil
	})
	f.threads = map[int64]string{}
	each("select id, status from conversations", func(r *sql.Rows) error {
		var id int64
		var status string
		err := r.Scan(&id, &status)
		f.threads[id] = status
		return err
	})
	each("select conversation_id, flow_id, version_id from runs where live = 1 order by id", func(r *sql.Rows) error {
		var l liveRun
		err := r.Scan(&l.conversation, &l.flow, &l.version)
		f.runs = append(f.runs, l)
		return err
	})
	var tables []string
	each("select name from sqlite_master where type = 'table' order by name", func(r *sql.Rows) error {
		var name string
		err := r.Scan(&name)
		tables = append(tables, name)
		return err
	})
	f.tables = map[string]string{}
	all := sha256.New()
	for _, name := range tables {
		h := sha256.New()
		each("select * from "+name+" order by 1, 2", func(r *sql.Rows) error {
			columns, err := r.Columns()
			if err != nil {
				return err
			}
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := r.Scan(into...); err != nil {
				return err
			}
			fmt.Fprintf(h, "%v\n", values)
			return nil
		})
		f.tables[name] = hex.EncodeToString(h.Sum(nil))
		fmt.Fprintln(all, name, f.tables[name])
	}
	f.hash = hex.EncodeToString(all.Sum(nil))
	return f, err
}
