package step

import (
	"strconv"

	"flusso/engine/flow"
)

var started = []ExitRule{{ID: "next", Label: "Next"}}

// timed are the lines that tell when a trigger works.
func timed(parts ...PreviewPart) []PreviewPart {
	return append(parts, PreviewPart{As: "line", Text: "Only in working hours", When: "hours=inside"}, PreviewPart{As: "line", Text: "Only outside working hours", When: "hours=outside"})
}

func line(text, when string) PreviewPart { return PreviewPart{As: "line", Text: text, When: when} }

func init() {
	always := flow.Again{Mode: flow.AgainAlways, Hours: flow.DefaultSilence}
	RegisterTrigger(Kind[flow.AnyConfig]{
		Kind: flow.TriggerAny, Name: "Any message", Icon: "message-2", Type: "inbound", Order: 1,
		Help:     "Starts when somebody writes anything and no more exact trigger fits.",
		Keywords: []string{"inbound", "message"},
		Defaults: flow.AnyConfig{Again: flow.Again{Mode: flow.AgainAfterSilence, Hours: flow.DefaultSilence}},
		Exits:    started,
		Preview:  timed(line("When somebody writes anything", "")),
	})
	RegisterTrigger(Kind[flow.KeywordConfig]{
		Kind: flow.TriggerKeyword, Name: "Certain words", Icon: "message-search", Type: "inbound", Order: 2,
		Help:     "Starts when a message is, contains or begins with one of your words.",
		Keywords: []string{"keyword", "inbound", "word", "pattern"},
		Defaults: flow.KeywordConfig{Keywords: []string{}, Match: "contains", Again: always},
		Exits:    started,
		Preview: timed(
			line("When the message is {keywords}", "match=exact"),
			line("When the message contains {keywords}", "match=contains"),
			line("When the message starts with {keywords}", "match=starts_with"),
			line("When the message fits {keywords}", "match=regex"),
		),
		Check: checkKeywords,
	})
	RegisterTrigger(Kind[flow.KindConfig]{
		Kind: flow.TriggerKind, Name: "Kind of message", Icon: "photo", Type: "inbound", Order: 3,
		Help:     "Starts when somebody sends an image, a voice message, a location or another kind of message.",
		Keywords: []string{"image", "audio", "document", "order", "inbound"},
		Defaults: flow.KindConfig{Kinds: []string{"image"}, Again: always},
		Exits:    started,
		Preview:  timed(line("When somebody sends {kinds}", "")),
	})
	RegisterTrigger(Kind[flow.FirstConfig]{
		Kind: flow.TriggerFirst, Name: "First message", Icon: "hand-stop", Type: "inbound", Order: 4,
		Help:     "Starts when somebody writes to this number for the first time ever.",
		Keywords: []string{"welcome", "new", "inbound"},
		Exits:    started,
		Preview:  timed(line("When somebody writes for the first time", "")),
	})
	RegisterTrigger(Kind[flow.SilenceConfig]{
		Kind: flow.TriggerSilence, Name: "Back after silence", Icon: "zzz", Type: "inbound", Order: 5,
		Help:     "Starts when somebody writes again after days of silence.",
		Keywords: []string{"return", "absence", "inbound"},
		Defaults: flow.SilenceConfig{Days: flow.DefaultAbsence},
		Exits:    started,
		Preview:  timed(line("When somebody writes again after {days} days", "")),
	})
	RegisterTrigger(Kind[flow.PayloadConfig]{
		Kind: flow.TriggerPayload, Name: "Button of a message", Icon: "click", Type: "inbound", Order: 6,
		Help:     "Starts when somebody taps a button of a template or of an older message.",
		Keywords: []string{"payload", "template", "quick reply", "inbound"},
		Defaults: flow.PayloadConfig{Payloads: []string{}, Again: always},
		Exits:    started,
		Preview:  timed(line("When somebody taps the button {payloads}", "")),
	})
	RegisterTrigger(Kind[flow.AdConfig]{
		Kind: flow.TriggerAd, Name: "Ad that opens WhatsApp", Icon: "speakerphone", Type: "marketing", Order: 7,
		Help:     "Starts when somebody comes from one of your ads on Facebook or Instagram.",
		Keywords: []string{"ad", "marketing", "click"},
		Defaults: flow.AdConfig{Any: true, Ads: []string{}, Again: always},
		Exits:    started,
		Preview:  timed(line("When somebody comes from any ad", "any"), line("When somebody comes from the ad {ads}", "!any")),
	})
	RegisterTrigger(Kind[flow.OutboundConfig]{
		Kind: flow.TriggerOutbound, Name: "Outbound", Icon: "send", Type: "outbound", Order: 8,
		Help:     "Starts when you send it out, by hand or through the API.",
		Keywords: []string{"api", "send", "campaign"},
		Exits:    started,
		Preview:  []PreviewPart{line("When you start it", "")},
	})
	RegisterTrigger(Kind[flow.FromFlowConfig]{
		Kind: flow.TriggerFlow, Name: "From another flow", Icon: "arrow-guide", Type: "flow", Order: 9,
		Help:     "Starts only when a step of another flow calls it.",
		Keywords: []string{"call flow", "subflow", "reuse"},
		Exits:    started,
		Preview:  []PreviewPart{line("When another flow calls it", "")},
	})
}

// checkKeywords finds patterns that cannot be understood.
func checkKeywords(c *flow.KeywordConfig, k *Checker) {
	if c.Match != flow.MatchRegex {
		return
	}
	for i, word := range c.Keywords {
		if _, err := flow.CompilePattern(word); err != nil {
			k.Error(flow.CodeBadPattern, "keywords."+strconv.Itoa(i), "pattern", word)
		}
	}
}
