package expr

import (
	"strings"
)

func replaceText(ev *evaluation, a []any) (any, error) {
	s, err := ev.text(a[0])
	if err != nil {
		return nil, err
	}
	from, err := asText(a[1])
	if err != nil {
		return nil, err
	}
	to, err := ev.text(a[2])
	if err != nil {
		return nil, err
	}
	n := strings.Count(s, from)
	if len(s)+n*(len(to)-len(from)) > MaxText {
		return nil, errBudget
	}
	return strings.ReplaceAll(s, from, to), nil
}

func repeatText(_ *evaluation, a []any) (any, error) {
	s, err := asText(a[0])
	if err != nil {
		return nil, err
	}
	f, ok := ReadNumber(a[1])
	if !ok || f < 0 || f > MaxText || len(s)*int(f) > MaxText {
		return nil, errBudget
	}
	return strings.Repeat(s, int(f)), nil
}

func list(v any) ([]any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case []any:
		return v, nil
	case []string:
		out := make([]any, len(v))
		for i := range v {
			out[i] = v[i]
		}
		return out, nil
	}
	return nil, wrongKind(v, "list")
}

func joinTexts(ev *evaluation, a []any) (any, error) {
	items, err := list(a[0])
	if err != nil {
		return nil, err
	}
	glue := ""
	if len(a) == 2 {
		if glue, err = asText(a[1]); err != nil {
			return nil, err
		}
	}
	var b strings.Builder
	for i, x := range items {
		s, err := ev.text(x)
		if err != nil {
			return nil, err
		}
		if b.Len()+len(s)+len(glue) > MaxText {
			return nil, errBudget
		}
		if i > 0 {
			b.WriteString(glue)
		}
		b.WriteString(s)
	}
	return b.String(), nil
}

func splitText(_ *evaluation, a []any) (any, error) {
	s, err := asText(a[0])
	if err != nil {
		return nil, err
	}
	sep, err := asText(a[1])
	if err != nil {
		return nil, err
	}
	parts := strings.Split(s, sep)
	out := make([]any, len(parts))
	for i := range parts {
		out[i] = parts[i]
	}
	return out, nil
}

func concat(_ *evaluation, a []any) (any, error) {
	var out []any
	for _, x := range a {
		items, err := list(x)
		if err != nil {
			return nil, err
		}
		out = append(out, items...)
	}
	return out, nil
}

func uniq(ev *evaluation, a []any) (any, error) {
	items, err := list(a[0])
	if err != nil {
		return nil, err
	}
	out := []any{}
next:
	for _, x := range items {
		for _, y := range out {
			eq, err := ev.equal(x, y)
			if err != nil {
				return nil, err
			}
			if eq {
				continue next
			}
		}
		out = append(out, x)
	}
	return out, nil
}
