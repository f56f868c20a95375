package auth

import "slices"

// Role says what somebody may do.
type Role string

// The roles, from most to least.
const (
	Owner  Role = "owner"  // everything
	Editor Role = "editor" // draws and publishes flows, talks to people
	Agent  Role = "agent"  // talks to people
	Viewer Role = "viewer" // looks
)

// Roles lists every role.
func Roles() []Role { return []Role{Owner, Editor, Agent, Viewer} }

// Valid says whether the role exists.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// Permission is what a route needs.
type Permission string

// The permissions. Public and SignedIn are no permissions of a role.
const (
	Public        Permission = "public"    // nobody needs to be signed in
	SignedIn      Permission = "signed_in" // any role
	ReadFlows     Permission = "flows:read"
	WriteFlows    Permission = "flows:write" // draw, publish, pause
	RunFlows      Permission = "flows:run"   // start a flow for people
	ReadPeople    Permission = "people:read" // contacts, conversations, runs
	WritePeople   Permission = "people:write"
	ReadChannels  Permission = "channels:read"
	WriteChannels Permission = "channels:write"
	ReadSystem    Permission = "system:read" // unread deliveries, dead jobs, audit log
	WriteSystem   Permission = "system:write"
	WriteAccount  Permission = "account:write"
	ManageKeys    Permission = "keys:manage"
)

// granted is what each role may do.
var granted = map[Role][]Permission{
	Owner:  {ReadFlows, WriteFlows, RunFlows, ReadPeople, WritePeople, ReadChannels, WriteChannels, ReadSystem, WriteSystem, WriteAccount, ManageKeys},
	Editor: {ReadFlows, WriteFlows, RunFlows, ReadPeople, WritePeople, ReadChannels},
	Agent:  {ReadFlows, RunFlows, ReadPeople, WritePeople, ReadChannels},
	Viewer: {ReadFlows, ReadPeople, ReadChannels},
}

// Permissions of a role.
func (r Role) Permissions() []Permission { return slices.Clone(granted[r]) }

// May says whether a role has a permission.
func (r Role) May(p Permission) bool {
	return p == SignedIn && r.Valid() || slices.Contains(granted[r], p)
}

// Routes is the one table of who may call what: method and path as the API registers them. A route
// that is missing here may be called by nobody, and a test fails.
var Routes = map[string]Permission{
	"GET /api/v1/setup": Public, "POST /api/v1/setup": Public,
	"POST /api/v1/auth/login": Public, "POST /api/v1/auth/logout": Public, "POST /api/v1/auth/refresh": Public,
	"GET /api/v1/me": SignedIn, "PATCH /api/v1/me": SignedIn,
	"GET /api/v1/account": SignedIn, "PATCH /api/v1/account": WriteAccount,
	"GET /api/v1/step-kinds": SignedIn, "GET /api/v1/codes": SignedIn,
	"GET /api/v1/events":           SignedIn,
	"GET /api/v1/sessions":         SignedIn,
	"DELETE /api/v1/sessions/{id}": SignedIn,
	"GET /api/v1/api-keys":         ManageKeys, "POST /api/v1/api-keys": ManageKeys, "DELETE /api/v1/api-keys/{id}": ManageKeys,
	"GET /api/v1/audit": ReadSystem,

	"GET /api/v1/flows": ReadFlows, "POST /api/v1/flows": WriteFlows, "GET /api/v1/flows/{id}": ReadFlows, "PATCH /api/v1/flows/{id}": WriteFlows,
	"DELETE /api/v1/flows/{id}": WriteFlows, "GET /api/v1/flows/{id}/draft": ReadFlows, "PUT /api/v1/flows/{id}/draft": WriteFlows,
	"POST /api/v1/flows/{id}/check": ReadFlows, "POST /api/v1/flows/{id}/publish": WriteFlows, "POST /api/v1/flows/{id}/pause": WriteFlows,
	"POST /api/v1/flows/{id}/resume": WriteFlows, "POST /api/v1/flows/{id}/archive": WriteFlows, "POST /api/v1/flows/{id}/unarchive": WriteFlows,
	"GET /api/v1/flows/{id}/export": ReadFlows, "POST /api/v1/flows/import": WriteFlows, "GET /api/v1/flow-schema.json": SignedIn,
	"POST /api/v1/flows/{id}/duplicate": WriteFlows, "POST /api/v1/flows/pause-all": WriteFlows, "POST /api/v1/flows/resume-all": WriteFlows,
	"GET /api/v1/flows/{id}/versions": ReadFlows, "GET /api/v1/flows/{id}/versions/{number}/document": ReadFlows,
	"POST /api/v1/flows/{id}/versions/{number}/restore": WriteFlows, "POST /api/v1/flows/{id}/run": RunFlows,
	"POST /api/v1/flows/{id}/try-call": WriteFlows, "POST /api/v1/flows/{id}/try-expression": ReadFlows,
	"POST /api/v1/flows/{id}/try-condition": ReadFlows,
	"POST /api/v1/flows/{id}/simulate":      ReadFlows, "GET /api/v1/flows/{id}/people": ReadPeople, "GET /api/v1/flows/{id}/steps/counts": ReadFlows,
	"GET /api/v1/flows/{id}/summary": ReadFlows, "GET /api/v1/flows/{id}/steps/stats": ReadFlows,
	"GET /api/v1/flows/{id}/people.csv": ReadPeople, "POST /api/v1/flows/{id}/people/change": WritePeople,
	"GET /api/v1/flows/{id}/publish-preview": ReadFlows, "GET /api/v1/flows/{id}/diff": ReadFlows, "POST /api/v1/flows/{id}/replay": ReadPeople,
	"GET /api/v1/flows/{id}/tests": ReadFlows, "POST /api/v1/flows/{id}/tests": WriteFlows, "POST /api/v1/flows/{id}/tests/run": ReadFlows,
	"PATCH /api/v1/flows/{id}/tests/{test}": WriteFlows, "DELETE /api/v1/flows/{id}/tests/{test}": WriteFlows, "POST /api/v1/flows/{id}/tests/{test}/run": ReadFlows,
	"GET /api/v1/flows/{id}/trials": WriteFlows, "POST /api/v1/flows/{id}/trials": WriteFlows, "GET /api/v1/flows/{id}/trials/{trial}": WriteFlows,
	"POST /api/v1/flows/{id}/trials/{trial}/refresh": WriteFlows, "DELETE /api/v1/flows/{id}/trials/{trial}": WriteFlows,
	// Whoever may draw a flow may show it around.
	"GET /api/v1/flows/{id}/links": WriteFlows, "POST /api/v1/flows/{id}/links": WriteFlows, "DELETE /api/v1/flows/{id}/links/{link}": WriteFlows,
	"GET /api/v1/shared/{token}": Public, "POST /api/v1/shared/{token}/simulate": Public, "GET /api/v1/shared/{token}/media/{id}": Public,
	// The secret of a webhook is shown to whoever may set the webhook up.
	"GET /api/v1/flows/{id}/webhook": WriteFlows, "POST /api/v1/flows/{id}/webhook/rotate": WriteFlows, "POST /api/v1/flows/{id}/webhook/test": WriteFlows,
	"GET /api/v1/flows/{id}/webhook/deliveries": WriteFlows, "POST /api/v1/flows/{id}/webhook/deliveries/{delivery}/replay": WriteFlows,
	"GET /api/v1/runs/{id}": ReadPeople, "GET /api/v1/runs/{id}/events": ReadPeople, "GET /api/v1/runs/{id}/document": ReadPeople, "POST /api/v1/runs/{id}/cancel": WritePeople,

	"GET /api/v1/channels": ReadChannels, "POST /api/v1/channels": WriteChannels, "GET /api/v1/channels/{id}": ReadChannels,
	"PATCH /api/v1/channels/{id}": WriteChannels, "DELETE /api/v1/channels/{id}": WriteChannels, "POST /api/v1/channels/{id}/check": WriteChannels,
	"POST /api/v1/channels/{id}/test-message": WriteChannels, "GET /api/v1/channels/{id}/trace": ReadChannels,

	"GET /api/v1/demo": ReadPeople, "POST /api/v1/demo/messages": WritePeople, "POST /api/v1/demo/reset": WritePeople,
	"GET /api/v1/contacts": ReadPeople, "POST /api/v1/contacts": WritePeople, "GET /api/v1/contacts/{id}": ReadPeople,
	"PATCH /api/v1/contacts/{id}": WritePeople, "DELETE /api/v1/contacts/{id}": WritePeople, "GET /api/v1/contacts/{id}/runs": ReadPeople,
	"GET /api/v1/contacts/{id}/conversations": ReadPeople, "GET /api/v1/contact-fields": ReadPeople, "POST /api/v1/contact-fields": WritePeople,
	"PATCH /api/v1/contact-fields/{key}": WritePeople, "DELETE /api/v1/contact-fields/{key}": WritePeople,
	"GET /api/v1/tags": ReadPeople, "POST /api/v1/tags": WritePeople, "PATCH /api/v1/tags/{id}": WritePeople, "DELETE /api/v1/tags/{id}": WritePeople,
	"GET /api/v1/ads": ReadFlows, "GET /api/v1/users": SignedIn,
	"GET /api/v1/templates": ReadFlows, "POST /api/v1/channels/{id}/templates/sync": WriteFlows,

	"GET /api/v1/conversations": ReadPeople, "GET /api/v1/conversations/{id}": ReadPeople, "PATCH /api/v1/conversations/{id}": WritePeople,
	"GET /api/v1/conversations/{id}/messages": ReadPeople, "POST /api/v1/conversations/{id}/messages": WritePeople,
	"POST /api/v1/conversations/{id}/take-over": WritePeople, "POST /api/v1/conversations/{id}/give-back": WritePeople,
	"POST /api/v1/conversations/{id}/read": WritePeople, "POST /api/v1/messages/{id}/retry": WritePeople,

	"POST /api/v1/media": WritePeople, "GET /media/{id}": ReadPeople,
	"GET /api/v1/deliveries": ReadSystem, "GET /api/v1/jobs": ReadSystem, "POST /api/v1/jobs/{id}/retry": WriteSystem,
}
