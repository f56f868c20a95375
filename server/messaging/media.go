package messaging

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"flusso/engine/message"
	"flusso/server/store"
)

// MaxMedia is the largest file that WhatsApp takes, in bytes.
const MaxMedia = 100 << 20

// ErrMediaLarge says that a file is over MaxMedia.
var ErrMediaLarge = errors.New("the file is larger than 100 MB")

// Media keeps files under their content hash in the data folder.
type Media struct {
	dir string
	st  *store.Store
	ids *store.IDSource
}

// NewMedia makes the folder.
func NewMedia(dir string, st *store.Store, ids *store.IDSource) (*Media, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the media folder: %w", err)
	}
	return &Media{dir: dir, st: st, ids: ids}, nil
}

func (m *Media) path(hash string) string { return filepath.Join(m.dir, hash[:2], hash) }

// Save stores a file and its row. The type is sniffed; the announced one is
// believed only where sniffing finds nothing better.
func (m *Media) Save(ctx context.Context, filename, announced string, r io.Reader) (store.Media, error) {
	row, err := m.keep(filename, announced, r)
	if err != nil {
		return row, err
	}
	return row, m.st.Write(ctx, func(tx *store.Tx) error { return tx.InsertMedia(&row) })
}

// keep writes the file; the row is not stored yet.
func (m *Media) keep(filename, announced string, r io.Reader) (store.Media, error) {
	tmp, err := os.CreateTemp(m.dir, "incoming-*")
	if err != nil {
		return store.Media{}, fmt.Errorf("store a file: %w", err)
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	buffered := bufio.NewReaderSize(io.LimitReader(r, MaxMedia+1), 4096)
	head, err := buffered.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return store.Media{}, fmt.Errorf("read a file: %w", err)
	}
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(tmp, hash), buffered)
	if err != nil {
		return store.Media{}, fmt.Errorf("store a file: %w", err)
	}
	if size > MaxMedia {
		return store.Media{}, ErrMediaLarge
	}
	if err := errors.Join(tmp.Sync(), tmp.Close()); err != nil {
		return store.Media{}, fmt.Errorf("store a file: %w", err)
	}
	id := m.ids.New()
	row := store.Media{UID: id[:], SHA256: hex.EncodeToString(hash.Sum(nil)), MIME: sniff(head, announced), Size: size, Filename: CleanFilename(filename)}
	path := m.path(row.SHA256)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return store.Media{}, fmt.Errorf("store a file: %w", err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return store.Media{}, fmt.Errorf("store a file: %w", err)
	}
	return row, nil
}

// Open gives a stored file.
func (m *Media) Open(ctx context.Context, id store.MediaID) (store.Media, *os.File, error) {
	row, err := m.st.MediaByID(ctx, id)
	if err != nil {
		return row, nil, err
	}
	f, err := m.File(row)
	return row, f, err
}

// File opens the file of a row.
func (m *Media) File(row store.Media) (*os.File, error) {
	f, err := os.Open(m.path(row.SHA256))
	if errors.Is(err, os.ErrNotExist) {
		return nil, store.ErrNotFound
	}
	return f, err
}

func sniff(head []byte, announced string) string {
	announced, _, _ = mime.ParseMediaType(announced)
	found, _, _ := mime.ParseMediaType(http.DetectContentType(head))
	switch found {
	case "application/octet-stream", "text/plain", "application/zip", "video/webm", "application/ogg":
		// Sniffing cannot tell these apart from office files, CSV, voice notes.
		if announced != "" && !strings.HasPrefix(announced, "text/html") && !strings.Contains(announced, "svg") && !strings.Contains(announced, "javascript") {
			return announced
		}
	}
	return found
}

// CleanFilename makes a name that is safe to offer for saving.
func CleanFilename(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, "\\", "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name)
	if name == "." || name == "/" {
		return ""
	}
	if r := []rune(name); len(r) > 120 {
		name = string(r[:120])
	}
	return name
}

// Fetcher gets a file from Meta, once. ErrMediaGone says that trying again is
// of no use.
type Fetcher interface {
	Fetch(ctx context.Context, channel int64, graphID string, w io.Writer) (mime string, err error)
}

// ErrMediaGone says that a file cannot be had any more.
var ErrMediaGone = errors.New("the file cannot be had any more")

// FetchJob downloads the file of an inbound message: Meta keeps it for days,
// and its address for minutes.
func (m *Media) FetchJob(from Fetcher) func(context.Context, store.JobRef) error {
	return func(ctx context.Context, job store.JobRef) error {
		row, err := strconv.ParseInt(job.Payload, 10, 64)
		if err != nil {
			return fmt.Errorf("media job payload: %w", err)
		}
		msg, err := m.st.MessageRow(ctx, row)
		if errors.Is(err, store.ErrNotFound) {
			return m.st.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(job.ID) })
		}
		if err != nil {
			return err
		}
		var c message.Content
		if err := json.Unmarshal([]byte(msg.ContentJSON), &c); err != nil {
			return fmt.Errorf("content of message %d: %w", row, err)
		}
		if c.Media == nil || c.Media.GraphID == "" || c.Media.ID != "" {
			return m.st.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(job.ID) })
		}
		file, err := m.fetch(ctx, from, msg.ChannelID, c.Media)
		switch {
		case errors.Is(err, ErrMediaGone), errors.Is(err, ErrMediaLarge):
			c.Reason = "media_unavailable"
		case err != nil:
			return err
		}
		return m.st.Write(ctx, func(tx *store.Tx) error {
			if c.Reason == "" {
				if err := tx.InsertMedia(&file); err != nil {
					return err
				}
				var id store.ID
				copy(id[:], file.UID)
				c.Media.ID, c.Media.MIME, c.Media.Size, c.Media.SHA256 = id.String(), file.MIME, file.Size, file.SHA256
			}
			content, err := json.Marshal(c)
			if err != nil {
				return err
			}
			if err := tx.SetContent(row, msg.ConversationID, string(content)); err != nil {
				return err
			}
			return tx.FinishJob(job.ID)
		})
	}
}

func (m *Media) fetch(ctx context.Context, from Fetcher, channel int64, what *message.Media) (store.Media, error) {
	pr, pw := io.Pipe()
	type got struct {
		mime string
		err  error
	}
	done := make(chan got, 1)
	go func() {
		mimeType, err := from.Fetch(ctx, channel, what.GraphID, pw)
		pw.CloseWithError(err)
		done <- got{mimeType, err}
	}()
	row, err := m.keep(what.Filename, what.MIME, pr)
	pr.CloseWithError(errors.Join(err, io.ErrClosedPipe))
	g := <-done
	if g.err != nil && (err == nil || errors.Is(err, g.err)) {
		return row, g.err
	}
	return row, err
}
