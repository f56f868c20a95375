package auth

import (
	"encoding/json"
	"maps"
	"slices"
)

// Account is what is set for the whole program.
type Account struct {
	Name       string   `json:"name"`
	TimeZone   string   `json:"time_zone"`
	Country    string   `json:"country"`
	Language   string   `json:"language"`
	StopWords  []string `json:"stop_words"`
	StartWords []string `json:"start_words"`
	// ConsentWords are the words of STOP and START by language, beside one's own.
	ConsentWords map[string]ConsentWords `json:"consent_words,omitempty"`
	// Hours is a schedule of package hours; null: always open.
	Hours json.RawMessage `json:"hours,omitempty"`
	// HumanSilenceMinutes is how long flows are silent after a person wrote; 0:
	// in the app until the conversation is given back, on the phone 12 hours.
	HumanSilenceMinutes int `json:"human_silence_minutes,omitempty"`
}

// ConsentWords are what people write to get no more messages, and to get them again.
type ConsentWords struct {
	Stop  []string `json:"stop"`
	Start []string `json:"start"`
}

// AccountKey is the setting that holds the Account.
const AccountKey = "account"

// DefaultAccount holds until the owner says otherwise. The words are those that people are told to
// write in the two languages of the program.
func DefaultAccount() Account {
	return Account{TimeZone: "UTC", Language: "en", StopWords: []string{"stop", "unsubscribe", "cancella iscrizione"}, StartWords: []string{"start", "subscribe", "iscrivimi"},
		ConsentWords: DefaultConsentWords()}
}

// DefaultConsentWords are obeyed unless the owner changes them. They are words that nobody writes
// in the middle of an order: "cancel" alone is not among them.
func DefaultConsentWords() map[string]ConsentWords {
	return map[string]ConsentWords{
		"en": {Stop: []string{"stop", "stop all", "unsubscribe", "opt out"}, Start: []string{"start", "subscribe", "opt in"}},
		"it": {Stop: []string{"stop", "cancella iscrizione", "annulla iscrizione", "disiscrivimi"}, Start: []string{"start", "iscrivimi", "riattiva"}},
		"es": {Stop: []string{"stop", "baja", "darme de baja", "cancelar suscripción"}, Start: []string{"start", "alta", "suscribirme"}},
		"fr": {Stop: []string{"stop", "arrêt", "désabonner", "me désabonner"}, Start: []string{"start", "abonner", "m'abonner"}},
		"de": {Stop: []string{"stop", "stopp", "abmelden", "abbestellen"}, Start: []string{"start", "anmelden", "abonnieren"}},
		"pt": {Stop: []string{"stop", "sair", "parar mensagens", "cancelar inscrição"}, Start: []string{"start", "voltar", "inscrever"}},
	}
}

// Words are all words of consent, one's own and those of the languages.
func (a Account) Words() (stop, start []string) {
	stop, start = slices.Clone(a.StopWords), slices.Clone(a.StartWords)
	for _, lang := range slices.Sorted(maps.Keys(a.ConsentWords)) {
		stop = append(stop, a.ConsentWords[lang].Stop...)
		start = append(start, a.ConsentWords[lang].Start...)
	}
	return stop, start
}
