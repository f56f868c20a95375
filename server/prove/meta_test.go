package prove

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"flusso/engine/message"
	"flusso/server/fault"
	"flusso/server/messaging"
	"flusso/server/whatsapp"
)

// graph plays Meta's side: it takes sends over HTTP, delivers them to phones
// or not, tells statuses, and brings what people write as signed webhooks.
type graph struct {
	w        *world
	phones   map[line][]bubble
	open     []*posting
	mu       sync.Mutex // guards pipes
	pipes    map[net.Conn]bool
	webhooks []*delivery
	contents map[string]message.Content // by our message id
	posts    map[string]int             // by message id
	unsure   map[string]int             // answers that left the outcome open
	refused  map[string]bool
	wamids   int

	template string    // what the program must say of the template
	news     *delivery // the last about it
	telling  bool      // it is on its way
}

// line is a person's chat with a number.
type line struct {
	channel int64
	waID    string
}

// bubble is a message on a phone.
type bubble struct {
	id    string // ours
	body  string // as it was posted
	wamid string
}

// posting is a send that stands at Meta's door.
type posting struct {
	line     line
	callback string
	body     string
}

// delivery is a webhook. It comes again until it was answered, and sometimes
// after that.
type delivery struct {
	n        int
	raw      []byte
	secret   string
	wamids   []string
	statuses int
	under    bool // on its way, or in work
	acked    bool
	repeat   int
	after    func() // once, when it was answered
}

// sender stands before the program's own: it only stops at a gate when the
// answer is there.
type sender struct {
	g    *graph
	b    *boot
	real messaging.Sender
}

// Send implements messaging.Sender.
func (s *sender) Send(ctx context.Context, o messaging.Outgoing) messaging.Outcome {
	s.g.contents[o.Callback] = o.Content
	out := s.real.Send(ctx, o)
	s.b.sched.pass("answer of " + o.Callback)
	return out
}

// dial connects the program to Meta by a pipe. Each connection carries one
// request: a pool would be cleaned at times that no seed knows.
func (g *graph) dial(b *boot) func(string) (net.Conn, error) {
	return func(string) (net.Conn, error) {
		w := g.w
		if !w.calm && w.r.IntN(30) == 0 {
			w.say("connection refused")
			return nil, errors.New("connection refused")
		}
		ours, theirs := net.Pipe()
		g.mu.Lock()
		g.pipes[theirs] = true
		g.mu.Unlock()
		go g.serve(b, theirs)
		return ours, nil
	}
}

// hangUp breaks all connections: the program has died.
func (g *graph) hangUp() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.pipes {
		_ = c.Close()
	}
	clear(g.pipes)
}

// answer of Meta to a send.
type answer struct {
	status int // 0: none, the connection breaks
	code   int
	wamid  string
	silent bool // the connection stays open and nothing comes
}

// serve takes one request.
func (g *graph) serve(b *boot, conn net.Conn) {
	defer func() {
		_ = conn.Close()
		g.mu.Lock()
		delete(g.pipes, conn)
		g.mu.Unlock()
	}()
	req, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return
	}
	raw, err := io.ReadAll(req.Body)
	if err != nil {
		return
	}
	p, err := g.read(req, raw)
	if err != nil {
		g.w.broken = append(g.w.broken, err.Error())
		return
	}
	g.open = append(g.open, p)
	b.sched.pass("post " + p.callback)
	g.close(p)
	g.posts[p.callback]++
	a := g.decide(p)
	switch {
	case a.silent:
		_, _ = io.Copy(io.Discard, conn) // until the program gives up
		return
	case a.status == 0:
		return
	}
	body := fmt.Sprintf(`{"error":{"message":"no","type":"OAuthException","code":%d,"fbtrace_id":"x"}}`, a.code)
	if a.status == http.StatusOK {
		body = fmt.Sprintf(`{"messaging_product":"whatsapp","contacts":[{"input":"+%s","wa_id":"%s"}],"messages":[{"id":"%s"}]}`, p.line.waID, p.line.waID, a.wamid)
	}
	_, err = fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", a.status, http.StatusText(a.status), len(body), body)
	if err != nil { // the program has given up waiting
		g.unsure[p.callback]++
	}
}

// read checks a request as Meta does.
func (g *graph) read(req *http.Request, raw []byte) (*posting, error) {
	var body struct {
		To       string `json:"to"`
		Callback string `json:"biz_opaque_callback_data"`
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, fmt.Errorf("a send is not JSON: %w", err)
	}
	if req.Header.Get("Authorization") != "Bearer "+accessToken || req.URL.Query().Get("appsecret_proof") != whatsapp.Proof(accessToken, appSecret) {
		return nil, errors.New("a send without its token or proof")
	}
	for _, c := range g.w.channels {
		if req.Method == http.MethodPost && req.URL.Path == "/v26.0/"+*c.PhoneNumberID+"/messages" {
			return &posting{line{c.ID, strings.TrimPrefix(body.To, "+")}, body.Callback, string(raw)}, nil
		}
	}
	return nil, fmt.Errorf("%s %s is no send", req.Method, req.URL.Path)
}

// decide what becomes of a send.
func (g *graph) decide(p *posting) answer {
	w := g.w
	roll := w.r.IntN(100)
	if w.calm {
		roll = 0
	}
	short := p.callback[20:]
	switch {
	case roll < 76:
		return answer{status: http.StatusOK, wamid: g.deliver(p, false)}
	case roll < 80:
		w.say("post %s: 429", short)
		return answer{status: http.StatusTooManyRequests, code: 130429}
	case roll < 84:
		w.say("post %s: pair limit", short)
		return answer{status: http.StatusBadRequest, code: 131056}
	case roll < 87: // the connection drops after the request has left
		g.unsure[p.callback]++
		if w.r.IntN(2) == 0 {
			g.deliver(p, true)
		}
		return answer{}
	case roll < 91:
		g.unsure[p.callback]++
		g.deliver(p, true)
		return answer{status: http.StatusInternalServerError, code: 131000}
	case roll < 94:
		g.unsure[p.callback]++
		w.say("post %s: 500, not delivered", short)
		return answer{status: http.StatusInternalServerError, code: 131000}
	case roll < 97: // no answer at all
		g.unsure[p.callback]++
		if w.r.IntN(2) == 0 {
			g.deliver(p, true)
		}
		return answer{silent: true}
	case roll < 98:
		w.say("post %s: account refused", short)
		return answer{status: http.StatusUnauthorized, code: 190}
	}
	g.refused[p.callback] = true
	w.say("post %s: refused", short)
	return answer{status: http.StatusBadRequest, code: 131026}
}

func (g *graph) close(p *posting) {
	for i, q := range g.open {
		if q == p {
			g.open = append(g.open[:i:i], g.open[i+1:]...)
			return
		}
	}
}

// deliver puts a message on the phone and plans its statuses. When the sender
// does not hear of it, it may learn it from a status, or never.
func (g *graph) deliver(p *posting, unheard bool) string {
	w := g.w
	g.wamids++
	wamid := fmt.Sprintf("wamid.OUT%06d", g.wamids)
	g.phones[p.line] = append(g.phones[p.line], bubble{p.callback, p.body, wamid})
	w.total.sent++
	w.say("phone %s/%d got %s: %s (heard: %v)", p.line.waID, p.line.channel, p.callback[20:], strings.ReplaceAll(g.contents[p.callback].Text, "\n", " "), !unheard)
	if unheard && w.r.IntN(2) == 0 {
		return wamid
	}
	callback := p.callback
	if !unheard && w.r.IntN(5) == 0 {
		callback = ""
	}
	for i, state := range []string{"sent", "delivered", "read"} {
		if w.r.IntN(3) == 0 {
			continue
		}
		after := time.Duration(w.r.IntN(4000)) * time.Millisecond
		if w.r.IntN(4) == 0 {
			after = time.Duration(w.r.IntN(40)) * time.Second // later ones may overtake
		}
		st := object{"id": wamid, "status": state, "timestamp": fmt.Sprint(time.Now().Unix() + int64(i)), "recipient_id": p.line.waID}
		if callback != "" {
			st["biz_opaque_callback_data"] = callback
		}
		g.webhook([]any{g.change(p.line.channel, object{"statuses": []any{st}})}, nil, 1, after)
	}
	return wamid
}

// change is what a webhook tells of one number.
func (g *graph) change(channel int64, value object) object {
	for i, c := range g.w.channels {
		if c.ID == channel {
			value["messaging_product"] = "whatsapp"
			value["metadata"] = object{"display_phone_number": fmt.Sprintf("1555000111%d", i), "phone_number_id": *c.PhoneNumberID}
		}
	}
	field := "messages"
	if value["message_echoes"] != nil {
		field = "smb_message_echoes"
	}
	return object{"field": field, "value": value}
}

// webhook plans a delivery.
func (g *graph) webhook(changes []any, wamids []string, statuses int, after time.Duration) *delivery {
	raw, err := json.Marshal(object{"object": "whatsapp_business_account", "entry": []any{object{"id": wabaID, "time": time.Now().Unix(), "changes": changes}}})
	if err != nil {
		panic(err)
	}
	r := g.w.r
	d := &delivery{n: len(g.webhooks), raw: raw, wamids: wamids, statuses: statuses, secret: []string{appSecret, nextSecret}[r.IntN(2)]}
	if r.IntN(6) == 0 {
		d.repeat = 1 + r.IntN(2)
	}
	g.webhooks = append(g.webhooks, d)
	g.w.bring(d, after)
	return d
}

// bring plans that a delivery comes.
func (w *world) bring(d *delivery, after time.Duration) {
	w.at(after, func() {
		if w.boot == nil || !w.boot.ready {
			w.bring(d, time.Duration(1+w.r.IntN(20))*time.Second) // nobody listens: Meta comes again
			return
		}
		if d.acked {
			w.total.duplicates += len(d.wamids) + d.statuses
		}
		d.under = true
		w.spawn(fmt.Sprintf("webhook %04d", d.n), func(b *boot) {
			if err := b.hook.Deliver(b.ctx, d.raw, whatsapp.Sign(d.raw, d.secret)); err != nil {
				d.under = false
				w.say("webhook %d: %v", d.n, err)
				w.bring(d, time.Second)
				return
			}
			d.under, d.acked = false, true
			if d.after != nil {
				d.after()
				d.after = nil
			}
			if d.repeat > 0 {
				d.repeat--
				again := time.Duration(w.r.IntN(30000)) * time.Millisecond
				if w.r.IntN(4) == 0 {
					again = time.Duration(1+w.r.IntN(15)) * time.Minute // when nobody thinks of it any more
				}
				w.bring(d, again)
			}
		})
	})
}

// forge brings a delivery that Meta did not sign: it must leave nothing.
func (w *world) forge(p *person) {
	w.at(time.Duration(w.r.IntN(600))*time.Second, func() {
		w.spawn("forged webhook", func(b *boot) {
			l := line{w.channels[0].ID, p.waID}
			raw, err := json.Marshal(object{"object": "whatsapp_business_account", "entry": []any{object{"id": wabaID, "changes": []any{
				w.graph.change(l.channel, object{"messages": []any{object{"from": p.waID, "id": forged, "timestamp": fmt.Sprint(time.Now().Unix()), "type": "text", "text": object{"body": words[0]}}}})}}}})
			if err != nil {
				panic(err)
			}
			if err := b.hook.Deliver(b.ctx, raw, whatsapp.Sign(raw, "somebody else's secret")); !errors.Is(err, fault.BadSignature) {
				w.broken = append(w.broken, fmt.Sprintf("a forged webhook was answered with %v", err))
			}
		})
	})
}

// forged is the id of the message in a forged webhook.
const forged = "wamid.FORGED"

// pause lets Meta pause the template and approve it again.
func (w *world) pause() {
	w.at(time.Duration(w.r.IntN(500))*time.Second, func() {
		g := w.graph
		if w.calm || g.telling {
			return
		}
		event, then := "PAUSED", "template_paused"
		if g.template != "" {
			event, then = "APPROVED", ""
		}
		w.say("the template becomes %s", event)
		g.telling = true
		g.news = g.webhook([]any{object{"field": "message_template_status_update", "value": object{"event": event, "message_template_id": 500,
			"message_template_name": templateName, "message_template_language": templateLanguage, "reason": "NONE"}}}, nil, 0, time.Second)
		g.news.repeat = 0 // what comes late would be true again
		g.news.after = func() { g.template, g.telling = then, false }
		w.pause()
	})
}
