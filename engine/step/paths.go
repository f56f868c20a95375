package step

import (
	"encoding/json"
	"time"

	"flusso/engine/flow"
)

// What Check must know of the ways through a step. It follows from members
// that kinds share: `window` (it sends what needs the open window), `timeout`
// (it waits for a reply).

func (f *form) has(name string) bool {
	for i := range f.fields {
		if f.fields[i].name == name {
			return true
		}
	}
	return false
}

// Sends says whether the step sends what WhatsApp takes only within 24 hours
// after the person's last message, and has no other way out.
func (r *Registry) Sends(kind string, config json.RawMessage) bool {
	k := r.steps[kind]
	if k == nil || !k.form.has("window") {
		return false
	}
	var c struct {
		Window struct {
			Mode string `json:"mode"`
		} `json:"window"`
	}
	return json.Unmarshal(config, &c) != nil || c.Window.Mode != windowExit && c.Window.Mode != windowTemplate
}

// silentExits are taken without an answer of the person.
var silentExits = map[string]bool{"timeout": true, exitWindowClosed: true, exitNotSent: true, exitNoOptions: true}

// Pass says what the way through the step to an exit means: how much time may
// go by, whether the person has answered, and whether the step leaves its
// value.
func (r *Registry) Pass(kind string, config json.RawMessage, exit string) flow.Pass {
	k := r.steps[kind]
	if k == nil {
		return flow.Pass{}
	}
	pass := flow.Pass{Keeps: !silentExits[exit] && exit != attemptsExit.ID && exit != "unavailable" && exit != pastExit.ID}
	if k.pause != nil {
		pass.Time = k.pause(config)
		return pass
	}
	if !k.form.has("timeout") {
		return pass
	}
	var c struct {
		After   string  `json:"after"`
		Timeout Timeout `json:"timeout"`
	}
	if json.Unmarshal(config, &c) != nil {
		return pass
	}
	if exit == timeoutExit.ID {
		pass.Time = c.Timeout.Wait.Time()
	}
	continues := k.form.has("after") && (c.After == "" || c.After == afterContinue)
	pass.Replied = !silentExits[exit] && !continues
	return pass
}

// OutputType is the type of a member of step.<key>; "" is not known.
func (r *Registry) OutputType(kind string, config json.RawMessage, member string) string {
	k := r.steps[kind]
	if k == nil {
		return ""
	}
	list, _ := k.outs(config)
	for _, o := range list {
		if o.Path == member {
			return o.Type
		}
	}
	return ""
}

// longest pause of a delay, as far as the config tells.
func (c *delayConfig) longest() time.Duration {
	if c.Mode == delayUntil {
		return maxDuration
	}
	schedule := c.schedule(nil)
	d := c.Delay.Time()
	if c.Mode == delayOpen {
		d = 0
	}
	switch {
	case schedule == nil && (c.Within == "hours" || c.Mode == delayOpen):
		return max(d, weekend)
	case schedule != nil && len(schedule.Check()) == 0: // else there is an issue already, and no bound on its size
		return d + schedule.LongestGap()
	}
	return d
}

// weekend is how long working hours that are not known here may be closed.
const weekend = 60 * time.Hour
