package runner

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/server/store"
)

// Action is what an inbound message does.
type Action int

// What an inbound message may do.
const (
	DoNothing Action = iota // it is stored; the conversation may wait for a person
	DoOptOut                // the contact wants no messages any more
	DoOptIn                 // the contact wants messages again
	DoResume                // the live run takes it
	DoStart                 // Start says which candidate
	DoRestart               // the live run gives way to a candidate
	DoTry                   // the draft that the contact tries starts; a live run gives way
)

// Reasons of a decision: codes that the conversation shows as a sentence with
// an action.
const (
	ReasonStarted         = "started"
	ReasonContinued       = "continued"
	ReasonRestarted       = "restarted"
	ReasonNothingMatches  = "nothing_matches"
	ReasonNoFlowOnNumber  = "no_flow_on_number"
	ReasonSilenced        = "silenced"
	ReasonPersonHasIt     = "person_has_it"
	ReasonFlowPaused      = "flow_paused"
	ReasonOptedOut        = "opted_out"
	ReasonOptedIn         = "opted_in"
	ReasonAlreadyOptedOut = "already_opted_out"
	ReasonStillOptedOut   = "still_opted_out"
	ReasonNotAnAnswer     = "not_an_answer"
	ReasonStoredOnly      = "stored_only"
	ReasonColleague       = "colleague_wrote"
	ReasonBusy            = "busy"
	ReasonOnceOnly        = "once_only"
	ReasonStillWarm       = "still_warm"
	ReasonTrialStarted    = "trial_started"
	ReasonTrialGoesOn     = "trial_goes_on"
	ReasonTrialCodeSpent  = "trial_code_spent"
)

// Reasons lists every reason with the action that the page offers with it.
func Reasons() map[string]string {
	return map[string]string{
		ReasonStarted: "open_run", ReasonContinued: "open_run", ReasonRestarted: "open_run", ReasonNothingMatches: "new_flow",
		ReasonNoFlowOnNumber: "connect_flow", ReasonSilenced: "give_back", ReasonPersonHasIt: "give_back", ReasonFlowPaused: "resume_flow",
		ReasonOptedOut: "none", ReasonOptedIn: "none", ReasonAlreadyOptedOut: "none", ReasonStillOptedOut: "open_contact", ReasonNotAnAnswer: "none",
		ReasonStoredOnly: "none", ReasonColleague: "give_back", ReasonBusy: "open_run", ReasonOnceOnly: "start_flow", ReasonStillWarm: "start_flow",
		ReasonTrialStarted: "open_run", ReasonTrialGoesOn: "open_run", ReasonTrialCodeSpent: "open_flow",
	}
}

// Candidate is a trigger that the message matches.
type Candidate struct {
	Flow       int64
	FlowID     string
	FlowName   string
	Trigger    string
	Kind       string
	Rank       int
	Priority   int
	Paused     bool
	Interrupts bool
	Again      string // after_silence, always, once
	Hours      float64
	History    store.History
}

// Live is the run that the contact is in.
type Live struct {
	FlowID   string
	FlowName string
	Step     string // its name
	Paused   bool
	Accepts  bool
	Firm     bool // interrupting words do not work where it stands
	Tried    bool // it goes through the draft that the contact tries
}

// Code is what a message is for the trials of drafts.
type Code int

// What a message may be.
const (
	NoCode    Code = iota
	CodeOpens      // the code of a trial that nobody is in, or the writer themselves
	CodeSpent      // a code that was used, or is too old
)

// Trial is the draft that the contact tries, or that the code is of.
type Trial struct {
	FlowID   string
	FlowName string
	Until    time.Time
}

// Facts are all that the decision looks at.
type Facts struct {
	At         int64 // of the message
	Content    message.Content
	Echo       bool // a colleague wrote it on the business phone
	StoreOnly  bool // group, standby, history
	OptedOut   bool
	StopWord   bool
	StartWord  bool
	Now        time.Time
	SilentTill int64 // silenced_until of the conversation
	Live       *Live
	Candidates []Candidate // in the order of Sort
	AnyFlow    bool        // some flow answers on this number
	Code       Code
	Trial      *Trial
}

// Decision is what an inbound message does, and why.
type Decision struct {
	Do     Action
	Start  int // index of the candidate
	Reason string
	Params map[string]string
}

// Sort puts candidates into the order in which they are tried: the kind of
// trigger, then the flow's priority, then its id.
func Sort(list []Candidate) {
	slices.SortStableFunc(list, func(a, b Candidate) int {
		if a.Rank != b.Rank {
			return a.Rank - b.Rank
		}
		if a.Priority != b.Priority {
			return b.Priority - a.Priority
		}
		return strings.Compare(a.FlowID, b.FlowID)
	})
}

// Decide says what an inbound message does. It is pure; its answer is stored
// with the message and shown under it.
func Decide(f Facts) Decision {
	switch {
	case f.Echo:
		return because(ReasonColleague)
	case f.StoreOnly:
		return because(ReasonStoredOnly)
	case f.StopWord && f.OptedOut:
		return because(ReasonAlreadyOptedOut)
	case f.StopWord:
		return Decision{Do: DoOptOut, Reason: ReasonOptedOut}
	case f.StartWord && f.OptedOut:
		return Decision{Do: DoOptIn, Reason: ReasonOptedIn}
	case !f.Content.IsAnswer():
		return because(ReasonNotAnAnswer, "type", string(f.Content.Type))
	case f.Code == CodeSpent:
		// No word of a customer: it is no answer to a flow, and starts none.
		return Decision{Reason: ReasonTrialCodeSpent, Params: f.Trial.params()}
	case f.Code == CodeOpens && !f.OptedOut:
		return Decision{Do: DoTry, Reason: ReasonTrialStarted, Params: f.Trial.params()}
	case f.SilentTill == store.SilencedForGood:
		return because(ReasonPersonHasIt)
	case f.SilentTill > f.Now.UnixMilli():
		return because(ReasonSilenced, "until", time.UnixMilli(f.SilentTill).UTC().Format(time.RFC3339))
	case f.OptedOut:
		return because(ReasonStillOptedOut)
	}
	if f.Trial != nil {
		return decideTrial(f)
	}
	if f.Live != nil {
		return decideLive(f)
	}
	return decideStart(f)
}

// decideTrial: as long as somebody tries a draft, other flows neither start
// nor interrupt.
func decideTrial(f Facts) Decision {
	f.Candidates = nil
	switch {
	case f.Live == nil:
		return Decision{Do: DoTry, Reason: ReasonTrialGoesOn, Params: f.Trial.params()}
	case f.Live.Tried && f.Live.Accepts:
		return Decision{Do: DoResume, Reason: ReasonTrialGoesOn, Params: f.Trial.params()}
	}
	return decideLive(f) // a delay of the draft, or a flow that the team started meanwhile
}

func (t Trial) params() map[string]string {
	return map[string]string{"flow": t.FlowName, "flow_id": t.FlowID, "until": t.Until.Format(time.RFC3339)}
}

func decideLive(f Facts) Decision {
	for i, c := range f.Candidates {
		if c.Interrupts && !f.Live.Firm && c.FlowID != f.Live.FlowID && !c.Paused && c.blocked(f.At) == nil {
			d := Decision{Do: DoRestart, Start: i, Reason: ReasonRestarted, Params: c.params()}
			d.Params["canceled"] = f.Live.FlowName
			return d
		}
	}
	at := map[string]string{"flow": f.Live.FlowName, "flow_id": f.Live.FlowID, "step": f.Live.Step}
	switch {
	case f.Live.Paused:
		return Decision{Reason: ReasonFlowPaused, Params: at}
	case f.Live.Accepts:
		return Decision{Do: DoResume, Reason: ReasonContinued, Params: at}
	}
	return Decision{Reason: ReasonBusy, Params: at}
}

func decideStart(f Facts) Decision {
	var first *Decision
	for i, c := range f.Candidates {
		no := c.blocked(f.At)
		if c.Paused {
			no = &Decision{Reason: ReasonFlowPaused, Params: c.params()}
		}
		if no == nil {
			return Decision{Do: DoStart, Start: i, Reason: ReasonStarted, Params: c.params()}
		}
		if first == nil {
			first = no
		}
	}
	switch {
	case first != nil:
		return *first
	case !f.AnyFlow:
		return because(ReasonNoFlowOnNumber)
	}
	return because(ReasonNothingMatches)
}

// blocked says why the flow does not start again, if so.
func (c Candidate) blocked(at int64) *Decision {
	if c.History.Runs == 0 {
		return nil
	}
	switch c.Again {
	case flow.AgainOnce:
		return &Decision{Reason: ReasonOnceOnly, Params: c.params()}
	case flow.AgainAfterSilence:
		quiet := at - max(c.History.SilentSince, c.History.LastStarted)
		if float64(quiet) < c.Hours*float64(time.Hour.Milliseconds()) {
			d := &Decision{Reason: ReasonStillWarm, Params: c.params()}
			d.Params["hours"] = strconv.FormatFloat(c.Hours, 'f', -1, 64)
			return d
		}
	}
	return nil
}

func (c Candidate) params() map[string]string {
	return map[string]string{"flow": c.FlowName, "flow_id": c.FlowID}
}

func because(reason string, pairs ...string) Decision {
	d := Decision{Reason: reason}
	for i := 0; i+1 < len(pairs); i += 2 {
		if d.Params == nil {
			d.Params = map[string]string{}
		}
		d.Params[pairs[i]] = pairs[i+1]
	}
	return d
}

// statusAfter is where the conversation stands after the decision; empty: as
// before. A conversation that no flow answers waits for a person.
func (d Decision) statusAfter() string {
	switch d.Reason {
	case ReasonStarted, ReasonContinued, ReasonRestarted, ReasonTrialStarted, ReasonTrialGoesOn:
		return store.ConversationFlow // or closed, when the run ended in the same turn
	case ReasonNothingMatches, ReasonNoFlowOnNumber, ReasonFlowPaused, ReasonOnceOnly, ReasonStillWarm, ReasonStillOptedOut:
		return store.ConversationNew
	case ReasonColleague:
		return store.ConversationInProgress
	}
	return ""
}
