package store

import (
	"context"
	"strings"
)

// FlowFilter narrows a list of flows.
type FlowFilter struct {
	State string // draft, live, paused, archived; "": all but archived
	Query string // part of the name
	Label string // one of its labels
}

// flowLimit bounds the list of flows: a small business has dozens, and the page filters by name.
const flowLimit = 1000

// Flows lists flows without their drafts, the last changed first.
func (s *Store) Flows(ctx context.Context, f FlowFilter) (out []Flow, err error) {
	q := s.read.WithContext(ctx).Omit("draft_json").Where("trial_of is null").Order("updated_at desc, id desc").Limit(flowLimit)
	switch f.State {
	case "archived":
		q = q.Where("archived_at is not null")
	case "":
		q = q.Where("archived_at is null")
	default:
		q = q.Where("archived_at is null and state = ?", f.State)
	}
	if f.Query != "" {
		q = q.Where("name like ? escape '\\'", like(f.Query))
	}
	if f.Label != "" {
		q = q.Where("exists (select 1 from json_each(labels_json) where value = ?)", f.Label)
	}
	return out, q.Find(&out).Error
}

// like makes a pattern that finds the text anywhere.
func like(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text) + "%"
}

// Flow finds a flow, archived or not. Hidden ones are known by row only.
func (s *Store) Flow(ctx context.Context, id FlowID) (f Flow, err error) {
	err = s.read.WithContext(ctx).Where("uid = ? and trial_of is null", id.ID[:]).Take(&f).Error
	return f, one(err)
}

// FlowByRow finds a flow by its row.
func (s *Store) FlowByRow(ctx context.Context, row int64) (f Flow, err error) {
	err = s.read.WithContext(ctx).Where("id = ?", row).Take(&f).Error
	return f, one(err)
}

// Flow reads a flow inside of a unit.
func (tx *Tx) Flow(id FlowID) (f Flow, err error) {
	err = tx.db.Where("uid = ? and trial_of is null", id.ID[:]).Take(&f).Error
	return f, one(err)
}

// InsertFlow adds a flow.
func (tx *Tx) InsertFlow(f *Flow) error {
	f.CreatedAt, f.UpdatedAt, f.DraftAt = Millis(tx.now), Millis(tx.now), Millis(tx.now)
	if f.LabelsJSON == "" {
		f.LabelsJSON = "[]"
	}
	if f.Revision == 0 {
		f.Revision = 1
	}
	if err := tx.db.Create(f).Error; err != nil {
		return err
	}
	tx.Touch(TopicFlow, f.ID)
	return nil
}

// SaveDraft replaces the draft that has the given revision; ErrConflict when it has moved on.
func (tx *Tx) SaveDraft(row, revision int64, document []byte, by *int64) error {
	res := tx.db.Exec("update flows set draft_json = ?, revision = revision + 1, draft_by = ?, draft_at = ?, updated_at = ? where id = ? and revision = ?",
		document, by, Millis(tx.now), Millis(tx.now), row, revision)
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected == 0 {
		return ErrConflict
	}
	tx.Touch(TopicFlow, row)
	return nil
}

// UpdateFlow changes the named columns.
func (tx *Tx) UpdateFlow(row int64, columns map[string]any) error {
	columns["updated_at"] = Millis(tx.now)
	tx.Touch(TopicFlow, row)
	return affected(tx.db.Model(&Flow{}).Where("id = ?", row).Updates(columns))
}

// SetAllFlowStates moves every flow from one state to another and gives their number.
func (tx *Tx) SetAllFlowStates(from, to string) (int64, error) {
	var rows []int64
	if err := tx.db.Raw("update flows set state = ?, updated_at = ? where state = ? and archived_at is null and trial_of is null returning id", to, Millis(tx.now), from).Scan(&rows).Error; err != nil {
		return 0, err
	}
	for _, row := range rows {
		tx.Touch(TopicFlow, row)
	}
	return int64(len(rows)), nil
}

// DeleteFlow removes a flow with its versions, trials, runs and their history.
func (tx *Tx) DeleteFlow(row int64) error {
	tx.Touch(TopicFlow, row)
	var hidden []int64
	if err := tx.db.Raw("select id from flows where trial_of = ?", row).Scan(&hidden).Error; err != nil {
		return err
	}
	for _, h := range hidden {
		if err := tx.DeleteFlow(h); err != nil {
			return err
		}
	}
	if err := tx.settleRuns("flow_id = ?", row); err != nil {
		return err
	}
	for _, q := range []string{"update flows set live_version_id = null where id = ?", "delete from trials where hidden_id = ?", "delete from runs where flow_id = ?", "delete from flows where id = ?"} {
		if err := tx.db.Exec(q, row).Error; err != nil {
			return err
		}
	}
	return tx.eventsDeleted()
}

// InsertVersion publishes a document as the flow's next version and sets v.ID and v.Number.
func (tx *Tx) InsertVersion(v *FlowVersion) error {
	if err := tx.db.Raw("select coalesce(max(number), 0) + 1 from flow_versions where flow_id = ?", v.FlowID).Scan(&v.Number).Error; err != nil {
		return err
	}
	v.PublishedAt = Millis(tx.now)
	return tx.db.Create(v).Error
}

// Versions lists a flow's versions without their documents, the newest first.
func (s *Store) Versions(ctx context.Context, flow int64) (out []FlowVersion, err error) {
	err = s.read.WithContext(ctx).Omit("document_json").Where("flow_id = ?", flow).Order("number desc").Limit(flowLimit).Find(&out).Error
	return out, err
}

// Version finds one version of a flow by number.
func (s *Store) Version(ctx context.Context, flow int64, number int) (v FlowVersion, err error) {
	err = s.read.WithContext(ctx).Where("flow_id = ? and number = ?", flow, number).Take(&v).Error
	return v, one(err)
}

// VersionByRow finds a version by its row.
func (s *Store) VersionByRow(ctx context.Context, row int64) (v FlowVersion, err error) {
	err = s.read.WithContext(ctx).Where("id = ?", row).Take(&v).Error
	return v, one(err)
}

// PeopleByFlow counts the live runs of each flow.
func (s *Store) PeopleByFlow(ctx context.Context) (map[int64]int, error) {
	return s.counts(ctx, "select flow_id as k, count(*) as n from runs where live = 1 group by flow_id")
}

// PeopleByVersion counts the live runs of each version of a flow.
func (s *Store) PeopleByVersion(ctx context.Context, flow int64) (map[int64]int, error) {
	return s.counts(ctx, "select version_id as k, count(*) as n from runs where live = 1 and flow_id = ? group by version_id", flow)
}

// RunsByVersion counts all runs of each version of a flow.
func (s *Store) RunsByVersion(ctx context.Context, flow int64) (map[int64]int, error) {
	return s.counts(ctx, "select version_id as k, count(*) as n from runs where flow_id = ? group by version_id", flow)
}

func (s *Store) counts(ctx context.Context, q string, args ...any) (map[int64]int, error) {
	var rows []struct {
		K int64
		N int
	}
	err := s.read.WithContext(ctx).Raw(q, args...).Scan(&rows).Error
	out := make(map[int64]int, len(rows))
	for _, r := range rows {
		out[r.K] = r.N
	}
	return out, err
}

// StepCounts counts the live runs of a flow by the step they stand at.
func (s *Store) StepCounts(ctx context.Context, flow int64) (map[string]int, error) {
	var rows []struct {
		Step string
		N    int
	}
	err := s.read.WithContext(ctx).Raw("select step, count(*) as n from runs where flow_id = ? and live = 1 group by step", flow).Scan(&rows).Error
	out := make(map[string]int, len(rows))
	for _, r := range rows {
		out[r.Step] = r.N
	}
	return out, err
}

// VersionHeads finds versions by row, without their documents.
func (s *Store) VersionHeads(ctx context.Context, rows []int64) (map[int64]FlowVersion, error) {
	out := map[int64]FlowVersion{}
	if len(rows) == 0 {
		return out, nil
	}
	var all []FlowVersion
	err := s.read.WithContext(ctx).Omit("document_json").Where("id in ?", rows).Find(&all).Error
	for _, v := range all {
		out[v.ID] = v
	}
	return out, err
}

// FlowByRow reads a flow inside of a unit.
func (tx *Tx) FlowByRow(row int64) (f Flow, err error) {
	err = tx.db.Omit("draft_json").Where("id = ?", row).Take(&f).Error
	return f, one(err)
}

// VersionRow gives the row of a version.
func (s *Store) VersionRow(ctx context.Context, id VersionID) (row int64, err error) {
	var v FlowVersion
	err = s.read.WithContext(ctx).Select("id").Where("uid = ?", id.ID[:]).Take(&v).Error
	return v.ID, one(err)
}

// Previous is when a contact wrote on a thread before a message, unix
// milliseconds; 0: never. Reactions and the like count: somebody was there.
func (s *Store) Previous(ctx context.Context, conversation, message int64) (at int64, err error) {
	s.stats.Reads.Add(1)
	err = s.rdb.QueryRowContext(ctx, `select coalesce(max(at), 0) from (select at from messages where conversation_id = ? and id < ? and direction = 0 and store_only = 0
		order by id desc limit 5)`, conversation, message).Scan(&at)
	return at, err
}
