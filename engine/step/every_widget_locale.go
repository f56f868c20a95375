//go:build testkind

package step

import (
	_ "embed" // the texts of the test kind
	"encoding/json"
)

//go:embed testkind/it.json
var testkindItalian []byte

func init() {
	var texts map[string]map[string]string
	if err := json.Unmarshal(testkindItalian, &texts); err != nil {
		panic("testkind/it.json: " + err.Error())
	}
	for kind, t := range texts {
		languages["it"].texts[kind] = t
	}
}
