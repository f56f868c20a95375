package flow

import (
	"encoding/json"
	"strings"

	"flusso/engine/expr"
	"flusso/engine/message"
)

// Trigger kinds.
const (
	TriggerAny      = "inbound_any"
	TriggerKeyword  = "inbound_keyword"
	TriggerAd       = "inbound_ad"
	TriggerOutbound = "outbound"
	TriggerKind     = "inbound_kind"
	TriggerFirst    = "inbound_first"
	TriggerSilence  = "inbound_silence"
	TriggerPayload  = "inbound_payload"
	TriggerFlow     = "from_flow"
)

// Facts are what a message alone does not say.
type Facts struct {
	First       bool  // the contact's first message ever on this channel
	SilentSince int64 // unix milliseconds of the message before on this channel; 0: there is none
	InHours     bool  // the number's working hours
}

// Ranks of a match, smaller first: the more exactly a trigger says what it
// wants, the sooner it is served. Then comes the flow's priority, then its id.
const (
	RankAd = iota
	RankExact
	RankStartsWith
	RankContains
	RankRegex
	RankKind
	RankFirst
	RankAnyAd
	RankAny
)

// Again says when a person may start the same flow again.
type Again struct {
	Mode  string  `json:"mode" title:"Start again" widget:"select" style:"segmented" enum:"after_silence=After silence|always=Every time|once=Once per contact"`
	Hours float64 `json:"hours,omitempty" title:"Hours of silence" widget:"number" unit:"h" min:"1" max:"8760" when:"again.mode=after_silence"`
}

// Modes of Again.
const (
	AgainAfterSilence = "after_silence"
	AgainAlways       = "always"
	AgainOnce         = "once"
)

// DefaultSilence in hours before "any message" starts a flow again: a day, the
// time in which WhatsApp counts a conversation as one.
const DefaultSilence = 24

// AnyConfig is the config of inbound_any.
type AnyConfig struct {
	Again Again `json:"again"`
}

// KeywordConfig is the config of inbound_keyword.
type KeywordConfig struct {
	Keywords  []string `json:"keywords" title:"Words" help:"Upper and lower case, accents and spaces make no difference." widget:"keywords" placeholder:"start" required:"true" items:"50" max:"100"`
	Match     string   `json:"match" title:"The message" widget:"select" style:"segmented" enum:"exact=Is exactly|contains=Contains|starts_with=Starts with"`
	Interrupt bool     `json:"interrupt,omitempty" title:"Also when the person is in another flow" help:"The other flow ends for this person, and this one starts." widget:"switch" group:"Advanced options" collapsed:"true"`
	Again     Again    `json:"again"`
}

// AdConfig is the config of inbound_ad.
type AdConfig struct {
	Any   bool     `json:"any" title:"Any ad that opens WhatsApp" widget:"switch"`
	Ads   []string `json:"ads,omitempty" title:"Ads" help:"The ids of the ads, as Meta's Ads Manager shows them." widget:"keywords" placeholder:"120210000000000001" when:"!any" required:"true" items:"50" max:"64"`
	Again Again    `json:"again"`
}

// OutboundConfig is the config of outbound: there is nothing to set.
type OutboundConfig struct{}

// Matcher is a trigger made ready to look at many messages.
type Matcher struct {
	kind      string
	words     []string // folded
	match     string
	any       bool
	ads       []string
	again     Again
	interrupt bool
}

// NewMatcher reads a trigger. One that cannot be read matches nothing.
func NewMatcher(t Trigger) Matcher {
	m := Matcher{kind: t.Kind}
	switch t.Kind {
	case TriggerAny:
		var c AnyConfig
		if json.Unmarshal(orEmpty(t.Config), &c) != nil {
			return Matcher{}
		}
		m.again = c.Again
	case TriggerKeyword:
		var c KeywordConfig
		if json.Unmarshal(orEmpty(t.Config), &c) != nil {
			return Matcher{}
		}
		m.again, m.match, m.interrupt = c.Again, c.Match, c.Interrupt
		for _, w := range c.Keywords {
			if w = NormalizeWords(w); w != "" {
				m.words = append(m.words, w)
			}
		}
	case TriggerAd:
		var c AdConfig
		if json.Unmarshal(orEmpty(t.Config), &c) != nil {
			return Matcher{}
		}
		m.again, m.any, m.ads = c.Again, c.Any, c.Ads
	}
	if m.again.Mode == "" {
		m.again.Mode = AgainAlways
		if t.Kind == TriggerAny {
			m.again.Mode = AgainAfterSilence
		}
	}
	if m.again.Hours <= 0 {
		m.again.Hours = DefaultSilence
	}
	return m
}

func orEmpty(c json.RawMessage) json.RawMessage {
	if len(c) == 0 {
		return json.RawMessage("{}")
	}
	return c
}

// Match says whether the message starts the flow, and how well it fits.
func (m Matcher) Match(in message.Inbound, _ Facts) (rank int, ok bool) {
	if !in.Content.IsAnswer() {
		return 0, false
	}
	switch m.kind {
	case TriggerAny:
		return RankAny, true
	case TriggerKeyword:
		return m.matchWords(NormalizeWords(in.Content.Words()))
	case TriggerAd:
		if in.Referral == nil {
			return 0, false
		}
		if m.any {
			return RankAnyAd, true
		}
		for _, ad := range m.ads {
			if ad == in.Referral.SourceID {
				return RankAd, true
			}
		}
	}
	return 0, false
}

func (m Matcher) matchWords(text string) (rank int, ok bool) {
	if text == "" {
		return 0, false
	}
	for _, w := range m.words {
		switch m.match {
		case "contains":
			if strings.Contains(" "+punctuationless(text)+" ", " "+punctuationless(w)+" ") {
				return RankContains, true
			}
		case "starts_with":
			if strings.HasPrefix(punctuationless(text)+" ", punctuationless(w)+" ") {
				return RankStartsWith, true
			}
		default:
			if text == w || punctuationless(text) == punctuationless(w) && punctuationless(w) != "" {
				return RankExact, true
			}
		}
	}
	return 0, false
}

// punctuationless turns punctuation into spaces, so that "info!" is info and
// "info" is not found in "information".
func punctuationless(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r == ' ' || strings.ContainsRune(".,;:!?¿¡\"'()[]…", r)
	}), " ")
}

// Again says when the same person may start again.
func (m Matcher) Again() Again { return m.again }

// Interrupts says whether the trigger ends another flow that the person is in.
func (m Matcher) Interrupts() bool { return m.interrupt }

// MatchTrigger looks at one message with one trigger.
func MatchTrigger(t Trigger, in message.Inbound, f Facts) (rank int, ok bool) {
	return NewMatcher(t).Match(in, f)
}

// NormalizeWords makes words comparable without case, accents and surplus
// spaces.
func NormalizeWords(s string) string { return expr.Fold(s) }

// Interrupts says whether the trigger ends another flow that the person is in.
func Interrupts(t Trigger) bool { return NewMatcher(t).interrupt }

// StartAgain says when the same person may start again by this trigger.
func StartAgain(t Trigger) (mode string, hours float64) {
	a := NewMatcher(t).again
	return a.Mode, a.Hours
}
