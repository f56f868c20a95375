package api

import (
	"context"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	"flusso/server/auth"
	"flusso/server/fault"
)

// Cookies of a browser. The access token goes with every request, the refresh token only where it
// is exchanged.
const (
	accessCookie  = "flusso_access"
	refreshCookie = "flusso_refresh"
	refreshPath   = "/api/v1/auth"
)

type principalKey struct{}

// who gives the principal of a request that passed the guard.
func who(ctx context.Context) auth.Principal {
	p, _ := ctx.Value(principalKey{}).(auth.Principal)
	return p
}

type clientKey struct{}

// from gives where a request comes from.
func from(ctx context.Context) *fiber.Ctx {
	c, _ := ctx.Value(clientKey{}).(*fiber.Ctx)
	return c
}

// client is where a sign-in comes from.
func client(ctx context.Context) auth.Client {
	c := from(ctx)
	return auth.Client{Address: address(c, c.App().Config().TrustedProxies), Agent: c.Get(fiber.HeaderUserAgent)}
}

// address is the network address of whoever asks. Behind trusted proxies it is the last one in
// X-Forwarded-For that is not a proxy of ours: those before it were written by the client itself.
func address(c *fiber.Ctx, proxies []string) string {
	peer := c.Context().RemoteIP().String()
	if !trusted(peer, proxies) {
		return peer
	}
	hops := strings.Split(c.Get(fiber.HeaderXForwardedFor), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop := strings.TrimSpace(hops[i])
		if _, err := netip.ParseAddr(hop); err != nil {
			break
		}
		if peer = hop; !trusted(hop, proxies) {
			break
		}
	}
	return peer
}

func trusted(text string, proxies []string) bool {
	ip, err := netip.ParseAddr(text)
	if err != nil {
		return false
	}
	for _, p := range proxies {
		if net, err := netip.ParsePrefix(p); err == nil && net.Contains(ip.Unmap()) {
			return true
		}
	}
	return false
}

// identify finds out who makes a request: an API key, else the browser's session.
func (a *API) identify(ctx context.Context, c *fiber.Ctx) (auth.Principal, error) {
	if h := c.Get(fiber.HeaderAuthorization); h != "" {
		key, ok := strings.CutPrefix(h, "Bearer ")
		if !ok {
			return auth.Principal{}, fault.BadAPIKey.New()
		}
		return a.d.Auth.APIKey(ctx, strings.TrimSpace(key))
	}
	return a.d.Auth.Session(ctx, c.Cookies(accessCookie))
}

// allow looks a route up in the one table of who may call what.
func (a *API) allow(ctx context.Context, c *fiber.Ctx, route string) (auth.Principal, error) {
	need, ok := auth.Routes[route]
	if !ok {
		return auth.Principal{}, fault.RoleForbidden.New()
	}
	if need == auth.Public {
		return auth.Principal{}, nil
	}
	p, err := a.identify(ctx, c)
	if err != nil {
		return p, err
	}
	if !p.Role.May(need) {
		return p, fault.RoleForbidden.New()
	}
	return p, nil
}

// deadline ends the work of a request that takes too long.
func (a *API) deadline(ctx huma.Context, next func(huma.Context)) {
	bounded, cancel := context.WithTimeout(ctx.Context(), workTime)
	defer cancel()
	next(huma.WithContext(ctx, bounded))
}

// guard lets a request pass whose principal may call the route.
func (a *API) guard(ctx huma.Context, next func(huma.Context)) {
	c := humafiber.Unwrap(ctx)
	op := ctx.Operation()
	if strings.HasPrefix(op.Path, "/api/openapi") { // the description holds no secret
		next(ctx)
		return
	}
	p, err := a.allow(ctx.Context(), c, op.Method+" "+op.Path)
	if err != nil {
		a.refuse(ctx, err)
		return
	}
	inner := context.WithValue(ctx.Context(), principalKey{}, p)
	next(huma.WithContext(ctx, context.WithValue(inner, clientKey{}, c)))
}

// refuse answers an error from a middleware, where there is no handler to return it.
func (a *API) refuse(ctx huma.Context, err error) {
	if ferr := a.failed(humafiber.Unwrap(ctx), err); ferr != nil {
		a.d.Log.Error("answer an error", "error", ferr)
	}
}

// plain guards a plain fiber route in the same way.
func (a *API) plain(route string, h func(c *fiber.Ctx, p auth.Principal) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		p, err := a.allow(c.UserContext(), c, route)
		if err != nil {
			return err
		}
		return h(c, p)
	}
}

// sameOrigin refuses writes that another site makes with this browser's cookies. A request with an
// API key carries no ambient authority, and programs that send neither header are no browsers.
func (a *API) sameOrigin(c *fiber.Ctx) error {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return c.Next()
	}
	if c.Get(fiber.HeaderAuthorization) != "" {
		return c.Next()
	}
	switch c.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return c.Next()
	case "":
	default:
		return fault.OriginForbidden.New()
	}
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" {
		return c.Next()
	}
	u, err := url.Parse(origin)
	if err == nil && (strings.EqualFold(u.Host, string(c.Context().Host())) || a.d.Config.PublicURL != "" && strings.EqualFold(origin, a.d.Config.PublicURL)) {
		return c.Next()
	}
	return fault.OriginForbidden.New()
}

// signIn sets the cookies of a session.
func (a *API) signIn(ctx context.Context, t auth.Tokens) {
	c := from(ctx)
	a.cookie(c, accessCookie, t.Access, "/", auth.AccessLife)
	a.cookie(c, refreshCookie, t.Refresh, refreshPath, auth.RefreshLife)
}

// signOut takes them away.
func (a *API) signOut(ctx context.Context) {
	c := from(ctx)
	a.cookie(c, accessCookie, "", "/", -time.Hour)
	a.cookie(c, refreshCookie, "", refreshPath, -time.Hour)
}

func (a *API) cookie(c *fiber.Ctx, name, value, path string, life time.Duration) {
	age := int(life / time.Second)
	if life < 0 {
		age = -1
	}
	ck := &fiber.Cookie{Name: name, Value: value, Path: path, MaxAge: age, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode, Secure: a.secure(c)}
	if age < 0 {
		ck.Expires = time.Unix(1, 0)
	}
	c.Cookie(ck)
}
