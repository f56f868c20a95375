package store

// Point is a place between two steps that a crash may part.
type Point int

// The points in the order in which a unit passes them.
const (
	PointSubmit    Point = iota // a caller is about to queue a unit
	PointGroup                  // the writer has woken and is about to take what is queued
	PointCommit                 // every statement has run, the commit has not
	PointCommitted              // the commit is on the disk, and nobody knows of it
	PointAnswered               // the caller has heard of the commit
)

// Passing is who passes a point.
type Passing struct {
	Point Point
	Seq   int64    // PointSubmit, PointAnswered: of the unit, counted from the start
	Unit  *Hot     // PointSubmit; nil when the unit is cold
	Group []*Hot   // PointCommitted
	Jobs  []JobRef // PointCommitted: what the commit queued
}

// Gate is called at every point, without any lock held, by the goroutine that
// passes it. The proof (server/prove) uses it to decide who goes on and where
// the program dies: a gate may block, end its goroutine, or change what
// passes. Without one nothing is called.
type Gate func(Passing)

func (s *Store) pass(p Point, u *unit) int64 {
	if s.gate == nil {
		return 0
	}
	seq := s.seq.Add(1)
	s.gate(Passing{Point: p, Seq: seq, Unit: u.hot})
	return seq
}

func (s *Store) passed(p Point, seq int64) {
	if s.gate != nil {
		s.gate(Passing{Point: p, Seq: seq})
	}
}

func (s *Store) committed(tx *Tx, group []*unit) {
	if s.gate == nil {
		return
	}
	p := Passing{Point: PointCommitted, Jobs: tx.jobs}
	for _, u := range group {
		if u.hot != nil {
			p.Group = append(p.Group, u.hot)
		}
	}
	s.gate(p)
}
