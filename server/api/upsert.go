package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"flusso/server/fault"
	"flusso/server/store"
)

// ContactKey says who is meant; any one of them is enough.
type ContactKey struct {
	ID     string `json:"id,omitempty"`
	Phone  string `json:"phone,omitempty" doc:"International notation, or that of the account's country"`
	WaID   string `json:"wa_id,omitempty" doc:"The number as WhatsApp writes it"`
	UserID string `json:"user_id,omitempty" doc:"WhatsApp's id of somebody without a visible number"`
}

// ContactFields is what to store of a person; what is missing stays.
type ContactFields struct {
	Name      *string                    `json:"name,omitempty" doc:"Instead of first and last name"`
	FirstName *string                    `json:"first_name,omitempty"`
	LastName  *string                    `json:"last_name,omitempty"`
	Email     *string                    `json:"email,omitempty"`
	URL       *string                    `json:"url,omitempty"`
	Language  *string                    `json:"language,omitempty"`
	Tags      *[]string                  `json:"tags,omitempty"`
	Fields    map[string]json.RawMessage `json:"fields,omitempty"`
}

// mergeHow says per part whether new values join the old ones or replace them.
type mergeHow struct {
	Fields string `json:"fields,omitempty" enum:"merge,overwrite"`
	Tags   string `json:"tags,omitempty" enum:"merge,overwrite"`
}

var fieldKey = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// check finds every wrong value.
func (f ContactFields) check() []fault.Field {
	var wrong []fault.Field
	for path, v := range map[string]*string{"/name": f.Name, "/first_name": f.FirstName, "/last_name": f.LastName, "/url": f.URL, "/language": f.Language} {
		if v != nil && len([]rune(*v)) > maxText {
			wrong = append(wrong, fault.At(path, fault.TooLong, "max", maxText))
		}
	}
	if f.Email != nil && *f.Email != "" {
		if a, err := mail.ParseAddress(*f.Email); err != nil || a.Address != *f.Email {
			wrong = append(wrong, fault.At("/email", fault.BadEmail))
		}
	}
	if f.Tags != nil {
		for _, t := range *f.Tags {
			if t = strings.TrimSpace(t); t == "" || len([]rune(t)) > 100 {
				wrong = append(wrong, fault.At("/tags", fault.TooLong, "max", 100))
				break
			}
		}
	}
	for k, v := range f.Fields {
		if !fieldKey.MatchString(k) {
			wrong = append(wrong, fault.At("/fields/"+k, fault.Malformed))
		} else if len(v) > maxValue {
			wrong = append(wrong, fault.At("/fields/"+k, fault.TooLong, "max", maxValue))
		}
	}
	slices.SortFunc(wrong, func(a, b fault.Field) int { return strings.Compare(a.Path, b.Path) })
	return wrong
}

// apply gives the columns that change.
func (f ContactFields) apply(c *store.Contact, how mergeHow) (map[string]any, []fault.Field) {
	if f.Name != nil && f.FirstName == nil && f.LastName == nil {
		first, last, _ := strings.Cut(strings.TrimSpace(*f.Name), " ")
		f.FirstName, f.LastName = &first, &last
	}
	columns := map[string]any{}
	for _, v := range []struct {
		column string
		to     *string
		from   *string
	}{{"first_name", &c.FirstName, f.FirstName}, {"last_name", &c.LastName, f.LastName}, {"email", &c.Email, f.Email}, {"url", &c.URL, f.URL}, {"language", &c.Language, f.Language}} {
		if v.from != nil {
			*v.to = strings.TrimSpace(*v.from)
			columns[v.column] = *v.to
		}
	}
	var wrong []fault.Field
	if f.Tags != nil {
		tags := []string{}
		if how.Tags != "overwrite" {
			tags = tagsOf(c.TagsJSON)
		}
		for _, t := range *f.Tags {
			if t = strings.TrimSpace(t); !slices.Contains(tags, t) {
				tags = append(tags, t)
			}
		}
		if len(tags) > maxTags {
			wrong = append(wrong, fault.At("/tags", fault.TooMuch, "max", maxTags))
		}
		c.TagsJSON = string(mustJSON(tags))
		columns["tags_json"] = c.TagsJSON
	}
	if f.Fields != nil {
		fields := map[string]json.RawMessage{}
		if how.Fields != "overwrite" {
			fields = fieldsOf(c.FieldsJSON)
		}
		for k, v := range f.Fields {
			if string(v) == "null" {
				delete(fields, k)
			} else {
				fields[k] = v
			}
		}
		if len(fields) > maxFields {
			wrong = append(wrong, fault.At("/fields", fault.TooMuch, "max", maxFields))
		}
		c.FieldsJSON = string(mustJSON(fields))
		columns["fields_json"] = c.FieldsJSON
	}
	return columns, wrong
}

// mustJSON writes lists and maps of valid parts, which cannot fail.
func mustJSON(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		return []byte("null")
	}
	return raw
}

// aliases are the names by which the key finds somebody, the most stable first.
func (k ContactKey) aliases(e164 string) []string {
	var out []string
	if k.UserID != "" {
		out = append(out, "uid:"+k.UserID)
	}
	wa := digitsOnly(k.WaID)
	if wa == "" && e164 != "" {
		wa = digitsOnly(e164)
	}
	if wa != "" {
		out = append(out, "wa:"+wa)
	}
	return out
}

func digitsOnly(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// upsert finds or makes the person and stores what is said of them, in one unit.
func (a *API) upsert(ctx context.Context, k ContactKey, f ContactFields, how mergeHow, country string) (store.Contact, error) {
	wrong := f.check()
	number := ""
	if k.Phone != "" {
		n, err := parsePhone("/phone", k.Phone, country)
		if err != nil {
			wrong = append(wrong, fault.Of(err).Fields...)
		}
		number = n
	}
	if k.ID == "" && k.Phone == "" && k.WaID == "" && k.UserID == "" {
		wrong = append(wrong, fault.At("/phone", fault.Required))
	}
	if err := fault.Fields(wrong...); err != nil {
		return store.Contact{}, err
	}
	var c store.Contact
	fresh := a.d.IDs.New()
	err := a.d.Store.Write(ctx, func(tx *store.Tx) (err error) {
		c, err = a.upsertIn(tx, k, f, how, number, fresh)
		return err
	})
	if errors.Is(err, store.ErrConflict) {
		return c, fault.Fields(fault.At("/phone", fault.Taken))
	}
	return c, err
}

func (a *API) upsertIn(tx *store.Tx, k ContactKey, f ContactFields, how mergeHow, number string, fresh store.ID) (store.Contact, error) {
	aliases := k.aliases(number)
	var c store.Contact
	if k.ID != "" {
		v, err := store.ParseID(k.ID)
		if err != nil {
			return c, store.ErrNotFound
		}
		if c, err = tx.ContactByID(store.ContactID{ID: v}); err != nil {
			return c, err
		}
	} else {
		row, err := tx.ContactByAlias(aliases...)
		if err != nil {
			return c, err
		}
		if row != 0 {
			if c, err = tx.Contact(row); err != nil {
				return c, err
			}
		}
	}
	columns, wrong := f.apply(&c, how)
	if err := fault.Fields(wrong...); err != nil {
		return c, err
	}
	if number == "" && len(k.WaID) > 0 {
		number = "+" + digitsOnly(k.WaID)
	}
	if c.ID == 0 {
		c.UID, c.Phone, c.Source = fresh[:], number, "api"
		return c, tx.InsertContact(&c, aliases...)
	}
	if c.Phone == "" && number != "" {
		c.Phone = number
		columns["phone"] = number
	}
	if err := tx.AddAliases(c.ID, aliases...); err != nil {
		return c, err
	}
	if len(columns) == 0 {
		return c, nil
	}
	return c, tx.UpdateContact(c.ID, columns)
}
