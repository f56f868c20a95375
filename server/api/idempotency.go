package api

import (
	"crypto/sha256"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"

	"flusso/server/fault"
	"flusso/server/store"
)

const (
	// keyLife is how long an answer is kept for a repeated request.
	keyLife = 24 * time.Hour
	// keyStale is when a request in work must have died with its process: longer than workTime.
	keyStale = 5 * time.Minute
	// maxKey is the longest Idempotency-Key in characters.
	maxKey = 255
	// maxKept is the largest answer that is kept, in bytes; larger ones are not worth a row.
	maxKept = 1 << 20
)

// notIdempotent are POSTs that start nothing, or whose answer holds a secret that must not be kept.
var notIdempotent = []string{"/api/v1/setup", "/api/v1/auth/", "/api/v1/api-keys", "/links", "/simulate", "/check"}

// idempotent makes a POST with an Idempotency-Key happen once: the same request gets the same
// answer, another request under the same key is refused.
func (a *API) idempotent(ctx huma.Context, next func(huma.Context)) {
	key := ctx.Header("Idempotency-Key")
	op := ctx.Operation()
	if key == "" || op.Method != http.MethodPost || exempt(op.Path) {
		next(ctx)
		return
	}
	if len(key) > maxKey || strings.IndexFunc(key, func(r rune) bool { return r < '!' || r > '~' }) >= 0 {
		a.refuse(ctx, fault.IdempotencyBadKey.New())
		return
	}
	c := humafiber.Unwrap(ctx)
	hash := sha256.Sum256(append([]byte(c.OriginalURL()+"\n"), c.Body()...))
	k := store.Idempotency{Principal: who(ctx.Context()).Name(), Route: op.Method + " " + op.Path, Key: key, BodyHash: hash[:]}
	found, fresh, err := a.d.Store.ClaimKey(ctx.Context(), k, keyLife, keyStale)
	switch {
	case err != nil:
		a.refuse(ctx, err)
		return
	case !fresh && string(found.BodyHash) != string(hash[:]):
		a.refuse(ctx, fault.IdempotencyMismatch.New())
		return
	case !fresh && found.Status == 0:
		a.refuse(ctx, fault.IdempotencyBusy.New())
		return
	case !fresh:
		c.Set("Idempotent-Replay", "true")
		c.Status(found.Status).Response().Header.SetContentType(found.ContentType)
		if err := c.Send(found.Response); err != nil {
			a.d.Log.Error("answer a repeated request", "error", err)
		}
		return
	}
	next(ctx)
	k.Status, k.ContentType = c.Response().StatusCode(), string(c.Response().Header.ContentType())
	k.Response = append([]byte(nil), c.Response().Body()...)
	if k.Status >= http.StatusInternalServerError || len(k.Response) > maxKept {
		err = a.d.Store.DropKey(c.UserContext(), k)
	} else {
		err = a.d.Store.KeepAnswer(c.UserContext(), k)
	}
	if err != nil {
		a.d.Log.Error("keep an answer", "error", err)
	}
}

func exempt(path string) bool {
	for _, p := range notIdempotent {
		if strings.HasPrefix(path, p) || strings.HasSuffix(path, p) {
			return true
		}
	}
	return false
}
