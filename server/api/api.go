// Package api is the outer edge: HTTP in, JSON out. It alone knows fiber, huma and status codes.
package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"path"
	"reflect"
	"strings"
	"time"

	"github.com/VictoriaMetrics/metrics"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"
	"github.com/valyala/fasthttp"
	"golang.org/x/time/rate"

	"flusso/server/fault"
	"flusso/server/runner"
)

// Limits of requests.
const (
	jsonLimit   = 3 << 20   // bytes: the largest flow document (2 MiB) with room for its envelope
	readLimit   = 12 << 20  // bytes of a JSON body that are read at all: so one that is too large is refused in words, not by a broken line
	hookLimit   = 4 << 20   // bytes: Meta's 3 MB with margin
	mediaLimit  = 101 << 20 // bytes: Meta's largest document with its form
	headerLimit = 16 << 10  // bytes of all headers
	readTime    = 30 * time.Second
	mediaTime   = 10 * time.Minute // for 100 MB on a slow line
	idleTime    = 75 * time.Second
	workTime    = 30 * time.Second // of one request's work; huma's context is never cancelled by itself
	maxConns    = 4096
)

// API serves everything over HTTP.
type API struct {
	d        Deps
	app      *fiber.App
	huma     huma.API
	ui       *pages
	metrics  *metrics.Set
	requests *metrics.Counter
	visitors visitors
	done     chan struct{}
}

// New builds the routes. The order of registration is the order of trust: what needs nobody comes
// first, and every JSON route looks up its permission in auth.Routes before it reads the body.
func New(d Deps) (*API, error) {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Reasons == nil {
		d.Reasons = runner.Reasons()
	}
	a := &API{d: d, metrics: metrics.NewSet(), visitors: visitors{keys: map[string]*rate.Limiter{}}, done: make(chan struct{})}
	a.requests = a.metrics.NewCounter("flusso_http_requests_total")
	var err error
	if a.ui, err = newPages(d.UI, d.Config.UIDir != ""); err != nil {
		return nil, err
	}
	a.app = fiber.New(a.fiberConfig())
	a.caps(a.app.Server())
	a.app.Use(a.logged, recover.New(recover.Config{EnableStackTrace: true, StackTraceHandler: a.panicked}), a.headers)
	a.health()
	a.webhook()
	a.app.Use("/api", a.sameOrigin)
	a.huma = humafiber.New(a.app, a.humaConfig())
	a.huma.UseMiddleware(a.deadline, a.guard, a.idempotent)
	a.docs()
	a.registerAccount()
	a.registerFlows()
	a.registerRuns()
	a.registerChannels()
	a.registerTemplates()
	a.registerHooks()
	a.registerFlowTests()
	a.registerTrials()
	a.registerLinks()
	a.registerPeople()
	a.registerConversations()
	a.registerDemo()
	a.registerOps()
	a.media()
	a.events()
	a.app.All("/api/*", func(*fiber.Ctx) error { return fault.NoRoute.New() })
	a.ui.register(a.app)
	return a, nil
}

func (a *API) fiberConfig() fiber.Config {
	proxies := make([]string, 0, len(a.d.Config.TrustedProxies))
	for _, p := range a.d.Config.TrustedProxies {
		proxies = append(proxies, p.String())
	}
	return fiber.Config{
		Immutable: true, // values of a request may be kept: fasthttp would reuse their memory
		AppName:   "Flusso", ServerHeader: "", DisableStartupMessage: true, ErrorHandler: a.failed,
		BodyLimit: jsonLimit, ReadBufferSize: headerLimit, ReadTimeout: readTime, IdleTimeout: idleTime,
		WriteTimeout:            0, // it would cut the stream of live changes
		Concurrency:             maxConns,
		EnableTrustedProxyCheck: true, TrustedProxies: proxies,
		StrictRouting: false, CaseSensitive: true, UnescapePath: false, StreamRequestBody: false,
	}
}

// caps gives each kind of request its own limit, before its body is read.
func (a *API) caps(s *fasthttp.Server) {
	s.HeaderReceived = func(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
		path := string(h.RequestURI())
		signedIn := len(h.Peek("Authorization")) > 0 || len(h.Cookie(accessCookie)) > 0
		switch {
		case strings.HasPrefix(path, "/webhooks/"):
			return fasthttp.RequestConfig{MaxRequestBodySize: hookLimit}
		case strings.HasPrefix(path, "/api/v1/media") && signedIn:
			return fasthttp.RequestConfig{MaxRequestBodySize: mediaLimit, ReadTimeout: mediaTime}
		case strings.HasPrefix(path, sharedPath):
			return fasthttp.RequestConfig{MaxRequestBodySize: visitLimit}
		case signedIn:
			return fasthttp.RequestConfig{MaxRequestBodySize: readLimit}
		}
		return fasthttp.RequestConfig{MaxRequestBodySize: jsonLimit}
	}
}

func (a *API) humaConfig() huma.Config {
	c := huma.DefaultConfig("Flusso API", a.d.Version)
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "/api/openapi", "", ""
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.CreateHooks = nil // they add $schema members and Link headers
	c.Info.Description = "Everything that the editor does can be done through this API. Sign in with POST /api/v1/auth/login, or send an API key as \"Authorization: Bearer flusso_...\". Errors are application/problem+json with a stable code."
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"key":    {Type: "http", Scheme: "bearer", Description: "An API key"},
		"cookie": {Type: "apiKey", In: "cookie", Name: accessCookie, Description: "The session of a browser"},
	}
	c.Security = []map[string][]string{{"key": {}}, {"cookie": {}}}
	return c
}

// schemaName names a type in the description: those of other packages carry the package's name, as
// two packages may use the same word.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if pkg := path.Base(t.PkgPath()); t.Name() != "" && pkg != "." && pkg != "api" && !strings.Contains(t.Name(), "[") {
		return strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	return name
}

// Handler gives the app to a test.
func (a *API) Handler() *fiber.App { return a.app }

// OpenAPI is the description of the API as JSON.
func (a *API) OpenAPI() ([]byte, error) { return json.MarshalIndent(a.huma.OpenAPI(), "", " ") }

// Serve answers on a listener until Shutdown.
func (a *API) Serve(ln net.Listener) error { return a.app.Listener(ln) }

// Shutdown lets live streams go and waits for the requests in work.
func (a *API) Shutdown(ctx context.Context) error {
	select {
	case <-a.done:
	default:
		close(a.done)
	}
	return a.app.ShutdownWithContext(ctx)
}

// failed answers errors of plain routes in the same shape as those of huma.
func (a *API) failed(c *fiber.Ctx, err error) error {
	var fe *fiber.Error
	if errors.As(err, &fe) {
		switch fe.Code {
		case fiber.StatusNotFound:
			err = fault.NoRoute.New()
		case fiber.StatusMethodNotAllowed:
			err = fault.MethodNotAllowed.New()
		case fiber.StatusRequestEntityTooLarge:
			err = fault.BodyTooLarge.With("limit", size(limitOf(c.Path())))
		case fiber.StatusRequestTimeout:
			err = fault.BadRequest.With("reason", "it took too long to arrive")
		default:
			if fe.Code < fiber.StatusInternalServerError {
				err = fault.BadRequest.With("reason", fe.Message)
			}
		}
	}
	p := problem(err)
	a.note(c, p)
	raw, merr := json.Marshal(p)
	if merr != nil {
		return merr
	}
	for k := range p.GetHeaders() {
		c.Set(k, p.GetHeaders().Get(k))
	}
	c.Status(p.Status).Response().Header.SetContentType(problemType)
	return c.Send(raw)
}

func limitOf(path string) int {
	switch {
	case strings.HasPrefix(path, "/webhooks/"):
		return hookLimit
	case strings.HasPrefix(path, "/api/v1/media"):
		return mediaLimit
	case strings.HasPrefix(path, sharedPath):
		return visitLimit
	}
	return jsonLimit
}

// note logs what is our mistake; what is the caller's is in the answer.
func (a *API) note(c *fiber.Ctx, p *Problem) {
	if p.Status >= fiber.StatusInternalServerError && p.Code != string(fault.NotReady.Code) && !errors.Is(p.origin, context.Canceled) {
		a.d.Log.Error("request failed", "method", c.Method(), "path", pathToTell(c.Path()), "error", p.origin)
	}
}

func (a *API) panicked(c *fiber.Ctx, e any) {
	a.d.Log.Error("request panicked", "method", c.Method(), "path", pathToTell(c.Path()), "panic", e)
}

// logged writes one line per request: never a query, a header or a body.
func (a *API) logged(c *fiber.Ctx) error {
	start := time.Now()
	err := c.Next()
	a.requests.Inc()
	if a.d.Log.Enabled(c.UserContext(), slog.LevelDebug) {
		a.d.Log.Debug("request", "method", c.Method(), "path", pathToTell(c.Path()), "status", c.Response().StatusCode(), "took", time.Since(start))
	}
	return err
}

// secure says whether this request came over HTTPS, here or at a trusted proxy.
func (a *API) secure(c *fiber.Ctx) bool {
	return c.Context().IsTLS() || c.IsProxyTrusted() && c.Protocol() == "https"
}

// csp allows the editor's own files and nothing from elsewhere. Styles may stand inline: the
// components set positions that way.
const csp = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; " +
	"connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func (a *API) headers(c *fiber.Ctx) error {
	h := &c.Response().Header
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Content-Security-Policy", csp)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
	if forVisitors(c.Path()) {
		h.Set("Referrer-Policy", "no-referrer") // the address is the key
		h.Set("X-Robots-Tag", "noindex, nofollow")
	}
	if a.secure(c) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if strings.HasPrefix(c.Path(), "/api/") {
		h.Set("Cache-Control", "no-store")
	}
	return c.Next()
}
