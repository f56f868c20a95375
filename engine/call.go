package engine

import (
	"strconv"

	"flusso/engine/run"
)

// program finds a version: the one at hand, or one that the world knows.
func (t *turn) program(version string) *Program {
	if version == t.root.opt.VersionID || version == "" {
		return t.root
	}
	if t.w.Program == nil {
		return nil
	}
	return t.w.Program(version)
}

// use makes a program the one at work, on the level that is now the last.
func (t *turn) use(p *Program) {
	t.p = p
	flow := ""
	if p != t.root {
		flow = p.opt.FlowID
	}
	t.scope.Level(flow, p.opt.FlowName, or(p.doc.Settings.Language, t.w.Language), or(p.doc.Settings.Country, t.w.Country))
}

// level brings the turn to the level that the run stands at; false: its
// version is gone.
func (t *turn) level() bool {
	p := t.program(t.frame().Version)
	if p == nil {
		return false
	}
	if p != t.p { // the level that the turn was made for
		t.use(p)
	}
	return true
}

// call enters another flow. ok is false when it is not there, or when the run
// was stopped because flows call each other without end. first may be none.
func (t *turn) call(c *run.Call) (first int, ok bool) {
	var p *Program
	if t.w.Live != nil {
		p = t.w.Live(c.Flow)
	}
	if p == nil {
		t.scope.Problem(run.CodeFlowUnavailable, "flow", c.Flow)
		return none, false
	}
	if !c.ForGood && len(t.snap.Frames) >= run.FramesLimit {
		t.stop(run.CodeTooManyFlows, "max", strconv.Itoa(run.FramesLimit), "flow", p.opt.FlowName)
		return none, false
	}
	vars, err := p.variables(c.Variables)
	if err != nil { // the step made the object: cannot be
		t.scope.Problem(run.CodeEngineBroken, "why", err.Error())
		return none, false
	}
	entered := run.Event{Kind: run.FlowCalled, Flow: c.Flow}
	frame := run.Frame{Version: p.opt.VersionID, Flow: p.opt.FlowID}
	if c.ForGood {
		entered.Outcome = forGood
		t.scope.Add(entered)
		*t.frame() = frame
	} else {
		t.scope.Add(entered)
		t.snap.Frames = append(t.snap.Frames, frame)
	}
	*t.snap.Vars() = vars
	t.use(p)
	return p.first, true
}

// forGood marks a flow_called event from which nobody comes back.
const forGood = "for_good"

// done ends the level at work. Inside a called flow it gives the step that
// called, which then leaves by "next"; else the run is completed, or failed,
// and there is none.
func (t *turn) done(outcome string) int {
	if len(t.snap.Frames) == 1 {
		t.end(run.Completed, outcome)
		return none
	}
	left := *t.frame()
	i := t.back()
	if i == none {
		return none
	}
	t.scope.Add(run.Event{Kind: run.FlowReturned, Flow: left.Flow, Outcome: outcome})
	t.scope.KeepCalled(t.scope.StepKey, left.Answers, outcome)
	return i
}

// back drops the level at work and gives the step of the level below that
// called it. When that cannot be found the run fails.
func (t *turn) back() int {
	t.snap.Frames = t.snap.Frames[:len(t.snap.Frames)-1]
	frame := t.frame()
	p := t.program(frame.Version)
	if p == nil {
		t.scope.Problem(run.CodeFlowUnavailable, "flow", frame.Flow)
		t.fail(run.CodeFlowUnavailable)
		return none
	}
	t.use(p)
	i, ok := p.index[frame.Step]
	if !ok {
		t.scope.Problem(run.CodeNoSuchStep, "step", frame.Step)
		t.fail(run.CodeNoSuchStep)
		return none
	}
	t.at(i)
	return i
}

// unavailable goes on when the version of the level at work is gone: the step
// that called it leaves by its exit for that. A run whose first level is gone
// has failed.
func (t *turn) unavailable(in run.Input) {
	gone := t.frame().Flow
	if in.Message != nil {
		t.scope.Add(run.Event{Kind: run.InputIgnored, Step: t.snap.Wait.Step, Message: in.Message.ID, Code: IgnoredBusy})
	}
	for len(t.snap.Frames) > 1 {
		if t.program(t.snap.Frames[len(t.snap.Frames)-2].Version) == nil {
			t.snap.Frames = t.snap.Frames[:len(t.snap.Frames)-1]
			continue
		}
		if i := t.back(); i != none {
			t.scope.Problem(run.CodeFlowUnavailable, "flow", gone)
			t.follow(i, run.Leave(run.ExitUnavailable))
		}
		return
	}
	t.scope.StepID = t.snap.Wait.Step
	t.scope.Problem(run.CodeFlowUnavailable, "flow", gone)
	t.fail(run.CodeFlowUnavailable)
}
