import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { AdvisoryRule } from '#engines/advisory/advisory.ts';
import { software } from '#engines/inventory/software.ts';
import type { Software } from '#engines/inventory/software.ts';
import { findFeeds } from '#domains/vulnerabilities/feed-layout.ts';
import { importPart, planFolder } from '#domains/vulnerabilities/import-folder.ts';
import { readRecord } from '#domains/vulnerabilities/read-record.ts';
import { copyRows } from '#platform/copy-rows.ts';
import type { Database } from '#platform/database.ts';
import { softwareNear } from '#test/random-software.ts';
import { corpusPath, corpusRecords, feedNamed, randomFrom } from '#test/vulnerability-corpus.ts';

/** The corpus of `data/vulnerabilities`; false where it is absent. */
export async function loadCorpus({ pool }: Database): Promise<boolean> {
  const readme = corpusPath('README.md');
  if (readme === null) return false;
  for (const part of planFolder((await findFeeds(dirname(readme))).files, false))
    await importPart(pool, part, { now: new Date() });
  return true;
}

/** As many vulnerabilities again, `times` times over, each with advisories and rules of its own under the same names. */
export async function repeatCorpus({ pool }: Database, times: number): Promise<void> {
  const client = await pool.connect();
  await client.query('set statement_timeout = 0; set session_replication_role = replica');
  const { rows } = await client.query<{ v: number; a: number }>(
    'select (select max(id) from vulnerabilities.vulnerability) as v, (select max(id) from vulnerabilities.advisory) as a',
  );
  const { v = 0, a = 0 } = rows[0] ?? {};
  for (let copy = 1; copy < times; copy++) {
    await client.query(`
      insert into vulnerabilities.vulnerability (id, name, state, cvss_score) overriding system value
      select id + ${v * copy}, name || '/${copy}', state, cvss_score from vulnerabilities.vulnerability where id <= ${v};
      insert into vulnerabilities.advisory (id, document_id, feed_id, key, published_at) overriding system value
      select id + ${a * copy}, document_id, feed_id, key || '/${copy}', published_at from vulnerabilities.advisory where id <= ${a};
      insert into vulnerabilities.rule (name_id, advisory_id, vulnerability_id, status, trust, weight, low, high, part, target, fixed_in, condition, pointer, flags)
      select name_id, advisory_id + ${a * copy}, vulnerability_id + ${v * copy}, status, trust, weight, low, high, part, target, fixed_in, condition, pointer, flags from vulnerabilities.rule where advisory_id <= ${a}`);
  }
  client.release(true);
}

/** Distinct software: real packages of three Debian releases, and products near what the corpus speaks of. */
async function components(count: number): Promise<readonly Software[]> {
  const random = randomFrom(3);
  const byName = new Map<string, AdvisoryRule[]>();
  for (const id of ['cve', 'nvd', 'osv:bitnami'] as const)
    for (const { text } of await corpusRecords(id, 4))
      for (const advisory of readRecord(feedNamed(id).kind, JSON.parse(text ?? 'null')).advisories)
        for (const rule of advisory.rules)
          byName.set(rule.name, [...(byName.get(rule.name) ?? []), rule].slice(-20));
  const list = new Map<string, Software>();
  const add = (one: Software) => list.set(JSON.stringify(one), one);
  const products = Math.floor(count * 0.3);
  // Each name as often as any other: an estate has thousands of products, not thousands of kernels.
  const names = [...byName.values()];
  while (list.size < products) {
    const rules = names[Math.floor(random() * names.length)] ?? [];
    const rule = rules[Math.floor(random() * rules.length)];
    if (rule !== undefined) add(softwareNear(rule, random));
  }
  for (const [suite, release] of Object.entries({ bookworm: 12, trixie: 13, bullseye: 11 })) {
    const file = corpusPath(`debian/packages-${suite}.csv.gz`);
    const lines = file === null ? [] : gunzipSync(readFileSync(file)).toString().split('\n').slice(1);
    for (const line of lines) {
      const [name = '', version = '', sourceName = '', sourceVersion = ''] = line.split(',');
      if (name === '' || list.size >= count) continue;
      add(
        software({
          ecosystem: 'deb',
          distribution: `debian-${release}`,
          name,
          version,
          sourceName,
          sourceVersion,
        }),
      );
    }
  }
  return [...list.values()];
}

/** Assets, distinct components, installs with few very common ones, and where each asset stands. */
export async function seedInstalls(
  { pool }: Database,
  size: { readonly assets: number; readonly components: number; readonly installs: number },
): Promise<void> {
  const list = await components(size.components);
  const client = await pool.connect();
  await client.query('set statement_timeout = 0; set session_replication_role = replica; begin');
  await copyRows(
    client,
    'map.component',
    {
      fingerprint: 'bytea',
      ecosystem: 'text',
      distribution: 'text',
      vendor: 'text',
      name: 'text',
      version: 'text',
      source_name: 'text',
      source_version: 'text',
      qualifiers: 'jsonb',
    },
    list.map((one, at) => {
      const fingerprint = Buffer.alloc(32);
      fingerprint.writeUInt32BE(at);
      return [
        fingerprint,
        one.ecosystem,
        one.distribution,
        one.vendor,
        one.name.slice(0, 300),
        one.version.slice(0, 1000),
        one.sourceName,
        one.sourceVersion,
        JSON.stringify(one.qualifiers),
      ];
    }),
  );
  await client.query(`
    insert into map.source (key, domain, title, rank) values ('bench', 'bench', '{"fr": "Banc", "en": "Bench"}', 30);
    insert into map.asset (type, name) select 'server', 'SRV-' || n from generate_series(1, ${size.assets}) as n;
    create temp table numbered_asset as select id, row_number() over (order by id) as n from map.asset;
    create temp table numbered_component as select id, row_number() over (order by md5(id::text)) as n from map.component;
    create temp table wanted as
      select n, 1 + (n % ${size.assets}) as asset, 1 + floor(power(random(), 1.6) * ${list.length})::int as component
      from generate_series(1, ${Math.floor(size.installs * 1.02)}) as n;
    insert into map.install (asset_id, component_id, source_id)
    select asset.id, component.id, source.id from wanted
    join numbered_asset as asset on asset.n = wanted.asset
    join numbered_component as component on component.n = wanted.component, map.source as source
    on conflict do nothing;
    insert into vulnerabilities.standing (asset_id, exposure, exposure_reason, mission, mission_reason, service_ids)
    select id, 'controlled', '{}', 'degraded', '{}',
      (select array_agg(md5((asset.n + k * 37) % 300 || 'service')::uuid) from generate_series(1, 1 + asset.n::int % 5) as k)
    from numbered_asset as asset;
    commit`);
  await client.query('vacuum analyze');
  client.release(true);
}
