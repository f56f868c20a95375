package api

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
	"golang.org/x/time/rate"

	"flusso/server/auth"
	"flusso/server/fault"
	"flusso/server/flows"
	"flusso/server/store"
)

const (
	// purposeLink is what tokens of preview links are sealed for.
	purposeLink = "link.token"
	// sharedPath begins what may be called with a preview link, tryPath the page for it.
	sharedPath = v1 + "/shared/"
	tryPath    = "/try/"
	// visitLimit in bytes of a conversation that a visitor sends: 200 long answers fit.
	visitLimit = 512 << 10
)

// Limits of visitors. Each answer plays the conversation from its beginning, some milliseconds of work.
const (
	linkRate     = 10     // requests a second with one link: several people look at it at once
	linkBurst    = 60     // who taps fast, all together
	addressRate  = 2      // requests a second of one address: nobody types faster
	addressBurst = 40     // a page with its pictures, opened anew some times
	visitorsKept = 10_000 // limiters in memory; when there are more, those that are full are forgotten
)

// visitors slow down who asks too often, per link and per address.
type visitors struct {
	mu   sync.Mutex
	keys map[string]*rate.Limiter
}

// let takes one request of a key, or says how long to wait.
func (v *visitors) let(key string, now time.Time, limit rate.Limit, burst int) time.Duration {
	v.mu.Lock()
	defer v.mu.Unlock()
	l := v.keys[key]
	if l == nil {
		if len(v.keys) >= visitorsKept {
			for k, old := range v.keys {
				if old.TokensAt(now) >= float64(old.Burst()) {
					delete(v.keys, k)
				}
			}
		}
		if len(v.keys) >= visitorsKept {
			return time.Second // nobody new while so many ask
		}
		l = rate.NewLimiter(limit, burst)
		v.keys[key] = l
	}
	if l.AllowN(now, 1) {
		return 0
	}
	missing := 1 - l.TokensAt(now)
	return time.Duration(missing / float64(limit) * float64(time.Second))
}

// visit lets a request with a link pass and gives what the link is stored as.
func (a *API) visit(c *fiber.Ctx, token string) ([]byte, error) {
	now := a.d.Store.Now()
	wait := a.visitors.let("a:"+address(c, c.App().Config().TrustedProxies), now, addressRate, addressBurst)
	hash := auth.HashSecret(token)
	if wait == 0 {
		wait = a.visitors.let("l:"+string(hash), now, linkRate, linkBurst)
	}
	if wait > 0 {
		return nil, fault.TooManyRequests.With("seconds", int(wait/time.Second)+1)
	}
	return hash, nil
}

// forVisitors says whether a path is for people whom we do not know.
func forVisitors(path string) bool {
	return strings.HasPrefix(path, sharedPath) || strings.HasPrefix(path, tryPath)
}

// pathToTell is a path as it may be logged: without the token of a link.
func pathToTell(path string) string {
	for _, prefix := range []string{sharedPath, tryPath} {
		if rest, ok := strings.CutPrefix(path, prefix); ok {
			_, more, found := strings.Cut(rest, "/")
			if found {
				more = "/" + more
			}
			return prefix + "..." + more
		}
	}
	return path
}

// ByToken is an input with the token of a preview link.
type ByToken struct {
	Token string `path:"token" maxLength:"100" doc:"Of a preview link"`
}

// ByLink is an input that names a preview link of a flow.
type ByLink struct {
	ByID
	Link string `path:"link" doc:"Id of a preview link"`
}

func (a *API) linkView(ctx context.Context, l flows.Link) (flows.Link, error) {
	token, err := a.d.Box.Open(purposeLink, l.Sealed)
	l.URL = a.publicURL(ctx) + tryPath + token
	return l, err
}

func (a *API) registerLinks() {
	const tag = "Preview links"
	f := a.d.Flows
	route(a, http.MethodGet, "/flows/{id}/links", tag, "Links with which anybody may try the draft", func(ctx context.Context, in *ByID) (*list[flows.Link], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		all, err := f.Links(ctx, key)
		for i := range all {
			if all[i], err = a.linkView(ctx, all[i]); err != nil {
				return nil, err
			}
		}
		return page(all, nil), err
	})
	route(a, http.MethodPost, "/flows/{id}/links", tag, "Make a link with which anybody may try the draft, without signing in", func(ctx context.Context, in *struct {
		ByID
		Body *struct {
			Life string `json:"life,omitempty" enum:"hour,day,week" doc:"How long it works; without it a week"`
		}
	}) (*body[flows.Link], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		life := "week"
		if in.Body != nil && in.Body.Life != "" {
			life = in.Body.Life
		}
		token := a.d.IDs.Token()
		l, err := f.MakeLink(ctx, key, flows.NewLink{Life: life, Hash: auth.HashSecret(token), Sealed: a.d.Box.Seal(purposeLink, token)}, by(ctx))
		if err != nil {
			return nil, err
		}
		l, err = a.linkView(ctx, l)
		return &body[flows.Link]{l}, err
	}, created)
	route(a, http.MethodDelete, "/flows/{id}/links/{link}", tag, "Withdraw a link: it ends at once", func(ctx context.Context, in *ByLink) (*none, error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		link, err := id(in.Link)
		if err != nil {
			return nil, err
		}
		return nil, f.WithdrawLink(ctx, key, store.LinkID{ID: link}, by(ctx))
	}, empty)
	route(a, http.MethodGet, "/shared/{token}", tag, "What a link leads to", func(ctx context.Context, in *ByToken) (*body[flows.Shared], error) {
		hash, err := a.visit(from(ctx), in.Token)
		if err != nil {
			return nil, err
		}
		v, err := f.SharedFlow(ctx, hash)
		return &body[flows.Shared]{v}, err
	}, public)
	route(a, http.MethodPost, "/shared/{token}/simulate", tag, "Play what a visitor did so far on the draft; writes and calls nothing", func(ctx context.Context, in *struct {
		ByToken
		Body flows.Visit
	}) (*body[flows.Visited], error) {
		hash, err := a.visit(from(ctx), in.Token)
		if err != nil {
			return nil, err
		}
		v, err := f.Visit(ctx, hash, in.Body)
		return &body[flows.Visited]{v}, err
	}, public, func(op *huma.Operation) { op.MaxBodyBytes = visitLimit })
	a.app.Get(sharedPath+":token/media/:id", a.plain("GET "+sharedPath+"{token}/media/{id}", func(c *fiber.Ctx, _ auth.Principal) error {
		hash, err := a.visit(c, c.Params("token"))
		if err != nil {
			return err
		}
		key, err := id(c.Params("id"))
		if err != nil {
			return err
		}
		if err := f.SharedFile(c.UserContext(), hash, store.MediaID{ID: key}); err != nil {
			return err
		}
		return a.sendFile(c, store.MediaID{ID: key})
	}))
}
