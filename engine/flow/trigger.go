package flow

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
	RankPayload
	RankExact
	RankStartsWith
	RankContains
	RankRegex
	RankKind
	RankFirst
	RankSilence
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

// DefaultAbsence in days of inbound_silence: long enough to greet somebody anew.
const DefaultAbsence = 30

// When an inbound trigger may start its flow; empty is always.
const (
	HoursInside  = "inside"
	HoursOutside = "outside"
)

// Timing is what every inbound trigger can say about the time.
type Timing struct {
	Hours string `json:"hours,omitempty" title:"When" widget:"select" enum:"always=At any time|inside=Only in working hours|outside=Only outside working hours" group:"Advanced options" collapsed:"true"`
}

// AnyConfig is the config of inbound_any.
type AnyConfig struct {
	Again Again `json:"again"`
	Timing
}

// KeywordConfig is the config of inbound_keyword.
type KeywordConfig struct {
	Keywords  []string `json:"keywords" title:"Words" help:"Press Enter after each one. Upper and lower case, accents and spaces make no difference." widget:"keywords" placeholder:"start" required:"true" items:"50" max:"100"`
	Match     string   `json:"match" title:"The message" widget:"select" enum:"exact=Is exactly|contains=Contains|starts_with=Starts with|regex=Fits the pattern~A regular expression, for example ^order [0-9]+$"`
	Interrupt bool     `json:"interrupt,omitempty" title:"Also when the person is in another flow" help:"The other flow ends for this person, and this one starts." widget:"switch" group:"Advanced options" collapsed:"true"`
	Again     Again    `json:"again"`
	Timing
}

// MatchRegex is the match whose keywords are regular expressions.
const MatchRegex = "regex"

// KindConfig is the config of inbound_kind.
type KindConfig struct {
	Kinds []string `json:"kinds" title:"Kinds of message" widget:"choices" enum:"text=Text|image=Image|video=Video|audio=Audio or voice message|document=Document|sticker=Sticker|location=Location|contacts=Contact card|order=Order" required:"true" items:"10"`
	Again Again    `json:"again"`
	Timing
}

// FirstConfig is the config of inbound_first.
type FirstConfig struct {
	Timing
}

// SilenceConfig is the config of inbound_silence.
type SilenceConfig struct {
	Days float64 `json:"days" title:"Days of silence" help:"Counted from the person's message before." widget:"number" unit:"d" min:"1" max:"3650" required:"true"`
	Timing
}

// PayloadConfig is the config of inbound_payload.
type PayloadConfig struct {
	Payloads  []string `json:"payloads" title:"Hidden texts" help:"The hidden text that a button of a template or of an older message sends back." widget:"keywords" placeholder:"ORDER_NOW" required:"true" items:"50" max:"256"`
	Interrupt bool     `json:"interrupt,omitempty" title:"Also when the person is in another flow" help:"The other flow ends for this person, and this one starts." widget:"switch" group:"Advanced options" collapsed:"true"`
	Again     Again    `json:"again"`
	Timing
}

// AdConfig is the config of inbound_ad.
type AdConfig struct {
	Any   bool     `json:"any" title:"Any ad that opens WhatsApp" widget:"switch"`
	Ads   []string `json:"ads,omitempty" title:"Ads" help:"The ids of the ads, as Meta's Ads Manager shows them." widget:"ads" placeholder:"120210000000000001" when:"!any" required:"true" items:"50" max:"64"`
	Again Again    `json:"again"`
	Timing
}

// OutboundConfig is the config of outbound: there is nothing to set.
type OutboundConfig struct{}

// FromFlowConfig is the config of from_flow: there is nothing to set.
type FromFlowConfig struct{}

// Inbound says whether messages start a trigger of the kind.
func Inbound(kind string) bool { return kind != TriggerOutbound && kind != TriggerFlow }
