-- Templates, working hours, tags as records, ads, flow webhooks, saved tests.

alter table channels add column hours_json text; -- null: the account's
alter table channels add column templates_at integer not null default 0; -- last time that all were read
alter table channels add column templates_error text not null default ''; -- why the last reading failed
alter table channels add column quality text not null default ''; -- GREEN, YELLOW, RED as Meta told
alter table channels add column daily_limit text not null default ''; -- people a day, as Meta told
alter table channels add column notices_json text not null default '[]'; -- what Meta said about the account

-- Templates as Meta has them. A number has those of its account.
create table templates (
  id integer primary key, uid blob not null unique,
  channel_id integer not null references channels(id) on delete cascade,
  graph_id text not null default '', name text not null, language text not null,
  category text not null default '', status text not null default '', -- in capitals, as Meta writes them
  reason text not null default '', quality text not null default '', named integer not null default 0,
  components_json text not null default '[]', synced_at integer not null,
  unique (channel_id, name, language)
);

create table tags (
  id integer primary key, uid blob not null unique,
  scope text not null, -- contact, conversation
  name text not null, color text not null default '', created_at integer not null,
  unique (scope, name)
);
-- What people have already becomes a record.
insert into tags(uid, scope, name, created_at)
  select randomblob(16), 'contact', value, cast(strftime('%s', 'now') as integer) * 1000 from contacts, json_each(contacts.tags_json)
  where tags_json <> '[]' and value <> '' group by value;
insert into tags(uid, scope, name, created_at)
  select randomblob(16), 'conversation', value, cast(strftime('%s', 'now') as integer) * 1000 from conversations, json_each(conversations.tags_json)
  where tags_json <> '[]' and value <> '' group by value;

-- The ad that led the person here last, and the ads seen so far.
alter table contacts add column referral_json text not null default '';
create table ads (
  source_id text primary key, source_type text not null default '', source_url text not null default '',
  headline text not null default '', body text not null default '', image_url text not null default '',
  seen integer not null default 0, first_seen_at integer not null, last_seen_at integer not null
) without rowid;

-- The run that gave the conversation to its assignee; 0: a person did.
alter table conversations add column assigned_run integer not null default 0;
create index conversations_assignee on conversations(assignee_id, last_message_at) where assignee_id is not null;

create table flow_hooks (
  flow_id integer primary key references flows(id) on delete cascade,
  secret_sealed blob not null, old_sealed blob, old_until integer not null default 0, -- both sign until then
  created_at integer not null
);

create table hook_deliveries (
  id integer primary key, uid blob not null unique,
  flow_id integer not null references flows(id) on delete cascade, run_id integer,
  event text not null, url text not null, body text not null,
  state integer not null default 0, -- 0 open, 1 delivered, 2 given up
  tries integer not null default 0, is_test integer not null default 0,
  created_at integer not null, next_at integer, done_at integer
);
create index hook_deliveries_flow on hook_deliveries(flow_id, id);
create index hook_deliveries_done on hook_deliveries(done_at) where done_at is not null;

create table hook_attempts (
  id integer primary key, delivery_id integer not null references hook_deliveries(id) on delete cascade,
  at integer not null, status integer not null default 0, -- of HTTP; 0: no answer
  error text not null default '', headers_json text not null default '{}', answer text not null default '', elapsed_ms integer not null default 0
);
create index hook_attempts_delivery on hook_attempts(delivery_id, id);

-- Conversations that a flow must be able to hold.
create table flow_tests (
  id integer primary key, uid blob not null unique,
  flow_id integer not null references flows(id) on delete cascade,
  name text not null, script_json text not null,
  result_json text not null default '', -- of the last time
  created_at integer not null, updated_at integer not null
);
create index flow_tests_flow on flow_tests(flow_id, id);
