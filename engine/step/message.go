package step

import (
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
)

// Message sends a text, an image or a document, and goes on at once.
type messageConfig struct {
	Text      expr.Template `json:"text" title:"Text" help:"What the person reads. With an attachment it is the caption." widget:"template" placeholder:"Write what the person will read" max:"4096"`
	MediaKind string        `json:"media_kind" title:"Attachment" widget:"select" style:"segmented" enum:"none=None|image=Image|document=Document"`
	Media     Media         `json:"media" title:"File" widget:"media" when:"media_kind!=none&media_kind"`
	Preview   bool          `json:"link_preview,omitempty" title:"Show a preview of the first link" widget:"switch" group:"Advanced options" collapsed:"true" when:"media_kind=none"`
}

// Media is a file by its web address or one that was uploaded.
type Media struct {
	Source   string        `json:"source" title:"Source" widget:"select" enum:"upload=Upload|url=Web address"`
	URL      expr.Template `json:"url" title:"Web address" widget:"template_line" placeholder:"https://" max:"2000"`
	MediaID  string        `json:"media_id"`
	Filename string        `json:"filename" title:"File name" max:"240"`
}

func (m Media) content(s *run.Scope) *message.Media {
	out := &message.Media{Filename: m.Filename}
	if m.Source == "url" {
		out.URL = strings.TrimSpace(s.Text(m.URL))
	} else {
		out.ID = m.MediaID
	}
	return out
}

func (m Media) check(k *Checker, field string) {
	switch {
	case m.Source == "url" && m.URL.Blank(), m.Source != "url" && m.MediaID == "":
		k.Error(flow.CodeMediaMissing, field)
	case m.Source == "url" && m.URL.Fixed() && !strings.HasPrefix(m.URL.Source(), "https://") && !strings.HasPrefix(m.URL.Source(), "http://"):
		k.Error(flow.CodeBadURL, field+".url", "url", m.URL.Source())
	}
}

func init() {
	hello := template("Hello {{ contact.first_name ?? \"there\" }}, thanks for writing.")
	Register(Kind[messageConfig]{
		Kind: "message", Name: "Message", Group: "messages", Icon: "message", Order: 1,
		Help:     "Sends a text, an image or a document and goes on.",
		Keywords: []string{"text", "image", "document", "send"},
		Defaults: messageConfig{MediaKind: "none", Media: Media{Source: "upload"}, Text: hello},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}},
		Preview:  []PreviewPart{{As: "media", Field: "media", When: "media_kind!=none"}, {As: "bubble", Field: "text"}},
		Enter: func(c *messageConfig, s *run.Scope) run.Outcome {
			m := message.Content{Type: message.Text, Text: strings.TrimSpace(s.Text(c.Text)), Preview: c.Preview}
			switch c.MediaKind {
			case "image":
				m.Type, m.Preview = message.Image, false
			case "document":
				m.Type, m.Preview = message.Document, false
			}
			if m.Type != message.Text {
				m.Media = c.Media.content(s)
				if m.Type == message.Image {
					m.Media.Filename = ""
				}
			}
			s.Send(m)
			return run.Next()
		},
		Check: func(c *messageConfig, k *Checker) {
			if c.MediaKind == "" || c.MediaKind == "none" {
				if c.Text.Blank() {
					k.Error(flow.CodeEmptyText, "text")
				}
				return
			}
			c.Media.check(k, "media")
			if n := message.Length(c.Text.Source()); c.Text.Fixed() && n > message.MaxCaption {
				k.Error(flow.CodeTextTooLong, "text", "max", "1024", "got", itoa(n))
			}
		},
	})
}
