package store

import (
	"path/filepath"
	"testing"
	"time"
)

// TestUpgradeCopiesFirst upgrades a database with data in it: the copy holds
// the state before, the database the new schema, and no row is lost.
func TestUpgradeCopiesFirst(t *testing.T) {
	f := setup(t)
	m := f.inbound("391", "wamid.1", "ciao")
	f.receive(t, m)
	all, err := loadMigrations()
	if err != nil {
		t.Fatal(err)
	}
	path := f.path
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := connect(path, writerCacheKiB, 1, "_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	g, err := orm(db)
	if err != nil {
		t.Fatal(err)
	}
	next := append(all, migration{len(all) + 1, "next.sql", "alter table messages add column starred integer not null default 0"})
	now := time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)
	if err := migrate(g, path, next, now); err != nil {
		t.Fatal(err)
	}
	var rows int
	if err := g.Raw("select count(*) from messages where starred = 0").Scan(&rows).Error; err != nil || rows != 1 {
		t.Errorf("%d rows after the upgrade: %v", rows, err)
	}
	copies, err := filepath.Glob(path + ".schema-*")
	if err != nil || len(copies) != 1 {
		t.Fatalf("copies %v: %v", copies, err)
	}
	if err := Verify(t.Context(), copies[0]); err != nil {
		t.Error(err)
	}
	// A migration that fails leaves everything as it was.
	bad := append(next, migration{len(next) + 1, "bad.sql", "alter table messages add column a integer; alter table nowhere add column b integer"})
	if err := migrate(g, path, bad, now.Add(time.Hour)); err == nil {
		t.Error("a broken migration was taken")
	}
	var have int
	if err := g.Raw("pragma user_version").Scan(&have).Error; err != nil || have != len(next) {
		t.Errorf("schema %d after a broken migration: %v", have, err)
	}
	if err := g.Exec("select a from messages").Error; err == nil {
		t.Error("half of a broken migration stayed")
	}
}
