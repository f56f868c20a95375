package api

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"flusso/server/fault"
	"flusso/server/store"
)

// FieldView is a field of contacts.
type FieldView struct {
	Key   string `json:"key" pattern:"^[a-z][a-z0-9_]{0,39}$"`
	Label string `json:"label" minLength:"1" maxLength:"100"`
	Type  string `json:"type" enum:"text,number,boolean,date,datetime,list,url,email"`
	Count int    `json:"count" readOnly:"true" required:"false" doc:"Contacts that have a value"`
}

// TagView is a tag with how many contacts or conversations have it.
type TagView struct {
	ID    string `json:"id"`
	Scope string `json:"scope" enum:"contact,conversation"`
	Name  string `json:"name"`
	Color string `json:"color"`
	Count int    `json:"count"`
}

// AdView is an ad that led somebody here.
type AdView struct {
	SourceID   string    `json:"source_id"`
	SourceType string    `json:"source_type" doc:"ad or post"`
	SourceURL  string    `json:"source_url"`
	Headline   string    `json:"headline"`
	Body       string    `json:"body"`
	ImageURL   string    `json:"image_url"`
	Seen       int       `json:"seen" doc:"How often somebody came by it"`
	LastSeen   time.Time `json:"last_seen"`
}

// ByKey is an input that names a field.
type ByKey struct {
	Key string `path:"key"`
}

// maxTagName is the longest name of a tag in characters, as the tag step allows.
const maxTagName = 100

var tagColor = regexp.MustCompile(`^[a-z]{0,20}$`)

func tagView(t store.TagCount) TagView { return TagView{uid(t.UID), t.Scope, t.Name, t.Color, t.Count} }

func (a *API) registerFields(tag string) {
	route(a, http.MethodGet, "/contact-fields", tag, "Fields of contacts", func(ctx context.Context, _ *none) (*list[FieldView], error) {
		rows, err := a.d.Store.ContactFields(ctx)
		if err != nil {
			return nil, err
		}
		used, err := a.d.Store.FieldsInUse(ctx)
		if err != nil {
			return nil, err
		}
		var out []FieldView
		for _, f := range rows {
			out = append(out, FieldView{f.Key, f.Label, f.Type, used[f.Key]})
		}
		return page(out, nil), nil
	})
	route(a, http.MethodPost, "/contact-fields", tag, "Add a field", func(ctx context.Context, in *body[FieldView]) (*body[FieldView], error) {
		f := store.ContactField{Key: in.Body.Key, Label: strings.TrimSpace(in.Body.Label), Type: in.Body.Type}
		err := a.d.Store.Write(ctx, func(tx *store.Tx) error { return tx.InsertContactField(&f) })
		if errors.Is(err, store.ErrConflict) {
			return nil, fault.Fields(fault.At("/key", fault.Taken))
		}
		in.Body.Count = 0
		return in, err
	}, created)
	route(a, http.MethodPatch, "/contact-fields/{key}", tag, "Change label or type of a field", func(ctx context.Context, in *struct {
		ByKey
		Body struct {
			Label *string `json:"label,omitempty" minLength:"1" maxLength:"100"`
			Type  *string `json:"type,omitempty" enum:"text,number,boolean,date,datetime,list,url,email"`
		}
	}) (*body[FieldView], error) {
		rows, err := a.d.Store.ContactFields(ctx)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(rows, func(f store.ContactField) bool { return f.Key == in.Key })
		if i < 0 {
			return nil, fault.Missing.New()
		}
		f := rows[i]
		set(&f.Label, in.Body.Label)
		set(&f.Type, in.Body.Type)
		f.Label = strings.TrimSpace(f.Label)
		if f.Label == "" {
			return nil, fault.Fields(fault.At("/label", fault.Required))
		}
		if err := a.d.Store.Write(ctx, func(tx *store.Tx) error { return tx.UpdateContactField(f.Key, f.Label, f.Type) }); err != nil {
			return nil, err
		}
		return ok(FieldView{Key: f.Key, Label: f.Label, Type: f.Type})
	})
	route(a, http.MethodDelete, "/contact-fields/{key}", tag, "Remove a field", func(ctx context.Context, in *struct {
		ByKey
		Values bool `query:"values" doc:"Also what contacts have in it"`
	}) (*none, error) {
		return nil, a.d.Store.Write(ctx, func(tx *store.Tx) error {
			if err := tx.DeleteContactField(in.Key, in.Values); err != nil {
				return err
			}
			return tx.Note(who(ctx).Name(), "field_deleted", "field:"+in.Key, map[string]bool{"values": in.Values})
		})
	}, empty)
	a.registerTags(tag)
	route(a, http.MethodGet, "/ads", tag, "Ads that have led somebody here", func(ctx context.Context, in *Paged) (*list[AdView], error) {
		rows, err := a.d.Store.Ads(ctx, in.limit())
		if err != nil {
			return nil, err
		}
		var out []AdView
		for _, r := range rows {
			out = append(out, AdView{r.SourceID, r.SourceType, r.SourceURL, r.Headline, r.Body, r.ImageURL, r.Seen, store.Time(r.LastSeenAt)})
		}
		return page(out, nil), nil
	})
}

// tagName checks a name; it may not hold what would make it two tags in a form.
func tagName(name string) (string, []fault.Field) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return name, []fault.Field{fault.At("/name", fault.Required)}
	case len([]rune(name)) > maxTagName:
		return name, []fault.Field{fault.At("/name", fault.TooLong, "max", maxTagName)}
	}
	return name, nil
}

func (a *API) registerTags(tag string) {
	route(a, http.MethodGet, "/tags", tag, "Tags, in use or not", func(ctx context.Context, in *struct {
		Scope string `query:"scope" enum:"contact,conversation"`
	}) (*list[TagView], error) {
		rows, err := a.d.Store.Tags(ctx, in.Scope)
		if err != nil {
			return nil, err
		}
		var out []TagView
		for _, t := range rows {
			out = append(out, tagView(t))
		}
		return page(out, nil), nil
	})
	route(a, http.MethodPost, "/tags", tag, "Add a tag", func(ctx context.Context, in *body[struct {
		Scope string `json:"scope,omitempty" enum:"contact,conversation" default:"contact"`
		Name  string `json:"name"`
		Color string `json:"color,omitempty"`
	}]) (*body[TagView], error) {
		name, wrong := tagName(in.Body.Name)
		if !tagColor.MatchString(in.Body.Color) {
			wrong = append(wrong, fault.At("/color", fault.Malformed))
		}
		if err := fault.Fields(wrong...); err != nil {
			return nil, err
		}
		id := a.d.IDs.New()
		t := store.Tag{UID: id[:], Scope: in.Body.Scope, Name: name, Color: in.Body.Color}
		if t.Scope == "" {
			t.Scope = store.TagOfContact
		}
		err := a.d.Store.Write(ctx, func(tx *store.Tx) error { t.ID = 0; return tx.InsertTag(&t) })
		if errors.Is(err, store.ErrConflict) {
			return nil, fault.Fields(fault.At("/name", fault.Taken))
		} else if err != nil {
			return nil, err
		}
		return ok(tagView(store.TagCount{Tag: t}))
	}, created)
	find := func(ctx context.Context, text string) (store.Tag, error) {
		v, err := id(text)
		if err != nil {
			return store.Tag{}, err
		}
		return a.d.Store.Tag(ctx, store.TagID{ID: v})
	}
	route(a, http.MethodPatch, "/tags/{id}", tag, "Rename or colour a tag, wherever it is in use", func(ctx context.Context, in *struct {
		ByID
		Body struct {
			Name  *string `json:"name,omitempty"`
			Color *string `json:"color,omitempty"`
		}
	}) (*body[TagView], error) {
		t, err := find(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		next := t
		set(&next.Name, in.Body.Name)
		set(&next.Color, in.Body.Color)
		name, wrong := tagName(next.Name)
		if !tagColor.MatchString(next.Color) {
			wrong = append(wrong, fault.At("/color", fault.Malformed))
		}
		if err := fault.Fields(wrong...); err != nil {
			return nil, err
		}
		next.Name = name
		err = a.d.Flows.RenameTag(ctx, t, next.Name, next.Color, by(ctx))
		if errors.Is(err, store.ErrConflict) {
			return nil, fault.Fields(fault.At("/name", fault.Taken))
		} else if err != nil {
			return nil, err
		}
		return ok(tagView(store.TagCount{Tag: next}))
	})
	route(a, http.MethodDelete, "/tags/{id}", tag, "Take a tag away from everybody", func(ctx context.Context, in *ByID) (*none, error) {
		t, err := find(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return nil, a.d.Store.Write(ctx, func(tx *store.Tx) error {
			if err := tx.DeleteTag(t); err != nil {
				return err
			}
			return tx.Note(who(ctx).Name(), "tag_deleted", "tag:"+in.ID, map[string]string{"name": t.Name})
		})
	}, empty)
}
