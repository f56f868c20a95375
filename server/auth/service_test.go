package auth

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"flusso/server/fault"
	"flusso/server/store"
)

type bench struct {
	*Service
	now time.Time
}

func service(t *testing.T) *bench {
	t.Helper()
	b := &bench{now: noon}
	clock := func() time.Time { return b.now }
	st, err := store.Open(store.Options{Path: filepath.Join(t.TempDir(), "t.db"), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	b.Service = NewService(st, store.NewIDSource(clock, nil), box(t, strings.Repeat("k", 32)))
	return b
}

var owner = NewOwner{Name: "Ada", Email: "ada@example.com", Password: "analytical", Language: "it"}

func (b *bench) owner(t *testing.T) Tokens {
	t.Helper()
	token, err := b.SetupToken(t.Context())
	if err != nil || token == "" {
		t.Fatal(token, err)
	}
	got, err := b.Setup(t.Context(), token, owner, DefaultAccount(), Client{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func code(err error) fault.Code {
	if err == nil {
		return ""
	}
	return fault.Of(err).Code
}

func TestSetupWorksOnceWithTheRightToken(t *testing.T) {
	b := service(t)
	first, err := b.SetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.SetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{"", "wrong", first} {
		if _, err := b.Setup(t.Context(), token, owner, DefaultAccount(), Client{}); code(err) != "setup_bad_token" {
			t.Errorf("%q: %v", token, err)
		}
	}
	b.now = b.now.Add(SetupLife + time.Second)
	if _, err := b.Setup(t.Context(), second, owner, DefaultAccount(), Client{}); code(err) != "setup_bad_token" {
		t.Error("an old link works", err)
	}
	third, _ := b.SetupToken(t.Context())
	if _, err := b.Setup(t.Context(), third, NewOwner{Email: "no", Password: "short"}, DefaultAccount(), Client{}); code(err) != "validation_failed" || len(fault.Of(err).Fields) != 2 {
		t.Error(err)
	}
	got, err := b.Setup(t.Context(), third, owner, Account{TimeZone: "Europe/Rome"}, Client{})
	if err != nil || got.User.Email != owner.Email || got.User.Role != "owner" {
		t.Fatal(got, err)
	}
	if _, err := b.Setup(t.Context(), third, owner, DefaultAccount(), Client{}); code(err) != "setup_done" {
		t.Error(err)
	}
	if token, err := b.SetupToken(t.Context()); token != "" || err != nil {
		t.Error("a link although there is an owner", err)
	}
	var a Account
	if err := b.st.Setting(t.Context(), AccountKey, &a); err != nil || a.TimeZone != "Europe/Rome" {
		t.Error(a, err)
	}
	if created, err := b.EnsureOwner(t.Context(), owner, a); created || err != nil {
		t.Error(created, err)
	}
}

func TestLoginSessionAndLogout(t *testing.T) {
	b := service(t)
	b.owner(t)
	if _, err := b.Login(t.Context(), owner.Email, "wrong", Client{}); code(err) != "bad_credentials" {
		t.Fatal(err)
	}
	if _, err := b.Login(t.Context(), "nobody@example.com", owner.Password, Client{}); code(err) != "bad_credentials" {
		t.Fatal(err)
	}
	tok, err := b.Login(t.Context(), " ADA@example.com", owner.Password, Client{Address: "10.0.0.1", Agent: strings.Repeat("x", 999)})
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.Session(t.Context(), tok.Access)
	if err != nil || p.Role != Owner || p.User.Email != owner.Email || len(p.Session.UserAgent) != maxAgent {
		t.Fatal(p, err)
	}
	b.now = b.now.Add(AccessLife + time.Second)
	if _, err := b.Session(t.Context(), tok.Access); code(err) != "session_expired" {
		t.Fatal(err)
	}
	again, err := b.Refresh(t.Context(), tok.Refresh)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Logout(t.Context(), again.Access, again.Refresh); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Session(t.Context(), again.Access); code(err) != "session_expired" {
		t.Error("a revoked session must end at once", err)
	}
	if _, err := b.Refresh(t.Context(), tok.Refresh); code(err) != "session_expired" {
		t.Error(err)
	}
	if err := b.Logout(t.Context(), again.Access, again.Refresh); err != nil {
		t.Error("a second logout is no error", err)
	}
}

func TestRefreshEndsAfterAMonthUnused(t *testing.T) {
	b := service(t)
	tok := b.owner(t)
	b.now = b.now.Add(RefreshLife - time.Hour)
	if _, err := b.Refresh(t.Context(), tok.Refresh); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(RefreshLife - time.Hour)
	if _, err := b.Refresh(t.Context(), tok.Refresh); err != nil {
		t.Fatal("use must move the end", err)
	}
	b.now = b.now.Add(RefreshLife + time.Hour)
	if _, err := b.Refresh(t.Context(), tok.Refresh); code(err) != "session_expired" {
		t.Fatal(err)
	}
}

func TestLoginIsThrottled(t *testing.T) {
	b := service(t)
	b.owner(t)
	for range freeAttempts {
		_, _ = b.Login(t.Context(), owner.Email, "wrong", Client{Address: "10.0.0.1"})
	}
	if _, err := b.Login(t.Context(), owner.Email, owner.Password, Client{Address: "10.0.0.2"}); code(err) != "too_many_logins" {
		t.Fatal("the right password must wait too", err)
	}
	b.now = b.now.Add(firstWait)
	if _, err := b.Login(t.Context(), owner.Email, owner.Password, Client{Address: "10.0.0.2"}); err != nil {
		t.Fatal(err)
	}
}

func TestAPIKeys(t *testing.T) {
	b := service(t)
	tok := b.owner(t)
	by, _ := b.Session(t.Context(), tok.Access)
	if _, _, err := b.NewKey(t.Context(), by, "", "king"); len(fault.Of(err).Fields) != 2 {
		t.Fatal(err)
	}
	k, key, err := b.NewKey(t.Context(), by, "till", Agent)
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.APIKey(t.Context(), key)
	if err != nil || p.Role != Agent || p.User != nil || *p.UserRow() != by.User.ID {
		t.Fatal(p, err)
	}
	if _, err := b.APIKey(t.Context(), key+"A"); code(err) != "bad_api_key" {
		t.Error(err)
	}
	var id store.APIKeyID
	copy(id.ID[:], k.UID)
	if err := b.RevokeKey(t.Context(), by, id); err != nil {
		t.Fatal(err)
	}
	if _, err := b.APIKey(t.Context(), key); code(err) != "bad_api_key" {
		t.Error(err)
	}
	if err := b.RevokeKey(t.Context(), by, id); code(err) != "not_found" {
		t.Error(err)
	}
}

func TestNewPasswordEndsOtherSessions(t *testing.T) {
	b := service(t)
	here := b.owner(t)
	there, err := b.Login(t.Context(), owner.Email, owner.Password, Client{})
	if err != nil {
		t.Fatal(err)
	}
	p, _ := b.Session(t.Context(), here.Access)
	fresh, wrong, short := "difference", "wrong", "x"
	if err := b.UpdateProfile(t.Context(), p, Profile{Password: &fresh, CurrentPassword: &wrong}); code(err) != "wrong_password" {
		t.Fatal(err)
	}
	if err := b.UpdateProfile(t.Context(), p, Profile{Password: &short}); code(err) != "validation_failed" {
		t.Fatal(err)
	}
	if err := b.UpdateProfile(t.Context(), p, Profile{Password: &fresh, CurrentPassword: &owner.Password}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Session(t.Context(), here.Access); err != nil {
		t.Error("this session must stay", err)
	}
	if _, err := b.Session(t.Context(), there.Access); code(err) != "session_expired" {
		t.Error(err)
	}
	if _, err := b.Login(t.Context(), owner.Email, fresh, Client{}); err != nil {
		t.Error(err)
	}
}

func TestRoles(t *testing.T) {
	for _, r := range Roles() {
		if !r.May(SignedIn) || r.May(Public) || r.May("nonsense") {
			t.Error(r)
		}
	}
	if Viewer.May(WriteFlows) || Agent.May(WriteChannels) || !Owner.May(ManageKeys) || Role("").May(SignedIn) || Role("king").May(ReadFlows) {
		t.Error("the table is wrong")
	}
}
