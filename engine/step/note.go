package step

import (
	"flusso/engine/flow"
	"flusso/engine/run"
)

// Note is a sticky on the canvas: words for the people who draw the flow. The
// engine never comes to it.
type noteConfig struct {
	Text  string `json:"text" title:"Note" widget:"textarea" placeholder:"What should others know about this part?" max:"4000"`
	Color string `json:"color" title:"Colour" widget:"select" style:"segmented" enum:"yellow=Yellow|blue=Blue|green=Green|pink=Pink|grey=Grey"`
}

func init() {
	Register(Kind[noteConfig]{
		Kind: flow.KindNote, Name: "Note", Group: "logic", Icon: "note", Order: 9, Final: true, Note: true,
		Help:     "A sticky note for your team. Customers never see it.",
		Keywords: []string{"comment", "sticky", "remark"},
		Defaults: noteConfig{Color: "yellow"},
		Preview:  []PreviewPart{{As: "line", Text: "{text}"}},
		Enter:    func(_ *noteConfig, _ *run.Scope) run.Outcome { return run.Finish("") },
	})
}
