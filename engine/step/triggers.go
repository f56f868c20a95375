package step

import "flusso/engine/flow"

func init() {
	RegisterTrigger(Kind[flow.AnyConfig]{
		Kind: flow.TriggerAny, Name: "Any message", Icon: "message-2", Type: "inbound", Order: 1,
		Help:     "Starts when somebody writes anything and no more exact trigger fits.",
		Keywords: []string{"inbound", "message"},
		Defaults: flow.AnyConfig{Again: flow.Again{Mode: flow.AgainAfterSilence, Hours: flow.DefaultSilence}},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}},
		Preview:  []PreviewPart{{As: "line", Text: "When somebody writes anything"}},
	})
	RegisterTrigger(Kind[flow.KeywordConfig]{
		Kind: flow.TriggerKeyword, Name: "Certain words", Icon: "message-search", Type: "inbound", Order: 2,
		Help:     "Starts when a message is, contains or begins with one of your words.",
		Keywords: []string{"keyword", "inbound", "word"},
		Defaults: flow.KeywordConfig{Keywords: []string{}, Match: "exact", Again: flow.Again{Mode: flow.AgainAlways, Hours: flow.DefaultSilence}},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}},
		Preview: []PreviewPart{
			{As: "line", Text: "When the message is {keywords}", When: "match=exact"},
			{As: "line", Text: "When the message contains {keywords}", When: "match=contains"},
			{As: "line", Text: "When the message starts with {keywords}", When: "match=starts_with"},
		},
	})
	RegisterTrigger(Kind[flow.AdConfig]{
		Kind: flow.TriggerAd, Name: "Ad that opens WhatsApp", Icon: "speakerphone", Type: "marketing", Order: 3,
		Help:     "Starts when somebody comes from one of your ads on Facebook or Instagram.",
		Keywords: []string{"ad", "marketing", "click"},
		Defaults: flow.AdConfig{Any: true, Ads: []string{}, Again: flow.Again{Mode: flow.AgainAlways, Hours: flow.DefaultSilence}},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}},
		Preview:  []PreviewPart{{As: "line", Text: "When somebody comes from any ad", When: "any"}, {As: "line", Text: "When somebody comes from the ad {ads}", When: "!any"}},
	})
	RegisterTrigger(Kind[flow.OutboundConfig]{
		Kind: flow.TriggerOutbound, Name: "Outbound", Icon: "send", Type: "outbound", Order: 4,
		Help:     "Starts when you send it out, by hand or through the API.",
		Keywords: []string{"api", "send", "campaign"},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}},
		Preview:  []PreviewPart{{As: "line", Text: "When you start it"}},
	})
}
