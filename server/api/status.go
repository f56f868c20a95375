package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"flusso/server/fault"
	"flusso/server/store"
)

// status is the one place that knows HTTP status codes of errors.
func status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.NotAllowed:
		return http.StatusMethodNotAllowed
	case fault.Conflict:
		return http.StatusConflict
	case fault.Gone:
		return http.StatusGone
	case fault.Precondition:
		return http.StatusPreconditionRequired
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Unsupported:
		return http.StatusUnsupportedMediaType
	case fault.Unprocessable:
		return http.StatusUnprocessableEntity
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Upstream:
		return http.StatusBadGateway
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// Problem is an error as the outside sees it (RFC 9457).
type Problem struct {
	Type   string         `json:"type" example:"about:blank"`
	Title  string         `json:"title" doc:"Short text of the HTTP status"`
	Status int            `json:"status" doc:"HTTP status"`
	Code   string         `json:"code" doc:"Stable code of the error: decide on this"`
	Detail string         `json:"detail" doc:"The error in English"`
	Params map[string]any `json:"params,omitempty" doc:"Values that the sentence of the code speaks of"`
	Errors []fault.Field  `json:"errors,omitempty" doc:"Every wrong value of the request"`

	extra  map[string]any
	origin error
}

// Error makes it an error.
func (p *Problem) Error() string { return p.Detail }

// Unwrap gives the error behind it, for the log.
func (p *Problem) Unwrap() error { return p.origin }

// GetStatus is what huma asks for the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is what huma asks for the content type.
func (p *Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

// GetHeaders is what huma asks for headers.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if s, ok := p.Params["seconds"]; ok && (p.Status == http.StatusTooManyRequests || p.Status == http.StatusServiceUnavailable) {
		if n, ok := s.(int); ok {
			h.Set("Retry-After", strconv.Itoa(n))
		}
	}
	return h
}

// MarshalJSON adds the extra members beside the standard ones.
func (p *Problem) MarshalJSON() ([]byte, error) {
	type plain Problem
	raw, err := json.Marshal((*plain)(p))
	if err != nil || len(p.extra) == 0 {
		return raw, err
	}
	all := map[string]any{}
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	for k, v := range p.extra {
		all[k] = v
	}
	return json.Marshal(all)
}

// problem turns any error into what the outside may see of it.
func problem(err error) *Problem {
	e := fault.Of(storeFault(err))
	code := status(e.Kind)
	return &Problem{Type: "about:blank", Title: http.StatusText(code), Status: code, Code: string(e.Code), Detail: e.Message,
		Params: e.Params, Errors: e.Fields, extra: e.Extra, origin: err}
}

// storeFault turns the store's own errors into answers.
func storeFault(err error) error {
	switch {
	case errors.Is(err, store.ErrNotFound):
		return fault.Missing.New()
	case errors.Is(err, store.ErrClosed):
		return fault.NotReady.New()
	}
	return err
}
