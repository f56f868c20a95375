package step

import (
	"strings"

	"flusso/engine/flow"
	"flusso/engine/run"
)

// Tag marks the contact, or this conversation.
type tagConfig struct {
	Scope string   `json:"scope" title:"Tag the" widget:"select" style:"segmented" enum:"contact=Contact|conversation=Conversation"`
	Mode  string   `json:"mode" title:"What to do" widget:"select" enum:"add=Add these tags|remove=Remove these tags|replace=Replace all tags"`
	Tags  []string `json:"tags" title:"Tags" widget:"tags" items:"20" max:"100"`
}

func init() {
	Register(Kind[tagConfig]{
		Kind: "tag", Name: "Tag", Group: "people", Icon: "tag", Order: 2,
		Help:     "Adds or removes tags of the contact or of this conversation.",
		Keywords: []string{"label", "segment"},
		Defaults: tagConfig{Scope: "contact", Mode: "add", Tags: []string{}},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}},
		Preview: []PreviewPart{
			{As: "line", Text: "Adds {tags}", When: "mode=add"},
			{As: "line", Text: "Removes {tags}", When: "mode=remove"},
			{As: "line", Text: "Replaces all tags by {tags}", When: "mode=replace"},
		},
		Enter: func(c *tagConfig, s *run.Scope) run.Outcome {
			change := run.TagChange{Scope: "contact"}
			if c.Scope == "conversation" {
				change.Scope = "conversation"
			}
			tags := []string{}
			for _, t := range c.Tags {
				if t = strings.TrimSpace(t); t != "" {
					tags = append(tags, t)
				}
			}
			switch c.Mode {
			case "remove":
				change.Remove = tags
			case "replace":
				change.Replace, change.Set = true, tags
			default:
				change.Add = tags
			}
			if len(tags) > 0 || change.Replace {
				s.ChangeTags(change)
			}
			return run.Next()
		},
		Check: func(c *tagConfig, k *Checker) {
			if len(c.Tags) == 0 && c.Mode != "replace" {
				k.Error(flow.CodeEmptyField, "tags")
			}
		},
	})
}
