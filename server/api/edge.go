package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/VictoriaMetrics/metrics"
	"github.com/gofiber/fiber/v2"

	"flusso/server/auth"
	"flusso/server/fault"
	"flusso/server/live"
)

const (
	// heartbeat is how often a silent stream says that it is alive: proxies cut after a minute,
	// and a browser that has left is noticed only when something is written to it.
	heartbeat = 15 * time.Second
	// storeTime bounds the wait for the commit of a webhook: after it Meta is told to come again.
	storeTime = 20 * time.Second
)

// health answers whoever watches over the process.
func (a *API) health() {
	a.app.Get("/healthz", func(c *fiber.Ctx) error { return c.JSON(map[string]string{"status": "ok", "version": a.d.Version}) })
	a.app.Get("/readyz", func(c *fiber.Ctx) error {
		err := a.d.Store.Ping(c.UserContext())
		if err == nil && a.d.Ready != nil {
			err = a.d.Ready()
		}
		if err != nil {
			return fault.NotReady.Because(err)
		}
		return c.JSON(map[string]string{"status": "ready"})
	})
	a.metrics.NewGauge("flusso_live_listeners", func() float64 { return float64(a.d.Hub.Listeners()) })
	a.app.Get("/metrics", a.serveMetrics)
}

func (a *API) serveMetrics(c *fiber.Ctx) error {
	if token := a.d.Config.MetricsToken; token != "" {
		given, _ := strings.CutPrefix(c.Get(fiber.HeaderAuthorization), "Bearer ")
		if !auth.SameHash(auth.HashSecret(given), auth.HashSecret(token)) {
			return fault.NotSignedIn.New()
		}
	} else if ip, err := netip.ParseAddr(c.Context().RemoteIP().String()); err != nil || !ip.Unmap().IsLoopback() || c.Get(fiber.HeaderXForwardedFor) != "" {
		return fault.RoleForbidden.New()
	}
	var b bytes.Buffer
	a.metrics.WritePrometheus(&b)
	metrics.WriteProcessMetrics(&b)
	s := a.d.Store.Stats()
	open, dead, toSend, err := a.d.Store.Backlog(c.UserContext())
	if err != nil {
		return err
	}
	for _, m := range []struct {
		name string
		v    int64
	}{
		{"flusso_store_commits_total", s.Commits.Load()}, {"flusso_store_units_total", s.Units.Load()}, {"flusso_store_statements_total", s.Statements.Load()},
		{"flusso_store_reads_total", s.Reads.Load()}, {"flusso_store_replays_total", s.Replays.Load()}, {"flusso_inbound_messages_total", s.Inbound.Load()},
		{"flusso_jobs_open", open}, {"flusso_jobs_dead", dead}, {"flusso_messages_to_send", toSend},
	} {
		fmt.Fprintf(&b, "%s %d\n", m.name, m.v)
	}
	c.Response().Header.SetContentType("text/plain; version=0.0.4; charset=utf-8")
	return c.Send(b.Bytes())
}

// webhook is where Meta comes. Only a failed store is a 5xx: Meta would repeat anything else for
// days.
func (a *API) webhook() {
	const at = "/webhooks/whatsapp"
	a.app.Get(at, func(c *fiber.Ctx) error {
		if c.Query("hub.mode") != "subscribe" || !a.d.Webhook.VerifyToken(c.Query("hub.verify_token")) {
			return fault.BadVerifyToken.New()
		}
		c.Response().Header.SetContentType("text/plain")
		return c.SendString(c.Query("hub.challenge"))
	})
	a.app.Post(at, func(c *fiber.Ctx) error {
		raw := append([]byte(nil), c.Body()...) // the memory of the request is used again
		ctx, cancel := context.WithTimeout(c.UserContext(), storeTime)
		defer cancel()
		if err := a.d.Webhook.Deliver(ctx, raw, c.Get("X-Hub-Signature-256")); err != nil {
			return err
		}
		return c.SendStatus(fiber.StatusOK)
	})
}

// events streams what changes. It is a plain route: huma's and fiber's helpers do not flush.
func (a *API) events() {
	a.app.Get(v1+"/events", a.plain("GET "+v1+"/events", func(c *fiber.Ctx, _ auth.Principal) error {
		after := int64(-1)
		for _, text := range []string{c.Get("Last-Event-ID"), c.Query("last_event_id")} {
			if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= 0 {
				after = n
				break
			}
		}
		sub, first, err := a.d.Hub.Subscribe(c.UserContext(), after)
		if err != nil {
			return err
		}
		h := &c.Response().Header
		h.SetContentType("text/event-stream")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Accel-Buffering", "no")
		done := a.done
		c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
			defer sub.Close()
			stream(w, sub.C, first, done)
		})
		return nil
	}))
}

func stream(w *bufio.Writer, changes <-chan live.Event, first live.Event, done <-chan struct{}) {
	if writeEvent(w, first) != nil {
		return
	}
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			if _, err := w.WriteString(": alive\n\n"); err != nil || w.Flush() != nil {
				return
			}
		case e, open := <-changes:
			if !open || writeEvent(w, e) != nil {
				return
			}
		}
	}
}

// writeEvent writes one event. The first of a new browser has no topics and only tells the id from
// which it can go on.
func writeEvent(w *bufio.Writer, e live.Event) error {
	name := "change"
	switch {
	case e.Reset:
		name = "reset"
	case len(e.Topics) == 0:
		name = "hello"
	}
	topics := e.Topics
	if topics == nil {
		topics = []string{}
	}
	data, err := json.Marshal(map[string][]string{"topics": topics})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "id: %d\nevent: %s\ndata: %s\n\n", e.ID, name, data); err != nil {
		return err
	}
	return w.Flush()
}
