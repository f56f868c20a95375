// Package dates reads days and times as people write them in a chat:
// 12/05/1990, 12 maggio 1990, tomorrow, domani alle 9.30, 9pm.
package dates

import (
	"strings"
	"time"
	"unicode"

	"flusso/engine/expr"
)

// Limits of what is looked at.
const (
	// maxText in bytes: "the day after tomorrow at half past nine" has 40; a
	// novel is no date.
	maxText = 120
	// minYear and maxYear of a date that somebody means.
	minYear, maxYear = 1800, 2200
	// twoDigits: 26 is 2026 and 90 is 1990. A short year lies at most this many
	// years ahead, else in the last century.
	twoDigits = 20
	// maxAway is the largest number of a distance (in 3 weeks).
	maxAway = 1000
)

// Reader reads dates for one person at one moment.
type Reader struct {
	now        time.Time
	monthFirst bool
}

// New makes a reader. Today is now's day in its own zone. Where the order of
// day and month is open, the language and the country decide: English reads
// the month first unless the country or the language's region says otherwise.
func New(now time.Time, language, country string) Reader {
	base, region, _ := strings.Cut(strings.ReplaceAll(language, "_", "-"), "-")
	if len(region) == 2 {
		country = region
	}
	first := strings.EqualFold(base, "en") && country == "" || monthFirst[strings.ToUpper(country)]
	return Reader{now: now, monthFirst: first}
}

// day is a date in the reader's zone; ok is false for the 31st of June.
func (r Reader) day(year int, month time.Month, day int) (time.Time, bool) {
	t := time.Date(year, month, day, 0, 0, 0, 0, r.now.Location())
	y, m, d := time.Date(year, month, day, 12, 0, 0, 0, time.UTC).Date()
	return t, y == year && m == month && d == day && year >= minYear && year <= maxYear
}

func (r Reader) today() time.Time {
	y, m, d := r.now.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, r.now.Location())
}

func (r Reader) away(n int) time.Time {
	y, m, d := r.now.Date()
	return time.Date(y, m, d+n, 0, 0, 0, 0, r.now.Location())
}

// Date reads a day. The result is the day's beginning in the reader's zone.
func (r Reader) Date(text string) (time.Time, bool) {
	s, ok := tidy(text)
	if !ok {
		return time.Time{}, false
	}
	return r.date(s)
}

func (r Reader) date(s string) (time.Time, bool) {
	if n, ok := relative[s]; ok {
		return r.away(n), true
	}
	toks, ok := tokens(s)
	if !ok {
		return time.Time{}, false
	}
	if t, ok := r.distance(toks); ok {
		return t, true
	}
	var numbers []token
	var month time.Month
	var weekday *time.Weekday
	monthAt := -1
	for _, t := range toks {
		switch {
		case t.word == "":
			numbers = append(numbers, t)
		case filler[t.word], upcoming[t.word]:
		default:
			if m, ok := months[t.word]; ok && month == 0 {
				month, monthAt = m, len(numbers)
			} else if d, ok := weekdays[t.word]; ok && weekday == nil {
				weekday = &d
			} else {
				return time.Time{}, false
			}
		}
	}
	switch {
	case month != 0:
		return r.named(numbers, month, monthAt)
	case len(numbers) > 0:
		return r.numeric(numbers)
	case weekday != nil:
		// The next one: whoever means today says so.
		n := (int(*weekday) - int(r.now.Weekday()) + 7) % 7
		if n == 0 {
			n = 7
		}
		return r.away(n), true
	}
	return time.Time{}, false
}

// distance reads "in 3 days", "3 giorni fa".
func (r Reader) distance(toks []token) (time.Time, bool) {
	sign, n, u := 0, 0, unit(-1)
	for _, t := range toks {
		switch {
		case t.word == "" && n == 0 && t.value > 0 && t.value <= maxAway:
			n = t.value
		case t.word == "":
			return time.Time{}, false
		case ago[t.word]:
			sign = -1
		case ahead[t.word] && sign == 0:
			sign = 1
		default:
			if v, ok := units[t.word]; ok && u < 0 {
				u = v
			} else if v, ok := numerals[t.word]; ok && n == 0 {
				n = v
			} else if !filler[t.word] {
				return time.Time{}, false
			}
		}
	}
	if sign == 0 || n == 0 || u < 0 {
		return time.Time{}, false
	}
	var t time.Time
	switch u {
	case weeks:
		t = r.away(sign * n * 7)
	case monthsLong:
		t = r.addMonths(sign * n)
	default:
		t = r.away(sign * n)
	}
	return t, t.Year() >= minYear && t.Year() <= maxYear
}

// addMonths keeps the day, or takes the month's last one.
func (r Reader) addMonths(n int) time.Time {
	y, m, d := r.now.Date()
	last := time.Date(y, m+time.Month(n)+1, 0, 12, 0, 0, 0, time.UTC).Day()
	return time.Date(y, m+time.Month(n), min(d, last), 0, 0, 0, 0, r.now.Location())
}

// named is a date with the name of its month; at tells how many numbers stand
// before it.
func (r Reader) named(numbers []token, month time.Month, at int) (time.Time, bool) {
	switch len(numbers) {
	case 1: // 12 May, May 12
		if numbers[0].digits > 2 {
			return time.Time{}, false
		}
		return r.upcoming(month, numbers[0].value)
	case 2:
		day, year := numbers[0], numbers[1]
		if day.digits == 4 && at <= 1 { // 2026 May 12
			day, year = year, day
		}
		y, ok := r.year(year)
		if !ok || day.digits > 2 {
			return time.Time{}, false
		}
		return r.day(y, month, day.value)
	}
	return time.Time{}, false
}

// numeric is a date of numbers only.
func (r Reader) numeric(n []token) (time.Time, bool) {
	switch len(n) {
	case 1:
		return r.packed(n[0])
	case 2:
		if n[0].digits > 2 || n[1].digits > 2 {
			return time.Time{}, false
		}
		month, day := r.order(n[0].value, n[1].value)
		return r.upcoming(month, day)
	case 3:
		if n[0].digits == 4 { // 2026-05-12
			if n[1].digits > 2 || n[2].digits > 2 {
				return time.Time{}, false
			}
			return r.day(n[0].value, time.Month(n[1].value), n[2].value)
		}
		year, ok := r.year(n[2])
		if !ok || n[0].digits > 2 || n[1].digits > 2 {
			return time.Time{}, false
		}
		month, day := r.order(n[0].value, n[1].value)
		return r.day(year, month, day)
	}
	return time.Time{}, false
}

// packed is 20260512 or 12052026.
func (r Reader) packed(n token) (time.Time, bool) {
	if n.digits != 8 {
		return time.Time{}, false
	}
	if t, ok := r.day(n.value/10000, time.Month(n.value/100%100), n.value%100); ok {
		return t, true
	}
	month, day := r.order(n.value/1000000, n.value/10000%100)
	return r.day(n.value%10000, month, day)
}

// order says which of two numbers is the month: where only one can be, that
// one.
func (r Reader) order(a, b int) (month time.Month, day int) {
	if r.monthFirst && a <= 12 || b > 12 {
		return time.Month(a), b
	}
	return time.Month(b), a
}

// year of two or four digits.
func (r Reader) year(n token) (int, bool) {
	switch n.digits {
	case 4:
		return n.value, true
	case 2:
		year := r.now.Year()/100*100 + n.value
		if year > r.now.Year()+twoDigits {
			year -= 100
		}
		return year, true
	}
	return 0, false
}

// upcoming is the next such day, today included: who names no year means the
// one that comes.
func (r Reader) upcoming(month time.Month, day int) (time.Time, bool) {
	// The 29th of February may be eight years away.
	for year := r.now.Year(); year <= r.now.Year()+8; year++ {
		if t, ok := r.day(year, month, day); ok && !t.Before(r.today()) {
			return t, true
		}
	}
	return time.Time{}, false
}

// token is a word or a number.
type token struct {
	word   string
	value  int
	digits int // of a number
	before rune
}

// tokens splits a tidy text; what is neither word, number nor a mark between
// them makes it unreadable.
func tokens(s string) ([]token, bool) {
	var out []token
	var mark rune
	runes := []rune(s)
	for i := 0; i < len(runes); {
		c := runes[i]
		switch {
		case c >= '0' && c <= '9':
			t := token{before: mark}
			for ; i < len(runes) && runes[i] >= '0' && runes[i] <= '9'; i++ {
				if t.digits++; t.digits > 8 {
					return nil, false
				}
				t.value = t.value*10 + int(runes[i]-'0')
			}
			out, mark = append(out, t), 0
		case unicode.IsLetter(c) || c == '°':
			from := i
			for i < len(runes) && (unicode.IsLetter(runes[i]) || runes[i] == '°' || (runes[i] == '\'' || runes[i] == '-') && i+1 < len(runes) && unicode.IsLetter(runes[i+1])) {
				i++
			}
			out, mark = append(out, token{word: string(runes[from:i]), before: mark}), 0
		case strings.ContainsRune("/.-,:'", c):
			if len(out) == 0 || mark != 0 { // a mark stands between two parts
				return nil, false
			}
			mark = c
			i++
		case c == ' ':
			i++
		default:
			return nil, false
		}
		if len(out) > maxTokens {
			return nil, false
		}
	}
	return out, len(out) > 0
}

// maxTokens of a date: "next monday the 12 of may 2026" has seven.
const maxTokens = 12

// tidy folds a text and writes every digit as 0 to 9.
func tidy(text string) (string, bool) {
	if len(text) > maxText {
		return "", false
	}
	s := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r), unicode.Is(unicode.Cf, r):
			return -1
		case r == '–' || r == '—' || r == '‐' || r == '‑':
			return '-'
		case r == '،':
			return ','
		}
		for _, zero := range []rune{'٠', '۰', '०', '০', '๐'} {
			if r >= zero && r <= zero+9 {
				return '0' + r - zero
			}
		}
		return r
	}, text)
	s = strings.TrimRight(expr.Fold(s), " .!,;")
	return s, s != ""
}
