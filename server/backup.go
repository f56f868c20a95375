package server

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"flusso/server/config"
	"flusso/server/store"
)

// Names inside a backup.
const (
	inDatabase = "flusso.db"
	inKey      = "secret.key"
	inMedia    = "media"
)

// Backup writes one archive: a consistent copy of the database, the media
// files and the secret key. The program may run meanwhile.
func Backup(ctx context.Context, c config.Config, to string) (err error) {
	work, err := os.MkdirTemp(filepath.Dir(to), ".flusso-backup-*")
	if err != nil {
		return fmt.Errorf("the folder of %s cannot be written: %w", to, err)
	}
	defer os.RemoveAll(work)
	copied := filepath.Join(work, inDatabase)
	if err := store.Snapshot(ctx, c.Database(), copied); err != nil {
		return err
	}
	part, err := os.OpenFile(filepath.Join(work, "archive"), os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer part.Close()
	zip := gzip.NewWriter(part)
	w := tar.NewWriter(zip)
	if err := addFile(w, copied, inDatabase); err != nil {
		return err
	}
	if _, err := os.Stat(c.SecretKeyFile()); err == nil {
		if err := addFile(w, c.SecretKeyFile(), inKey); err != nil {
			return err
		}
	}
	err = filepath.WalkDir(c.MediaDir(), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), "incoming-") {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		rel, err := filepath.Rel(c.MediaDir(), p)
		if err != nil {
			return err
		}
		return addFile(w, p, path.Join(inMedia, filepath.ToSlash(rel)))
	})
	if err = errors.Join(err, w.Close(), zip.Close()); err != nil {
		return fmt.Errorf("write %s: %w", to, err)
	}
	if err := errors.Join(part.Sync(), part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), to)
}

func addFile(w *tar.Writer, from, name string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := w.WriteHeader(&tar.Header{Name: name, Size: info.Size(), Mode: 0o600, ModTime: info.ModTime(), Format: tar.FormatPAX}); err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return err
}

// Restore unpacks a backup into an empty data folder, after checking it.
func Restore(ctx context.Context, c config.Config, from string) error {
	if _, err := os.Stat(c.Database()); err == nil {
		return fmt.Errorf("there is a database in %s already: move the folder away, or set FLUSSO_DATA to another one", c.Data)
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("the data folder %s cannot be made: %w", c.Data, err)
	}
	// Inside the data folder: it may be a volume of its own, and what surrounds it
	// may not be ours to write.
	work, err := os.MkdirTemp(c.Data, ".restore-*")
	if err != nil {
		return fmt.Errorf("the data folder %s cannot be written: %w", c.Data, err)
	}
	defer os.RemoveAll(work)
	if err := unpack(from, work); err != nil {
		return fmt.Errorf("%s is not a backup of Flusso, or it is damaged: %w", from, err)
	}
	if err := store.Verify(ctx, filepath.Join(work, inDatabase)); err != nil {
		return err
	}
	for _, name := range []string{inMedia, inKey, inDatabase} { // the database last: it says that all is there
		err := os.Rename(filepath.Join(work, name), filepath.Join(c.Data, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func unpack(from, dir string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	r := tar.NewReader(zip)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if !filepath.IsLocal(h.Name) || h.Typeflag != tar.TypeReg {
			return fmt.Errorf("unexpected entry %q", h.Name)
		}
		to := filepath.Join(dir, filepath.FromSlash(h.Name))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		_, err = io.Copy(out, r)
		if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
			return err
		}
	}
}
