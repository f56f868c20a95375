package flows

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"sync"

	"flusso/engine/flow"
	"flusso/engine/step"
)

// keptChecks is how many documents' problems are remembered: those that are open, with some to spare.
const keptChecks = 32

// checked remembers what stands against documents. flow.Check depends on the document alone, and a
// large one costs it as much time as opening its page may take; who opens a flow asks about the
// bytes that the last save asked about.
type checked struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte][]flow.Issue
	order [][sha256.Size]byte // oldest first
}

// of gives a slice of its own: callers add to it.
func (k *checked) of(doc flow.Document, cat *step.Registry) ([]flow.Issue, error) {
	raw, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	k.mu.Lock()
	issues, ok := k.known[sum]
	k.mu.Unlock()
	if ok {
		return slices.Clone(issues), nil
	}
	issues = flow.Check(doc, cat)
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.known[sum]; ok {
		return slices.Clone(issues), nil
	}
	if len(k.order) == keptChecks {
		delete(k.known, k.order[0])
		k.order = k.order[1:]
	}
	if k.known == nil {
		k.known = map[[sha256.Size]byte][]flow.Issue{}
	}
	k.known[sum] = issues
	k.order = append(k.order, sum)
	return slices.Clone(issues), nil
}
