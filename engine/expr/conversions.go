package expr

import (
	"math"
	"strconv"
	"strings"
	"time"
)

func roundNumber(_ *evaluation, a []any) (any, error) {
	f, ok := ReadNumber(a[0])
	if !ok {
		return nil, wrongKind(a[0], "number")
	}
	places := 0.0
	if len(a) == 2 {
		if places, ok = Number(a[1]); !ok || places < 0 || places > 10 {
			return nil, because(BadDecimals)
		}
	}
	p := math.Pow(10, math.Trunc(places))
	return number(math.Round(f*p) / p), nil
}

// number is an int when it is whole, so that it prints and indexes as one.
func number(f float64) any {
	if f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		return int(f)
	}
	return f
}

func toInt(_ *evaluation, a []any) (any, error) {
	f, ok := ReadNumber(a[0])
	if !ok || math.Abs(f) >= 1<<53 {
		return nil, wrongKind(a[0], "number")
	}
	return int(math.Trunc(f)), nil
}

func toFloat(_ *evaluation, a []any) (any, error) {
	f, ok := ReadNumber(a[0])
	if !ok {
		return nil, wrongKind(a[0], "number")
	}
	return f, nil
}

func readDuration(_ *evaluation, a []any) (any, error) {
	s, err := asText(a[0])
	if err != nil {
		return nil, err
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > -100_000 && n < 100_000 {
			return time.Duration(n) * 24 * time.Hour, nil
		}
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		return nil, Misread(s, "duration")
	}
	return d, nil
}

func readDate(ev *evaluation, a []any) (any, error) {
	if t, ok := a[0].(time.Time); ok {
		return t, nil
	}
	s, err := asText(a[0])
	if err != nil {
		return nil, err
	}
	if len(a) == 2 {
		layout, err := asText(a[1])
		if err != nil {
			return nil, err
		}
		t, err := time.ParseInLocation(layout, s, ev.scope.Clock().Location())
		if err != nil {
			return nil, Misread(s, "time")
		}
		return t, nil
	}
	t, ok := ReadTime(s, ev.scope.Clock().Location())
	if !ok {
		return nil, Misread(s, "time")
	}
	return t, nil
}

// formatValue prints a number with thousands and decimals, or a time with the
// language's words: format(1234.5, 2), format(now()).
func formatValue(ev *evaluation, a []any) (any, error) {
	if f, ok := ReadNumber(a[0]); ok {
		places := -1
		if len(a) == 2 {
			n, ok := Number(a[1])
			if !ok || n < 0 || n > 10 {
				return nil, because(BadDecimals)
			}
			places = int(n)
		}
		return FormatNumber(f, places, ev.scope.Lang()), nil
	}
	return ev.text(a[0])
}
