package dates

import (
	"strings"
	"time"
)

// Clock is a time of day.
type Clock struct{ Hour, Minute int }

// String is 09:30.
func (c Clock) String() string {
	b := []byte{'0' + byte(c.Hour/10), '0' + byte(c.Hour%10), ':', '0' + byte(c.Minute/10), '0' + byte(c.Minute%10)}
	return string(b)
}

// Minutes since midnight.
func (c Clock) Minutes() int { return c.Hour*60 + c.Minute }

// Time reads a time of day: 9, 9.30, 21:15, 9pm, 21h15, alle 9, noon.
func (r Reader) Time(text string) (Clock, bool) {
	s, ok := tidy(text)
	if !ok {
		return Clock{}, false
	}
	c, ok := clock(s)
	c.Hour %= 24 // 24:00 is midnight
	return c, ok
}

// points are the dots of a.m. and p.m.
var points = strings.NewReplacer("a.m", "am", "p.m", "pm", "a. m", "am", "p. m", "pm")

// clock reads a tidy text; the hour may be 24.
func clock(s string) (Clock, bool) {
	if h, ok := moments[s]; ok {
		return Clock{Hour: h}, true
	}
	toks, ok := tokens(points.Replace(s))
	if !ok {
		return Clock{}, false
	}
	var numbers []token
	half, halves := false, 0
	for i, t := range toks {
		switch {
		case t.word == "":
			if len(numbers) > 0 && !joins(toks[i-1], t) {
				return Clock{}, false
			}
			numbers = append(numbers, t)
		case (t.word == "am" || t.word == "pm") && len(numbers) == 0: // German "am" is filler
			if t.word == "pm" {
				return Clock{}, false
			}
		default:
			if pm, ok := halfOfDay[t.word]; ok && len(numbers) > 0 && halves == 0 {
				half, halves = pm, 1
			} else if h, ok := moments[t.word]; ok && len(numbers) == 0 && len(toks) <= 3 {
				numbers = append(numbers, token{value: h, digits: 2})
			} else if !clockFiller[t.word] {
				return Clock{}, false
			}
		}
	}
	return reading(numbers, half, halves > 0)
}

// joins says whether a number goes on with the one before: 9:30, 9.30, 21h15.
func joins(before, t token) bool {
	switch before.word {
	case "", "h", "e", "uhr", "ore", "horas", "heures":
	default:
		return false
	}
	return t.before == 0 || strings.ContainsRune(":.,'", t.before)
}

func reading(n []token, pm, half bool) (Clock, bool) {
	c := Clock{}
	switch {
	case len(n) == 1 && n[0].digits <= 2:
		c.Hour = n[0].value
	case len(n) == 1 && n[0].digits <= 4: // 930, 2130
		c = Clock{n[0].value / 100, n[0].value % 100}
	case len(n) == 2 && n[0].digits <= 2 && n[1].digits == 2:
		c = Clock{n[0].value, n[1].value}
	case len(n) == 3 && n[0].digits <= 2 && n[1].digits == 2 && n[2].digits == 2 && n[2].value < 60: // seconds
		c = Clock{n[0].value, n[1].value}
	default:
		return Clock{}, false
	}
	if half {
		switch {
		case pm && c.Hour < 12:
			c.Hour += 12
		case !pm && c.Hour == 12:
			c.Hour = 0
		case !pm && c.Hour > 12:
			return Clock{}, false
		}
	}
	return c, c.Minute < 60 && (c.Hour < 24 || c.Hour == 24 && c.Minute == 0)
}

// moment layouts that programs write.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"}

// DateTime reads a day with a time: 12/05/2026 9.30, tomorrow at 9pm,
// alle 9 di domani.
func (r Reader) DateTime(text string) (time.Time, bool) {
	plain := strings.TrimSpace(text)
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, plain, r.now.Location()); err == nil {
			return t.In(r.now.Location()), t.Year() >= minYear && t.Year() <= maxYear
		}
	}
	s, ok := tidy(text)
	if !ok {
		return time.Time{}, false
	}
	words := strings.FieldsFunc(s, func(c rune) bool { return c == ' ' || c == ',' || c == ';' })
	if len(words) > maxTokens {
		return time.Time{}, false
	}
	for i := 1; i < len(words); i++ {
		head, tail := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if t, ok := r.both(head, tail); ok {
			return t, true
		}
		if t, ok := r.both(tail, head); ok {
			return t, true
		}
	}
	return time.Time{}, false
}

func (r Reader) both(day, hour string) (time.Time, bool) {
	c, ok := clock(hour)
	if !ok {
		return time.Time{}, false
	}
	t, ok := r.date(day)
	if !ok {
		return time.Time{}, false
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, c.Hour, c.Minute, 0, 0, r.now.Location()), true
}
