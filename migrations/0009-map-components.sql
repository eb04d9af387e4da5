-- Software on the map: distinct components, where they are installed, and findings that bear on several assets.

-- One piece of software in one version, as sources name it; many assets may have it.
create table map.component (
  id bigint generated always as identity primary key,
  -- SHA-256 of its fields: the same software from two sources is one row.
  fingerprint bytea not null unique check (length(fingerprint) = 32),
  ecosystem text not null check (length(ecosystem) between 1 and 60),
  distribution text not null default '',
  vendor text not null default '',
  name text not null check (length(name) between 1 and 300),
  version text not null default '' check (length(version) <= 1024),
  architecture text not null default '',
  source_name text not null default '',
  source_version text not null default '',
  purl text not null default '',
  cpe text not null default '',
  qualifiers jsonb not null default '{}',
  search_text text not null generated always as (map.plain(vendor || ' ' || name || ' ' || version)) stored,
  -- Lists show what an equipment is first, then products, then the many packages beneath them.
  rank smallint not null generated always as (case ecosystem when 'system' then 0 when 'product' then 1 when 'deb' then 3
    when 'rpm' then 3 when 'apk' then 3 else 2 end) stored,
  created_at timestamptz not null default now()
);
create index component_rank on map.component (rank, lower(name));
create index component_name on map.component (name, ecosystem);

-- What one source says is installed on one asset. What it no longer says is missing, never deleted at once.
create table map.install (
  asset_id uuid not null references map.asset (id) on delete cascade,
  component_id bigint not null references map.component (id) on delete cascade,
  source_id uuid not null references map.source (id) on delete cascade,
  path text not null default '' check (length(path) <= 1024),
  since timestamptz not null default now(),
  missing_since timestamptz,
  primary key (asset_id, component_id, source_id, path)
);
create index install_component_id on map.install (component_id, asset_id) where missing_since is null;
create index install_source_id on map.install (source_id, asset_id);

-- When each source last told the whole software of an asset, and how much it told.
create table map.install_reading (
  asset_id uuid not null references map.asset (id) on delete cascade,
  source_id uuid not null references map.source (id) on delete cascade,
  read_at timestamptz not null,
  components integer not null,
  primary key (asset_id, source_id)
);
create index install_reading_source_id on map.install_reading (source_id);

-- A finding may bear on several assets (one component, one remedy): then asset_id is null and its assets stand here.
create table map.finding_asset (
  finding_id uuid not null references map.finding (id) on delete cascade,
  asset_id uuid not null references map.asset (id) on delete cascade,
  primary key (finding_id, asset_id)
);
create index finding_asset_asset_id on map.finding_asset (asset_id);

-- The domain of this source has rules of its own about its silence and its failures: the map does not say them again.
alter table map.source add column judged_by_domain boolean not null default false;

alter table map.finding drop constraint finding_check;
alter table map.finding add constraint finding_bears_on_something check (asset_id is not null or source_id is not null or key <> '');
-- A rule that knows by when a finding must be dealt with says so; else the deadline follows from the priority.
alter table map.finding add column given_deadline text check (given_deadline in ('immediate', 'days3', 'days14', 'planned'));
alter table map.finding add column due_at timestamptz;

create view map.finding_bearer as
select finding.id as finding_id, finding.asset_id from map.finding as finding where finding.asset_id is not null
union all
select bearer.finding_id, bearer.asset_id from map.finding_asset as bearer;

-- Packages of hosts are software of the map like any other; each host tells them again within minutes.
drop table host.package;
