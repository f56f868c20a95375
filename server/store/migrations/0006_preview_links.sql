-- Links with which anybody may try a draft in the browser, without signing in. A withdrawn one is deleted.
create table preview_links (
  id integer primary key, uid blob not null unique,
  flow_id integer not null references flows(id) on delete cascade,
  token_hash blob not null unique, -- what is looked up
  token_sealed blob not null, -- so that it can be copied again
  author_id integer references users(id), -- null: a program made it
  created_at integer not null, expires_at integer not null
);
create index preview_links_flow on preview_links(flow_id, id);
