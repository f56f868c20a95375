package flows

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// sameJSON compares values, not bytes: the order of members means nothing.
func sameJSON(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
