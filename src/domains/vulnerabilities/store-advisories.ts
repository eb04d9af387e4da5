import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Advisory, AdvisoryRule } from '#engines/advisory/advisory.ts';
import { weightOf } from '#engines/matching/rule-index.ts';
import { keyBytes } from '#engines/version/sort-key.ts';
import type { CopyValue } from '#platform/copy-rows.ts';
import { copyRows } from '#platform/copy-rows.ts';
import type { DB } from '#platform/database-types.ts';
import type { Session } from '#platform/session.ts';
import { factsOf } from './advisory-facts.ts';
import type { CompiledRecord } from './compile-record.ts';
import { instantOrNull } from './instant.ts';
import type { NameIds } from './rule-names.ts';
import { storableJson } from './storable-json.ts';
import type { StoredDocument } from './store-documents.ts';

/** An advisory on its way in: its document, and the vulnerabilities it belongs to. */
export interface PlacedAdvisory {
  readonly advisory: Advisory;
  readonly record: CompiledRecord;
  readonly document: StoredDocument;
  readonly vulnerabilityIds: readonly number[];
}

const statuses = { affected: 1, unaffected: 2, unknown: 3 } as const;
const maxRuleText = 1024;
/** A key and this is the key just after it: the first that is greater. */
const next = '\0';

/**
 * Writes advisories with their links and rules, in place of what their documents said before. Advisories that a
 * document no longer holds keep their row, without rules, until `forgetAdvisories`.
 */
export async function storeAdvisories(
  session: Session,
  feedId: string,
  placed: readonly PlacedAdvisory[],
  names: NameIds,
): Promise<void> {
  const { db, client } = session;
  const changed = [
    ...new Set(placed.filter(({ document }) => !document.added).map(({ document }) => document.id)),
  ];
  if (changed.length > 0) await clearAdvisories(db, changed);
  await copyRows(
    client,
    'stage_advisory',
    {
      document_id: 'int4',
      key: 'text',
      title: 'text',
      facts: 'jsonb',
      published_at: 'timestamptz',
      modified_at: 'timestamptz',
    },
    placed.map(({ advisory, record, document }) => [
      document.id,
      advisory.key,
      advisory.title.slice(0, 2000),
      storableJson(factsOf(advisory, record.kev)),
      instantOrNull(advisory.publishedAt),
      instantOrNull(advisory.modifiedAt),
    ]),
  );
  const { rows } = await sql<{ id: number; key: string }>`
    insert into vulnerabilities.advisory as advisory (feed_id, document_id, key, title, facts, published_at, modified_at)
    select ${feedId}, document_id, key, title, facts, published_at, modified_at from stage_advisory
    on conflict (feed_id, key) do update
    set document_id = excluded.document_id, title = excluded.title, facts = excluded.facts, withdrawn = false,
      published_at = excluded.published_at, modified_at = excluded.modified_at
    returning advisory.id, advisory.key
  `.execute(db);
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  const withIds = placed.map((one) => ({ ...one, id: ids.get(one.advisory.key) ?? 0 }));
  await copyRows(
    client,
    'vulnerabilities.advisory_vulnerability',
    { advisory_id: 'int4', vulnerability_id: 'int4' },
    withIds.flatMap(({ id, vulnerabilityIds }) =>
      vulnerabilityIds.map((vulnerability) => [id, vulnerability]),
    ),
  );
  await copyRows(client, 'vulnerabilities.rule', ruleColumns, ruleRows(withIds, names));
}

/** Vulnerabilities that the advisories of documents speak of. */
export async function vulnerabilitiesOf(
  db: Kysely<DB>,
  documentIds: readonly number[],
): Promise<readonly number[]> {
  if (documentIds.length === 0) return [];
  const { rows } = await sql<{ id: number }>`
    select distinct link.vulnerability_id as id from vulnerabilities.advisory as advisory
    join vulnerabilities.advisory_vulnerability as link on link.advisory_id = advisory.id
    where advisory.document_id = any(${documentIds}::int[])
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** Of changed documents, the rules and links of before go; new ones follow. */
async function clearAdvisories(db: Kysely<DB>, documentIds: readonly number[]): Promise<void> {
  for (const table of ['rule', 'advisory_vulnerability'])
    await sql`
      delete from ${sql.table(`vulnerabilities.${table}`)} as part using vulnerabilities.advisory as advisory
      where advisory.document_id = any(${documentIds}::int[]) and part.advisory_id = advisory.id
    `.execute(db);
}

/** Takes away the advisories that changed documents no longer hold; after matches have been judged again. */
export async function forgetAdvisories(db: Kysely<DB>, placed: readonly PlacedAdvisory[]): Promise<void> {
  const changed = placed.filter(({ document }) => !document.added);
  if (changed.length === 0) return;
  await sql`
    delete from vulnerabilities.advisory as advisory
    where advisory.document_id = any(${[...new Set(changed.map(({ document }) => document.id))]}::int[])
      and not (advisory.key = any(${changed.map((one) => one.advisory.key)}::text[]))
  `.execute(db);
}

const ruleColumns = {
  name_id: 'int4',
  advisory_id: 'int4',
  vulnerability_id: 'int4',
  status: 'int2',
  trust: 'int2',
  weight: 'int4',
  low: 'bytea',
  high: 'bytea',
  part: 'text',
  target: 'text',
  fixed_in: 'text',
  condition: 'jsonb',
  pointer: 'text',
  flags: 'text[]',
} as const;

function* ruleRows(
  placed: readonly (PlacedAdvisory & { readonly id: number })[],
  names: NameIds,
): Generator<readonly CopyValue[]> {
  for (const { id, advisory, vulnerabilityIds } of placed)
    for (const rule of advisory.rules) {
      const nameId = names.idOf(rule);
      for (const vulnerabilityId of vulnerabilityIds)
        yield [nameId, id, vulnerabilityId, ...ruleValues(rule)];
    }
}

function ruleValues(rule: AdvisoryRule): readonly CopyValue[] {
  const { low, high } = rule;
  return [
    statuses[rule.status],
    rule.trust,
    weightOf(rule),
    low === null ? null : keyBytes(low.inclusive ? low.key : low.key + next),
    high === null ? null : keyBytes(high.inclusive ? high.key + next : high.key),
    rule.part,
    rule.target,
    rule.fixedIn?.slice(0, maxRuleText) ?? null,
    rule.condition === null ? null : storableJson(rule.condition),
    rule.pointer,
    rule.flags,
  ];
}
