package step

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"

	"flusso/engine/flow"
	"flusso/engine/run"
)

// Split sends people into different paths by shares. The same contact always
// takes the same path of a step, however often they come.
type splitConfig struct {
	Branches []splitBranch `json:"branches" title:"Paths" help:"Shares are relative: 1 and 1 is half and half." widget:"split" required:"true" items:"10"`
}

type splitBranch struct {
	ID     string  `json:"id"`
	Name   string  `json:"name" title:"Name" widget:"text" max:"100"`
	Weight float64 `json:"weight" title:"Share" widget:"number" min:"0" max:"1000000"`
}

func init() {
	Register(Kind[splitConfig]{
		Kind: "split", Name: "Split", Group: "logic", Icon: "arrow-fork", Order: 2,
		Help:     "Sends people into different paths by shares, the same person always the same way.",
		Keywords: []string{"random", "test", "percent", "experiment"},
		Defaults: splitConfig{Branches: []splitBranch{{ID: "a", Name: "A", Weight: 50}, {ID: "b", Name: "B", Weight: 50}}},
		Exits:    []ExitRule{{Each: "branches", ID: "id", Label: "name"}},
		Preview:  []PreviewPart{{Each: "branches", Parts: []PreviewPart{{As: "line", Text: "{name}: {weight}"}}}},
		Outputs:  []Output{{Type: "text", Label: "Path"}, {Path: "value", Type: "text", Label: "Id of the path"}, {Path: "label", Type: "text", Label: "Name of the path"}},
		Enter: func(c *splitConfig, s *run.Scope) run.Outcome {
			b := c.branch(s.Contact.ID, s.StepID)
			if b == nil {
				return run.Fail(run.CodeBrokenStep)
			}
			s.Keep(run.Reply{Value: b.ID, Label: b.Name})
			return run.Leave(b.ID)
		},
		Check: func(c *splitConfig, k *Checker) {
			ids, total := map[string]bool{}, 0.0
			for i, b := range c.Branches {
				if b.ID == "" || ids[b.ID] {
					k.Error(flow.CodeBadID, "branches."+strconv.Itoa(i)+".id", "id", b.ID)
				}
				ids[b.ID] = true
				total += max(b.Weight, 0)
			}
			if len(c.Branches) > 0 && total == 0 || len(c.Branches) == 1 {
				k.Error(flow.CodeBadWeights, "branches")
			}
		},
	})
}

// branch of a contact: where a number made of the contact's and the step's ids
// falls on the line of shares.
func (c *splitConfig) branch(contact, step string) *splitBranch {
	total := 0.0
	for _, b := range c.Branches {
		total += max(b.Weight, 0)
	}
	sum := sha256.Sum256([]byte(contact + "/" + step))
	at := float64(binary.BigEndian.Uint64(sum[:])>>11) / (1 << 53) * total
	var last *splitBranch
	for i := range c.Branches {
		b := &c.Branches[i]
		if b.Weight <= 0 {
			continue
		}
		if last = b; at < b.Weight {
			return b
		}
		at -= b.Weight
	}
	return last // what rounding leaves over
}
