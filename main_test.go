package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"flusso/engine/enginetest"
	"flusso/server"
	"flusso/server/servertest"
	"flusso/server/whatsapp"
)

// childEnv makes the test binary behave as the program.
const childEnv = "FLUSSO_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		os.Args = []string{"flusso"}
		main()
		return
	}
	os.Exit(m.Run())
}

// patience bounds every wait; reaching it is a failure.
const patience = 90 * time.Second

// visitor speaks with the program as people and Meta do: by its public API.
type visitor struct {
	t     *testing.T
	base  string
	http  *http.Client
	graph *servertest.Graph
}

func newVisitor(t *testing.T, base string, g *servertest.Graph) *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, base: base, http: &http.Client{Jar: jar, Timeout: 30 * time.Second}, graph: g}
}

func (v *visitor) post(path string, in any) servertest.Answer {
	v.t.Helper()
	raw, err := json.Marshal(in)
	if err != nil {
		v.t.Fatal(err)
	}
	res, err := v.http.Post(v.base+path, "application/json", bytes.NewReader(raw))
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	if res.StatusCode >= 300 {
		v.t.Fatalf("POST %s: %s: %s", path, res.Status, body)
	}
	out := servertest.Answer{}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &out); err != nil {
			v.t.Fatal(err)
		}
	}
	return out
}

// setUp makes the owner with the link that the program printed, the number and
// the lead flow.
func (v *visitor) setUp(token string) {
	v.t.Helper()
	v.post("/api/v1/setup", map[string]string{"token": token, "name": "Rosa", "email": "rosa@example.com", "password": "a flower shop in Bologna",
		"language": "en", "time_zone": "Europe/Rome", "country": "IT"})
	a := v.graph.Account()
	channel := v.post("/api/v1/channels", map[string]string{"name": "Shop", "phone_number_id": a.PhoneID, "waba_id": a.WABA, "app_id": a.AppID,
		"access_token": a.Token, "app_secret": a.Secret}).Text("id")
	var doc map[string]any
	if err := json.Unmarshal(enginetest.Lead, &doc); err != nil {
		v.t.Fatal(err)
	}
	doc["settings"].(map[string]any)["channels"] = []string{channel}
	flow := v.post("/api/v1/flows", map[string]any{"name": "Lead", "document": doc})
	v.post("/api/v1/flows/"+flow.Text("id")+"/publish", map[string]any{"revision": flow.Get("revision")})
}

// deliver posts a signed webhook until it is taken, as Meta does.
func (v *visitor) deliver(value map[string]any) error {
	a := v.graph.Account()
	value["messaging_product"] = "whatsapp"
	value["metadata"] = map[string]any{"display_phone_number": "390212345678", "phone_number_id": a.PhoneID}
	raw, err := json.Marshal(map[string]any{"object": "whatsapp_business_account", "entry": []any{map[string]any{"id": a.WABA,
		"changes": []any{map[string]any{"field": "messages", "value": value}}}}})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(v.t.Context(), patience)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, v.base+"/webhooks/whatsapp", bytes.NewReader(raw))
		if err != nil {
			return err
		}
		req.Header.Set("X-Hub-Signature-256", whatsapp.Sign(raw, a.Secret))
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
			err = fmt.Errorf("answered %s", res.Status)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("webhook: %w", err)
		case <-time.After(50 * time.Millisecond): // Meta waits too before it comes again
		}
	}
}

func (v *visitor) says(waID, wamid string, content map[string]any) error {
	m := map[string]any{"from": waID, "id": wamid, "timestamp": fmt.Sprint(time.Now().Unix())}
	for k, x := range content {
		m[k] = x
	}
	return v.deliver(map[string]any{"contacts": []any{map[string]any{"profile": map[string]any{"name": "Ana"}, "wa_id": waID}}, "messages": []any{m}})
}

func text(s string) map[string]any {
	return map[string]any{"type": "text", "text": map[string]any{"body": s}}
}

// phones hands what the fake Meta delivered to the people it is for, and tells
// the program about each message by a status webhook.
type phones struct {
	mu   sync.Mutex
	got  map[string][]servertest.Sent
	came map[string]chan servertest.Sent
}

func newPhones(v *visitor) *phones {
	p := &phones{got: map[string][]servertest.Sent{}, came: map[string]chan servertest.Sent{}}
	done := make(chan struct{})
	var wg sync.WaitGroup
	v.t.Cleanup(func() { close(done); wg.Wait() })
	wg.Go(func() {
		for seen := 0; ; {
			select {
			case <-done:
				return
			case <-v.graph.Came():
			}
			all := v.graph.Sent()
			for _, m := range all[seen:] {
				who := strings.TrimPrefix(m.To, "+")
				p.mu.Lock()
				p.got[who] = append(p.got[who], m)
				p.mu.Unlock()
				p.of(who) <- m
				wg.Go(func() {
					// An error here is a test that has ended, or one that fails elsewhere.
					_ = v.deliver(map[string]any{"statuses": []any{map[string]any{"id": m.ID, "status": "delivered", "timestamp": fmt.Sprint(time.Now().Unix()),
						"recipient_id": who, "biz_opaque_callback_data": m.Callback}}})
				})
			}
			seen = len(all)
		}
	})
	return p
}

func (p *phones) of(who string) chan servertest.Sent {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.came[who] == nil {
		p.came[who] = make(chan servertest.Sent, 100)
	}
	return p.came[who]
}

func (p *phones) texts(who string) (list []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.got[who] {
		list = append(list, m.Text())
	}
	return list
}

func (p *phones) next(who string) (servertest.Sent, error) {
	select {
	case m := <-p.of(who):
		return m, nil
	case <-time.After(patience):
		return servertest.Sent{}, fmt.Errorf("%s waits in vain after %q", who, p.texts(who))
	}
}

// thinkMS is how long people think at most, in milliseconds: long enough that
// a kill finds many in mid conversation.
const thinkMS = 500

// converse holds the lead conversation as one person.
func converse(v *visitor, p *phones, who, name string) error {
	say := func(turn int, content map[string]any) error {
		time.Sleep(time.Duration(rand.IntN(thinkMS+1)) * time.Millisecond) // they read and type
		return v.says(who, fmt.Sprintf("wamid.%s.%d", who, turn), content)
	}
	if err := say(1, text("start")); err != nil {
		return err
	}
	for range 2 {
		if _, err := p.next(who); err != nil {
			return err
		}
	}
	if err := say(2, text(name)); err != nil {
		return err
	}
	menu, err := p.next(who)
	if err != nil {
		return err
	}
	id := servertest.Answer(menu.Body).Text("interactive.action.buttons.0.reply.id")
	tap := map[string]any{"type": "interactive", "interactive": map[string]any{"type": "button_reply", "button_reply": map[string]any{"id": id, "title": "Sales"}}}
	if err := say(3, tap); err != nil {
		return err
	}
	if _, err := p.next(who); err != nil {
		return err
	}
	if err := say(4, text("5")); err != nil {
		return err
	}
	_, err = p.next(who)
	return err
}

func leadReplies(name string) []string {
	return []string{"Welcome to Flusso. We are glad that you write.", "What is your name?", name + ", please choose what we can help you with.",
		"How many people will use it?", "Thanks " + name + ", we will prepare an offer for 5 people."}
}

var setupToken = regexp.MustCompile(`/setup\?token=([A-Za-z0-9_-]+)`)

// TestProgramHoldsAConversation boots the program as main does, sets it up
// through the public API and plays signed conversations.
func TestProgramHoldsAConversation(t *testing.T) {
	graph := servertest.NewGraph(t)
	ctx, stop := context.WithCancel(t.Context())
	var printed lockedBuffer
	started, ended := make(chan *server.Server, 1), make(chan error, 1)
	go func() {
		ended <- run(ctx, nil, []string{"FLUSSO_ADDR=127.0.0.1:0", "FLUSSO_DATA=" + t.TempDir(), "FLUSSO_GRAPH_URL=" + graph.URL}, &printed, io.Discard, func(s *server.Server) { started <- s })
	}()
	var s *server.Server
	select {
	case s = <-started:
	case err := <-ended:
		t.Fatal(err)
	}
	v := newVisitor(t, "http://"+s.Addr().String(), graph)
	link := setupToken.FindStringSubmatch(printed.String())
	if link == nil {
		t.Fatalf("no setup link in %q", printed.String())
	}
	v.setUp(link[1])
	p := newPhones(v)
	for i, name := range []string{"Ana", "Zoë"} {
		who := fmt.Sprintf("39333000000%d", i)
		if err := converse(v, p, who, name); err != nil {
			t.Fatal(err)
		}
		if got := p.texts(who); !slices.Equal(got, leadReplies(name)) {
			t.Errorf("%s got %q", name, got)
		}
	}
	// Meta delivers everything again: nobody gets anything twice.
	for turn := 1; turn <= 4; turn++ {
		if err := v.says("393330000000", fmt.Sprintf("wamid.393330000000.%d", turn), text("start")); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stop: %v", err)
	}
	if n := len(graph.Sent()); n != 10 {
		t.Errorf("%d messages were sent, not 10", n)
	}
	if refused := graph.Refused(); len(refused) > 0 {
		t.Errorf("Meta refused %q", refused)
	}
}

// kills is how often TestKilled does it; scripts/prove.sh wants fifty.
var kills = flag.Int("kills", 10, "how often TestKilled kills the program")

// TestKilled kills the program at random moments in mid conversation:
// everybody still gets exactly the expected replies, in order.
func TestKilled(t *testing.T) {
	graph := servertest.NewGraph(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := ln.Addr().String()
	if err := ln.Close(); err != nil {
		t.Fatal(err)
	}
	child := newChild(t, []string{childEnv + "=1", "FLUSSO_ADDR=" + addr, "FLUSSO_DATA=" + t.TempDir(), "FLUSSO_GRAPH_URL=" + graph.URL})
	v := newVisitor(t, "http://"+addr, graph)
	child.start(v.base)
	link := setupToken.FindStringSubmatch(child.out.String())
	if link == nil {
		t.Fatalf("no setup link in %q", child.out.String())
	}
	v.setUp(link[1])
	p := newPhones(v)

	people := 12 + *kills*6/5
	errs := make(chan error, people)
	names := map[string]string{}
	for i := range people {
		who, name := fmt.Sprintf("3933400%05d", i), "Person "+string(rune('A'+i/26))+string(rune('A'+i%26))
		names[who] = name
		go func() {
			time.Sleep(time.Duration(i) * 250 * time.Millisecond) // people do not write all at once
			errs <- converse(v, p, who, name)
		}()
	}
	random := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
	for range *kills {
		time.Sleep(time.Duration(100+random.IntN(900)) * time.Millisecond)
		child.kill()
		child.start(v.base)
	}
	for range people {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	child.stop()
	for who, name := range names {
		if got := p.texts(who); !slices.Equal(got, leadReplies(name)) {
			t.Errorf("%s got %q", name, got)
		}
	}
	if n := len(graph.Sent()); n != 5*people {
		t.Errorf("%d messages were delivered, not %d", n, 5*people)
	}
}

// child is the program in a process of its own.
type child struct {
	t   *testing.T
	env []string
	cmd *exec.Cmd
	out *lockedBuffer
}

func newChild(t *testing.T, env []string) *child {
	c := &child{t: t, env: env}
	t.Cleanup(func() {
		if c.cmd != nil {
			c.kill()
		}
	})
	return c
}

// start runs it and waits until it is ready.
func (c *child) start(base string) {
	c.t.Helper()
	c.out = &lockedBuffer{}
	c.cmd = exec.Command(os.Args[0])
	c.cmd.Env = append(os.Environ(), c.env...)
	c.cmd.Stdout, c.cmd.Stderr = c.out, c.out
	if err := c.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	deadline := time.Now().Add(patience)
	for {
		res, err := http.Get(base + "/readyz")
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				break
			}
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("the program does not start: %s", c.out.String())
		}
		time.Sleep(10 * time.Millisecond)
	}
	for c.t.Context().Err() == nil && !strings.Contains(c.out.String(), "msg=ready") {
		time.Sleep(10 * time.Millisecond)
	}
}

func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
	c.cmd = nil
}

// stop ends it as a service manager does.
func (c *child) stop() {
	c.t.Helper()
	if err := c.cmd.Process.Signal(os.Interrupt); err != nil {
		c.t.Fatal(err)
	}
	if err := c.cmd.Wait(); err != nil {
		c.t.Errorf("the program did not stop well: %v: %s", err, c.out.String())
	}
	c.cmd = nil
}

// lockedBuffer may be written and read at the same time.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
