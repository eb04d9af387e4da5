import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import { notFound } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import type { Finding } from './api-findings.ts';
import type { Rule } from './rule.ts';
import type { AssetRefWithState } from './sql-asset.ts';
import { readRefs, stateJson } from './sql-asset.ts';
import { readFindings } from './store-findings.ts';
import { seen, visible } from './visibility.ts';

export interface FindingDetail extends Finding {
  readonly remedy: Text;
  readonly evidence: unknown;
  readonly paths: { service: AssetRefWithState; path: AssetRefWithState[] }[];
  readonly events: { id: string; at: string; kind: string; actor: string | null; detail: unknown }[];
}

const mostEvents = 500;

/**
 * One finding whole: evidence, remedy, paths to the services it hurts, history.
 * @throws Problem `not-found`
 */
export async function readFindingDetail(
  db: Kysely<DB>,
  actor: Actor,
  id: string,
  rules: ReadonlyMap<string, Rule>,
  now: Date,
): Promise<FindingDetail> {
  const where = sql`finding.id = ${id}::uuid and ${seen(actor)}`;
  const [finding] = await readFindings(db, actor, where, rules, now, { limit: 1, offset: 0 });
  if (finding === undefined) throw notFound({ fr: `Constat ${id}`, en: `Finding ${id}` });
  const [more, paths, events] = await Promise.all([
    db
      .selectFrom('map.finding as finding')
      .select(['finding.remedy', 'finding.evidence'])
      .where('finding.id', '=', id)
      .executeTakeFirstOrThrow(),
    readPaths(db, actor, id),
    readEvents(db, id),
  ]);
  return { ...finding, remedy: more.remedy as unknown as Text, evidence: more.evidence, paths, events };
}

/**
 * The assets that a finding bears on, as far as the reader sees, by name.
 * @throws Problem `not-found`
 */
export async function readFindingAssets(
  db: Kysely<DB>,
  actor: Actor,
  id: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ items: AssetRefWithState[]; total: number }> {
  const { rows: known } = await sql`
    select from map.finding as finding where finding.id = ${id}::uuid and ${seen(actor)}
  `.execute(db);
  if (known.length === 0) throw notFound({ fr: `Constat ${id}`, en: `Finding ${id}` });
  const borne = sql`map.finding_bearer as bearer join map.asset as asset on asset.id = bearer.asset_id
    and ${visible(actor, 'asset')} where bearer.finding_id = ${id}::uuid`;
  const [items, counts] = await Promise.all([
    sql<AssetRefWithState>`
      select asset.id, asset.name, asset.type, asset.code, ${stateJson('state')} as state
      from (select asset.* from ${borne}) as asset left join map.asset_state as state on state.asset_id = asset.id
      order by asset.name, asset.id limit ${page.limit} offset ${page.offset}
    `.execute(db),
    sql<{ count: number }>`select count(*)::int as count from ${borne}`.execute(db),
  ]);
  return { items: items.rows, total: counts.rows[0]?.count ?? 0 };
}

async function readPaths(db: Kysely<DB>, actor: Actor, id: string): Promise<FindingDetail['paths']> {
  const { rows } = await sql<{ service_id: string; path: string[] }>`
    select line.service_id, line.path from map.finding_service as line
    join map.asset as service on service.id = line.service_id and service.retired_at is null and ${visible(actor, 'service')}
    where line.finding_id = ${id}::uuid order by line.state desc, service.name
  `.execute(db);
  const refs = await readRefs(
    db,
    rows.flatMap((row) => [row.service_id, ...row.path]),
  );
  return rows.flatMap((row) => {
    const service = refs.get(row.service_id);
    return service === undefined ? [] : { service, path: row.path.flatMap((step) => refs.get(step) ?? []) };
  });
}

async function readEvents(db: Kysely<DB>, id: string): Promise<FindingDetail['events']> {
  const rows = await db
    .selectFrom('map.finding_event as event')
    .select(['event.id', 'event.at', 'event.kind', 'event.actor_name', 'event.detail'])
    .where('event.finding_id', '=', id)
    .orderBy('event.at', 'desc')
    .orderBy('event.id', 'desc')
    .limit(mostEvents)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    actor: row.actor_name,
    detail: row.detail,
  }));
}
