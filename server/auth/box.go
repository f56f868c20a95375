package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// keyBytes is the size of the master key and of every key derived from it: AES-256.
const keyBytes = 32

// boxVersion is the first byte of every sealed value, so that the scheme can change later.
const boxVersion = 1

// Box seals the secrets that must be stored: access tokens, app secrets. A value sealed for one
// purpose does not open for another, so a row cannot be moved to where it would be shown.
type Box struct {
	seal    cipher.AEAD
	signing []byte
}

// LoadKey gives the master key: from FLUSSO_SECRET_KEY when set, else from the file, which is
// made with mode 0600 at the first start.
func LoadKey(setting, file string) ([]byte, error) {
	if setting != "" {
		sum := sha256.Sum256([]byte(setting))
		return sum[:], nil
	}
	text, err := os.ReadFile(file)
	switch {
	case err == nil:
		key, err := hex.DecodeString(strings.TrimSpace(string(text)))
		if err != nil || len(key) != keyBytes {
			return nil, fmt.Errorf("%s is damaged: restore it from a backup, or set FLUSSO_SECRET_KEY", file)
		}
		return key, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read the secret key: %w", err)
	}
	key := make([]byte, keyBytes)
	rand.Read(key)
	if err := writeKey(file, key); err != nil {
		return nil, fmt.Errorf("store the secret key: %w", err)
	}
	return key, nil
}

// writeKey writes the whole file before it gets its name: half a key would lock every secret.
func writeKey(file string, key []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), ".secret-*") // created with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err := tmp.WriteString(hex.EncodeToString(key) + "\n"); err != nil {
		return errors.Join(err, tmp.Close())
	}
	if err := tmp.Sync(); err != nil {
		return errors.Join(err, tmp.Close())
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), file)
}

// NewBox derives the working keys from the master key.
func NewBox(master []byte) (*Box, error) {
	sealing, err := hkdf.Key(sha256.New, master, nil, "flusso secrets at rest", keyBytes)
	if err != nil {
		return nil, fmt.Errorf("derive the sealing key: %w", err)
	}
	signing, err := hkdf.Key(sha256.New, master, nil, "flusso sessions", keyBytes)
	if err != nil {
		return nil, fmt.Errorf("derive the signing key: %w", err)
	}
	block, err := aes.NewCipher(sealing)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	return &Box{aead, signing}, nil
}

// Seal encrypts a secret for a purpose such as "channel.token". An empty secret stays empty.
func (b *Box) Seal(purpose, secret string) []byte {
	if secret == "" {
		return nil
	}
	return b.seal.Seal([]byte{boxVersion}, nil, []byte(secret), []byte(purpose))
}

// ErrSealed says that a stored secret does not open: the key is another one than at sealing.
var ErrSealed = errors.New("a stored secret does not open with this key: restore data/secret.key or FLUSSO_SECRET_KEY")

// Open decrypts what Seal made for the same purpose.
func (b *Box) Open(purpose string, sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	if sealed[0] != boxVersion {
		return "", ErrSealed
	}
	secret, err := b.seal.Open(nil, nil, sealed[1:], []byte(purpose))
	if err != nil {
		return "", ErrSealed
	}
	return string(secret), nil
}
