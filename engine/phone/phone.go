// Package phone is the one door to the numbering plans of the world.
package phone

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// maxInput is the longest text looked at: the longest number people write has
// some 30 characters with its spaces and brackets.
const maxInput = 64

// Parse reads a number as people write it and gives E.164 with its plus.
// country (ISO 3166-1 alpha-2) is taken where the number names none.
func Parse(text, country string) (string, bool) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxInput {
		return "", false
	}
	if strings.HasPrefix(text, "00") {
		text = "+" + text[2:]
	}
	n, err := phonenumbers.Parse(text, strings.ToUpper(country))
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return "", false
	}
	return phonenumbers.Format(n, phonenumbers.E164), true
}

// Display writes an E.164 number with the spaces that people expect. What is
// no number is given back as it is.
func Display(e164 string) string {
	n, err := phonenumbers.Parse(e164, "")
	if err != nil {
		return e164
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
}

// Country is the country of an E.164 number, or "".
func Country(e164 string) string {
	n, err := phonenumbers.Parse(e164, "")
	if err != nil {
		return ""
	}
	if region := phonenumbers.GetRegionCodeForNumber(n); region != "ZZ" && region != "001" {
		return region
	}
	return ""
}

// KnownCountry says whether the code is one that numbers can have.
func KnownCountry(code string) bool {
	return len(code) == 2 && phonenumbers.GetCountryCodeForRegion(strings.ToUpper(code)) != 0
}

// FromWaID is the E.164 form of a WhatsApp id, which is a number without plus.
// It is not checked further: WhatsApp's ids of Brazil and Mexico may lack or
// carry a digit that the numbering plan has not.
func FromWaID(waID string) string {
	digits := Digits(waID)
	if digits == "" || digits != strings.TrimPrefix(waID, "+") {
		return ""
	}
	return "+" + digits
}

// ToWaID is the WhatsApp id of an E.164 number.
func ToWaID(e164 string) string { return Digits(e164) }

// SameWaID says whether two ids reach one person: Brazilian mobiles are known
// with and without the ninth digit, Mexican and Argentinian ones with and
// without the 1 or 9 after the country code.
func SameWaID(a, b string) bool { return a == b || key(Digits(a)) == key(Digits(b)) }

func key(d string) string {
	switch {
	case len(d) == 13 && strings.HasPrefix(d, "55") && d[4] == '9':
		return d[:4] + d[5:]
	case len(d) == 13 && (strings.HasPrefix(d, "521") || strings.HasPrefix(d, "549")):
		return d[:2] + d[3:]
	}
	return d
}

// Digits leaves only 0 to 9.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
