package whatsapp

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
)

// Types that read what Meta sends and what it has been seen to send instead. They never fail:
// one odd member must not cost the message it stands in.

// text reads a string; a number or a boolean is taken as it is written.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	*t = ""
	if len(b) == 0 || string(b) == "null" {
		return nil
	}
	if b[0] == '"' {
		var s string
		if json.Unmarshal(b, &s) == nil {
			*t = text(clean(s))
		}
		return nil
	}
	if b[0] != '{' && b[0] != '[' {
		*t = text(b)
	}
	return nil
}

// clean drops NUL: SQLite's functions and many consumers end a text there.
func clean(s string) string {
	if strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(s, "\x00", "")
}

// number reads an integer, also from a string or a decimal.
type number int64

func (n *number) UnmarshalJSON(b []byte) error {
	*n = 0
	s := strings.TrimSpace(strings.Trim(string(b), `"`))
	if i, err := strconv.ParseInt(s, 10, 64); err == nil {
		*n = number(i)
	} else if f, err := strconv.ParseFloat(s, 64); err == nil && f > -1e15 && f < 1e15 {
		*n = number(f)
	}
	return nil
}

// decimal reads a number, also from a string.
type decimal float64

func (d *decimal) UnmarshalJSON(b []byte) error {
	*d = 0
	if f, err := strconv.ParseFloat(strings.TrimSpace(strings.Trim(string(b), `"`)), 64); err == nil && f-f == 0 {
		*d = decimal(f)
	}
	return nil
}

// flag reads a boolean, also from a string or a number.
type flag bool

func (f *flag) UnmarshalJSON(b []byte) error {
	s := strings.Trim(string(b), `"`)
	*f = flag(s == "true" || s == "1")
	return nil
}

// maybe reads a T where one is expected, and leaves nil where something else stands.
type maybe[T any] struct{ v *T }

func (m *maybe[T]) UnmarshalJSON(b []byte) error {
	m.v = nil
	if len(b) == 0 || (b[0] != '{' && b[0] != '[') {
		return nil
	}
	v := new(T)
	if json.Unmarshal(b, v) == nil {
		m.v = v
	}
	return nil
}

// get gives the value or an empty one.
func (m maybe[T]) get() T {
	if m.v == nil {
		var zero T
		return zero
	}
	return *m.v
}

// list reads an array; a single object counts as an array of one, anything else as none.
type list[T any] []T

func (l *list[T]) UnmarshalJSON(b []byte) error {
	*l = nil
	if len(b) == 0 {
		return nil
	}
	switch b[0] {
	case '{':
		var one T
		if json.Unmarshal(b, &one) == nil {
			*l = list[T]{one}
		}
	case '[':
		var all []T
		if json.Unmarshal(b, &all) == nil {
			*l = all
			return nil
		}
		var each []json.RawMessage // one odd element must not cost the others
		if json.Unmarshal(b, &each) != nil {
			return nil
		}
		for _, raw := range each {
			var one T
			if json.Unmarshal(raw, &one) == nil {
				*l = append(*l, one)
			}
		}
	}
	return nil
}

// sha gives a file's hash in lower-case hex. Webhooks carry it in base64, the media endpoint in
// hex; both have been seen in both places.
func sha(s string) string {
	const size = 32
	s = strings.TrimSpace(s)
	if raw, err := hex.DecodeString(s); err == nil && len(raw) == size {
		return hex.EncodeToString(raw)
	}
	for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		if raw, err := enc.DecodeString(s); err == nil && len(raw) == size {
			return hex.EncodeToString(raw)
		}
	}
	return ""
}

// compact gives JSON without spaces, or nil when it is not JSON.
func compact(raw []byte) json.RawMessage {
	var b bytes.Buffer
	if len(raw) == 0 || json.Compact(&b, raw) != nil {
		return nil
	}
	return b.Bytes()
}
