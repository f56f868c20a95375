package flow

import (
	"encoding/json"
	"slices"
	"strings"
)

// Clash is a pair of triggers that want the same messages: only the flow with
// the higher priority gets them.
type Clash struct {
	A    string `json:"a"` // id of the trigger in the first document
	B    string `json:"b"` // and in the second
	Code string `json:"code"`
	Word string `json:"word,omitempty"` // what both want: a word, an ad, a kind, a payload
}

// Codes of clashes.
const (
	ClashAny     = "both_any"
	ClashKeyword = "same_keyword"
	ClashPattern = "same_pattern"
	ClashAd      = "same_ad"
	ClashAnyAd   = "both_any_ad"
	ClashKind    = "same_kind"
	ClashFirst   = "both_first"
	ClashSilence = "both_silence"
	ClashPayload = "same_payload"
)

// ClashCodes lists every code of a clash.
func ClashCodes() []string {
	return []string{ClashAny, ClashKeyword, ClashPattern, ClashAd, ClashAnyAd, ClashKind, ClashFirst, ClashSilence, ClashPayload}
}

// Clashes lists what two documents that answer on the same number both want.
func Clashes(a, b Document) []Clash {
	var out []Clash
	for _, x := range a.Triggers {
		for _, y := range b.Triggers {
			if code, word := TriggersClash(x, y); code != "" {
				out = append(out, Clash{x.ID, y.ID, code, word})
			}
		}
	}
	return out
}

// TriggersClash says why two triggers want the same message; "" when they do not.
func TriggersClash(a, b Trigger) (code, word string) {
	if a.Kind != b.Kind || !Inbound(a.Kind) || neverTogether(timing(a), timing(b)) {
		return "", ""
	}
	x, y := NewMatcher(a), NewMatcher(b)
	switch a.Kind {
	case TriggerAny:
		return ClashAny, ""
	case TriggerFirst:
		return ClashFirst, ""
	case TriggerSilence:
		return ClashSilence, ""
	case TriggerKeyword:
		return keywordsClash(a, b, x, y)
	case TriggerAd:
		if x.any && y.any {
			return ClashAnyAd, ""
		}
		return shared(ClashAd, x, y)
	case TriggerKind:
		return shared(ClashKind, x, y)
	case TriggerPayload:
		return shared(ClashPayload, x, y)
	}
	return "", ""
}

// keywordsClash compares words as they were written; with different ways of
// matching the ranks decide, and nothing clashes.
func keywordsClash(a, b Trigger, x, y Matcher) (code, word string) {
	var c, d KeywordConfig
	if json.Unmarshal(orEmpty(a.Config), &c) != nil || json.Unmarshal(orEmpty(b.Config), &d) != nil {
		return "", ""
	}
	if rankOf(x) != rankOf(y) {
		return "", ""
	}
	for _, w := range c.Keywords {
		if w = strings.TrimSpace(w); w == "" {
			continue
		}
		if x.match == MatchRegex {
			if slices.Contains(d.Keywords, w) {
				return ClashPattern, w
			}
			continue
		}
		for _, o := range d.Keywords {
			if NormalizeWords(w) == NormalizeWords(o) {
				return ClashKeyword, w
			}
		}
	}
	return "", ""
}

func rankOf(m Matcher) string {
	if m.match == "" {
		return "exact"
	}
	return m.match
}

func shared(code string, x, y Matcher) (string, string) {
	for _, id := range x.ids {
		if slices.Contains(y.ids, id) {
			return code, id
		}
	}
	return "", ""
}

func timing(t Trigger) string { return NewMatcher(t).hours }

// neverTogether: one works in the working hours, the other outside.
func neverTogether(a, b string) bool {
	return a == HoursInside && b == HoursOutside || a == HoursOutside && b == HoursInside
}
