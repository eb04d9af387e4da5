-- Ranges that may be asked by SNMP, the devices that answered, and what they say of themselves.
create schema if not exists network;

create table network.range (
  id uuid primary key default uuidv7(),
  name text not null check (length(name) between 1 and 120),
  -- One address, a subnet of at most 65,536, or FIRST-LAST.
  addresses text not null check (length(addresses) between 2 and 100),
  port integer not null default 161 check (port between 1 and 65535),
  version text not null default 'v2c' check (version in ('v1', 'v2c')),
  -- Communities in the vault, in the order in which they are tried.
  secret_ids uuid[] not null check (cardinality(secret_ids) between 1 and 10),
  site_id uuid references map.asset (id) on delete set null,
  every_seconds integer not null default 3600 check (every_seconds between 60 and 604800),
  enabled boolean not null default true,
  last_started_at timestamptz,
  last_ended_at timestamptz,
  -- Of the last reading: addresses asked, devices that answered, refused by the list of allowed targets.
  asked integer not null default 0,
  answered integer not null default 0,
  forbidden integer not null default 0,
  last_failure jsonb,
  created_at timestamptz not null default now()
);
create index range_site_id on network.range (site_id);

create table network.device (
  asset_id uuid primary key references map.asset (id) on delete cascade,
  range_id uuid references network.range (id) on delete set null,
  address text not null,
  os text,
  vendor text,
  type text,
  hardware text,
  version text,
  serial text,
  sys_name text,
  sys_descr text,
  sys_object_id text,
  sys_location text,
  uptime_seconds double precision,
  -- Columns that the device did not let be read to their end.
  faults jsonb not null default '[]',
  round_trip_ms real,
  read_at timestamptz not null,
  -- First reading in a row that brought nothing; null while it answers.
  silent_since timestamptz
);
create index device_range_id on network.device (range_id);

create table network.port (
  asset_id uuid not null references network.device (asset_id) on delete cascade,
  if_index bigint not null,
  name text,
  description text,
  alias text,
  type text,
  speed_bps double precision,
  mtu bigint,
  mac text,
  admin_status text,
  oper_status text,
  oper_since timestamptz not null default now(),
  -- It has been up since it is known: only then is it wrong that it is down.
  was_up boolean not null default false,
  primary key (asset_id, if_index)
);
create index port_mac on network.port (mac);

create table network.sensor (
  asset_id uuid not null references network.device (asset_id) on delete cascade,
  class text not null,
  index text not null,
  oid text not null,
  description text not null,
  value double precision,
  primary key (asset_id, class, oid, index)
);

create table network.vlan (
  asset_id uuid not null references network.device (asset_id) on delete cascade,
  number integer not null,
  name text,
  primary key (asset_id, number)
);

-- What a device hears on its ports; with the asset it was found to be, or the reason why it was not.
create table network.neighbour (
  id bigint generated always as identity primary key,
  asset_id uuid not null references network.device (asset_id) on delete cascade,
  protocol text not null check (protocol in ('lldp', 'cdp')),
  if_index bigint,
  remote_name text,
  remote_port text,
  remote_chassis text,
  remote_address text,
  remote_platform text,
  remote_asset_id uuid references map.asset (id) on delete set null,
  -- `chassis`, `address` or `name`: what told who it is; else `unknown` or `ambiguous`.
  found_by text not null
);
create index neighbour_asset_id on network.neighbour (asset_id);
create index neighbour_remote_asset_id on network.neighbour (remote_asset_id);
