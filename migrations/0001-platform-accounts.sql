-- Accounts, sessions, tokens, secrets, settings and the append-only audit log.
create schema if not exists platform;

create table platform.account (
  id uuid primary key default uuidv7(),
  login text not null check (length(login) between 1 and 200),
  display_name text not null check (length(display_name) between 1 and 200),
  email text,
  password_hash text,
  totp_secret bytea,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  recovery_codes text[] not null default '{}',
  language text not null default 'fr' check (language in ('fr', 'en')),
  time_zone text not null default 'Pacific/Noumea',
  failed_attempts integer not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  last_signed_in_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index account_login_key on platform.account (lower(login));

-- A null organisation means the whole administration. The organisation is an asset of the map (no foreign key: the map comes later).
create table platform.role_grant (
  account_id uuid not null references platform.account (id) on delete cascade,
  role text not null check (role in ('viewer', 'operator', 'analyst', 'ciso', 'administrator')),
  organisation_id uuid,
  granted_at timestamptz not null default now(),
  unique nulls not distinct (account_id, role, organisation_id)
);

create table platform.session (
  token_hash bytea primary key,
  account_id uuid not null references platform.account (id) on delete cascade,
  csrf text not null,
  second_factor_at timestamptz,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ip inet,
  user_agent text
);
create index session_account_id on platform.session (account_id);

create table platform.api_token (
  id uuid primary key default uuidv7(),
  account_id uuid not null references platform.account (id) on delete cascade,
  name text not null check (length(name) between 1 and 120),
  token_hash bytea not null unique,
  rights text[] not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);
create index api_token_account_id on platform.api_token (account_id);

create table platform.setup_link (
  token_hash bytea primary key,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table platform.login_attempt (
  key text primary key,
  failures integer not null default 0,
  window_started_at timestamptz not null default now(),
  blocked_until timestamptz
);

create table platform.secret (
  id uuid primary key default uuidv7(),
  name text not null unique check (length(name) between 1 and 120),
  kind text not null check (length(kind) between 1 and 40),
  key_id text not null,
  nonce bytea not null,
  ciphertext bytea not null,
  created_by uuid references platform.account (id) on delete set null,
  created_at timestamptz not null default now(),
  rotated_at timestamptz,
  last_used_at timestamptz
);
create index secret_created_by on platform.secret (created_by);

create table platform.setting (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now(),
  updated_by uuid references platform.account (id) on delete set null
);
create index setting_updated_by on platform.setting (updated_by);

create table platform.lease (
  name text primary key,
  holder text not null,
  until timestamptz not null
);

create table platform.audit_entry (
  seq bigint primary key,
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null check (actor_kind in ('account', 'token', 'system', 'anonymous')),
  actor_id uuid,
  actor_name text not null,
  action text not null,
  subject_kind text,
  subject_id text,
  subject_name text,
  outcome text not null,
  detail jsonb not null default '{}',
  ip inet,
  previous_hash bytea not null,
  hash bytea not null
);
create index audit_entry_at on platform.audit_entry (at);
create index audit_entry_subject on platform.audit_entry (subject_kind, subject_id);

-- The text that is hashed: every column in a fixed order, each preceded by its length so that no two entries share a text.
create function platform.audit_text(entry platform.audit_entry) returns text
language sql immutable as $$
  select string_agg(length(part)::text || ':' || part, '|' order by position)
  from unnest(array[
    entry.seq::text,
    to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    entry.actor_kind, coalesce(entry.actor_id::text, ''), entry.actor_name, entry.action,
    coalesce(entry.subject_kind, ''), coalesce(entry.subject_id, ''), coalesce(entry.subject_name, ''),
    entry.outcome, entry.detail::text, coalesce(host(entry.ip), ''), encode(entry.previous_hash, 'hex')
  ]) with ordinality as parts (part, position)
$$;

-- Serialises writers until they commit, so that the chain has one order and no gap.
create function platform.audit_chain() returns trigger
language plpgsql as $$
declare
  last platform.audit_entry;
begin
  perform pg_advisory_xact_lock(7261700);
  select * into last from platform.audit_entry as entry order by entry.seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  new.at := clock_timestamp();
  new.previous_hash := coalesce(last.hash, '\x00'::bytea);
  new.hash := sha256(convert_to(platform.audit_text(new), 'UTF8'));
  return new;
end $$;
create trigger audit_entry_chain before insert on platform.audit_entry
  for each row execute function platform.audit_chain();

create function platform.refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end $$;
create trigger audit_entry_append_only before update or delete on platform.audit_entry
  for each row execute function platform.refuse_change();
create trigger audit_entry_no_truncate before truncate on platform.audit_entry
  for each statement execute function platform.refuse_change();
