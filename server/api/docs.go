package api

import (
	_ "embed"

	"github.com/gofiber/fiber/v2"
)

//go:embed docs.html
var docsPage []byte

//go:embed docs.js
var docsScript []byte

//go:embed docs.css
var docsStyle []byte

// docs serves a page that shows the description of the API. Its files are ours: nothing is loaded
// from other hosts.
func (a *API) docs() {
	for path, f := range map[string]struct {
		kind string
		raw  []byte
	}{"/api/docs": {"text/html; charset=utf-8", docsPage}, "/api/docs.js": {"text/javascript; charset=utf-8", docsScript}, "/api/docs.css": {"text/css; charset=utf-8", docsStyle}} {
		a.app.Get(path, func(c *fiber.Ctx) error {
			c.Response().Header.SetContentType(f.kind)
			return c.Send(f.raw)
		})
	}
}
