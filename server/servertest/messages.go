package servertest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

var (
	phoneNumber = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	userID      = regexp.MustCompile(`^[A-Z]{2}(\.ENT)?\.[A-Za-z0-9]{1,128}$`)
)

// messages judges a send and ends it as the script says.
func (g *Graph) messages(w http.ResponseWriter, r *http.Request, raw []byte) {
	var body map[string]any
	d := json.NewDecoder(bytes.NewReader(raw))
	if r.Header.Get("Content-Type") != "application/json" || d.Decode(&body) != nil {
		g.refuse(w, 400, CodeParameter, "Invalid parameter: the body is not JSON")
		return
	}
	if body["messaging_product"] != "whatsapp" {
		g.refuse(w, 400, CodeParameter, "The parameter messaging_product is required")
		return
	}
	if body["status"] == "read" {
		id, _ := body["message_id"].(string)
		if !strings.HasPrefix(id, "wamid.") {
			g.refuse(w, 400, CodeParameter, "Invalid message id %q", id)
			return
		}
		g.reads = append(g.reads, id)
		g.ok(w, map[string]any{"success": true})
		return
	}
	if why := judge(body); why != "" {
		g.refuse(w, 400, 131009, "Parameter value is not valid: %s", why)
		return
	}
	to, _ := body["to"].(string)
	if to == "" {
		to, _ = body["recipient"].(string)
	}
	digits := strings.TrimPrefix(to, "+")
	switch {
	case g.acc.TestNumber && !slices.Contains(g.acc.Recipients, digits):
		g.refuse(w, 400, CodeRecipient, "Recipient phone number not in allowed list")
		return
	case body["type"] == "template":
		if code, why := g.judgeTemplate(body); code != 0 {
			g.refuse(w, 400, code, "%s", why)
			return
		}
	case g.acc.WindowClosed[digits]:
		g.refuse(w, 400, CodeWindow, "Re-engagement message")
		return
	}
	g.finish(w, body, to, digits)
}

func (g *Graph) refuse(w http.ResponseWriter, status, code int, format string, args ...any) {
	g.refused = append(g.refused, fmt.Sprintf("%d "+format, append([]any{code}, args...)...))
	g.fail(w, status, code, format, args...)
}

func (g *Graph) finish(w http.ResponseWriter, body map[string]any, to, digits string) {
	mode := Accept
	if len(g.script) > 0 {
		mode, g.script = g.script[0], g.script[1:]
	}
	g.next++
	id := fmt.Sprintf("wamid.OUT%06d", g.next)
	deliver := func() {
		callback, _ := body["biz_opaque_callback_data"].(string)
		g.sent = append(g.sent, Sent{id, to, callback, body})
		g.came <- struct{}{}
	}
	switch mode {
	case Throttle:
		g.fail(w, 400, CodeRate, "Rate limit hit")
	case PairLimit:
		g.fail(w, 400, CodePair, "pair rate limit hit")
	case Refuse:
		g.fail(w, 400, CodeUndelivered, "Message undeliverable")
	case Broken:
		g.fail(w, 500, CodeUnknown, "Something went wrong")
	case Ambiguous:
		deliver()
		g.fail(w, 500, CodeUnknown, "Something went wrong")
	case HTML:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<html>Bad gateway</html>"))
	case Drop:
		panic(http.ErrAbortHandler)
	case DropAfter:
		deliver()
		panic(http.ErrAbortHandler)
	case Hang:
		deliver()
		release := g.release
		g.mu.Unlock()
		<-release
		g.mu.Lock()
		panic(http.ErrAbortHandler)
	default:
		deliver()
		contact := map[string]any{"input": to, "wa_id": digits}
		if body["to"] == nil {
			contact = map[string]any{"input": to, "user_id": to}
		}
		g.ok(w, map[string]any{"messaging_product": "whatsapp", "contacts": []any{contact}, "messages": []any{map[string]any{"id": id, "message_status": "accepted"}}})
	}
}

// judge says what is wrong with a message, as Meta would; "" for nothing.
func judge(b map[string]any) string {
	to, hasTo := b["to"].(string)
	who, hasWho := b["recipient"].(string)
	switch {
	case hasTo && !phoneNumber.MatchString(to):
		return "to is not E.164 with +: " + to
	case !hasTo && (!hasWho || !userID.MatchString(who)):
		return "neither to nor a valid recipient"
	case b["recipient_type"] != "individual" && b["recipient_type"] != "group":
		return "recipient_type"
	}
	if cb, _ := b["biz_opaque_callback_data"].(string); length(cb) > 512 {
		return "biz_opaque_callback_data is longer than 512"
	}
	kind, _ := b["type"].(string)
	part := object(b, kind)
	if part == nil && kind != "contacts" {
		return "type " + kind + " without its object"
	}
	switch kind {
	case "text":
		return text(part, "body", 1, 4096)
	case "image", "video", "document", "audio", "sticker":
		return file(part, kind)
	case "location":
		if lat, ok := part["latitude"].(float64); !ok || lat < -90 || lat > 90 {
			return "latitude"
		}
		if long, ok := part["longitude"].(float64); !ok || long < -180 || long > 180 {
			return "longitude"
		}
		return ""
	case "reaction":
		return text(part, "message_id", 1, 512)
	case "contacts":
		if cards, _ := b["contacts"].([]any); len(cards) == 0 {
			return "contacts is empty"
		}
		return ""
	case "template":
		return text(part, "name", 1, 512)
	case "interactive":
		return judgeInteractive(part)
	}
	return "unknown type " + kind
}

func object(m map[string]any, name string) map[string]any {
	o, _ := m[name].(map[string]any)
	return o
}

// length counts as Meta's limits are safely counted: in UTF-16 units.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

func text(m map[string]any, name string, least, most int) string {
	s, ok := m[name].(string)
	if n := length(s); (!ok && least > 0) || n < least || n > most {
		return fmt.Sprintf("%s has %d characters, not %d to %d", name, length(s), least, most)
	}
	return ""
}

func file(m map[string]any, kind string) string {
	id, link := m["id"] != nil, m["link"] != nil
	if id == link {
		return "exactly one of id and link is needed"
	}
	if l, _ := m["link"].(string); link && !strings.HasPrefix(l, "http") {
		return "link is not a web address"
	}
	if c := m["caption"]; c != nil {
		if kind == "audio" || kind == "sticker" {
			return kind + " takes no caption"
		}
		return text(m, "caption", 0, 1024)
	}
	return ""
}

func judgeInteractive(m map[string]any) string {
	kind, _ := m["type"].(string)
	bodyMost := map[string]int{"button": 1024, "list": 4096, "cta_url": 1024, "location_request_message": 1024}[kind]
	if bodyMost == 0 {
		return "unknown interactive type " + kind
	}
	if why := text(object(m, "body"), "text", 1, bodyMost); why != "" {
		return "body: " + why
	}
	if f := object(m, "footer"); f != nil {
		if why := text(f, "text", 1, 60); why != "" {
			return "footer: " + why
		}
	}
	if h := object(m, "header"); h != nil {
		switch {
		case kind == "location_request_message":
			return "no header here"
		case h["type"] == "text":
			if why := text(h, "text", 1, 60); why != "" {
				return "header: " + why
			}
		case kind == "list":
			return "the header of a list is text"
		default:
			name, _ := h["type"].(string)
			if why := file(object(h, name), name); why != "" {
				return "header: " + why
			}
		}
	}
	action := object(m, "action")
	switch kind {
	case "button":
		return judgeButtons(action)
	case "list":
		return judgeList(action)
	case "cta_url":
		p := object(action, "parameters")
		if why := text(p, "display_text", 1, 20); why != "" {
			return why
		}
		return text(p, "url", 8, 2000)
	}
	if action["name"] != "send_location" {
		return "action name"
	}
	return ""
}

// unique says whether ids or titles repeat, and judges their lengths.
type unique struct{ ids, titles map[string]bool }

func (u unique) row(r map[string]any, idMost, titleMost int) string {
	if why := text(r, "id", 1, idMost); why != "" {
		return why
	}
	if why := text(r, "title", 1, titleMost); why != "" {
		return why
	}
	id, _ := r["id"].(string)
	title, _ := r["title"].(string)
	if u.ids[id] || u.titles[title] || strings.TrimSpace(id) != id {
		return "id or title is not unique, or has spaces around it: " + id
	}
	u.ids[id], u.titles[title] = true, true
	return ""
}

func judgeButtons(action map[string]any) string {
	buttons, _ := action["buttons"].([]any)
	if len(buttons) < 1 || len(buttons) > 3 {
		return fmt.Sprintf("%d buttons, not 1 to 3", len(buttons))
	}
	u := unique{map[string]bool{}, map[string]bool{}}
	for _, b := range buttons {
		m, _ := b.(map[string]any)
		if m["type"] != "reply" {
			return "button type"
		}
		if why := u.row(object(m, "reply"), 256, 20); why != "" {
			return "button: " + why
		}
	}
	return ""
}

func judgeList(action map[string]any) string {
	if why := text(action, "button", 1, 20); why != "" {
		return "button: " + why
	}
	sections, _ := action["sections"].([]any)
	if len(sections) < 1 || len(sections) > 10 {
		return fmt.Sprintf("%d sections, not 1 to 10", len(sections))
	}
	rows := 0
	u := unique{map[string]bool{}, map[string]bool{}}
	for _, s := range sections {
		m, _ := s.(map[string]any)
		least := 0
		if len(sections) > 1 {
			least = 1
		}
		if why := text(m, "title", least, 24); why != "" {
			return "section: " + why
		}
		list, _ := m["rows"].([]any)
		for _, r := range list {
			row, _ := r.(map[string]any)
			if why := u.row(row, 200, 24); why != "" {
				return "row: " + why
			}
			if why := text(row, "description", 0, 72); why != "" {
				return "row: " + why
			}
			rows++
		}
	}
	if rows < 1 || rows > 10 {
		return fmt.Sprintf("%d rows, not 1 to 10", rows)
	}
	return ""
}
