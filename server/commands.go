package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"flusso/server/auth"
	"flusso/server/config"
	"flusso/server/store"
)

// ensureAdmin makes the owner that the settings name, before anybody can ask
// for the setup page.
func (s *Server) ensureAdmin(ctx context.Context) error {
	c := s.o.Config
	if c.AdminEmail == "" {
		return nil
	}
	_, err := s.auth.EnsureOwner(ctx, auth.NewOwner{Email: c.AdminEmail, Password: c.AdminPassword}, auth.DefaultAccount())
	return err
}

// PrintLink prints the one-time setup link while there is no owner.
func (s *Server) PrintLink(ctx context.Context, out io.Writer) error {
	c := s.o.Config
	c.Addr = s.Addr().String() // with port 0 the system chose one
	if host, _, err := net.SplitHostPort(s.o.Config.Addr); err == nil && host == "" {
		_, port, _ := net.SplitHostPort(c.Addr)
		c.Addr = ":" + port
	}
	return setupLink(ctx, s.auth, c, out)
}

// PrintSetupLink prints a new setup link, also while the program runs: it
// writes one setting and takes up no work.
func PrintSetupLink(ctx context.Context, c config.Config, out io.Writer) error {
	key, err := auth.LoadKey(c.SecretKey, c.SecretKeyFile())
	if err != nil {
		return err
	}
	box, err := auth.NewBox(key)
	if err != nil {
		return err
	}
	st, err := store.Open(store.Options{Path: c.Database()})
	if err != nil {
		return err
	}
	service := auth.NewService(st, store.NewIDSource(time.Now, nil), box)
	need, err := service.NeedsSetup(ctx)
	switch {
	case err != nil:
	case !need:
		err = errors.New("there is an owner already: sign in instead")
	default:
		err = setupLink(ctx, service, c, out)
	}
	return errors.Join(err, st.Close())
}

// setupLink prints the link for every address that the program can be reached
// at; the links before it no longer work.
func setupLink(ctx context.Context, service *auth.Service, c config.Config, out io.Writer) error {
	need, err := service.NeedsSetup(ctx)
	if err != nil || !need {
		return err
	}
	token, err := service.SetupToken(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "\nOpen one of these links once to set Flusso up (it works for a day):")
	for _, base := range addresses(c) {
		fmt.Fprintf(out, "  %s/setup?token=%s\n", base, token)
	}
	fmt.Fprintln(out)
	return nil
}

// addresses are where people can reach the program, the best one first.
func addresses(c config.Config) (list []string) {
	if c.PublicURL != "" {
		list = append(list, c.PublicURL)
	}
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil || len(c.TLSDomains) > 0 {
		return list
	}
	if ip := net.ParseIP(host); host != "" && (ip == nil || !ip.IsUnspecified()) {
		return append(list, "http://"+net.JoinHostPort(host, port))
	}
	list = append(list, "http://localhost:"+port)
	all, err := net.InterfaceAddrs()
	if err != nil {
		return list
	}
	for _, a := range all {
		n, ok := a.(*net.IPNet)
		if !ok || n.IP.IsLoopback() || n.IP.IsLinkLocalUnicast() {
			continue
		}
		list = append(list, "http://"+net.JoinHostPort(n.IP.String(), port))
	}
	return list
}

// HealthCheck asks the running program whether it is ready: for containers
// that have no curl.
func HealthCheck(ctx context.Context, c config.Config) error {
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	url := "http://" + net.JoinHostPort(host, port) + "/readyz"
	if len(c.TLSDomains) > 0 {
		url = strings.TrimSuffix(c.PublicURL, "/") + "/readyz"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return errors.New("not ready: " + res.Status)
	}
	return nil
}
