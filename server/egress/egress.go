// Package egress makes the calls that flows ask for. It refuses addresses
// inside the network at dial time, after the name has been resolved, so that
// neither a redirect nor a DNS trick leads inside.
package egress

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"flusso/engine/run"
)

const (
	// maxRedirects that a call follows: one for https, one for a moved page,
	// one to spare.
	maxRedirects = 3
	// dialTimeout keeps a dead host from using up the whole time of a call.
	dialTimeout = 10 * time.Second
	// maxHeaders kept of an answer.
	maxHeaders = 50
)

// Codes of failed calls; the editor has a sentence for each.
const (
	Timeout        = "timeout"
	RefusedAddress = "refused_address"
	Connect        = "connect"
	TooLarge       = "too_large"
	OutcomeUnknown = "outcome_unknown"
	BadURL         = "bad_url"
)

// Codes lists them.
func Codes() []string {
	return []string{Timeout, RefusedAddress, Connect, TooLarge, OutcomeUnknown, BadURL}
}

var errPrivate = errors.New("this address is inside your network: to allow it, set FLUSSO_ALLOW_PRIVATE")

// Client makes calls.
type Client struct {
	allow []string // host:port that may lie inside the network
	http  *http.Client
	posts *http.Client // follows no redirect
}

// New makes a client. allow lists host:port inside the network that flows may
// call.
func New(allow []string) *Client {
	c := &Client{allow: allow}
	c.http = &http.Client{
		Transport: &http.Transport{
			DialContext: c.dial,
			// A kept connection would let net/http repeat a request by itself.
			DisableKeepAlives:     true,
			TLSHandshakeTimeout:   dialTimeout,
			ResponseHeaderTimeout: 0,
			ForceAttemptHTTP2:     false,
		},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return errors.New("too many redirects")
			}
			if req.URL.Scheme != "http" && req.URL.Scheme != "https" {
				return errors.New("a redirect to another kind of address")
			}
			return nil
		},
	}
	c.posts = &http.Client{Transport: c.http.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return c
}

// dial refuses addresses inside the network, unless host:port is allowed.
func (c *Client) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	d := net.Dialer{Timeout: dialTimeout}
	if !slices.Contains(c.allow, strings.ToLower(addr)) {
		d.Control = func(_, resolved string, _ syscall.RawConn) error {
			ap, err := netip.ParseAddrPort(resolved)
			if err != nil || slices.Contains(c.allow, resolved) {
				return err
			}
			if Private(ap.Addr()) {
				return errPrivate
			}
			return nil
		}
	}
	return d.DialContext(ctx, network, addr)
}

// shared address space and others that net/netip does not name.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

// Private says whether an address lies inside a network, on this machine or
// at a cloud's metadata service.
func Private(a netip.Addr) bool {
	a = a.Unmap()
	if a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsMulticast() || a.IsUnspecified() || a.IsInterfaceLocalMulticast() {
		return true
	}
	return slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(a) })
}

// Do makes the call, once. It never fails: what went wrong is in the result.
func (c *Client) Do(ctx context.Context, id string, q run.HTTPRequest) run.EffectResult {
	res := run.EffectResult{ID: id}
	began := time.Now()
	defer func() { res.ElapsedMS = time.Since(began).Milliseconds() }()
	u, err := url.Parse(q.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		res.Error, res.Detail = BadURL, q.URL
		return res
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(q.Timeout)*time.Millisecond)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, q.Method, q.URL, strings.NewReader(q.Body))
	if err != nil {
		res.Error, res.Detail = BadURL, err.Error()
		return res
	}
	if q.Body == "" {
		req.Body, req.ContentLength = nil, 0
	}
	req.Header.Set("User-Agent", "Flusso")
	req.Header.Set("Idempotency-Key", id)
	for _, h := range q.Headers {
		if strings.EqualFold(h.Name, "Host") {
			req.Host = h.Value
			continue
		}
		req.Header.Set(h.Name, h.Value)
	}
	answer, err := c.http.Do(req)
	if err != nil {
		res.Error, res.Detail = explain(err)
		return res
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, run.BodyLimit+1))
	res.Status = answer.StatusCode
	for name, values := range answer.Header {
		if len(res.Headers) < maxHeaders {
			res.Headers = append(res.Headers, run.Header{Name: name, Value: strings.Join(values, ", ")})
		}
	}
	slices.SortFunc(res.Headers, func(a, b run.Header) int { return strings.Compare(a.Name, b.Name) })
	switch {
	case err != nil:
		res.Error, res.Detail = explain(err)
	case len(body) > run.BodyLimit:
		res.Error = TooLarge
	default:
		if json.Valid(body) && len(body) > 0 {
			res.JSON = body
		} else {
			res.Body = strings.ToValidUTF8(string(body), "\uFFFD")
		}
	}
	return res
}

func explain(err error) (code, detail string) {
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, errPrivate):
		return RefusedAddress, errPrivate.Error()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return Timeout, ""
	}
	var op *net.OpError
	if errors.As(err, &op) {
		return Connect, op.Err.Error()
	}
	return Connect, err.Error()
}

// Call makes the call that a step asks for.
func (c *Client) Call(ctx context.Context, e run.Effect) run.EffectResult {
	if e.HTTP == nil {
		return run.EffectResult{ID: e.ID, Error: BadURL}
	}
	return c.Do(ctx, e.ID, *e.HTTP)
}
