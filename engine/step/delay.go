package step

import (
	"strings"
	"time"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/hours"
	"flusso/engine/run"
)

// Delay lets time pass: for a while, until a moment, or until the business is
// open. What the person writes meanwhile is kept in the conversation but moves
// nothing.
type delayConfig struct {
	Mode        string         `json:"mode" title:"Wait" widget:"select" style:"segmented" enum:"amount=For a while|until=Until a moment|open=Until the hours below"`
	Delay       Duration       `json:"delay" title:"How long" widget:"duration" when:"mode!=until&mode!=open"`
	Until       expr.Template  `json:"until" title:"Moment" help:"A date, a date with a time, or a time of day. Variables may hold it." widget:"template_line" placeholder:"2026-12-24 18:00" when:"mode=until" required:"true" max:"200"`
	At          string         `json:"at" title:"Time of day for a date without one" widget:"text" placeholder:"09:00" when:"mode=until" max:"5"`
	Past        string         `json:"past" title:"When the moment is past or is no date" widget:"select" enum:"go_on=Go on at once|exit=Take a path of its own" when:"mode=until"`
	Within      string         `json:"within" title:"Go on" widget:"select" enum:"always=At any time|hours=Only in working hours|windows=Only in these hours"`
	Windows     hours.Schedule `json:"windows" title:"Hours" widget:"windows" when:"within=windows"`
	NoInterrupt bool           `json:"no_interrupt,omitempty" title:"Interrupting words do not work here" widget:"switch" group:"Advanced options" collapsed:"true"`
}

// Modes of a delay; no mode is an amount.
const (
	delayUntil = "until"
	delayOpen  = "open"
)

var pastExit = ExitRule{ID: "past", Label: "Past or no date", When: "mode=until&past=exit"}

func workingWeek() hours.Schedule {
	week := hours.Schedule{Days: map[string][]hours.Window{}}
	for _, d := range hours.Days[:5] {
		week.Days[d] = []hours.Window{{From: "09:00", To: "18:00"}}
	}
	return week
}

func init() {
	Register(Kind[delayConfig]{
		Kind: "delay", Name: "Delay", Group: "logic", Icon: "clock", Order: 3, Waits: true,
		Help:     "Waits for a while, until a moment, or until you are open.",
		Keywords: []string{"wait", "pause", "time", "date", "hours"},
		Defaults: delayConfig{Mode: "amount", Delay: Duration{5, "min"}, At: "09:00", Past: "go_on", Within: "always", Windows: workingWeek()},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}, pastExit},
		Preview: []PreviewPart{
			{As: "line", Text: "Wait {delay}", When: "mode!=until&mode!=open"},
			{As: "line", Text: "Wait until {until}", When: "mode=until"},
			{As: "line", Text: "Wait until you are open", When: "mode=open&within!=windows"},
			{As: "line", Text: "Wait until the chosen hours", When: "mode=open&within=windows"},
			{As: "line", Text: "Only in working hours", When: "mode!=open&within=hours"},
			{As: "line", Text: "Only in the chosen hours", When: "mode!=open&within=windows"},
		},
		Enter: func(c *delayConfig, s *run.Scope) run.Outcome {
			due := s.Now
			switch c.Mode {
			case delayUntil:
				t, ok := c.moment(s)
				if !ok || t.Before(s.Now) {
					if ok {
						s.Problem(run.CodePastDate, "date", t.Format("2006-01-02 15:04"))
					}
					if c.Past == "exit" {
						return run.Leave(pastExit.ID)
					}
					t = s.Now
				}
				due = t
			case delayOpen:
			default:
				due = due.Add(c.Delay.Time())
			}
			return c.await(s, due)
		},
		// The clock may come late, and hours may have changed meanwhile.
		Resume: func(c *delayConfig, s *run.Scope, _ run.Input) run.Outcome { return c.await(s, s.Now) },
		Check:  checkDelay,
		Pause:  (*delayConfig).longest,
		Wants: func(c *delayConfig) map[string]string {
			if c.Mode == delayUntil {
				return map[string]string{"until": "date"}
			}
			return nil
		},
	})
}

// schedule in which the step may go on; nil: at any time. Without a scope the
// working hours are not known.
func (c *delayConfig) schedule(s *run.Scope) *hours.Schedule {
	switch {
	case c.Within == "windows":
		return &c.Windows
	case s != nil && (c.Within == "hours" || c.Mode == delayOpen):
		return s.Hours
	}
	return nil
}

// await goes on at the first allowed moment from due on: at once when that is now.
func (c *delayConfig) await(s *run.Scope, due time.Time) run.Outcome {
	if next, ok := c.schedule(s).Next(due); ok {
		due = next
	} else {
		s.Problem(run.CodeNeverOpen)
	}
	if !due.After(s.Now) {
		return run.Next()
	}
	return run.AwaitTime(due)
}

// moment reads until when to wait. What cannot be read is reported.
func (c *delayConfig) moment(s *run.Scope) (time.Time, bool) {
	value, ok := s.Value(c.Until)
	if !ok {
		return time.Time{}, false
	}
	t, ok := readMoment(s, value, c.At)
	if !ok || t.Sub(s.Now) > maxDuration {
		s.Problem(run.CodeBadDate, "value", expr.Text(value, s))
		return time.Time{}, false
	}
	return t, true
}

// readMoment reads a date with its time, a date (at the given time of day), or
// a time of day: the next one.
func readMoment(s *run.Scope, value any, at string) (time.Time, bool) {
	value = expr.Simple(value)
	if t, ok := value.(time.Time); ok {
		return t, true
	}
	text, ok := value.(string)
	if !ok {
		return time.Time{}, false
	}
	text = strings.TrimSpace(text)
	if clock, err := time.Parse("15:04", text); err == nil {
		t := onDay(s.Now, clock)
		if t.Before(s.Now) {
			t = onDay(s.Now.AddDate(0, 0, 1), clock)
		}
		return t, true
	}
	t, ok := expr.ReadTime(text, s.Now.Location())
	if ok && len(text) == len("2006-01-02") {
		if clock, err := time.Parse("15:04", at); err == nil {
			t = onDay(t, clock)
		}
	}
	return t, ok
}

func onDay(day, clock time.Time) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, clock.Hour(), clock.Minute(), 0, 0, day.Location())
}

func checkDelay(c *delayConfig, k *Checker) {
	switch c.Mode {
	case delayUntil:
		if _, err := time.Parse("15:04", c.At); c.At != "" && err != nil {
			k.Error(flow.CodeBadDate, "at", "value", c.At)
		}
		if source := strings.TrimSpace(c.Until.Source()); source != "" && c.Until.Fixed() {
			_, clock := time.Parse("15:04", source)
			if _, ok := expr.ReadTime(source, time.UTC); !ok && clock != nil {
				k.Error(flow.CodeBadDate, "until", "value", source)
			}
		}
	case delayOpen:
	default:
		c.Delay.check(k, "delay")
	}
	if c.Within == "windows" {
		checkHours(k, "windows", &c.Windows)
	}
}

// checkHours finds what cannot be understood in a schedule.
func checkHours(k *Checker, field string, s *hours.Schedule) {
	for _, p := range s.Check() {
		if p.Path == "days" && p.Value == "" {
			k.Error(flow.CodeNeverOpen, field)
		} else {
			k.Error(flow.CodeBadHours, field+"."+p.Path, "value", p.Value)
		}
	}
}
