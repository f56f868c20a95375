package step

import (
	"encoding/json"
	"fmt"
	"strings"

	"flusso/engine/expr"
	"flusso/engine/run"
)

// TriedPath is a path of a condition that was tried by itself.
type TriedPath struct {
	ID     string       `json:"id"`
	Holds  bool         `json:"holds"`
	Groups [][]TriedRow `json:"groups"`
	Why    *expr.Error  `json:"-"` // set: it cannot be told, and Otherwise is taken
}

// TriedRow is one comparison with what stood on both sides.
type TriedRow struct {
	Holds  bool        `json:"holds"`
	Left   string      `json:"left"`
	Right  string      `json:"right"`
	Right2 string      `json:"right2"`
	Why    *expr.Error `json:"-"` // set: it cannot be compared
}

// TryCondition compares every row of a condition's paths, also those at which
// a flow would not arrive, and says which path it would take.
func TryCondition(paths json.RawMessage, s *run.Scope) (tried []TriedPath, exit string, err error) {
	var c conditionConfig
	if err := json.Unmarshal(paths, &c.Paths); err != nil {
		return nil, "", fmt.Errorf("paths of a condition: %w", err)
	}
	tried, exit = make([]TriedPath, 0, len(c.Paths)), ""
	for i := range c.Paths {
		p := &c.Paths[i]
		out := TriedPath{ID: p.ID, Groups: make([][]TriedRow, 0, len(p.Groups))}
		for j := range p.Groups {
			rows := make([]TriedRow, 0, len(p.Groups[j].Rows))
			for n := range p.Groups[j].Rows {
				rows = append(rows, p.Groups[j].Rows[n].try(s))
			}
			out.Groups = append(out.Groups, rows)
		}
		holds, err := p.holds(s)
		out.Holds, out.Why = holds, expr.Reason(err)
		switch {
		case exit != "":
		case err != nil:
			exit = elseExit
		case holds:
			exit = p.ID
		}
		tried = append(tried, out)
	}
	if exit == "" {
		exit = elseExit
	}
	return tried, exit, nil
}

func (r *conditionRow) try(s *run.Scope) TriedRow {
	holds, err := r.holds(s)
	side := func(t expr.Template) string {
		text, _ := t.Text(s)
		return strings.TrimSpace(text)
	}
	return TriedRow{Holds: holds, Left: strings.TrimSpace(expr.Text(r.Left.Eval(s).Value, s)), Right: side(r.Right), Right2: side(r.Right2), Why: expr.Reason(err)}
}
