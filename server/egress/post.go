package egress

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// postTimeout of one event that a flow tells somebody: a receiver that needs
	// longer should take the event and work afterwards.
	postTimeout = 15 * time.Second
	// postAnswer is how many bytes of the answer are kept for the log.
	postAnswer = 4 << 10
)

// Answer is what came back from a Post. It never fails: what went wrong is in
// Error, a code of this package.
type Answer struct {
	Status  int
	Body    string
	Error   string
	Detail  string
	Elapsed time.Duration
}

// Post sends one event. Redirects are not followed: the address is wrong then,
// and the log says so.
func (c *Client) Post(ctx context.Context, address string, headers map[string]string, body []byte) (a Answer) {
	began := time.Now()
	defer func() { a.Elapsed = time.Since(began) }()
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return Answer{Error: BadURL, Detail: address}
	}
	ctx, cancel := context.WithTimeout(ctx, postTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return Answer{Error: BadURL, Detail: err.Error()}
	}
	req.Header.Set("User-Agent", "Flusso")
	req.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		req.Header.Set(name, value)
	}
	resp, err := c.posts.Do(req)
	if err != nil {
		a.Error, a.Detail = explain(err)
		return a
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, postAnswer))
	a.Status, a.Body = resp.StatusCode, strings.ToValidUTF8(string(raw), "\uFFFD")
	if err != nil {
		a.Error, a.Detail = explain(err)
	}
	return a
}
