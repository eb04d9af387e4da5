import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { software } from '#engines/inventory/software.ts';
import type { Software } from '#engines/inventory/software.ts';
import { componentNames } from '#engines/matching/component-names.ts';
import { createMatcher } from '#engines/matching/matcher.ts';
import type { RuleSource } from '#engines/matching/rule-index.ts';
import type { AdvisoryRule } from '#engines/advisory/advisory.ts';
import { replaceInstalls } from '#map/installs.ts';
import type { DB } from '#platform/database-types.ts';
import type { Database } from '#platform/database.ts';
import { testDatabase } from '#test/postgres.ts';
import { softwareNear } from '#test/random-software.ts';
import type { CorpusFeed } from '#test/vulnerability-corpus.ts';
import { corpusRecords, feedNamed, randomFrom, streamOf } from '#test/vulnerability-corpus.ts';
import { cutRecords } from './cut-records.ts';
import type { FeedRecord } from './feed-record.ts';
import { importFeed } from './import-feed.ts';
import { fullMatch } from './match-sql.ts';
import { followSoftware } from './match-worker.ts';
import { readRecord } from './read-record.ts';
import { checkMatches } from './self-check.ts';

const sample: readonly (readonly [feed: CorpusFeed, every: number])[] = [
  ['cve', 20],
  ['nvd', 30],
  ['osv:bitnami', 12],
  ['ossa', 3],
  ['csaf:cisa', 20],
  ['debian-changelog', 2],
  ['kev', 3],
];
const now = new Date('2026-11-22T00:00:00Z');

interface Loaded {
  readonly sources: readonly RuleSource[];
  readonly records: ReadonlyMap<CorpusFeed, readonly FeedRecord[]>;
}

/** Imports a sample of the corpus, and reads the same for the matcher in memory. */
async function loadSample(database: Database): Promise<Loaded> {
  const sources: RuleSource[] = [];
  const records = new Map<CorpusFeed, readonly FeedRecord[]>();
  for (const [id, every] of sample) {
    const own = await corpusRecords(id, every);
    records.set(id, own);
    const feed = feedNamed(id);
    await importFeed(database, feed, streamOf(own), { now, isComplete: false });
    for await (const { text } of cutRecords(feed.kind, streamOf(own)))
      for (const { key, vulnerability, aliases, rules } of readRecord(feed.kind, JSON.parse(text ?? 'null'))
        .advisories) {
        const numbers = [...new Set([vulnerability, ...aliases])];
        const cves = numbers.filter((number) => number.startsWith('CVE-'));
        for (const number of cves.length > 0 ? cves : [vulnerability])
          sources.push({ feed: id, key, vulnerability: number, rules });
      }
  }
  return { sources, records };
}

async function assetWithSource(db: Kysely<DB>): Promise<{ assetId: string; sourceId: string }> {
  const source = await db
    .insertInto('map.source')
    .values({ key: 'test', domain: 'test', title: JSON.stringify({ fr: 'Test', en: 'Test' }), rank: 30 })
    .returning('id')
    .executeTakeFirstOrThrow();
  const asset = await db
    .insertInto('map.asset')
    .values({ type: 'server', name: 'SRV-1' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { assetId: asset.id, sourceId: source.id };
}

function inventory(rules: readonly AdvisoryRule[], count: number, random: () => number): readonly Software[] {
  return Array.from({ length: count }, (_one, at): Software => {
    const rule = rules[Math.floor(random() * rules.length)];
    return rule === undefined
      ? software({ ecosystem: 'npm', name: `none-${at}`, version: '1' })
      : softwareNear(rule, random);
  });
}

interface Judgement {
  readonly status: 'affected' | 'to-confirm';
  readonly trust: number;
  readonly fixedIn: string | null;
}

/** What the matches of the database say, by the identity of the component and the number of the vulnerability. */
async function judgements(db: Kysely<DB>): Promise<ReadonlyMap<string, Judgement>> {
  const { rows } = await sql<{ key: string; status: number; trust: number; fixed_in: string | null }>`
    select concat_ws('|', component.ecosystem, component.distribution, component.vendor, component.name,
      component.version, component.qualifiers ->> 'target', own.name) as key, match.status, match.trust, match.fixed_in
    from vulnerabilities.match as match
    join map.component as component on component.id = match.component_id
    join vulnerabilities.vulnerability as own on own.id = match.vulnerability_id
  `.execute(db);
  return new Map(
    rows.map(({ key, status, trust, fixed_in: fixedIn }) => [
      key,
      { status: status === 1 ? 'affected' : 'to-confirm', trust, fixedIn },
    ]),
  );
}

test('the database judges a random inventory exactly as the matcher in memory', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  const { sources } = await loadSample(database);
  if (sources.length === 0) {
    t.skip('data/vulnerabilities is absent');
    return;
  }
  const random = randomFrom(7);
  const rules = sources.flatMap((source) => source.rules);
  const list = inventory(rules, 3000, random);
  await replaceInstalls(db, { ...(await assetWithSource(db)), software: list, now });
  await followSoftware(db, now);
  const found = await judgements(db);

  const { rows: dead } = await sql<{ name: string }>`
    select name from vulnerabilities.vulnerability where state = 'rejected'
  `.execute(db);
  const rejected = new Set(dead.map(({ name }) => name));
  const matcher = createMatcher(sources);
  const wanted = new Map<string, Judgement>();
  const { rows: components } = await sql<Software & { id: string }>`
    select id, ecosystem, distribution, vendor, name, version, architecture, source_name as "sourceName",
      source_version as "sourceVersion", purl, cpe, qualifiers, '' as path from map.component
  `.execute(db);
  for (const one of components) {
    const parts = [one.ecosystem, one.distribution, one.vendor, one.name, one.version];
    const key = [
      ...parts,
      ...(one.qualifiers['target'] === undefined ? [] : [one.qualifiers['target']]),
    ].join('|');
    for (const hit of matcher.hitsOf(componentNames(one))) {
      if (rejected.has(hit.vulnerability)) continue;
      const isSure = hit.status === 'affected' && hit.rule.condition === null;
      const status = isSure ? 'affected' : 'to-confirm';
      wanted.set(`${key}|${hit.vulnerability}`, { status, trust: hit.rule.trust, fixedIn: hit.fixedIn });
    }
  }
  assert.ok(wanted.size > 3000, `${wanted.size} matches only: the sample says nothing`);
  assert.ok([...wanted.values()].some(({ status }) => status === 'to-confirm'));
  const plain = ({ status, trust }: Judgement) => `${status} ${trust}`;
  const differing = [...new Set([...wanted.keys(), ...found.keys()])]
    .map((key) => ({ key, memory: wanted.get(key), database: found.get(key) }))
    .filter(
      ({ memory, database }) =>
        memory === undefined || database === undefined || plain(memory) !== plain(database),
    );
  assert.deepEqual(differing.slice(0, 5), []);
  assert.equal(found.size, wanted.size);
  t.diagnostic(`${wanted.size} matches of ${components.length} components, the same in both`);
  assert.equal(await fullMatch(db, now), 0, 'a full match writes nothing where all is right');
});

/** The same record with other versions, now and then rejected. */
function mutated(record: FeedRecord, random: () => number): FeedRecord {
  if (record.text === null) return record;
  const fields =
    /"(?:version|lessThan|lessThanOrEqual|versionEndExcluding|versionStartIncluding|fixed|introduced|fixed_version)":\s*"([^"]+)"/g;
  const text = record.text.replace(fields, (field) =>
    random() < 0.6 ? field : field.replace(/\d(?=[^\d]*"$)/, String(Math.floor(random() * 10))),
  );
  return { ...record, text: random() < 0.05 ? text.replace('"PUBLISHED"', '"REJECTED"') : text };
}

async function changeAlias(
  db: Kysely<DB>,
  rules: readonly AdvisoryRule[],
  random: () => number,
): Promise<void> {
  const products = rules.filter(({ namespace }) => namespace === 'product').map(({ name }) => name);
  const [from = 'a:a', to = 'b:b'] = [0, 1].map(() => products[Math.floor(random() * products.length)]);
  if (random() < 0.3)
    await sql`update vulnerabilities.name_alias set answer = 'refused' where id = (select min(id)
      from vulnerabilities.name_alias where answer = 'accepted')`.execute(db);
  else
    await sql`insert into vulnerabilities.name_alias (from_name, to_name, reason, answer)
      values (${from}, ${to}, '{}', 'accepted') on conflict do nothing`.execute(db);
}

test('after thousands of changes the nightly check finds nothing to mend; what is wrong it mends', async (t) => {
  const database = await testDatabase(t);
  const { db } = database;
  const { sources, records } = await loadSample(database);
  if (sources.length === 0) {
    t.skip('data/vulnerabilities is absent');
    return;
  }
  const random = randomFrom(11);
  const rules = sources.flatMap((source) => source.rules);
  const place = await assetWithSource(db);
  let list = inventory(rules, 800, random);
  let changes = 0;
  for (let round = 0; round < 24; round++) {
    const kept = list.filter(() => random() > 0.1);
    list = [...kept, ...inventory(rules, 80, random)];
    const { added, removed } = await replaceInstalls(db, { ...place, software: list, now });
    if (round % 3 === 0) await changeAlias(db, rules, random);
    await followSoftware(db, now);
    const [id, every] = sample[round % sample.length] ?? (['cve', 1] as const);
    const own = (records.get(id) ?? []).filter((_one, at) => (at + round) % Math.max(2, 30 - every) === 0);
    const report = await importFeed(
      database,
      feedNamed(id),
      streamOf(own.map((record) => mutated(record, random))),
      { now, isComplete: id === 'ossa' },
    );
    changes +=
      added + removed + report.changed + report.added + report.withdrawn + report.matched + report.unmatched;
  }
  assert.ok(changes > 3000, `${changes} changes only`);
  t.diagnostic(`${changes} changes`);
  const { names, matches } = await checkMatches(db, now);
  assert.deepEqual({ names, matches }, { names: 0, matches: 0 });

  const before = await judgements(db);
  await sql`delete from vulnerabilities.match where vulnerability_id % 50 = 0`.execute(db);
  await sql`update vulnerabilities.match set status = 2, decided = 0 where vulnerability_id % 50 = 1`.execute(
    db,
  );
  const { numAffectedRows } = await sql`delete from vulnerabilities.component_name
    where component_id in (select component_id from vulnerabilities.matched_component order by component_id limit 3)`.execute(
    db,
  );
  const mended = await checkMatches(db, new Date(now.getTime() + 1000));
  assert.ok(mended.matches > 0 && mended.names >= Number(numAffectedRows));
  assert.deepEqual(await judgements(db), before);
  const again = await checkMatches(db, new Date(now.getTime() + 2000));
  assert.deepEqual([again.names, again.matches], [0, 0]);
});
