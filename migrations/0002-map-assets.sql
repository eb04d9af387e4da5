-- Sources, buckets, assets with their claims, identities, links, requirement groups, and the history of all of it.
create schema if not exists map;

create table map.source (
  id uuid primary key default uuidv7(),
  key text not null unique check (length(key) between 1 and 120),
  domain text not null,
  title jsonb not null,
  rank integer not null default 50,
  expected_every_seconds integer,
  orphan_after_seconds integer not null default 86400,
  demonstration boolean not null default false,
  enabled boolean not null default true,
  last_attempt_at timestamptz,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_failure jsonb,
  silenced_at timestamptz,
  created_at timestamptz not null default now()
);
comment on column map.source.rank is 'Precedence of what it says: the lowest wins (10 a person, 20 the device itself, 30 an inventory, 50 an import, 70 a guess)';

create table map.bucket (
  id uuid primary key default uuidv7(),
  source_id uuid not null references map.source (id) on delete cascade,
  key text not null unique check (length(key) between 1 and 160),
  last_full_at timestamptz,
  last_delta_at timestamptz,
  created_at timestamptz not null default now()
);
create index bucket_source_id on map.bucket (source_id);

create table map.asset (
  id uuid primary key default uuidv7(),
  type text not null check (length(type) between 1 and 60),
  name text not null check (length(name) between 1 and 300),
  code text,
  organisation_id uuid references map.asset (id) on delete set null,
  site_id uuid references map.asset (id) on delete set null,
  owner_account_id uuid references platform.account (id) on delete set null,
  criticality smallint check (criticality between 0 and 4),
  attributes jsonb not null default '{}',
  demonstration boolean not null default false,
  orphaned_at timestamptz,
  retired_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index asset_type on map.asset (type);
create index asset_code on map.asset (code);
create index asset_organisation_id on map.asset (organisation_id);
create index asset_site_id on map.asset (site_id);
create index asset_owner_account_id on map.asset (owner_account_id);
create index asset_name on map.asset (lower(name) text_pattern_ops);

-- What one bucket says of one asset, under the key that the source itself uses.
create table map.claim (
  bucket_id uuid not null references map.bucket (id) on delete cascade,
  key text not null check (length(key) between 1 and 300),
  asset_id uuid references map.asset (id) on delete cascade,
  type text not null,
  name text not null,
  organisation text,
  attributes jsonb not null default '{}',
  identities jsonb not null default '[]',
  fingerprint text not null,
  since timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  missing_since timestamptz,
  primary key (bucket_id, key)
);
create index claim_asset_id on map.claim (asset_id);

-- Each attribute of each claim with the date since which the source has said so.
create table map.attribute_fact (
  bucket_id uuid not null,
  claim_key text not null,
  name text not null check (length(name) between 1 and 200),
  value jsonb not null,
  since timestamptz not null default now(),
  primary key (bucket_id, claim_key, name),
  foreign key (bucket_id, claim_key) references map.claim (bucket_id, key) on delete cascade
);

create table map.identity (
  kind text not null check (kind in ('uuid', 'serial', 'mac', 'fqdn', 'code', 'hostname', 'ip')),
  value text not null check (length(value) between 1 and 300),
  bucket_id uuid not null,
  claim_key text not null,
  asset_id uuid not null references map.asset (id) on delete cascade,
  primary key (kind, value, bucket_id, claim_key),
  foreign key (bucket_id, claim_key) references map.claim (bucket_id, key) on delete cascade
);
create index identity_asset_id on map.identity (asset_id);
create index identity_claim on map.identity (bucket_id, claim_key);

-- A group of suppliers of which k are needed: `k_full` for full service, `k_min` for any, `cap` the worst it can cause.
create table map.requirement (
  id uuid primary key default uuidv7(),
  asset_id uuid not null references map.asset (id) on delete cascade,
  bucket_id uuid not null references map.bucket (id) on delete cascade,
  key text not null check (length(key) between 1 and 300),
  name jsonb not null,
  k_min integer check (k_min > 0),
  k_full integer check (k_full > 0),
  cap smallint check (cap between 0 and 3),
  missing_since timestamptz,
  unique (bucket_id, key)
);
create index requirement_asset_id on map.requirement (asset_id);

create table map.link (
  id uuid primary key default uuidv7(),
  from_id uuid not null references map.asset (id) on delete cascade,
  to_id uuid not null references map.asset (id) on delete cascade,
  type text not null check (type in ('depends_on', 'hosts', 'runs', 'connects_to', 'located_in', 'powers', 'authenticates',
    'administers', 'flows_to', 'stores', 'backs_up', 'protects')),
  bucket_id uuid not null references map.bucket (id) on delete cascade,
  requirement_id uuid references map.requirement (id) on delete set null,
  attenuation smallint not null default 0 check (attenuation between 0 and 2),
  attributes jsonb not null default '{}',
  since timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  missing_since timestamptz,
  check (from_id <> to_id),
  unique nulls not distinct (bucket_id, from_id, to_id, type, requirement_id)
);
create index link_from_id on map.link (from_id);
create index link_to_id on map.link (to_id);
create index link_requirement_id on map.link (requirement_id);

-- What reconciliation could not decide alone: a person answers once.
create table map.question (
  id uuid primary key default uuidv7(),
  bucket_id uuid not null references map.bucket (id) on delete cascade,
  claim_key text not null,
  candidates uuid[] not null,
  reasons jsonb not null,
  -- Links of the set that wait for the answer, in the form the source gave them.
  waiting_links jsonb not null default '[]',
  asked_at timestamptz not null default now(),
  answered_at timestamptz,
  answered_by uuid references platform.account (id) on delete set null,
  answer_asset_id uuid references map.asset (id) on delete set null,
  answer_new boolean not null default false,
  unique (bucket_id, claim_key),
  foreign key (bucket_id, claim_key) references map.claim (bucket_id, key) on delete cascade
);
create index question_answered_by on map.question (answered_by);
create index question_answer_asset_id on map.question (answer_asset_id);

-- What a public service needs: DICP 0-4, maximum tolerable outage (DMIA) and data loss (PDMA).
create table map.service (
  asset_id uuid primary key references map.asset (id) on delete cascade,
  need_availability smallint not null default 2 check (need_availability between 0 and 4),
  need_integrity smallint not null default 2 check (need_integrity between 0 and 4),
  need_confidentiality smallint not null default 2 check (need_confidentiality between 0 and 4),
  need_proof smallint not null default 2 check (need_proof between 0 and 4),
  dmia_minutes integer check (dmia_minutes > 0),
  pdma_minutes integer check (pdma_minutes > 0),
  opening_hours jsonb not null default '{"always": true}',
  users_served integer check (users_served >= 0),
  audience text,
  data_class text,
  permitted_zones text[] not null default '{}',
  note jsonb
);

-- Every state an asset, a link or a group has had: the map at any past date is the rows whose period holds that date.
create table map.revision (
  id bigint generated always as identity primary key,
  entity text not null check (entity in ('asset', 'link', 'requirement', 'service')),
  entity_id uuid not null,
  period tstzrange not null,
  state jsonb not null
);
create index revision_entity on map.revision (entity, entity_id, id desc);
create index revision_period on map.revision using gist (period);

create function map.record_revision() returns trigger
language plpgsql as $$
declare
  moment timestamptz := clock_timestamp();
  id_column text := tg_argv[1];
  before_row jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) - array['seen_at', 'updated_at'] end;
  after_row jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) - array['seen_at', 'updated_at'] end;
begin
  if before_row is not distinct from after_row then
    return null;
  end if;
  if before_row is not null then
    update map.revision as revision
    set period = tstzrange(lower(revision.period), greatest(moment, lower(revision.period)))
    where revision.entity = tg_argv[0] and revision.entity_id = (before_row ->> id_column)::uuid and upper_inf(revision.period);
  end if;
  if after_row is not null then
    insert into map.revision (entity, entity_id, period, state)
    values (tg_argv[0], (after_row ->> id_column)::uuid, tstzrange(moment, null), after_row);
  end if;
  return null;
end $$;
create trigger asset_revision after insert or update or delete on map.asset
  for each row execute function map.record_revision('asset', 'id');
create trigger link_revision after insert or update or delete on map.link
  for each row execute function map.record_revision('link', 'id');
create trigger requirement_revision after insert or update or delete on map.requirement
  for each row execute function map.record_revision('requirement', 'id');
create trigger service_revision after insert or update or delete on map.service
  for each row execute function map.record_revision('service', 'asset_id');
