// Package hours says when a business is open: windows of a week, and days off.
package hours

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Schedule is a week of opening windows. A nil one is always open, one
// without windows never.
type Schedule struct {
	Days     map[string][]Window `json:"days"`               // by mon, tue, wed, thu, fri, sat, sun
	Holidays []string            `json:"holidays,omitempty"` // closed all day: 2026-12-25, or 12-25 of every year
}

// Window is a part of a day, from 09:00 up to but not including 13:00. One
// that ends at or before its start goes on past midnight; 00:00 to 24:00 is
// the whole day.
type Window struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Days of a week in the order that people expect.
var Days = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// Limits of a schedule.
const (
	// MaxWindows of one day: more than a shop has, and cheap to look through.
	MaxWindows = 10
	// MaxHolidays: the public holidays of some years.
	MaxHolidays = 400
	// horizon in days within which the next opening is looked for: a year and
	// a leap day, after that days off come back the same.
	horizon = 367
)

// Problem is something that cannot be understood in a schedule.
type Problem struct {
	Path  string // dotted: days.mon.0.from
	Value string
}

// Check lists what cannot be understood. A schedule without any window is a
// problem too, at path "days": nobody would ever be answered.
func (s *Schedule) Check() []Problem {
	if s == nil {
		return nil
	}
	var out []Problem
	windows := 0
	for _, day := range Days {
		if n := len(s.Days[day]); n > MaxWindows {
			out = append(out, Problem{"days." + day, strconv.Itoa(n)})
		}
		for i, w := range s.Days[day] {
			windows++
			at := fmt.Sprintf("days.%s.%d.", day, i)
			if m, ok := minutes(w.From); !ok || m == dayMinutes {
				out = append(out, Problem{at + "from", w.From})
			}
			if _, ok := minutes(w.To); !ok {
				out = append(out, Problem{at + "to", w.To})
			}
		}
	}
	for day := range s.Days {
		if dayNumber(day) < 0 {
			out = append(out, Problem{"days", day})
			break // which one of several does not matter, and maps have no order
		}
	}
	if len(s.Holidays) > MaxHolidays {
		out = append(out, Problem{"holidays", strconv.Itoa(len(s.Holidays))})
	}
	for i, h := range s.Holidays {
		if !isDate(h) {
			out = append(out, Problem{"holidays." + strconv.Itoa(i), h})
		}
	}
	if windows == 0 {
		out = append(out, Problem{Path: "days"})
	}
	return out
}

func isDate(s string) bool {
	if _, err := time.Parse("2006-01-02", s); err == nil {
		return true
	}
	_, err := time.Parse("2006-01-02", "2028-"+s) // a leap year: 02-29 is a day
	return err == nil
}

func dayNumber(name string) int {
	for i, d := range Days {
		if d == name {
			return i
		}
	}
	return -1
}

const dayMinutes = 24 * 60

// minutes reads 09:30; 24:00 is the end of the day.
func minutes(s string) (int, bool) {
	h, m, ok := strings.Cut(s, ":")
	if !ok || len(h) != 2 || len(m) != 2 {
		return 0, false
	}
	hour, err := strconv.Atoi(h)
	if err != nil || hour < 0 {
		return 0, false
	}
	minute, err := strconv.Atoi(m)
	if err != nil || minute < 0 || minute > 59 {
		return 0, false
	}
	total := hour*60 + minute
	return total, total <= dayMinutes
}

// span is a window on one day of the calendar.
type span struct{ from, to time.Time }

// on lists the windows that begin on the day of t, in t's location. Clock
// changes are the location's business: 09:00 is 09:00.
func (s *Schedule) on(t time.Time) []span {
	y, m, d := t.Date()
	noon := time.Date(y, m, d, 12, 0, 0, 0, t.Location())
	date := noon.Format("2006-01-02")
	for _, h := range s.Holidays {
		if h == date || h == date[5:] {
			return nil
		}
	}
	var out []span
	for _, w := range s.Days[Days[(int(noon.Weekday())+6)%7]] {
		from, ok := minutes(w.From)
		to, ok2 := minutes(w.To)
		if !ok || !ok2 {
			continue
		}
		end := d
		if to <= from {
			end++
		}
		out = append(out, span{
			time.Date(y, m, d, from/60, from%60, 0, 0, t.Location()),
			time.Date(y, m, end, to/60, to%60, 0, 0, t.Location()),
		})
	}
	return out
}

// day gives noon of the day n days after t's: noon exists on every day.
func day(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+n, 12, 0, 0, 0, t.Location())
}

// Open says whether t, in its own location, is inside a window.
func (s *Schedule) Open(t time.Time) bool {
	if s == nil {
		return true
	}
	for n := -1; n <= 0; n++ { // a window of yesterday may reach into today
		for _, w := range s.on(day(t, n)) {
			if !t.Before(w.from) && t.Before(w.to) {
				return true
			}
		}
	}
	return false
}

// Next is the first moment from t on that is inside a window: t itself when it
// is. ok is false when no window comes.
func (s *Schedule) Next(t time.Time) (next time.Time, ok bool) {
	if s.Open(t) {
		return t, true
	}
	for n := 0; n <= horizon; n++ {
		for _, w := range s.on(day(t, n)) {
			if w.from.After(t) && w.to.After(w.from) && (!ok || w.from.Before(next)) {
				next, ok = w.from, true
			}
		}
		if ok {
			return next, true
		}
	}
	return time.Time{}, false
}

// LongestGap is the longest time that the schedule is closed in an ordinary
// week; days off make it longer. A schedule that never opens has a gap of a week.
func (s *Schedule) LongestGap() time.Duration {
	if s == nil {
		return 0
	}
	week := Schedule{Days: s.Days}
	at := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) // any Monday
	end := at.AddDate(0, 0, 14)                         // twice: a gap may reach over Sunday
	var longest time.Duration
	for at.Before(end) {
		if week.Open(at) {
			at = week.closes(at)
			continue
		}
		next, ok := week.Next(at)
		if !ok {
			return 7 * 24 * time.Hour
		}
		longest = max(longest, next.Sub(at))
		at = next
	}
	return longest
}

// closes is the end of the windows that are open at t, at most a day later.
func (s *Schedule) closes(t time.Time) time.Time {
	end := t
	for n := -1; n <= 0; n++ {
		for _, w := range s.on(day(t, n)) {
			if !t.Before(w.from) && t.Before(w.to) && w.to.After(end) {
				end = w.to
			}
		}
	}
	return end
}
