-- Feeds, advisories and their rules; names that rules and components meet on; matches, decisions, news, subscriptions.
create schema if not exists vulnerabilities;

create table vulnerabilities.feed (
  -- `cve`, `nvd`, `kev`, `epss`, `debian`, `certfr`, `csaf:<provider>`, `osv:<ecosystem>`.
  id text primary key check (length(id) between 1 and 80),
  kind text not null check (kind in ('cve', 'nvd', 'kev', 'epss', 'csaf', 'osv', 'debian', 'debian-changelog', 'ossa', 'certfr')),
  title jsonb not null,
  -- An https address, or a folder below an allowed place; null: carried in by hand.
  origin text check (length(origin) <= 2000),
  enabled boolean not null default true,
  every_seconds integer not null default 86400 check (every_seconds between 300 and 2592000),
  stale_after_seconds integer not null default 259200 check (stale_after_seconds between 3600 and 31536000),
  -- Where to go on: validators of HTTP, last delta, pages read.
  cursor jsonb not null default '{}',
  last_attempt_at timestamptz,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_failure jsonb,
  -- The newest date inside the data itself: a mirror may be fresh and its content weeks old.
  newest_record_at timestamptz,
  records integer not null default 0,
  first_loaded_at timestamptz,
  created_at timestamptz not null default now(),
  -- Somebody wants it read now: {by, at}, and {path, name} when they brought the files themselves.
  requested jsonb,
  -- The run under way: {since, at, step, done, total}; `at` is its heartbeat.
  running jsonb,
  -- What the last run brought: {added, changed, unchanged, quarantined, bytes, seconds}.
  last_report jsonb,
  -- Key of the provider's interface, where it has one.
  secret_id uuid references platform.secret (id) on delete set null
);
create index feed_secret_id on vulnerabilities.feed (secret_id);

-- Whose bundles of feeds may be carried in: Ed25519 public keys that an administrator trusted.
create table vulnerabilities.bundle_key (
  -- SHA-256 of the public key.
  fingerprint text primary key check (fingerprint ~ '^[0-9a-f]{64}$'),
  public_key bytea not null check (length(public_key) = 32),
  name text not null check (length(name) between 1 and 120),
  trusted_by_name text not null,
  trusted_at timestamptz not null default now()
);

-- Records that could not be read: set aside with their reason, the rest went in.
create table vulnerabilities.quarantine (
  feed_id text not null references vulnerabilities.feed (id) on delete cascade,
  place text not null check (length(place) between 1 and 500),
  reason jsonb not null,
  sample text not null default '',
  at timestamptz not null default now(),
  primary key (feed_id, place)
);

-- One vulnerability whatever its numbers: what advisories of all feeds meet on.
create table vulnerabilities.vulnerability (
  id integer generated always as identity primary key,
  name text not null unique check (length(name) between 1 and 120),
  state text not null default 'published' check (state in ('published', 'rejected')),
  title text not null default '',
  description text not null default '',
  published_at timestamptz,
  modified_at timestamptz,
  -- [{version, vector, source, publishedScore, score, severity}], the best first; score as computed from the vector.
  cvss jsonb not null default '[]',
  cvss_score real,
  ssvc jsonb,
  weaknesses text[] not null default '{}',
  links jsonb not null default '[]',
  epss real,
  epss_percentile real,
  kev jsonb,
  -- The catalogue holds it no more.
  kev_removed_on date
);
-- Numbers are searched by their beginning.
create index vulnerability_name_prefix on vulnerabilities.vulnerability (name text_pattern_ops);
create index vulnerability_published_at on vulnerabilities.vulnerability (published_at desc);
create index vulnerability_kev on vulnerabilities.vulnerability (id) where kev is not null;
create index vulnerability_rejected on vulnerabilities.vulnerability (id) where state = 'rejected';

create table vulnerabilities.alias (
  alias text primary key check (length(alias) between 1 and 120),
  vulnerability_id integer not null references vulnerabilities.vulnerability (id) on delete cascade
);
create index alias_vulnerability_id on vulnerabilities.alias (vulnerability_id);

-- A record as its feed published it, whole: evidence points into it, and unknown fields survive.
create table vulnerabilities.document (
  id integer generated always as identity primary key,
  feed_id text not null references vulnerabilities.feed (id) on delete cascade,
  -- Number of the record within its feed; that of its advisories begins with it.
  key text not null check (length(key) between 1 and 200),
  -- zstd of the raw record.
  body bytea not null,
  -- SHA-256 of the raw record and of the version of the readers: a reader that learns reads again.
  hash bytea not null,
  -- A complete feed holds it no more.
  withdrawn_at timestamptz,
  changed_at timestamptz not null default now(),
  unique (feed_id, key)
);
create index document_hash on vulnerabilities.document (feed_id, hash);

-- What one record says of one vulnerability.
create table vulnerabilities.advisory (
  id integer generated always as identity primary key,
  document_id integer not null references vulnerabilities.document (id) on delete cascade,
  feed_id text not null references vulnerabilities.feed (id) on delete cascade,
  key text not null check (length(key) between 1 and 200),
  title text not null default '',
  -- {state, description, cvss, ssvc, weaknesses, references, remedies} as the record tells them: what
  -- `vulnerability` is merged from.
  facts jsonb not null default '{}',
  published_at timestamptz,
  modified_at timestamptz,
  withdrawn boolean not null default false,
  unique (feed_id, key)
);
create index advisory_document_id on vulnerabilities.advisory (document_id);

-- Every score of the last EPSS, also of what no feed has told yet.
create table vulnerabilities.epss (
  cve text primary key,
  score real not null,
  percentile real not null
);

create table vulnerabilities.advisory_vulnerability (
  advisory_id integer not null references vulnerabilities.advisory (id) on delete cascade,
  vulnerability_id integer not null references vulnerabilities.vulnerability (id) on delete cascade,
  primary key (advisory_id, vulnerability_id)
);
create index advisory_vulnerability_vulnerability_id on vulnerabilities.advisory_vulnerability (vulnerability_id);

create table vulnerabilities.name (
  id integer generated always as identity primary key,
  namespace text not null check (length(namespace) between 1 and 120),
  name text not null check (length(name) between 1 and 420),
  scheme text not null,
  unique (name, namespace, scheme)
);

-- Status 1 affected, 2 unaffected, 3 unknown. Stretches of one advisory and one name are disjoint.
create table vulnerabilities.rule (
  id bigint generated always as identity primary key,
  name_id integer not null,
  advisory_id integer not null references vulnerabilities.advisory (id) on delete cascade,
  vulnerability_id integer not null references vulnerabilities.vulnerability (id) on delete cascade,
  status smallint not null check (status between 1 and 3),
  trust smallint not null,
  -- What decides between rules of one vulnerability for one component, the lowest first: see `weightOf`.
  weight integer not null,
  -- The stretch: from `low`, itself in it, to `high`, itself out of it; null: no end. The key just after another is that
  -- key and a zero byte.
  low bytea,
  high bytea,
  part text,
  target text,
  fixed_in text,
  condition jsonb,
  pointer text not null,
  flags text[] not null default '{}'
);
create index rule_name_id on vulnerabilities.rule (name_id, vulnerability_id);
create index rule_advisory_id on vulnerabilities.rule (advisory_id);
create index rule_vulnerability_id on vulnerabilities.rule (vulnerability_id);

-- Names each component of the map answers to, and its keys in the schemes of the rules of those names.
create table vulnerabilities.component_name (
  component_id bigint not null references map.component (id) on delete cascade,
  namespace text not null,
  name text not null,
  version text not null default '',
  part text,
  target text,
  -- The accepted alias that gave this name, if one did.
  alias_id integer,
  unique nulls not distinct (component_id, namespace, name, version, part, target)
);
create index component_name_name on vulnerabilities.component_name (name, namespace);

create table vulnerabilities.component_key (
  name_id integer not null references vulnerabilities.name (id) on delete cascade,
  component_id bigint not null references map.component (id) on delete cascade,
  -- Null: the version is not known.
  key bytea,
  part text,
  target text,
  unique nulls not distinct (name_id, component_id, key, part, target)
);
create index component_key_component_id on vulnerabilities.component_key (component_id);

-- An alias of vendor and product: proposed by Vigie, accepted or refused once by a person.
create table vulnerabilities.name_alias (
  id integer generated always as identity primary key,
  namespace text not null default 'product',
  from_name text not null check (length(from_name) between 1 and 420),
  to_name text not null check (length(to_name) between 1 and 420),
  reason jsonb not null,
  score real not null default 0,
  proposed_at timestamptz not null default now(),
  answer text check (answer in ('accepted', 'refused')),
  answered_at timestamptz,
  answered_by_name text,
  unique (namespace, from_name, to_name)
);

-- What of the map is vulnerable: component × vulnerability, never asset × CVE. Status 1 affected, 2 to confirm.
create table vulnerabilities.match (
  component_id bigint not null references map.component (id) on delete cascade,
  vulnerability_id integer not null references vulnerabilities.vulnerability (id) on delete cascade,
  status smallint not null check (status between 1 and 2),
  advisory_id integer not null references vulnerabilities.advisory (id) on delete cascade,
  trust smallint not null,
  fixed_in text,
  condition jsonb,
  pointer text not null,
  flags text[] not null default '{}',
  -- The rule that decided and the doubts it left, packed: weight, doubts, lack of a fix, number of the rule.
  decided bigint not null,
  since timestamptz not null default now(),
  primary key (component_id, vulnerability_id)
);
create index match_vulnerability_id on vulnerabilities.match (vulnerability_id);
create index match_advisory_id on vulnerabilities.match (advisory_id);

-- Components that have a live install: those that `match` covers.
create table vulnerabilities.matched_component (
  component_id bigint primary key references map.component (id) on delete cascade,
  -- How names were made then; another number makes them again.
  names_version smallint not null
);

-- What the nightly check of all matches found to mend: nothing, when all is well.
create table vulnerabilities.self_check (
  at timestamptz primary key,
  names integer not null,
  matches integer not null,
  duration_ms double precision not null
);

create table vulnerabilities.certfr (
  -- Until 2013 the numbers began with CERTA.
  id text primary key check (id ~ '^CERT(FR|A)-\d{4}-(AVI|ALE)-\d{3,5}$'),
  kind text not null check (kind in ('avis', 'alerte')),
  title text not null,
  url text not null,
  published_at timestamptz,
  modified_at timestamptz,
  closed_at timestamptz,
  summary text not null default '',
  risks text[] not null default '{}',
  systems text[] not null default '{}',
  vendor_references text[] not null default '{}'
);

create table vulnerabilities.certfr_vulnerability (
  certfr_id text not null references vulnerabilities.certfr (id) on delete cascade,
  vulnerability_id integer not null references vulnerabilities.vulnerability (id) on delete cascade,
  primary key (certfr_id, vulnerability_id)
);
create index certfr_vulnerability_vulnerability_id on vulnerabilities.certfr_vulnerability (vulnerability_id);

-- A judgement on a vulnerability (VEX), for the whole estate or a part of it; expiry reopens.
create table vulnerabilities.decision (
  id uuid primary key default uuidv7(),
  vulnerability_id integer not null references vulnerabilities.vulnerability (id) on delete cascade,
  status text not null check (status in ('not_affected', 'accepted', 'fixed', 'under_investigation', 'affected')),
  -- CSAF and CycloneDX words of « not affected ».
  justification text check (justification in ('component_not_present', 'vulnerable_code_not_present',
    'vulnerable_code_not_in_execute_path', 'vulnerable_code_cannot_be_controlled_by_adversary', 'inline_mitigations_already_exist')),
  statement text not null check (length(statement) between 1 and 4000),
  -- Scope: at most one of an asset, a service (all beneath it), a component; none of them is the whole estate.
  asset_id uuid references map.asset (id) on delete cascade,
  service_id uuid references map.asset (id) on delete cascade,
  component_id bigint references map.component (id) on delete cascade,
  expires_at timestamptz,
  -- `person`, or the format of the document it came from.
  origin text not null default 'person' check (origin in ('person', 'csaf', 'cyclonedx', 'openvex')),
  document_id text,
  created_by uuid references platform.account (id) on delete set null,
  created_by_name text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_by_name text,
  -- When its expiry was told as news.
  expiry_told_at timestamptz,
  check (num_nonnulls(asset_id, service_id, component_id) <= 1),
  check (status <> 'accepted' or expires_at is not null),
  check (status <> 'not_affected' or justification is not null)
);
create index decision_vulnerability_id on vulnerabilities.decision (vulnerability_id);
create index decision_asset_id on vulnerabilities.decision (asset_id);
create index decision_service_id on vulnerabilities.decision (service_id);
create index decision_component_id on vulnerabilities.decision (component_id);
create index decision_created_by on vulnerabilities.decision (created_by);

-- Where each asset with software stands: how exposed it is and which services stand on it, as the map last said.
create table vulnerabilities.standing (
  asset_id uuid primary key references map.asset (id) on delete cascade,
  exposure text not null check (exposure in ('small', 'controlled', 'open')),
  exposure_reason jsonb not null,
  mission text not null check (mission in ('degraded', 'support_crippled', 'mef_failure', 'mission_failure')),
  mission_reason jsonb not null,
  service_ids uuid[] not null default '{}',
  computed_at timestamptz not null default now()
);

create table vulnerabilities.news (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  kind text not null check (kind in ('kev_added', 'kev_removed', 'kev_changed', 'alert_opened', 'alert_closed', 'published',
    'range_changed', 'rejected', 'severity_changed', 'likelihood_raised', 'matched', 'unmatched', 'decision_expired',
    'subscription')),
  vulnerability_id integer references vulnerabilities.vulnerability (id) on delete cascade,
  feed_id text references vulnerabilities.feed (id) on delete set null,
  text jsonb not null,
  detail jsonb not null default '{}'
);
create index news_at on vulnerabilities.news (at desc);
create index news_vulnerability_id on vulnerabilities.news (vulnerability_id);
create index news_feed_id on vulnerabilities.news (feed_id);

-- What somebody wants to hear of before any number exists: a vendor, a product, a word.
create table vulnerabilities.subscription (
  id uuid primary key default uuidv7(),
  account_id uuid not null references platform.account (id) on delete cascade,
  kind text not null check (kind in ('vendor', 'product', 'word')),
  value text not null check (length(value) between 2 and 200),
  created_at timestamptz not null default now(),
  unique (account_id, kind, value)
);

create table vulnerabilities.subscription_hit (
  subscription_id uuid not null references vulnerabilities.subscription (id) on delete cascade,
  -- One of the two that speaks of what is followed.
  advisory_id integer references vulnerabilities.advisory (id) on delete cascade,
  certfr_id text references vulnerabilities.certfr (id) on delete cascade,
  -- {by, text}: where it says so, and in which words.
  found jsonb not null default '{}',
  at timestamptz not null default now(),
  unique nulls not distinct (subscription_id, advisory_id, certfr_id),
  check (num_nonnulls(advisory_id, certfr_id) = 1)
);
create index subscription_hit_advisory_id on vulnerabilities.subscription_hit (advisory_id);
create index subscription_hit_certfr_id on vulnerabilities.subscription_hit (certfr_id);
create index subscription_hit_at on vulnerabilities.subscription_hit (subscription_id, at desc);

create table vulnerabilities.bulletin (
  id uuid primary key default uuidv7(),
  -- Monday of the week it covers, in the administration's time zone.
  week date not null check (extract(isodow from week) = 1),
  -- A bulletin that was published is mended by the next version.
  version integer not null default 1 check (version between 1 and 99),
  tlp text not null default 'AMBER' check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  -- Null: the sentences drafted from the figures.
  introduction text check (length(introduction) <= 8000),
  -- What a person changed of the drafted lines.
  edits jsonb not null default '[]',
  -- The whole bulletin as it was published; null while it is a draft.
  document jsonb,
  prepared_by_name text not null,
  updated_at timestamptz not null default now(),
  published_at timestamptz,
  unique (week, version),
  check ((document is null) = (published_at is null))
);

create table vulnerabilities.policy (
  id boolean primary key default true check (id),
  kind text not null default 'ssvc' check (kind in ('ssvc', 'bod-26-04')),
  immediate_days integer not null default 3 check (immediate_days between 0 and 365),
  out_of_cycle_days integer not null default 14 check (out_of_cycle_days between 0 and 365),
  scheduled_days integer not null default 60 check (scheduled_days between 0 and 730),
  likely_epss real not null default 0.1 check (likely_epss between 0 and 1)
);
insert into vulnerabilities.policy default values;
