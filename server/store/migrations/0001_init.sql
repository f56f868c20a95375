-- The first schema. Row keys are integers; uid is the public id (UUIDv7, 16
-- bytes). Times are unix milliseconds, UTC. Columns named *_json hold JSON.
-- Codes of small closed sets are integers, listed beside the column.

create table boots (id integer primary key, at integer not null);

create table settings (key text primary key, value_json text not null) without rowid;

create table users (
  id integer primary key, uid blob not null unique,
  email text not null unique collate nocase, name text not null,
  password_hash text not null, role text not null,
  language text not null default '', theme text not null default '',
  created_at integer not null, disabled_at integer
);

create table sessions (
  id integer primary key, uid blob not null unique,
  user_id integer not null references users(id) on delete cascade,
  refresh_hash blob not null unique, user_agent text not null default '', address text not null default '',
  created_at integer not null, used_at integer not null, expires_at integer not null, revoked_at integer
);
create index sessions_user on sessions(user_id);

create table api_keys (
  id integer primary key, uid blob not null unique, name text not null, prefix text not null,
  hash blob not null unique, role text not null, created_by integer references users(id) on delete set null,
  created_at integer not null, used_at integer, revoked_at integer
);

create table idempotency_keys (
  principal text not null, route text not null, key text not null,
  body_hash blob not null, status integer not null default 0, -- 0: in progress
  content_type text not null default '', response blob, created_at integer not null,
  primary key (principal, route, key)
) without rowid;
create index idempotency_age on idempotency_keys(created_at);

create table audit (
  id integer primary key, at integer not null, principal text not null,
  action text not null, subject text not null default '', detail_json text not null default '{}'
);

create table channels (
  id integer primary key, uid blob not null unique,
  kind text not null, -- whatsapp, demo
  name text not null, display_phone text not null default '',
  phone_number_id text, waba_id text not null default '', app_id text not null default '',
  token_sealed blob, secret_sealed blob, secret_next_sealed blob, verify_token text not null default '',
  state text not null default 'new', -- new, connected, problem
  checks_json text not null default '[]', last_signed_at integer,
  throughput integer not null default 0, -- messages a second, as Meta told; 0: not known
  created_at integer not null, updated_at integer not null, archived_at integer
);
create unique index channels_number on channels(phone_number_id) where phone_number_id is not null and archived_at is null;

create table flows (
  id integer primary key, uid blob not null unique, name text not null,
  state text not null default 'draft', -- draft, live, paused
  draft_json blob not null, revision integer not null default 1,
  draft_by integer references users(id) on delete set null, draft_at integer not null,
  live_version_id integer references flow_versions(id),
  created_at integer not null, updated_at integer not null, archived_at integer
);

create table flow_versions (
  id integer primary key, uid blob not null unique,
  flow_id integer not null references flows(id) on delete cascade,
  number integer not null, document_json blob not null, checksum blob not null,
  name text not null default '', note text not null default '',
  author_id integer references users(id) on delete set null, published_at integer not null,
  unique (flow_id, number)
);

create table contacts (
  id integer primary key, uid blob not null unique,
  profile_name text not null default '', -- as the person wrote it at WhatsApp
  first_name text not null default '', last_name text not null default '',
  phone text not null default '', -- E.164 with +, may be missing
  email text not null default '', url text not null default '', language text not null default '',
  fields_json text not null default '{}', tags_json text not null default '[]',
  opted_out_at integer, source text not null default '',
  created_at integer not null, updated_at integer not null
);
create index contacts_phone on contacts(phone) where phone <> '';
create index contacts_email on contacts(email) where email <> '';

-- One person, several names: wa:<wa_id>, uid:<WhatsApp user id>, demo:<session>.
create table contact_aliases (
  alias text primary key, contact_id integer not null references contacts(id) on delete cascade
) without rowid;
create index contact_aliases_contact on contact_aliases(contact_id);

create table contact_fields (
  key text primary key, label text not null, type text not null, created_at integer not null
) without rowid;

create table conversations (
  id integer primary key, uid blob not null unique,
  contact_id integer not null references contacts(id) on delete cascade,
  channel_id integer not null references channels(id),
  status text not null default 'closed', -- flow, new, in_progress, closed
  assignee_id integer references users(id) on delete set null,
  tags_json text not null default '[]',
  unread integer not null default 0,
  silenced_until integer not null default 0, -- the bot is silent before this; 9223372036854775807: until given back
  last_inbound_at integer not null default 0, -- Meta's timestamp: the 24 h window
  last_message_at integer not null default 0, last_text text not null default '', last_direction integer not null default 0,
  created_at integer not null,
  unique (contact_id, channel_id)
);
create index conversations_recent on conversations(last_message_at);
create index conversations_status on conversations(status, last_message_at);

-- Raw webhooks, as they came.
create table deliveries (
  id integer primary key, at integer not null, body blob not null,
  error text not null default '' -- why it could not be read; empty: read
);
create index deliveries_unparsed on deliveries(id) where error <> '';

create table messages (
  id integer primary key, uid blob not null unique,
  conversation_id integer not null references conversations(id) on delete cascade,
  channel_id integer not null, direction integer not null, -- 0 in, 1 out
  wamid text, type text not null, content_json text not null,
  state integer not null, -- 0 queued 1 sending 2 uncertain 3 accepted 4 sent 5 failed 6 delivered 7 read; inbound: 10 received
  at integer not null, -- inbound: Meta's timestamp; outbound: when it was queued
  source integer not null, -- 0 contact 1 flow 2 human 3 api
  run_id integer, step text not null default '', user_id integer, delivery_id integer,
  context text not null default '', referral_json text not null default '', store_only integer not null default 0,
  attempt integer not null default 0, boot integer, resends integer not null default 0, asked_at integer, due_at integer not null default 0,
  error_code text not null default '', error_detail text not null default '',
  reason text not null default '', reason_json text not null default '', -- inbound: what it did
  accepted_at integer, sent_at integer, delivered_at integer, read_at integer,
  unique (channel_id, wamid)
);
create index messages_thread on messages(conversation_id, id);
create index messages_open on messages(conversation_id, id) where direction = 1 and state < 3;

-- Statuses of messages that we do not know (yet).
create table orphan_statuses (
  id integer primary key, channel_id integer not null, wamid text not null, state integer not null,
  at integer not null, error_code text not null default '', error_detail text not null default ''
);
create index orphan_statuses_wamid on orphan_statuses(wamid);

create table jobs (
  id integer primary key, kind text not null, lane text not null default '',
  payload_json text not null, due_at integer not null, tries integer not null default 0,
  state integer not null default 0, -- 0 open, 1 dead
  error text not null default '', created_at integer not null
);
create index jobs_open on jobs(due_at, id) where state = 0;
create index jobs_lane on jobs(lane, id) where state = 0 and lane <> '';
create index jobs_dead on jobs(id) where state = 1;

create table runs (
  id integer primary key, uid blob not null unique,
  flow_id integer not null references flows(id) on delete cascade,
  version_id integer not null references flow_versions(id),
  contact_id integer not null references contacts(id) on delete cascade,
  channel_id integer not null references channels(id),
  conversation_id integer not null references conversations(id) on delete cascade,
  seq integer not null, live integer not null, status text not null, outcome text not null default '',
  step text not null default '', wait text not null default '', -- where it stands and what for
  snapshot_json blob not null, wake_at integer, trigger_id text not null default '', started_by text not null default '',
  started_at integer not null, ended_at integer
);
create unique index runs_one_live on runs(contact_id, channel_id) where live = 1;
create index runs_wake on runs(wake_at) where live = 1 and wake_at is not null;
create index runs_flow on runs(flow_id, id);
create index runs_flow_live on runs(flow_id, step) where live = 1;
create index runs_contact on runs(contact_id, id);

-- One row per sprint: its events in order, as a JSON array.
create table run_events (
  id integer primary key, run_id integer not null references runs(id) on delete cascade,
  seq integer not null, at integer not null, events_json text not null
);
create index run_events_run on run_events(run_id, seq);

create table effects (
  id integer primary key, uid blob not null unique,
  run_id integer not null references runs(id) on delete cascade,
  state integer not null default 0, -- 0 asked, 1 attempted, 2 done
  request_json text not null, result_json text, boot integer, asked_at integer not null, done_at integer
);

create table media (
  id integer primary key, uid blob not null unique, sha256 text not null, mime text not null,
  size integer not null, filename text not null default '', created_at integer not null
);
create index media_hash on media(sha256);

-- Where a file of ours is known at Meta: bound to the number, valid 30 days.
create table media_uploads (
  media_id integer not null references media(id) on delete cascade, channel_id integer not null references channels(id) on delete cascade,
  graph_id text not null, uploaded_at integer not null,
  primary key (media_id, channel_id)
) without rowid;

-- What each commit touched; kept 24 h for browsers and outgoing webhooks.
create table feed (id integer primary key autoincrement, at integer not null, topics_json text not null);
