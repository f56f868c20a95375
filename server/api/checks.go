package api

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"flusso/server/fault"
	"flusso/server/store"
	"flusso/server/whatsapp"
)

// Check is one thing that must be right before a number works.
type Check struct {
	ID     string         `json:"id" enum:"token,number,waba,secret,app_mode,subscription,callback,signed_message,recipient"`
	State  string         `json:"state" enum:"ok,problem,waiting,skipped"`
	Code   string         `json:"code,omitempty"`
	Params map[string]any `json:"params,omitempty"`
}

const (
	checkOK      = "ok"
	checkProblem = "problem"
	checkWaiting = "waiting"
	checkSkipped = "skipped"
)

// tokenSoon is when an access token that ends is worth stopping for: the dashboard's temporary one
// lives less than a day.
const tokenSoon = 48 * time.Hour

// checkCodes are the codes that a check may carry.
var checkCodes = []fault.Code{fault.Required, fault.BadToken, fault.ShortToken, fault.NoScope, fault.WrongNum, fault.WrongWABA, fault.OtherWABA, fault.BadSecret,
	fault.NoSub, fault.AppInDev, fault.CallbackOther, fault.CallbackFields, fault.CallbackHTTPS, fault.CallbackFailed, fault.NotRecipient, fault.NoneSigned,
	fault.MetaUnreachable.Code, fault.MetaRefused.Code}

// CheckCodes lists them.
func CheckCodes() []string {
	var out []string
	for _, c := range checkCodes {
		out = append(out, string(c))
	}
	out = append(out, whatsapp.Notices()...)
	slices.Sort(out)
	return out
}

// checker looks at one number, step by step. What depends on something broken is skipped.
type checker struct {
	a      *API
	cred   whatsapp.Credentials
	row    store.Channel
	back   string // our callback address
	checks []Check
	appID  string
	number whatsapp.Number
	down   bool // Meta cannot be reached: nothing more can be known
}

func (k *checker) add(id, state string, code fault.Code, params ...any) {
	c := Check{ID: id, State: state, Code: string(code)}
	for i := 0; i+1 < len(params); i += 2 {
		if c.Params == nil {
			c.Params = map[string]any{}
		}
		c.Params[params[i].(string)] = params[i+1]
	}
	k.checks = append(k.checks, c)
}

// refused notes an error of Meta's as a problem; true when it was one.
func (k *checker) refused(id string, err error, code fault.Code) bool {
	if err == nil {
		return false
	}
	var meta whatsapp.Error
	switch {
	case !errors.As(err, &meta):
		k.down = true
		k.add(id, checkProblem, fault.MetaUnreachable.Code)
	case meta.Code == codeTokenGone:
		k.add(id, checkProblem, fault.BadToken)
	default:
		k.add(id, checkProblem, code, "reason", meta.Error())
	}
	return true
}

func (k *checker) run(ctx context.Context, now time.Time) []Check {
	steps := []struct {
		id string
		do func(context.Context) bool
	}{{"token", func(ctx context.Context) bool { return k.token(ctx, now) }}, {"number", k.phone}, {"waba", k.waba}, {"secret", k.secret},
		{"app_mode", k.mode}, {"subscription", k.subscription}, {"callback", k.callback}, {"signed_message", k.signed}, {"recipient", k.recipient}}
	// What fails for the same cause as an earlier check would only mislead.
	needs := map[string][]string{"number": {"token"}, "waba": {"token"}, "secret": {"number"}, "subscription": {"waba", "secret"}, "callback": {"secret"}}
	broken := map[string]bool{}
	for _, s := range steps {
		if k.down && s.id != "signed_message" || slices.ContainsFunc(needs[s.id], func(id string) bool { return broken[id] }) {
			k.add(s.id, checkSkipped, "")
			broken[s.id] = true
			continue
		}
		broken[s.id] = !s.do(ctx)
	}
	return k.checks
}

func (k *checker) token(ctx context.Context, now time.Time) bool {
	asking := k.cred
	asking.Secret = "" // whether the secret is right is a question of its own
	t, err := k.a.d.Graph.Token(ctx, asking)
	if k.refused("token", err, fault.BadToken) {
		return false
	}
	if !t.Valid && t.AppID == "" && len(t.Scopes) == 0 { // an answer that says nothing: the next checks will tell
		k.add("token", checkSkipped, "")
		return true
	}
	if !t.Valid {
		k.add("token", checkProblem, fault.BadToken)
		return false
	}
	if k.appID = k.cred.AppID; k.appID == "" {
		k.appID = t.AppID
	}
	for _, need := range whatsapp.Scopes {
		if len(t.Scopes) > 0 && !slices.Contains(t.Scopes, need) {
			k.add("token", checkProblem, fault.NoScope, "scope", need)
			return false
		}
	}
	if !t.ExpiresAt.IsZero() && t.ExpiresAt.Before(now.Add(tokenSoon)) {
		k.add("token", checkProblem, fault.ShortToken, "expires_at", t.ExpiresAt.Format(time.RFC3339))
		return true // it works, for now
	}
	k.add("token", checkOK, "")
	return true
}

func (k *checker) phone(ctx context.Context) bool {
	asking := k.cred
	asking.Secret = ""
	n, err := k.a.d.Graph.Number(ctx, asking)
	if k.refused("number", err, fault.WrongNum) {
		return false
	}
	if n.ID != "" && n.ID != k.cred.PhoneID {
		k.add("number", checkProblem, fault.WrongNum)
		return false
	}
	k.number = n
	k.add("number", checkOK, "", "display_phone", n.Display, "verified_name", n.VerifiedName)
	return true
}

func (k *checker) waba(ctx context.Context) bool {
	asking := k.cred
	asking.Secret = ""
	ids, err := k.a.d.Graph.NumberIDs(ctx, asking)
	if k.refused("waba", err, fault.WrongWABA) {
		return false
	}
	if !slices.Contains(ids, k.cred.PhoneID) {
		k.add("waba", checkProblem, fault.OtherWABA)
		return false
	}
	k.add("waba", checkOK, "")
	return true
}

// secret asks the same question with the proof that only the right secret makes.
func (k *checker) secret(ctx context.Context) bool {
	if k.cred.Secret == "" {
		k.add("secret", checkProblem, fault.Required)
		return false
	}
	_, err := k.a.d.Graph.Number(ctx, k.cred)
	if k.refused("secret", err, fault.BadSecret) {
		return false
	}
	k.add("secret", checkOK, "")
	return true
}

// mode cannot be asked. A test number works in development mode; for a real one only a message
// that has come shows that the app is live.
func (k *checker) mode(context.Context) bool {
	switch {
	case k.row.LastSignedAt != nil:
		k.add("app_mode", checkOK, "")
	case k.number.AccountMode == "SANDBOX":
		k.add("app_mode", checkOK, "", "test_number", true)
	default:
		k.add("app_mode", checkWaiting, fault.AppInDev)
	}
	return true
}

func (k *checker) subscription(ctx context.Context) bool {
	if on, err := k.a.d.Graph.Subscribed(ctx, k.cred, k.appID); err == nil && on {
		k.add("subscription", checkOK, "")
		return true
	}
	if k.refused("subscription", k.a.d.Graph.Subscribe(ctx, k.cred), fault.NoSub) {
		return false
	}
	k.add("subscription", checkOK, "")
	return true
}

// callback sets our address where none is set. Another one stays: it may serve another system.
func (k *checker) callback(ctx context.Context) bool {
	if k.appID == "" {
		k.add("callback", checkSkipped, "")
		return true
	}
	cred := k.cred
	cred.AppID = k.appID
	cb, err := k.a.d.Graph.Callback(ctx, cred)
	if k.refused("callback", err, fault.CallbackFailed) {
		return false
	}
	switch {
	case !strings.HasPrefix(k.back, "https://"):
		if cb.URL == k.back {
			break
		}
		k.add("callback", checkProblem, fault.CallbackHTTPS, "url", k.back)
		return false
	case cb.URL == "":
		if k.refused("callback", k.a.d.Graph.SetCallback(ctx, cred, k.back, k.row.VerifyToken), fault.CallbackFailed) {
			return false
		}
		k.add("callback", checkOK, "")
		return true
	case cb.URL != k.back:
		k.add("callback", checkProblem, fault.CallbackOther, "url", cb.URL, "expected", k.back)
		return false
	}
	if !slices.Contains(cb.Fields, "messages") {
		k.add("callback", checkProblem, fault.CallbackFields)
		return false
	}
	k.add("callback", checkOK, "")
	return true
}

func (k *checker) signed(context.Context) bool {
	if k.row.LastSignedAt == nil {
		k.add("signed_message", checkWaiting, fault.NoneSigned)
	} else {
		k.add("signed_message", checkOK, "")
	}
	return true
}

// recipient is known only after a test message.
func (k *checker) recipient(context.Context) bool {
	k.add("recipient", checkSkipped, "")
	return true
}
