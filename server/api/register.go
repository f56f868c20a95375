package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"flusso/server/fault"
	"flusso/server/flows"
	"flusso/server/store"
)

const v1 = "/api/v1"

// route registers one operation. Errors of the handler become problems.
func route[I, O any](a *API, method, path, tag, summary string, h func(context.Context, *I) (*O, error), more ...func(*huma.Operation)) {
	op := huma.Operation{Method: method, Path: v1 + path, Summary: summary, Tags: []string{tag}, OperationID: operationID(method, path), MaxBodyBytes: jsonLimit}
	for _, m := range more {
		m(&op)
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, in)
		if err != nil {
			p := problem(err)
			a.note(from(ctx), p)
			return nil, p
		}
		return out, nil
	})
}

func operationID(method, path string) string {
	return strings.ToLower(method) + strings.NewReplacer("/", "-", "{", "", "}", "").Replace(path)
}

func created(op *huma.Operation) { op.DefaultStatus = http.StatusCreated }
func empty(op *huma.Operation)   { op.DefaultStatus = http.StatusNoContent }

// unread leaves the body to the handler: it says in its own words what is wrong with a file.
func unread(op *huma.Operation) { op.SkipValidateBody = true }
func public(op *huma.Operation) { op.Security = []map[string][]string{} }

// body is an answer with a body; list one with a page of items.
type body[T any] struct{ Body T }

type items[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor" doc:"Send it as cursor to get the next page; null on the last one"`
}

type list[T any] struct{ Body items[T] }

func ok[T any](v T) (*body[T], error) { return &body[T]{v}, nil }

func page[T any](v []T, next *string) *list[T] {
	if v == nil {
		v = []T{}
	}
	return &list[T]{items[T]{v, next}}
}

// none is an input or an output without anything.
type none struct{}

// ByID is an input that names one thing.
type ByID struct {
	ID string `path:"id" doc:"Public id"`
}

// Sizes of pages.
const (
	pageSize    = 50
	pageSizeMax = 200
)

// Paged is an input of a list.
type Paged struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" doc:"next_cursor of the page before"`
}

func (p Paged) limit() int {
	if p.Limit <= 0 {
		return pageSize
	}
	return min(p.Limit, pageSizeMax)
}

// cursor writes row keys so that nobody takes them for something to compute with.
func cursor(parts ...int64) *string {
	s := make([]string, len(parts))
	for i, p := range parts {
		s[i] = strconv.FormatInt(p, 36)
	}
	c := base64.RawURLEncoding.EncodeToString([]byte(strings.Join(s, ".")))
	return &c
}

// rows reads a cursor of n parts; zeros when there is none.
func (p Paged) rows(n int) ([]int64, error) {
	out := make([]int64, n)
	if p.Cursor == "" {
		return out, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	parts := strings.Split(string(raw), ".")
	if err != nil || len(parts) != n {
		return nil, fault.BadCursor.New()
	}
	for i, s := range parts {
		if out[i], err = strconv.ParseInt(s, 36, 64); err != nil || out[i] < 0 {
			return nil, fault.BadCursor.New()
		}
	}
	return out, nil
}

// id reads a public id; one that cannot be an id names nothing that exists.
func id(text string) (store.ID, error) {
	v, err := store.ParseID(text)
	if err != nil {
		return v, fault.Missing.New()
	}
	return v, nil
}

func uid(b []byte) string {
	var v store.ID
	copy(v[:], b)
	return v.String()
}

func at(ms int64) *time.Time {
	if ms <= 0 {
		return nil
	}
	t := store.Time(ms)
	return &t
}

func atOpt(ms *int64) *time.Time {
	if ms == nil {
		return nil
	}
	return at(*ms)
}

// by is the principal as the use cases know it.
func by(ctx context.Context) flows.By {
	p := who(ctx)
	return flows.By{Name: p.Name(), User: p.UserRow()}
}

func jsonOr(raw string, fallback string) json.RawMessage {
	if raw == "" || !json.Valid([]byte(raw)) {
		return json.RawMessage(fallback)
	}
	return json.RawMessage(raw)
}
