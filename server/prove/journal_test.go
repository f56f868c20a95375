package prove

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"flusso/server/store"
)

// entry is a commit as the judge needs it: what came in and what turns did, in
// the order in which the store committed them.
type entry struct {
	at      time.Time
	in      []arrival
	sprints []turned
}

// arrival is a message that was stored.
type arrival struct {
	row, contact, conversation int64
	line                       line
	id, wamid, person          string // person: the contact's public id if this message made them
	content                    []byte
	at                         int64
}

// turned is a turn of the engine, or of a human.
type turned struct {
	conversation, contact, job int64
	message                    int64 // that was decided about
	reason                     string
	run                        *store.RunWrite
	canceled                   int
	out                        []string // contents
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
					id: m.ID.String(), wamid: m.Wamid, person: m.Contact.String(), content: m.Content, at: m.At})
			}
		}
	}
	for _, h := range group {
		s := h.Sprint
		if s == nil {
			continue
		}
		t := turned{conversation: s.Conversation, contact: s.Contact, job: s.Job, canceled: len(s.Cancel)}
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
		w.say("turn in %d: message %d %s, run %v, canceled %d, out %d", t.conversation, t.message, t.reason, s.Run != nil, t.canceled, len(t.out))
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
}

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
			for i, c := range columns {
				if name == "tags" && c == "uid" {
					values[i] = nil // SQLite makes it: the one id that is not from the program's source
				}
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
