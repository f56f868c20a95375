package store

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
)

//go:embed migrations/*.sql
var migrations embed.FS

type migration struct {
	number int
	name   string
	sql    string
}

func loadMigrations() ([]migration, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	var all []migration
	for i, n := range names {
		base := strings.TrimPrefix(n, "migrations/")
		number, err := strconv.Atoi(base[:4])
		if err != nil || number != i+1 {
			return nil, fmt.Errorf("migration %s: files are numbered 0001, 0002, ... without gaps", base)
		}
		b, err := migrations.ReadFile(n)
		if err != nil {
			return nil, err
		}
		all = append(all, migration{number, base, string(b)})
	}
	return all, nil
}

// migrate brings the schema to this program's. user_version is the number of
// the last migration. A database that holds data is copied first.
func migrate(db *gorm.DB, path string, all []migration, now time.Time) error {
	var have int
	if err := db.Raw("pragma user_version").Scan(&have).Error; err != nil {
		return err
	}
	if have > len(all) {
		return fmt.Errorf("the database is newer than this program (schema %d, known %d): install the newer program, or restore a backup made before the upgrade", have, len(all))
	}
	if have == 0 {
		var tables int
		if err := db.Raw("select count(*) from sqlite_master where type = 'table'").Scan(&tables).Error; err != nil {
			return err
		}
		if tables > 0 {
			return fmt.Errorf("the file is not a Flusso database: it has tables but no schema number")
		}
	}
	if have > 0 && have < len(all) {
		copyPath := fmt.Sprintf("%s.schema-%d.%s", path, have, now.UTC().Format("20060102T150405"))
		if err := db.Exec("vacuum into ?", copyPath).Error; err != nil {
			return fmt.Errorf("copy the database before upgrading it: %w", err)
		}
	}
	for _, m := range all[have:] {
		script := "begin immediate;" + m.sql + ";pragma user_version = " + strconv.Itoa(m.number) + ";commit"
		if err := db.Exec(script).Error; err != nil {
			db.Exec("rollback")
			return fmt.Errorf("migration %s: %w", m.name, err)
		}
	}
	return nil
}
