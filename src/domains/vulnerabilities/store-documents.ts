import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { copyRows } from '#platform/copy-rows.ts';
import type { DB } from '#platform/database-types.ts';
import type { Session } from '#platform/session.ts';
import type { CompiledRecord } from './compile-record.ts';

/** Makes the staging tables of an import, for the life of its session. */
export async function createStages({ client }: Session): Promise<void> {
  await client.query(`
    create temp table if not exists stage_document (key text, hash bytea, body bytea) on commit delete rows;
    create temp table if not exists stage_advisory (document_id int, key text, title text, facts jsonb,
      published_at timestamptz, modified_at timestamptz) on commit delete rows;
    create temp table if not exists stage_vulnerability (id int, state text, title text, description text,
      published_at timestamptz, modified_at timestamptz, cvss jsonb, cvss_score float4, ssvc jsonb, weaknesses text[],
      links jsonb, kev jsonb) on commit delete rows;
    create temp table if not exists stage_seen (id int) on commit delete rows;
    create temp table if not exists stage_epss (cve text, score float4, percentile float4) on commit delete rows;
  `);
}

/** Tables that a first load fills from nothing: plans made for empty tables would read them whole for each batch. */
export async function analyzeTables({ client }: Session): Promise<void> {
  await client.query(`analyze vulnerabilities.document, vulnerabilities.advisory, vulnerabilities.advisory_vulnerability,
    vulnerabilities.vulnerability, vulnerabilities.alias, vulnerabilities.rule, vulnerabilities.name`);
}

interface KnownDocument {
  readonly id: number;
  readonly hash: Buffer;
}

/** Documents of a feed that hold one of these texts, by hash, and still count. */
export async function findUnchanged(
  db: Kysely<DB>,
  feedId: string,
  hashes: readonly Buffer[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const { rows } = await sql<KnownDocument>`
    select document.id, document.hash from vulnerabilities.document as document
    where document.feed_id = ${feedId} and document.hash = any(${hashes}::bytea[]) and document.withdrawn_at is null
  `.execute(db);
  const known = new Map<string, number[]>();
  for (const { id, hash } of rows) {
    const key = hash.toString('base64');
    known.set(key, [...(known.get(key) ?? []), id]);
  }
  return known;
}

export interface StoredDocument {
  readonly id: number;
  readonly added: boolean;
}

/** Writes the raw records; by key. */
export async function storeDocuments(
  { db, client }: Session,
  feedId: string,
  records: readonly CompiledRecord[],
  now: Date,
): Promise<ReadonlyMap<string, StoredDocument>> {
  await copyRows(
    client,
    'stage_document',
    { key: 'text', hash: 'bytea', body: 'bytea' },
    records.map(({ key, hash, body }) => [key, hash, body]),
  );
  const { rows } = await sql<{ id: number; key: string; added: boolean }>`
    insert into vulnerabilities.document as document (feed_id, key, body, hash, changed_at)
    select ${feedId}, stage.key, stage.body, stage.hash, ${now}::timestamptz from stage_document as stage order by stage.key
    on conflict (feed_id, key) do update
    set body = excluded.body, hash = excluded.hash, withdrawn_at = null, changed_at = excluded.changed_at
    returning document.id, document.key, (xmax = 0) as added
  `.execute(db);
  return new Map(rows.map(({ id, key, added }) => [key, { id, added }]));
}
