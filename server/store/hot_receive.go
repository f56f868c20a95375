package store

import (
	"database/sql"
	"strconv"
)

// Receive is one webhook: its raw body, the messages and the statuses read
// from it.
type Receive struct {
	Body     []byte
	Error    string // why it could not be read, in whole or in part
	Messages []*InMessage
	Statuses []InStatus
}

// Direction of a message.
const (
	In  = 0
	Out = 1
)

// Source says who wrote a message.
const (
	SourceContact = 0
	SourceFlow    = 1
	SourceHuman   = 2
	SourceAPI     = 3
)

// InMessage is a message as it came. The fields below Row are results.
type InMessage struct {
	ID           MessageID
	Channel      int64 // row
	Wamid        string
	Aliases      []string // at least one, the most stable first: uid:..., wa:..., demo:...
	Phone        string   // E.164 with +, or empty
	ProfileName  string
	At           int64 // Meta's timestamp, unix milliseconds
	Type         string
	Content      []byte // JSON of message.Content
	Text         string // for the list of conversations
	Context      string
	Referral     []byte // JSON, or nil
	Echo         bool   // written by the business on its phone: outbound, by a human
	Opens        bool   // refreshes the 24 h window and counts as unread
	StoreOnly    bool   // nothing may answer it: groups, standby, history
	Contact      ContactID
	Conversation ConversationID // both used if the person or the thread is new

	Row, ContactRow, ConversationRow int64
	Fresh                            bool // false: it had come before
}

// receive stores deliveries, people, threads, messages and one job for each
// message that is new.
func (h *hotTx) receive(units []*Receive) error {
	if len(units) == 0 {
		return nil
	}
	raw := batch{text: "insert into deliveries(id, at, body, error) values {rows}"}
	var all []*InMessage
	delivery := map[*InMessage]int64{}
	for _, u := range units {
		id := next(&h.s.ids.delivery)
		raw.add(id, h.now, u.Body, u.Error)
		if u.Error != "" {
			h.tx.topics.add(TopicDelivery, 0)
		}
		for _, m := range u.Messages {
			m.Row, m.ContactRow, m.ConversationRow, m.Fresh = 0, 0, 0, false
			all = append(all, m)
			delivery[m] = id
		}
	}
	if _, err := raw.exec(h); err != nil {
		return err
	}
	if len(all) == 0 {
		return nil
	}
	if err := h.resolve(all); err != nil {
		return err
	}
	msgs := batch{text: `insert into messages(id, uid, conversation_id, channel_id, direction, wamid, type, content_json, state, at,
		source, delivery_id, context, referral_json, store_only) values {rows} on conflict(channel_id, wamid) do nothing returning id`}
	byRow := map[int64]*InMessage{}
	for _, m := range all {
		m.Row = next(&h.s.ids.message)
		byRow[m.Row] = m
		direction, state, source := In, StateReceived, SourceContact
		if m.Echo {
			direction, state, source = Out, StateSent, SourceHuman
		}
		msgs.add(m.Row, m.ID.ID[:], m.ConversationRow, m.Channel, direction, nullText(m.Wamid), m.Type, string(m.Content), int(state), m.At,
			source, delivery[m], m.Context, string(m.Referral), m.StoreOnly)
	}
	err := msgs.each(h, func(r *sql.Rows) error {
		var row int64
		if err := r.Scan(&row); err != nil {
			return err
		}
		byRow[row].Fresh = true
		return nil
	})
	if err != nil {
		return err
	}
	return h.freshMessages(all)
}

// freshMessages moves the threads on and makes the jobs.
func (h *hotTx) freshMessages(all []*InMessage) error {
	type last struct {
		inbound, at int64
		unread      int
		text        string
		direction   int
	}
	threads := map[int64]*last{}
	var order []int64
	jobs := batch{text: "insert into jobs(id, kind, lane, payload_json, due_at, created_at) values {rows}"}
	for _, m := range all {
		if !m.Fresh {
			continue
		}
		h.s.stats.Inbound.Add(1)
		l := threads[m.ConversationRow]
		if l == nil {
			l = &last{}
			threads[m.ConversationRow] = l
			order = append(order, m.ConversationRow)
		}
		if m.Opens {
			l.inbound, l.unread = max(l.inbound, m.At), l.unread+1
		}
		if m.At >= l.at {
			l.at, l.text, l.direction = m.At, m.Text, In
			if m.Echo {
				l.direction = Out
			}
		}
		job := JobRef{ID: next(&h.s.ids.job), Kind: JobInbound, Lane: ContactLane(m.ContactRow), Payload: strconv.FormatInt(m.Row, 10), Due: h.now, Inbound: m}
		jobs.add(job.ID, job.Kind, job.Lane, job.Payload, h.now, h.now)
		h.tx.jobs = append(h.tx.jobs, job)
		h.tx.topics.add(TopicConversation, m.ConversationRow)
	}
	if len(order) == 0 {
		return nil
	}
	if _, err := jobs.exec(h); err != nil {
		return err
	}
	moved := batch{text: `update conversations set last_inbound_at = max(last_inbound_at, v.column2), unread = unread + v.column3,
		last_text = iif(v.column4 >= last_message_at, v.column5, last_text),
		last_direction = iif(v.column4 >= last_message_at, v.column6, last_direction),
		last_message_at = max(last_message_at, v.column4) from (values {rows}) v where conversations.id = v.column1`}
	for _, row := range order {
		l := threads[row]
		moved.add(row, l.inbound, l.unread, l.at, l.text, l.direction)
	}
	_, err := moved.exec(h)
	return err
}

// thread names the conversation of a contact on a channel.
type thread struct{ contact, channel int64 }

// resolve finds or makes the person and the thread of every message. A person
// has several aliases; those that are not known yet are added to whoever the
// first known one belongs to.
func (h *hotTx) resolve(all []*InMessage) error {
	people := map[string]int64{}
	threads := map[thread]int64{}
	asked := map[string]bool{}
	find := batch{text: `select a.alias, a.contact_id, c.id, c.channel_id from contact_aliases a
		left join conversations c on c.contact_id = a.contact_id where a.alias in (values {rows})`}
	for _, m := range all {
		for _, a := range m.Aliases {
			if !asked[a] {
				asked[a] = true
				find.add(a)
			}
		}
	}
	err := find.each(h, func(r *sql.Rows) error {
		var alias string
		var contact int64
		var conversation, channel sql.NullInt64
		if err := r.Scan(&alias, &contact, &conversation, &channel); err != nil {
			return err
		}
		people[alias] = contact
		if conversation.Valid {
			threads[thread{contact, channel.Int64}] = conversation.Int64
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := h.meet(all, people, threads); err != nil {
		return err
	}
	contacts := batch{text: `insert into contacts(id, uid, profile_name, phone, source, created_at, updated_at) values {rows}`}
	aliases := batch{text: "insert into contact_aliases(alias, contact_id) values {rows} on conflict do nothing"}
	conversations := batch{text: "insert into conversations(id, uid, contact_id, channel_id, created_at) values {rows}"}
	for _, m := range all {
		for _, a := range m.Aliases {
			if row := people[a]; row != 0 {
				m.ContactRow = row
				break
			}
		}
		if m.ContactRow == 0 {
			m.ContactRow = next(&h.s.ids.contact)
			contacts.add(m.ContactRow, m.Contact.ID[:], m.ProfileName, m.Phone, "inbound", h.now, h.now)
			h.tx.topics.add(TopicContact, m.ContactRow)
		}
		for _, a := range m.Aliases {
			if people[a] == 0 {
				people[a] = m.ContactRow
				aliases.add(a, m.ContactRow)
			}
		}
		t := thread{m.ContactRow, m.Channel}
		if threads[t] == 0 {
			threads[t] = next(&h.s.ids.conversation)
			conversations.add(threads[t], m.Conversation.ID[:], t.contact, t.channel, h.now)
		}
		m.ConversationRow = threads[t]
	}
	for _, b := range []*batch{&contacts, &aliases, &conversations} {
		if _, err := b.exec(h); err != nil {
			return err
		}
	}
	return nil
}
