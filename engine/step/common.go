package step

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
)

// Duration is an amount and a unit, as people say it.
type Duration struct {
	Amount float64 `json:"amount" title:"Amount" widget:"number" min:"0" required:"true"`
	Unit   string  `json:"unit" title:"Unit" widget:"select" enum:"s=seconds|min=minutes|h=hours|d=days"`
}

var units = map[string]time.Duration{"s": time.Second, "min": time.Minute, "h": time.Hour, "d": 24 * time.Hour}

// maxDuration of any wait.
const maxDuration = run.MaxWaitMinutes * time.Minute

// Time is the duration, at most maxDuration.
func (d Duration) Time() time.Duration {
	t := d.Amount * float64(units[d.Unit])
	if t > float64(maxDuration) {
		return maxDuration
	}
	return time.Duration(max(0, t))
}

func (d Duration) check(k *Checker, field string) {
	switch {
	case units[d.Unit] == 0:
		k.Error(flow.CodeUnknownChoice, field+".unit", "value", d.Unit)
	case d.Amount <= 0:
		k.Error(flow.CodeOutOfRange, field+".amount", "min", "1", "max", "")
	case d.Amount*float64(units[d.Unit]) > float64(maxDuration):
		k.Error(flow.CodeWaitTooLong, field, "days", strconv.Itoa(run.MaxWaitMinutes/60/24))
	}
}

// Timeout limits the waiting for an answer.
type Timeout struct {
	Enabled bool     `json:"enabled" title:"Limit the waiting time" widget:"switch"`
	Wait    Duration `json:"wait" title:"Wait at most" widget:"duration" when:"timeout.enabled"`
}

var timeoutExit = ExitRule{ID: "timeout", Label: "No reply within {timeout.wait}", When: "timeout.enabled"}

// until is when the waiting ends; zero: the flow's own expiry.
func (t Timeout) until(s *run.Scope) time.Time {
	if !t.Enabled || t.Wait.Time() == 0 {
		return time.Time{}
	}
	return s.Now.Add(t.Wait.Time())
}

func (t Timeout) check(k *Checker) {
	if t.Enabled {
		t.Wait.check(k, "timeout.wait")
	}
}

// Attempts limits wrong answers.
type Attempts struct {
	Enabled bool `json:"enabled" title:"Limit the attempts" widget:"switch"`
	Max     int  `json:"max" title:"Attempts" widget:"number" min:"1" max:"20" when:"attempts.enabled" required:"true"`
}

var attemptsExit = ExitRule{ID: "attempts", Label: "Wrong answers: {attempts.max}", When: "attempts.enabled"}

// refuse notes a wrong answer, says so to the person, and leaves when the
// attempts are used up. Without a validation message it asks again: nobody
// is left in silence.
func refuse(s *run.Scope, in *message.Inbound, code string, validation expr.Template, attempts Attempts, again func() bool) run.Outcome {
	wait := s.Snapshot.Wait
	s.Refuse(in, code)
	wait.Attempts++
	if attempts.Enabled && wait.Attempts >= attempts.Max {
		return run.Leave("attempts")
	}
	if text := s.Text(validation); strings.TrimSpace(text) != "" {
		s.Send(message.Content{Type: message.Text, Text: text})
	} else {
		again()
	}
	return run.Stay()
}

// note writes what a step must remember while it waits.
func note(state any) json.RawMessage {
	data, err := json.Marshal(state)
	if err != nil || string(data) == "{}" {
		return nil
	}
	return data
}

// recall reads it back. What cannot be read is nothing: notes of an older
// program are not worth a failed run.
func recall[T any](s *run.Scope) T {
	var state T
	if w := s.Snapshot.Wait; w != nil && len(w.Data) > 0 {
		if json.Unmarshal(w.Data, &state) != nil {
			var empty T
			return empty
		}
	}
	return state
}

// template is a text of our own, known to be good.
func template(s string) expr.Template {
	t, err := expr.ParseTemplate(s)
	if err != nil {
		panic(err)
	}
	return t
}

func itoa(n int) string { return strconv.Itoa(n) }
