// Package hooks tells other programs what happens in flows, as the Standard
// Webhooks specification says: signed, with an id, again until it is taken,
// and with a log of every attempt.
package hooks

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// secretPrefix marks a secret of a webhook, as the specification wants it.
const secretPrefix = "whsec_"

// secretBytes of a new secret; the specification asks for 24 to 64.
const secretBytes = 32

// newSecret makes a secret as people paste it into the receiver.
func newSecret() string {
	b := make([]byte, secretBytes)
	_, _ = rand.Read(b) // crypto/rand never fails on a supported system
	return secretPrefix + base64.StdEncoding.EncodeToString(b)
}

// Headers of one call. Every given secret signs: during a rotation the
// receiver may know the old one or the new one.
func Headers(id string, at time.Time, body []byte, secrets ...string) map[string]string {
	stamp := strconv.FormatInt(at.Unix(), 10)
	var signatures []string
	for _, s := range secrets {
		if s != "" {
			signatures = append(signatures, "v1,"+Sign(s, id, stamp, body))
		}
	}
	return map[string]string{"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": strings.Join(signatures, " ")}
}

// Sign gives the signature of a call by one secret.
func Sign(secret, id, stamp string, body []byte) string {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil {
		key = []byte(secret)
	}
	m := hmac.New(sha256.New, key)
	m.Write([]byte(id + "." + stamp + "."))
	m.Write(body)
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}
