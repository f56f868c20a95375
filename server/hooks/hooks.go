package hooks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"flusso/server/jobs"
	"flusso/server/store"
)

// waits between attempts: quick at first for a restart on the other side, then
// for an outage, a day in all.
var waits = []time.Duration{5 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 8 * time.Hour}

const (
	// oldSecretLife is how long the secret before signs too after a rotation.
	oldSecretLife = 24 * time.Hour
	// atOnce is how many calls of one flow are under way at a time, so that one
	// slow receiver does not hold up everybody else.
	atOnce = 4
	// busyWait is when a delivery is looked at again that found no room.
	busyWait = time.Second
)

// purpose names the sealed secret.
const purpose = "flow.webhook"

// Box seals secrets (auth.Box).
type Box interface {
	Seal(purpose, text string) []byte
	Open(purpose string, sealed []byte) (string, error)
}

// Answer is what came back from a call.
type Answer struct {
	Status  int
	Body    string
	Error   string // a code
	Detail  string
	Elapsed time.Duration
}

// Poster makes one call, without repeating anything by itself.
type Poster func(ctx context.Context, url string, headers map[string]string, body []byte) Answer

// Service delivers.
type Service struct {
	st   *store.Store
	ids  *store.IDSource
	box  Box
	post Poster

	mu   sync.Mutex
	busy map[int64]int // calls under way, by flow
}

// New makes the service.
func New(st *store.Store, ids *store.IDSource, box Box, post Poster) *Service {
	return &Service{st: st, ids: ids, box: box, post: post, busy: map[int64]int{}}
}

// Kind is the handler of deliveries. What fails is asked again by Later: its
// log is the delivery's, it never becomes a dead letter.
func (s *Service) Kind() jobs.Kind { return jobs.Kind{Do: s.do, Tries: 5, Wait: storeWait} }

// storeWait is for failures of our own database.
func storeWait(tries int) time.Duration { return time.Duration(tries) * 10 * time.Second }

func (s *Service) do(ctx context.Context, job store.JobRef) error {
	row, err := strconv.ParseInt(job.Payload, 10, 64)
	if err != nil {
		return fmt.Errorf("hook payload: %w", err)
	}
	d, err := s.st.HookDeliveryRow(ctx, row)
	if errors.Is(err, store.ErrNotFound) || err == nil && d.State != store.HookOpen {
		return s.st.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(job.ID) })
	}
	if err != nil {
		return err
	}
	if !s.enter(d.FlowID) {
		return jobs.Later{At: s.st.Now().Add(busyWait)}
	}
	defer s.leave(d.FlowID)
	a, err := s.attempt(ctx, d)
	if err != nil {
		return err
	}
	state, next := s.verdict(d, a)
	err = s.st.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		if err := tx.HookAttempted(a, state, next); err != nil {
			return err
		}
		if state == store.HookOpen {
			return nil
		}
		return tx.FinishJob(job.ID)
	})
	if err == nil && state == store.HookOpen {
		return jobs.Later{At: next}
	}
	return err
}

// verdict says what a delivery is after a call.
func (s *Service) verdict(d store.HookDelivery, a store.HookAttempt) (state int, next time.Time) {
	switch {
	case a.Status >= 200 && a.Status < 300 && a.Error == "":
		return store.HookDelivered, next
	case a.Status == http.StatusGone || d.Tries >= len(waits) || d.IsTest:
		return store.HookGivenUp, next
	}
	return store.HookOpen, s.st.Now().Add(waits[d.Tries])
}

func (s *Service) enter(flow int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy[flow] >= atOnce {
		return false
	}
	s.busy[flow]++
	return true
}

func (s *Service) leave(flow int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy[flow]--; s.busy[flow] <= 0 {
		delete(s.busy, flow)
	}
}

// attempt makes one call. An error means that nothing is known of it: the
// program stops, or our own data is broken.
func (s *Service) attempt(ctx context.Context, d store.HookDelivery) (store.HookAttempt, error) {
	now := s.st.Now()
	secrets, err := s.secrets(ctx, d.FlowID, now)
	if err != nil {
		return store.HookAttempt{}, err
	}
	var id store.ID
	copy(id[:], d.UID)
	headers := Headers(id.String(), now, []byte(d.Body), secrets...)
	answer := s.post(ctx, d.URL, headers, []byte(d.Body))
	if ctx.Err() != nil && answer.Status == 0 {
		return store.HookAttempt{}, ctx.Err()
	}
	raw, err := json.Marshal(headers)
	if err != nil {
		return store.HookAttempt{}, err
	}
	a := store.HookAttempt{DeliveryID: d.ID, Status: answer.Status, Error: answer.Error, HeadersJSON: string(raw), Answer: answer.Body, ElapsedMS: answer.Elapsed.Milliseconds()}
	if a.Answer == "" {
		a.Answer = answer.Detail
	}
	return a, nil
}

// secrets that sign now, the present one first.
func (s *Service) secrets(ctx context.Context, flow int64, now time.Time) (list []string, err error) {
	h, err := s.ensure(ctx, flow)
	if err != nil {
		return nil, err
	}
	sealed := [][]byte{h.SecretSealed}
	if len(h.OldSealed) > 0 && h.OldUntil > now.UnixMilli() {
		sealed = append(sealed, h.OldSealed)
	}
	for _, b := range sealed {
		secret, err := s.box.Open(purpose, b)
		if err != nil {
			return nil, fmt.Errorf("open the secret of a flow's webhook: %w", err)
		}
		list = append(list, secret)
	}
	return list, nil
}

// ensure gives the secrets of a flow, made when there are none yet.
func (s *Service) ensure(ctx context.Context, flow int64) (store.FlowHook, error) {
	h, err := s.st.FlowHook(ctx, flow)
	if !errors.Is(err, store.ErrNotFound) {
		return h, err
	}
	sealed := s.box.Seal(purpose, newSecret())
	if err := s.st.Write(ctx, func(tx *store.Tx) error { return tx.EnsureFlowHook(flow, sealed) }); err != nil {
		return h, err
	}
	return s.st.FlowHook(ctx, flow)
}

// Secret is the present secret of a flow, and until when the one before it
// signs too.
func (s *Service) Secret(ctx context.Context, flow int64) (secret string, old time.Time, err error) {
	h, err := s.ensure(ctx, flow)
	if err != nil {
		return "", old, err
	}
	if len(h.OldSealed) > 0 && h.OldUntil > s.st.Now().UnixMilli() {
		old = store.Time(h.OldUntil)
	}
	secret, err = s.box.Open(purpose, h.SecretSealed)
	return secret, old, err
}

// Rotate makes a new secret. The one before signs too for a day.
func (s *Service) Rotate(ctx context.Context, flow int64) error {
	if _, err := s.ensure(ctx, flow); err != nil {
		return err
	}
	sealed := s.box.Seal(purpose, newSecret())
	return s.st.Write(ctx, func(tx *store.Tx) error { return tx.RotateFlowHook(flow, sealed, tx.Now().Add(oldSecretLife)) })
}

// Test sends an event once, at once, and keeps it in the log.
func (s *Service) Test(ctx context.Context, flow int64, id store.HookID, event, url, body string) (store.HookDelivery, error) {
	d := store.HookDelivery{UID: id.ID[:], FlowID: flow, Event: event, URL: url, Body: body, IsTest: true}
	if err := s.st.Write(ctx, func(tx *store.Tx) error { return tx.InsertHook(&d) }); err != nil {
		return d, err
	}
	a, err := s.attempt(ctx, d)
	if err != nil {
		return d, err
	}
	state, next := s.verdict(d, a)
	if err := s.st.Write(ctx, func(tx *store.Tx) error { return tx.HookAttempted(a, state, next) }); err != nil {
		return d, err
	}
	return s.st.HookDeliveryRow(ctx, d.ID)
}

// Replay sends a delivery again, with the id it had: a receiver that has it
// already can tell.
func (s *Service) Replay(ctx context.Context, d store.HookDelivery) error {
	return s.st.Write(ctx, func(tx *store.Tx) error {
		if d.State == store.HookOpen {
			return nil // it is tried again anyway
		}
		return tx.ReplayHook(d)
	})
}
