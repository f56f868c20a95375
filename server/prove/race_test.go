//go:build race

package prove

// raced says whether the race detector watches.
const raced = true
