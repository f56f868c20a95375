package store

import (
	"context"
	"testing"
)

// TestAListHoldsEveryThreadOnce reads the list while a thread goes from one of
// its parts to another and back.
func TestAListHoldsEveryThreadOnce(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	var thread int64
	err := s.Write(ctx, func(tx *Tx) error {
		for _, q := range []string{
			"insert into contacts(id, uid, created_at, updated_at) values (1, x'01', 0, 0)",
			"insert into channels(id, uid, kind, name, created_at, updated_at) values (1, x'01', 'demo', 'Demo', 0, 0)",
		} {
			if err := tx.db.Exec(q).Error; err != nil {
				return err
			}
		}
		c, err := tx.EnsureConversation(1, 1, ConversationID{ID: NewIDSource(newClock().now, nil).New()})
		if err == nil {
			thread = c.ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	const readings = 400
	done := make(chan struct{})
	moved := make(chan error, 1)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-done:
				moved <- nil
				return
			default:
			}
			status := []string{ConversationNew, ConversationClosed}[i%2]
			if err := s.Write(ctx, func(tx *Tx) error { return tx.SetConversationStatus(thread, status) }); err != nil {
				moved <- err
				return
			}
		}
	}()
	wrong := 0
	for range readings {
		got, _, err := s.ConversationsFor(ctx, ConversationFilter{Limit: 10, Me: 7}, SegmentAll)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 1 {
			wrong++
		}
	}
	close(done)
	if err := <-moved; err != nil {
		t.Error(err)
	}
	if wrong > 0 {
		t.Errorf("%d of %d lists held the thread twice or not at all", wrong, readings)
	}
}
