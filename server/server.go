// Package server wires the parts together: it opens the data folder, starts
// and stops everything in order, and adapts the packages to each other.
package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"flusso/engine/step"
	"flusso/server/api"
	"flusso/server/auth"
	"flusso/server/config"
	"flusso/server/egress"
	"flusso/server/flows"
	"flusso/server/hooks"
	"flusso/server/jobs"
	"flusso/server/live"
	"flusso/server/messaging"
	"flusso/server/runner"
	"flusso/server/store"
	"flusso/server/whatsapp"
)

// stopWithin is how long requests in work may take when the program stops.
// Browsers keep connections open that they never used; those are not waited
// for any longer. A webhook that is cut off comes again.
const stopWithin = 3 * time.Second

// Options of Open.
type Options struct {
	Config   config.Config
	UI       fs.FS // the built editor
	Version  string
	Log      *slog.Logger
	Now      func() time.Time
	Registry *step.Registry
}

// Server is the whole appliance.
type Server struct {
	o         Options
	lock      io.Closer
	st        *store.Store
	ids       *store.IDSource
	auth      *auth.Service
	ch        *messaging.Channels
	outbox    *messaging.Outbox
	templates *messaging.Templates
	runner    *runner.Runner
	jobs      *jobs.Dispatcher
	hub       *live.Hub
	graph     *whatsapp.Client
	flows     *flows.Service
	api       *api.API

	account accountCache
	worked  atomic.Bool // the counting has worked: memory is to be given back once more
	ln      net.Listener
	redir   *http.Server
	cancel  context.CancelFunc
	wg      sync.WaitGroup
	once    sync.Once
	failed  chan error
}

// Open opens the data folder and wires the parts. Nothing works yet.
func Open(ctx context.Context, o Options) (_ *Server, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Registry == nil {
		o.Registry = step.Default()
	}
	s := &Server{o: o, failed: make(chan error, 4)}
	defer func() {
		if err != nil {
			s.closeFiles()
		}
	}()
	if err := os.MkdirAll(o.Config.Data, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be made: %w", o.Config.Data, err)
	}
	if s.lock, err = lockFolder(o.Config.Data); err != nil {
		return nil, err
	}
	key, err := auth.LoadKey(o.Config.SecretKey, o.Config.SecretKeyFile())
	if err != nil {
		return nil, err
	}
	box, err := auth.NewBox(key)
	if err != nil {
		return nil, err
	}
	s.ids = store.NewIDSource(o.Now, nil)
	if s.st, err = store.Open(store.Options{Path: o.Config.Database(), Now: o.Now, Log: o.Log, IDs: s.ids}); err != nil {
		return nil, err
	}
	s.auth = auth.NewService(s.st, s.ids, box)
	return s, s.wire(ctx, box)
}

func (s *Server) wire(ctx context.Context, box *auth.Box) (err error) {
	c := s.o.Config
	if s.graph, err = whatsapp.NewClient(whatsapp.Options{GraphURL: c.GraphURL, Version: c.GraphVersion}); err != nil {
		return err
	}
	media, err := messaging.NewMedia(c.MediaDir(), s.st, s.ids)
	if err != nil {
		return err
	}
	if err := s.ensureDemo(ctx); err != nil {
		return err
	}
	if s.ch, err = messaging.NewChannels(ctx, s.st, box); err != nil {
		return err
	}
	if s.templates, err = messaging.NewTemplates(ctx, s.st, s.ids, s.ch, s.o.Log, listTemplates(s.graph)); err != nil {
		return err
	}
	inbox := messaging.NewInbox(s.st, s.ids, s.o.Log)
	meta := NewMetaSender(s.st, s.graph, s.ch, media)
	demoSender := messaging.DemoSender{St: s.st}
	s.outbox = messaging.NewOutbox(s.st, messaging.OutboxOptions{Log: s.o.Log, Problem: s.channelProblem, Rate: s.throughput, Sender: func(row int64) messaging.Sender {
		ch, ok := s.ch.ByRow(row)
		switch {
		case !ok:
			return nil
		case ch.Kind == store.ChannelDemo:
			return demoSender
		}
		return meta
	}})
	calls := egress.New(c.AllowPrivate)
	s.runner = runner.New(runner.Options{Store: s.st, IDs: s.ids, Log: s.o.Log, Registry: s.o.Registry, Outbox: s.outbox, Channels: s.ch,
		Account: func() runner.Account { return s.account.get(s.st, s.o.Log) }, Egress: calls, TemplateProblem: s.templates.Problem})
	kinds := s.runner.Kinds()
	kinds[store.JobMediaFetch] = jobs.Kind{Do: media.FetchJob(&metaFetcher{client: s.graph, channels: s.ch}), Tries: mediaTries, Wait: mediaWait}
	tell := hooks.New(s.st, s.ids, box, func(ctx context.Context, url string, headers map[string]string, body []byte) hooks.Answer {
		return hooks.Answer(calls.Post(ctx, url, headers, body))
	})
	kinds[store.JobHook] = tell.Kind()
	if s.jobs, err = jobs.New(s.st, s.o.Log, kinds, store.JobKinds); err != nil {
		return err
	}
	s.runner.SetJobs(s.jobs)
	s.hub = live.New(s.st, s.o.Log)
	if ends, near := whatsapp.VersionEnds(c.GraphVersion, s.o.Now()); near {
		s.o.Log.Warn("this version of the Graph API ends: set FLUSSO_GRAPH_VERSION to a newer one", "version", c.GraphVersion, "ends", ends.Format(time.DateOnly))
	}
	people := &desk{st: s.st, desk: messaging.NewDesk(s.st, s.ids, s.outbox), ch: s.ch}
	people.desk.Resume, people.desk.Cancel = s.runner.Resumed, s.runner.CancelRun
	people.desk.Silence = func() time.Duration { return s.account.silence(s.st, s.o.Log) }
	starts := &runs{st: s.st, r: s.runner, ch: s.ch, settings: s.account.forget}
	numbers := channelsReloader{s.ch, s.templates}
	s.flows = flows.New(s.st, s.ids, s.o.Registry, starts, starts, calls)
	s.api, err = api.New(api.Deps{Config: c, Version: s.o.Version, Store: s.st, IDs: s.ids, Box: box, Auth: s.auth,
		Flows: s.flows, Hub: s.hub,
		Webhook:       NewWebhook(s.st, s.ch, inbox, s.templates, s.o.Log),
		Conversations: people, Runner: starts, Demo: &demo{st: s.st, ids: s.ids, inbox: inbox, ch: s.ch}, Media: files{media},
		Channels: numbers, Templates: numbers, Hooks: tell, Graph: s.graph, UI: s.o.UI, Log: s.o.Log, Ready: s.ready, Reasons: runner.Reasons()})
	return err
}

// mediaTries: Meta keeps a file for seven days; sixteen hours of trying cover any
// outage that somebody would not have noticed.
const mediaTries = 20

func mediaWait(tries int) time.Duration {
	return min(time.Duration(1<<min(tries, 13))*time.Second, 2*time.Hour)
}

// ensureDemo makes the built-in number on the first start.
func (s *Server) ensureDemo(ctx context.Context) error {
	all, err := s.st.Channels(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Kind == store.ChannelDemo {
			return nil
		}
	}
	id := s.ids.New()
	return s.st.Write(ctx, func(tx *store.Tx) error {
		return tx.InsertChannel(&store.Channel{UID: id[:], Kind: store.ChannelDemo, Name: "Demo", State: "connected", ChecksJSON: "[]"})
	})
}

// throughput of a number, messages a second; 0: Meta was not asked yet.
func (s *Server) throughput(row int64) int {
	ch, _ := s.ch.ByRow(row)
	return ch.Throughput
}

// channelProblem shows that a number cannot send, or that it can again.
func (s *Server) channelProblem(ctx context.Context, row int64, code, detail string) {
	state := "connected"
	if code != "" {
		state = "problem"
		s.o.Log.Warn("a number cannot send", "channel", row, "code", code, "detail", detail)
	}
	err := s.st.Write(ctx, func(tx *store.Tx) error { return tx.UpdateChannel(row, map[string]any{"state": state}) })
	if err != nil {
		s.o.Log.Error("store the state of a number", "channel", row, "error", err)
	}
}

func (s *Server) ready() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return s.st.Ping(ctx)
}

// Start takes up what an earlier boot left, then listens.
func (s *Server) Start(ctx context.Context) error {
	if err := s.ensureAdmin(ctx); err != nil {
		return err
	}
	ln, err := s.listen()
	if err != nil {
		return err
	}
	s.ln = ln
	if err := s.runner.Start(ctx); err != nil {
		return errors.Join(err, ln.Close())
	}
	s.jobs.Start()
	s.outbox.Start()
	background, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	s.wg.Go(func() { s.hub.Run(background) })
	s.wg.Go(func() { s.sweep(background) })
	s.wg.Go(func() { s.templates.Run(background) })
	s.wg.Go(func() { s.giveBack(background) })
	s.wg.Go(func() { s.flows.CountSteps(background, s.o.Log, func() { s.worked.Store(true) }) })
	s.wg.Go(func() {
		if err := s.api.Serve(ln); err != nil {
			s.failed <- err
		}
	})
	return nil
}

// Failed tells when the listener breaks.
func (s *Server) Failed() <-chan error { return s.failed }

// Addr is where it listens.
func (s *Server) Addr() net.Addr { return s.ln.Addr() }

// Stop stops in the reverse order: no new requests, no new work, what is in
// work is finished, then the file is closed. It may be called twice, and
// before Start.
func (s *Server) Stop() error {
	var err error
	s.once.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
		defer cancel()
		if s.ln != nil {
			if e := s.api.Shutdown(ctx); !errors.Is(e, context.DeadlineExceeded) {
				err = errors.Join(err, e)
			}
		}
		if s.redir != nil {
			if e := s.redir.Shutdown(ctx); !errors.Is(e, context.DeadlineExceeded) {
				err = errors.Join(err, e)
			}
		}
		if s.cancel != nil {
			s.cancel()
		}
		s.runner.Stop()
		s.jobs.Stop()
		s.outbox.Stop()
		s.wg.Wait()
		err = errors.Join(err, s.closeFiles())
	})
	return err
}

func (s *Server) closeFiles() error {
	var err error
	if s.graph != nil {
		s.graph.Close()
	}
	if s.st != nil {
		err = s.st.Close()
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	return err
}

// Store is for tests: it looks at rows.
func (s *Server) Store() *store.Store { return s.st }

// Idle says whether nothing is in work: tests wait for it.
func (s *Server) Idle() bool { return s.jobs.Idle() && s.outbox.Idle() }

// Tick wakes what is due now, without waiting for the clock.
func (s *Server) Tick(ctx context.Context) {
	s.runner.Tick(ctx)
	s.jobs.Look()
}

// OpenAPI is the description of the API.
func (s *Server) OpenAPI() ([]byte, error) { return s.api.OpenAPI() }
