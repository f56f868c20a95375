package step

import (
	"regexp"
	"time"

	"flusso/engine/dates"
	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/phone"
)

func checkQuestion(c *questionConfig, k *Checker) {
	switch c.Answer {
	case "option":
		checkOptions(k, c.Options, c.Dynamic, c.Display)
	case "phone":
		if c.Country != "" && !phone.KnownCountry(c.Country) {
			k.Error(flow.CodeBadCountry, "country", "country", c.Country)
		}
	case "number":
		c.Range.checkNumbers(k)
	case "date", "time", "datetime":
		c.Range.checkMoments(k, c.Answer)
	}
	if c.collects() {
		c.Collect.check(k)
	}
	c.Timeout.check(k)
	c.Window.check(k)
	checkField(k, "save_to", c.SaveTo)
}

func (r Range) checkNumbers(k *Checker) {
	if !r.Enabled || !r.Min.Fixed() || !r.Max.Fixed() {
		return
	}
	low, lok := expr.ReadNumber(r.Min.Source())
	high, hok := expr.ReadNumber(r.Max.Source())
	switch {
	case !lok && !r.Min.Blank():
		k.Error(flow.CodeOutOfRange, "range.min", "min", "", "max", "")
	case !hok && !r.Max.Blank():
		k.Error(flow.CodeOutOfRange, "range.max", "min", "", "max", "")
	case lok && hok && low > high:
		k.Error(flow.CodeRangeReversed, "range", "min", r.Min.Source(), "max", r.Max.Source())
	}
}

// someDay on which ends of a range are read: whether they can be read does not
// hang on it.
var someDay = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func (r Range) checkMoments(k *Checker, answer string) {
	if !r.Enabled {
		return
	}
	reader := dates.New(someDay, "", "")
	read := func(field string, t expr.Template) (at time.Time, exact bool) {
		if !t.Fixed() || t.Blank() {
			return at, false
		}
		text, ok := t.Source(), false
		if answer == "time" {
			if _, ok = reader.Time(text); !ok {
				k.Error(flow.CodeBadTime, field, "value", text)
			}
			return at, false
		}
		if at, ok = reader.Date(text); !ok {
			at, ok = reader.DateTime(text)
		}
		if !ok {
			k.Error(flow.CodeBadDate, field, "value", text)
		}
		return at, ok && isoDate.MatchString(text)
	}
	low, lok := read("range.min", r.Min)
	high, hok := read("range.max", r.Max)
	if lok && hok && low.After(high) {
		k.Error(flow.CodeRangeReversed, "range", "min", r.Min.Source(), "max", r.Max.Source())
	}
}

// isoDate is a date that is the same on every day and in every language.
var isoDate = regexp.MustCompile(`^\s*\d{4}-\d\d?-\d\d?`)

// contactFields that a flow may set, but for fields.<key>.
var contactFields = map[string]bool{"first_name": true, "last_name": true, "name": true, "email": true, "phone": true, "url": true, "language": true}

var fieldKey = regexp.MustCompile(`^fields\.[a-z][a-z0-9_]{0,39}$`)

func checkField(k *Checker, field, name string) {
	if name != "" && !contactFields[name] && !fieldKey.MatchString(name) {
		k.Error(flow.CodeUnknownField, field, "field", name)
	}
}
