package engine

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"flusso/engine/flow"
	"flusso/engine/run"
)

// snapshotVersion is written into every snapshot; a later format can tell.
const snapshotVersion = 1

// Start begins a run and goes on to its first wait, or to its end. vars are
// the execution variables (a JSON object) of this contact.
func Start(p *Program, runID string, trg run.Trigger, vars json.RawMessage, w World) (Sprint, error) {
	snap, err := begin(p, runID, trg, vars, w)
	if err != nil {
		return Sprint{}, err
	}
	t := newTurn(p, &snap, w)
	t.scope.Add(run.Event{Kind: run.RunStarted, Step: flow.Start})
	if p.first == none {
		t.done("")
	} else {
		t.loop(p.first)
	}
	return t.sprint(), nil
}

// begin is a run before its first step.
func begin(p *Program, runID string, trg run.Trigger, vars json.RawMessage, w World) (run.Snapshot, error) {
	if w.NewID == nil {
		return run.Snapshot{}, fmt.Errorf("start %s: no source of ids", runID)
	}
	vars, err := p.variables(vars)
	if err != nil {
		return run.Snapshot{}, fmt.Errorf("start %s: %w", runID, err)
	}
	return run.Snapshot{
		V: snapshotVersion, ID: runID, Status: run.Running, Frames: []run.Frame{{Version: p.opt.VersionID, Flow: p.opt.FlowID}},
		Variables: vars, Trigger: &trg, StartedAt: w.Now.UnixMilli(),
	}, nil
}

// Resume moves a run on. An error means that the engine or its data is
// broken; whatever an author or a person does is an event.
func Resume(p *Program, s run.Snapshot, in run.Input, w World) (Sprint, error) {
	if w.NewID == nil {
		return Sprint{}, fmt.Errorf("resume %s: no source of ids", s.ID)
	}
	if !s.Status.Live() || len(s.Frames) == 0 || s.Wait == nil {
		return Sprint{}, fmt.Errorf("resume %s: the run is %s and waits for nothing", s.ID, s.Status)
	}
	snap := clone(s)
	t := newTurn(p, &snap, w)
	if !t.level() {
		t.unavailable(in)
		return t.sprint(), nil
	}
	switch in.Kind {
	case run.InputMessage:
		if in.Message == nil {
			return Sprint{}, fmt.Errorf("resume %s: an input without its message", s.ID)
		}
		t.message(in)
	case run.InputTime:
		t.time(in)
	case run.InputEffect:
		if in.Effect == nil {
			return Sprint{}, fmt.Errorf("resume %s: an input without its result", s.ID)
		}
		t.effect(in)
	default:
		return Sprint{}, fmt.Errorf("resume %s: unknown input %q", s.ID, in.Kind)
	}
	return t.sprint(), nil
}

// Accepts says whether the run would take the input as an answer, valid or not.
func Accepts(p *Program, s run.Snapshot, in run.Input) bool {
	if !s.Status.Live() || s.Wait == nil {
		return false
	}
	switch in.Kind {
	case run.InputMessage:
		return s.Wait.Kind == run.WaitReply && in.Message != nil && in.Message.Content.IsAnswer() && !isTrigger(&s, in)
	case run.InputEffect:
		return s.Wait.Kind == run.WaitEffect && in.Effect != nil && in.Effect.ID == s.Wait.Effect
	case run.InputTime:
		return s.Wait.Until > 0
	}
	return false
}

// Interruptible says whether an interrupting keyword of another flow may end
// the run where it stands now.
func Interruptible(_ *Program, s run.Snapshot) bool { return s.Wait == nil || !s.Wait.NoInterrupt }

// Codes of ignored inputs.
const (
	IgnoredBusy       = "busy"            // the run waits for something else
	IgnoredTrigger    = "trigger_message" // it started the run already
	IgnoredNoAnswer   = "not_an_answer"   // a reaction, an edit...
	IgnoredLateResult = "late_result"     // the wait for this call is over
	IgnoredTooEarly   = "too_early"       // the time has not come
)

// IgnoredCodes lists every code that an ignored input may carry.
func IgnoredCodes() []string {
	return []string{IgnoredBusy, IgnoredTrigger, IgnoredNoAnswer, IgnoredLateResult, IgnoredTooEarly, IgnoredDuplicate, IgnoredNoMatch}
}

// isTrigger says whether the message is the one that started the run: it is
// never an answer too.
func isTrigger(s *run.Snapshot, in run.Input) bool {
	return s.Trigger != nil && s.Trigger.Message != nil && in.Message.ID != "" && s.Trigger.Message.ID == in.Message.ID
}

// clone copies what a turn changes, so that a snapshot given to Resume stays
// as it was.
func clone(s run.Snapshot) run.Snapshot {
	frames := make([]run.Frame, len(s.Frames))
	for i, f := range s.Frames {
		f.Answers = append(make([]run.Answer, 0, len(f.Answers)+2), f.Answers...)
		frames[i] = f
	}
	s.Frames = frames
	w := *s.Wait
	s.Wait = &w
	return s
}

// turn is a sprint at work.
type turn struct {
	p     *Program // of the level at work
	root  *Program // that the caller of the engine gave
	w     *World
	snap  *run.Snapshot
	scope *run.Scope
	calls int // effects since the person or the clock last moved the run
}

func newTurn(p *Program, snap *run.Snapshot, w World) *turn {
	return &turn{p: p, root: p, w: &w, snap: snap, scope: p.scope(snap, w)}
}

func (t *turn) frame() *run.Frame { return t.snap.Frame() }

func (t *turn) sprint() Sprint {
	return Sprint{Snapshot: *t.snap, Events: t.scope.Events}
}

// waiting is the step that the run stands at, with the scope set to it.
func (t *turn) waiting() (int, *node) {
	i, ok := t.p.index[t.snap.Wait.Step]
	if !ok {
		return none, nil
	}
	t.at(i)
	return i, &t.p.steps[i]
}

func (t *turn) at(i int) {
	n := &t.p.steps[i]
	t.scope.StepID, t.scope.StepKey = n.step.ID, n.step.Key
	t.frame().Step = n.step.ID
}

func (t *turn) message(in run.Input) {
	t.scope.StepID = t.snap.Wait.Step
	if !Accepts(t.p, *t.snap, in) {
		code := IgnoredBusy
		switch {
		case isTrigger(t.snap, in):
			code = IgnoredTrigger
		case !in.Message.Content.IsAnswer():
			code = IgnoredNoAnswer
		}
		t.scope.Add(run.Event{Kind: run.InputIgnored, Message: in.Message.ID, Code: code})
		return
	}
	t.resume(in)
}

func (t *turn) effect(in run.Input) {
	t.scope.StepID = t.snap.Wait.Step
	if !Accepts(t.p, *t.snap, in) {
		// The wait has moved on: the result is noted, nothing more.
		t.scope.Add(run.Event{Kind: run.InputIgnored, Code: IgnoredLateResult, Result: in.Effect})
		return
	}
	t.calls = t.snap.Wait.Attempts
	t.scope.Add(run.Event{Kind: run.EffectDone, Result: in.Effect})
	t.resume(in)
}

func (t *turn) time(in run.Input) {
	t.scope.StepID = t.snap.Wait.Step
	wait := t.snap.Wait
	if wait.Until == 0 || t.scope.Now.UnixMilli() < wait.Until {
		t.scope.Add(run.Event{Kind: run.InputIgnored, Code: IgnoredTooEarly})
		return
	}
	switch wait.Kind {
	case run.WaitReply:
		if wait.Quiet {
			t.resume(in)
			return
		}
		t.scope.Add(run.Event{Kind: run.TimedOut})
		i, n := t.waiting()
		if n == nil {
			t.missing()
			return
		}
		if _, ok := n.exits[timeoutExit]; ok {
			t.follow(i, run.Leave(timeoutExit))
			return
		}
		t.end(run.Expired, "")
	case run.WaitEffect:
		t.calls = wait.Attempts
		res := &run.EffectResult{ID: wait.Effect, Error: "timeout"}
		t.scope.Add(run.Event{Kind: run.EffectDone, Result: res})
		t.resume(run.Input{Kind: run.InputEffect, Effect: res})
	default:
		t.resume(in)
	}
}

// timeoutExit is the exit by which a step leaves when nobody answers.
const timeoutExit = "timeout"

func (t *turn) missing() {
	t.scope.Problem(run.CodeNoSuchStep, "step", t.snap.Wait.Step)
	t.fail(run.CodeNoSuchStep)
}

// resume hands the input to the waiting step.
func (t *turn) resume(in run.Input) {
	i, n := t.waiting()
	if n == nil {
		t.missing()
		return
	}
	if n.runner == nil {
		t.broken(i)
		return
	}
	t.follow(i, t.guard(func() run.Outcome { return n.runner.Resume(t.scope, in) }))
}

// guard keeps a mistake of a step kind from taking the program down.
func (t *turn) guard(do func() run.Outcome) (out run.Outcome) {
	defer func() {
		if r := recover(); r != nil {
			t.scope.Problem(run.CodeEngineBroken, "why", fmt.Sprint(r))
			out = run.Outcome{Fail: run.CodeEngineBroken}
		}
	}()
	return do()
}

// loop enters steps one after the other until one waits or the run ends.
func (t *turn) loop(i int) { t.follow(i, run.Outcome{Goto: t.p.steps[i].step.ID}) }

// follow does what a step decided, and goes on.
func (t *turn) follow(i int, out run.Outcome) {
	entered := 0
	for {
		if t.scope.Full() {
			if t.circled() {
				t.stop(run.CodeEndlessLoop, "max", strconv.Itoa(run.StepsPerSprint))
			} else {
				t.stop(run.CodeTooManySends, "max", strconv.Itoa(run.SendsPerSprint))
			}
			return
		}
		next := none
		switch {
		case out.Fail != "":
			t.fail(out.Fail)
			return
		case out.End:
			t.scope.Add(run.Event{Kind: run.StepLeft})
			if i = t.done(out.Name); i == none {
				return
			}
			out = run.Next()
			continue
		case out.Stay:
			return
		case out.Wait != nil:
			t.wait(i, out.Wait)
			return
		case out.Call != nil:
			called, ok := t.call(out.Call)
			switch {
			case !ok && t.snap.Status == run.Failed:
				return
			case !ok:
				out = run.Leave(run.ExitUnavailable)
				continue
			case called == none:
				if i = t.done(""); i == none {
					return
				}
				out = run.Next()
				continue
			}
			next = called
		case out.Goto != "":
			to, ok := t.p.index[out.Goto]
			if !ok {
				t.scope.Problem(run.CodeNoSuchStep, "step", out.Goto)
				t.fail(run.CodeNoSuchStep)
				return
			}
			if entered > 0 || t.scope.StepID != "" { // not for the first step of a run
				t.scope.Add(run.Event{Kind: run.StepLeft})
			}
			next = to
		default:
			t.scope.Add(run.Event{Kind: run.StepLeft, Exit: out.Exit})
			to, ok := t.p.steps[i].exits[out.Exit]
			if !ok {
				if i = t.done(""); i == none {
					return
				}
				out = run.Next()
				continue
			}
			next = to
		}
		if entered++; entered > run.StepsPerSprint {
			t.stop(run.CodeEndlessLoop, "max", strconv.Itoa(run.StepsPerSprint))
			return
		}
		i = next
		out = t.enter(i)
	}
}

func (t *turn) enter(i int) run.Outcome {
	n := &t.p.steps[i]
	t.snap.Status, t.snap.Wait = run.Running, nil
	t.at(i)
	t.scope.Add(run.Event{Kind: run.StepEntered})
	if n.runner == nil {
		t.scope.Problem(run.CodeBrokenStep, "name", n.step.Name)
		return run.Fail(run.CodeBrokenStep)
	}
	return t.guard(func() run.Outcome { return n.runner.Enter(t.scope) })
}

func (t *turn) broken(i int) {
	t.scope.Problem(run.CodeBrokenStep, "name", t.p.steps[i].step.Name)
	t.fail(run.CodeBrokenStep)
}

// wait makes the run stand still.
func (t *turn) wait(i int, w *run.Wait) {
	w.Step, w.NoInterrupt = t.p.steps[i].step.ID, t.p.steps[i].noInterrupt
	if w.Until == 0 && w.Kind == run.WaitReply {
		minutes := t.p.doc.Settings.ExpiryMinutes
		if minutes <= 0 || minutes > run.MaxWaitMinutes {
			minutes = run.DefaultExpiry
		}
		w.Until = t.scope.Now.Add(time.Duration(minutes) * time.Minute).UnixMilli()
	}
	if w.Kind == run.WaitEffect {
		if w.Attempts = t.calls + 1; w.Attempts > run.CallsInARow {
			t.stop(run.CodeEndlessLoop, "max", strconv.Itoa(run.CallsInARow))
			return
		}
	}
	t.snap.Status, t.snap.Wait = run.Waiting, w
	if size := snapshotSize(t.snap); size > run.SnapshotLimit {
		t.stop(run.CodeSnapshotFull, "max", strconv.Itoa(run.SnapshotLimit), "got", strconv.Itoa(size))
		return
	}
	note := *w
	t.scope.Add(run.Event{Kind: run.WaitStarted, Wait: &note})
}

func (t *turn) end(status run.Status, outcome string) {
	t.snap.Status, t.snap.Outcome, t.snap.Wait = status, outcome, nil
	t.scope.Add(run.Event{Kind: run.RunEnded, Status: status, Outcome: outcome})
}
