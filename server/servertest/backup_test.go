package servertest

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flusso/server"
	"flusso/server/config"
)

func settings(t *testing.T, dir string) config.Config {
	t.Helper()
	c, err := config.Load([]string{"FLUSSO_DATA=" + dir}, nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestBackupAndRestore backs up while the program runs in mid conversation,
// and goes on with the conversation in the restored folder.
func TestBackupAndRestore(t *testing.T) {
	ctx := context.Background()
	s := Start(t)
	s.flow("Orders", "go", s.Connect(), [][2]any{ask("name?"), say("thanks {{ step.s0 }}")}, "0 next 1")
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("name?")
	archive := filepath.Join(t.TempDir(), "backup.tar.gz")
	if err := server.Backup(ctx, settings(t, s.Dir), archive); err != nil {
		t.Fatal(err)
	}
	if err := server.Restore(ctx, settings(t, s.Dir), archive); err == nil || !strings.Contains(err.Error(), "there is a database") {
		t.Errorf("restoring over a database: %v", err)
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	s.Dir = filepath.Join(t.TempDir(), "new", "data")
	if err := server.Restore(ctx, settings(t, s.Dir), archive); err != nil {
		t.Fatal(err)
	}
	s.Boot()
	s.Call("GET", "/api/v1/me", nil, http.StatusOK) // the key came along: the session still holds
	s.Says(ana, "wamid.2", "Ana")
	s.wantTexts("name?", "thanks Ana")
	left, err := filepath.Glob(filepath.Join(s.Dir, ".restore-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestRestoreRefusesWhatIsNoBackup(t *testing.T) {
	file := filepath.Join(t.TempDir(), "backup.tar.gz")
	if err := os.WriteFile(file, []byte("not an archive"), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := server.Restore(context.Background(), settings(t, dir), file); err == nil || !strings.Contains(err.Error(), "not a backup") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "flusso.db")); err == nil {
		t.Error("something was restored")
	}
}

// TestOneProgramPerFolder: two would send every message twice.
func TestOneProgramPerFolder(t *testing.T) {
	s := Start(t)
	c := settings(t, s.Dir)
	_, err := server.Open(context.Background(), server.Options{Config: c})
	if err == nil || !strings.Contains(err.Error(), "in use by another Flusso") {
		t.Errorf("got %v", err)
	}
}
