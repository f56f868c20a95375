package expr

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FromJSON reads a JSON value: whole numbers as int, others as float64.
func FromJSON(data []byte) (any, error) {
	// Most answers are a short text: no decoder for them.
	if n := len(data); n >= 2 && data[0] == '"' && data[n-1] == '"' && bytes.IndexByte(data[1:n-1], '\\') < 0 && bytes.IndexByte(data[1:n-1], '"') < 0 {
		return string(data[1 : n-1]), nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, because(Unreadable).at(int(d.InputOffset()))
	}
	return numbers(v), nil
}

func numbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		if i, err := strconv.Atoi(string(v)); err == nil {
			return i
		}
		f, err := v.Float64()
		if err != nil || math.IsInf(f, 0) {
			return string(v)
		}
		return f
	case []any:
		for i := range v {
			v[i] = numbers(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = numbers(v[k])
		}
	}
	return v
}

// words of a language for what is printed: decimal and thousands marks, names.
type words struct {
	decimal, group string
	months         [12]string
	days           [7]string // from Sunday
	of             string    // between day, month and year
	yes, no        string
}

// languages that have words of their own; others print ISO dates and the
// numbers of English.
var languages = map[string]words{
	"en": {".", ",", [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		[7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}, " ", "yes", "no"},
	"it": {",", ".", [12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
		[7]string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"}, " ", "sì", "no"},
	"es": {",", ".", [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		[7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}, " de ", "sí", "no"},
	"pt": {",", ".", [12]string{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
		[7]string{"domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado"}, " de ", "sim", "não"},
	"fr": {",", "\u202f", [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		[7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}, " ", "oui", "non"},
	"de": {",", ".", [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		[7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"}, " ", "ja", "nein"},
}

func wordsOf(lang string) (words, bool) {
	if i := strings.IndexAny(lang, "-_"); i > 0 {
		lang = lang[:i]
	}
	w, ok := languages[strings.ToLower(lang)]
	if !ok {
		w = languages["en"]
	}
	return w, ok
}

// WeekdayName is the day's name in the language.
func WeekdayName(d time.Weekday, lang string) string {
	w, _ := wordsOf(lang)
	return w.days[d]
}

// PrintDate is 22 November 2026 in the language, or ISO where we have no words.
func PrintDate(t time.Time, lang string) string {
	w, ok := wordsOf(lang)
	if !ok {
		return t.Format("2006-01-02")
	}
	day := strconv.Itoa(t.Day())
	if base, _, _ := strings.Cut(lang, "-"); base == "de" {
		day += "."
	}
	return day + w.of + w.months[t.Month()-1] + w.of + strconv.Itoa(t.Year())
}

// printNumber has no thousands marks: it may be a year or an order number.
func printNumber(f float64, lang string) string {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if w, _ := wordsOf(lang); w.decimal != "." {
		s = strings.Replace(s, ".", w.decimal, 1)
	}
	return s
}

// FormatNumber has thousands marks and a fixed number of decimals (-1: as many
// as there are).
func FormatNumber(f float64, places int, lang string) string {
	s := strconv.FormatFloat(math.Abs(f), 'f', places, 64)
	w, _ := wordsOf(lang)
	whole, fraction, _ := strings.Cut(s, ".")
	var b strings.Builder
	if f < 0 {
		b.WriteByte('-')
	}
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(w.group)
		}
		b.WriteRune(d)
	}
	if fraction != "" {
		b.WriteString(w.decimal)
		b.WriteString(fraction)
	}
	return b.String()
}

// text prints a value for a person.
func (ev *evaluation) text(v any) (string, error) {
	if p, ok := v.(Printer); ok {
		return p.Print(ev.scope.Lang()), nil
	}
	switch v := plain(v).(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case bool:
		w, _ := wordsOf(ev.scope.Lang())
		if v {
			return w.yes, nil
		}
		return w.no, nil
	case int:
		return strconv.Itoa(v), nil
	case float64:
		return printNumber(v, ev.scope.Lang()), nil
	case time.Time:
		return PrintDate(v, ev.scope.Lang()) + ", " + v.Format("15:04"), nil
	case time.Duration:
		return v.String(), nil
	case []any:
		parts := make([]string, 0, len(v))
		for _, x := range v {
			switch x := plain(x).(type) {
			case map[string]any, []any, map[any][]any:
				data, err := toJSON(ev, []any{x})
				if err != nil {
					return "", err
				}
				parts = append(parts, data.(string))
			default:
				s, err := ev.text(x)
				if err != nil {
					return "", err
				}
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", "), nil
	case []string:
		return strings.Join(v, ", "), nil
	default:
		data, err := toJSON(ev, []any{v})
		if err != nil {
			return "", err
		}
		return data.(string), nil
	}
}

// Text prints a value for a person in the scope's language.
func Text(v any, scope Scope) string {
	ev := evaluation{scope: scope, budget: MaxCost}
	if ev.charge(plain(v), 0) != nil {
		return ""
	}
	s, _ := ev.text(v)
	return s
}

// PrintValue prints a plain value in a language.
func PrintValue(v any, lang string) string {
	switch v := v.(type) { // the common ones without an evaluation
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	}
	return Text(v, printScope(lang))
}

type printScope string

func (printScope) Root(string) (any, bool) { return nil, false }
func (printScope) Clock() time.Time        { return time.Time{} }
func (l printScope) Lang() string          { return string(l) }

// timeLayouts that a text may be written in, most exact first.
var timeLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "02/01/2006", "2/1/2006", "02.01.2006"}

// ReadTime reads a moment or a day in the zone.
func ReadTime(s string, zone *time.Location) (time.Time, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range timeLayouts {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// Fold makes texts comparable without case, accents and surplus spaces.
func Fold(s string) string {
	ascii, tidy := true, true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x80 {
			ascii = false
			break
		}
		if c >= 'A' && c <= 'Z' || c < ' ' || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			tidy = false
		}
	}
	if ascii && tidy {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	if !ascii {
		s = norm.NFKD.String(s)
	}
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			space = b.Len() > 0
			continue
		case unicode.In(r, unicode.Mn, unicode.Cf): // accents; marks of direction and joining
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		switch r {
		case 'ß', 'ẞ':
			b.WriteString("ss")
		case '’', '‘', '`', '´':
			b.WriteByte('\'')
		default:
			b.WriteRune(unicode.ToLower(unicode.ToUpper(r)))
		}
	}
	return b.String()
}

// JSONValue is the value as JSON can write it: objects plain, times as
// RFC 3339.
func JSONValue(v any) any { return jsonable(plain(v)) }
