-- How each connection does, told by every process that calls it: see docs/decisions/0025-connections.md.
-- `failing_since`: the first of the failures in a row; null when the last call was answered. `failures`: how many of them were
-- "not there" or "too slow", which is what a rest goes by. `rest_until`: until then nobody calls; afterwards one call is tried.
-- `answers`, `faults`: all there ever were.
create table connection_health (
  connection_id text primary key references connection on delete cascade,
  answered_at timestamptz,
  fault_at timestamptz,
  fault_code text,
  fault text,
  failing_since timestamptz,
  failures int not null default 0,
  rest_until timestamptz,
  answers bigint not null default 0,
  faults bigint not null default 0
);

-- The same in one table that nothing wrote to.
alter table connection drop column last_error, drop column last_error_at;
