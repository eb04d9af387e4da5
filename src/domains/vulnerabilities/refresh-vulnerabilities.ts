import { sql } from 'kysely';
import { scoreCvss } from '#engines/cvss/score-cvss.ts';
import { copyRows } from '#platform/copy-rows.ts';
import type { CopyValue } from '#platform/copy-rows.ts';
import type { Session } from '#platform/session.ts';
import type { AdvisoryFacts, ToldFacts } from './advisory-facts.ts';
import { mergeFacts } from './advisory-facts.ts';
import type { FeedKind } from './feed-record.ts';
import { instantOrNull } from './instant.ts';

interface ToldRow {
  readonly vulnerability_id: number;
  readonly name: string;
  readonly kind: FeedKind;
  readonly title: string;
  readonly published_at: Date | null;
  readonly modified_at: Date | null;
  readonly withdrawn: boolean;
  readonly facts: AdvisoryFacts;
}

/** Merges again what all advisories of these vulnerabilities say; rows that say nothing new are not written. */
export async function refreshVulnerabilities(
  { db, client }: Session,
  ids: readonly number[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<ToldRow>`
    select link.vulnerability_id, own.name, feed.kind, advisory.title, advisory.published_at, advisory.modified_at,
      advisory.withdrawn, advisory.facts
    from vulnerabilities.advisory_vulnerability as link
    join vulnerabilities.vulnerability as own on own.id = link.vulnerability_id
    join vulnerabilities.advisory as advisory on advisory.id = link.advisory_id
    join vulnerabilities.feed as feed on feed.id = advisory.feed_id
    where link.vulnerability_id = any(${ids}::int[])
    order by advisory.feed_id, advisory.key
  `.execute(db);
  const told = Map.groupBy(rows, (row) => row.vulnerability_id);
  await copyRows(client, 'stage_vulnerability', columns, mergedRows(told));
  const today = now.toISOString().slice(0, 10);
  await sql`
    update vulnerabilities.vulnerability as own
    set state = stage.state, title = stage.title, description = stage.description, published_at = stage.published_at,
      modified_at = stage.modified_at, cvss = stage.cvss, cvss_score = stage.cvss_score, ssvc = stage.ssvc,
      weaknesses = stage.weaknesses, links = stage.links, kev = stage.kev,
      kev_removed_on = case when stage.kev is not null then null when own.kev is not null then ${today}::date
        else own.kev_removed_on end
    from stage_vulnerability as stage
    where own.id = stage.id and (own.state, own.title, own.description, own.published_at, own.modified_at, own.cvss,
      own.cvss_score, own.ssvc, own.weaknesses, own.links, own.kev) is distinct from (stage.state, stage.title,
      stage.description, stage.published_at, stage.modified_at, stage.cvss, stage.cvss_score, stage.ssvc,
      stage.weaknesses, stage.links, stage.kev)
  `.execute(db);
  await sql`truncate stage_vulnerability`.execute(db);
}

const columns = {
  id: 'int4',
  state: 'text',
  title: 'text',
  description: 'text',
  published_at: 'timestamptz',
  modified_at: 'timestamptz',
  cvss: 'jsonb',
  cvss_score: 'float4',
  ssvc: 'jsonb',
  weaknesses: 'text[]',
  links: 'jsonb',
  kev: 'jsonb',
} as const;

function* mergedRows(told: ReadonlyMap<number, readonly ToldRow[]>): Generator<readonly CopyValue[]> {
  for (const [id, rows] of told) {
    const merged = mergeFacts(rows[0]?.name ?? '', rows.map(toldFacts), scoreOf);
    yield [
      id,
      merged.state,
      merged.title,
      merged.description,
      instantOrNull(merged.publishedAt),
      instantOrNull(merged.modifiedAt),
      JSON.stringify(merged.cvss),
      merged.cvss.find(({ score }) => score !== null)?.score ?? null,
      merged.ssvc === null ? null : JSON.stringify(merged.ssvc),
      merged.weaknesses,
      JSON.stringify(merged.links),
      merged.kev === null ? null : JSON.stringify(merged.kev),
    ];
  }
}

function toldFacts(row: ToldRow): ToldFacts {
  return {
    kind: row.kind,
    title: row.title,
    publishedAt: row.published_at?.toISOString() ?? null,
    modifiedAt: row.modified_at?.toISOString() ?? null,
    withdrawn: row.withdrawn,
    facts: row.facts,
  };
}

function scoreOf(vector: string) {
  return scoreCvss(vector).value;
}
