package store

import "context"

// FlowTest is a conversation that a flow must be able to hold.
type FlowTest struct {
	ID                     int64
	UID                    []byte
	FlowID                 int64
	Name                   string
	ScriptJSON, ResultJSON string
	CreatedAt, UpdatedAt   int64
}

// FlowTests lists the tests of a flow in the order in which they were made.
func (s *Store) FlowTests(ctx context.Context, flow int64) (out []FlowTest, err error) {
	return out, s.read.WithContext(ctx).Where("flow_id = ?", flow).Order("id").Limit(flowLimit).Find(&out).Error
}

// FlowTest finds a test.
func (s *Store) FlowTest(ctx context.Context, id TestID) (t FlowTest, err error) {
	return t, one(s.read.WithContext(ctx).Where("uid = ?", id.ID[:]).Take(&t).Error)
}

// InsertFlowTest adds a test.
func (tx *Tx) InsertFlowTest(t *FlowTest) error {
	t.ID = 0
	t.CreatedAt, t.UpdatedAt = Millis(tx.now), Millis(tx.now)
	tx.Touch(TopicFlow, t.FlowID)
	return tx.db.Create(t).Error
}

// UpdateFlowTest changes name and script.
func (tx *Tx) UpdateFlowTest(t FlowTest) error {
	tx.Touch(TopicFlow, t.FlowID)
	return affected(tx.db.Exec("update flow_tests set name = ?, script_json = ?, updated_at = ? where id = ?", t.Name, t.ScriptJSON, Millis(tx.now), t.ID))
}

// FlowTestResult keeps what became of a test the last time.
func (tx *Tx) FlowTestResult(row int64, result string) error {
	return tx.db.Exec("update flow_tests set result_json = ? where id = ?", result, row).Error
}

// DeleteFlowTest takes a test away.
func (tx *Tx) DeleteFlowTest(t FlowTest) error {
	tx.Touch(TopicFlow, t.FlowID)
	return affected(tx.db.Exec("delete from flow_tests where id = ?", t.ID))
}
