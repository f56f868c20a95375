-- A draft on one phone. What is tried is kept as a hidden flow with a version
-- for each time that the draft was frozen, so that whatever reads the flow
-- itself cannot meet the runs of a trial (docs/adr/0016-trials.md).

alter table flows add column trial_of integer references flows(id) on delete cascade; -- null: a flow of people
create index flows_trial on flows(trial_of) where trial_of is not null;

create table trials (
  id integer primary key, uid blob not null unique,
  flow_id integer not null references flows(id) on delete cascade, -- whose draft it is
  hidden_id integer not null references flows(id) on delete cascade,
  version_id integer not null references flow_versions(id), -- of the hidden flow: what the next start enters
  revision integer not null, -- of the draft when it was frozen
  channel_id integer not null references channels(id),
  code text not null unique, -- folded
  contact_id integer references contacts(id) on delete set null, -- who wrote the code; nobody yet, or deleted meanwhile
  created_by integer references users(id) on delete set null,
  created_at integer not null, code_expires_at integer not null,
  taken_at integer, expires_at integer, ended_at integer
);
create index trials_flow on trials(flow_id, id);
create index trials_open on trials(contact_id, channel_id) where ended_at is null;
