package store

import "time"

// Rows as GORM reads and writes them: one struct per table, columns by name.
// Row keys of contacts, conversations, messages, runs, deliveries and jobs are
// given out by the writer (see counters): insert those only through the
// methods of Tx and the hot units.

// User is a person who may sign in.
type User struct {
	ID                              int64
	UID                             []byte
	Email, Name, PasswordHash, Role string
	Language, Theme                 string
	CreatedAt                       int64
	DisabledAt                      *int64
}

// Session is a sign-in that can be revoked.
type Session struct {
	ID                           int64
	UID                          []byte
	UserID                       int64
	RefreshHash                  []byte
	UserAgent, Address           string
	CreatedAt, UsedAt, ExpiresAt int64
	RevokedAt                    *int64
}

// APIKey is a key for scripts; only its hash is kept.
type APIKey struct {
	ID                 int64
	UID                []byte
	Name, Prefix, Role string
	Hash               []byte
	CreatedBy          *int64
	CreatedAt          int64
	UsedAt, RevokedAt  *int64
}

// TableName of APIKey.
func (APIKey) TableName() string { return "api_keys" }

// Channel is a WhatsApp business number, or the demo number. Secrets are
// sealed by package auth.
type Channel struct {
	ID                                          int64
	UID                                         []byte
	Kind, Name, DisplayPhone                    string
	PhoneNumberID                               *string
	WabaID, AppID                               string
	TokenSealed, SecretSealed, SecretNextSealed []byte
	VerifyToken, State, ChecksJSON              string
	Throughput                                  int     // messages a second; 0: not known
	HoursJSON                                   *string // null: the account's
	TemplatesAt                                 int64   // when all templates were read last
	TemplatesError                              string
	Quality, DailyLimit                         string // as Meta told
	NoticesJSON                                 string
	LastSignedAt                                *int64
	CreatedAt, UpdatedAt                        int64
	ArchivedAt                                  *int64
}

// Kinds of channel.
const (
	ChannelWhatsApp = "whatsapp"
	ChannelDemo     = "demo"
)

// Flow holds the draft; its versions are rows of their own.
type Flow struct {
	ID                   int64
	UID                  []byte
	Name, State          string
	DraftJSON            []byte
	Revision             int64
	DraftBy              *int64
	DraftAt              int64
	LiveVersionID        *int64
	CreatedAt, UpdatedAt int64
	ArchivedAt           *int64
	LabelsJSON           string // a JSON array of words
	TrialOf              *int64 // the flow whose draft this hidden one holds; nil: a flow of people
}

// States of a flow.
const (
	FlowDraft  = "draft"
	FlowLive   = "live"
	FlowPaused = "paused"
)

// FlowVersion is a published document. It never changes.
type FlowVersion struct {
	ID           int64
	UID          []byte
	FlowID       int64
	Number       int
	DocumentJSON []byte
	Checksum     []byte
	Name, Note   string
	AuthorID     *int64
	PublishedAt  int64
}

// Contact is a person.
type Contact struct {
	ID                                                            int64
	UID                                                           []byte
	ProfileName, FirstName, LastName, Phone, Email, URL, Language string
	FieldsJSON, TagsJSON                                          string
	OptedOutAt                                                    *int64
	Source, ReferralJSON                                          string
	CreatedAt, UpdatedAt                                          int64
}

// ContactAlias is one of the names by which a person is known.
type ContactAlias struct {
	Alias     string `gorm:"primaryKey"`
	ContactID int64
}

// Conversation is the thread of a contact on a channel.
type Conversation struct {
	ID                   int64
	UID                  []byte
	ContactID, ChannelID int64
	Status               string
	AssigneeID           *int64
	TagsJSON             string
	Unread               int
	SilencedUntil        int64 // SilencedForGood: until it is given back
	LastInboundAt        int64
	LastMessageAt        int64
	LastText             string
	LastDirection        int
	AssignedRun          int64 // the run that gave it to the assignee; 0: a person did
	CreatedAt            int64
}

// States of a conversation.
const (
	ConversationFlow       = "flow"
	ConversationNew        = "new"
	ConversationInProgress = "in_progress"
	ConversationClosed     = "closed"
)

// SilencedForGood is the silenced_until of a conversation that a person took
// over: no clock ends it.
const SilencedForGood = 1<<63 - 1

// Message is one bubble.
type Message struct {
	ID                                         int64
	UID                                        []byte
	ConversationID, ChannelID                  int64
	Direction                                  int
	Wamid                                      *string
	Type, ContentJSON                          string
	State                                      MessageState
	At                                         int64
	Source                                     int
	RunID                                      *int64
	Step                                       string
	UserID, DeliveryID                         *int64
	Context, ReferralJSON                      string
	StoreOnly                                  bool
	Attempt                                    int
	Boot                                       *int64
	Resends                                    int
	AskedAt                                    *int64
	DueAt                                      int64
	ErrorCode, ErrorDetail, Reason, ReasonJSON string
	AcceptedAt, SentAt, DeliveredAt, ReadAt    *int64
}

// Run is one contact's way through one version.
type Run struct {
	ID                                                      int64
	UID                                                     []byte
	FlowID, VersionID, ContactID, ChannelID, ConversationID int64
	Seq                                                     int64
	Live                                                    bool
	Status, Outcome, Step, Wait                             string
	SnapshotJSON                                            []byte
	WakeAt                                                  *int64
	TriggerID, StartedBy                                    string
	StartedAt                                               int64
	EndedAt                                                 *int64
}

// Effect is a call that a run waits for.
type Effect struct {
	ID          int64
	UID         []byte
	RunID       int64
	State       int
	RequestJSON string
	ResultJSON  *string
	Boot        *int64
	AskedAt     int64
	DoneAt      *int64
}

// States of an effect.
const (
	EffectAsked     = 0
	EffectAttempted = 1 // the call may have been made
	EffectDone      = 2
)

// Media is a file of ours, named by its content hash.
type Media struct {
	ID        int64
	UID       []byte
	SHA256    string `gorm:"column:sha256"`
	MIME      string `gorm:"column:mime"`
	Size      int64
	Filename  string
	CreatedAt int64
}

// TableName of Media.
func (Media) TableName() string { return "media" }

// Millis is a time as the rows keep it.
func Millis(t time.Time) int64 { return t.UnixMilli() }

// Time is a row's time in UTC.
func Time(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
