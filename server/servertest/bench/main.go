// Command bench runs the load generator against the program and against the
// least possible server with the same promises. scripts/bench.sh and
// scripts/prove.sh call it.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	appAddr  = "127.0.0.1:18190"
	skelAddr = "127.0.0.1:18191"
	mockAddr = "127.0.0.1:18192"
	secret   = "bench-secret"
	phoneID  = "100000000000001"
)

func main() {
	mode := flag.String("mode", "bench", "bench or prove")
	flag.Parse()
	b, err := prepare()
	if err == nil {
		if *mode == "prove" {
			err = b.prove()
		} else {
			err = b.bench()
		}
		err = errors.Join(err, os.RemoveAll(b.dir))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type bench struct {
	tools, dir string
	phone      int // the next block of numbers
}

// prepare builds all three programs.
func prepare() (*bench, error) {
	b := &bench{tools: os.Getenv("BENCH_TOOLS"), phone: int(time.Now().Unix() % 10000)}
	var err error
	if b.dir, err = os.MkdirTemp(".", ".bench-*"); err != nil {
		return nil, err
	}
	if b.dir, err = filepath.Abs(b.dir); err != nil {
		return nil, err
	}
	for _, c := range []struct{ in, pkg, out string }{{".", ".", "flusso"}, {".", "./server/servertest/prepare", "prepare"},
		{filepath.Join(b.tools, "loadgen"), ".", "loadgen"}, {filepath.Join(b.tools, "limits"), "./skeleton", "skeleton"}} {
		cmd := exec.Command("go", "build", "-o", filepath.Join(b.dir, c.out), c.pkg)
		cmd.Dir, cmd.Stderr = c.in, os.Stderr
		if err := cmd.Run(); err != nil {
			return nil, fmt.Errorf("build %s: %w", c.out, err)
		}
	}
	return b, nil
}

// report is what we read of the load generator's.
type report struct {
	Rates         struct{ InboundPerS float64 }
	Ms            struct{ LastReply struct{ P50, P99 float64 } }
	Conversations struct{ Started, Completed, Stuck int }
	Replies       struct {
		Received, Lost, Duplicated, DoubledUncertain, Unexpected, Reordered, ToUnknown int
	}
	Webhooks          struct{ Duplicates, Stale, Forged, ForgedAccepted int }
	CPUPer1000Inbound float64
	Procs             struct {
		App struct{ PSSStartMiB, PSSPeakMiB, PSSEndMiB float64 } `json:"app"`
	}
}

// server is one of the two under test.
type server struct {
	cmd     *exec.Cmd
	webhook string
	ready   time.Duration
}

func (b *bench) startApp(data string) (*server, error) {
	cmd := exec.Command(filepath.Join(b.dir, "flusso"))
	cmd.Env = append(os.Environ(), "FLUSSO_ADDR="+appAddr, "FLUSSO_DATA="+data, "FLUSSO_GRAPH_URL=http://"+mockAddr, "FLUSSO_GRAPH_VERSION=v21.0",
		"FLUSSO_ADMIN_EMAIL=bench@example.com", "FLUSSO_ADMIN_PASSWORD=bench-password", "FLUSSO_LOG=error")
	cmd.Stderr = os.Stderr
	s := &server{cmd: cmd, webhook: "http://" + appAddr + "/webhooks/whatsapp"}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	if err := ready("http://" + appAddr + "/readyz"); err != nil {
		return nil, err
	}
	s.ready = time.Since(began)
	return s, nil
}

func (b *bench) newApp() (*server, error) {
	data := filepath.Join(b.dir, fmt.Sprint("data-", b.phone))
	s, err := b.startApp(data)
	if err != nil {
		return nil, err
	}
	out, err := exec.Command(filepath.Join(b.dir, "prepare"), "-base", "http://"+appAddr, "-email", "bench@example.com", "-password", "bench-password",
		"-app-secret", secret, "-phone-id", phoneID).CombinedOutput()
	if err != nil {
		s.stop()
		return nil, fmt.Errorf("prepare: %w: %s", err, out)
	}
	return s, nil
}

func (b *bench) newSkeleton() (*server, error) {
	cmd := exec.Command(filepath.Join(b.dir, "skeleton"), "-promises", "-db", filepath.Join(b.dir, fmt.Sprint("skeleton-", b.phone, ".db")), "-listen", skelAddr,
		"-app-secret", secret, "-graph", "http://"+mockAddr+"/v21.0/"+phoneID+"/messages")
	s := &server{cmd: cmd, webhook: "http://" + skelAddr + "/webhook"}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return s, ready("http://" + skelAddr + "/health")
}

func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
}

func ready(url string) error {
	for range 2000 {
		res, err := http.Get(url)
		if err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	return fmt.Errorf("%s does not answer", url)
}

// load runs the load generator once.
func (b *bench) load(s *server, args ...string) (r report, err error) {
	b.phone++
	out := filepath.Join(b.dir, "report.json")
	all := append([]string{"-webhook", s.webhook, "-app-secret", secret, "-phone-id", phoneID, "-mock", mockAddr, "-script", filepath.Join(b.tools, "loadgen", "lead.json"),
		"-watch", "app=" + strconv.Itoa(s.cmd.Process.Pid), "-out", out, "-label", "run", "-base", fmt.Sprintf("1555%04d0000", b.phone%10000)}, args...)
	cmd := exec.Command(filepath.Join(b.dir, "loadgen"), all...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return r, fmt.Errorf("loadgen: %w: %s", err, said.String())
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(raw, &r)
}

var (
	saturated = []string{"-mode", "closed", "-conc", "256", "-contacts", "300000", "-think", "0", "-duration"}
	low       = []string{"-mode", "open", "-rate", "10", "-contacts", "100", "-duration", "10s"}
)

func (b *bench) bench() error {
	rounds, err := strconv.Atoi(os.Getenv("ROUNDS"))
	if err != nil {
		return fmt.Errorf("ROUNDS: %w", err)
	}
	heavy := append(slices.Clone(saturated), os.Getenv("DURATION"))
	values := map[string][]float64{}
	note := func(who string, sat, calm report) {
		values[who+" inbound/s"] = append(values[who+" inbound/s"], sat.Rates.InboundPerS)
		values[who+" cpu s/1000"] = append(values[who+" cpu s/1000"], sat.CPUPer1000Inbound)
		values[who+" peak MiB"] = append(values[who+" peak MiB"], sat.Procs.App.PSSPeakMiB)
		values[who+" p50 ms"] = append(values[who+" p50 ms"], calm.Ms.LastReply.P50)
		values[who+" p99 ms"] = append(values[who+" p99 ms"], calm.Ms.LastReply.P99)
		fmt.Printf("%-9s %7.0f inbound/s  %.2f s CPU/1000  %.0f MiB peak  p50 %.1f ms  p99 %.1f ms  lost %d doubled %d\n", who, sat.Rates.InboundPerS, sat.CPUPer1000Inbound,
			sat.Procs.App.PSSPeakMiB, calm.Ms.LastReply.P50, calm.Ms.LastReply.P99, sat.Replies.Lost+calm.Replies.Lost, sat.Replies.Duplicated+calm.Replies.Duplicated)
	}
	for range rounds {
		for _, who := range []string{"skeleton", "flusso"} {
			start := b.newSkeleton
			if who == "flusso" {
				start = b.newApp
			}
			s, err := start()
			if err != nil {
				return err
			}
			calm, err := b.load(s, low...)
			if err != nil {
				return err
			}
			sat, err := b.load(s, heavy...)
			if err != nil {
				return err
			}
			s.stop()
			note(who, sat, calm)
		}
	}
	fmt.Println("\nmedians of", rounds)
	for _, what := range []string{"inbound/s", "cpu s/1000", "p50 ms", "p99 ms", "peak MiB"} {
		f, s := median(values["flusso "+what]), median(values["skeleton "+what])
		fmt.Printf("%-12s flusso %8.2f  skeleton %8.2f  ratio %.2f\n", what, f, s, f/s)
	}
	return b.atRest()
}

// atRest measures the start on a database with data, and the memory half a
// minute after the last request.
func (b *bench) atRest() error {
	s, err := b.newApp()
	if err != nil {
		return err
	}
	data := filepath.Join(b.dir, fmt.Sprint("data-", b.phone))
	if _, err := b.load(s, append(slices.Clone(saturated), "4s")...); err != nil {
		return err
	}
	s.stop()
	var starts []float64
	for range 5 {
		if s, err = b.startApp(data); err != nil {
			return err
		}
		starts = append(starts, float64(s.ready.Milliseconds()))
		s.stop()
	}
	fmt.Printf("start to ready, migrated database: median %.0f ms\n", median(starts))
	if s, err = b.startApp(data); err != nil {
		return err
	}
	defer s.stop()
	if _, err := b.load(s, append(slices.Clone(saturated), "4s")...); err != nil {
		return err
	}
	time.Sleep(30 * time.Second)
	pss, err := memory(s.cmd.Process.Pid)
	fmt.Printf("memory 30 s after the last request: %.0f MiB\n", pss)
	return err
}

// memory is the proportional set size in MiB.
func memory(pid int) (float64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(raw)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "Pss:" {
			kib, err := strconv.ParseFloat(f[1], 64)
			return kib / 1024, err
		}
	}
	return 0, errors.New("no Pss line")
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}

// prove runs the promises under load and fails when one is broken.
func (b *bench) prove() error {
	var broken []string
	for _, c := range []struct {
		name string
		args []string
		sure bool // every message must arrive: the upstream does not refuse for good
	}{
		{"20 % duplicated, stale and forged", []string{"-mode", "open", "-rate", "40", "-contacts", "400", "-duration", "10s", "-dup", "0.2", "-ooo", "0.2", "-bad-sig", "0.2", "-status", "1", "-status-ooo", "0.5"}, true},
		{"duplicates half a second later, saturated", append(slices.Clone(saturated), "6s", "-dup", "0.2", "-dup-delay", "500ms", "-bad-sig", "0.2"), true},
		{"upstream throttles, drops and fails", []string{"-mode", "open", "-rate", "10", "-contacts", "100", "-duration", "10s", "-fail-429", "0.03", "-fail-pair", "0.03", "-fail-500", "0.03", "-fail-drop", "0.03", "-drain", "110s", "-linger", "20s"}, true},
		{"upstream delivers without telling", []string{"-mode", "open", "-rate", "10", "-contacts", "100", "-duration", "10s", "-fail-ambiguous", "0.05", "-fail-timeout", "0.03", "-slow-delay", "2s", "-drain", "110s", "-linger", "20s"}, true},
	} {
		s, err := b.newApp()
		if err != nil {
			return err
		}
		r, err := b.load(s, c.args...)
		s.stop() // also when the load failed
		if err != nil {
			return err
		}
		fmt.Printf("%-44s conversations %d/%d  lost %d  doubled %d (uncertain %d)  reordered %d  unexpected %d  forged accepted %d of %d\n", c.name, r.Conversations.Completed, r.Conversations.Started,
			r.Replies.Lost, r.Replies.Duplicated, r.Replies.DoubledUncertain, r.Replies.Reordered, r.Replies.Unexpected, r.Webhooks.ForgedAccepted, r.Webhooks.Forged)
		if r.Replies.Lost+r.Replies.Duplicated+r.Replies.Reordered+r.Replies.Unexpected+r.Replies.ToUnknown+r.Webhooks.ForgedAccepted+r.Conversations.Stuck > 0 {
			broken = append(broken, c.name)
		}
	}
	if err := b.crash(); err != nil {
		broken = append(broken, err.Error())
	}
	if len(broken) > 0 {
		return errors.New("broken: " + strings.Join(broken, "; "))
	}
	return nil
}

// crash kills the program in mid load and starts it again.
func (b *bench) crash() error {
	s, err := b.newApp()
	if err != nil {
		return err
	}
	data := filepath.Join(b.dir, fmt.Sprint("data-", b.phone))
	again := make(chan *server, 1)
	go func() {
		time.Sleep(4 * time.Second)
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
		time.Sleep(500 * time.Millisecond)
		next, err := b.startApp(data)
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench: start after the crash:", err)
		}
		again <- next
	}()
	r, err := b.load(s, "-mode", "open", "-rate", "20", "-contacts", "240", "-duration", "12s", "-status", "1", "-drain", "40s", "-linger", "17s")
	if next := <-again; next != nil {
		defer next.stop()
	}
	if err != nil {
		return err
	}
	fmt.Printf("%-44s conversations %d/%d  lost %d  doubled %d (uncertain %d)  reordered %d\n", "killed in mid load", r.Conversations.Completed, r.Conversations.Started,
		r.Replies.Lost, r.Replies.Duplicated, r.Replies.DoubledUncertain, r.Replies.Reordered)
	if r.Replies.Lost+r.Replies.Duplicated+r.Replies.Reordered+r.Conversations.Stuck > 0 {
		return errors.New("killed in mid load")
	}
	return nil
}
