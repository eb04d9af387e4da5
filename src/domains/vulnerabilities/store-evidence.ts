import { zstdDecompress } from 'node:zlib';
import { promisify } from 'node:util';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { AdvisoryRule } from '#engines/advisory/advisory.ts';
import type { JsonValue } from '#engines/json-value.ts';
import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import { notFound, unavailable } from '#platform/problems.ts';
import type { EvidenceReply, Stretch } from './api-cve.ts';
import type { FeedKind } from './feed-record.ts';
import { readRecord } from './read-record.ts';

const unpack = promisify(zstdDecompress);

/** Records longer than this are not read again for a page. */
const mostBytes = 32 * 1024 * 1024;
const mostAdvisories = 30;
const mostStretches = 60;

interface Row {
  readonly id: number;
  readonly key: string;
  readonly title: string;
  readonly feed_id: string;
  readonly feed_title: Text;
  readonly kind: FeedKind;
  readonly body: Buffer;
}

/**
 * What each advisory says of a vulnerability, read again from its raw record: stretches of versions as it writes them,
 * those of names that our software bears first.
 */
export async function readStretches(
  db: Kysely<DB>,
  vulnerabilityId: number,
): Promise<EvidenceReply['advisories']> {
  const { rows } = await sql<Row>`
    select advisory.id, advisory.key, advisory.title, feed.id as feed_id, feed.title as feed_title, feed.kind, document.body
    from vulnerabilities.advisory_vulnerability as link
    join vulnerabilities.advisory as advisory on advisory.id = link.advisory_id and not advisory.withdrawn
    join vulnerabilities.document as document on document.id = advisory.document_id
    join vulnerabilities.feed as feed on feed.id = advisory.feed_id
    where link.vulnerability_id = ${vulnerabilityId}
    order by feed.id, advisory.key limit ${mostAdvisories}
  `.execute(db);
  const ours = await readOurNames(db, vulnerabilityId);
  const advisories = await Promise.all(rows.map(async (row) => await stretchesOf(row, ours)));
  return advisories.toSorted((a, b) => (a.trust ?? 99) - (b.trust ?? 99));
}

async function stretchesOf(
  row: Row,
  ours: ReadonlySet<string>,
): Promise<EvidenceReply['advisories'][number]> {
  const rules = await rulesOf(row);
  const stretches = rules
    .map((rule) => toStretch(rule, ours))
    .toSorted((a, b) => Number(b.ours) - Number(a.ours));
  return {
    id: row.id,
    key: row.key,
    title: row.title,
    feed: { id: row.feed_id, title: row.feed_title, kind: row.kind },
    trust: rules.length === 0 ? null : Math.min(...rules.map((rule) => rule.trust)),
    stretches: stretches.slice(0, mostStretches),
    more: Math.max(0, stretches.length - mostStretches),
  };
}

async function rulesOf(row: Row): Promise<readonly AdvisoryRule[]> {
  const record = await unpackRecord(row.body);
  if (record === null) return [];
  const { advisories } = readRecord(row.kind, record.value);
  return advisories.find((one) => one.key === row.key)?.rules ?? [];
}

function toStretch(rule: AdvisoryRule, ours: ReadonlySet<string>): Stretch {
  return {
    name: rule.name,
    namespace: rule.namespace,
    status: rule.status,
    low: rule.low?.version ?? null,
    lowInclusive: rule.low?.inclusive ?? true,
    high: rule.high?.version ?? null,
    highInclusive: rule.high?.inclusive ?? false,
    fixedIn: rule.fixedIn,
    target: rule.target,
    pointer: rule.pointer,
    flags: [...rule.flags],
    ours: ours.has(`${rule.namespace} ${rule.name}`),
  };
}

/** Names of its rules that some component of the map bears. */
async function readOurNames(db: Kysely<DB>, vulnerabilityId: number): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select distinct name.namespace || ' ' || name.name as name from vulnerabilities.rule as rule
    join vulnerabilities.name as name on name.id = rule.name_id
    where rule.vulnerability_id = ${vulnerabilityId}
      and exists (select from vulnerabilities.component_key as key where key.name_id = name.id)
  `.execute(db);
  return new Set(rows.map((row) => row.name));
}

async function unpackRecord(body: Buffer): Promise<{ value: JsonValue; bytes: number } | null> {
  try {
    const text = await unpack(body, { maxOutputLength: mostBytes });
    return { value: JSON.parse(text.toString('utf8')) as JsonValue, bytes: text.length };
  } catch {
    return null;
  }
}

/** Longest text of a record that a page shows. */
const mostShown = 200_000;

/**
 * The raw record of an advisory, or the part that a pointer names, indented and cut.
 * @throws Problem `not-found`, `unavailable` when it is longer than can be unpacked
 */
export async function readRawRecord(db: Kysely<DB>, advisoryId: number, pointer: string | undefined) {
  const { rows } = await sql<{ key: string; feed_title: Text; changed_at: Date; body: Buffer }>`
    select advisory.key, feed.title as feed_title, document.changed_at, document.body from vulnerabilities.advisory as advisory
    join vulnerabilities.document as document on document.id = advisory.document_id
    join vulnerabilities.feed as feed on feed.id = advisory.feed_id
    where advisory.id = ${advisoryId}
  `.execute(db);
  const [row] = rows;
  if (row === undefined) throw notFound({ fr: `Avis ${advisoryId}`, en: `Advisory ${advisoryId}` });
  const record = await unpackRecord(row.body);
  if (record === null) throw unavailable(tooLong);
  const part = pointer === undefined ? record.value : partAt(record.value, pointer);
  if (part === undefined) throw notFound({ fr: `Endroit ${pointer}`, en: `Place ${pointer}` });
  const text = JSON.stringify(part, null, 2);
  return {
    key: row.key,
    feed: row.feed_title,
    changedAt: row.changed_at.toISOString(),
    text: text.slice(0, mostShown),
    cut: text.length > mostShown,
    bytes: record.bytes,
  };
}

/** RFC 6901: the value that a pointer names; undefined when there is none. */
export function partAt(value: JsonValue, pointer: string): JsonValue | undefined {
  if (pointer === '') return value;
  if (!pointer.startsWith('/')) return undefined;
  let at: JsonValue | undefined = value;
  for (const step of pointer.slice(1).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(at))
      at = /^(0|[1-9]\d*)$/.test(name) ? (at[Number(name)] as JsonValue | undefined) : undefined;
    else at = isJsonObject(at) ? jsonField(at, name) : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

const tooLong = {
  fr: 'Cette fiche est trop longue pour être montrée ici. Ouvrez-la chez qui la publie.',
  en: 'This record is too long to be shown here. Open it where it is published.',
};
