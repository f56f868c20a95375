package runner

import (
	"testing"
	"time"

	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/server/store"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func words(s string) message.Content { return message.Content{Type: message.Text, Text: s} }

func candidate(name string, change func(*Candidate)) Candidate {
	c := Candidate{Flow: 1, FlowID: name, FlowName: name, Trigger: "t", Kind: flow.TriggerKeyword, Rank: flow.RankExact, Again: flow.AgainAlways, Hours: 24}
	if change != nil {
		change(&c)
	}
	return c
}

// TestDecide has one case for each line of what an inbound message does.
func TestDecide(t *testing.T) {
	orders := candidate("Orders", nil)
	draft := &Trial{FlowID: "Orders", FlowName: "Orders", Until: noon.Add(TrialTime)}
	at := func(ago time.Duration) int64 { return noon.Add(-ago).UnixMilli() }
	cases := []struct {
		name   string
		facts  Facts
		do     Action
		reason string
		status string
	}{
		{"StopWordWhileABotSpeaks", Facts{StopWord: true, Live: &Live{Accepts: true}}, DoOptOut, ReasonOptedOut, ""},
		{"StopWordEvenWhenSilenced", Facts{StopWord: true, SilentTill: store.SilencedForGood}, DoOptOut, ReasonOptedOut, ""},
		{"StopWordTwice", Facts{StopWord: true, OptedOut: true}, DoNothing, ReasonAlreadyOptedOut, ""},
		{"StartWordAfterStop", Facts{StartWord: true, OptedOut: true, Candidates: []Candidate{orders}}, DoOptIn, ReasonOptedIn, ""},
		{"StartWordOtherwiseIsAKeyword", Facts{StartWord: true, Candidates: []Candidate{orders}}, DoStart, ReasonStarted, "flow"},
		{"OptedOutWrites", Facts{OptedOut: true, Candidates: []Candidate{orders}}, DoNothing, ReasonStillOptedOut, "new"},
		{"Reaction", Facts{Content: message.Content{Type: message.Reaction}, Live: &Live{Accepts: true}}, DoNothing, ReasonNotAnAnswer, ""},
		{"Edit", Facts{Content: message.Content{Type: message.Edit}, Candidates: []Candidate{orders}}, DoNothing, ReasonNotAnAnswer, ""},
		{"Revoke", Facts{Content: message.Content{Type: message.Revoke}}, DoNothing, ReasonNotAnAnswer, ""},
		{"SystemNotice", Facts{Content: message.Content{Type: message.System}}, DoNothing, ReasonNotAnAnswer, ""},
		{"GroupOrStandby", Facts{StoreOnly: true, Candidates: []Candidate{orders}}, DoNothing, ReasonStoredOnly, ""},
		{"ColleagueOnTheBusinessPhone", Facts{Echo: true, Candidates: []Candidate{orders}}, DoNothing, ReasonColleague, "in_progress"},
		{"PersonHasIt", Facts{SilentTill: store.SilencedForGood, Live: &Live{Accepts: true}, Candidates: []Candidate{orders}}, DoNothing, ReasonPersonHasIt, ""},
		{"SilencedForATime", Facts{SilentTill: noon.Add(time.Hour).UnixMilli(), Candidates: []Candidate{orders}}, DoNothing, ReasonSilenced, ""},
		{"SilenceIsOver", Facts{SilentTill: at(time.Hour), Candidates: []Candidate{orders}}, DoStart, ReasonStarted, "flow"},
		{"InterruptingKeyword", Facts{Live: &Live{FlowID: "Support", FlowName: "Support", Accepts: true},
			Candidates: []Candidate{candidate("Orders", func(c *Candidate) { c.Interrupts = true })}}, DoRestart, ReasonRestarted, "flow"},
		{"InterruptingKeywordOfTheSameFlowIsAnAnswer", Facts{Live: &Live{FlowID: "Orders", Accepts: true},
			Candidates: []Candidate{candidate("Orders", func(c *Candidate) { c.Interrupts = true })}}, DoResume, ReasonContinued, "flow"},
		{"InterruptingKeywordWhereItIsSwitchedOff", Facts{Live: &Live{FlowID: "Support", Accepts: true, Firm: true},
			Candidates: []Candidate{candidate("Orders", func(c *Candidate) { c.Interrupts = true })}}, DoResume, ReasonContinued, "flow"},
		{"InterruptingKeywordOfAPausedFlow", Facts{Live: &Live{FlowID: "Support", Accepts: true},
			Candidates: []Candidate{candidate("Orders", func(c *Candidate) { c.Interrupts, c.Paused = true, true })}}, DoResume, ReasonContinued, "flow"},
		{"LiveRunAccepts", Facts{Live: &Live{Accepts: true}, Candidates: []Candidate{orders}}, DoResume, ReasonContinued, "flow"},
		{"DelayOrCallInFlight", Facts{Live: &Live{Accepts: false}, Candidates: []Candidate{orders}}, DoNothing, ReasonBusy, ""},
		{"InsideAPausedFlow", Facts{Live: &Live{Accepts: true, Paused: true}}, DoNothing, ReasonFlowPaused, "new"},
		{"TriggerMatches", Facts{Candidates: []Candidate{orders}}, DoStart, ReasonStarted, "flow"},
		{"OnlyAPausedFlowMatches", Facts{Candidates: []Candidate{candidate("Orders", func(c *Candidate) { c.Paused = true })}}, DoNothing, ReasonFlowPaused, "new"},
		{"OncePerContact", Facts{Candidates: []Candidate{candidate("Orders", func(c *Candidate) { c.Again, c.History.Runs = flow.AgainOnce, 1 })}}, DoNothing, ReasonOnceOnly, "new"},
		{"OncePerContactTheFirstTime", Facts{Candidates: []Candidate{candidate("Orders", func(c *Candidate) { c.Again = flow.AgainOnce })}}, DoStart, ReasonStarted, "flow"},
		{"TooLittleSilence", Facts{Candidates: []Candidate{candidate("Orders", func(c *Candidate) {
			c.Again, c.History = flow.AgainAfterSilence, store.History{Runs: 1, LastStarted: at(48 * time.Hour), SilentSince: at(23 * time.Hour)}
		})}}, DoNothing, ReasonStillWarm, "new"},
		{"EnoughSilence", Facts{Candidates: []Candidate{candidate("Orders", func(c *Candidate) {
			c.Again, c.History = flow.AgainAfterSilence, store.History{Runs: 1, LastStarted: at(48 * time.Hour), SilentSince: at(25 * time.Hour)}
		})}}, DoStart, ReasonStarted, "flow"},
		{"TheCodeOfATrial", Facts{Code: CodeOpens, Trial: draft, Candidates: []Candidate{orders}}, DoTry, ReasonTrialStarted, "flow"},
		{"TheCodeInAnotherFlow", Facts{Code: CodeOpens, Trial: draft, Live: &Live{FlowID: "Support", Accepts: true, Firm: true}}, DoTry, ReasonTrialStarted, "flow"},
		{"TheCodeWhereAPersonHasIt", Facts{Code: CodeOpens, Trial: draft, SilentTill: store.SilencedForGood}, DoTry, ReasonTrialStarted, "flow"},
		{"TheCodeOfSomebodyWhoWantsNothing", Facts{Code: CodeOpens, Trial: draft, OptedOut: true}, DoNothing, ReasonStillOptedOut, "new"},
		{"ASpentCodeIsNoAnswer", Facts{Code: CodeSpent, Trial: draft, Live: &Live{FlowID: "Support", Accepts: true}, Candidates: []Candidate{orders}}, DoNothing, ReasonTrialCodeSpent, ""},
		{"TheTrialTakesTheAnswer", Facts{Trial: draft, Live: &Live{FlowID: "Orders", Accepts: true, Tried: true},
			Candidates: []Candidate{candidate("Urgent", func(c *Candidate) { c.Interrupts = true })}}, DoResume, ReasonTrialGoesOn, "flow"},
		{"TheTrialStartsAgain", Facts{Trial: draft, Candidates: []Candidate{orders}}, DoTry, ReasonTrialGoesOn, "flow"},
		{"ADelayInATrial", Facts{Trial: draft, Live: &Live{FlowID: "Orders", Tried: true}, Candidates: []Candidate{orders}}, DoNothing, ReasonBusy, ""},
		{"AFlowThatWasStartedDuringATrial", Facts{Trial: draft, Live: &Live{FlowID: "Support", Accepts: true}}, DoResume, ReasonContinued, "flow"},
		{"AStopWordInATrial", Facts{StopWord: true, Trial: draft, Live: &Live{Accepts: true, Tried: true}}, DoOptOut, ReasonOptedOut, ""},
		{"APersonTakesOverATrial", Facts{Trial: draft, SilentTill: store.SilencedForGood, Live: &Live{Accepts: true, Tried: true}}, DoNothing, ReasonPersonHasIt, ""},
		{"NothingMatches", Facts{AnyFlow: true}, DoNothing, ReasonNothingMatches, "new"},
		{"NoFlowOnTheNumber", Facts{}, DoNothing, ReasonNoFlowOnNumber, "new"},
	}
	seen := map[string]bool{}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.facts.At, c.facts.Now = noon.UnixMilli(), noon
			if c.facts.Content.Type == "" {
				c.facts.Content = words("hello")
			}
			d := Decide(c.facts)
			if d.Do != c.do || d.Reason != c.reason || d.statusAfter() != c.status {
				t.Errorf("got %v %q %q, want %v %q %q", d.Do, d.Reason, d.statusAfter(), c.do, c.reason, c.status)
			}
		})
		seen[c.reason] = true
	}
	for reason := range Reasons() {
		if !seen[reason] {
			t.Errorf("no case for reason %q", reason)
		}
	}
	for reason := range seen {
		if _, ok := Reasons()[reason]; !ok {
			t.Errorf("reason %q has no action", reason)
		}
	}
}

func TestDecideTriesTheNextCandidate(t *testing.T) {
	list := []Candidate{candidate("Once", func(c *Candidate) { c.Again, c.History.Runs = flow.AgainOnce, 1 }), candidate("Orders", nil)}
	d := Decide(Facts{At: noon.UnixMilli(), Now: noon, Content: words("hi"), Candidates: list})
	if d.Do != DoStart || d.Start != 1 {
		t.Errorf("got %+v", d)
	}
}

func TestSort(t *testing.T) {
	list := []Candidate{
		candidate("any", func(c *Candidate) { c.Rank = flow.RankAny }),
		candidate("b", nil), candidate("a", nil),
		candidate("first", func(c *Candidate) { c.Priority = 5 }),
		candidate("ad", func(c *Candidate) { c.Rank = flow.RankAd }),
	}
	Sort(list)
	got := ""
	for _, c := range list {
		got += c.FlowID + " "
	}
	if got != "ad first a b any " {
		t.Errorf("order %s", got)
	}
}
