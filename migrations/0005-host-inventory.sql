-- What is installed on a host that Vigie reads; identity and attributes go to the map.
create schema if not exists host;

create table host.package (
  asset_id uuid not null references map.asset (id) on delete cascade,
  manager text not null check (manager in ('dpkg', 'rpm', 'apk')),
  name text not null,
  version text not null,
  architecture text not null default '',
  source text,
  source_version text,
  seen_at timestamptz not null default now(),
  primary key (asset_id, manager, name, version, architecture)
);

create table host.disk (
  asset_id uuid not null references map.asset (id) on delete cascade,
  mount_point text not null,
  device text not null,
  file_system text not null,
  total_bytes bigint not null,
  free_bytes bigint not null,
  total_inodes bigint not null,
  free_inodes bigint not null,
  seen_at timestamptz not null default now(),
  primary key (asset_id, mount_point)
);

create table host.listening_socket (
  asset_id uuid not null references map.asset (id) on delete cascade,
  protocol text not null check (protocol in ('tcp', 'udp')),
  address inet not null,
  port integer not null check (port between 1 and 65535),
  process text not null default '',
  seen_at timestamptz not null default now(),
  primary key (asset_id, protocol, address, port)
);
