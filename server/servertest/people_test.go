package servertest

import (
	"encoding/csv"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

const (
	bob  = "393331113333"
	carl = "393331114444"
)

// numbers reads one step of a flow's numbers.
func (s *Server) numbers(flow, query, step string) Answer {
	s.T.Helper()
	all := s.Call("GET", "/api/v1/flows/"+flow+"/steps/stats?"+query, nil, http.StatusOK)
	if all.Get("uncounted") != 0.0 {
		s.T.Errorf("uncounted %v", all.Get("uncounted"))
	}
	for _, it := range all["items"].([]any) {
		if a := Answer(it.(map[string]any)); a.Text("step") == step {
			return a
		}
	}
	return Answer{}
}

func (s *Server) wantNumbers(flow, query, step string, want map[string]float64) {
	s.T.Helper()
	got := s.numbers(flow, query, step)
	for k, n := range want {
		v, _ := got.Get(k).(float64)
		if v != n {
			s.T.Errorf("%s of %s (%s): %v, want %v in %v", k, step, query, v, n, got)
		}
	}
}

// people gives the names of who is on a list.
func (s *Server) people(flow, query string) string {
	s.T.Helper()
	var names []string
	for _, it := range s.Call("GET", "/api/v1/flows/"+flow+"/people?"+query, nil, http.StatusOK)["items"].([]any) {
		names = append(names, Answer(it.(map[string]any)).Text("contact.phone"))
	}
	return strings.Join(names, " ")
}

func (s *Server) export(flow, query string) [][]string {
	s.T.Helper()
	res, err := s.HTTP.Get(s.URL + "/api/v1/flows/" + flow + "/people.csv?" + query)
	if err != nil {
		s.T.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		s.T.Fatal(res.Status, err)
	}
	text, ok := strings.CutPrefix(string(raw), "\ufeff")
	if !ok {
		s.T.Error("no mark of UTF-8")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		s.T.Fatal(err)
	}
	return rows
}

func (s *Server) run(flow, phone string) string {
	s.T.Helper()
	for _, it := range s.Call("GET", "/api/v1/flows/"+flow+"/people", nil, http.StatusOK)["items"].([]any) {
		if a := Answer(it.(map[string]any)); a.Text("contact.phone") == "+"+phone {
			return a.Text("id")
		}
	}
	s.T.Fatalf("%s is not in the flow", phone)
	return ""
}

func TestNumbersOfPeople(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	doc := func(thanks string) map[string]any {
		return s.document(word("go"), ch, [][2]any{ask("name?"), ask("city?"), say(thanks)}, "0 next 1", "1 next 2")
	}
	flow := s.publish("Orders", doc("thanks"))
	says := func(who, id, text string) {
		s.Says(who, id, text)
		s.settle()
	}
	says(ana, "wamid.1", "go")
	says(bob, "wamid.2", "go")
	says(carl, "wamid.3", "go")
	says(ana, "wamid.4", "Ana")
	says(bob, "wamid.5", "Bob")
	s.Clock.Add(50 * time.Second)
	says(ana, "wamid.6", "Rome")

	sum := s.Call("GET", "/api/v1/flows/"+flow+"/summary", nil, http.StatusOK)
	for k, n := range map[string]float64{"contacts": 3, "ongoing": 2, "completed": 1, "expired": 0, "canceled": 0, "failed": 0, "average_seconds": 50, "median_seconds": 50, "uncounted": 0,
		"days.0.contacts": 3, "days.0.completed": 1, "versions.0.contacts": 3, "versions.0.ongoing": 2} {
		if sum.Get(k) != n {
			t.Errorf("%s is %v, want %v", k, sum.Get(k), n)
		}
	}
	if sum.Text("days.0.day") != "2026-11-22" {
		t.Errorf("day %v", sum.Text("days.0.day"))
	}
	s.wantNumbers(flow, "", "step0000", map[string]float64{"entered": 3, "waiting": 1, "left.next": 2})
	s.wantNumbers(flow, "version=1&from=2026-11-22&to=2026-11-22", "step0001", map[string]float64{"entered": 2, "waiting": 1, "left.next": 1})
	s.wantNumbers(flow, "from=2026-11-23", "step0000", map[string]float64{"entered": 0})
	s.Call("GET", "/api/v1/flows/"+flow+"/summary?from=yesterday", nil, http.StatusUnprocessableEntity)
	s.Call("GET", "/api/v1/flows/"+flow+"/summary?version=7", nil, http.StatusNotFound)
	for query, want := range map[string]string{
		"step=step0000": "+" + carl, "step=step0001&did=here": "+" + bob, "step=step0001&did=entered": "+" + bob + " +" + ana, "step=step0001&did=left&path=next": "+" + ana,
		"step=step0000&did=ended": "", "to=2026-11-21": "", "from=2026-11-22&status=live": "+" + carl + " +" + bob, "status=completed": "+" + ana,
	} {
		if got := s.people(flow, query); got != want {
			t.Errorf("people of %s: %q, want %q", query, got, want)
		}
	}

	// Carl is let go on, Bob's way is ended; who has finished is skipped.
	change := func(body map[string]any) Answer {
		return s.Call("POST", "/api/v1/flows/"+flow+"/people/change", body, http.StatusOK)
	}
	runs := map[string]string{ana: s.run(flow, ana), bob: s.run(flow, bob), carl: s.run(flow, carl)}
	if r := change(map[string]any{"action": "go_on", "path": "nowhere", "runs": []string{runs[carl]}}); r.Text("items.0.code") != "no_such_path" {
		t.Errorf("a path that is not there: %v", r)
	}
	if r := change(map[string]any{"action": "go_on", "path": "next", "runs": []string{runs[carl], runs[ana]}}); r.Text("items.0.status") != "done" || r.Text("items.1.code") != "run_ended" {
		t.Errorf("go on: %v", r)
	}
	if r := change(map[string]any{"action": "end", "runs": []string{runs[bob]}}); r.Text("items.0.status") != "done" {
		t.Errorf("end: %v", r)
	}
	s.settle()
	s.wantTexts("name?", "name?", "name?", "city?", "city?", "thanks", "city?")
	if got := s.Call("GET", "/api/v1/runs/"+runs[bob], nil, http.StatusOK); got.Text("status") != "canceled" || got.Text("outcome") != "by_hand" {
		t.Errorf("Bob: %v", got)
	}
	s.wantNumbers(flow, "", "step0000", map[string]float64{"entered": 3, "waiting": 0, "left.next": 3})
	s.wantNumbers(flow, "", "step0001", map[string]float64{"entered": 3, "waiting": 1, "left.next": 1, "ended.canceled": 1})
	if a := s.Call("GET", "/api/v1/audit", nil, http.StatusOK); a.Text("items.0.action") != "people_end" || a.Get("items.0.detail.done") != 1.0 {
		t.Errorf("audit %v", a.Get("items.0"))
	}

	// Carl goes on in version 2, where he stands.
	rev := s.change(flow, doc("thanks of 2"))
	s.Call("POST", "/api/v1/flows/"+flow+"/publish", map[string]any{"revision": rev}, http.StatusCreated)
	change(map[string]any{"action": "move", "runs": []string{runs[carl]}})
	s.wantNumbers(flow, "version=1", "step0001", map[string]float64{"entered": 3, "waiting": 0, "moved": 1})
	s.wantNumbers(flow, "version=2", "step0001", map[string]float64{"entered": 1, "waiting": 1})
	s.wantNumbers(flow, "", "step0001", map[string]float64{"entered": 3, "waiting": 1, "moved": 0})
	says(carl, "wamid.7", "Oslo")
	s.wantTexts("name?", "name?", "name?", "city?", "city?", "thanks", "city?", "thanks of 2")
	v2 := s.Call("GET", "/api/v1/flows/"+flow+"/summary?version=2", nil, http.StatusOK)
	if v2.Get("contacts") != 1.0 || v2.Get("completed") != 1.0 || v2.Get("ongoing") != 0.0 {
		t.Errorf("version 2: %v", v2)
	}

	// The numbers stay when the program starts again, and when somebody is deleted.
	contact := s.Call("GET", "/api/v1/runs/"+runs[bob], nil, http.StatusOK).Text("contact.id")
	s.Call("PATCH", "/api/v1/contacts/"+contact, map[string]any{"first_name": "=1+1", "last_name": ""}, http.StatusOK)
	rows := s.export(flow, "status=canceled")
	if len(rows) != 2 || rows[0][0] != "name" || rows[1][0] != "'=1+1" || rows[1][1] != "+"+bob || rows[1][2] != "canceled" || rows[1][4] != "Step 1" {
		t.Errorf("export %q", rows)
	}
	if rows := s.export(flow, ""); len(rows) != 4 {
		t.Errorf("export %q", rows)
	}
	s.Call("DELETE", "/api/v1/contacts/"+contact, nil, http.StatusNoContent)
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	s.Boot()
	s.wantNumbers(flow, "", "step0001", map[string]float64{"entered": 3, "waiting": 0, "left.next": 2, "ended.canceled": 1})
	sum = s.Call("GET", "/api/v1/flows/"+flow+"/summary", nil, http.StatusOK)
	if sum.Get("contacts") != 3.0 || sum.Get("canceled") != 1.0 || sum.Get("completed") != 2.0 {
		t.Errorf("after the start: %v", sum)
	}
}

// TestWhoIsDeletedLeavesNoTestBehind: a test that was made of what somebody
// said holds their name, their number and their words.
func TestWhoIsDeletedLeavesNoTestBehind(t *testing.T) {
	s := Start(t)
	ch := s.Connect()
	flow := s.publish("Orders", s.document(word("go"), ch, [][2]any{say("welcome")}))
	s.Says(ana, "wamid.1", "go")
	s.wantTexts("welcome")
	tests := "/api/v1/flows/" + flow + "/tests"
	s.Call("POST", tests, map[string]any{"name": "Ana", "from_run": s.run(flow, ana)}, http.StatusCreated)
	s.Call("POST", tests, map[string]any{"name": "Nobody", "script": map[string]any{"turns": []any{map[string]any{"input": map[string]any{"kind": "start"}, "expect": []any{map[string]any{"type": "text", "text": "welcome"}}}}}}, http.StatusCreated)
	who := s.Call("GET", "/api/v1/contacts", nil, http.StatusOK).Text("items.0.id")
	s.Call("DELETE", "/api/v1/contacts/"+who, nil, http.StatusNoContent)
	left := s.Call("GET", tests, nil, http.StatusOK)
	if len(left["items"].([]any)) != 1 || left.Text("items.0.name") != "Nobody" {
		t.Errorf("%v", left)
	}
}
