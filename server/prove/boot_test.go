package prove

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing/synctest"
	"time"

	"flusso/engine/step"
	"flusso/server"
	"flusso/server/flows"
	"flusso/server/jobs"
	"flusso/server/messaging"
	"flusso/server/runner"
	"flusso/server/store"
	"flusso/server/whatsapp"
)

// boot is the program between a start and a crash.
type boot struct {
	w     *world
	sched *sched
	st    *store.Store
	ids   *store.IDSource
	inbox *messaging.Inbox
	out   *messaging.Outbox
	jobs  *jobs.Dispatcher
	run   *runner.Runner
	desk  *messaging.Desk
	flows *flows.Service
	hook  *server.Webhook
	known *messaging.Templates
	asked []string // of templates, since the last turn
	ready bool
	ctx   context.Context // of requests; it ends with the boot
	end   context.CancelFunc
}

// open opens the files as a new boot; its work begins when start is let go.
func (w *world) open() error {
	w.boots++
	b := &boot{w: w, sched: newSched()}
	b.ctx, b.end = context.WithCancel(context.Background())
	w.sched, w.boot = b.sched, b
	key := [32]byte{byte(w.boots), byte(w.seed), byte(w.seed >> 8), byte(w.seed >> 16), byte(w.seed >> 24)}
	var err error
	b.ids = store.NewIDSource(time.Now, rand.NewChaCha8(key))
	if b.st, err = store.Open(store.Options{Path: w.path, Log: quiet, IDs: b.ids, Gate: b.gate}); err != nil {
		return err
	}
	ctx := context.Background()
	if w.boots == 1 {
		if err := w.make(ctx, b); err != nil {
			return err
		}
	}
	channels, err := messaging.NewChannels(ctx, b.st, plain{})
	if err != nil {
		return err
	}
	if b.known, err = messaging.NewTemplates(ctx, b.st, b.ids, channels, quiet, nil); err != nil {
		return err
	}
	client, err := whatsapp.NewClient(whatsapp.Options{GraphURL: "http://graph.test", Version: "v26.0", Dial: w.graph.dial(b)})
	if err != nil {
		return err
	}
	b.inbox = messaging.NewInbox(b.st, b.ids, quiet)
	b.hook = server.NewWebhook(b.st, channels, b.inbox, b.known, quiet)
	real := server.NewMetaSender(b.st, client, channels, nil)
	b.out = messaging.NewOutbox(b.st, messaging.OutboxOptions{Log: quiet, Sender: func(int64) messaging.Sender { return &sender{w.graph, b, real} }, Gate: b.sched.pass})
	b.run = runner.New(runner.Options{Store: b.st, IDs: b.ids, Log: quiet, Registry: step.Default(), Outbox: b.out, Channels: channels,
		Account: account, Egress: &caller{w.graph, b}, TemplateProblem: b.templateProblem})
	kinds := b.run.Kinds()
	nobody := jobs.Kind{Do: func(ctx context.Context, j store.JobRef) error {
		return b.st.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(j.ID) })
	}}
	kinds[store.JobMediaFetch], kinds[store.JobHook] = nobody, nobody
	if b.jobs, err = jobs.New(b.st, quiet, kinds, store.JobKinds); err != nil {
		return err
	}
	b.jobs.SetGate(b.sched.pass)
	b.run.SetJobs(b.jobs)
	b.desk = messaging.NewDesk(b.st, b.ids, b.out)
	b.desk.Resume, b.desk.Cancel = b.run.Resumed, b.run.CancelRun
	b.flows = flows.New(b.st, b.ids, step.Default(), b.run, nil, nil)
	b.sched.open = false
	w.say("boot %d", w.boots)
	w.journal = append(w.journal, entry{at: time.Now(), boot: true})
	go func() {
		b.sched.pass("boot")
		if err := b.run.TakeUp(ctx); err != nil {
			w.say("boot: %v", err)
			return
		}
		b.jobs.Start()
		b.out.Start()
		b.ready = true
	}()
	return nil
}

// templateProblem asks the program and notes what it says: the judge's engine
// must be told the same.
func (b *boot) templateProblem(channel int64, name, language string) string {
	p := b.known.Problem(channel, name, language)
	if g := b.w.graph; !g.telling && p != g.template {
		b.w.broken = append(b.w.broken, fmt.Sprintf("the template is taken for %q, Meta has told %q", p, g.template))
	}
	b.asked = append(b.asked, p)
	return p
}

func account() runner.Account {
	return runner.Account{Zone: time.UTC, Language: "en", Stop: map[string]bool{"stop": true}, Start: map[string]bool{"unstop": true}, EchoSilence: echoSilence}
}

// echoSilence after a colleague wrote on the business phone.
const echoSilence = 10 * time.Minute

// What the numbers of a world share.
const (
	wabaID      = "200000000000002"
	accessToken = "token"
	appSecret   = "app secret"
	nextSecret  = "app secret after the rotation"
)

// plain opens secrets that nobody sealed.
type plain struct{}

func (plain) Open(_ string, sealed []byte) (string, error) { return string(sealed), nil }

// make writes numbers, somebody of the team, a template and published flows.
func (w *world) make(ctx context.Context, b *boot) error {
	a := around{}
	for i := range 1 + w.r.IntN(2) {
		id, phone := b.ids.New(), fmt.Sprintf("10000000000000%d", i)
		w.channels = append(w.channels, store.Channel{UID: id[:], Kind: store.ChannelWhatsApp, Name: fmt.Sprint("Shop ", i), State: "connected", ChecksJSON: "[]", NoticesJSON: "[]",
			PhoneNumberID: &phone, WabaID: wabaID, AppID: "300", TokenSealed: []byte(accessToken), SecretSealed: []byte(appSecret), SecretNextSealed: []byte(nextSecret)})
		a.channels = append(a.channels, id.String())
	}
	user := b.ids.New()
	a.user = user.String()
	count := 1 + w.r.IntN(3)
	ids := make([]store.ID, count)
	for n := range ids {
		ids[n] = b.ids.New()
	}
	return b.st.Write(ctx, func(tx *store.Tx) error {
		if err := tx.InsertUser(&store.User{UID: user[:], Email: "colleague@example.com", Name: "Colleague", PasswordHash: "-", Role: "owner"}); err != nil {
			return err
		}
		for i := range w.channels {
			if err := tx.InsertChannel(&w.channels[i]); err != nil {
				return err
			}
			id := b.ids.New()
			if _, err := tx.SyncTemplates(w.channels[i].ID, []store.Template{{UID: id[:], GraphID: "500", Name: templateName, Language: templateLanguage,
				Category: "MARKETING", Status: store.TemplateApproved, ComponentsJSON: "[]"}}); err != nil {
				return err
			}
		}
		for n, id := range ids {
			a.calls = ""
			if n+1 < count && n < 2 {
				a.calls = ids[n+1].String()
			}
			doc := draw(w.r, n, a)
			raw, err := json.Marshal(doc)
			if err != nil {
				return err
			}
			vid := b.ids.New()
			f := &store.Flow{UID: id[:], Name: fmt.Sprint("Flow ", n), State: store.FlowLive, DraftJSON: raw}
			if err := tx.InsertFlow(f); err != nil {
				return err
			}
			v := &store.FlowVersion{UID: vid[:], FlowID: f.ID, DocumentJSON: raw, Checksum: []byte{1}}
			if err := tx.InsertVersion(v); err != nil {
				return err
			}
			if err := tx.UpdateFlow(f.ID, map[string]any{"live_version_id": v.ID}); err != nil {
				return err
			}
			w.flows = append(w.flows, &flowMade{row: f.ID, id: store.FlowID{ID: id}, doc: doc, versions: 1})
		}
		return nil
	})
}

// die ends the boot where it stands. What waited at Meta's door may have
// gone through.
func (w *world) die() {
	w.total.crashes++
	w.say("crash at %s", strings.Join(w.sched.names(), ", "))
	for _, p := range slices.Clone(w.graph.open) {
		if w.r.IntN(2) == 0 {
			w.graph.deliver(p, true)
		}
	}
	w.graph.open = nil
	w.drop()
	for _, d := range w.graph.webhooks {
		if d.under {
			d.under = false
			w.bring(d, time.Duration(1+w.r.IntN(60))*time.Second)
		}
	}
	for _, f := range w.flows {
		f.busy = false
	}
	down := time.Duration(w.r.IntN(20)) * time.Second
	if w.r.IntN(6) == 0 {
		down = time.Duration(w.r.IntN(20)) * time.Minute
	}
	w.at(down, func() {
		if err := w.open(); err != nil {
			panic(err) // the files cannot be opened again: as bad as a lost message
		}
	})
}

// drop ends every goroutine of the boot without letting it do anything.
func (w *world) drop() {
	b := w.boot
	w.boot = nil
	b.sched.kill()
	b.end()
	w.graph.hangUp()
	_ = b.st.Close() // what is not committed is rolled back with the connection
	b.jobs.Stop()
	b.out.Stop()
	synctest.Wait()
}

// gate of the store: it notes what is committed, then stops the goroutine.
func (b *boot) gate(p store.Passing) {
	if b.sched.open {
		return
	}
	b.spoil(p)
	if p.Point == store.PointSubmit && p.Unit != nil && p.Unit.Sprint != nil {
		b.w.turns[p.Unit.Sprint] = seen{len(b.w.journal), b.asked}
		b.asked = nil
	}
	switch p.Point {
	case store.PointSubmit:
		b.sched.pass(fmt.Sprintf("submit %06d", p.Seq))
	case store.PointGroup:
		b.sched.pass("writer group")
	case store.PointCommit:
		b.sched.pass("writer commit")
	case store.PointCommitted:
		b.w.note(p.Group)
		b.sched.pass("writer committed")
	case store.PointAnswered:
		b.sched.pass(fmt.Sprintf("answer %06d", p.Seq))
	}
}

// spoil puts the bug into what passes.
func (b *boot) spoil(p store.Passing) {
	switch {
	case b.w.bug == bugJobDoneEarly && p.Point == store.PointSubmit && p.Unit != nil && p.Unit.Sprint != nil && p.Unit.Sprint.Job != 0:
		job := p.Unit.Sprint.Job
		p.Unit.Sprint.Job = 0
		_ = b.st.Write(context.Background(), func(tx *store.Tx) error { return tx.FinishJob(job) })
	case b.w.bug == bugNoClaim && p.Point == store.PointSubmit && p.Unit != nil:
		if p.Unit.Sprint != nil {
			for _, m := range p.Unit.Sprint.Out {
				m.Claimed = false
			}
		}
		p.Unit.Sends = slices.DeleteFunc(slices.Clone(p.Unit.Sends), func(c *store.SendChange) bool {
			c.Granted = c.Step == store.SendClaim
			return c.Granted
		})
	case b.w.bug == bugNoLane && p.Point == store.PointCommitted:
		for i := range p.Jobs {
			if p.Jobs[i].Lane != "" {
				p.Jobs[i].Lane += fmt.Sprint("/", p.Jobs[i].ID)
			}
		}
	}
}
