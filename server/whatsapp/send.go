package whatsapp

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/valyala/fasthttp"
)

// Credentials are what a number needs to send. Secret may be empty: then no proof is sent.
type Credentials struct {
	PhoneID string
	WABA    string
	AppID   string
	Token   string
	Secret  string // app secret
}

// Result says what became of a send.
type Result string

// What may become of a send.
const (
	Accepted Result = "accepted" // Meta took it: MessageID is set
	NotSent  Result = "not_sent" // it is known not to have left: try again after Wait
	Refused  Result = "refused"  // Meta refused it: Class and Error say why
	Open     Result = "open"     // it may or may not have been sent
)

// Outcome is the typed answer to a send.
type Outcome struct {
	Result    Result
	MessageID string        // wamid
	WaID      string        // the number as WhatsApp knows it, when it tells
	UserID    string        // the same for people without a visible number
	Held      bool          // a template that Meta holds back to judge its quality
	Class     Class         // of a refusal, or why to retry
	Error     Error         // Meta's words
	Wait      time.Duration // before the next try
	Cause     error         // of what did not reach Meta, for the log
}

// Send sends a message, once. It never returns an error: every way in which a send can end is an
// Outcome that the sender acts on.
func (c *Client) Send(cred Credentials, o Outgoing) Outcome {
	body, err := Body(o)
	if err != nil {
		return Outcome{Result: Refused, Class: FixRequest, Error: Error{Code: 100, Title: err.Error()}, Cause: err}
	}
	return c.SendBody(cred, body)
}

// SendBody sends a body that Body has written.
func (c *Client) SendBody(cred Credentials, body []byte) Outcome {
	status, header, answer, err := c.call(http.MethodPost, "/"+cred.PhoneID+"/messages", cred.Token, cred.Secret, body, sendTimeout)
	if err != nil {
		return transportOutcome(err)
	}
	if status >= 200 && status < 300 {
		return accepted(answer)
	}
	e := readError(answer)
	rule := refusal(status, e)
	out := Outcome{Result: Refused, Class: rule.Class, Wait: rule.Wait}
	if e != nil {
		out.Error = *e
	} else {
		out.Error = Error{Title: fmt.Sprintf("HTTP status %d without an explanation", status)}
	}
	switch rule.Class {
	case Retry, RetryPair:
		out.Result = NotSent
		if wait, err := strconv.Atoi(header.Get("Retry-After")); err == nil && wait > 0 && wait <= int(time.Hour/time.Second) {
			out.Wait = max(out.Wait, time.Duration(wait)*time.Second)
		}
	case Uncertain:
		out.Result = Open
	}
	return out
}

// transportOutcome tells a request that never left from one that may have arrived.
func transportOutcome(err error) Outcome {
	var early notSent
	if errors.As(err, &early) || errors.Is(err, fasthttp.ErrNoFreeConns) || errors.Is(err, fasthttp.ErrDialTimeout) {
		return Outcome{Result: NotSent, Class: Retry, Wait: time.Second, Cause: err}
	}
	return Outcome{Result: Open, Class: Uncertain, Cause: err}
}

func accepted(answer []byte) Outcome {
	var w struct {
		Contacts list[wireContact] `json:"contacts"`
		Messages list[struct {
			ID     text `json:"id"`
			Status text `json:"message_status"`
		}] `json:"messages"`
	}
	if err := json.Unmarshal(answer, &w); err != nil || len(w.Messages) == 0 || w.Messages[0].ID == "" {
		// 200 means taken, but without an id only a status can tell which message it became.
		return Outcome{Result: Open, Class: Uncertain, Cause: errors.New("the message was accepted without an id")}
	}
	out := Outcome{Result: Accepted, MessageID: string(w.Messages[0].ID), Held: w.Messages[0].Status == "held_for_quality_assessment"}
	if w.Messages[0].Status == "paused" {
		return Outcome{Result: Refused, Class: Hold, Wait: rules[132015].Wait, MessageID: out.MessageID, Error: Error{Code: 132015, Title: "The template is paused"}}
	}
	if len(w.Contacts) > 0 {
		out.WaID, out.UserID = digits(string(w.Contacts[0].WaID)), string(w.Contacts[0].UserID)
	}
	return out
}

// MarkRead shows the person that a message was read and, with typing, that an answer is being
// written. Nothing depends on it, so it is tried once.
func (c *Client) MarkRead(cred Credentials, messageID string, typing bool) error {
	type indicator struct {
		Type string `json:"type"`
	}
	body := struct {
		Product string     `json:"messaging_product"`
		Status  string     `json:"status"`
		ID      string     `json:"message_id"`
		Typing  *indicator `json:"typing_indicator,omitempty"`
	}{Product: "whatsapp", Status: "read", ID: messageID}
	if typing {
		body.Typing = &indicator{"text"}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	status, _, answer, err := c.call(http.MethodPost, "/"+cred.PhoneID+"/messages", cred.Token, cred.Secret, raw, askTimeout)
	if err != nil {
		return fmt.Errorf("mark a message read: %w", err)
	}
	if status != http.StatusOK {
		if e := readError(answer); e != nil {
			return *e
		}
		return fmt.Errorf("mark a message read: HTTP status %d", status)
	}
	return nil
}
