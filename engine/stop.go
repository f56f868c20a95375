package engine

import "flusso/engine/run"

// fail ends the run because it cannot go on; code is that of the problem.
func (t *turn) fail(code string) {
	t.end(run.Failed, "")
	t.scope.Events[len(t.scope.Events)-1].Code = code
}

// circled says whether the sprint came to a step twice.
func (t *turn) circled() bool {
	seen := map[[2]string]bool{}
	for _, e := range t.scope.Events {
		if e.Kind == run.StepEntered {
			step := [2]string{e.Flow, e.Step}
			if seen[step] {
				return true
			}
			seen[step] = true
		}
	}
	return false
}

// eventsOfLoop that are kept of a sprint that was given up: enough to see the
// circle, not two hundred rows.
const eventsOfLoop = 40

// stop gives the sprint up: a limit was hit, so nothing of it is sent or
// changed, and the run has failed.
func (t *turn) stop(code string, pairs ...string) {
	kept := t.scope.Events[:0]
	for _, e := range t.scope.Events {
		switch e.Kind {
		case run.MessageQueued, run.EffectAsked, run.ContactChanged, run.TagsChanged, run.Assigned, run.Conversation:
			continue
		}
		if len(kept) < eventsOfLoop {
			kept = append(kept, e)
		}
	}
	t.scope.Events = kept
	t.scope.Problem(code, pairs...)
	t.fail(code)
}

// snapshotSize estimates the JSON's length from above, without writing it.
func snapshotSize(s *run.Snapshot) int {
	n := 512 + len(s.Variables)
	if s.Wait != nil {
		n += len(s.Wait.Data)
	}
	for _, f := range s.Frames {
		n += 150 + len(f.Variables)
		for _, a := range f.Answers {
			n += len(a.Key) + len(a.Value) + 30
		}
	}
	return n
}
