import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { judgeReachability } from '#engines/rootcause/judge-reachability.ts';
import type { NetworkGraph, Reading, RootCauses } from '#engines/rootcause/types.ts';
import type { DB } from '#platform/database-types.ts';

/** Codes of a failed look that tell nothing came back at all; any other failure comes from a machine that answers. */
const silentCodes = [
  'icmp.lost',
  'icmp.unreachable',
  'tcp.timeout',
  'tcp.unreachable',
  'http.timeout',
  'dns.timeout',
];

/** However stale its neighbours, a silence this long is said: an outage is never hidden for want of a second look. */
const mostPatienceMs = 20_000;

/**
 * Which of the assets that checks see are down by themselves, and which are only hidden behind them. The demonstration
 * is judged apart: what it plays says nothing of the real network, and needs no second look.
 */
export async function readReachability(
  db: Kysely<DB>,
  demonstration: boolean,
  now: Date,
): Promise<RootCauses> {
  const readings = await readReadings(db, demonstration);
  const sureBefore = demonstration ? Number.POSITIVE_INFINITY : now.getTime() - mostPatienceMs;
  return judgeReachability(await readNetwork(db), readings, { sureBefore });
}

/** The assets of which nothing at all is known, since no check brings anything any more; empty when one does. */
export async function readCutOff(db: Kysely<DB>, demonstration: boolean): Promise<readonly string[]> {
  // Whether everything is silent does not depend on the cables.
  const { isPollerCutOff, states } = judgeReachability(
    { nodes: [], links: [] },
    await readReadings(db, demonstration),
  );
  return isPollerCutOff ? [...states.keys()] : [];
}

async function readReadings(db: Kysely<DB>, demonstration: boolean): Promise<Map<string, Reading>> {
  const { rows } = await sql<{ asset_id: string; answers: Date | null; silent: Date | null }>`
    select observation.asset_id,
      max(observation.observed_at) filter (where not silence.is_so) as answers,
      min(observation.since) filter (where silence.is_so) as silent
    from map.observation as observation
    join map.asset as asset on asset.id = observation.asset_id and asset.retired_at is null
    join map.source as source on source.id = observation.source_id and source.enabled
      and source.demonstration = ${demonstration}
    cross join lateral (select observation.state = 'down' and observation.code = any(${silentCodes}::text[]) as is_so) as silence
    where observation.state <> 'unknown' and observation.kind = any('{icmp,tcp,http,tls,dns,sensor}'::text[])
    group by observation.asset_id
  `.execute(db);
  return new Map(rows.map((row) => [row.asset_id, readingOf(row.answers, row.silent)]));
}

/** An asset that answers one check is reached, whatever the others say. */
function readingOf(answers: Date | null, silent: Date | null): Reading {
  const lastAnswerAt = answers?.getTime() ?? null;
  if (silent === null || lastAnswerAt !== null) return { state: 'up', lastAnswerAt, silentSince: null };
  return { state: 'silent', lastAnswerAt, silentSince: silent.getTime() };
}

/** The cables of the map, and what devices may lose together. */
async function readNetwork(db: Kysely<DB>): Promise<NetworkGraph> {
  const { rows: links } = await sql<{ id: string; a: string; b: string }>`
    select link.id, link.from_id as a, link.to_id as b from map.link as link
    join map.asset as near on near.id = link.from_id and near.retired_at is null
    join map.asset as far on far.id = link.to_id and far.retired_at is null
    where link.type = 'connects_to' and link.missing_since is null
  `.execute(db);
  const { rows: nodes } = await sql<{ id: string; site: string | null }>`
    select asset.id, asset.site_id as site from map.asset as asset
    where asset.retired_at is null and (
      exists (select from map.observation as observation where observation.asset_id = asset.id)
      or exists (select from map.link as link where link.type = 'connects_to' and link.missing_since is null
        and asset.id in (link.from_id, link.to_id)))
  `.execute(db);
  return {
    links,
    nodes: nodes.map(({ id, site }) => ({ id, shared: site === null ? {} : { site } })),
  };
}
