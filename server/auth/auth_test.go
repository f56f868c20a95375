package auth

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func box(t *testing.T, key string) *Box {
	t.Helper()
	master, err := LoadKey(key, "")
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewBox(master)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPassword(t *testing.T) {
	hash, err := HashPassword("correct horse")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		password, hash string
		want           bool
	}{
		{"correct horse", hash, true},
		{"correct horsf", hash, false},
		{"", hash, false},
		{"", "", false}, // no such account
		{strings.Repeat("x", maxPassword+1), hash, false},
	} {
		if got, err := CheckPassword(c.password, c.hash); err != nil || got != c.want {
			t.Errorf("%q: %v %v", c.password, got, err)
		}
	}
	if _, err := CheckPassword("x", "damaged"); err == nil {
		t.Error("a damaged hash must be told")
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Error(hash)
	}
}

func TestKeyFileIsMadeOnceAndPrivate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sub", "secret.key")
	a, err := LoadKey("", file)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info.Mode(), err)
	}
	b, err := LoadKey("", file)
	if err != nil || !bytes.Equal(a, b) || len(a) != keyBytes {
		t.Fatal("the key must stay the same")
	}
	if err := os.WriteFile(file, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadKey("", file); err == nil {
		t.Fatal("a damaged key must not be replaced in silence")
	}
}

func TestBoxOpensOnlyItsOwn(t *testing.T) {
	b := box(t, strings.Repeat("k", 32))
	sealed := b.Seal("channel.token", "EAAB")
	if bytes.Contains(sealed, []byte("EAAB")) {
		t.Fatal("not encrypted")
	}
	if got, err := b.Open("channel.token", sealed); err != nil || got != "EAAB" {
		t.Fatal(got, err)
	}
	if bytes.Equal(sealed, b.Seal("channel.token", "EAAB")) {
		t.Error("two seals must differ")
	}
	broken := bytes.Clone(sealed)
	broken[len(broken)-1] ^= 1
	other := box(t, strings.Repeat("o", 32))
	for name, err := range map[string]error{
		"other purpose": second(b.Open("channel.secret", sealed)),
		"other key":     second(other.Open("channel.token", sealed)),
		"changed":       second(b.Open("channel.token", broken)),
		"cut":           second(b.Open("channel.token", sealed[:5])),
		"other version": second(b.Open("channel.token", []byte{9, 1, 2})),
	} {
		if !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := b.Open("x", b.Seal("x", "")); got != "" || err != nil {
		t.Error("an empty secret stays empty")
	}
}

func second(_ string, err error) error { return err }

func TestAccessToken(t *testing.T) {
	b := box(t, strings.Repeat("k", 32))
	token, err := b.Access(Claims{"u1", "s1"}, noon)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := b.ReadAccess(token, noon.Add(AccessLife-time.Second)); err != nil || c != (Claims{"u1", "s1"}) {
		t.Fatal(c, err)
	}
	none, _ := jwt.NewWithClaims(jwt.SigningMethodNone, jwtClaims{jwt.RegisteredClaims{Issuer: issuer, Subject: "u1",
		ExpiresAt: jwt.NewNumericDate(noon.Add(time.Hour))}, "s1"}).SignedString(jwt.UnsafeAllowNoneSignatureType)
	for name, try := range map[string]struct {
		box   *Box
		token string
		at    time.Time
	}{
		"too old":      {b, token, noon.Add(AccessLife + time.Second)},
		"other key":    {box(t, strings.Repeat("o", 32)), token, noon},
		"alg none":     {b, none, noon},
		"no token":     {b, "", noon},
		"changed":      {b, token[:len(token)-4] + "AAAA", noon},
		"three points": {b, "a.b.c", noon},
	} {
		if _, err := try.box.ReadAccess(try.token, try.at); !errors.Is(err, ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPIKey(t *testing.T) {
	key, prefix, hash := NewAPIKey()
	if !strings.HasPrefix(key, prefix) || len(prefix) > 16 || !SameHash(hash, HashSecret(key)) || !LooksLikeAPIKey(key) {
		t.Fatal(key, prefix)
	}
	if LooksLikeAPIKey("eyJhbGciOi.x.y") || LooksLikeAPIKey(key+"x") || SameHash(nil, nil) {
		t.Fatal("too generous")
	}
}

func TestThrottle(t *testing.T) {
	now := noon
	th := NewThrottle(func() time.Time { return now })
	for range freeAttempts - 1 {
		th.Failed("Ana@x.it", "10.0.0.1")
	}
	if w := th.Wait("ana@x.it", "10.0.0.1"); w != 0 {
		t.Fatal("too early", w)
	}
	th.Failed("ana@x.it", "10.0.0.1")
	if w := th.Wait("ANA@x.it ", "10.9.9.9"); w != firstWait {
		t.Fatal("an account waits on every address", w)
	}
	if w := th.Wait("bob@x.it", "10.0.0.1"); w != 0 {
		t.Fatal("a colleague in the same office must not wait yet", w)
	}
	th.Failed("ana@x.it", "10.0.0.1")
	if w := th.Wait("ana@x.it", ""); w != 2*firstWait {
		t.Fatal("the wait must double", w)
	}
	for range 40 {
		th.Failed("ana@x.it", "10.0.0.1")
	}
	if w := th.Wait("ana@x.it", ""); w != longestWait {
		t.Fatal(w)
	}
	if w := th.Wait("bob@x.it", "10.0.0.1"); w != longestWait {
		t.Fatal("an address that fails often waits for every account", w)
	}
	th.Passed("ana@x.it")
	if w := th.Wait("ana@x.it", "10.9.9.9"); w != 0 {
		t.Fatal(w)
	}
	now = now.Add(forgetAfter + time.Second)
	th.Failed("bob@x.it", "10.0.0.1")
	if w := th.Wait("bob@x.it", "10.0.0.1"); w != 0 {
		t.Fatal("an hour of peace forgets", w)
	}
}

func TestThrottleKeepsItsSize(t *testing.T) {
	now := noon
	th := NewThrottle(func() time.Time { now = now.Add(time.Microsecond); return now })
	for i := range maxThrottleKeys + 500 {
		th.Failed(strings.Repeat("x", i%7)+time.Duration(i).String(), "10.0.0.1")
	}
	if len(th.keys) > maxThrottleKeys {
		t.Fatal(len(th.keys))
	}
}
