package flows

import (
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"flusso/engine/flow"
	"flusso/server/store"
)

// check finds what stands against publishing: in the document itself, and
// between it and the world outside of it.
func (s *Service) check(ctx context.Context, self store.Flow, doc flow.Document) ([]flow.Issue, error) {
	issues, err := s.checks.of(doc, s.cat)
	if err != nil {
		return nil, err
	}
	if issues == nil {
		issues = []flow.Issue{}
	}
	w := world{s: s, ctx: ctx, self: self, doc: doc}
	for _, r := range s.cat.References(doc) {
		if err := w.look(r); err != nil {
			return nil, err
		}
	}
	if h := doc.Settings.Webhook; h != nil && h.Enabled {
		if u, err := url.Parse(h.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			w.issues = append(w.issues, flow.Issue{Code: flow.CodeBadSetting, Severity: flow.SeverityError, Path: "/settings/webhook/url", Params: map[string]string{"name": "webhook"}})
		}
		for _, e := range h.Events {
			if !slices.Contains(flow.WebhookEvents, e) {
				w.issues = append(w.issues, flow.Issue{Code: flow.CodeBadSetting, Severity: flow.SeverityError, Path: "/settings/webhook/events", Params: map[string]string{"name": "webhook"}})
			}
		}
	}
	return append(issues, w.issues...), nil
}

// world looks up what a document refers to.
type world struct {
	s         *Service
	ctx       context.Context
	self      store.Flow
	doc       flow.Document
	issues    []flow.Issue
	numbers   []store.Channel // WhatsApp numbers of the flow whose templates are known
	templates []store.Template
	ready     bool
}

func (w *world) add(r flow.Reference, code string, severity flow.Severity, pairs ...string) {
	params := map[string]string{"name": r.Name}
	for i := 0; i+1 < len(pairs); i += 2 {
		params[pairs[i]] = pairs[i+1]
	}
	w.issues = append(w.issues, flow.Issue{Code: code, Severity: severity, Path: r.Path, Step: r.Step, Field: r.Field, Params: params})
}

func (w *world) look(r flow.Reference) error {
	if r.ID == "" {
		return nil // the form says that it is missing
	}
	switch r.Kind {
	case flow.RefTemplate:
		return w.template(r)
	case flow.RefFlow:
		return w.flow(r)
	case flow.RefUser:
		id, err := store.ParseID(r.ID)
		if err == nil {
			_, err = w.s.st.UserByID(w.ctx, store.UserID{ID: id})
		}
		return w.missing(r, err, flow.CodeUserMissing)
	case flow.RefMedia:
		id, err := store.ParseID(r.ID)
		if err == nil {
			_, err = w.s.st.MediaByID(w.ctx, store.MediaID{ID: id})
		}
		return w.missing(r, err, flow.CodeFileMissing)
	}
	return nil
}

// missing turns "there is no such thing" into an issue.
func (w *world) missing(r flow.Reference, err error, code string) error {
	if err != nil && (missing(err) != err || err == store.ErrBadID) {
		w.add(r, code, flow.SeverityError)
		return nil
	}
	return err
}

// template looks on every WhatsApp number of the flow. A number whose
// templates were never read says nothing; the demo number takes any.
func (w *world) template(r flow.Reference) error {
	if err := w.load(); err != nil {
		return err
	}
	for _, c := range w.numbers {
		i := slices.IndexFunc(w.templates, func(t store.Template) bool { return t.ChannelID == c.ID && t.Name == r.ID && t.Language == r.Language })
		pairs := []string{"template", r.ID, "language", r.Language, "number", c.Name}
		switch {
		case i < 0:
			w.add(r, flow.CodeTemplateMissing, flow.SeverityError, pairs...)
		case w.templates[i].Status == "PAUSED":
			w.add(r, flow.CodeTemplatePaused, flow.SeverityWarning, pairs...)
		case w.templates[i].Status != store.TemplateApproved:
			w.add(r, flow.CodeTemplateNotApproved, flow.SeverityError, append(pairs, "status", w.templates[i].Status)...)
		}
	}
	return nil
}

func (w *world) load() error {
	if w.ready {
		return nil
	}
	all, err := w.s.st.Channels(w.ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Kind == store.ChannelWhatsApp && c.TemplatesAt > 0 && slices.Contains(w.doc.Settings.Channels, uid(c.UID)) {
			w.numbers = append(w.numbers, c)
		}
	}
	if len(w.numbers) > 0 {
		if w.templates, err = w.s.st.Templates(w.ctx, store.TemplateFilter{}); err != nil {
			return err
		}
	}
	w.ready = true
	return nil
}

func (w *world) flow(r flow.Reference) error {
	id, err := store.ParseID(r.ID)
	var f store.Flow
	if err == nil {
		f, err = w.s.st.Flow(w.ctx, store.FlowID{ID: id})
	}
	switch {
	case err != nil:
		return w.missing(r, err, flow.CodeFlowMissing)
	case f.ArchivedAt != nil:
		w.add(r, flow.CodeFlowMissing, flow.SeverityError, "flow", f.Name)
	case f.ID == w.self.ID:
		w.add(r, flow.CodeCallCycle, flow.SeverityWarning, "flow", f.Name)
	case f.LiveVersionID == nil:
		w.add(r, flow.CodeFlowNotPublished, flow.SeverityError, "flow", f.Name)
	default:
		back, err := w.leadsBack(f, map[int64]bool{})
		if err != nil {
			return err
		}
		if back {
			w.add(r, flow.CodeCallCycle, flow.SeverityWarning, "flow", f.Name)
		}
	}
	return nil
}

// leadsBack says whether a live flow calls the one that is looked at, itself or
// through others.
func (w *world) leadsBack(f store.Flow, seen map[int64]bool) (bool, error) {
	if seen[f.ID] || f.LiveVersionID == nil {
		return false, nil
	}
	seen[f.ID] = true
	v, err := w.s.st.VersionByRow(w.ctx, *f.LiveVersionID)
	if err != nil {
		return false, err
	}
	doc, err := read(v.DocumentJSON)
	if err != nil {
		return false, err
	}
	for _, r := range w.s.cat.References(doc) {
		if r.Kind != flow.RefFlow {
			continue
		}
		id, err := store.ParseID(r.ID)
		if err != nil {
			continue
		}
		next, err := w.s.st.Flow(w.ctx, store.FlowID{ID: id})
		if err != nil {
			if missing(err) != err {
				continue
			}
			return false, err
		}
		if next.ID == w.self.ID {
			return true, nil
		}
		if back, err := w.leadsBack(next, seen); err != nil || back {
			return back, err
		}
	}
	return false, nil
}

var fieldPath = regexp.MustCompile(`^fields\.([a-z][a-z0-9_]{0,39})$`)

// declared is what a document needs as records: tags and fields of contacts.
type declared struct {
	tags   map[string][]string // by scope
	fields map[string]string   // key -> type
}

// declares finds the tags and fields that a document uses for the first time,
// perhaps. A tag that holds a variable becomes a record when it is first given.
func declares(doc flow.Document) declared {
	d := declared{tags: map[string][]string{}, fields: map[string]string{}}
	for _, s := range doc.Steps {
		var c struct {
			Scope  string   `json:"scope"`
			Tags   []string `json:"tags"`
			Answer string   `json:"answer"`
		}
		_ = json.Unmarshal(s.Config, &c) // of another shape: it has none of them
		if s.Kind == "tag" {
			scope := store.TagOfContact
			if c.Scope == store.TagOfConversation {
				scope = c.Scope
			}
			for _, t := range c.Tags {
				if t = strings.TrimSpace(t); t != "" && !strings.Contains(t, "{{") {
					d.tags[scope] = append(d.tags[scope], t)
				}
			}
		}
		var any any
		if json.Unmarshal(s.Config, &any) == nil {
			walkText(any, func(text string) {
				if m := fieldPath.FindStringSubmatch(text); m != nil && d.fields[m[1]] == "" {
					d.fields[m[1]] = fieldType(s.Kind, c.Answer)
				}
			})
		}
	}
	return d
}

// fieldType is the type of a field that keeps an answer.
func fieldType(kind, answer string) string {
	if kind == "question" {
		switch answer {
		case "number", "url", "email", "date", "datetime", "boolean":
			return answer
		}
	}
	return "text"
}

func walkText(v any, fn func(string)) {
	switch x := v.(type) {
	case string:
		fn(x)
	case []any:
		for _, e := range x {
			walkText(e, fn)
		}
	case map[string]any:
		for _, e := range x {
			walkText(e, fn)
		}
	}
}

// declare makes the records.
func (s *Service) declare(tx *store.Tx, d declared) error {
	for _, scope := range []string{store.TagOfContact, store.TagOfConversation} { // in an order, so that ids are given out alike
		for _, n := range d.tags[scope] {
			if err := tx.EnsureTag(s.ids.New(), scope, n); err != nil {
				return err
			}
		}
	}
	for key, kind := range d.fields {
		label := strings.ReplaceAll(key, "_", " ")
		f := store.ContactField{Key: key, Label: strings.ToUpper(label[:1]) + label[1:], Type: kind}
		if err := tx.EnsureContactField(f); err != nil {
			return err
		}
	}
	return nil
}
