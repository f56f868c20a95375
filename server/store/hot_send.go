package store

import (
	"cmp"
	"database/sql"
	"slices"
)

// MessageState is where a message stands. It only moves forward, except that
// a send known not to have left returns to the queue.
type MessageState int

// The states in their order. Failed stands below delivered: a message that
// was delivered did not fail.
const (
	StateQueued    MessageState = 0
	StateSending   MessageState = 1 // claimed: a POST may have happened
	StateUncertain MessageState = 2 // the outcome of the POST is not known
	StateAccepted  MessageState = 3 // Graph answered with a wamid
	StateSent      MessageState = 4 // from here on by status webhooks
	StateFailed    MessageState = 5
	StateDelivered MessageState = 6
	StateRead      MessageState = 7
	StateReceived  MessageState = 10 // inbound
)

var stateNames = map[MessageState]string{StateQueued: "queued", StateSending: "sending", StateUncertain: "uncertain", StateAccepted: "accepted",
	StateSent: "sent", StateFailed: "failed", StateDelivered: "delivered", StateRead: "read", StateReceived: "received"}

func (s MessageState) String() string { return stateNames[s] }

// SendStep is what became of an outbound message.
type SendStep int

// What a SendChange may say.
const (
	SendClaim     SendStep = iota // allow one POST: Granted says whether
	SendAccepted                  // Wamid
	SendRetry                     // it did not leave: back to the queue until Due
	SendUncertain                 // it may have left
	SendFailed                    // Code, Detail
)

// SendChange moves one outbound message on.
type SendChange struct {
	Step         SendStep
	Message      int64 // row
	Conversation int64
	Wamid        string
	Due          int64
	Resend       bool // the claim repeats an uncertain send
	Code, Detail string
	Granted      bool // result of a claim
}

// sends stores outcomes first, then grants claims: the claim of a contact's
// next message shares the commit of the one before it.
func (h *hotTx) sends(changes []*SendChange) error {
	if len(changes) == 0 {
		return nil
	}
	accepted := batch{text: `update or ignore messages set state = max(state, 3), wamid = coalesce(wamid, v.column2),
		accepted_at = coalesce(accepted_at, v.column3) from (values {rows}) v where messages.id = v.column1`}
	claims := map[int64]*SendChange{}
	claim := batch{text: `update messages set state = 1, attempt = attempt + 1, boot = v.column2, asked_at = v.column3, resends = resends + v.column4
		from (values {rows}) v where messages.id = v.column1 and state < 3 returning id`}
	var wamids []any
	for _, c := range changes {
		c.Granted = false
		switch c.Step {
		case SendClaim:
			resend := 0
			if c.Resend {
				resend = 1
			}
			claim.add(c.Message, h.s.boot, h.now, resend)
			claims[c.Message] = c
		case SendAccepted:
			accepted.add(c.Message, c.Wamid, h.now)
			wamids = append(wamids, c.Wamid)
		default:
			if err := h.settle(c); err != nil {
				return err
			}
		}
		if c.Step != SendClaim {
			h.tx.topics.add(TopicConversation, c.Conversation)
		}
	}
	n, err := accepted.exec(h)
	if err != nil {
		return err
	}
	if n != int64(accepted.len()) { // a wamid that another message has: keep the state at least
		only := batch{text: "update messages set state = max(state, 3) where id in (values {rows})"}
		for _, c := range changes {
			if c.Step == SendAccepted {
				only.add(c.Message)
			}
		}
		if _, err := only.exec(h); err != nil {
			return err
		}
	}
	if err := h.adoptOrphans(wamids); err != nil {
		return err
	}
	return claim.each(h, func(r *sql.Rows) error {
		var row int64
		if err := r.Scan(&row); err != nil {
			return err
		}
		claims[row].Granted = true
		return nil
	})
}

// settle is the rarer outcomes, one by one.
func (h *hotTx) settle(c *SendChange) error {
	state := map[SendStep]MessageState{SendRetry: StateQueued, SendUncertain: StateUncertain, SendFailed: StateFailed}[c.Step]
	_, err := h.exec("update messages set state = ?, due_at = ?, error_code = ?, error_detail = ? where id = ? and state < 3",
		int(state), c.Due, c.Code, c.Detail, c.Message)
	return err
}

// InStatus is what Meta says became of a message of ours, or of another tool
// on the same number.
type InStatus struct {
	Channel      int64
	Wamid        string
	Message      ID // our message id from the callback data; zero: by wamid
	State        MessageState
	At           int64
	Code, Detail string
}

// progress is the merged statuses of one message.
type progress struct {
	channel               int64
	wamid                 string
	state                 MessageState
	sent, delivered, read int64
	code, detail          string
}

func (p *progress) add(s InStatus) {
	p.channel, p.wamid = s.Channel, cmp.Or(p.wamid, s.Wamid)
	p.state = max(p.state, s.State)
	switch s.State {
	case StateSent:
		p.sent = s.At
	case StateDelivered:
		p.delivered = s.At
	case StateRead:
		p.read = s.At
	case StateFailed:
		p.code, p.detail = s.Code, s.Detail
	}
}

const applyStatus = `update or ignore messages set state = max(state, v.column2), wamid = coalesce(wamid, v.column3),
	sent_at = coalesce(sent_at, v.column4), delivered_at = coalesce(delivered_at, v.column5), read_at = coalesce(read_at, v.column6),
	error_code = iif(v.column2 = 5 and state < 6, v.column7, error_code), error_detail = iif(v.column2 = 5 and state < 6, v.column8, error_detail)
	from (values {rows}) v where direction = 1 and `

// statuses moves messages forward, never back. Those that name no message of
// ours are kept: they may have overtaken the answer to our own POST.
func (h *hotTx) statuses(units []*Receive) error {
	byID, byWamid := map[ID]*progress{}, map[string]*progress{}
	var ids []ID
	var wamids []string
	for _, u := range units {
		for _, st := range u.Statuses {
			var p *progress
			if !st.Message.IsZero() {
				if p = byID[st.Message]; p == nil {
					p = &progress{}
					byID[st.Message], ids = p, append(ids, st.Message)
				}
			} else if p = byWamid[st.Wamid]; p == nil {
				p = &progress{}
				byWamid[st.Wamid], wamids = p, append(wamids, st.Wamid)
			}
			p.add(st)
		}
	}
	if len(ids)+len(wamids) == 0 {
		return nil
	}
	named := batch{text: applyStatus + "messages.uid = v.column9 returning uid, wamid, conversation_id"}
	known := batch{text: applyStatus + "messages.channel_id = v.column9 and messages.wamid = v.column3 returning uid, wamid, conversation_id"}
	for _, id := range ids {
		p := byID[id]
		named.add(0, int(p.state), nullText(p.wamid), nullInt(p.sent), nullInt(p.delivered), nullInt(p.read), p.code, p.detail, id[:])
	}
	for _, w := range wamids {
		p := byWamid[w]
		known.add(0, int(p.state), w, nullInt(p.sent), nullInt(p.delivered), nullInt(p.read), p.code, p.detail, p.channel)
	}
	seen := map[string]bool{}
	each := func(r *sql.Rows) error {
		var uid []byte
		var wamid sql.NullString
		var conversation int64
		if err := r.Scan(&uid, &wamid, &conversation); err != nil {
			return err
		}
		h.told = append(h.told, idOf(uid))
		seen[wamid.String] = true
		h.tx.topics.add(TopicConversation, conversation)
		return nil
	}
	if err := named.each(h, each); err != nil {
		return err
	}
	if err := known.each(h, each); err != nil {
		return err
	}
	orphans := batch{text: "insert into orphan_statuses(channel_id, wamid, state, at, error_code, error_detail) values {rows}"}
	for _, w := range wamids {
		if p := byWamid[w]; !seen[w] {
			orphans.add(p.channel, w, int(p.state), max(p.sent, p.delivered, p.read), p.code, p.detail)
			h.s.orphans = true
		}
	}
	_, err := orphans.exec(h)
	return err
}

// adoptOrphans applies statuses that came before we knew the wamid.
func (h *hotTx) adoptOrphans(wamids []any) error {
	if !h.s.orphans || len(wamids) == 0 {
		return nil
	}
	found := &Receive{}
	var rows []any
	for part := range slices.Chunk(wamids, perStatement) {
		err := h.query("select id, channel_id, wamid, state, at, error_code, error_detail from orphan_statuses where wamid in ("+marks(len(part))+")",
			part, func(r *sql.Rows) error {
				var id int64
				var st InStatus
				if err := r.Scan(&id, &st.Channel, &st.Wamid, &st.State, &st.At, &st.Code, &st.Detail); err != nil {
					return err
				}
				rows = append(rows, id)
				found.Statuses = append(found.Statuses, st)
				return nil
			})
		if err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if _, err := h.exec("delete from orphan_statuses where id in ("+marks(len(rows))+")", rows...); err != nil {
		return err
	}
	return h.statuses([]*Receive{found})
}
