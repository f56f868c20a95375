package engine

import (
	"fmt"
	"slices"

	"flusso/engine/run"
)

// clockLimit bounds how many waits one move of the clock ends: a flow that goes
// round with short waits would keep a tester busy for years of its time.
const clockLimit = 100

// pass moves the clock to where the tester wants it. What is due on the way
// happens at its own time, in order, as it would have while nobody looked; a
// call stays under way, for its answer is the tester's to choose.
func (s *simulation) pass() (events []run.Event, err error) {
	if s.in.Kind == "message" || s.in.Kind == "clock" {
		for range clockLimit {
			wait := s.Snapshot.Wait
			if !s.Snapshot.Status.Live() || wait == nil || wait.Kind == run.WaitEffect || wait.Until == 0 || wait.Until > s.in.Now {
				break
			}
			sprint, err := s.expire()
			if err != nil {
				return nil, err
			}
			s.take(sprint)
			events = append(events, sprint.Events...)
		}
	}
	s.Clock = max(s.Clock, s.in.Now)
	return events, nil
}

// expire ends the wait at its time.
func (s *simulation) expire() (Sprint, error) {
	s.Clock = max(s.Clock, s.Snapshot.Wait.Until)
	return s.resume(run.Input{Kind: run.InputTime})
}

// jump goes on at a step of the flow, so that nobody has to walk the whole way
// to it again. Answers and variables stay; flows that were called are left.
func (s *simulation) jump() (Sprint, error) {
	i, ok := s.p.index[s.in.Step]
	if !ok {
		return Sprint{}, fmt.Errorf("the flow has no step %q", s.in.Step)
	}
	if s.Open == 0 {
		s.Open = s.Clock
	}
	snap, w := s.Snapshot, s.world()
	if snap.ID == "" || len(snap.Frames) == 0 {
		var err error
		if snap, err = begin(s.p, s.id(), run.Trigger{Kind: "test"}, s.in.Vars, w); err != nil {
			return Sprint{}, err
		}
	} else {
		root := snap.Frames[0]
		root.Answers = slices.Clone(root.Answers)
		snap.Frames = []run.Frame{root}
		snap.Status, snap.Outcome, snap.Wait = run.Running, "", nil
	}
	t := newTurn(s.p, &snap, w)
	t.loop(i)
	return t.sprint(), nil
}
