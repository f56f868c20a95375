package egress

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"flusso/engine/run"
)

func TestPrivate(t *testing.T) {
	for addr, want := range map[string]bool{
		"127.0.0.1": true, "::1": true, "10.1.2.3": true, "172.16.0.1": true, "192.168.1.1": true, "169.254.169.254": true, "fe80::1": true, "fd00::1": true,
		"0.0.0.0": true, "::": true, "100.64.0.1": true, "198.18.0.1": true, "224.0.0.1": true, "240.0.0.1": true, "::ffff:10.0.0.1": true, "64:ff9b::a00:1": true,
		"2002:a00:1::": true, "8.8.8.8": false, "172.32.0.1": false, "100.128.0.1": false, "2606:4700::1111": false,
	} {
		if got := Private(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: %v", addr, got)
		}
	}
}

func get(url string) run.HTTPRequest {
	return run.HTTPRequest{Method: "GET", URL: url, Timeout: 2000}
}

func TestDo(t *testing.T) {
	var calls atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		switch r.URL.Path {
		case "/json":
			_, _ = w.Write([]byte(`{"a":1}`))
		case "/large":
			_, _ = w.Write([]byte(strings.Repeat("x", run.BodyLimit+1)))
		case "/away":
			http.Redirect(w, r, "http://127.0.0.1:9/secret", http.StatusFound)
		case "/slow":
			<-r.Context().Done()
		case "/cut":
			c, _, _ := w.(http.Hijacker).Hijack()
			_ = c.Close()
		default:
			w.WriteHeader(http.StatusTeapot)
			_, _ = w.Write([]byte("no \xff tea"))
		}
	}))
	defer inside.Close()
	allowed := New([]string{strings.TrimPrefix(inside.URL, "http://")})
	for _, c := range []struct {
		name   string
		client *Client
		url    string
		status int
		code   string
	}{
		{"JSON", allowed, inside.URL + "/json", 200, ""},
		{"AnotherStatus", allowed, inside.URL + "/tea", 418, ""},
		{"TooLarge", allowed, inside.URL + "/large", 200, TooLarge},
		{"NotAllowed", New(nil), inside.URL + "/json", 0, RefusedAddress},
		{"NotAllowedByName", New(nil), strings.Replace(inside.URL, "127.0.0.1", "localhost", 1) + "/json", 0, RefusedAddress},
		{"RedirectInside", allowed, inside.URL + "/away", 0, RefusedAddress},
		{"CutOff", allowed, inside.URL + "/cut", 0, Connect},
		{"NotHTTP", allowed, "file:///etc/passwd", 0, BadURL},
		{"NoHost", allowed, "http://", 0, BadURL},
		{"NotAnAddress", allowed, "http://[::1", 0, BadURL},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := calls.Load()
			res := c.client.Do(context.Background(), "id", get(c.url))
			if res.Status != c.status || res.Error != c.code {
				t.Errorf("status %d, error %q (%s)", res.Status, res.Error, res.Detail)
			}
			if n := calls.Load() - before; n > 1 {
				t.Errorf("%d calls arrived", n)
			}
		})
	}
	t.Run("Timeout", func(t *testing.T) {
		q := get(inside.URL + "/slow")
		q.Timeout = 50
		if res := allowed.Do(context.Background(), "id", q); res.Error != Timeout {
			t.Errorf("error %q (%s)", res.Error, res.Detail)
		}
	})
}
