-- What people did at each step, counted from run_events behind a cursor, so
-- that pages need not read events. docs/states.md says what is counted where.

-- event: the last row of run_events that is counted. run: the highest run that
-- was counted; its row key is never given out again. turn: goes up when runs
-- are deleted, so that a reading from before is thrown away.
create table step_cursor (
  id integer primary key check (id = 1), event integer not null, run integer not null, turn integer not null
);
insert into step_cursor(id, event, run, turn) values (1, 0, 0, 0);

-- begun: the quarter of an hour in which the run began, counted from 1970;
-- time zones differ by quarters. step '' is the run as a whole. what: see
-- trace.go.
create table step_counts (
  version_id integer not null references flow_versions(id) on delete cascade,
  step text not null, what text not null, begun integer not null, n integer not null,
  primary key (version_id, step, what, begun)
) without rowid;

-- Who is behind a number. Rows of deleted runs stay and find nobody.
create table step_people (
  version_id integer not null references flow_versions(id) on delete cascade,
  step text not null, what text not null, run_id integer not null,
  primary key (version_id, step, what, run_id)
) without rowid;

-- When a run went on in another version: what it did before seq was done in
-- from_version.
create table run_moves (
  run_id integer not null references runs(id) on delete cascade, seq integer not null,
  from_version integer not null, to_version integer not null,
  primary key (run_id, seq)
) without rowid;
