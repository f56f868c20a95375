package whatsapp

import (
	"encoding/json"
)

// The usual webhook is one text, one tap or one status in the plainest shape. It is read in one go
// with strict types; whatever differs in any way is left to the tolerant reader, which gives the
// same result (a test holds them together) in three times the time.

type fastEnvelope struct {
	Object string `json:"object"`
	Entry  []struct {
		ID      string `json:"id"`
		Changes []struct {
			Field string    `json:"field"`
			Value fastValue `json:"value"`
		} `json:"changes"`
	} `json:"entry"`
}

type fastValue struct {
	Metadata struct {
		PhoneID string `json:"phone_number_id"`
	} `json:"metadata"`
	Contacts []fastContact `json:"contacts"`
	Messages []fastMessage `json:"messages"`
	Statuses []fastStatus  `json:"statuses"`
	odd
}

// odd are the members that only the tolerant reader knows what to do with.
type odd struct {
	Errors      json.RawMessage `json:"errors"`
	Echoes      json.RawMessage `json:"message_echoes"`
	Actions     json.RawMessage `json:"user_actions"`
	Standby     json.RawMessage `json:"standby"`
	History     json.RawMessage `json:"history"`
	Preferences json.RawMessage `json:"user_preferences"`
}

type fastContact struct {
	Profile struct {
		Name     string `json:"name"`
		Username string `json:"username"`
	} `json:"profile"`
	WaID         string `json:"wa_id"`
	UserID       string `json:"user_id"`
	ParentUserID string `json:"parent_user_id"`
	IdentityHash string `json:"identity_key_hash"`
}

type fastReply struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

type fastMessage struct {
	ID           string `json:"id"`
	From         string `json:"from"`
	FromUserID   string `json:"from_user_id"`
	FromParentID string `json:"from_parent_user_id"`
	GroupID      string `json:"group_id"`
	At           string `json:"timestamp"`
	Type         string `json:"type"`
	Text         *struct {
		Body string `json:"body"`
	} `json:"text"`
	Interactive *struct {
		Type   string     `json:"type"`
		Button *fastReply `json:"button_reply"`
		List   *fastReply `json:"list_reply"`
	} `json:"interactive"`
	Context *struct {
		ID        string `json:"id"`
		Forwarded bool   `json:"forwarded"`
		Often     bool   `json:"frequently_forwarded"`
	} `json:"context"`
	Referral json.RawMessage `json:"referral"`
	Errors   json.RawMessage `json:"errors"`
}

type fastStatus struct {
	ID        string          `json:"id"`
	Type      string          `json:"type"`
	State     string          `json:"status"`
	At        string          `json:"timestamp"`
	Recipient string          `json:"recipient_id"`
	UserID    string          `json:"recipient_user_id"`
	ParentID  string          `json:"recipient_parent_user_id"`
	ParentOld string          `json:"parent_recipient_user_id"`
	Kind      string          `json:"recipient_type"`
	Callback  string          `json:"biz_opaque_callback_data"`
	Errors    json.RawMessage `json:"errors"`
	Pricing   json.RawMessage `json:"pricing"`
	Talk      json.RawMessage `json:"conversation"`
}

// fast reads a usual webhook; false when it is not one.
func fast(raw []byte) (Delivery, bool) {
	var env fastEnvelope
	if json.Unmarshal(raw, &env) != nil || env.Object != "whatsapp_business_account" || len(env.Entry) == 0 {
		return Delivery{}, false
	}
	var d Delivery
	for _, entry := range env.Entry {
		if len(entry.Changes) == 0 {
			return Delivery{}, false
		}
		for _, change := range entry.Changes {
			v := &change.Value
			if change.Field != "messages" || len(v.Messages)+len(v.Statuses) == 0 || v.Metadata.PhoneID == "" || !v.odd.none() {
				return Delivery{}, false
			}
			at := Address{WABA: entry.ID, PhoneID: v.Metadata.PhoneID}
			contacts := make([]wireContact, 0, len(v.Contacts))
			for i := range v.Contacts {
				contacts = append(contacts, v.Contacts[i].wire())
			}
			for i := range v.Messages {
				if !d.fastMessage(at, &v.Messages[i], contacts) {
					return Delivery{}, false
				}
			}
			for i := range v.Statuses {
				if !d.fastStatus(at, &v.Statuses[i], contacts) {
					return Delivery{}, false
				}
			}
		}
	}
	return d, true
}

func (o *odd) none() bool {
	return o.Errors == nil && o.Echoes == nil && o.Actions == nil && o.Standby == nil && o.History == nil && o.Preferences == nil
}

func (c *fastContact) wire() wireContact {
	return wireContact{Profile: maybe[wireProfile]{&wireProfile{text(clean(c.Profile.Name)), text(clean(c.Profile.Username))}}, WaID: text(clean(c.WaID)),
		UserID: text(clean(c.UserID)), ParentUserID: text(clean(c.ParentUserID)), IdentityHash: text(clean(c.IdentityHash))}
}

func (d *Delivery) fastMessage(at Address, m *fastMessage, contacts []wireContact) bool {
	if m.ID == "" || m.From == "" && m.FromUserID == "" || m.Referral != nil || m.Errors != nil {
		return false
	}
	w := wireMessage{ID: text(clean(m.ID)), From: text(clean(m.From)), FromUserID: text(clean(m.FromUserID)), FromParentID: text(clean(m.FromParentID)),
		GroupID: text(clean(m.GroupID)), Type: text(m.Type)}
	if w.At.UnmarshalJSON([]byte(m.At)) != nil {
		return false
	}
	switch {
	case m.Type == "text" && m.Text != nil:
		w.Text.v = &wireBody{text(clean(m.Text.Body))}
	case m.Type == "interactive" && m.Interactive != nil && m.Interactive.Type == "button_reply" && m.Interactive.Button != nil:
		w.Interactive.v = &wireTap{Type: "button_reply", Button: m.Interactive.Button.wire()}
	case m.Type == "interactive" && m.Interactive != nil && m.Interactive.Type == "list_reply" && m.Interactive.List != nil:
		w.Interactive.v = &wireTap{Type: "list_reply", List: m.Interactive.List.wire()}
	default:
		return false
	}
	if c := m.Context; c != nil {
		w.Context.v = &wireContext{text(clean(c.ID)), flag(c.Forwarded), flag(c.Often)}
	}
	in := d.common(at, w, nil, Direct)
	who := wireContact{WaID: w.From, UserID: w.FromUserID, ParentUserID: w.FromParentID}
	in.From = person(who, contacts)
	if !in.From.Known() {
		return false
	}
	for _, c := range contacts {
		if same(c, who) {
			in.IdentityHash = string(c.IdentityHash)
		}
	}
	d.Messages = append(d.Messages, in)
	return true
}

func (r *fastReply) wire() maybe[wireReply] {
	return maybe[wireReply]{&wireReply{text(clean(r.ID)), text(clean(r.Title)), text(clean(r.Description))}}
}

func (d *Delivery) fastStatus(at Address, s *fastStatus, contacts []wireContact) bool {
	if s.ID == "" || s.State == "" || s.Type != "" || s.Kind == "group" || s.Errors != nil || s.Pricing != nil || s.Talk != nil {
		return false
	}
	var when number
	if when.UnmarshalJSON([]byte(s.At)) != nil {
		return false
	}
	out := Status{Address: at, ID: clean(s.ID), State: State(clean(s.State)), At: millis(int64(when)), Callback: clean(s.Callback)}
	out.To = person(wireContact{WaID: text(clean(s.Recipient)), UserID: text(clean(s.UserID)), ParentUserID: text(clean(first(s.ParentID, s.ParentOld)))}, contacts)
	out.ContactSeen = out.To.Name != "" || out.To.Username != ""
	d.Statuses = append(d.Statuses, out)
	return true
}
