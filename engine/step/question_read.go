package step

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"flusso/engine/dates"
	"flusso/engine/expr"
	"flusso/engine/message"
	"flusso/engine/phone"
	"flusso/engine/run"
)

// read checks an answer. options are those that were read from a variable.
func (c *questionConfig) read(s *run.Scope, options []shown, in *message.Inbound) (reply run.Reply, refused string) {
	content := in.Content
	words := strings.TrimSpace(content.Words())
	switch c.Answer {
	case "option":
		if !c.Dynamic.Enabled {
			options = fixed(s, c.Options, true)
		}
		o, refused := readOption(s, options, in)
		if refused != "" {
			return reply, refused
		}
		return run.Reply{Value: o.value(), Label: o.Title, Text: words}, ""
	case "boolean":
		yes, label, refused := readYesNo(s, "", in)
		return run.Reply{Value: yes, Label: label, Text: words}, refused
	}
	if foreignTap(s, content) {
		return reply, RefusedOldOption
	}
	switch content.Type {
	case message.Unsupported, message.Unknown:
		return reply, RefusedUnsupported
	}
	reply = run.Reply{Value: words, Text: words}
	switch c.Answer {
	case "any":
		reply.Media = content.Media
		return reply, ""
	case "location":
		return readLocation(content)
	case "file", "image", "video", "audio", "document":
		return readFile(c.Answer, content)
	case "phone":
		if content.Type == message.Contacts && len(content.Contacts) == 1 && len(content.Contacts[0].Phones) == 1 {
			words = content.Contacts[0].Phones[0].Phone
			reply.Text = words
		}
	}
	if words == "" {
		return reply, RefusedNotText
	}
	return c.readText(s, words, reply)
}

// readText reads what can be written in words.
func (c *questionConfig) readText(s *run.Scope, words string, reply run.Reply) (run.Reply, string) {
	switch c.Answer {
	case "number":
		n, refused := c.number(s, words)
		reply.Value = n
		return reply, refused
	case "email":
		if !ValidEmail(words) {
			return reply, RefusedNotEmail
		}
		reply.Value = strings.ToLower(words)
	case "phone":
		e164, ok := phone.Parse(words, orElse(c.Country, s.Country))
		if !ok {
			return reply, RefusedNotPhone
		}
		reply.Value = e164
	case "url":
		address, ok := webAddress(words)
		if !ok {
			return reply, RefusedNotURL
		}
		reply.Value = address
	case "date", "time", "datetime":
		return c.readMoment(s, words, reply)
	}
	return reply, ""
}

// readMoment reads a date, a time, or both. The label is what people read.
func (c *questionConfig) readMoment(s *run.Scope, words string, reply run.Reply) (run.Reply, string) {
	r := dates.New(s.Now, s.Language, s.Country)
	var at int64
	switch c.Answer {
	case "date":
		t, ok := r.Date(words)
		if !ok {
			return reply, RefusedNotDate
		}
		reply.Value, reply.Label, at = t.Format(time.DateOnly), expr.PrintDate(t, s.Language), t.Unix()
	case "time":
		t, ok := r.Time(words)
		if !ok {
			return reply, RefusedNotTime
		}
		reply.Value, at = t.String(), int64(t.Minutes())
	default:
		t, ok := r.DateTime(words)
		if !ok {
			return reply, RefusedNotMoment
		}
		reply.Value, reply.Label, at = t.Format(time.RFC3339), expr.PrintDate(t, s.Language)+", "+t.Format("15:04"), t.Unix()
	}
	return reply, c.within(s, r, at)
}

// within holds a moment against the range. A time range may go over midnight.
func (c *questionConfig) within(s *run.Scope, r dates.Reader, at int64) string {
	if !c.Range.Enabled {
		return ""
	}
	low, lok := c.momentEnd(s, r, c.Range.Min, false)
	high, hok := c.momentEnd(s, r, c.Range.Max, true)
	if c.Answer == "time" && lok && hok && high < low {
		if at < low && at > high {
			return RefusedRange
		}
		return ""
	}
	if lok && at < low || hok && at > high {
		return RefusedRange
	}
	return ""
}

// momentEnd reads an end of the range; one that cannot be read is reported and
// leaves that side open. A day as the end of a range of moments is all of it.
func (c *questionConfig) momentEnd(s *run.Scope, r dates.Reader, t expr.Template, last bool) (int64, bool) {
	if t.Blank() {
		return 0, false
	}
	text := strings.TrimSpace(s.Text(t))
	if v, ok := s.Value(t); ok {
		if m, ok := expr.Simple(v).(time.Time); ok {
			text = m.In(s.Now.Location()).Format(map[string]string{"date": time.DateOnly, "time": "15:04"}[c.Answer])
			if c.Answer == "datetime" {
				return m.Unix(), true
			}
		} else if p, ok := expr.Simple(v).(string); ok { // not as people read it
			text = strings.TrimSpace(p)
		}
	}
	switch c.Answer {
	case "date":
		if d, ok := r.Date(text); ok {
			return d.Unix(), true
		}
		if d, ok := r.DateTime(text); ok {
			y, m, day := d.Date()
			return time.Date(y, m, day, 0, 0, 0, 0, d.Location()).Unix(), true
		}
	case "time":
		if d, ok := r.Time(text); ok {
			return int64(d.Minutes()), true
		}
	default:
		if d, ok := r.DateTime(text); ok {
			return d.Unix(), true
		}
		if d, ok := r.Date(text); ok {
			if last {
				d = d.AddDate(0, 0, 1).Add(-time.Second)
			}
			return d.Unix(), true
		}
	}
	s.Problem(run.CodeRangeUnreadable, "value", text, "path", t.Source())
	return 0, false
}

func (c *questionConfig) number(s *run.Scope, words string) (any, string) {
	n, ok := expr.ParseNumber(words, s.Language)
	if !ok {
		return nil, RefusedNotNumber
	}
	if _, whole := n.(int); !whole && !c.Decimals {
		return nil, RefusedDecimals
	}
	if c.Range.Enabled {
		f, _ := expr.Number(n)
		if low, ok := rangeEnd(s, c.Range.Min); ok && f < low {
			return nil, RefusedRange
		}
		if high, ok := rangeEnd(s, c.Range.Max); ok && f > high {
			return nil, RefusedRange
		}
	}
	return n, ""
}

func rangeEnd(s *run.Scope, t expr.Template) (float64, bool) {
	if t.Blank() {
		return 0, false
	}
	v, ok := s.Value(t)
	if !ok {
		return 0, false
	}
	n, ok := expr.ReadNumber(expr.Simple(v))
	if !ok {
		s.Problem(run.CodeRangeUnreadable, "value", expr.Text(v, s), "path", t.Source())
	}
	return n, ok
}

// emailPattern is what mail programs agree on; only a mail that arrives proves more.
var emailPattern = regexp.MustCompile(`^[^\s@"(),:;<>\[\]\\]{1,64}@([\pL\pN]([\pL\pN-]{0,61}[\pL\pN])?\.)+[\pL\pN-]{2,63}$`)

// ValidEmail says whether the text has the form of an email address.
func ValidEmail(s string) bool {
	return len(s) <= 254 && emailPattern.MatchString(s) && !strings.Contains(s, "..") && s[0] != '.'
}

// hostPattern of a web address that a person writes without https://.
var hostPattern = regexp.MustCompile(`^([\pL\pN]([\pL\pN-]{0,61}[\pL\pN])?\.)+[\pL][\pL\pN-]{1,62}$`)

// webAddress reads www.example.com and https://example.com/path.
func webAddress(text string) (string, bool) {
	if len(text) > message.MaxURL || strings.ContainsAny(text, " \t\r\n") {
		return "", false
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || !hostPattern.MatchString(u.Hostname()) {
		return "", false
	}
	return u.String(), true
}

// readLocation takes a place sent from the map.
func readLocation(c message.Content) (run.Reply, string) {
	if c.Type != message.Location || c.Location == nil {
		return run.Reply{}, RefusedNotLocation
	}
	p := c.Location
	at := strconv.FormatFloat(p.Latitude, 'f', -1, 64) + ", " + strconv.FormatFloat(p.Longitude, 'f', -1, 64)
	value := map[string]any{"latitude": p.Latitude, "longitude": p.Longitude, "name": p.Name, "address": p.Address}
	return run.Reply{Value: value, Text: at, Label: orElse(strings.TrimSpace(p.Name+" "+p.Address), at)}, ""
}

// fileTypes that a kind of answer takes, and how a refusal is called.
var fileTypes = map[string]struct {
	types   []message.Type
	refused string
}{
	"file":     {[]message.Type{message.Document, message.Image, message.Video, message.Audio, message.Sticker}, RefusedNotFile},
	"document": {[]message.Type{message.Document}, RefusedNotDocument},
	"image":    {[]message.Type{message.Image}, RefusedNotImage},
	"video":    {[]message.Type{message.Video}, RefusedNotVideo},
	"audio":    {[]message.Type{message.Audio}, RefusedNotAudio},
}

// readFile takes a file. A picture sent as a document is a picture too.
func readFile(answer string, c message.Content) (run.Reply, string) {
	kind := fileTypes[answer]
	if c.Media == nil {
		return run.Reply{}, kind.refused
	}
	fits := c.Type == message.Document && answer != "document" && strings.HasPrefix(strings.ToLower(c.Media.MIME), answer+"/")
	for _, t := range kind.types {
		fits = fits || c.Type == t
	}
	if !fits {
		return run.Reply{}, kind.refused
	}
	return run.Reply{Value: fileValue(c.Media, string(c.Type)), Text: strings.TrimSpace(c.Text), Media: c.Media}, ""
}

// fileValue is what a file is called: its name, else its kind.
func fileValue(m *message.Media, kind string) string {
	name, _ := message.Cut(oneLine(m.Filename), message.MaxFilename)
	return orElse(name, kind)
}
