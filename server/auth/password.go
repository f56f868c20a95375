// Package auth knows who somebody is and what they may do: passwords, sessions, API keys,
// roles, the login throttle and the box that keeps secrets at rest. It is the only door to JWT.
package auth

import (
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/alexedwards/argon2id"
)

// hashParams are OWASP's argon2id minimum: 19 MiB, two passes, one lane. More memory would push
// a small VPS over its limit, see hashing.
var hashParams = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// maxPassword bounds the work an attacker can ask for, in bytes.
const maxPassword = 1024

// hashing lets one hash run at a time: each takes 19 MiB, and twenty at once would take 380.
var hashing sync.Mutex

// HashPassword makes the text that is stored for a password.
func HashPassword(password string) (string, error) {
	hashing.Lock()
	defer hashing.Unlock()
	defer debug.FreeOSMemory() // the 19 MiB would otherwise stay with the process for minutes
	hash, err := argon2id.CreateHash(password, hashParams)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// unknownHash is compared with when the account does not exist, so that the time an answer
// takes does not tell which email addresses have an account.
const unknownHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// CheckPassword says whether the password belongs to the stored hash. An empty hash stands for
// "no such account" and takes as long as a wrong password.
func CheckPassword(password, hash string) (bool, error) {
	if len(password) > maxPassword {
		return false, nil
	}
	exists := hash != ""
	if !exists {
		hash = unknownHash
	}
	hashing.Lock()
	defer hashing.Unlock()
	defer debug.FreeOSMemory()
	ok, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, errors.Join(errors.New("a stored password hash is damaged"), err)
	}
	return ok && exists, nil
}
