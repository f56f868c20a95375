package whatsapp

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/valyala/fasthttp"
)

// Time-outs of calls to Meta. A send usually takes half a second; what takes longer than
// sendTimeout is treated as uncertain, so it must not be too short.
const (
	dialTimeout   = 5 * time.Second
	sendTimeout   = 20 * time.Second
	askTimeout    = 15 * time.Second // checks, read marks
	fileTimeout   = 5 * time.Minute  // 100 MB on a slow line
	idleConn      = 20 * time.Second // shorter than what servers keep, so that they rarely close first
	maxConns      = 512              // more than 80 sends a second ever need
	maxAnswer     = 1 << 20          // bytes of an answer that is JSON
	userAgent     = "Flusso/1"       // some of Meta's hosts refuse requests without one
	requestMax    = 1 << 20          // bytes; the largest message is a list of some 20 KB
	keepAliveTime = 30 * time.Second
)

// Options of a Client.
type Options struct {
	GraphURL string // https://graph.facebook.com
	Version  string // v26.0
	// Dial replaces the network, for tests.
	Dial func(addr string) (net.Conn, error)
}

// Client calls the Graph API. It never repeats a request by itself: a repeated send is a second
// message on somebody's phone.
type Client struct {
	base   string // with the version
	root   string // without
	host   string
	secure bool
	send   *fasthttp.HostClient
	web    *http.Client
}

// NewClient makes a client.
func NewClient(o Options) (*Client, error) {
	u, err := url.Parse(o.GraphURL)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("the Graph API address %q is not a web address", o.GraphURL)
	}
	c := &Client{root: strings.TrimRight(o.GraphURL, "/"), host: u.Hostname(), secure: u.Scheme == "https"}
	c.base = c.root + "/" + o.Version
	addr := fasthttp.AddMissingPort(u.Host, c.secure)
	c.send = &fasthttp.HostClient{
		Addr: addr, IsTLS: c.secure, Name: userAgent, Dial: dialer(o.Dial, c.secure, u.Hostname()),
		MaxConns: maxConns, MaxIdleConnDuration: idleConn, MaxIdemponentCallAttempts: 1,
		RetryIfErr:          func(*fasthttp.Request, int, error) (bool, bool) { return false, false },
		MaxResponseBodySize: maxAnswer, WriteTimeout: sendTimeout, ReadTimeout: sendTimeout,
		DisablePathNormalizing: true, NoDefaultUserAgentHeader: true,
	}
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: 4, IdleConnTimeout: idleConn, TLSHandshakeTimeout: dialTimeout,
		DialContext: (&net.Dialer{Timeout: dialTimeout, KeepAlive: keepAliveTime}).DialContext, ResponseHeaderTimeout: askTimeout,
	}
	c.web = &http.Client{Transport: transport, CheckRedirect: c.redirect}
	return c, nil
}

// Close drops idle connections.
func (c *Client) Close() {
	c.send.CloseIdleConnections()
	c.web.CloseIdleConnections()
}

// notSent marks an error that happened before a byte of the request left.
type notSent struct{ error }

func (e notSent) Unwrap() error { return e.error }

// dialer connects and shakes hands here rather than inside of fasthttp, so that a failure to do so
// is known to have sent nothing.
func dialer(dial func(string) (net.Conn, error), secure bool, host string) fasthttp.DialFunc {
	if dial == nil {
		d := &net.Dialer{Timeout: dialTimeout, KeepAlive: keepAliveTime}
		dial = func(addr string) (net.Conn, error) { return d.Dial("tcp", addr) }
	}
	config := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(0)}
	return func(addr string) (net.Conn, error) {
		raw, err := dial(addr)
		if err != nil {
			return nil, notSent{err}
		}
		conn := net.Conn(&freshConn{Conn: raw})
		if !secure {
			return conn, nil
		}
		shaken := tls.Client(conn, config)
		_ = raw.SetDeadline(time.Now().Add(dialTimeout))
		if err := shaken.Handshake(); err != nil {
			_ = raw.Close()
			return nil, notSent{err}
		}
		_ = raw.SetDeadline(time.Time{})
		return shaken, nil
	}
}

// freshConn looks, before it writes the first byte after a pause, whether the other side has
// closed the connection meanwhile. Without it every connection that Meta closes while idle would
// look like a request with an unknown outcome.
type freshConn struct {
	net.Conn
	written bool // since the last read
}

func (c *freshConn) Read(p []byte) (int, error) {
	c.written = false
	return c.Conn.Read(p)
}

func (c *freshConn) Write(p []byte) (int, error) {
	if !c.written {
		if err := closedByPeer(c.Conn); err != nil {
			return 0, notSent{err}
		}
		c.written = true
	}
	return c.Conn.Write(p)
}

// call makes one request on the sending path and gives status and body.
func (c *Client) call(method, path, token, secret string, body []byte, timeout time.Duration) (status int, header http.Header, answer []byte, err error) {
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(req)
	defer fasthttp.ReleaseResponse(resp)
	uri := c.base + path
	if secret != "" {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		uri += sep + "appsecret_proof=" + Proof(token, secret)
	}
	req.SetRequestURI(uri)
	req.Header.SetMethod(method)
	req.Header.Set("Authorization", "Bearer "+token)
	if body != nil {
		if len(body) > requestMax {
			return 0, nil, nil, notSent{errors.New("the request is too large")}
		}
		req.Header.SetContentType("application/json")
		req.SetBodyRaw(body)
	}
	if err := c.send.DoTimeout(req, resp, timeout); err != nil {
		return 0, nil, nil, err
	}
	header = http.Header{}
	if v := resp.Header.Peek("Retry-After"); len(v) > 0 {
		header.Set("Retry-After", string(v))
	}
	return resp.StatusCode(), header, append([]byte(nil), resp.Body()...), nil
}

// readError finds Meta's error in an answer; nil when there is none in it.
func readError(body []byte) *Error {
	var w struct {
		Error maybe[wireError] `json:"error"`
	}
	if json.Unmarshal(body, &w) != nil || w.Error.v == nil {
		return nil
	}
	e := w.Error.v.error()
	return &e
}
