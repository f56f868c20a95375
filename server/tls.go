package server

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"golang.org/x/crypto/acme/autocert"
)

// redirectAddr is where plain HTTP is redirected from, and where the
// certificate authority asks.
const redirectAddr = ":80"

// listen opens the port: with a domain set, over HTTPS with a certificate that
// gets and renews itself.
func (s *Server) listen() (net.Listener, error) {
	c := s.o.Config
	ln, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return nil, explainListen("FLUSSO_ADDR", c.Addr, err)
	}
	if len(c.TLSDomains) == 0 {
		return ln, nil
	}
	m := &autocert.Manager{Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(c.TLSDomains...), Cache: autocert.DirCache(c.CertDir())}
	plain, err := net.Listen("tcp", redirectAddr)
	if err != nil {
		return nil, errors.Join(explainListen("FLUSSO_TLS_DOMAIN", redirectAddr, err), ln.Close())
	}
	s.redir = &http.Server{Handler: m.HTTPHandler(redirect(c.TLSDomains[0])), ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
	s.wg.Go(func() {
		if err := s.redir.Serve(plain); err != nil && !errors.Is(err, http.ErrServerClosed) {
			s.failed <- fmt.Errorf("redirect to https: %w", err)
		}
	})
	config := m.TLSConfig()
	config.NextProtos = []string{"http/1.1", "acme-tls/1"} // the server speaks HTTP/1.1 only
	config.MinVersion = tls.VersionTLS12
	return tls.NewListener(ln, config), nil
}

// redirect sends a browser to the same page over HTTPS. Only safe methods: a
// body sent in the clear must not be repeated silently.
func redirect(domain string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "Use HTTPS", http.StatusBadRequest)
			return
		}
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if host == "" {
			host = domain
		}
		http.Redirect(w, r, "https://"+host+r.URL.RequestURI(), http.StatusMovedPermanently)
	})
}

func explainListen(setting, addr string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("the port of %s is taken by another program: stop it, or set %s to another address", addr, setting)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("%s may not be used by this user: ports below 1024 need permission (CAP_NET_BIND_SERVICE), or set %s to another address", addr, setting)
	}
	return fmt.Errorf("cannot listen on %s (%s): %w", addr, setting, err)
}
