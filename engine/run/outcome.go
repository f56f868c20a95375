package run

import (
	"encoding/json"
	"time"
)

// Outcome is what a step decides: leave, wait, stay, jump or end. Exactly one
// of its parts is set.
type Outcome struct {
	Exit string // leave by this exit
	Wait *Wait  // stand still
	Stay bool   // after a Resume: the wait goes on as it is
	Goto string // go on at this step
	End  bool   // the run is over
	Name string // with End: how the author calls this end
	Fail string // the run cannot go on: a problem code
	Call *Call  // go on in another flow
}

// Call enters another flow. Its end leads back to the step by the exit
// "next", unless ForGood. When the flow is not there the step leaves by
// ExitUnavailable.
type Call struct {
	Flow      string          // id
	Variables json.RawMessage // an object: var.* of the called flow
	ForGood   bool
}

// ExitUnavailable is taken when the called flow is deleted, not published or paused.
const ExitUnavailable = "unavailable"

// Leave by an exit.
func Leave(exit string) Outcome { return Outcome{Exit: exit} }

// Next leaves by the exit that every step has.
func Next() Outcome { return Outcome{Exit: "next"} }

// AwaitReply stands still until the person answers, or until the time.
// until zero: the flow's expiry.
func AwaitReply(until time.Time) Outcome { return await(WaitReply, until) }

// AwaitTime stands still until the time.
func AwaitTime(until time.Time) Outcome { return await(WaitTime, until) }

func await(kind WaitKind, until time.Time) Outcome {
	w := &Wait{Kind: kind}
	if !until.IsZero() {
		w.Until = until.UnixMilli()
	}
	return Outcome{Wait: w}
}

// Enter another flow.
func Enter(c Call) Outcome { return Outcome{Call: &c} }

// Stay waits on.
func Stay() Outcome { return Outcome{Stay: true} }

// Jump goes on at a step of the same flow.
func Jump(step string) Outcome { return Outcome{Goto: step} }

// Fail ends the run as failed, with a problem code.
func Fail(code string) Outcome { return Outcome{Fail: code} }

// Finish ends the run.
func Finish(name string) Outcome { return Outcome{End: true, Name: name} }
