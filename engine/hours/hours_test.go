package hours_test

import (
	"encoding/json"
	"testing"
	"time"
	_ "time/tzdata"

	"flusso/engine/hours"
)

func schedule(t *testing.T, text string) *hours.Schedule {
	t.Helper()
	var s hours.Schedule
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	return &s
}

const shop = `{"days":{"mon":[{"from":"09:00","to":"13:00"},{"from":"15:30","to":"19:00"}],"fri":[{"from":"22:00","to":"02:00"}],"sun":[{"from":"00:00","to":"24:00"}]},"holidays":["12-25","2026-11-30"]}`

func TestOpenAndNext(t *testing.T) {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		about, at string
		open      bool
		next      string // "" when open
	}{
		{"a window's first minute", "2026-11-23 09:00", true, ""},
		{"its end is outside", "2026-11-23 13:00", false, "2026-11-23 15:30"},
		{"the second window", "2026-11-23 18:59", true, ""},
		{"the night before", "2026-11-23 03:00", false, "2026-11-23 09:00"},
		{"past midnight", "2026-11-28 01:59", true, ""},
		{"after the night", "2026-11-28 02:00", false, "2026-11-29 00:00"},
		{"a whole day", "2026-11-29 23:59", true, ""},
		{"a day off", "2026-11-30 10:00", false, "2026-12-04 22:00"},
		{"a day off of every year, a Friday", "2026-12-25 22:30", false, "2026-12-27 00:00"},
		{"the window of the day before reaches into a day off", "2027-12-25 01:00", true, ""}, // Saturday
		{"the clock goes back on a Sunday", "2026-10-25 02:30", true, ""},
		{"the clock goes forward on a Sunday", "2026-03-29 03:30", true, ""},
	}
	s := schedule(t, shop)
	for _, c := range cases {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, rome)
		if err != nil {
			t.Fatal(err)
		}
		want := c.next
		if want == "" {
			want = c.at
		}
		next, ok := s.Next(at)
		if got := next.Format("2006-01-02 15:04"); s.Open(at) != c.open || !ok || got != want {
			t.Errorf("%s: open %v, next %s (%v), want %v and %s", c.about, s.Open(at), got, ok, c.open, want)
		}
	}
}

// Whatever the clock does, the next opening is open and not before.
func TestNextIsOpen(t *testing.T) {
	for _, zone := range []string{"Europe/Rome", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "UTC"} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{shop, `{"days":{"sun":[{"from":"02:15","to":"02:45"},{"from":"23:30","to":"00:30"}]}}`} {
			s := schedule(t, text)
			for i := range 3000 {
				at := time.Date(2026, 1, 1, 0, 17, 0, 0, loc).Add(time.Duration(i) * 173 * time.Minute)
				if next, ok := s.Next(at); !ok || next.Before(at) || !s.Open(next) {
					t.Fatalf("%s at %v: next %v %v", zone, at, next, ok)
				}
			}
		}
	}
}

func TestNeverAndAlways(t *testing.T) {
	at := time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)
	var always *hours.Schedule
	if next, ok := always.Next(at); !ok || !next.Equal(at) || !always.Open(at) || always.Check() != nil {
		t.Error("no schedule is always open")
	}
	never := schedule(t, `{"days":{}}`)
	if _, ok := never.Next(at); ok || never.Open(at) {
		t.Error("a schedule without windows is never open")
	}
	for text, path := range map[string]string{
		`{"days":{}}`: "days",
		`{"days":{"mon":[{"from":"24:00","to":"24:00"}]}}`:                         "days.mon.0.from",
		`{"days":{"mon":[{"from":"09:00","to":"9"}]}}`:                             "days.mon.0.to",
		`{"days":{"mon":[{"from":"09:60","to":"10:00"}]}}`:                         "days.mon.0.from",
		`{"days":{"mon":[{"from":"-1:00","to":"10:00"}]}}`:                         "days.mon.0.from",
		`{"days":{"monday":[{"from":"09:00","to":"10:00"}]}}`:                      "days",
		`{"days":{"mon":[{"from":"09:00","to":"10:00"}]},"holidays":["02-30"]}`:    "holidays.0",
		`{"days":{"mon":[{"from":"09:00","to":"10:00"}]},"holidays":["25/12/26"]}`: "holidays.0",
	} {
		if p := schedule(t, text).Check(); len(p) == 0 || p[0].Path != path {
			t.Errorf("%s: %v, want %s", text, p, path)
		}
	}
	if p := schedule(t, shop).Check(); len(p) > 0 {
		t.Errorf("%v", p)
	}
}

func TestLongestGap(t *testing.T) {
	for text, want := range map[string]time.Duration{
		`{"days":{}}`: 7 * 24 * time.Hour,
		`{"days":{"mon":[{"from":"09:00","to":"18:00"}],"tue":[{"from":"09:00","to":"18:00"}]}}`: 5*24*time.Hour + 15*time.Hour,
		`{"days":{"fri":[{"from":"22:00","to":"02:00"}]}}`:                                       6*24*time.Hour + 20*time.Hour,
		`{"days":{"mon":[{"from":"00:00","to":"24:00"}],"tue":[{"from":"00:00","to":"24:00"}],"wed":[{"from":"00:00","to":"24:00"}],"thu":[{"from":"00:00","to":"24:00"}],"fri":[{"from":"00:00","to":"24:00"}],"sat":[{"from":"00:00","to":"24:00"}],"sun":[{"from":"00:00","to":"24:00"}]}}`: 0,
	} {
		if got := schedule(t, text).LongestGap(); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	var always *hours.Schedule
	if always.LongestGap() != 0 {
		t.Error("what is always open has no gap")
	}
}
