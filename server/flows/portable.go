package flows

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/server/fault"
	"flusso/server/store"
)

const (
	// maxLabels and maxLabel bound what a list can show beside a name.
	maxLabels = 10
	maxLabel  = 40
	// fileMark says what a file is.
	fileMark = "flow"
)

// File is a flow outside of the program: what Export writes and Import reads.
type File struct {
	Flusso   string          `json:"flusso" doc:"flow"`
	Name     string          `json:"name"`
	Labels   []string        `json:"labels,omitempty"`
	Document json.RawMessage `json:"document"`
}

// Export writes the draft (version 0) or a version so that equal flows have
// equal bytes and a change of one field is a change of one line: it is made to
// be kept under version control. It returns the name of the flow too.
func (s *Service) Export(ctx context.Context, id store.FlowID, version int) (name string, file []byte, err error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return "", nil, missing(err)
	}
	raw := row.DraftJSON
	if version > 0 {
		v, err := s.st.Version(ctx, row.ID, version)
		if err != nil {
			return "", nil, missing(err)
		}
		raw = v.DocumentJSON
	}
	doc, err := read(raw)
	if err != nil {
		return "", nil, err
	}
	if doc, err = canonical(doc); err != nil {
		return "", nil, err
	}
	document, err := json.Marshal(doc)
	if err != nil {
		return "", nil, err
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(File{Flusso: fileMark, Name: row.Name, Labels: labelsOf(row), Document: document}); err != nil {
		return "", nil, err
	}
	return row.Name, out.Bytes(), nil
}

// canonical orders what has no order of its own: connections, and keys of objects.
func canonical(doc flow.Document) (flow.Document, error) {
	at := map[string]int{flow.Start: -1}
	doc.Steps, doc.Triggers = slices.Clone(doc.Steps), slices.Clone(doc.Triggers)
	var err error
	for i, st := range doc.Steps {
		at[st.ID] = i
		if doc.Steps[i].Config, err = sortedKeys(st.Config); err != nil {
			return doc, err
		}
	}
	for i, t := range doc.Triggers {
		if doc.Triggers[i].Config, err = sortedKeys(t.Config); err != nil {
			return doc, err
		}
	}
	doc.Connections = slices.Clone(doc.Connections)
	slices.SortStableFunc(doc.Connections, func(a, b flow.Connection) int {
		return cmp.Or(cmp.Compare(at[a.From], at[b.From]), cmp.Compare(a.Exit, b.Exit))
	})
	if len(doc.Layout) > 0 {
		doc.Layout, err = sortedKeys(doc.Layout)
	}
	return doc, err
}

func sortedKeys(raw json.RawMessage) (json.RawMessage, error) {
	if len(raw) == 0 {
		return raw, nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber() // a number stays as it was written
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

// Import makes a flow from a file of Export, or from a bare document. Numbers
// that this program does not have are left out of its settings; people, flows
// and files that it does not have are found by Check.
func (s *Service) Import(ctx context.Context, raw []byte, by By) (Flow, error) {
	file, err := readFile(raw)
	if err != nil {
		return Flow{}, err
	}
	doc, err := parse(file.Document)
	if e := fault.Of(err); err != nil && e.Params["reason"] == flow.CodeNewerSpec {
		return Flow{}, fault.NewerFlow.New()
	}
	if err != nil {
		return Flow{}, err
	}
	known, err := s.st.Channels(ctx)
	if err != nil {
		return Flow{}, err
	}
	doc.Settings.Channels = slices.DeleteFunc(doc.Settings.Channels, func(id string) bool {
		return !slices.ContainsFunc(known, func(c store.Channel) bool { return uid(c.UID) == id })
	})
	if len(doc.Settings.Channels) == 0 {
		if doc.Settings.Channels, err = s.defaultChannels(ctx); err != nil {
			return Flow{}, err
		}
	}
	name, wrong := checkName("/name", file.Name)
	labels, bad := checkLabels(file.Labels)
	if err := fault.Fields(append(wrong, bad...)...); err != nil {
		return Flow{}, err
	}
	made, err := s.insert(ctx, name, doc, by, "flow_imported")
	if err != nil || len(labels) == 0 {
		return made, err
	}
	id, err := store.ParseID(made.ID)
	if err != nil {
		return made, err
	}
	return s.Change(ctx, store.FlowID{ID: id}, nil, labels, by)
}

// readFile takes what somebody chose: our file, a bare document, or anything else.
func readFile(raw []byte) (File, error) {
	var head struct {
		File
		Steps json.RawMessage `json:"steps"`
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if err := dec.Decode(&head); err != nil {
		return File{}, fault.NotAFlow.With("reason", "json")
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return File{}, fault.NotAFlow.With("reason", "json")
	}
	switch {
	case head.Flusso == fileMark && len(head.Document) > 0:
		return head.File, nil
	case head.Flusso == "" && len(head.Steps) > 0:
		if head.Name == "" {
			head.Name = "Flow"
		}
		return File{Name: head.Name, Labels: head.Labels, Document: raw}, nil
	}
	return File{}, fault.NotAFlow.With("reason", "content")
}

// checkLabels trims them and leaves out what is there twice.
func checkLabels(labels []string) ([]string, []fault.Field) {
	out, seen := []string{}, map[string]bool{}
	for _, l := range labels {
		l = strings.Join(strings.Fields(l), " ")
		if l == "" || seen[expr.Fold(l)] {
			continue
		}
		if len([]rune(l)) > maxLabel {
			return nil, []fault.Field{fault.At("/labels", fault.TooLong, "max", maxLabel)}
		}
		seen[expr.Fold(l)] = true
		out = append(out, l)
	}
	if len(out) > maxLabels {
		return nil, []fault.Field{fault.At("/labels", fault.TooMuch, "max", maxLabels)}
	}
	return out, nil
}

func labelsOf(row store.Flow) []string {
	out := []string{}
	if row.LabelsJSON != "" && json.Unmarshal([]byte(row.LabelsJSON), &out) != nil {
		return []string{} // written by us only: a row that cannot be read has none
	}
	return out
}
