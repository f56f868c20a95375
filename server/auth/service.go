package auth

import (
	"context"
	"errors"
	"net/mail"
	"strings"
	"time"

	"flusso/server/config"
	"flusso/server/fault"
	"flusso/server/store"
)

// Service signs people and programs in.
type Service struct {
	st       *store.Store
	ids      *store.IDSource
	box      *Box
	throttle *Throttle
}

// NewService makes the service. Time comes from the store's clock.
func NewService(st *store.Store, ids *store.IDSource, box *Box) *Service {
	return &Service{st, ids, box, NewThrottle(st.Now)}
}

// Principal is who makes a request.
type Principal struct {
	User    *store.User // nil for an API key
	Session store.Session
	Key     *store.APIKey
	Role    Role
}

// Name identifies the principal in the audit log and for idempotency keys.
func (p Principal) Name() string {
	switch {
	case p.User != nil:
		return "user:" + uid(p.User.UID)
	case p.Key != nil:
		return "key:" + uid(p.Key.UID)
	}
	return ""
}

// UserRow is the row of the user behind it, or nil.
func (p Principal) UserRow() *int64 {
	switch {
	case p.User != nil:
		return &p.User.ID
	case p.Key != nil:
		return p.Key.CreatedBy
	}
	return nil
}

func uid(b []byte) string {
	var id store.ID
	copy(id[:], b)
	return id.String()
}

// Tokens is what a browser gets.
type Tokens struct {
	Access, Refresh string
	User            store.User
	Session         store.Session
}

// Client is where a sign-in comes from.
type Client struct {
	Address, Agent string
}

// maxAgent is how much of a user agent is kept: enough to recognise a browser in the list.
const maxAgent = 200

// Login checks a password and opens a session.
func (s *Service) Login(ctx context.Context, email, password string, from Client) (Tokens, error) {
	email = strings.TrimSpace(email)
	if wait := s.throttle.Wait(email, from.Address); wait > 0 {
		return Tokens{}, fault.TooManyLogins.With("seconds", int(wait.Seconds())+1)
	}
	u, err := s.st.UserByEmail(ctx, email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return Tokens{}, err
	}
	ok, err := CheckPassword(password, u.PasswordHash)
	if err != nil {
		return Tokens{}, err
	}
	if !ok {
		s.throttle.Failed(email, from.Address)
		return Tokens{}, fault.BadCredentials.New()
	}
	s.throttle.Passed(email)
	return s.open(ctx, u, from)
}

func (s *Service) open(ctx context.Context, u store.User, from Client) (Tokens, error) {
	refresh, hash := NewSecret()
	now := s.st.Now()
	id := store.SessionID{ID: s.ids.New()}
	if r := []rune(from.Agent); len(r) > maxAgent {
		from.Agent = string(r[:maxAgent])
	}
	x := store.Session{UID: id.ID[:], UserID: u.ID, RefreshHash: hash, UserAgent: from.Agent, Address: from.Address,
		CreatedAt: store.Millis(now), UsedAt: store.Millis(now), ExpiresAt: store.Millis(now.Add(RefreshLife))}
	err := s.st.Write(ctx, func(tx *store.Tx) error {
		x.ID = 0
		if err := tx.InsertSession(&x); err != nil {
			return err
		}
		return tx.Note("user:"+uid(u.UID), "signed_in", "session:"+id.String(), map[string]string{"address": from.Address})
	})
	if err != nil {
		return Tokens{}, err
	}
	return s.tokens(u, x, refresh)
}

func (s *Service) tokens(u store.User, x store.Session, refresh string) (Tokens, error) {
	access, err := s.box.Access(Claims{uid(u.UID), uid(x.UID)}, s.st.Now())
	return Tokens{access, refresh, u, x}, err
}

// Refresh gives a new access token for a session that still lives.
func (s *Service) Refresh(ctx context.Context, refresh string) (Tokens, error) {
	if refresh == "" {
		return Tokens{}, fault.NotSignedIn.New()
	}
	x, u, err := s.st.SessionByRefresh(ctx, HashSecret(refresh), s.st.Now())
	if errors.Is(err, store.ErrNotFound) {
		return Tokens{}, fault.SessionExpired.New()
	} else if err != nil {
		return Tokens{}, err
	}
	until := s.st.Now().Add(RefreshLife)
	if err := s.st.Write(ctx, func(tx *store.Tx) error { return tx.UseSession(x.ID, until) }); err != nil {
		return Tokens{}, err
	}
	x.ExpiresAt = store.Millis(until)
	return s.tokens(u, x, refresh)
}

// Logout ends the session of an access or refresh token, whichever is known.
func (s *Service) Logout(ctx context.Context, access, refresh string) error {
	x, u, err := s.st.SessionByRefresh(ctx, HashSecret(refresh), s.st.Now())
	if errors.Is(err, store.ErrNotFound) {
		p, perr := s.Session(ctx, access)
		if perr != nil {
			return nil // nothing to end
		}
		x, u, err = p.Session, *p.User, nil
	}
	if err != nil {
		return err
	}
	var id store.SessionID
	copy(id.ID[:], x.UID)
	return s.EndSession(ctx, u, id)
}

// EndSession revokes one of somebody's sessions.
func (s *Service) EndSession(ctx context.Context, u store.User, id store.SessionID) error {
	err := s.st.Write(ctx, func(tx *store.Tx) error {
		if err := tx.RevokeSession(u.ID, id); err != nil {
			return err
		}
		return tx.Note("user:"+uid(u.UID), "signed_out", "session:"+id.String(), nil)
	})
	if errors.Is(err, store.ErrNotFound) {
		return fault.Missing.New()
	}
	return err
}

// Session says who an access token belongs to. The session is looked up each time, so that a
// revoked one ends at once and not after the token's quarter of an hour.
func (s *Service) Session(ctx context.Context, access string) (Principal, error) {
	if access == "" {
		return Principal{}, fault.NotSignedIn.New()
	}
	c, err := s.box.ReadAccess(access, s.st.Now())
	if err != nil {
		return Principal{}, fault.SessionExpired.Because(err)
	}
	id, err := store.ParseID(c.Session)
	if err != nil {
		return Principal{}, fault.SessionExpired.Because(err)
	}
	x, u, err := s.st.SessionUser(ctx, store.SessionID{ID: id}, s.st.Now())
	if errors.Is(err, store.ErrNotFound) || err == nil && uid(u.UID) != c.User {
		return Principal{}, fault.SessionExpired.New()
	} else if err != nil {
		return Principal{}, err
	}
	return Principal{User: &u, Session: x, Role: Role(u.Role)}, nil
}

// keyUseEvery is how often the use of a key is noted: a write per request would be waste.
const keyUseEvery = 5 * time.Minute

// APIKey says who a bearer key belongs to.
func (s *Service) APIKey(ctx context.Context, key string) (Principal, error) {
	if !LooksLikeAPIKey(key) {
		return Principal{}, fault.BadAPIKey.New()
	}
	k, err := s.st.APIKeyByHash(ctx, HashSecret(key))
	if errors.Is(err, store.ErrNotFound) {
		return Principal{}, fault.BadAPIKey.New()
	} else if err != nil {
		return Principal{}, err
	}
	now := s.st.Now()
	if k.UsedAt == nil || now.Sub(store.Time(*k.UsedAt)) > keyUseEvery {
		if err := s.st.Write(ctx, func(tx *store.Tx) error { return tx.UseAPIKey(k.ID) }); err != nil {
			return Principal{}, err
		}
	}
	return Principal{Key: &k, Role: Role(k.Role)}, nil
}

// NewKey makes an API key; the key itself is shown once and never again.
func (s *Service) NewKey(ctx context.Context, by Principal, name string, role Role) (store.APIKey, string, error) {
	var wrong []fault.Field
	if name = strings.TrimSpace(name); name == "" {
		wrong = append(wrong, fault.At("/name", fault.Required))
	} else if len([]rune(name)) > 100 {
		wrong = append(wrong, fault.At("/name", fault.TooLong, "max", 100))
	}
	if role == "" {
		role = by.Role
	}
	if !role.Valid() {
		wrong = append(wrong, fault.At("/role", fault.NotOneOf, "values", Roles()))
	}
	if err := fault.Fields(wrong...); err != nil {
		return store.APIKey{}, "", err
	}
	key, prefix, hash := NewAPIKey()
	id := s.ids.New()
	k := store.APIKey{UID: id[:], Name: name, Prefix: prefix, Role: string(role), Hash: hash, CreatedBy: by.UserRow()}
	err := s.st.Write(ctx, func(tx *store.Tx) error {
		k.ID = 0
		if err := tx.InsertAPIKey(&k); err != nil {
			return err
		}
		return tx.Note(by.Name(), "key_made", "key:"+id.String(), map[string]string{"name": name, "role": string(role)})
	})
	return k, key, err
}

// RevokeKey ends an API key.
func (s *Service) RevokeKey(ctx context.Context, by Principal, id store.APIKeyID) error {
	err := s.st.Write(ctx, func(tx *store.Tx) error {
		if err := tx.RevokeAPIKey(id); err != nil {
			return err
		}
		return tx.Note(by.Name(), "key_revoked", "key:"+id.String(), nil)
	})
	if errors.Is(err, store.ErrNotFound) {
		return fault.Missing.New()
	}
	return err
}

// Profile is what somebody may change about themselves.
type Profile struct {
	Name, Language, Theme     *string
	Password, CurrentPassword *string
}

// UpdateProfile changes it. A new password ends every other session.
func (s *Service) UpdateProfile(ctx context.Context, p Principal, in Profile) error {
	if p.User == nil {
		return fault.RoleForbidden.New()
	}
	columns := map[string]any{}
	var wrong []fault.Field
	if in.Name != nil {
		if n := strings.TrimSpace(*in.Name); n == "" {
			wrong = append(wrong, fault.At("/name", fault.Required))
		} else {
			columns["name"] = n
		}
	}
	if in.Language != nil {
		columns["language"] = *in.Language
	}
	if in.Theme != nil {
		columns["theme"] = *in.Theme
	}
	if in.Password != nil {
		wrong = append(wrong, checkPassword(*in.Password)...)
	}
	if err := fault.Fields(wrong...); err != nil {
		return err
	}
	if in.Password != nil {
		current := ""
		if in.CurrentPassword != nil {
			current = *in.CurrentPassword
		}
		if wait := s.throttle.Wait(p.User.Email, ""); wait > 0 {
			return fault.TooManyLogins.With("seconds", int(wait.Seconds())+1)
		}
		if ok, err := CheckPassword(current, p.User.PasswordHash); err != nil {
			return err
		} else if !ok {
			s.throttle.Failed(p.User.Email, "")
			return fault.WrongPassword.New()
		}
		hash, err := HashPassword(*in.Password)
		if err != nil {
			return err
		}
		columns["password_hash"] = hash
	}
	if len(columns) == 0 {
		return nil
	}
	return s.st.Write(ctx, func(tx *store.Tx) error {
		if err := tx.UpdateUser(p.User.ID, columns); err != nil {
			return err
		}
		if in.Password == nil {
			return nil
		}
		if err := tx.RevokeOtherSessions(p.User.ID, p.Session.ID); err != nil {
			return err
		}
		return tx.Note(p.Name(), "password_changed", "", nil)
	})
}

func checkPassword(password string) []fault.Field {
	if len([]rune(password)) < config.MinPassword || len(password) > maxPassword {
		return []fault.Field{fault.At("/password", fault.WeakSecret, "min", config.MinPassword)}
	}
	return nil
}

func checkEmail(email string) []fault.Field {
	if a, err := mail.ParseAddress(email); err != nil || a.Address != email || len(email) > 254 {
		return []fault.Field{fault.At("/email", fault.BadEmail)}
	}
	return nil
}
