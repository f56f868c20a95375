package store

import (
	"context"
	"fmt"
)

// Rest gives the page caches back to the system: all readers but one are
// closed, the writer and that one forget what they have read. The next burst
// opens and reads again. Call it when nothing happens.
func (s *Store) Rest(ctx context.Context) error {
	s.rdb.SetMaxIdleConns(1)
	s.rdb.SetMaxIdleConns(readers)
	if _, err := s.rdb.ExecContext(ctx, "pragma shrink_memory"); err != nil {
		return fmt.Errorf("give the readers' cache back: %w", err)
	}
	if err := s.Write(ctx, func(tx *Tx) error { return tx.db.Exec("pragma shrink_memory").Error }); err != nil {
		return fmt.Errorf("give the writer's cache back: %w", err)
	}
	return nil
}
