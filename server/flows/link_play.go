package flows

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/server/fault"
	"flusso/server/store"
)

// Limits of what a visitor may make the program do. Whoever has a link is nobody we know.
const (
	// maxVisits is how many inputs a conversation has: all of them are played again at each.
	maxVisits = 200
	// visitWork is how many turns the engine makes for one request: what is written, and each call
	// and short wait that follows from it.
	visitWork = 600
	// visitLines is how many bubbles are given at most: a flow that goes round says the same for ever.
	visitLines = 1000
	// visitText is the longest message in characters, as WhatsApp takes it.
	visitText = 4096
	// visitWord is the longest id, title or name in characters.
	visitWord = 256
	// visitPause in milliseconds is a wait that passes by itself: it is there for the rhythm. A
	// message pauses for 25 s at most.
	visitPause = 25_000
	// visitSkew is how far the beginning of a conversation may lie outside of the link's life.
	visitSkew = time.Minute
)

// Visit is the conversation of somebody with a link, as their browser keeps it: nothing of it is stored.
type Visit struct {
	Began  *time.Time   `json:"began,omitempty" doc:"As the first answer gave it; without it the conversation begins now"`
	Inputs []VisitInput `json:"inputs" doc:"Everything so far, in order"`
}

// VisitInput is what a visitor does.
type VisitInput struct {
	Kind    string           `json:"kind" enum:"message,skip" doc:"skip: the wait is over"`
	Content *message.Content `json:"content,omitempty" doc:"text, a tapped option, a place, or a file of which only the name is sent"`
}

// Visited is the whole conversation: what the customer would see, and nothing else.
type Visited struct {
	Began   time.Time   `json:"began"`
	Edition string      `json:"edition" doc:"Another one when the draft was changed"`
	Visitor string      `json:"visitor" doc:"First name of the made-up customer"`
	Lines   []VisitLine `json:"lines"`
	Wait    *VisitWait  `json:"wait,omitempty"`
	Ended   bool        `json:"ended"`
	Full    bool        `json:"full" doc:"The conversation may not become longer"`
	Until   time.Time   `json:"until" doc:"When the link ends"`
}

// VisitLine is a bubble, or a wait that was skipped.
type VisitLine struct {
	From    string           `json:"from" enum:"flow,visitor,clock"`
	At      time.Time        `json:"at"`
	Content *message.Content `json:"content,omitempty"`
}

// VisitWait is what the flow stands still for.
type VisitWait struct {
	Kind  string     `json:"kind" enum:"reply,time"`
	Until *time.Time `json:"until,omitempty" doc:"When it is over; without it nothing more is said to who keeps silent"`
}

// visitor is the made-up customer. The same conversation has the same one, so that a split leads the
// same way each time it is played.
func visitor(flow []byte, began time.Time, language string) run.Contact {
	sum := sha256.Sum256([]byte("visitor " + string(flow) + strconv.FormatInt(began.UnixMilli(), 10)))
	key := store.ID(sum[:16])
	c := run.Contact{ID: key.String(), FirstName: "Maria", LastName: "Green", Language: language,
		Phone: "+447700900123", // of the numbers that nobody has
		Tags:  []string{}, Fields: map[string]json.RawMessage{}}
	if language == "it" {
		c.LastName = "Rossi"
	}
	c.Name = c.FirstName + " " + c.LastName
	return c
}

// visiting plays a conversation.
type visiting struct {
	play  *play
	turn  Turn
	st    *engine.Simulation
	work  int
	lines []VisitLine
}

// Visit plays what somebody with a link did so far on the draft as it is now. Calls are answered by the
// samples of their steps: nothing leaves the program, and nothing is written.
func (s *Service) Visit(ctx context.Context, hash []byte, v Visit) (Visited, error) {
	l, row, err := s.shared(ctx, hash)
	if err != nil {
		return Visited{}, err
	}
	began, inputs, err := s.checkVisit(l, v)
	if err != nil {
		return Visited{}, err
	}
	doc, err := read(row.DraftJSON)
	if err != nil {
		return Visited{}, err
	}
	p, _ := s.draft(uid(row.UID), row.Name, doc)
	play, err := s.play(ctx, doc, p)
	if err != nil {
		return Visited{}, err
	}
	who := visitor(row.UID, began, doc.Settings.Language)
	w := visiting{play: play, turn: Turn{Contact: &who, Now: &began}, lines: []VisitLine{}}
	if err := w.all(inputs); err != nil {
		return Visited{}, err
	}
	edition := checksum(doc)
	out := Visited{Began: began, Edition: hex.EncodeToString(edition[:min(8, len(edition))]), Visitor: who.FirstName, Lines: w.lines,
		Full: len(inputs) >= maxVisits || w.spent(), Until: store.Time(l.ExpiresAt)}
	snap := w.st.Snapshot
	out.Ended = !snap.Status.Live()
	if wait := snap.Wait; !out.Ended && wait != nil && wait.Kind != run.WaitEffect {
		out.Wait = &VisitWait{Kind: string(wait.Kind)}
		if wait.Until > 0 && (wait.Kind == run.WaitTime || w.silenceSpeaks()) {
			at := store.Time(wait.Until)
			out.Wait.Until = &at
		}
	}
	return out, nil
}

// all plays the start and every input. An input that the draft has no more use for changes nothing.
func (w *visiting) all(inputs []VisitInput) error {
	if err := w.one(Turn{Input: &TurnInput{Kind: "start"}}); err != nil {
		return err
	}
	for _, in := range inputs {
		switch {
		case in.Kind == "message":
			w.lines = append(w.lines, VisitLine{From: "visitor", At: store.Time(w.st.Clock), Content: in.Content})
			if err := w.one(Turn{Input: &TurnInput{Kind: "message", Content: in.Content}}); err != nil {
				return err
			}
		case w.st.Snapshot.Status.Live() && w.st.Snapshot.Wait != nil && w.st.Snapshot.Wait.Until > 0:
			w.lines = append(w.lines, VisitLine{From: "clock", At: store.Time(max(w.st.Clock, w.st.Snapshot.Wait.Until))})
			if err := w.one(Turn{Input: &TurnInput{Kind: "time"}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// silenceSpeaks says whether something is said to somebody who does not answer: most questions just end.
func (w *visiting) silenceSpeaks() bool {
	after := visiting{play: w.play, st: w.st, work: w.work, lines: []VisitLine{}}
	return after.one(Turn{Input: &TurnInput{Kind: "time"}}) == nil && len(after.lines) > 0
}

// spent says that the conversation is as long as it may become.
func (w *visiting) spent() bool { return w.work >= visitWork || len(w.lines) >= visitLines }

// one plays a turn, and what follows from it without the visitor.
func (w *visiting) one(t Turn) error {
	for {
		if err := w.play.ctx.Err(); err != nil {
			return err
		}
		if w.spent() {
			return nil
		}
		w.work++
		if w.st == nil {
			t.Contact, t.Now = w.turn.Contact, w.turn.Now
		}
		out, err := w.play.turn(w.st, t)
		if err != nil {
			return err
		}
		w.st = &out.State
		for _, e := range out.Events {
			if e.Kind == run.MessageQueued && e.Content != nil {
				w.lines = append(w.lines, VisitLine{From: "flow", At: store.Time(e.At), Content: shownTo(*e.Content)})
			}
		}
		wait := w.st.Snapshot.Wait
		switch {
		case !w.st.Snapshot.Status.Live() || wait == nil:
			return nil
		case w.st.Effect != nil:
			t = Turn{Input: &TurnInput{Kind: "effect", Choice: "pretend"}}
		case wait.Until > 0 && (wait.Quiet || wait.Kind == run.WaitTime && wait.Until-w.st.Clock <= visitPause):
			t = Turn{Input: &TurnInput{Kind: "time"}}
		default:
			return nil
		}
	}
}

// checkVisit reads what came from outside; of a content only what a customer can write goes on.
func (s *Service) checkVisit(l store.PreviewLink, v Visit) (time.Time, []VisitInput, error) {
	began, now := s.st.Now().Truncate(time.Millisecond), s.st.Now()
	var wrong []fault.Field
	if v.Began != nil {
		began = v.Began.UTC().Truncate(time.Millisecond)
		if began.Before(store.Time(l.CreatedAt).Add(-visitSkew)) || began.After(now.Add(visitSkew)) {
			wrong = append(wrong, fault.At("/began", fault.Malformed))
		}
	}
	if len(v.Inputs) > maxVisits {
		return began, nil, fault.Fields(fault.At("/inputs", fault.TooMuch, "max", maxVisits))
	}
	inputs := make([]VisitInput, 0, len(v.Inputs))
	for i, in := range v.Inputs {
		at := "/inputs/" + strconv.Itoa(i)
		switch in.Kind {
		case "skip":
			inputs = append(inputs, VisitInput{Kind: "skip"})
		case "message":
			c, err := written(in.Content)
			if err != nil {
				wrong = append(wrong, fault.At(at+"/content", fault.Malformed))
				continue
			}
			inputs = append(inputs, VisitInput{Kind: "message", Content: c})
		default:
			wrong = append(wrong, fault.At(at+"/kind", fault.NotOneOf, "values", "message, skip"))
		}
	}
	return began, inputs, fault.Fields(wrong...)
}

var errVisit = errors.New("nothing that a customer writes")

// written is what a visitor wrote, rebuilt from the parts that a customer can fill.
func written(c *message.Content) (*message.Content, error) {
	if c == nil || len([]rune(c.Text)) > visitText {
		return nil, errVisit
	}
	short := func(words ...string) bool {
		for _, word := range words {
			if len([]rune(word)) > visitWord {
				return false
			}
		}
		return true
	}
	out := message.Content{Type: c.Type}
	switch c.Type {
	case message.Text:
		if out.Text = c.Text; out.Text == "" {
			return nil, errVisit
		}
	case message.ButtonReply, message.ListReply, message.TemplateReply:
		if c.Reply == nil || !short(c.Reply.ID, c.Reply.Title) {
			return nil, errVisit
		}
		out.Reply = &message.Reply{ID: c.Reply.ID, Title: c.Reply.Title}
	case message.Image, message.Video, message.Audio, message.Document:
		if c.Media == nil || !short(c.Media.Filename, c.Media.MIME) {
			return nil, errVisit
		}
		// The file itself stays where it is.
		out.Text, out.Media = c.Text, &message.Media{Filename: c.Media.Filename, MIME: c.Media.MIME}
	case message.Location:
		if c.Location == nil || !short(c.Location.Name, c.Location.Address) {
			return nil, errVisit
		}
		out.Location = &message.Place{Latitude: c.Location.Latitude, Longitude: c.Location.Longitude, Name: c.Location.Name, Address: c.Location.Address}
	default:
		return nil, errVisit
	}
	return &out, nil
}

// shownTo is a bubble with what a customer sees of it. A template is what it says; files are fetched
// through the link.
func shownTo(c message.Content) *message.Content {
	out := message.Content{Type: c.Type, Text: c.Text, Media: shownFile(c.Media), Footer: c.Footer, ListButton: c.ListButton, Link: c.Link, Location: c.Location, Contacts: c.Contacts}
	if c.Header != nil {
		out.Header = &message.Header{Text: c.Header.Text, Type: c.Header.Type, Media: shownFile(c.Header.Media)}
	}
	for _, o := range c.Options {
		out.Options = append(out.Options, message.Option{ID: o.ID, Title: o.Title, Description: o.Description, Section: o.Section})
	}
	if c.Type == message.Template && c.Text == "" && c.Template != nil {
		out.Text = c.Template.Name // its words are Meta's, and were never read
	}
	return &out
}

func shownFile(m *message.Media) *message.Media {
	if m == nil {
		return nil
	}
	return &message.Media{ID: m.ID, MIME: m.MIME, Filename: m.Filename, Size: m.Size, Voice: m.Voice}
}

// SharedFile says whether the draft of a link, or a flow that it starts, shows a file of ours.
func (s *Service) SharedFile(ctx context.Context, hash []byte, file store.MediaID) error {
	_, row, err := s.shared(ctx, hash)
	if err != nil {
		return err
	}
	doc, err := read(row.DraftJSON)
	if err != nil {
		return err
	}
	found, err := s.shows(ctx, doc, file.String(), map[int64]bool{row.ID: true})
	if err == nil && !found {
		err = fault.Missing.New()
	}
	return err
}

func (s *Service) shows(ctx context.Context, doc flow.Document, file string, seen map[int64]bool) (bool, error) {
	for _, r := range s.cat.References(doc) {
		if r.Kind == flow.RefMedia && r.ID == file {
			return true, nil
		}
		if r.Kind != flow.RefFlow {
			continue
		}
		id, err := store.ParseID(r.ID)
		if err != nil {
			continue
		}
		next, err := s.st.Flow(ctx, store.FlowID{ID: id})
		if errors.Is(err, store.ErrNotFound) || err == nil && (next.LiveVersionID == nil || seen[next.ID]) {
			continue
		}
		if err != nil {
			return false, err
		}
		seen[next.ID] = true
		v, err := s.st.VersionByRow(ctx, *next.LiveVersionID)
		if err != nil {
			return false, err
		}
		called, err := read(v.DocumentJSON)
		if err != nil {
			return false, err
		}
		if found, err := s.shows(ctx, called, file, seen); found || err != nil {
			return found, err
		}
	}
	return false, nil
}
