-- Observations, rules, findings, decisions, maintenance, and the state of everything with its changes.

-- The latest fact of each kind about each asset; every fact goes to the history as well.
create table map.observation (
  id uuid primary key default uuidv7(),
  source_id uuid not null references map.source (id) on delete cascade,
  asset_id uuid not null references map.asset (id) on delete cascade,
  kind text not null check (length(kind) between 1 and 40),
  key text not null check (length(key) between 1 and 300),
  state text not null check (state in ('up', 'degraded', 'down', 'unknown')),
  integrity smallint not null default 0 check (integrity between 0 and 3),
  confidentiality smallint not null default 0 check (confidentiality between 0 and 3),
  code text not null,
  detail jsonb not null,
  evidence jsonb not null default '{}',
  latency_ms real,
  since timestamptz not null,
  observed_at timestamptz not null,
  expected_every_seconds integer,
  unique (source_id, asset_id, kind, key)
);
create index observation_asset_id on map.observation (asset_id);
create index observation_state on map.observation (state) where state <> 'up';

create table map.observation_change (
  id bigint generated always as identity primary key,
  observation_id uuid not null references map.observation (id) on delete cascade,
  at timestamptz not null,
  before text,
  after text not null,
  code text not null,
  detail jsonb not null
);
create index observation_change_observation_id on map.observation_change (observation_id, at);

create table map.rule_run (
  rule_id text primary key,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_failure text,
  duration_ms real,
  open_findings integer not null default 0
);

create table map.decision (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('risk_accepted', 'false_positive', 'planned_maintenance')),
  reason text not null check (length(reason) between 1 and 4000),
  expires_at timestamptz not null,
  created_by uuid references platform.account (id) on delete set null,
  created_by_name text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_by_name text
);
create index decision_created_by on map.decision (created_by);

create table map.finding (
  id uuid primary key default uuidv7(),
  rule_id text not null,
  key text not null default '',
  asset_id uuid references map.asset (id) on delete cascade,
  source_id uuid references map.source (id) on delete cascade,
  severity smallint not null check (severity between 0 and 4),
  availability smallint not null default 0 check (availability between 0 and 3),
  integrity smallint not null default 0 check (integrity between 0 and 3),
  confidentiality smallint not null default 0 check (confidentiality between 0 and 3),
  makes_unknown boolean not null default false,
  title jsonb not null,
  remedy jsonb not null,
  evidence jsonb not null default '{}',
  demonstration boolean not null default false,
  first_seen_at timestamptz not null default now(),
  opened_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  closed_at timestamptz,
  reopenings integer not null default 0,
  flapping_until timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by uuid references platform.account (id) on delete set null,
  assigned_to uuid references platform.account (id) on delete set null,
  snoozed_until timestamptz,
  decision_id uuid references map.decision (id) on delete set null,
  priority smallint not null default 0,
  deadline text not null default 'planned' check (deadline in ('immediate', 'days3', 'days14', 'planned')),
  priority_reason jsonb,
  check (asset_id is not null or source_id is not null),
  unique nulls not distinct (rule_id, asset_id, source_id, key)
);
create index finding_asset_id on map.finding (asset_id);
create index finding_source_id on map.finding (source_id);
create index finding_open on map.finding (priority desc) where closed_at is null;
create index finding_acknowledged_by on map.finding (acknowledged_by);
create index finding_assigned_to on map.finding (assigned_to);
create index finding_decision_id on map.finding (decision_id);

create table map.finding_event (
  id bigint generated always as identity primary key,
  finding_id uuid not null references map.finding (id) on delete cascade,
  at timestamptz not null default clock_timestamp(),
  kind text not null check (kind in ('opened', 'closed', 'reopened', 'changed', 'flapping', 'acknowledged', 'assigned',
    'commented', 'decided', 'decision_ended', 'snoozed')),
  actor_name text,
  detail jsonb not null default '{}'
);
create index finding_event_finding_id on map.finding_event (finding_id, at);

-- Which services an open finding hurts, and how much, as the impact engine last found.
create table map.finding_service (
  finding_id uuid not null references map.finding (id) on delete cascade,
  service_id uuid not null references map.asset (id) on delete cascade,
  state smallint not null check (state between 0 and 3),
  path uuid[] not null,
  primary key (finding_id, service_id)
);
create index finding_service_service_id on map.finding_service (service_id);

create table map.maintenance (
  id uuid primary key default uuidv7(),
  title text not null check (length(title) between 1 and 300),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  created_by uuid references platform.account (id) on delete set null,
  created_by_name text not null,
  cancelled_at timestamptz,
  demonstration boolean not null default false,
  created_at timestamptz not null default now(),
  check (ends_at > starts_at)
);
create index maintenance_created_by on map.maintenance (created_by);

create table map.maintenance_asset (
  maintenance_id uuid not null references map.maintenance (id) on delete cascade,
  asset_id uuid not null references map.asset (id) on delete cascade,
  primary key (maintenance_id, asset_id)
);
create index maintenance_asset_asset_id on map.maintenance_asset (asset_id);

-- The present state of each asset whose state was ever other than ok.
create table map.asset_state (
  asset_id uuid primary key references map.asset (id) on delete cascade,
  availability smallint not null default 0 check (availability between 0 and 3),
  integrity smallint not null default 0 check (integrity between 0 and 3),
  confidentiality smallint not null default 0 check (confidentiality between 0 and 3),
  unknown boolean not null default false,
  planned boolean not null default false,
  severity smallint not null default 0 check (severity between 0 and 4),
  causes jsonb not null default '[]',
  since timestamptz not null default now(),
  down_since timestamptz,
  updated_at timestamptz not null default now()
);

create table map.state_change (
  id bigint generated always as identity primary key,
  asset_id uuid not null references map.asset (id) on delete cascade,
  at timestamptz not null,
  availability smallint not null,
  integrity smallint not null,
  confidentiality smallint not null,
  unknown boolean not null,
  planned boolean not null,
  causes jsonb not null default '[]'
);
create index state_change_asset_id on map.state_change (asset_id, at);
