// Package enginetest plays whole conversations against the engine, with a
// fixed clock and fixed ids, and writes and reads the run between every two
// inputs, as the server does.
package enginetest

import (
	_ "embed" // the example document
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/hours"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/engine/step"
)

// Lead is an example document: keyword "start", welcome and name, a menu, a
// condition, a number, thanks.
//
//go:embed lead.json
var Lead []byte

// Clock at which every conversation begins: a Sunday afternoon in Rome.
var Clock = time.Date(2026, 11, 22, 15, 0, 0, 0, time.FixedZone("CET", 3600))

// Hours of the business in the conversations: it is closed at Clock.
func Hours() *hours.Schedule {
	day := []hours.Window{{From: "09:00", To: "13:00"}, {From: "14:00", To: "18:00"}}
	return &hours.Schedule{Days: map[string][]hours.Window{"mon": day, "tue": day, "wed": day, "thu": day, "fri": day}, Holidays: []string{"12-25"}}
}

// IDs gives a source of ids that are the same each time.
func IDs() func() string {
	n := 0
	return func() string {
		n++
		return fmt.Sprintf("01934b00-0000-7000-8000-%012d", n)
	}
}

// Contact that talks in the conversations.
func Contact() run.Contact {
	return run.Contact{
		ID: "01934b00-0000-7000-8000-c00000000001", Name: "Ana Rossi", FirstName: "Ana", LastName: "Rossi", Phone: "+393471234567",
		Email: "ana@example.com", Language: "it", Tags: []string{"customer"}, Fields: map[string]json.RawMessage{"city": json.RawMessage(`"Torino"`), "age": json.RawMessage(`41`)},
	}
}

// Phone plays one conversation.
type Phone struct {
	Program  *engine.Program
	World    engine.World
	Snapshot run.Snapshot
	Flows    map[string]*engine.Program // that can be called
	inbound  int
}

// Publish makes flows callable, by their ids. The version of a flow is its id
// with -v1.
func (ph *Phone) Publish(flows map[string]json.RawMessage) error {
	ph.Flows = map[string]*engine.Program{}
	for id, data := range flows {
		doc, issues := flow.Parse(data)
		if len(issues) > 0 {
			return fmt.Errorf("flow %s: %+v", id, issues)
		}
		p, issues := engine.Compile(doc, step.Default(), engine.CompileOptions{VersionID: id + "-v1", FlowID: id, FlowName: "Flow " + id, Lenient: true})
		if p == nil {
			return fmt.Errorf("flow %s: %+v", id, issues)
		}
		ph.Flows[id] = p
	}
	ph.World.Live = func(id string) *engine.Program { return ph.Flows[id] }
	ph.World.Program = func(version string) *engine.Program { return ph.Flows[strings.TrimSuffix(version, "-v1")] }
	return nil
}

// Compile reads and compiles a document, or says what is wrong with it.
func Compile(data []byte, lenient bool) (*engine.Program, error) {
	doc, issues := flow.Parse(data)
	if len(issues) > 0 {
		return nil, fmt.Errorf("document: %+v", issues)
	}
	p, issues := engine.Compile(doc, step.Default(), engine.CompileOptions{VersionID: "version-1", FlowName: "Example", Lenient: lenient})
	if p == nil {
		return nil, fmt.Errorf("document: %+v", issues)
	}
	return p, nil
}

// New makes a phone for a program.
func New(p *engine.Program) *Phone {
	return &Phone{Program: p, World: engine.World{Now: Clock, Zone: Clock.Location(), Language: "en", Country: "IT", NewID: IDs(), Contact: Contact(), WindowUntil: Clock.AddDate(1, 0, 0), Hours: Hours()}}
}

// Text is an inbound text.
func Text(s string) message.Content { return message.Content{Type: message.Text, Text: s} }

// Tap is a tap on a button.
func Tap(id, title string) message.Content {
	return message.Content{Type: message.ButtonReply, Reply: &message.Reply{ID: id, Title: title}}
}

// Inbound makes a message of the contact.
func (ph *Phone) Inbound(c message.Content) *message.Inbound {
	ph.inbound++
	return &message.Inbound{ID: fmt.Sprintf("in-%d", ph.inbound), At: ph.World.Now.UnixMilli(), Content: c}
}

// Start begins a run with a message, or by hand when there is none.
func (ph *Phone) Start(in *message.Inbound, vars json.RawMessage) (engine.Sprint, error) {
	trg := run.Trigger{Kind: "hand", Message: in}
	if in != nil {
		trg.Kind = flow.TriggerAny
		for _, t := range engine.Triggers(ph.Program) {
			if _, ok := flow.MatchTrigger(t, *in, flow.Facts{InHours: true}); ok {
				trg.ID, trg.Kind = t.ID, t.Kind
			}
		}
	}
	return ph.take(engine.Start(ph.Program, "01934b00-0000-7000-8000-900000000001", trg, vars, ph.World))
}

// Resume moves the run on.
func (ph *Phone) Resume(in run.Input) (engine.Sprint, error) {
	return ph.take(engine.Resume(ph.Program, ph.Snapshot, in, ph.World))
}

// take keeps the snapshot as it comes back from storage, and applies what
// the sprint changed in the contact, as the server does.
func (ph *Phone) take(s engine.Sprint, err error) (engine.Sprint, error) {
	if err != nil {
		return s, err
	}
	data, err := json.Marshal(s.Snapshot)
	if err != nil {
		return s, err
	}
	ph.Snapshot = run.Snapshot{}
	if err := json.Unmarshal(data, &ph.Snapshot); err != nil {
		return s, err
	}
	for _, e := range s.Events {
		switch e.Kind {
		case run.ContactChanged:
			ph.World.Contact.Set(e.Change.Field, e.Change.Value)
		case run.TagsChanged:
			if e.Tags.Scope == "conversation" {
				ph.World.ConversationTags = e.Tags.Apply(ph.World.ConversationTags)
			} else {
				ph.World.Contact.Tags = e.Tags.Apply(ph.World.Contact.Tags)
			}
		}
	}
	return s, nil
}
