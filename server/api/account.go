package api

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"flusso/engine"
	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/run"
	"flusso/engine/step"
	"flusso/server/auth"
	"flusso/server/egress"
	"flusso/server/fault"
	"flusso/server/store"
)

// Me is who is signed in, and what the editor must know of the program.
type Me struct {
	ID           string            `json:"id"`
	Name         string            `json:"name"`
	Email        string            `json:"email"`
	Role         auth.Role         `json:"role"`
	Language     string            `json:"language"`
	Theme        string            `json:"theme"`
	TimeZone     string            `json:"time_zone"`
	Country      string            `json:"country"`
	InsecureHTTP bool              `json:"insecure_http" doc:"The page was loaded without HTTPS from another machine"`
	PublicURL    string            `json:"public_url"`
	Version      string            `json:"version"`
	Permissions  []auth.Permission `json:"permissions"`
}

func (a *API) account(ctx context.Context) (auth.Account, error) {
	acc := auth.DefaultAccount()
	if err := a.d.Store.Setting(ctx, auth.AccountKey, &acc); err != nil && !errors.Is(err, store.ErrNotFound) {
		return acc, err
	}
	return acc, nil
}

func (a *API) me(ctx context.Context, p auth.Principal) (*body[Me], error) {
	acc, err := a.account(ctx)
	if err != nil {
		return nil, err
	}
	c := from(ctx)
	m := Me{Role: p.Role, Language: acc.Language, TimeZone: acc.TimeZone, Country: acc.Country, PublicURL: a.publicURL(ctx), Version: a.d.Version, Permissions: p.Role.Permissions()}
	host, _, _ := strings.Cut(string(c.Context().Host()), ":")
	m.InsecureHTTP = !a.secure(c) && host != "localhost" && host != "127.0.0.1" && host != "[::1]" && !strings.HasPrefix(host, "[")
	switch {
	case p.User != nil:
		m.ID, m.Name, m.Email, m.Theme = uid(p.User.UID), p.User.Name, p.User.Email, p.User.Theme
		if p.User.Language != "" {
			m.Language = p.User.Language
		}
	case p.Key != nil:
		m.ID, m.Name = uid(p.Key.UID), p.Key.Name
	}
	return ok(m)
}

// publicURL is the address that people reach the program at: as configured, else as asked for.
func (a *API) publicURL(ctx context.Context) string {
	if a.d.Config.PublicURL != "" {
		return a.d.Config.PublicURL
	}
	c := from(ctx)
	scheme := "http://"
	if a.secure(c) {
		scheme = "https://"
	}
	return scheme + string(c.Context().Host())
}

type setupBody struct {
	Token    string `json:"token" minLength:"1"`
	Name     string `json:"name" maxLength:"100"`
	Email    string `json:"email"`
	Password string `json:"password"`
	Language string `json:"language,omitempty"`
	TimeZone string `json:"time_zone,omitempty"`
	Country  string `json:"country,omitempty"`
}

type guess struct {
	Language string `json:"language"`
	TimeZone string `json:"time_zone"`
	Country  string `json:"country"`
}

type setupView struct {
	Needed bool  `json:"needed"`
	Guess  guess `json:"guess" doc:"What the browser's language suggests"`
}

func (a *API) registerAccount() {
	const tag = "Account"
	route(a, http.MethodGet, "/setup", tag, "Whether the first owner is missing", func(ctx context.Context, in *struct {
		AcceptLanguage string `header:"Accept-Language"`
	}) (*body[setupView], error) {
		need, err := a.d.Auth.NeedsSetup(ctx)
		if err != nil {
			return nil, err
		}
		return ok(setupView{need, guessFrom(in.AcceptLanguage)})
	}, public)
	route(a, http.MethodPost, "/setup", tag, "Create the first owner with the token of the setup link", func(ctx context.Context, in *body[setupBody]) (*body[Me], error) {
		b := in.Body
		acc := auth.DefaultAccount()
		acc.Language, acc.TimeZone, acc.Country = b.Language, b.TimeZone, b.Country
		if err := fault.Fields(checkAccount(&acc)...); err != nil {
			return nil, err
		}
		t, err := a.d.Auth.Setup(ctx, b.Token, auth.NewOwner{Name: b.Name, Email: b.Email, Password: b.Password, Language: b.Language}, acc, client(ctx))
		if err != nil {
			return nil, err
		}
		a.signIn(ctx, t)
		return a.me(ctx, auth.Principal{User: &t.User, Session: t.Session, Role: auth.Role(t.User.Role)})
	}, public)
	a.registerSessions(tag)
	route(a, http.MethodGet, "/me", tag, "Who is signed in", func(ctx context.Context, _ *none) (*body[Me], error) { return a.me(ctx, who(ctx)) })
	route(a, http.MethodPatch, "/me", tag, "Change name, language, theme or password", func(ctx context.Context, in *body[struct {
		Name            *string `json:"name,omitempty" maxLength:"100"`
		Language        *string `json:"language,omitempty" enum:"en,it"`
		Theme           *string `json:"theme,omitempty" enum:"light,dark,auto"`
		Password        *string `json:"password,omitempty"`
		CurrentPassword *string `json:"current_password,omitempty"`
	}]) (*body[Me], error) {
		p := who(ctx)
		if err := a.d.Auth.UpdateProfile(ctx, p, auth.Profile(in.Body)); err != nil {
			return nil, err
		}
		u, err := a.d.Store.User(ctx, p.User.ID)
		if err != nil {
			return nil, err
		}
		p.User = &u
		return a.me(ctx, p)
	})
	route(a, http.MethodGet, "/account", tag, "What is set for the whole program", func(ctx context.Context, _ *none) (*body[AccountView], error) {
		acc, err := a.account(ctx)
		if err != nil {
			return nil, err
		}
		return ok(accountView(acc))
	})
	route(a, http.MethodGet, "/users", tag, "People of the team, to give conversations to", a.users)
	route(a, http.MethodPatch, "/account", tag, "Change what is set for the whole program", a.patchAccount)
	route(a, http.MethodGet, "/step-kinds", tag, "Kinds of steps and triggers with their forms", func(_ context.Context, in *struct {
		Lang string `query:"lang" default:"en"`
	}) (*body[step.Catalogue], error) {
		return ok(step.Default().Catalogue(in.Lang))
	})
	route(a, http.MethodGet, "/codes", tag, "Every code that may appear in answers", func(context.Context, *none) (*body[Codes], error) { return ok(AllCodes(a.d.Reasons)) })
}

// Codes are all codes that the editor's catalogues must have a sentence for.
type Codes struct {
	Issues   []string `json:"issues"`
	Errors   []string `json:"errors"`
	Fields   []string `json:"fields"`
	Problems []string `json:"problems" doc:"Of problem events of a run, and of inputs that it ignored"`
	Refusals []string `json:"refusals" doc:"Why an answer was not taken"`
	Reasons  []string `json:"reasons" doc:"What an inbound message did"`
	Checks   []string `json:"checks" doc:"What the check of a number may say"`
	Calls    []string `json:"calls" doc:"Why a call of a step failed"`
	Sends    []string `json:"sends" doc:"Why a message was not sent, beside Meta's numbers"`
	// What the parameters reason, kind, other and needed of a bad expression may say.
	Expressions []string `json:"expressions" doc:"Why an expression cannot be read or worked out"`
	Kinds       []string `json:"kinds" doc:"Of a value in an expression"`
}

// sendCodes are our own codes of messages that failed.
var sendCodes = []string{"channel_gone", "contact_no_address", "media_gone", "outcome_unknown", "window_closed"}

// AllCodes collects them. reasons are those of inbound messages, each with its action.
func AllCodes(reasons map[string]string) Codes {
	c := Codes{Issues: flow.IssueCodes(), Problems: append(run.ProblemCodes(), engine.IgnoredCodes()...), Refusals: step.RefusalCodes(), Reasons: slices.Sorted(maps.Keys(reasons)), Checks: CheckCodes(), Calls: egress.Codes(), Sends: sendCodes,
		Expressions: expr.ErrorCodes(), Kinds: expr.ValueKinds()}
	for _, d := range fault.Codes() {
		c.Errors = append(c.Errors, string(d.Code))
	}
	for code := range fault.FieldCodes() {
		c.Fields = append(c.Fields, string(code))
	}
	slices.Sort(c.Fields)
	if c.Reasons == nil {
		c.Reasons = []string{}
	}
	return c
}

// guessFrom reads the browser's languages.
func guessFrom(accept string) guess {
	tags := strings.FieldsFunc(accept, func(r rune) bool { return r == ',' })
	g := guess{Language: "en", TimeZone: "UTC"}
	for i, t := range tags {
		t, _, _ = strings.Cut(strings.TrimSpace(t), ";")
		lang, country, _ := strings.Cut(t, "-")
		if i == 0 && len(country) == 2 {
			g.Country = strings.ToUpper(country)
		}
		if lang == "it" || lang == "en" {
			g.Language = lang
			break
		}
	}
	if g.Country == "" && g.Language == "it" {
		g.Country = "IT"
	}
	if g.Country == "IT" {
		g.TimeZone = "Europe/Rome"
	}
	return g
}

// SessionView is a sign-in.
type SessionView struct {
	ID        string    `json:"id"`
	UserAgent string    `json:"user_agent"`
	Address   string    `json:"address"`
	CreatedAt time.Time `json:"created_at"`
	UsedAt    time.Time `json:"used_at"`
	Current   bool      `json:"current"`
}

// KeyView is an API key; Key is there once, when it was made.
type KeyView struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Role      auth.Role  `json:"role"`
	Prefix    string     `json:"prefix"`
	Key       string     `json:"key,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
	UsedAt    *time.Time `json:"used_at"`
}

func keyView(k store.APIKey) KeyView {
	return KeyView{ID: uid(k.UID), Name: k.Name, Role: auth.Role(k.Role), Prefix: k.Prefix, CreatedAt: store.Time(k.CreatedAt), UsedAt: atOpt(k.UsedAt)}
}

func (a *API) registerSessions(tag string) {
	signed := func(ctx context.Context, t auth.Tokens) (*body[Me], error) {
		a.signIn(ctx, t)
		return a.me(ctx, auth.Principal{User: &t.User, Session: t.Session, Role: auth.Role(t.User.Role)})
	}
	route(a, http.MethodPost, "/auth/login", tag, "Sign in; sets the cookies of a session", func(ctx context.Context, in *body[struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}]) (*body[Me], error) {
		t, err := a.d.Auth.Login(ctx, in.Body.Email, in.Body.Password, client(ctx))
		if err != nil {
			return nil, err
		}
		return signed(ctx, t)
	}, public)
	route(a, http.MethodPost, "/auth/refresh", tag, "Get a new access cookie", func(ctx context.Context, _ *none) (*body[Me], error) {
		t, err := a.d.Auth.Refresh(ctx, from(ctx).Cookies(refreshCookie))
		if err != nil {
			return nil, err
		}
		return signed(ctx, t)
	}, public)
	route(a, http.MethodPost, "/auth/logout", tag, "End the session", func(ctx context.Context, _ *none) (*none, error) {
		c := from(ctx)
		err := a.d.Auth.Logout(ctx, c.Cookies(accessCookie), c.Cookies(refreshCookie))
		a.signOut(ctx)
		return nil, err
	}, public, empty)
	route(a, http.MethodGet, "/sessions", tag, "Your sign-ins", func(ctx context.Context, _ *none) (*list[SessionView], error) {
		p := who(ctx)
		if p.User == nil {
			return page[SessionView](nil, nil), nil
		}
		rows, err := a.d.Store.Sessions(ctx, p.User.ID, a.d.Store.Now())
		if err != nil {
			return nil, err
		}
		var out []SessionView
		for _, x := range rows {
			out = append(out, SessionView{uid(x.UID), x.UserAgent, x.Address, store.Time(x.CreatedAt), store.Time(x.UsedAt), x.ID == p.Session.ID})
		}
		return page(out, nil), nil
	})
	route(a, http.MethodDelete, "/sessions/{id}", tag, "End one of your sign-ins", func(ctx context.Context, in *ByID) (*none, error) {
		key, err := id(in.ID)
		p := who(ctx)
		if err != nil || p.User == nil {
			return nil, fault.Missing.New()
		}
		return nil, a.d.Auth.EndSession(ctx, *p.User, store.SessionID{ID: key})
	}, empty)
	route(a, http.MethodGet, "/api-keys", tag, "Keys for programs", func(ctx context.Context, _ *none) (*list[KeyView], error) {
		rows, err := a.d.Store.APIKeys(ctx)
		if err != nil {
			return nil, err
		}
		var out []KeyView
		for _, k := range rows {
			out = append(out, keyView(k))
		}
		return page(out, nil), nil
	})
	route(a, http.MethodPost, "/api-keys", tag, "Make a key; it is shown once", func(ctx context.Context, in *body[struct {
		Name string    `json:"name"`
		Role auth.Role `json:"role,omitempty"`
	}]) (*body[KeyView], error) {
		k, key, err := a.d.Auth.NewKey(ctx, who(ctx), in.Body.Name, in.Body.Role)
		if err != nil {
			return nil, err
		}
		v := keyView(k)
		v.Key = key
		return ok(v)
	}, created)
	route(a, http.MethodDelete, "/api-keys/{id}", tag, "Revoke a key", func(ctx context.Context, in *ByID) (*none, error) {
		key, err := id(in.ID)
		if err != nil {
			return nil, err
		}
		return nil, a.d.Auth.RevokeKey(ctx, who(ctx), store.APIKeyID{ID: key})
	}, empty)
}
