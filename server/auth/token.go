package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Lifetimes of a sign-in.
const (
	// AccessLife is how long an access token is believed without asking the database for more
	// than the session: short, because it cannot be taken back by itself.
	AccessLife = 15 * time.Minute
	// RefreshLife is how long a browser stays signed in without being used.
	RefreshLife = 30 * 24 * time.Hour
	// SetupLife is how long a setup link works: long enough for a coffee, short enough that a
	// link in an old log is worthless.
	SetupLife = 24 * time.Hour
)

// Claims is what an access token says.
type Claims struct {
	User    string
	Session string
}

type jwtClaims struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
}

const issuer = "flusso"

// Access makes an access token.
func (b *Box) Access(c Claims, now time.Time) (string, error) {
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, jwtClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Subject: c.User, IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(AccessLife)),
		},
		Session: c.Session,
	})
	return t.SignedString(b.signing)
}

// ErrToken says that an access token is not ours or not valid any more.
var ErrToken = errors.New("access token is not valid")

// ReadAccess checks an access token.
func (b *Box) ReadAccess(token string, now time.Time) (Claims, error) {
	var c jwtClaims
	_, err := jwt.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return b.signing, nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(issuer), jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(func() time.Time { return now }))
	if err != nil || c.Subject == "" || c.Session == "" {
		return Claims{}, fmt.Errorf("%w: %w", ErrToken, errors.Join(err))
	}
	return Claims{User: c.Subject, Session: c.Session}, nil
}

// secretBytes is the entropy of every random token: 256 bit cannot be guessed, so a fast hash
// is enough to store it.
const secretBytes = 32

// NewSecret makes a random token and the hash that is stored in its place.
func NewSecret() (token string, hash []byte) {
	raw := make([]byte, secretBytes)
	rand.Read(raw)
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, HashSecret(token)
}

// HashSecret is what is stored of a random token.
func HashSecret(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// SameHash compares two stored hashes without telling by its time where they differ.
func SameHash(a, b []byte) bool { return len(a) > 0 && subtle.ConstantTimeCompare(a, b) == 1 }

// keyPrefix marks an API key as ours, so that secret scanners and people recognise it.
const keyPrefix = "flusso_"

// shownPrefix is how much of a key is kept readable, to tell keys apart in a list.
const shownPrefix = len(keyPrefix) + 6

// NewAPIKey makes a key, the part of it that may be shown, and the hash that is stored.
func NewAPIKey() (key, prefix string, hash []byte) {
	secret, _ := NewSecret()
	key = keyPrefix + secret
	return key, key[:shownPrefix], HashSecret(key)
}

// LooksLikeAPIKey says whether a bearer token can be a key of ours.
func LooksLikeAPIKey(token string) bool {
	return strings.HasPrefix(token, keyPrefix) && len(token) == len(keyPrefix)+base64.RawURLEncoding.EncodedLen(secretBytes)
}
