package expr

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
)

// function is one that people may call. Arguments come plain.
type function struct {
	min, max int
	quiet    bool // a missing argument is not reported
	do       func(ev *evaluation, a []any) (any, error)
}

// many stands for "any number of arguments".
const many = 100

// functions is the whole list. What reads a clock, a zone file or the order of
// a map in the library is replaced here; what can grow is bounded here.
var functions map[string]function

// libraryFunctions is the same list in the shape that the compiler wants.
var libraryFunctions conf.FunctionsTable

// Functions lists the names that may be called, sorted.
func Functions() []string {
	names := make([]string, 0, len(functions))
	for name := range functions {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func init() {
	functions = map[string]function{
		"now":        {0, 0, false, func(ev *evaluation, _ []any) (any, error) { return ev.scope.Clock(), nil }},
		"date":       {1, 2, false, readDate},
		"duration":   {1, 1, false, readDuration},
		"len":        {1, 1, false, length},
		"keys":       {1, 1, false, keys},
		"values":     {1, 1, false, values},
		"toPairs":    {1, 1, false, toPairs},
		"fromPairs":  {1, 1, false, fromPairs},
		"get":        {2, 2, true, getMember},
		"string":     {1, 1, false, func(ev *evaluation, a []any) (any, error) { return ev.text(a[0]) }},
		"toJSON":     {1, 1, false, toJSON},
		"fromJSON":   {1, 1, false, fromJSON},
		"toBase64":   {1, 1, false, toBase64},
		"fromBase64": {1, 1, false, fromBase64},
		"replace":    {3, 3, false, replaceText},
		"repeat":     {2, 2, false, repeatText},
		"join":       {1, 2, false, joinTexts},
		"split":      {2, 2, false, splitText},
		"concat":     {0, many, false, concat},
		"uniq":       {1, 1, false, uniq},
		"trim":       {1, 1, false, text1(strings.TrimSpace)},
		"upper":      {1, 1, false, text1(strings.ToUpper)},
		"lower":      {1, 1, false, text1(strings.ToLower)},
		"title":      {1, 1, false, text1(titleCase)},
		"round":      {1, 2, false, roundNumber},
		"int":        {1, 1, false, toInt},
		"float":      {1, 1, false, toFloat},
		"format":     {1, 2, false, formatValue},
		"trimPrefix": {2, 2, false, text2(func(s, p string) any { return strings.TrimPrefix(s, p) })},
		"trimSuffix": {2, 2, false, text2(func(s, p string) any { return strings.TrimSuffix(s, p) })},
		"hasPrefix":  {2, 2, false, text2(func(s, p string) any { return strings.HasPrefix(s, p) })},
		"hasSuffix":  {2, 2, false, text2(func(s, p string) any { return strings.HasSuffix(s, p) })},
	}
	for name, n := range map[string][2]int{
		"type": {1, 1}, "abs": {1, 1}, "ceil": {1, 1}, "floor": {1, 1}, "indexOf": {2, 2}, "lastIndexOf": {2, 2},
		"max": {1, many}, "min": {1, many}, "mean": {1, many}, "median": {1, many},
		"first": {1, 1}, "last": {1, 1}, "take": {2, 2}, "reverse": {1, 1}, "flatten": {1, 1}, "sort": {1, 2},
	} {
		functions[name] = function{n[0], n[1], false, library(name)}
	}
	internal := map[string]func(...any) (any, error){
		fnPath: callPath, fnGet: callGet, fnOr: callOr, fnAdd: callAdd, fnIn: callIn, fnPlain: callPlain,
		fnEqual: callEqual, fnTick: callTick, fnOrder: callOrder, fnMatch: callMatch, fnSlice: callSlice,
	}
	libraryFunctions = conf.FunctionsTable{}
	for name, fn := range internal {
		libraryFunctions[name] = &builtin.Function{Name: name, Func: fn}
	}
	for name, f := range functions {
		libraryFunctions[name] = &builtin.Function{Name: name, Func: wrap(f)}
	}
}

// wrap charges for what goes in and for what comes out.
func wrap(f function) func(...any) (any, error) {
	return func(args ...any) (any, error) {
		ev := args[0].(*evaluation)
		in := make([]any, len(args)-1)
		for i, a := range args[1:] {
			in[i] = plain(a)
			if err := ev.charge(in[i], 0); err != nil {
				return nil, err
			}
		}
		out, err := f.do(ev, in)
		if err != nil {
			return nil, err
		}
		return out, ev.charge(out, 0)
	}
}

// library takes over a deterministic builtin of expr. Its panics on a wrong
// type are caught by the evaluation.
func library(name string) func(*evaluation, []any) (any, error) {
	b := builtin.Builtins[builtin.Index[name]]
	return func(_ *evaluation, a []any) (any, error) {
		switch {
		case b.Func != nil:
			return b.Func(a...)
		case b.Safe != nil:
			v, _, err := b.Safe(a...)
			return v, err
		}
		return b.Fast(a[0]), nil
	}
}

func asText(v any) (string, error) {
	s, ok := v.(string)
	if !ok {
		return "", wrongKind(v, "text")
	}
	return s, nil
}

func text1(fn func(string) string) func(*evaluation, []any) (any, error) {
	return func(ev *evaluation, a []any) (any, error) {
		if a[0] == nil {
			return "", nil
		}
		s, err := ev.text(a[0])
		return fn(s), err
	}
}

func text2(fn func(a, b string) any) func(*evaluation, []any) (any, error) {
	return func(ev *evaluation, a []any) (any, error) {
		s, err := ev.text(a[0])
		if err != nil {
			return nil, err
		}
		p, err := asText(a[1])
		return fn(s, p), err
	}
}

func titleCase(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		r := []rune(w)
		words[i] = strings.ToUpper(string(r[:1])) + strings.ToLower(string(r[1:]))
	}
	return strings.Join(words, " ")
}

func length(_ *evaluation, a []any) (any, error) {
	switch v := a[0].(type) {
	case nil:
		return 0, nil
	case string:
		return len([]rune(v)), nil
	case []any:
		return len(v), nil
	case []string:
		return len(v), nil
	case map[string]any:
		return len(v), nil
	}
	return nil, wrongKind(a[0], "list")
}

// sortedKeys gives maps one order. groupBy makes maps with keys of any kind.
func sortedKeys(v any) ([]string, func(string) any, error) {
	switch m := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(m))
		for k := range m {
			names = append(names, k)
		}
		sort.Strings(names)
		return names, func(k string) any { return m[k] }, nil
	case map[any][]any:
		byName := map[string]any{}
		names := make([]string, 0, len(m))
		for k, x := range m {
			name := fmt.Sprint(k)
			if _, double := byName[name]; !double {
				names = append(names, name)
			}
			byName[name] = x
		}
		sort.Strings(names)
		return names, func(k string) any { return byName[k] }, nil
	}
	return nil, nil, wrongKind(v, "object")
}

func keys(_ *evaluation, a []any) (any, error) {
	names, _, err := sortedKeys(a[0])
	out := make([]any, len(names))
	for i, k := range names {
		out[i] = k
	}
	return out, err
}

func values(_ *evaluation, a []any) (any, error) {
	names, get, err := sortedKeys(a[0])
	out := make([]any, len(names))
	for i, k := range names {
		out[i] = get(k)
	}
	return out, err
}

func toPairs(_ *evaluation, a []any) (any, error) {
	names, get, err := sortedKeys(a[0])
	out := make([]any, len(names))
	for i, k := range names {
		out[i] = []any{k, get(k)}
	}
	return out, err
}

func fromPairs(_ *evaluation, a []any) (any, error) {
	list, ok := a[0].([]any)
	if !ok {
		return nil, wrongKind(a[0], "pairs")
	}
	out := map[string]any{}
	for _, x := range list {
		pair, ok := x.([]any)
		if !ok || len(pair) != 2 {
			return nil, wrongKind(x, "pairs")
		}
		name, err := keyText(pair[0])
		if err != nil {
			return nil, err
		}
		out[name] = pair[1]
	}
	return out, nil
}

func getMember(_ *evaluation, a []any) (any, error) {
	name, err := keyText(a[1])
	if err != nil {
		return nil, err
	}
	v, _ := Member(a[0], name)
	return plain(v), nil
}

func toJSON(_ *evaluation, a []any) (any, error) {
	data, err := json.Marshal(jsonable(a[0]))
	if err != nil {
		return nil, wrongKind(a[0], "json")
	}
	if len(data) > MaxText {
		return nil, errBudget
	}
	return string(data), nil
}

// jsonable gives the maps of groupBy names that JSON can write.
func jsonable(v any) any {
	switch v := v.(type) {
	case map[any][]any:
		names, get, _ := sortedKeys(v)
		out := map[string]any{}
		for _, k := range names {
			out[k] = jsonable(get(k))
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = jsonable(v[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for k := range v {
			out[k] = jsonable(v[k])
		}
		return out
	}
	return plain(v)
}

func fromJSON(_ *evaluation, a []any) (any, error) {
	s, err := asText(a[0])
	if err != nil {
		return nil, err
	}
	v, err := FromJSON([]byte(s))
	if err != nil {
		return nil, Misread(s, "json")
	}
	return v, nil
}

func toBase64(ev *evaluation, a []any) (any, error) {
	s, err := asText(a[0])
	if err != nil || len(s) > MaxText/2 {
		return nil, orBudget(err)
	}
	return base64.StdEncoding.EncodeToString([]byte(s)), nil
}

func fromBase64(_ *evaluation, a []any) (any, error) {
	s, err := asText(a[0])
	if err != nil {
		return nil, err
	}
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil, Misread(s, "base64")
	}
	return strings.ToValidUTF8(string(data), "\uFFFD"), nil
}

func orBudget(err error) error {
	if err != nil {
		return err
	}
	return errBudget
}
