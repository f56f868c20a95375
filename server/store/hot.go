package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// Hot is a hot unit: data, not code, so that the writer can merge the units
// of a group into one statement per table and purpose.
type Hot struct {
	Receive *Receive
	Sprint  *Sprint
	Sends   []*SendChange
}

// hotTx applies the hot units of one group.
type hotTx struct {
	s      *Store
	conn   *sql.Conn
	now    int64
	tx     *Tx
	told   []ID
	feedID int64
}

func (h *hotTx) apply(group []*unit) error {
	var receives []*Receive
	var sprints []*Sprint
	var sends []*SendChange
	for _, u := range group {
		if u.hot == nil {
			continue
		}
		if u.hot.Receive != nil {
			receives = append(receives, u.hot.Receive)
		}
		if u.hot.Sprint != nil {
			sprints = append(sprints, u.hot.Sprint)
		}
		sends = append(sends, u.hot.Sends...)
	}
	if err := h.receive(receives); err != nil {
		return fmt.Errorf("receive: %w", err)
	}
	if err := h.sprints(sprints); err != nil {
		return fmt.Errorf("sprint: %w", err)
	}
	if err := h.sends(sends); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	if err := h.statuses(receives); err != nil {
		return fmt.Errorf("statuses: %w", err)
	}
	return nil
}

// writeFeed adds the one row that says what the commit touched.
func (h *hotTx) writeFeed() error {
	if len(h.tx.topics) == 0 {
		return nil
	}
	raw, err := json.Marshal(h.tx.topics)
	if err != nil {
		return err
	}
	res, err := h.exec("insert into feed(at, topics_json) values (?, ?)", h.now, string(raw))
	if err != nil {
		return err
	}
	h.feedID, err = res.LastInsertId()
	return err
}

func (h *hotTx) exec(q string, args ...any) (sql.Result, error) {
	h.s.stats.Statements.Add(1)
	return h.conn.ExecContext(context.Background(), q, args...)
}

func (h *hotTx) query(q string, args []any, each func(*sql.Rows) error) error {
	h.s.stats.Statements.Add(1)
	return scan(context.Background(), h.conn, q, args, each)
}

type querier interface {
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
}

func scan(ctx context.Context, db querier, q string, args []any, each func(*sql.Rows) error) error {
	rows, err := db.QueryContext(ctx, q, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// perStatement is how many rows share a statement; SQLite takes 32,766 values.
const perStatement = 256

// batch collects the rows of one statement; {rows} in its text stands for
// them.
type batch struct {
	text  string
	width int
	args  []any
}

func (b *batch) add(values ...any) {
	b.width = len(values)
	b.args = append(b.args, values...)
}

func (b *batch) len() int {
	if b.width == 0 {
		return 0
	}
	return len(b.args) / b.width
}

// parts calls fn for each statement that the rows need.
func (b *batch) parts(fn func(q string, args []any) error) error {
	for args := b.args; len(args) > 0; {
		n := min(len(args)/b.width, perStatement)
		row := ",(?" + strings.Repeat(",?", b.width-1) + ")"
		q := strings.Replace(b.text, "{rows}", strings.Repeat(row, n)[1:], 1)
		if err := fn(q, args[:n*b.width]); err != nil {
			return err
		}
		args = args[n*b.width:]
	}
	return nil
}

func (b *batch) exec(h *hotTx) (affected int64, err error) {
	err = b.parts(func(q string, args []any) error {
		res, err := h.exec(q, args...)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		affected += n
		return err
	})
	return affected, err
}

func (b *batch) each(h *hotTx, fn func(*sql.Rows) error) error {
	return b.parts(func(q string, args []any) error { return h.query(q, args, fn) })
}

func marks(n int) string { return "?" + strings.Repeat(",?", n-1) }

// counters gives out the row keys of the hot tables. Only the writer uses it:
// it is the only one that inserts there. A rolled-back group leaves a gap.
type counters struct{ message, run, delivery, job, contact, conversation int64 }

func (c *counters) load(db *gorm.DB) error {
	var errs []error
	for table, id := range map[string]*int64{"messages": &c.message, "runs": &c.run, "deliveries": &c.delivery,
		"jobs": &c.job, "contacts": &c.contact, "conversations": &c.conversation} {
		errs = append(errs, db.Raw("select coalesce(max(id), 0) from "+table).Scan(id).Error)
	}
	var counted int64 // statistics remember runs that are deleted: their keys stay theirs
	errs = append(errs, db.Raw("select run from step_cursor").Scan(&counted).Error)
	c.run = max(c.run, counted)
	return errors.Join(errs...)
}

func next(id *int64) int64 {
	*id++
	return *id
}

func nullText(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func nullInt(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}
