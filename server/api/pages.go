package api

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/gofiber/fiber/v2"

	"flusso/server/fault"
)

const (
	// compressFrom is the size in bytes below which compression saves nothing.
	compressFrom = 1 << 10
	// brotliLevel gives nearly the best size in a tenth of the time of the highest.
	brotliLevel = 6
	// maxUIFile bounds what a folder of the editor may hold, in bytes.
	maxUIFile = 16 << 20
)

// pages serves the built editor. Files below /assets carry a hash in their name and are kept for
// ever; index.html is asked for each time. Each file is compressed when it is first wanted, so that
// the start costs nothing.
type pages struct {
	files map[string]*uiFile
	live  fs.FS // a folder that is being worked on: looked at on each request
	empty bool

	mu   sync.Mutex
	seen map[string]seenFile // of live: compressed once, until the file is another
}

type seenFile struct {
	at   time.Time
	size int64
	file *uiFile
}

// uiFile is read when it is wanted and kept compressed only: what nobody asks
// for costs no memory.
type uiFile struct {
	ui       fs.FS
	name     string
	kind     string
	packable bool

	once   sync.Once
	etag   string
	gz, br []byte
	err    error
}

func newPages(ui fs.FS, live bool) (*pages, error) {
	p := &pages{files: map[string]*uiFile{}, seen: map[string]seenFile{}}
	if ui == nil {
		p.empty = true
		return p, nil
	}
	if live {
		p.live = ui
		return p, nil
	}
	err := fs.WalkDir(ui, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := loadFile(ui, name)
		if err != nil {
			return err
		}
		p.files[name] = f
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the editor: %w", err)
	}
	p.empty = p.files["index.html"] == nil
	return p, nil
}

func loadFile(ui fs.FS, name string) (*uiFile, error) {
	info, err := fs.Stat(ui, name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s is a folder", name)
	}
	if info.Size() > maxUIFile {
		return nil, fmt.Errorf("%s is too large for a file of the editor", name)
	}
	f := &uiFile{ui: ui, name: name, kind: mime.TypeByExtension(path.Ext(name))}
	switch path.Ext(name) { // the system's table may lack or bend these
	case ".js", ".mjs":
		f.kind = "text/javascript; charset=utf-8"
	case ".css":
		f.kind = "text/css; charset=utf-8"
	case ".html":
		f.kind = "text/html; charset=utf-8"
	case ".json":
		f.kind = "application/json"
	case ".svg":
		f.kind = "image/svg+xml"
	case ".woff2":
		f.kind = "font/woff2"
	case ".webmanifest":
		f.kind = "application/manifest+json"
	}
	if f.kind == "" {
		f.kind = fiber.MIMEOctetStream
	}
	f.packable = info.Size() >= compressFrom && (strings.HasPrefix(f.kind, "text/") || strings.Contains(f.kind, "json") || strings.Contains(f.kind, "svg"))
	return f, nil
}

func (f *uiFile) read() ([]byte, error) { return fs.ReadFile(f.ui, f.name) }

// prepare reads the file for the first time: its mark, and its compressed forms.
func (f *uiFile) prepare() error {
	f.once.Do(func() {
		raw, err := f.read()
		if err != nil {
			f.err = err
			return
		}
		sum := sha256.Sum256(raw)
		f.etag = `"` + hex.EncodeToString(sum[:12]) + `"`
		if f.packable {
			f.gz, f.br = gzipped(raw), brotlied(raw)
		}
	})
	return f.err
}

func gzipped(raw []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err = w.Write(raw); err != nil || w.Close() != nil {
		return nil // sent as it is
	}
	return bytes.Clone(out.Bytes())
}

func brotlied(raw []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotliLevel)
	if _, err := w.Write(raw); err != nil || w.Close() != nil {
		return nil
	}
	return bytes.Clone(out.Bytes())
}

// register puts the editor behind every address that nothing else has taken.
func (p *pages) register(app *fiber.App) {
	app.Get("/assets/*", func(c *fiber.Ctx) error {
		f := p.find(strings.TrimPrefix(c.Path(), "/"))
		if f == nil {
			return fault.NoRoute.New() // never index.html: a script that is a page confuses everybody
		}
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
		return f.send(c)
	})
	app.Get("/*", func(c *fiber.Ctx) error {
		name := strings.TrimPrefix(c.Path(), "/")
		f := p.find(name)
		if f == nil && path.Ext(name) != "" && path.Ext(name) != ".html" {
			return fault.NoRoute.New()
		}
		if f == nil {
			f = p.find("index.html")
		}
		if f == nil {
			c.Set(fiber.HeaderCacheControl, "no-store")
			return c.Status(fiber.StatusServiceUnavailable).SendString("The editor is not part of this build. Build it (make build), or set FLUSSO_UI_DIR.\n")
		}
		c.Set(fiber.HeaderCacheControl, "no-cache")
		return f.send(c)
	})
}

func (p *pages) find(name string) *uiFile {
	if p.live != nil {
		if !fs.ValidPath(name) {
			return nil
		}
		return p.look(name)
	}
	return p.files[name]
}

func (p *pages) look(name string) *uiFile {
	info, err := fs.Stat(p.live, name)
	if err != nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, ok := p.seen[name]; ok && known.at.Equal(info.ModTime()) && known.size == info.Size() {
		return known.file
	}
	f, err := loadFile(p.live, name)
	if err != nil {
		return nil
	}
	p.seen[name] = seenFile{info.ModTime(), info.Size(), f}
	return f
}

func (f *uiFile) send(c *fiber.Ctx) error {
	if err := f.prepare(); err != nil {
		return err
	}
	c.Set(fiber.HeaderETag, f.etag)
	c.Vary(fiber.HeaderAcceptEncoding)
	if c.Get(fiber.HeaderIfNoneMatch) == f.etag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Response().Header.SetContentType(f.kind)
	if f.packable {
		accepts := c.Get(fiber.HeaderAcceptEncoding)
		switch {
		case strings.Contains(accepts, "br") && len(f.br) > 0:
			c.Set(fiber.HeaderContentEncoding, "br")
			return c.Send(f.br)
		case strings.Contains(accepts, "gzip") && len(f.gz) > 0:
			c.Set(fiber.HeaderContentEncoding, "gzip")
			return c.Send(f.gz)
		}
	}
	raw, err := f.read()
	if err != nil {
		return err
	}
	return c.Send(raw)
}
