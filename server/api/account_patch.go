package api

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"flusso/engine/hours"
	"flusso/server/auth"
	"flusso/server/fault"
	"flusso/server/store"
)

// Limits of the account's settings.
const (
	maxConsentWords = 50           // of one language and kind: more are typing mistakes
	maxConsentWord  = 60           // characters: a sentence is no word of consent
	maxLanguages    = 50           // with words of consent
	maxSilence      = 30 * 24 * 60 // minutes: a month
)

// AccountView is what is set for the whole program.
type AccountView struct {
	Name                string                       `json:"name"`
	TimeZone            string                       `json:"time_zone"`
	Country             string                       `json:"country"`
	Language            string                       `json:"language"`
	StopWords           []string                     `json:"stop_words" doc:"Beside those of the languages"`
	StartWords          []string                     `json:"start_words"`
	ConsentWords        map[string]auth.ConsentWords `json:"consent_words" doc:"Words of STOP and START by language"`
	Hours               *hours.Schedule              `json:"hours" doc:"Working hours; null: always open"`
	HumanSilenceMinutes int                          `json:"human_silence_minutes" doc:"How long flows are silent after a person wrote; 0: until the conversation is given back (12 hours when it was on the phone)"`
}

func accountView(a auth.Account) AccountView {
	v := AccountView{a.Name, a.TimeZone, a.Country, a.Language, a.StopWords, a.StartWords, a.ConsentWords, nil, a.HumanSilenceMinutes}
	if len(a.Hours) > 0 && !isNull(a.Hours) {
		v.Hours = &hours.Schedule{}
		if json.Unmarshal(a.Hours, v.Hours) != nil {
			v.Hours = nil
		}
	}
	if v.StopWords == nil {
		v.StopWords = []string{}
	}
	if v.StartWords == nil {
		v.StartWords = []string{}
	}
	return v
}

func isNull(raw json.RawMessage) bool { return string(bytes.TrimSpace(raw)) == "null" }

// checkHours reads a schedule that somebody sent; null gives nil.
func checkHours(path string, raw json.RawMessage) (*hours.Schedule, []fault.Field) {
	if isNull(raw) {
		return nil, nil
	}
	var s hours.Schedule
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return nil, []fault.Field{fault.At(path, fault.WrongType, "expected", "{days, holidays}")}
	}
	var wrong []fault.Field
	for _, p := range s.Check() {
		wrong = append(wrong, fault.At(path+"/"+strings.ReplaceAll(p.Path, ".", "/"), fault.Malformed, "value", p.Value))
	}
	return &s, wrong
}

// checkAccount finds wrong values and fills empty ones.
func checkAccount(acc *auth.Account) []fault.Field {
	var wrong []fault.Field
	if acc.TimeZone == "" {
		acc.TimeZone = "UTC"
	}
	if _, err := time.LoadLocation(acc.TimeZone); err != nil || acc.TimeZone == "Local" {
		wrong = append(wrong, fault.At("/time_zone", fault.Malformed))
	}
	if acc.Country = strings.ToUpper(acc.Country); acc.Country != "" && (len(acc.Country) != 2 || strings.Trim(acc.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		wrong = append(wrong, fault.At("/country", fault.Malformed))
	}
	if acc.Language == "" {
		acc.Language = "en"
	}
	if acc.Language != "en" && acc.Language != "it" {
		wrong = append(wrong, fault.At("/language", fault.NotOneOf, "values", "en, it"))
	}
	words := map[string]*[]string{"/stop_words": &acc.StopWords, "/start_words": &acc.StartWords}
	if len(acc.ConsentWords) > maxLanguages {
		wrong = append(wrong, fault.At("/consent_words", fault.TooMuch, "max", maxLanguages))
	}
	for lang, w := range acc.ConsentWords {
		if len(lang) < 2 || len(lang) > 10 {
			wrong = append(wrong, fault.At("/consent_words", fault.Malformed))
		}
		words["/consent_words/"+lang+"/stop"], words["/consent_words/"+lang+"/start"] = &w.Stop, &w.Start
		acc.ConsentWords[lang] = auth.ConsentWords{Stop: slices.Clone(w.Stop), Start: slices.Clone(w.Start)}
	}
	for field, list := range words {
		if len(*list) > maxConsentWords {
			wrong = append(wrong, fault.At(field, fault.TooMuch, "max", maxConsentWords))
		}
		for i, w := range *list {
			if len([]rune(w)) > maxConsentWord {
				wrong = append(wrong, fault.At(field+"/"+strconv.Itoa(i), fault.TooLong, "max", maxConsentWord))
			}
		}
	}
	if acc.HumanSilenceMinutes < 0 || acc.HumanSilenceMinutes > maxSilence {
		wrong = append(wrong, fault.At("/human_silence_minutes", fault.TooBig, "max", maxSilence))
	}
	return wrong
}

type accountPatch struct {
	Name                *string                       `json:"name,omitempty" maxLength:"100"`
	TimeZone            *string                       `json:"time_zone,omitempty"`
	Country             *string                       `json:"country,omitempty"`
	Language            *string                       `json:"language,omitempty"`
	StopWords           *[]string                     `json:"stop_words,omitempty"`
	StartWords          *[]string                     `json:"start_words,omitempty"`
	ConsentWords        *map[string]auth.ConsentWords `json:"consent_words,omitempty" doc:"Of the languages that are named; the others stay"`
	Hours               json.RawMessage               `json:"hours,omitempty" doc:"A schedule {days:{mon:[{from,to}]}, holidays:[]}; null: always open"`
	HumanSilenceMinutes *int                          `json:"human_silence_minutes,omitempty"`
}

func set[T any](to *T, v *T) {
	if v != nil {
		*to = *v
	}
}

func (a *API) patchAccount(ctx context.Context, in *body[accountPatch]) (*body[AccountView], error) {
	acc, err := a.account(ctx)
	if err != nil {
		return nil, err
	}
	b := in.Body
	set(&acc.Name, b.Name)
	set(&acc.TimeZone, b.TimeZone)
	set(&acc.Country, b.Country)
	set(&acc.Language, b.Language)
	set(&acc.StopWords, b.StopWords)
	set(&acc.StartWords, b.StartWords)
	set(&acc.HumanSilenceMinutes, b.HumanSilenceMinutes)
	if b.ConsentWords != nil {
		for lang, w := range *b.ConsentWords {
			acc.ConsentWords[lang] = w
		}
	}
	wrong := checkAccount(&acc)
	if len(b.Hours) > 0 {
		_, more := checkHours("/hours", b.Hours)
		wrong = append(wrong, more...)
		acc.Hours = b.Hours
		if isNull(b.Hours) {
			acc.Hours = nil
		}
	}
	if err := fault.Fields(wrong...); err != nil {
		return nil, err
	}
	err = a.d.Store.Write(ctx, func(tx *store.Tx) error {
		tx.Touch(store.TopicAccount, 0)
		if err := tx.SetSetting(auth.AccountKey, acc); err != nil {
			return err
		}
		return tx.Note(who(ctx).Name(), "account_changed", "", nil)
	})
	if err != nil {
		return nil, err
	}
	if err := a.d.Runner.Reload(ctx); err != nil {
		return nil, err
	}
	return ok(accountView(acc))
}

// UserView is somebody of the team.
type UserView struct {
	ID   string    `json:"id"`
	Name string    `json:"name"`
	Role auth.Role `json:"role"`
}

func (a *API) users(ctx context.Context, _ *none) (*list[UserView], error) {
	rows, err := a.d.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	var out []UserView
	for _, u := range rows {
		out = append(out, UserView{uid(u.UID), u.Name, auth.Role(u.Role)})
	}
	return page(out, nil), nil
}
