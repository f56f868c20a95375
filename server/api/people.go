package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"flusso/server/fault"
	"flusso/server/store"
)

// Limits of what is kept of a person.
const (
	maxText   = 200  // characters of a name or an address
	maxTags   = 100  // of one person
	maxFields = 200  // of one person
	maxValue  = 4000 // bytes of a field
)

// ContactView is a person.
type ContactView struct {
	ID            string                     `json:"id"`
	Name          string                     `json:"name"`
	FirstName     string                     `json:"first_name"`
	LastName      string                     `json:"last_name"`
	Phone         string                     `json:"phone"`
	Email         string                     `json:"email"`
	URL           string                     `json:"url"`
	Language      string                     `json:"language"`
	Tags          []string                   `json:"tags"`
	Fields        map[string]json.RawMessage `json:"fields"`
	OptedOut      bool                       `json:"opted_out"`
	Source        string                     `json:"source"`
	Referral      json.RawMessage            `json:"referral,omitempty" doc:"The ad or post that led the contact here last"`
	CreatedAt     time.Time                  `json:"created_at"`
	LastMessageAt *time.Time                 `json:"last_message_at"`
}

// contactName is what people call somebody: first and last name, else the profile name, else the number.
func contactName(c store.Contact) string {
	if n := strings.TrimSpace(c.FirstName + " " + c.LastName); n != "" {
		return n
	}
	if c.ProfileName != "" {
		return c.ProfileName
	}
	return c.Phone
}

func contactView(c store.Contact, last int64) ContactView {
	v := ContactView{ID: uid(c.UID), Name: contactName(c), FirstName: c.FirstName, LastName: c.LastName, Phone: c.Phone, Email: c.Email, URL: c.URL, Language: c.Language,
		Tags: tagsOf(c.TagsJSON), Fields: fieldsOf(c.FieldsJSON), OptedOut: c.OptedOutAt != nil, Source: c.Source, CreatedAt: store.Time(c.CreatedAt), LastMessageAt: at(last)}
	if c.ReferralJSON != "" {
		v.Referral = jsonOr(c.ReferralJSON, "{}")
	}
	return v
}

func tagsOf(raw string) []string {
	out := []string{}
	if json.Unmarshal([]byte(raw), &out) != nil || out == nil {
		return []string{}
	}
	return out
}

func fieldsOf(raw string) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	if json.Unmarshal([]byte(raw), &out) != nil || out == nil {
		return map[string]json.RawMessage{}
	}
	return out
}

func (a *API) contact(ctx context.Context, text string) (store.Contact, error) {
	v, err := id(text)
	if err != nil {
		return store.Contact{}, err
	}
	return a.d.Store.Contact(ctx, store.ContactID{ID: v})
}

func (a *API) contactOut(ctx context.Context, c store.Contact) (*body[ContactView], error) {
	last, err := a.d.Store.LastMessageAt(ctx, []int64{c.ID})
	if err != nil {
		return nil, err
	}
	return ok(contactView(c, last[c.ID]))
}

func (a *API) registerPeople() {
	const tag = "Contacts"
	route(a, http.MethodGet, "/contacts", tag, "List contacts, the newest first", func(ctx context.Context, in *struct {
		Paged
		Q   string `query:"q" doc:"Part of a name, number or email address"`
		Tag string `query:"tag"`
	}) (*list[ContactView], error) {
		key, err := in.rows(1)
		if err != nil {
			return nil, err
		}
		rows, err := a.d.Store.Contacts(ctx, store.ContactFilter{Query: in.Q, Tag: in.Tag, Before: key[0], Limit: in.limit() + 1})
		if err != nil {
			return nil, err
		}
		rows, next := cut(rows, in.limit(), func(c store.Contact) *string { return cursor(c.ID) })
		keys := make([]int64, len(rows))
		for i, c := range rows {
			keys[i] = c.ID
		}
		last, err := a.d.Store.LastMessageAt(ctx, keys)
		if err != nil {
			return nil, err
		}
		var out []ContactView
		for _, c := range rows {
			out = append(out, contactView(c, last[c.ID]))
		}
		return page(out, next), nil
	})
	route(a, http.MethodPost, "/contacts", tag, "Add a contact, or update the one with this number", func(ctx context.Context, in *body[struct {
		ContactKey
		ContactFields
		Merge mergeHow `json:"merge,omitempty"`
	}]) (*body[ContactView], error) {
		acc, err := a.account(ctx)
		if err != nil {
			return nil, err
		}
		c, err := a.upsert(ctx, in.Body.ContactKey, in.Body.ContactFields, in.Body.Merge, acc.Country)
		if err != nil {
			return nil, err
		}
		return a.contactOut(ctx, c)
	}, created)
	route(a, http.MethodGet, "/contacts/{id}", tag, "One contact", func(ctx context.Context, in *ByID) (*body[ContactView], error) {
		c, err := a.contact(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return a.contactOut(ctx, c)
	})
	route(a, http.MethodPatch, "/contacts/{id}", tag, "Change a contact", a.patchContact)
	route(a, http.MethodDelete, "/contacts/{id}", tag, "Delete a contact with everything that was said", func(ctx context.Context, in *ByID) (*none, error) {
		c, err := a.contact(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return nil, a.d.Store.Write(ctx, func(tx *store.Tx) error {
			if err := tx.DeleteContact(c.ID); err != nil {
				return err
			}
			return tx.Note(who(ctx).Name(), "contact_deleted", "contact:"+in.ID, nil)
		})
	}, empty)
	route(a, http.MethodGet, "/contacts/{id}/runs", tag, "Flows that the contact was in", func(ctx context.Context, in *struct {
		ByID
		Paged
	}) (*list[RunView], error) {
		c, err := a.contact(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return a.runList(ctx, store.RunFilter{Contact: c.ID}, in.Paged)
	})
	route(a, http.MethodGet, "/contacts/{id}/conversations", tag, "Threads of the contact", func(ctx context.Context, in *ByID) (*list[ConversationView], error) {
		c, err := a.contact(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		rows, err := a.d.Store.Conversations(ctx, store.ConversationFilter{Contact: c.ID, Limit: pageSizeMax})
		if err != nil {
			return nil, err
		}
		out, err := a.conversationViews(ctx, rows)
		return page(out, nil), err
	})
	a.registerFields(tag)
}

// cut takes one more row than was asked for away again: it only tells that there is another page.
func cut[T any](rows []T, limit int, key func(T) *string) ([]T, *string) {
	if len(rows) <= limit {
		return rows, nil
	}
	return rows[:limit], key(rows[limit-1])
}

type patchContact struct {
	ContactFields
	Phone    *string  `json:"phone,omitempty"`
	OptedOut *bool    `json:"opted_out,omitempty"`
	Merge    mergeHow `json:"merge,omitempty" doc:"Default: tags and fields are replaced"`
}

func (a *API) patchContact(ctx context.Context, in *struct {
	ByID
	Body patchContact
}) (*body[ContactView], error) {
	c, err := a.contact(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	acc, err := a.account(ctx)
	if err != nil {
		return nil, err
	}
	b := in.Body
	if b.Merge.Tags == "" {
		b.Merge.Tags = "overwrite"
	}
	wrong := b.check()
	number := ""
	if b.Phone != nil && *b.Phone != "" {
		if number, err = parsePhone("/phone", *b.Phone, acc.Country); err != nil {
			wrong = append(wrong, fault.Of(err).Fields...)
		}
	}
	if err := fault.Fields(wrong...); err != nil {
		return nil, err
	}
	err = a.d.Store.Write(ctx, func(tx *store.Tx) error {
		now, err := tx.Contact(c.ID)
		if err != nil {
			return err
		}
		columns, wrong := b.apply(&now, b.Merge)
		if err := fault.Fields(wrong...); err != nil {
			return err
		}
		if b.OptedOut != nil && *b.OptedOut != (now.OptedOutAt != nil) {
			columns["opted_out_at"] = nil
			if *b.OptedOut {
				columns["opted_out_at"] = store.Millis(tx.Now())
			}
		}
		if b.Phone != nil && number != now.Phone {
			if now.Phone != "" {
				if err := tx.DropAliases(c.ID, "wa:"+digitsOnly(now.Phone)); err != nil {
					return err
				}
			}
			if number != "" {
				if err := tx.AddAliases(c.ID, "wa:"+digitsOnly(number)); err != nil {
					return err
				}
			}
			columns["phone"] = number
		}
		if len(columns) == 0 {
			return nil
		}
		return tx.UpdateContact(c.ID, columns)
	})
	if errors.Is(err, store.ErrConflict) {
		return nil, fault.Fields(fault.At("/phone", fault.Taken))
	} else if err != nil {
		return nil, err
	}
	if c, err = a.contact(ctx, in.ID); err != nil {
		return nil, err
	}
	return a.contactOut(ctx, c)
}
