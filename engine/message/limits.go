package message

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of WhatsApp's messages, in UTF-16 units: how Meta counts an emoji is
// not documented, and this count is never below its own.
const (
	MaxText        = 4096
	MaxCaption     = 1024
	MaxButtonsBody = 1024
	MaxListBody    = 4096
	MaxHeader      = 60
	MaxFooter      = 60
	MaxButtons     = 3
	MaxButtonTitle = 20
	MaxReplyID     = 200 // of a list row; buttons may have 256
	MaxRows        = 10
	MaxRowTitle    = 24
	MaxRowDetail   = 72
	MaxListButton  = 20
	MaxSection     = 24
	MaxURL         = 2000
	MaxFilename    = 240
	// MaxTemplateBody of a template with its variables filled in.
	MaxTemplateBody = 1024
)

// limit of one part of a type of message.
type limit struct {
	part     string
	min, max int
	get      func(*Content) string
}

var (
	textOf       = func(c *Content) string { return c.Text }
	footerOf     = func(c *Content) string { return c.Footer }
	listButtonOf = func(c *Content) string { return c.ListButton }
	headerOf     = func(c *Content) string {
		if c.Header == nil {
			return ""
		}
		return c.Header.Text
	}
	linkTitleOf = func(c *Content) string {
		if c.Link == nil {
			return ""
		}
		return c.Link.Title
	}
)

// limits by type: the one table.
var limits = map[Type][]limit{
	Text:            {{"text", 1, MaxText, textOf}},
	Image:           {{"caption", 0, MaxCaption, textOf}},
	Video:           {{"caption", 0, MaxCaption, textOf}},
	Document:        {{"caption", 0, MaxCaption, textOf}},
	Audio:           {{"caption", 0, 0, textOf}},
	Sticker:         {{"caption", 0, 0, textOf}},
	Buttons:         {{"text", 1, MaxButtonsBody, textOf}, {"header", 0, MaxHeader, headerOf}, {"footer", 0, MaxFooter, footerOf}},
	List:            {{"text", 1, MaxListBody, textOf}, {"header", 0, MaxHeader, headerOf}, {"footer", 0, MaxFooter, footerOf}, {"list_button", 1, MaxListButton, listButtonOf}},
	Link:            {{"text", 1, MaxButtonsBody, textOf}, {"header", 0, MaxHeader, headerOf}, {"footer", 0, MaxFooter, footerOf}, {"link_title", 1, MaxButtonTitle, linkTitleOf}},
	LocationRequest: {{"text", 1, MaxButtonsBody, textOf}},
}

// options that a type may carry.
var optionLimits = map[Type]struct{ count, title, detail, id int }{
	Buttons: {MaxButtons, MaxButtonTitle, 0, 256},
	List:    {MaxRows, MaxRowTitle, MaxRowDetail, MaxReplyID},
}

// Violation is one rule of WhatsApp that a message breaks.
type Violation struct {
	Code   string            // one of the codes below
	Part   string            // text, caption, header, options/0/title...
	Params map[string]string // max, got
}

// Codes of violations.
const (
	TooLong      = "too_long"
	Empty        = "empty"
	TooMany      = "too_many"
	TooFew       = "too_few"
	Double       = "not_unique"
	BadURL       = "bad_url"
	MediaMissing = "media_missing"
	NotSendable  = "not_sendable"
)

// Check lists every rule that the content breaks; none means that WhatsApp
// takes it, as far as its form goes.
func Check(c Content) []Violation {
	var out []Violation
	rules, known := limits[c.Type]
	if !known {
		switch c.Type {
		case Location, Contacts, Reaction, Template:
			return nil // their parts come from elsewhere and are checked there
		}
		return []Violation{{Code: NotSendable, Part: "type", Params: map[string]string{"type": string(c.Type)}}}
	}
	for _, l := range rules {
		out = append(out, length(l.part, l.get(&c), l.min, l.max)...)
	}
	switch c.Type {
	case Image, Video, Audio, Document, Sticker:
		out = append(out, media("media", c.Media)...)
	case Link:
		if c.Link == nil || !webAddress(c.Link.URL) {
			out = append(out, Violation{Code: BadURL, Part: "link"})
		}
	}
	if c.Header != nil && c.Header.Media != nil {
		out = append(out, media("header", c.Header.Media)...)
	}
	if o, ok := optionLimits[c.Type]; ok {
		out = append(out, options(c.Options, o.count, o.title, o.detail, o.id)...)
	}
	return out
}

func options(list []Option, count, title, detail, id int) []Violation {
	var out []Violation
	if len(list) == 0 {
		out = append(out, Violation{Code: TooFew, Part: "options", Params: map[string]string{"min": "1"}})
	}
	if len(list) > count {
		out = append(out, Violation{Code: TooMany, Part: "options", Params: numbers(count, len(list))})
	}
	titles, ids := map[string]bool{}, map[string]bool{}
	for i, o := range list {
		at := "options/" + strconv.Itoa(i)
		out = append(out, length(at+"/title", o.Title, 1, title)...)
		out = append(out, length(at+"/description", o.Description, 0, detail)...)
		out = append(out, length(at+"/id", o.ID, 1, id)...)
		out = append(out, length(at+"/section", o.Section, 0, MaxSection)...)
		if titles[o.Title] && o.Title != "" {
			out = append(out, Violation{Code: Double, Part: at + "/title"})
		}
		if ids[o.ID] && o.ID != "" {
			out = append(out, Violation{Code: Double, Part: at + "/id"})
		}
		titles[o.Title], ids[o.ID] = true, true
	}
	return out
}

func media(part string, m *Media) []Violation {
	switch {
	case m == nil || m.ID == "" && m.URL == "" && m.GraphID == "":
		return []Violation{{Code: MediaMissing, Part: part}}
	case m.ID == "" && m.GraphID == "" && !webAddress(m.URL):
		return []Violation{{Code: BadURL, Part: part}}
	}
	return length(part+"/filename", m.Filename, 0, MaxFilename)
}

// HasFile says whether the media points to a file that can be sent.
func HasFile(m *Media) bool { return len(media("", m)) == 0 }

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= MaxURL && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func length(part, s string, least, most int) []Violation {
	n := Length(s)
	switch {
	case least > 0 && strings.TrimSpace(s) == "":
		return []Violation{{Code: Empty, Part: part}}
	case n > most:
		return []Violation{{Code: TooLong, Part: part, Params: numbers(most, n)}}
	}
	return nil
}

func numbers(most, got int) map[string]string {
	return map[string]string{"max": strconv.Itoa(most), "got": strconv.Itoa(got)}
}

// Length counts UTF-16 units, as a browser does.
func Length(s string) int {
	n := 0
	for _, r := range s {
		if r > 0xFFFF {
			n++
		}
		n++
	}
	return n
}

// Cut shortens a text to most UTF-16 units, with an ellipsis and never inside
// a character. cut tells that something was lost: whoever calls reports it.
func Cut(s string, most int) (text string, cut bool) {
	if Length(s) <= most {
		return s, false
	}
	if most <= 0 {
		return "", true
	}
	n := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		w := 1
		if r > 0xFFFF {
			w = 2
		}
		if n+w > most-1 {
			return strings.TrimRight(s[:i], " \n\u200d\ufe0f") + "…", true
		}
		n += w
		i += size
	}
	return s, false
}

// Fit shortens what is longer than WhatsApp allows so that the message can
// leave, and lists what it did: an author's template may grow with a name.
// What shortening cannot heal stays for Check.
func Fit(c *Content) []Violation {
	var cuts []Violation
	shorten := func(part string, s *string, most int) {
		got := Length(*s)
		if text, cut := Cut(*s, most); cut && most > 0 {
			*s = text
			cuts = append(cuts, Violation{Code: TooLong, Part: part, Params: numbers(most, got)})
		}
	}
	for _, l := range limits[c.Type] {
		switch l.part {
		case "text", "caption":
			shorten(l.part, &c.Text, l.max)
		case "footer":
			shorten(l.part, &c.Footer, l.max)
		case "list_button":
			shorten(l.part, &c.ListButton, l.max)
		case "header":
			if c.Header != nil {
				shorten(l.part, &c.Header.Text, l.max)
			}
		}
	}
	if o, ok := optionLimits[c.Type]; ok {
		for i := range c.Options {
			at := "options/" + strconv.Itoa(i)
			shorten(at+"/title", &c.Options[i].Title, o.title)
			shorten(at+"/description", &c.Options[i].Description, o.detail)
		}
	}
	return cuts
}
