package step

import (
	"encoding/json"
	"regexp"
	"testing"
)

// Words of those who make programs: they never stand where people read.
// Search words (keywords) may hold them: some people look for them.
var banned = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`(?i)\b(nodes?|edges?|payloads?|(a|the|this|each|every) runs?|side effects?|null|undefined|boolean|string|array|integer|[45]\d\d|4xx|5xx|invalid|exception|snapshot|sprint)\b|!`),
	"it": regexp.MustCompile(`(?i)\b(nod[oi]|payload|null|undefined|effetti? collateral[ei]|booleano|stringa|array|[45]\d\d|4xx|5xx|eccezion[ei]|run|snapshot|sprint)\b|!`),
}

// hole is a value that a text takes, never a word.
var hole = regexp.MustCompile(`\{+[^}]*\}+`)

// read are the members of the catalogue that people see.
var read = map[string]bool{"name": true, "help": true, "title": true, "description": true, "label": true, "text": true, "x-group": true, "x-placeholder": true}

func TestPeopleReadPlainWords(t *testing.T) {
	for lang, bad := range banned {
		raw, err := json.Marshal(Default().Catalogue(lang))
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(raw, &tree); err != nil {
			t.Fatal(err)
		}
		seen := 0
		var walk func(at string, v any)
		walk = func(at string, v any) {
			switch v := v.(type) {
			case map[string]any:
				for k, inside := range v {
					if s, ok := inside.(string); ok && read[k] {
						seen++
						if word := bad.FindString(hole.ReplaceAllString(s, "")); word != "" {
							t.Errorf("%s%s/%s: %q stands in %q", lang, at, k, word, s)
						}
						continue
					}
					if k != "defaults" && k != "keywords" && k != "x-when" && k != "when" {
						walk(at+"/"+k, inside)
					}
				}
			case []any:
				for _, inside := range v {
					walk(at, inside)
				}
			}
		}
		walk("", tree)
		if seen < 300 {
			t.Errorf("%s: only %d texts were looked at", lang, seen)
		}
	}
}
