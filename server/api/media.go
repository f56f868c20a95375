package api

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"flusso/server/auth"
	"flusso/server/fault"
	"flusso/server/store"
)

// MediaView is a file of ours.
type MediaView struct {
	ID       string `json:"id"`
	MIME     string `json:"mime"`
	Size     int64  `json:"size"`
	Filename string `json:"filename"`
	URL      string `json:"url"`
}

func mediaView(m store.Media) MediaView {
	v := MediaView{ID: uid(m.UID), MIME: m.MIME, Size: m.Size, Filename: m.Filename}
	v.URL = "/media/" + v.ID
	return v
}

// shownInline are the types that a browser may show in place; everything else is downloaded.
var shownInline = map[string]bool{"image/jpeg": true, "image/png": true, "image/webp": true, "image/gif": true, "video/mp4": true, "video/3gpp": true,
	"audio/aac": true, "audio/amr": true, "audio/mpeg": true, "audio/mp4": true, "audio/ogg": true, "application/pdf": true}

// media takes and gives files. Plain routes: a file is a stream, not JSON.
func (a *API) media() {
	a.app.Post(v1+"/media", a.plain("POST "+v1+"/media", func(c *fiber.Ctx, _ auth.Principal) error {
		name, file, err := upload(c)
		if err != nil {
			return err
		}
		m, err := a.d.Media.Save(c.UserContext(), name, file)
		if err != nil {
			return err
		}
		return c.Status(http.StatusCreated).JSON(mediaView(m))
	}))
	a.app.Get("/media/:id", a.plain("GET /media/{id}", func(c *fiber.Ctx, _ auth.Principal) error {
		key, err := id(c.Params("id"))
		if err != nil {
			return err
		}
		return a.sendFile(c, store.MediaID{ID: key})
	}))
}

// sendFile answers with a file, so that nothing in it can act for whoever opens it.
func (a *API) sendFile(c *fiber.Ctx, id store.MediaID) error {
	m, err := a.d.Store.MediaByID(c.UserContext(), id)
	if err != nil {
		return err
	}
	f, err := a.d.Media.Open(m)
	if err != nil {
		return fault.MediaGone.Because(err)
	}
	kind, how := m.MIME, "inline"
	if !shownInline[kind] {
		kind, how = fiber.MIMEOctetStream, "attachment"
	}
	h := &c.Response().Header
	h.SetContentType(kind)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; img-src 'self'; sandbox")
	h.Set("Content-Disposition", how+"; filename*=UTF-8''"+url.PathEscape(m.Filename))
	h.Set("Cache-Control", "private, max-age=86400, immutable")
	return c.SendStream(f, int(m.Size))
}

// upload finds the first file of a multipart form.
func upload(c *fiber.Ctx) (string, io.Reader, error) {
	kind, params, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil || !strings.HasPrefix(kind, "multipart/form-data") {
		return "", nil, fault.BadContentType.New()
	}
	form := multipart.NewReader(bytes.NewReader(c.Body()), params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return "", nil, fault.Fields(fault.At("/file", fault.Required))
		}
		if part.FileName() != "" {
			return part.FileName(), part, nil
		}
	}
}
