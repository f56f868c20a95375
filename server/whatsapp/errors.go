package whatsapp

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Error is an error of Meta's, from an answer, a status or a message.
type Error struct {
	Code      int    `json:"code"`
	Subcode   int    `json:"subcode,omitempty"`
	Title     string `json:"title,omitempty"`
	Details   string `json:"details,omitempty"`
	Trace     string `json:"trace,omitempty"` // fbtrace_id, for Meta's support
	Transient bool   `json:"transient,omitempty"`
}

func (e Error) Error() string {
	text := e.Title
	if e.Details != "" && e.Details != e.Title {
		text = strings.TrimSuffix(text, ".") + ": " + e.Details
	}
	return fmt.Sprintf("%s (Meta code %d)", text, e.Code)
}

// wireError is an error as it stands in webhooks and answers. error_data may be an object, a
// string or missing.
type wireError struct {
	Code      number         `json:"code"`
	Subcode   number         `json:"error_subcode"`
	Title     text           `json:"title"`
	Message   text           `json:"message"`
	Data      looseErrorData `json:"error_data"`
	UserTitle text           `json:"error_user_title"`
	UserMsg   text           `json:"error_user_msg"`
	Trace     text           `json:"fbtrace_id"`
	Transient flag           `json:"is_transient"`
}

type looseErrorData struct{ details string }

func (d *looseErrorData) UnmarshalJSON(b []byte) error {
	var o struct {
		Details text `json:"details"`
	}
	var s text
	if json.Unmarshal(b, &o) == nil {
		d.details = string(o.Details)
	} else if json.Unmarshal(b, &s) == nil {
		d.details = string(s)
	}
	return nil
}

func (w wireError) error() Error {
	e := Error{Code: int(w.Code), Subcode: int(w.Subcode), Title: string(w.Title), Details: w.Data.details, Trace: string(w.Trace), Transient: bool(w.Transient)}
	if e.Title == "" {
		e.Title = string(w.Message)
	}
	if e.Details == "" {
		e.Details = strings.TrimSpace(string(w.UserTitle) + " " + string(w.UserMsg))
	}
	return e
}

func wireErrors(ws []wireError) []Error {
	var out []Error
	for _, w := range ws {
		out = append(out, w.error())
	}
	return out
}

// Class is what an error asks of us.
type Class string

// The classes of errors.
const (
	Retry         Class = "retry"          // not sent: try again, the whole number waits
	RetryPair     Class = "retry_pair"     // not sent: this recipient waits, others go on
	Uncertain     Class = "uncertain"      // it may have been sent
	Hold          Class = "hold"           // not sent, and not before a while
	Fallback      Class = "fallback"       // another way is needed (a template, the phone number)
	StopRecipient Class = "stop_recipient" // this person cannot or does not want to be reached
	FixRequest    Class = "fix_request"    // the message itself is wrong
	FixAccount    Class = "fix_account"    // the number, token or account needs a person
	InboundOnly   Class = "inbound_only"   // seen on messages from people only
)

// Rule is what we do about a code.
type Rule struct {
	Class Class
	Wait  time.Duration // before the next try, for Retry, RetryPair and Hold
}

// rules is the table of Meta's codes; a code that is missing falls under ranges.
var rules = map[int]Rule{
	1: {Retry, time.Second}, 2: {Retry, time.Second},
	4: {Retry, time.Minute}, 80007: {Retry, time.Minute},
	130429: {Retry, time.Second}, 131057: {Retry, 10 * time.Second}, // a throughput upgrade takes up to a minute
	133004: {Retry, 5 * time.Second}, 2494100: {Retry, 10 * time.Second},
	131056: {RetryPair, 4 * time.Second}, // 4^n seconds for this pair only
	131000: {Uncertain, 0}, 131016: {Uncertain, 0},
	131048: {Hold, time.Hour}, 131064: {Hold, time.Hour}, 131049: {Hold, 24 * time.Hour},
	132015: {Hold, 3 * time.Hour}, 132069: {Hold, time.Hour}, 133015: {Hold, 5 * time.Minute},
	133016: {Hold, 72 * time.Hour}, 133008: {Hold, time.Hour}, 133009: {Hold, time.Hour},
	131047: {Fallback, 0}, 134102: {Fallback, 0}, 134100: {Fallback, 0}, 131062: {Fallback, 0}, 131060: {Fallback, 0},
	131050: {StopRecipient, 0}, 131026: {StopRecipient, 0}, 130403: {StopRecipient, 0}, 131021: {StopRecipient, 0}, 130472: {StopRecipient, 0},
	131030: {FixAccount, 0}, // a test number sends only to its list of recipients
	33:     {FixRequest, 0}, 100: {FixRequest, 0}, 131008: {FixRequest, 0}, 131009: {FixRequest, 0}, 131051: {FixRequest, 0},
	131053: {FixRequest, 0}, 131055: {FixRequest, 0}, 132000: {FixRequest, 0}, 132001: {FixRequest, 0}, 132005: {FixRequest, 0},
	132007: {FixRequest, 0}, 132012: {FixRequest, 0}, 132018: {FixRequest, 0}, 132068: {FixRequest, 0}, 135000: {FixRequest, 0},
	139100: {FixRequest, 0},
	0:      {FixAccount, 0}, 190: {FixAccount, 0}, 3: {FixAccount, 0}, 10: {FixAccount, 0}, 131005: {FixAccount, 0}, 368: {FixAccount, 0},
	131031: {FixAccount, 0}, 130497: {FixAccount, 0}, 131037: {FixAccount, 0}, 131042: {FixAccount, 0}, 131045: {FixAccount, 0},
	133000: {FixAccount, 0}, 133005: {FixAccount, 0}, 133006: {FixAccount, 0}, 133010: {FixAccount, 0}, 132016: {FixAccount, 0},
	134011: {FixAccount, 0}, 2593107: {FixAccount, 0}, 2593108: {FixAccount, 0}, 2593109: {FixAccount, 0}, 1752041: {FixAccount, 0},
	131052: {InboundOnly, 0},
}

// ranges are the codes that Meta gives out in blocks.
var ranges = []struct {
	from, to int
	rule     Rule
}{
	{200, 299, Rule{FixAccount, 0}},         // permissions
	{2388000, 2388999, Rule{FixRequest, 0}}, // templates
	{147001, 147005, Rule{FixRequest, 0}},   // business usernames
}

// Classify gives the rule of a code. A code that nobody knows is a wrong request: it will not get
// better by itself, and a repetition could be a second message.
func Classify(code int) Rule {
	if r, ok := rules[code]; ok {
		return r
	}
	for _, r := range ranges {
		if code >= r.from && code <= r.to {
			return r.rule
		}
	}
	return Rule{Class: FixRequest}
}

// refusal gives the rule of an answer to a send. The code decides, not the HTTP status: Meta
// throttles with 400 and refuses with 500. Only a 5xx whose code does not clearly say "not sent"
// leaves the outcome open.
func refusal(status int, e *Error) Rule {
	if e == nil {
		switch {
		case status == 429:
			return Rule{Retry, time.Second}
		case status == 401 || status == 403:
			return Rule{Class: FixAccount}
		case status == 408 || status >= 500:
			return Rule{Class: Uncertain}
		}
		return Rule{Class: FixRequest}
	}
	r, known := rules[e.Code]
	if !known {
		r = Classify(e.Code)
	}
	if status >= 500 {
		switch {
		case e.Code == 1 || e.Code == 2 || e.Code == 0 || !known && r.Class == FixRequest:
			return Rule{Class: Uncertain}
		}
	}
	if status == 429 && r.Class == FixRequest && !known {
		return Rule{Retry, time.Second}
	}
	return r
}
