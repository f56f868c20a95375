package flow

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"flusso/engine/expr"
	"flusso/engine/message"
)

// Matcher is a trigger made ready to look at many messages.
type Matcher struct {
	kind      string
	words     []string // folded
	patterns  []*regexp.Regexp
	match     string
	any       bool
	ids       []string // of ads, payloads or kinds of message
	days      float64
	hours     string
	again     Again
	interrupt bool
}

// NewMatcher reads a trigger. One that cannot be read matches nothing.
func NewMatcher(t Trigger) Matcher {
	m := Matcher{kind: t.Kind}
	if !m.read(orEmpty(t.Config)) {
		return Matcher{}
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

func (m *Matcher) read(config json.RawMessage) bool {
	switch m.kind {
	case TriggerAny:
		var c AnyConfig
		if json.Unmarshal(config, &c) != nil {
			return false
		}
		m.again, m.hours = c.Again, c.Hours
	case TriggerKeyword:
		var c KeywordConfig
		if json.Unmarshal(config, &c) != nil {
			return false
		}
		m.again, m.hours, m.match, m.interrupt = c.Again, c.Hours, c.Match, c.Interrupt
		for _, w := range c.Keywords {
			if c.Match == MatchRegex {
				if re, err := CompilePattern(w); err == nil {
					m.patterns = append(m.patterns, re)
				}
			} else if w = NormalizeWords(w); w != "" {
				m.words = append(m.words, w)
			}
		}
	case TriggerKind:
		var c KindConfig
		if json.Unmarshal(config, &c) != nil {
			return false
		}
		m.again, m.hours, m.ids = c.Again, c.Hours, c.Kinds
	case TriggerFirst:
		var c FirstConfig
		if json.Unmarshal(config, &c) != nil {
			return false
		}
		m.hours = c.Hours
	case TriggerSilence:
		var c SilenceConfig
		if json.Unmarshal(config, &c) != nil {
			return false
		}
		m.hours, m.days = c.Hours, c.Days
	case TriggerPayload:
		var c PayloadConfig
		if json.Unmarshal(config, &c) != nil {
			return false
		}
		m.again, m.hours, m.interrupt = c.Again, c.Hours, c.Interrupt
		for _, p := range c.Payloads {
			m.ids = append(m.ids, strings.TrimSpace(p))
		}
	case TriggerAd:
		var c AdConfig
		if json.Unmarshal(config, &c) != nil {
			return false
		}
		m.again, m.hours, m.any, m.ids = c.Again, c.Hours, c.Any, c.Ads
	}
	return true
}

var errBadPattern = errors.New("the pattern is empty or too long")

// CompilePattern reads a regular expression of a trigger: never slower than
// linear in the text, at most expr.MaxPattern long, without case.
func CompilePattern(source string) (*regexp.Regexp, error) {
	if len(source) > expr.MaxPattern || strings.TrimSpace(source) == "" {
		return nil, errBadPattern
	}
	return regexp.Compile("(?i)" + source)
}

func orEmpty(c json.RawMessage) json.RawMessage {
	if len(c) == 0 {
		return json.RawMessage("{}")
	}
	return c
}

// Match says whether the message starts the flow, and how well it fits.
func (m Matcher) Match(in message.Inbound, f Facts) (rank int, ok bool) {
	if !in.Content.IsAnswer() || m.hours == HoursInside && !f.InHours || m.hours == HoursOutside && f.InHours {
		return 0, false
	}
	switch m.kind {
	case TriggerAny:
		return RankAny, true
	case TriggerKeyword:
		return m.matchWords(in.Content.Words())
	case TriggerKind:
		return RankKind, slices.Contains(m.ids, kindOf(in.Content.Type))
	case TriggerFirst:
		return RankFirst, f.First
	case TriggerSilence:
		if f.SilentSince == 0 || m.days <= 0 {
			return 0, false
		}
		silence := time.Duration(in.At-f.SilentSince) * time.Millisecond
		return RankSilence, silence >= time.Duration(m.days*24*float64(time.Hour))
	case TriggerPayload:
		return RankPayload, in.Content.Reply != nil && in.Content.Reply.ID != "" && slices.Contains(m.ids, in.Content.Reply.ID)
	case TriggerAd:
		if in.Referral == nil {
			return 0, false
		}
		if m.any {
			return RankAnyAd, true
		}
		return RankAd, slices.Contains(m.ids, in.Referral.SourceID)
	}
	return 0, false
}

// kindOf is how a trigger calls what arrived: a tapped option is a text.
func kindOf(t message.Type) string {
	switch t {
	case message.ButtonReply, message.ListReply, message.TemplateReply:
		return string(message.Text)
	}
	return string(t)
}

func (m Matcher) matchWords(words string) (rank int, ok bool) {
	text := NormalizeWords(words)
	if text == "" {
		return 0, false
	}
	for _, re := range m.patterns {
		// Accents count only where the pattern has them.
		if re.MatchString(strings.TrimSpace(words)) || re.MatchString(text) {
			return RankRegex, true
		}
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
