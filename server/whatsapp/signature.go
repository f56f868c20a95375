// Package whatsapp speaks with Meta: it checks and reads webhooks, writes messages, and knows the
// classes of Meta's errors. It is the only door to Meta's JSON and knows nothing of our tables.
package whatsapp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// MaxBody is the largest webhook body in bytes: Meta's limit is 3 MB, the rest is margin.
const MaxBody = 4 << 20

// signaturePrefix is what X-Hub-Signature-256 starts with.
const signaturePrefix = "sha256="

// Signed gives the index of the app secret that signed the raw body, or -1. Empty secrets never
// match: an HMAC with an empty key is something that anybody can make.
func Signed(body []byte, header string, secrets ...string) int {
	sum, ok := strings.CutPrefix(header, signaturePrefix)
	if !ok || len(sum) != hex.EncodedLen(sha256.Size) {
		return -1
	}
	var got [sha256.Size]byte
	if _, err := hex.Decode(got[:], []byte(sum)); err != nil {
		return -1
	}
	for i, secret := range secrets {
		if secret == "" {
			continue
		}
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(body)
		if hmac.Equal(got[:], mac.Sum(nil)) {
			return i
		}
	}
	return -1
}

// Sign makes the header that Meta would send with a body.
func Sign(body []byte, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return signaturePrefix + hex.EncodeToString(mac.Sum(nil))
}

// SameToken compares verify tokens without telling by its time where they differ.
func SameToken(a, b string) bool { return a != "" && hmac.Equal([]byte(a), []byte(b)) }

// Proof is the appsecret_proof of a token: it shows that the caller knows the app's secret.
func Proof(token, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(token))
	return hex.EncodeToString(mac.Sum(nil))
}
