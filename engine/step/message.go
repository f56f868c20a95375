package step

import (
	"encoding/json"
	"strings"
	"time"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
)

// Message sends one bubble or several, and goes on at once. Between two of
// them it can pause, as somebody who types does.
type messageConfig struct {
	Text      expr.Template `json:"text" title:"Text" help:"What the person reads. With an attachment it is the caption." widget:"template" placeholder:"Write what the person will read" max:"4096" when:"media_kind!=audio&media_kind!=voice&media_kind!=sticker&media_kind!=location&media_kind!=contact"`
	MediaKind string        `json:"media_kind" title:"Attachment" widget:"select" enum:"none=None|image=Image|video=Video|document=Document|audio=Audio|voice=Voice note|sticker=Sticker|location=Place|contact=Contact card|link=Link button"`
	Media     Media         `json:"media" title:"File" widget:"media" when:"media_kind=image|media_kind=video|media_kind=document|media_kind=audio|media_kind=voice|media_kind=sticker"`
	Place     placeForm     `json:"place" when:"media_kind=location"`
	Card      cardForm      `json:"card" when:"media_kind=contact"`
	Link      linkForm      `json:"link" when:"media_kind=link"`
	More      []moreBubble  `json:"more" title:"More messages" help:"Sent one after the other." widget:"list" item:"text" items:"9" group:"More messages" collapsed:"true"`
	Preview   bool          `json:"link_preview,omitempty" title:"Show a preview of the first link" widget:"switch" group:"Advanced options" collapsed:"true" when:"media_kind=none|media_kind="`
	Window    Window        `json:"window" group:"Advanced options" collapsed:"true"`
}

// moreBubble is a further message of the step.
type moreBubble struct {
	Pause     float64       `json:"pause" title:"Pause before it" help:"The person sees the pause of somebody who types." widget:"number" unit:"s" min:"0" max:"25"`
	Text      expr.Template `json:"text" title:"Text" widget:"template" placeholder:"Write what the person will read" max:"4096" when:".media_kind!=audio&.media_kind!=voice&.media_kind!=sticker&.media_kind!=location&.media_kind!=contact"`
	MediaKind string        `json:"media_kind" title:"Attachment" widget:"select" enum:"none=None|image=Image|video=Video|document=Document|audio=Audio|voice=Voice note|sticker=Sticker|location=Place|contact=Contact card|link=Link button"`
	Media     Media         `json:"media" title:"File" widget:"media" when:".media_kind=image|.media_kind=video|.media_kind=document|.media_kind=audio|.media_kind=voice|.media_kind=sticker"`
	Place     placeForm     `json:"place" when:".media_kind=location"`
	Card      cardForm      `json:"card" when:".media_kind=contact"`
	Link      linkForm      `json:"link" when:".media_kind=link"`
	Preview   bool          `json:"link_preview" title:"Show a preview of the first link" widget:"switch" when:".media_kind=none|.media_kind="`
}

// messageState is the place of a message step that pauses.
type messageState struct {
	Next int `json:"next,omitempty"` // of the bubbles, from 0
}

func init() {
	hello := template("Hello {{ contact.first_name ?? \"there\" }}, thanks for writing.")
	Register(Kind[messageConfig]{
		Kind: "message", Name: "Message", Group: "messages", Icon: "message", Order: 1,
		Help:     "Sends a text, an image or another file, a place, a contact card or a link, and goes on.",
		Keywords: []string{"text", "image", "document", "send", "video", "audio", "location", "link"},
		Defaults: messageConfig{MediaKind: "none", Media: Media{Source: "upload"}, Text: hello, More: []moreBubble{}, Window: openWindow},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}, windowClosedExit},
		Preview:  append(bubblePreview(""), PreviewPart{Each: "more", Parts: bubblePreview(".")}),
		Enter:    func(c *messageConfig, s *run.Scope) run.Outcome { return c.play(s, 0) },
		Resume: func(c *messageConfig, s *run.Scope, _ run.Input) run.Outcome {
			return c.play(s, recall[messageState](s).Next)
		},
		Check: func(c *messageConfig, k *Checker) {
			for i, b := range c.bubbles() {
				at := ""
				if i > 0 {
					at = "more." + itoa(i-1) + "."
				}
				b.check(k, at)
			}
			c.Window.check(k)
		},
		Refs: func(c *messageConfig) []flow.Reference {
			refs := c.Window.refs()
			for i, b := range c.bubbles() {
				at := "media"
				if i > 0 {
					at = "more." + itoa(i-1) + ".media"
				}
				if b.file() {
					refs = append(refs, b.media.refs(at)...)
				}
			}
			return refs
		},
	})
}

// bubblePreview shows one bubble; at is "." inside the list of further ones.
func bubblePreview(at string) []PreviewPart {
	kinds := func(list ...string) string {
		for i, kind := range list {
			list[i] = at + "media_kind=" + kind
		}
		return strings.Join(list, "|")
	}
	return []PreviewPart{
		{As: "media", Field: "media", Style: "picture", When: kinds("image", "sticker")},
		{As: "media", Field: "media", When: kinds("video", "document", "audio", "voice")},
		{As: "line", Text: "Place: {place.name}", When: at + "media_kind=location"},
		{As: "line", Text: "Contact card: {card.name}", When: at + "media_kind=contact"},
		{As: "bubble", Field: "text", When: at + "text"},
		{As: "line", Text: "Button: {link.title}", When: at + "media_kind=link"},
	}
}

// play sends the bubbles from one on. It waits where a pause is drawn, and
// keeps its place in the wait.
func (c *messageConfig) play(s *run.Scope, from int) run.Outcome {
	if out, sent := c.Window.closed(s); out != nil {
		return *out
	} else if sent {
		return run.Next()
	}
	bubbles := c.bubbles()
	for i := max(0, from); i < len(bubbles); i++ {
		b := bubbles[i]
		if pause := b.delay(); i > 0 && i != from && pause > 0 {
			out := run.AwaitTime(s.Now.Add(pause))
			out.Wait.Data, _ = json.Marshal(messageState{Next: i}) // a number
			return out
		}
		if content, ok := b.content(s); ok {
			s.Send(content)
		}
	}
	return run.Next()
}

// bubble is one message of the step, the first or a further one.
type bubble struct {
	pause   float64
	text    expr.Template
	kind    string
	media   Media
	place   placeForm
	card    cardForm
	link    linkForm
	preview bool
}

func (c *messageConfig) bubbles() []bubble {
	list := append(make([]bubble, 0, 1+len(c.More)), bubble{0, c.Text, c.MediaKind, c.Media, c.Place, c.Card, c.Link, c.Preview})
	for _, m := range c.More {
		list = append(list, bubble{m.Pause, m.Text, m.MediaKind, m.Media, m.Place, m.Card, m.Link, m.Preview})
	}
	return list
}

// maxPause: WhatsApp shows that somebody types for 25 seconds at most.
const maxPause = 25 * time.Second

func (b bubble) delay() time.Duration {
	return min(maxPause, time.Duration(max(0, min(b.pause, maxPause.Seconds()))*float64(time.Second)))
}

var bubbleTypes = map[string]message.Type{
	"image": message.Image, "video": message.Video, "document": message.Document, "audio": message.Audio, "voice": message.Audio,
	"sticker": message.Sticker, "location": message.Location, "contact": message.Contacts, "link": message.Link,
}

func (b bubble) file() bool {
	switch b.kind {
	case "image", "video", "document", "audio", "voice", "sticker":
		return true
	}
	return false
}

// silent says that the bubble has no text of its own.
func (b bubble) silent() bool {
	switch b.kind {
	case "audio", "voice", "sticker", "location", "contact":
		return true
	}
	return false
}

// content fills the bubble in; false: the reason was reported.
func (b bubble) content(s *run.Scope) (message.Content, bool) {
	c := message.Content{Type: message.Text}
	if t, ok := bubbleTypes[b.kind]; ok {
		c.Type = t
	}
	if !b.silent() {
		c.Text = strings.TrimSpace(s.Text(b.text))
	}
	switch c.Type {
	case message.Text:
		c.Preview = b.preview
	case message.Link:
		c.Link = &message.LinkButton{Title: oneLine(s.Text(b.link.Title)), URL: strings.TrimSpace(s.Text(b.link.URL))}
	case message.Location:
		place, ok := b.place.place(s)
		c.Location = place
		return c, ok
	case message.Contacts:
		card, ok := b.card.card(s)
		c.Contacts = []message.Card{card}
		if !ok {
			s.Problem(run.CodeNotSendable, "part", "contacts", "rule", message.Empty)
		}
		return c, ok
	default:
		c.Media = b.media.content(s)
		c.Media.Voice = b.kind == "voice"
		if c.Type != message.Document {
			c.Media.Filename = ""
		}
	}
	return c, true
}

func (b bubble) check(k *Checker, at string) {
	switch {
	case b.file():
		b.media.check(k, at+"media")
		if n := message.Length(b.text.Source()); !b.silent() && b.text.Fixed() && n > message.MaxCaption {
			k.Error(flow.CodeTextTooLong, at+"text", "max", itoa(message.MaxCaption), "got", itoa(n))
		}
		return
	case b.kind == "location":
		b.place.check(k, at+"place")
		return
	case b.kind == "contact":
		b.card.check(k, at+"card")
		return
	case b.kind == "link":
		b.link.check(k, at+"link")
	}
	if b.text.Blank() {
		k.Error(flow.CodeEmptyText, at+"text")
	}
	if n := message.Length(b.text.Source()); b.kind == "link" && b.text.Fixed() && n > message.MaxButtonsBody {
		k.Error(flow.CodeTextTooLong, at+"text", "max", itoa(message.MaxButtonsBody), "got", itoa(n))
	}
}
