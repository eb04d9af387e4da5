-- What the supervision domain is asked to check; what it sees goes to map.observation.
create schema if not exists supervision;

create table supervision.check_definition (
  id uuid primary key default uuidv7(),
  asset_id uuid not null references map.asset (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('icmp', 'tcp', 'http', 'tls', 'dns')),
  target jsonb not null,
  interval_seconds integer not null default 60 check (interval_seconds between 1 and 86400),
  timeout_ms integer not null default 5000 check (timeout_ms between 100 and 60000),
  retries smallint not null default 2 check (retries between 0 and 10),
  enabled boolean not null default true,
  consecutive_failures integer not null default 0,
  created_by uuid references platform.account (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (asset_id, kind, name)
);
create index check_definition_created_by on supervision.check_definition (created_by);
