import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { FeedRecord } from '#domains/vulnerabilities/feed-record.ts';
import { followSoftware } from '#domains/vulnerabilities/match-worker.ts';
import type { Software } from '#engines/inventory/software.ts';
import { software } from '#engines/inventory/software.ts';
import { replaceInstalls } from '#map/installs.ts';
import type { DB } from '#platform/database-types.ts';

interface GivenRecord {
  readonly lessThan?: string;
  readonly references?: readonly string[];
  readonly vector?: string;
  readonly state?: string;
  readonly product?: string;
}

/** A CVE record of one product, as a CNA publishes it. */
export function cveRecord(id: string, given: GivenRecord = {}): FeedRecord {
  const { lessThan = '2.0.0', references = ['https://example.test/1'], vector, state = 'PUBLISHED' } = given;
  const affected = {
    vendor: 'acme',
    product: given.product ?? 'rocket',
    defaultStatus: 'unaffected',
    versions: [{ version: '1.0.0', lessThan, status: 'affected', versionType: 'semver' }],
  };
  const metrics =
    vector === undefined ? [] : [{ cvssV3_1: { version: '3.1', vectorString: vector, baseScore: 1 } }];
  const cna = {
    affected: [affected],
    descriptions: [{ lang: 'en', value: `A fault of ${given.product ?? 'rocket'}` }],
    metrics,
    references: references.map((url) => ({ url })),
  };
  const record = {
    dataType: 'CVE_RECORD',
    dataVersion: '5.1',
    cveMetadata: { cveId: id, state, datePublished: '2026-01-01T00:00:00Z' },
    containers: {
      cna: state === 'REJECTED' ? { rejectedReasons: [{ lang: 'en', value: 'Withdrawn' }] } : cna,
    },
  };
  return { place: `${id}.json`, text: JSON.stringify(record), fault: null };
}

/** One asset that has this software, named and matched. */
export async function installAndMatch(db: Kysely<DB>, list: readonly Software[], now: Date): Promise<void> {
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
  await replaceInstalls(db, { assetId: asset.id, sourceId: source.id, software: list, now });
  await followSoftware(db, now);
}

export const rocket = software({ ecosystem: 'product', vendor: 'Acme', name: 'Rocket', version: '1.5.0' });

/** `CVE-2026-0001 matched`, in the order of names. */
export async function newsOf(db: Kysely<DB>): Promise<string[]> {
  const rows = await db
    .selectFrom('vulnerabilities.news as news')
    .leftJoin('vulnerabilities.vulnerability as own', 'own.id', 'news.vulnerability_id')
    .select(['news.kind', 'own.name'])
    .orderBy('own.name')
    .orderBy('news.id')
    .execute();
  return rows.map(({ kind, name }) => `${name ?? ''} ${kind}`);
}

export async function count(db: Kysely<DB>, table: string): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from ${sql.table(`vulnerabilities.${table}`)}`.execute(db);
  return rows[0]?.n ?? -1;
}
