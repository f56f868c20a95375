package auth

import (
	"context"
	"errors"
	"strings"

	"flusso/server/fault"
	"flusso/server/store"
)

const setupKey = "setup_token"

// setupToken is what is kept of a setup link.
type setupToken struct {
	Hash    []byte `json:"hash"`
	Expires int64  `json:"expires"`
}

// NeedsSetup says whether there is no owner yet.
func (s *Service) NeedsSetup(ctx context.Context) (bool, error) {
	n, err := s.st.CountUsers(ctx)
	return n == 0, err
}

// SetupToken makes the token of a new setup link; older links stop working. "" when there is an
// owner already.
func (s *Service) SetupToken(ctx context.Context) (string, error) {
	need, err := s.NeedsSetup(ctx)
	if err != nil || !need {
		return "", err
	}
	token, hash := NewSecret()
	err = s.st.Write(ctx, func(tx *store.Tx) error {
		return tx.SetSetting(setupKey, setupToken{hash, store.Millis(tx.Now().Add(SetupLife))})
	})
	return token, err
}

// NewOwner is who sets the program up.
type NewOwner struct {
	Name, Email, Password, Language string
}

// Setup creates the first owner with the token of the setup link and signs them in.
func (s *Service) Setup(ctx context.Context, token string, o NewOwner, a Account, from Client) (Tokens, error) {
	if wait := s.throttle.Wait("setup", from.Address); wait > 0 {
		return Tokens{}, fault.TooManyLogins.With("seconds", int(wait.Seconds())+1)
	}
	if need, err := s.NeedsSetup(ctx); err != nil {
		return Tokens{}, err
	} else if !need {
		return Tokens{}, fault.SetupDone.New()
	}
	var kept setupToken
	if err := s.st.Setting(ctx, setupKey, &kept); err != nil && !errors.Is(err, store.ErrNotFound) {
		return Tokens{}, err
	}
	if !SameHash(kept.Hash, HashSecret(token)) || kept.Expires < store.Millis(s.st.Now()) {
		s.throttle.Failed("setup", from.Address)
		return Tokens{}, fault.SetupBadToken.New()
	}
	u, err := s.create(ctx, o, a)
	if err != nil {
		return Tokens{}, err
	}
	return s.open(ctx, u, from)
}

// EnsureOwner creates the first owner from the settings, if there is none.
func (s *Service) EnsureOwner(ctx context.Context, o NewOwner, a Account) (created bool, err error) {
	need, err := s.NeedsSetup(ctx)
	if err != nil || !need {
		return false, err
	}
	_, err = s.create(ctx, o, a)
	return err == nil, err
}

func (s *Service) create(ctx context.Context, o NewOwner, a Account) (store.User, error) {
	o.Email, o.Name = strings.TrimSpace(o.Email), strings.TrimSpace(o.Name)
	wrong := append(checkEmail(o.Email), checkPassword(o.Password)...)
	if err := fault.Fields(wrong...); err != nil {
		return store.User{}, err
	}
	if o.Name == "" {
		o.Name, _, _ = strings.Cut(o.Email, "@")
	}
	hash, err := HashPassword(o.Password)
	if err != nil {
		return store.User{}, err
	}
	id := s.ids.New()
	u := store.User{UID: id[:], Email: o.Email, Name: o.Name, PasswordHash: hash, Role: string(Owner), Language: o.Language}
	err = s.st.Write(ctx, func(tx *store.Tx) error {
		u.ID = 0
		if n, err := tx.CountUsers(); err != nil {
			return err
		} else if n > 0 { // somebody was faster
			return fault.SetupDone.New()
		}
		if err := tx.InsertUser(&u); err != nil {
			return err
		}
		if err := tx.SetSetting(AccountKey, a); err != nil {
			return err
		}
		if err := tx.DeleteSetting(setupKey); err != nil {
			return err
		}
		return tx.Note("user:"+id.String(), "set_up", "", nil)
	})
	return u, err
}
