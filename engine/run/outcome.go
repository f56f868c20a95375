package run

import "time"

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
}

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

// Stay waits on.
func Stay() Outcome { return Outcome{Stay: true} }

// Jump goes on at a step of the same flow.
func Jump(step string) Outcome { return Outcome{Goto: step} }

// Fail ends the run as failed, with a problem code.
func Fail(code string) Outcome { return Outcome{Fail: code} }

// Finish ends the run.
func Finish(name string) Outcome { return Outcome{End: true, Name: name} }
