import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import { sinceWhen, withName } from './cause-sentences.ts';
import { silentSince } from './sources.ts';

/** One thing because of which nobody knows how some assets are. */
export interface UnknownReason {
  readonly kind: 'source' | 'finding' | 'observation';
  /** The silent source, for the kind of that name. */
  readonly sourceId: string | null;
  readonly what: Text;
  readonly since: Date | null;
  readonly assetIds: ReadonlySet<string>;
}

const order: readonly UnknownReason['kind'][] = ['source', 'finding', 'observation'];

/** Every reason on the map, the widest of each kind first: silent sources, findings that blind, checks without result. */
export async function readUnknownReasons(db: Kysely<DB>, now: Date): Promise<UnknownReason[]> {
  const { rows } = await sql<{
    kind: UnknownReason['kind'];
    source_id: string | null;
    what: Text;
    name: string | null;
    since: Date | null;
    asset_ids: string[];
  }>`
    with silent as (
      select source.id, source.title, source.last_success_at from map.source as source where ${silentSince(now)}
    ), covered as (
      select bucket.source_id, claim.asset_id from map.claim as claim
      join map.bucket as bucket on bucket.id = claim.bucket_id
      where claim.asset_id is not null and claim.missing_since is null and bucket.source_id in (select silent.id from silent)
      union
      select observation.source_id, observation.asset_id from map.observation as observation
      where observation.source_id in (select silent.id from silent)
    )
    select 'source' as kind, silent.id as source_id, silent.title as what, null as name, silent.last_success_at as since,
      array_agg(covered.asset_id) as asset_ids
    from silent join covered on covered.source_id = silent.id group by silent.id, silent.title, silent.last_success_at
    union all
    select 'finding', null, finding.title, asset.name, finding.opened_at, array[bearer.asset_id]
    from map.finding as finding
    join map.finding_bearer as bearer on bearer.finding_id = finding.id
    join map.asset as asset on asset.id = bearer.asset_id
    where finding.closed_at is null and finding.makes_unknown
    union all
    select 'observation', null, observation.detail, asset.name,
      case when observation.state = 'unknown' then observation.since else observation.observed_at end, array[observation.asset_id]
    from map.observation as observation join map.asset as asset on asset.id = observation.asset_id
    where observation.expected_every_seconds is not null and (observation.state = 'unknown' or observation.observed_at
      < ${now}::timestamptz - observation.expected_every_seconds * 3 * interval '1 second')
  `.execute(db);
  return rows
    .map((row) => ({
      kind: row.kind,
      sourceId: row.source_id,
      what: words(row),
      since: row.since,
      assetIds: new Set(row.asset_ids),
    }))
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.assetIds.size - a.assetIds.size);
}

function words(row: { kind: UnknownReason['kind']; what: Text; name: string | null }): Text {
  if (row.kind === 'source')
    return { fr: `${row.what.fr} : source muette`, en: `${row.what.en}: silent source` };
  if (row.kind === 'finding') return withName(row.name ?? '', row.what);
  return { fr: `${row.name ?? ''} : sonde sans résultat`, en: `${row.name ?? ''}: check without result` };
}

/** The first reason that touches an unknown asset or what it stands on; null when nothing there is watched at all. */
export function whyUnknown(
  reasons: readonly UnknownReason[],
  assetId: string,
  suppliers: ReadonlySet<string>,
): UnknownReason | null {
  return reasons.find(({ assetIds }) => assetIds.has(assetId) || !assetIds.isDisjointFrom(suppliers)) ?? null;
}

export function unknownSentence(reason: UnknownReason | null, now: Date): Text {
  if (reason === null)
    return { fr: 'Rien de ce qui le porte n’est surveillé', en: 'Nothing it stands on is watched' };
  return reason.since === null ? reason.what : sinceWhen(reason.what, reason.since, now);
}
