package prove

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"flusso/engine/message"
	"flusso/server/store"
)

var (
	seeds = flag.Int("seeds", 0, "how many worlds TestSeeds makes (0: as many as CI does)")
	first = flag.Uint64("first", 1, "the first seed")
	most  = flag.Duration("within", 0, "begin no new world after this time (0: no limit)")
	one   = flag.Uint64("seed", 0, "play this seed alone and print its story")
)

// ciSeeds is how many worlds CI makes: some 40 s on two cores. The race
// detector makes SQLite twelve times as slow, so under it there are fewer; CI
// runs both.
const (
	ciSeeds    = 300
	raceSeeds  = 8
	shortSeeds = 30
)

var empty = sync.OnceValues(template)

// verdict of one world.
type verdict struct {
	faults []string
	log    []string
	hash   string
	tables map[string]string
	total  tally
}

// prove makes the world of a seed, plays it and judges it.
func prove(t *testing.T, seed uint64, b bug) (v verdict) {
	blank, err := empty()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp(memory(), "flusso-prove")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "flusso.db")
	if err := os.WriteFile(path, blank, 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(seed, 0x666c7573736f))
		w := &world{seed: seed, r: r, bug: b, path: path, turns: map[*store.Sprint]seen{}}
		w.graph = &graph{w: w, phones: map[line][]bubble{}, pipes: map[net.Conn]bool{}, contents: map[string]message.Content{},
			posts: map[string]int{}, unsure: map[string]int{}, refused: map[string]bool{}}
		w.crash = []int{0, 60, 150, 400}[r.IntN(4)]
		if err := w.open(); err != nil {
			t.Fatal(err)
		}
		for i := range 2 + r.IntN(3) {
			p := &person{waID: fmt.Sprintf("39347%07d", i+1), name: fmt.Sprintf("Person %d", i+1), left: 3 + r.IntN(7)}
			w.people = append(w.people, p)
			w.write(p)
			if r.IntN(2) == 0 {
				w.human(p)
			}
			if r.IntN(4) == 0 {
				w.forge(p)
			}
		}
		if r.IntN(2) == 0 {
			w.publish()
		}
		if r.IntN(2) == 0 {
			w.pause()
		}
		why := w.play(time.Now().Add(time.Duration(5+r.IntN(25)) * time.Minute))
		w.calm = true
		for _, p := range w.people {
			p.left = 0
		}
		if why == "" {
			why = w.play(time.Now().Add(settleFor))
		}
		if w.boot != nil {
			w.drop()
		}
		time.Sleep(time.Minute) // the cleaners of the HTTP clients go to rest
		f, err := look(path, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		v.faults = w.verdict(f)
		if why != "" {
			v.faults = append(v.faults, why)
		}
		v.log, v.hash, v.tables, v.total = w.log, f.hash, f.tables, w.total
	})
	return v
}

// memory is a folder in memory, where an fsync costs nothing; empty: the
// system's own.
func memory() string {
	const shm = "/dev/shm"
	if info, err := os.Stat(shm); err == nil && info.IsDir() {
		return shm
	}
	return ""
}

// TestSeeds plays many worlds and wants no violation in any.
func TestSeeds(t *testing.T) {
	if *one != 0 {
		v := prove(t, *one, noBug)
		t.Log(strings.Join(v.log, "\n"))
		t.Logf("database %s", v.hash)
		for _, f := range v.faults {
			t.Errorf("seed %d: %s", *one, f)
		}
		return
	}
	n := *seeds
	if n == 0 {
		switch {
		case raced:
			n = raceSeeds
		case testing.Short():
			n = shortSeeds
		default:
			n = ciSeeds
		}
	}
	var next, done, violations atomic.Int64
	var mu sync.Mutex
	var sum tally
	begun := time.Now()
	t.Run("worlds", func(t *testing.T) {
		for worker := range runtime.GOMAXPROCS(0) {
			t.Run(fmt.Sprint(worker), func(t *testing.T) {
				t.Parallel()
				for {
					i := next.Add(1) - 1
					if i >= int64(n) || *most > 0 && time.Since(begun) > *most {
						return
					}
					seed := *first + uint64(i)
					v := prove(t, seed, noBug)
					for _, f := range v.faults {
						violations.Add(1)
						if *seeds > 0 {
							fmt.Printf("seed %d: %s\n", seed, f) // a long run tells at once
						}
						t.Errorf("seed %d: %s", seed, f)
					}
					mu.Lock()
					sum.add(v.total)
					mu.Unlock()
					if k := done.Add(1); *seeds > 0 && k%250 == 0 {
						fmt.Printf("%d of %d worlds, %d violations, %s\n", k, n, violations.Load(), time.Since(begun).Round(time.Second))
					}
				}
			})
		}
	})
	fmt.Printf("%d seeds, %d conversations, %d messages in, %d delivered, %d crashes, %d duplicates, %d resends of uncertain sends counted, %d violations (%s)\n",
		done.Load(), sum.conversations, sum.received, sum.sent, sum.crashes, sum.duplicates, sum.resends, violations.Load(), time.Since(begun).Round(time.Second))
}

// TestSameSeedSameBytes plays worlds twice: the same story, and the same bytes
// in every table.
func TestSameSeedSameBytes(t *testing.T) {
	last := uint64(12)
	if raced || testing.Short() {
		last = 1
	}
	for seed := uint64(1); seed <= last; seed++ {
		a, b := prove(t, seed, noBug), prove(t, seed, noBug)
		if !slices.Equal(a.log, b.log) {
			for i := range a.log {
				if i >= len(b.log) || a.log[i] != b.log[i] {
					t.Fatalf("seed %d: the stories part at %d:\n%s\n%s", seed, i, a.log[i], b.log[min(i, len(b.log)-1)])
				}
			}
			t.Fatalf("seed %d: one story is longer", seed)
		}
		if a.hash != b.hash {
			for name := range a.tables {
				if a.tables[name] != b.tables[name] {
					t.Errorf("seed %d: table %s differs", seed, name)
				}
			}
		}
	}
}
