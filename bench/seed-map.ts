import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';

/** Size of the estate that the reads are measured on. */
export interface SeedSize {
  readonly assets: number;
  readonly services: number;
  readonly findings: number;
}

/** Fills an empty map with a plausible estate: sites, services over applications over machines over hosts, rings of routers. */
export async function seedMap(db: Kysely<DB>, size: SeedSize): Promise<void> {
  await sql`
    insert into map.source (key, domain, title, rank, expected_every_seconds, last_success_at)
    select 'bench-' || n, 'bench', jsonb_build_object('fr', 'Source ' || n, 'en', 'Source ' || n), 30, 3600, now()
    from generate_series(1, 3) as n
  `.execute(db);
  await sql`insert into map.bucket (source_id, key, last_full_at) select source.id, source.key, now() from map.source as source`.execute(
    db,
  );
  await seedAssets(db, size);
  await seedLinks(db, size);
  await seedClaims(db);
  await seedFindings(db, size);
  await sql`analyze`.execute(db);
}

async function seedAssets(db: Kysely<DB>, size: SeedSize): Promise<void> {
  await sql`
    insert into map.asset (type, name, code, attributes)
    select 'organisation', 'Direction n° ' || n, 'DIR' || n, '{}' from generate_series(1, 20) as n
    union all
    select 'site', 'Site de la commune ' || n, 'SITE' || n, jsonb_build_object('latitude', -20 - n * 0.1, 'longitude', 164 + n * 0.15)
    from generate_series(1, 25) as n
  `.execute(db);
  await sql`
    with organisation as (select array_agg(asset.id) as ids from map.asset as asset where asset.type = 'organisation'),
    site as (select array_agg(asset.id) as ids from map.asset as asset where asset.type = 'site')
    insert into map.asset (type, name, code, attributes, organisation_id, site_id, criticality)
    select case when n <= ${size.services} then 'service' when n % 20 = 0 then 'router' when n % 20 < 4 then 'application'
        when n % 20 < 6 then 'database' when n % 20 < 8 then 'hypervisor' when n % 20 < 11 then 'switch' else 'vm' end,
      'Équipement ' || md5(n::text), 'B' || n,
      jsonb_build_object('vendor', 'Exemple ' || n % 7, 'os', 'Debian ' || n % 4, 'rack', 'R' || n % 90),
      case when n % 3 = 0 then null else organisation.ids[1 + n % 20] end, site.ids[1 + n % 25], n % 5
    from generate_series(1, ${size.assets}::int) as n, organisation, site
  `.execute(db);
  await sql`
    insert into map.service (asset_id, need_availability, need_integrity, need_confidentiality, need_proof, dmia_minutes)
    select asset.id, 1 + (random() * 3)::int, 2, 3, 2, 240 from map.asset as asset where asset.type = 'service'
  `.execute(db);
}

/** Layers of numbered assets: each stands on others further down, so that closures run deep without a cycle. */
async function seedLinks(db: Kysely<DB>, size: SeedSize): Promise<void> {
  await sql`
    with numbered as (
      select asset.id, asset.type, substring(asset.code from 2)::int as n from map.asset as asset where asset.code like 'B%'
    ), wanted as (
      select a.n, (a.n * 7 + k * 131) % (${size.assets}::int - a.n) + a.n + 1 as other, k from numbered as a, generate_series(1, 3) as k
      where a.n < ${size.assets}::int
    ), first_bucket as (select bucket.id from map.bucket as bucket order by bucket.key limit 1)
    insert into map.link (from_id, to_id, type, bucket_id)
    select one.id, two.id, case when wanted.k = 3 then 'connects_to' else 'depends_on' end, first_bucket.id
    from wanted join numbered as one on one.n = wanted.n join numbered as two on two.n = wanted.other, first_bucket
    on conflict do nothing
  `.execute(db);
  await sql`
    insert into map.link (from_id, to_id, type, bucket_id)
    select asset.id, asset.site_id, 'located_in', bucket.id
    from map.asset as asset, (select bucket.id from map.bucket as bucket order by bucket.key limit 1) as bucket
    where asset.site_id is not null
  `.execute(db);
}

async function seedClaims(db: Kysely<DB>): Promise<void> {
  await sql`
    insert into map.claim (bucket_id, key, asset_id, type, name, attributes, identities, fingerprint)
    select bucket.id, asset.id::text, asset.id, asset.type, asset.name, asset.attributes,
      jsonb_build_array(jsonb_build_object('kind', 'code', 'value', asset.code)), md5(asset.name)
    from map.asset as asset join map.bucket as bucket on bucket.key = 'bench-1' or asset.criticality >= 3 and bucket.key = 'bench-2'
  `.execute(db);
  await sql`
    insert into map.attribute_fact (bucket_id, claim_key, name, value)
    select claim.bucket_id, claim.key, fact.key, fact.value from map.claim as claim, jsonb_each(claim.attributes) as fact
  `.execute(db);
  await sql`
    insert into map.identity (kind, value, bucket_id, claim_key, asset_id)
    select 'code', claim.identities -> 0 ->> 'value', claim.bucket_id, claim.key, claim.asset_id from map.claim as claim
  `.execute(db);
}

async function seedFindings(db: Kysely<DB>, size: SeedSize): Promise<void> {
  await sql`
    with target as (
      select asset.id, row_number() over (order by asset.code) as n from map.asset as asset where asset.type in ('vm', 'switch', 'database')
    )
    insert into map.finding (rule_id, asset_id, key, severity, availability, confidentiality, title, remedy, evidence, opened_at, closed_at)
    select 'bench.rule-' || n % 12, target.id, k::text, n % 5, case when n % 400 = 0 then 3 else 0 end, case when n % 150 = 0 then 1 else 0 end,
      jsonb_build_object('fr', 'Équipement n° ' || n || ' : quelque chose ne va pas', 'en', 'Device no. ' || n || ': something is wrong'),
      jsonb_build_object('fr', 'Réparez.', 'en', 'Mend it.'), jsonb_build_object('measured', n), now() - n * interval '1 minute',
      case when n % 4 = 3 then now() end
    from target, generate_series(1, 2) as k where target.n <= ${size.findings}::int / 2
  `.execute(db);
  await sql`
    insert into map.finding_event (finding_id, at, kind) select finding.id, finding.opened_at, 'opened' from map.finding as finding
    union all select finding.id, finding.closed_at, 'closed' from map.finding as finding where finding.closed_at is not null
  `.execute(db);
}

/** A month of changes of state of each service, as if it had been hurt now and then; after the impact has run. */
export async function seedStates(db: Kysely<DB>): Promise<void> {
  await sql`
    insert into map.state_change (asset_id, at, availability, integrity, confidentiality, unknown, planned)
    select service.asset_id, now() - n * interval '8 hours', case when n % 3 = 0 then n / 3 % 4 else 0 end, 0, 0, n % 29 = 0, false
    from map.service as service, generate_series(1, 100) as n
  `.execute(db);
  await sql`analyze`.execute(db);
}
