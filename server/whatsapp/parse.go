package whatsapp

import (
	"encoding/json"
	"strings"
)

// accountFields are the webhook fields that tell about templates, numbers and the account. Their
// values are kept whole; who needs a detail reads it there.
var accountFields = map[string]bool{
	"message_template_status_update": true, "message_template_quality_update": true, "message_template_components_update": true,
	"template_category_update": true, "phone_number_quality_update": true, "phone_number_name_update": true,
	"account_update": true, "account_alerts": true, "account_review_update": true, "account_settings_update": true,
	"business_capability_update": true, "business_username_updates": true, "security": true, "calls": true, "flows": true,
	"partner_solutions": true, "payment_configuration_update": true, "automatic_events": true, "messaging_handovers": true,
	"group_lifecycle_update": true, "group_participants_update": true, "group_settings_update": true, "group_status_update": true,
	"smb_app_state_sync": true,
}

// Parse reads a webhook body. It never fails: what is not understood is in Unparsed, with a
// reason, and every other part is still read.
func Parse(raw []byte) Delivery {
	if d, ok := fast(raw); ok {
		return d
	}
	return tolerant(raw)
}

// tolerant reads whatever comes.
func tolerant(raw []byte) Delivery {
	var d Delivery
	var env wireEnvelope
	if !json.Valid(raw) {
		d.unparsed(Address{}, "", NotJSON, nil)
		return d
	}
	if json.Unmarshal(raw, &env) != nil {
		d.unparsed(Address{}, "", BadShape, raw)
		return d
	}
	if env.Object != "whatsapp_business_account" {
		d.unparsed(Address{}, "", NotWhatsApp, raw)
		return d
	}
	if len(env.Entry) == 0 {
		d.unparsed(Address{}, "", EmptyValue, raw)
	}
	for _, entry := range env.Entry {
		at := Address{WABA: string(entry.ID)}
		if len(entry.Changes) == 0 {
			d.unparsed(at, "", EmptyValue, raw)
		}
		for _, change := range entry.Changes {
			d.change(at, string(change.Field), change.Value, millis(int64(entry.Time)))
		}
	}
	return d
}

func (d *Delivery) unparsed(at Address, field, reason string, raw []byte) {
	d.Unparsed = append(d.Unparsed, Unparsed{Address: at, Field: field, Reason: reason, Raw: compact(raw)})
}

// change reads one change of one account.
func (d *Delivery) change(at Address, field string, raw json.RawMessage, time int64) {
	switch field {
	case "messages", "smb_message_echoes", "history", "standby", "user_preferences":
	default:
		if accountFields[field] {
			d.account(at, field, raw, time)
			return
		}
		d.unparsed(at, field, UnknownField, raw)
		return
	}
	var v wireValue
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &v) != nil {
		d.unparsed(at, field, BadShape, raw)
		return
	}
	before := d.size()
	at.PhoneID = string(v.Metadata.get().PhoneID)
	switch field {
	case "standby":
		var inner wireValue
		if json.Unmarshal(v.Standby, &inner) == nil {
			inner.Contacts = append(inner.Contacts, v.Contacts...)
			if id := inner.Metadata.get().PhoneID; id != "" {
				at.PhoneID = string(id)
			}
			d.parts(at, field, inner, Standby)
		}
		d.parts(at, field, v, Standby) // some samples have the parts one level higher
	case "history":
		d.history(at, v)
	case "user_preferences":
		d.preferences(at, v)
	default:
		d.parts(at, field, v, Direct)
	}
	if d.size() == before {
		d.unparsed(at, field, EmptyValue, raw)
	}
}

func (d *Delivery) size() int {
	return len(d.Messages) + len(d.Statuses) + len(d.Preferences) + len(d.Account) + len(d.Unparsed)
}

// parts reads messages, echoes, statuses and errors, which come in any combination.
func (d *Delivery) parts(at Address, field string, v wireValue, origin Origin) {
	for _, raw := range v.Messages {
		d.message(at, field, raw, v.Contacts, origin)
	}
	for _, raw := range v.Echoes {
		echo := Echo
		if origin == Standby {
			echo = Standby
		}
		d.sent(at, field, raw, v.Contacts, "", echo)
	}
	for _, raw := range v.Statuses {
		d.status(at, field, raw, v.Contacts)
	}
	if len(v.Errors) > 0 {
		d.Account = append(d.Account, AccountEvent{Address: at, Field: field, Event: "errors", Errors: wireErrors(v.Errors)})
	}
	if len(v.Actions) > 0 {
		d.Account = append(d.Account, AccountEvent{Address: at, Field: field, Event: "user_actions", Raw: compact(v.Actions)})
	}
}

func (d *Delivery) account(at Address, field string, raw json.RawMessage, time int64) {
	var v struct {
		Metadata maybe[wireMetadata] `json:"metadata"`
		Event    text                `json:"event"`
		Decision text                `json:"decision"`
		Errors   list[wireError]     `json:"errors"`
	}
	if json.Unmarshal(raw, &v) != nil {
		d.unparsed(at, field, BadShape, raw)
		return
	}
	at.PhoneID = string(v.Metadata.get().PhoneID)
	event := string(v.Event)
	if event == "" {
		event = string(v.Decision)
	}
	d.Account = append(d.Account, AccountEvent{Address: at, Field: field, Event: event, At: time, Errors: wireErrors(v.Errors), Raw: compact(raw)})
}

func (d *Delivery) preferences(at Address, v wireValue) {
	for _, p := range v.Preferences {
		who := person(wireContact{WaID: p.WaID, UserID: p.UserID}, v.Contacts)
		d.Preferences = append(d.Preferences, Preference{Address: at, From: who, Category: string(p.Category),
			Stop: strings.EqualFold(string(p.Value), "stop"), At: millis(int64(p.At))})
	}
}

// history reads what was written before the number was connected. Each thread is one person's.
func (d *Delivery) history(at Address, v wireValue) {
	for _, h := range v.History {
		if len(h.Errors) > 0 {
			d.Account = append(d.Account, AccountEvent{Address: at, Field: "history", Event: "errors", Errors: wireErrors(h.Errors)})
		}
		for _, t := range h.Threads {
			for _, raw := range t.Messages {
				d.old(at, raw, t, v)
			}
		}
	}
	d.parts(at, "history", wireValue{Messages: v.Messages, Contacts: v.Contacts}, History) // media come in webhooks of their own
}

func (d *Delivery) old(at Address, raw json.RawMessage, t wireThread, v wireValue) {
	var m wireMessage
	if json.Unmarshal(raw, &m) != nil || m.ID == "" {
		d.unparsed(at, "history", NoMessageID, raw)
		return
	}
	in := d.common(at, m, raw, History)
	who := wireContact{WaID: t.ID, UserID: t.UserID}
	in.Outgoing = m.From != "" && m.From != t.ID && (t.UserID == "" || m.FromUserID != t.UserID)
	in.From = person(who, v.Contacts)
	d.add(in, "history", raw)
}

// message reads one message of a person.
func (d *Delivery) message(at Address, field string, raw json.RawMessage, contacts []wireContact, origin Origin) {
	var m wireMessage
	if json.Unmarshal(raw, &m) != nil {
		d.unparsed(at, field, BadShape, raw)
		return
	}
	in := d.common(at, m, raw, origin)
	who := wireContact{WaID: m.From, UserID: m.FromUserID, ParentUserID: m.FromParentID}
	if who.WaID == "" && who.UserID == "" && who.ParentUserID == "" {
		if s := m.System.v; s != nil {
			who = wireContact{WaID: s.Customer, UserID: s.Previous}
		} else if len(contacts) == 1 {
			who = contacts[0]
		}
	}
	in.From = person(who, contacts)
	for _, c := range contacts {
		if same(c, who) {
			in.IdentityHash = string(c.IdentityHash)
		}
	}
	d.add(in, field, raw)
}

// sent reads a message that the business wrote elsewhere: the person is its recipient.
func (d *Delivery) sent(at Address, field string, raw json.RawMessage, contacts []wireContact, to text, origin Origin) {
	var m wireMessage
	if json.Unmarshal(raw, &m) != nil {
		d.unparsed(at, field, BadShape, raw)
		return
	}
	in := d.common(at, m, raw, origin)
	in.Outgoing = true
	if m.To != "" {
		to = m.To
	}
	in.From = person(wireContact{WaID: to, UserID: m.ToUserID}, contacts)
	d.add(in, field, raw)
}

// add takes a message that can be told from others and given to somebody.
func (d *Delivery) add(in Inbound, field string, raw json.RawMessage) {
	switch {
	case in.ID == "":
		d.unparsed(in.Address, field, NoMessageID, raw)
	case in.PhoneID == "":
		d.unparsed(in.Address, field, NoPhoneNumber, raw)
	case !in.From.Known():
		d.unparsed(in.Address, field, NoSender, raw)
	default:
		d.Messages = append(d.Messages, in)
	}
}

func (d *Delivery) common(at Address, m wireMessage, raw json.RawMessage, origin Origin) Inbound {
	ctx := m.Context.get()
	in := Inbound{
		Address: at, ID: string(m.ID), At: millis(int64(m.At)), Origin: origin, GroupID: string(m.GroupID),
		Context: string(ctx.ID), Forwarded: bool(ctx.Forwarded || ctx.Often), Content: content(m, raw),
	}
	if r := m.Referral.v; r != nil {
		ref := referral(*r)
		in.Referral = &ref
	}
	return in
}

// same says whether a contact of the webhook is the one that a message names. The arrays are not
// parallel; the user id counts first, as the number may be missing.
func same(c, who wireContact) bool {
	switch {
	case who.UserID != "" && c.UserID != "":
		return c.UserID == who.UserID
	case who.WaID != "" && c.WaID != "":
		return c.WaID == who.WaID
	case who.ParentUserID != "" && c.ParentUserID != "":
		return c.ParentUserID == who.ParentUserID
	}
	return false
}

// person joins what a message says about somebody with the contact of the webhook.
func person(who wireContact, contacts []wireContact) Person {
	p := Person{WaID: digits(string(who.WaID)), UserID: string(who.UserID), ParentUserID: string(who.ParentUserID)}
	for _, c := range contacts {
		if !same(c, who) {
			continue
		}
		profile := c.Profile.get()
		p.Name, p.Username = strings.TrimSpace(string(profile.Name)), string(profile.Username)
		p.WaID = first(p.WaID, digits(string(c.WaID)))
		p.UserID = first(p.UserID, string(c.UserID))
		p.ParentUserID = first(p.ParentUserID, string(c.ParentUserID))
		break
	}
	return p
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// digits gives a wa_id as Meta writes it in messages: without + and spaces. What holds anything
// else is not a phone number.
func digits(s string) string {
	plain := true
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
		case strings.ContainsRune("+ -().\u00a0", r):
			plain = false
		default:
			return ""
		}
	}
	if plain {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

func (d *Delivery) status(at Address, field string, raw json.RawMessage, contacts []wireContact) {
	var w wireStatus
	if json.Unmarshal(raw, &w) != nil {
		d.unparsed(at, field, BadShape, raw)
		return
	}
	if w.Type == "call" {
		d.Account = append(d.Account, AccountEvent{Address: at, Field: "calls", Event: string(w.State), At: millis(int64(w.At)), Raw: compact(raw)})
		return
	}
	if (w.ID == "" && w.Callback == "") || w.State == "" {
		d.unparsed(at, field, NoMessageID, raw)
		return
	}
	s := Status{
		Address: at, ID: string(w.ID), State: State(w.State), At: millis(int64(w.At)), Callback: string(w.Callback),
		Errors: wireErrors(w.Errors), FreeUntil: millis(int64(w.Talk.get().Expires)),
	}
	who := wireContact{WaID: w.Recipient, UserID: w.UserID, ParentUserID: text(first(string(w.ParentID), string(w.ParentOld)))}
	if w.Kind == "group" {
		s.GroupID = string(w.Recipient)
		who = wireContact{WaID: text(first(string(w.Participant), string(w.PartOld))), UserID: w.PartUser}
	}
	s.To = person(who, contacts)
	s.ContactSeen = s.To.Name != "" || s.To.Username != ""
	if p := w.Pricing.v; p != nil {
		s.Pricing = &Pricing{bool(p.Billable), string(p.Model), string(p.Type), string(p.Category)}
	}
	d.Statuses = append(d.Statuses, s)
}
