package store

import (
	"context"
	"fmt"
	"os"
)

// Snapshot writes a consistent copy of the database at path to a new file,
// also while the program runs.
func Snapshot(ctx context.Context, path, to string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("there is no database at %s: %w", path, err)
	}
	// A connection of its own: a query_only one may not VACUUM INTO.
	db, err := connect(path, readerCacheKiB, 1, "")
	if err != nil {
		return explain(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "vacuum into ?", to); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	return Verify(ctx, to)
}

// Verify says whether a file is a sound database of a version that this
// program knows.
func Verify(ctx context.Context, path string) error {
	db, err := connect(path, readerCacheKiB, 1, "_pragma=query_only(1)")
	if err != nil {
		return explain(err)
	}
	defer db.Close()
	var sound string
	if err := db.QueryRowContext(ctx, "pragma integrity_check(1)").Scan(&sound); err != nil {
		return explain(err)
	}
	if sound != "ok" {
		return fmt.Errorf("the database is damaged: %s", sound)
	}
	var have int
	if err := db.QueryRowContext(ctx, "pragma user_version").Scan(&have); err != nil {
		return err
	}
	all, err := loadMigrations()
	if err != nil {
		return err
	}
	if have < 1 || have > len(all) {
		return fmt.Errorf("the database has schema %d, this program knows 1 to %d", have, len(all))
	}
	return nil
}
