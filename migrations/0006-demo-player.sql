-- Where the demonstration's scenario stands.
create schema if not exists demo;

create table demo.player (
  id boolean primary key default true check (id),
  scenario_id text not null,
  step integer not null default 0,
  status text not null check (status in ('paused', 'playing', 'ended')),
  speed real not null default 60,
  next_at timestamptz,
  started_at timestamptz not null default now()
);
