package store

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"sync"
	"time"
)

// ID is a public id: a UUIDv7, so that its index grows at the end.
type ID [16]byte

// One type per entity, so that none can be passed for another.
type (
	UserID         struct{ ID }
	SessionID      struct{ ID }
	APIKeyID       struct{ ID }
	ChannelID      struct{ ID }
	FlowID         struct{ ID }
	VersionID      struct{ ID }
	ContactID      struct{ ID }
	ConversationID struct{ ID }
	MessageID      struct{ ID }
	RunID          struct{ ID }
	EffectID       struct{ ID }
	MediaID        struct{ ID }
	TemplateID     struct{ ID }
	TagID          struct{ ID }
	HookID         struct{ ID }
	TestID         struct{ ID }
	TrialID        struct{ ID }
)

// ErrBadID is what ParseID says of a text that is no id.
var ErrBadID = errors.New("not an id")

// String is the usual form with dashes.
func (id ID) String() string {
	var b [36]byte
	hex.Encode(b[0:8], id[0:4])
	hex.Encode(b[9:13], id[4:6])
	hex.Encode(b[14:18], id[6:8])
	hex.Encode(b[19:23], id[8:10])
	hex.Encode(b[24:36], id[10:16])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

// IsZero says whether no id was set.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalJSON writes the usual form.
func (id ID) MarshalJSON() ([]byte, error) { return json.Marshal(id.String()) }

// UnmarshalJSON reads the usual form.
func (id *ID) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return ErrBadID
	}
	got, err := ParseID(s)
	*id = got
	return err
}

// ParseID reads an id with or without dashes.
func ParseID(s string) (id ID, err error) {
	if len(s) == 36 {
		if s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
			return ID{}, ErrBadID
		}
		s = s[0:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	}
	if len(s) != 32 {
		return ID{}, ErrBadID
	}
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		return ID{}, ErrBadID
	}
	return id, nil
}

func idOf(b []byte) (id ID) {
	copy(id[:], b)
	return id
}

// IDSource makes public ids from a clock and a source of randomness.
type IDSource struct {
	now  func() time.Time
	rand io.Reader
	mu   sync.Mutex
	last int64
	seq  uint16
}

// NewIDSource makes ids that grow with time; with a fixed clock and reader
// they are the same on every run. A nil reader means the system's.
func NewIDSource(now func() time.Time, r io.Reader) *IDSource {
	if r == nil {
		r = rand.Reader
	}
	return &IDSource{now: now, rand: r}
}

// New makes an id. Ids of one millisecond are counted up, so that they sort in
// the order in which they were made.
func (s *IDSource) New() ID {
	s.mu.Lock()
	defer s.mu.Unlock()
	ms := s.now().UnixMilli()
	if ms <= s.last {
		ms = s.last
		if s.seq++; s.seq >= 1<<12 {
			s.seq = 0
			ms++
		}
	} else {
		s.seq = 0
	}
	s.last = ms
	var id ID
	if _, err := io.ReadFull(s.rand, id[8:]); err != nil {
		panic("no randomness: " + err.Error()) // crypto/rand never fails on a supported system
	}
	binary.BigEndian.PutUint64(id[0:], uint64(ms)<<16|0x7000|uint64(s.seq))
	id[8] = id[8]&0x3f | 0x80
	return id
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
