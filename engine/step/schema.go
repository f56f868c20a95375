package step

import (
	"encoding/json"
	"errors"
	"sort"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"flusso/engine/flow"
)

// schemas holds compiled schemas by kind: they are made when first needed,
// a server start needs none.
var schemas sync.Map // *kind -> *jsonschema.Schema

func compiled(k *kind) *jsonschema.Schema {
	if s, ok := schemas.Load(k); ok {
		return s.(*jsonschema.Schema)
	}
	data, err := json.Marshal(k.form.schema(k.id, english))
	if err != nil {
		panic(err) // maps of texts and numbers only
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		panic(err)
	}
	c := jsonschema.NewCompiler()
	url := "mem:///" + k.id + ".json"
	if err := c.AddResource(url, doc); err != nil {
		panic(err)
	}
	s := c.MustCompile(url)
	schemas.Store(k, s)
	return s
}

// validate holds a config against its schema.
func validate(k *kind, config json.RawMessage, ck *Checker) bool {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(config)))
	if err != nil {
		ck.Error(flow.CodeBadConfig, "", "why", "JSON")
		return false
	}
	err = compiled(k).Validate(doc)
	if err == nil {
		return true
	}
	var ve *jsonschema.ValidationError
	if !errors.As(err, &ve) {
		ck.Error(flow.CodeBadConfig, "", "why", err.Error())
		return false
	}
	found := leaves(ve)
	// The library goes through objects in no order.
	sort.SliceStable(found, func(i, j int) bool {
		return strings.Join(found[i].InstanceLocation, ".") < strings.Join(found[j].InstanceLocation, ".")
	})
	for _, leaf := range found {
		ck.Error(flow.CodeBadConfig, strings.Join(leaf.InstanceLocation, "."), "why", strings.Join(leaf.ErrorKind.KeywordPath(), "/"))
	}
	return false
}

func leaves(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	var out []*jsonschema.ValidationError
	for _, c := range e.Causes {
		out = append(out, leaves(c)...)
	}
	return out
}
