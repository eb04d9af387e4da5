-- What signing in needs beside the accounts: sessions that can be named, links to choose a password, an authenticator
-- being replaced. Failed attempts live in platform.login_attempt for known and unknown names alike, so that a refusal
-- never tells whether an account exists.
alter table platform.account drop column failed_attempts, drop column locked_until;
alter table platform.account add column totp_pending bytea;

alter table platform.session add column id uuid not null default uuidv7();
create unique index session_id on platform.session (id);

create table platform.password_link (
  token_hash bytea primary key,
  account_id uuid not null unique references platform.account (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

alter table platform.secret add column last_used_for text;

create index audit_entry_actor on platform.audit_entry (actor_id) where actor_id is not null;
create index audit_entry_action on platform.audit_entry (action);
