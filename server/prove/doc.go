// Package prove is the proof that nothing is lost, doubled or reordered: a
// deterministic simulation. From one seed it draws flows, people, a schedule
// and the failures of Meta and of the machine, and lets the real store, lanes,
// runner and outbox work on them under a fake clock, one goroutine at a time.
// The program dies at random points and is opened again on the same files. In
// the end every person's phone is compared with what the engine alone would
// have said to the same inputs. The same seed gives the same bytes.
//
// Everything stands in its tests: see CONTRIBUTING.md, "The proof".
package prove
