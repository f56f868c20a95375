package engine

import (
	"errors"
	"fmt"

	"flusso/engine/run"
)

// ErrNoPath says that the step where a run stands has no such path that leads
// anywhere.
var ErrNoPath = errors.New("the step has no such path")

// Release lets a run go on by a path of the step where it waits, because
// somebody of the team says so. What it waited for is no longer waited for.
func Release(p *Program, s run.Snapshot, exit string, w World) (Sprint, error) {
	if w.NewID == nil {
		return Sprint{}, fmt.Errorf("release %s: no source of ids", s.ID)
	}
	if !s.Status.Live() || len(s.Frames) == 0 || s.Wait == nil {
		return Sprint{}, fmt.Errorf("release %s: the run is %s and waits for nothing", s.ID, s.Status)
	}
	snap := clone(s)
	t := newTurn(p, &snap, w)
	if !t.level() {
		return Sprint{}, ErrNoPath
	}
	i, n := t.waiting()
	if n == nil {
		return Sprint{}, ErrNoPath
	}
	if _, ok := n.exits[exit]; !ok {
		return Sprint{}, ErrNoPath
	}
	t.scope.Add(run.Event{Kind: run.Released, Exit: exit})
	t.follow(i, run.Leave(exit))
	return t.sprint(), nil
}
