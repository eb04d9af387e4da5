import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { SsvcFacts } from '#engines/advisory/advisory.ts';
import type { Text } from '#engines/text.ts';
import type { LiveImpact } from '#map/live-impact.ts';
import { isoOrNull, readRefs } from '#map/sql-asset.ts';
import { visible } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { CveDetail, Place, Score } from './api-cve.ts';
import { componentJson } from './store-decisions.ts';
import { headColumns, kevOf } from './store-heads.ts';
import type { HeadColumns } from './store-heads.ts';
import { isParticularMatch } from './watch-sql.ts';

export interface CveRow extends HeadColumns {
  readonly description: string;
  readonly aliases: string[];
  readonly modified_at: Date | null;
  readonly weaknesses: string[];
  readonly links: { url: string; tags: string[] }[];
  readonly cvss: Score[];
  readonly epss_percentile: number | null;
  readonly kev_removed_on: string | null;
  readonly ssvc: SsvcFacts | null;
  readonly bulletins: CveDetail['bulletins'] | null;
  readonly remedies: string[] | null;
  /** Something of the map answers to it, whoever may see it; some of that depends on what stands beside it. */
  readonly matched: boolean;
  readonly particular: boolean;
  readonly decided: boolean;
}

const mostRemedies = 5;

/** A vulnerability by its number or by any other of its numbers; undefined when no feed speaks of it. */
export async function findVulnerability(db: Kysely<DB>, name: string): Promise<CveRow | undefined> {
  const { rows } = await sql<CveRow>`
    select ${headColumns}, vulnerability.description, vulnerability.modified_at, vulnerability.weaknesses, vulnerability.links,
      vulnerability.cvss, vulnerability.epss_percentile, vulnerability.kev_removed_on::text, vulnerability.ssvc,
      exists (select from vulnerabilities.match as match where match.vulnerability_id = vulnerability.id) as matched,
      exists (select from vulnerabilities.match as match where match.vulnerability_id = vulnerability.id
        and ${isParticularMatch}) as particular,
      exists (select from vulnerabilities.decision as decision where decision.vulnerability_id = vulnerability.id) as decided,
      array(select alias.alias from vulnerabilities.alias as alias
        where alias.vulnerability_id = vulnerability.id and alias.alias <> vulnerability.name order by alias.alias limit 50) as aliases,
      (select jsonb_agg(jsonb_build_object('id', bulletin.id, 'kind', bulletin.kind, 'title', bulletin.title, 'url', bulletin.url,
          'publishedAt', bulletin.published_at, 'closedAt', bulletin.closed_at)
          order by bulletin.kind, bulletin.published_at desc nulls last)
        from vulnerabilities.certfr_vulnerability as link join vulnerabilities.certfr as bulletin on bulletin.id = link.certfr_id
        where link.vulnerability_id = vulnerability.id) as bulletins,
      (select array_agg(distinct told.remedy) from vulnerabilities.advisory_vulnerability as link
        join vulnerabilities.advisory as advisory on advisory.id = link.advisory_id
        cross join lateral jsonb_array_elements_text(case when jsonb_typeof(advisory.facts -> 'remedies') = 'array'
          then advisory.facts -> 'remedies' else '[]' end) as told (remedy)
        where link.vulnerability_id = vulnerability.id) as remedies
    from vulnerabilities.vulnerability as vulnerability
    where vulnerability.id = (
      select one.id from vulnerabilities.vulnerability as one where one.name = ${name}
      union all
      select alias.vulnerability_id from vulnerabilities.alias as alias where alias.alias = ${name}
      limit 1)
  `.execute(db);
  return rows[0];
}

/** The story of a vulnerability, as contracts tell it. */
export function storyOf(row: CveRow) {
  return {
    description: row.description,
    aliases: row.aliases,
    modifiedAt: isoOrNull(row.modified_at),
    weaknesses: row.weaknesses,
    links: row.links.map(({ url, tags }) => ({ url, tags })),
    scores: row.cvss.map(({ version, vector, source, publishedScore, score, severity }) => ({
      version,
      vector,
      source,
      publishedScore,
      score,
      severity,
    })),
    epssPercentile: row.epss_percentile,
    kev: kevOf(row.kev),
    kevRemovedOn: row.kev_removed_on,
    ssvc:
      row.ssvc === null
        ? null
        : {
            exploitation: row.ssvc.exploitation,
            automatable: row.ssvc.automatable ?? null,
            technicalImpact: row.ssvc.technicalImpact ?? null,
            at: row.ssvc.at ?? null,
          },
    bulletins: (row.bulletins ?? []).map((bulletin) => ({
      ...bulletin,
      publishedAt: normal(bulletin.publishedAt),
      closedAt: normal(bulletin.closedAt),
    })),
    remedies: (row.remedies ?? []).slice(0, mostRemedies),
  };
}

/** PostgreSQL writes the offset of an instant without minutes. */
function normal(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** Advisories that speak of it, the most trusted kinds first as their feeds sort. */
export async function readAdvisories(
  db: Kysely<DB>,
  vulnerabilityId: number,
): Promise<CveDetail['advisories']> {
  const { rows } = await sql<{
    id: number;
    key: string;
    title: string;
    feed_id: string;
    feed_title: Text;
    kind: string;
    published_at: Date | null;
    modified_at: Date | null;
    withdrawn: boolean;
  }>`
    select advisory.id, advisory.key, advisory.title, feed.id as feed_id, feed.title as feed_title, feed.kind, advisory.published_at,
      advisory.modified_at, advisory.withdrawn
    from vulnerabilities.advisory_vulnerability as link
    join vulnerabilities.advisory as advisory on advisory.id = link.advisory_id
    join vulnerabilities.feed as feed on feed.id = advisory.feed_id
    where link.vulnerability_id = ${vulnerabilityId}
    order by advisory.withdrawn, feed.id, advisory.key limit 100
  `.execute(db);
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    title: row.title,
    feed: { id: row.feed_id, title: row.feed_title, kind: row.kind },
    publishedAt: isoOrNull(row.published_at),
    modifiedAt: isoOrNull(row.modified_at),
    withdrawn: row.withdrawn,
  }));
}

const mostNames = 30;

/** Names that its advisories speak of, and software of ours that bears one of them without being matched. */
export async function readNearby(
  db: Kysely<DB>,
  actor: Actor,
  vulnerabilityId: number,
): Promise<Pick<CveDetail, 'names' | 'nearby'>> {
  const { rows } = await sql<{
    name: string;
    namespace: string;
    component: Place['component'] | null;
    assets: number;
  }>`
    with name as materialized (
      select distinct name.id, name.name, name.namespace from vulnerabilities.rule as rule
      join vulnerabilities.name as name on name.id = rule.name_id
      where rule.vulnerability_id = ${vulnerabilityId}
    ), own as (
      select distinct name.name, name.namespace, key.component_id from name
      join vulnerabilities.component_key as key on key.name_id = name.id
      where not exists (select from vulnerabilities.match as match
        where match.component_id = key.component_id and match.vulnerability_id = ${vulnerabilityId})
    ), bearing as (
      select own.name, own.namespace, ${componentJson('component')} as component, count(distinct install.asset_id)::int as assets
      from own join map.component as component on component.id = own.component_id
      join map.install as install on install.component_id = own.component_id and install.missing_since is null
      join map.asset as asset on asset.id = install.asset_id and asset.retired_at is null and ${visible(actor, 'asset')}
      group by own.name, own.namespace, component.id order by assets desc, component.id limit ${mostNames}
    )
    select name.name, name.namespace, bearing.component, coalesce(bearing.assets, 0) as assets from name
    left join bearing on bearing.name = name.name and bearing.namespace = name.namespace
    order by bearing.component is null, name.namespace, name.name limit ${2 * mostNames}
  `.execute(db);
  const shown = (row: (typeof rows)[number]) =>
    row.namespace === 'product' ? row.name : `${row.name} (${row.namespace})`;
  return {
    names: [...new Set(rows.map(shown))].slice(0, mostNames),
    nearby: rows.flatMap((row) =>
      row.component === null ? [] : [{ component: row.component, name: shown(row), assets: row.assets }],
    ),
  };
}

const mostWays = 30;
const mostStarts = 12;

/** Shortest ways from the assets that have it to the services on them, each service once. */
export async function readWays(
  db: Kysely<DB>,
  actor: Actor,
  impact: Pick<LiveImpact, 'ways'> | null,
  places: readonly Place[],
): Promise<CveDetail['ways']> {
  if (impact === null) return [];
  const found = new Map<string, readonly string[]>();
  const starts = new Map(places.map((place) => [place.asset.id, place.services]));
  for (const [assetId, services] of [...starts].slice(0, mostStarts)) {
    const wanted = new Set(services.map((service) => service.id).filter((id) => !found.has(id)));
    if (wanted.size === 0) continue;
    for (const [serviceId, way] of impact.ways(assetId, wanted)) found.set(serviceId, way);
  }
  const ways = [...found].slice(0, mostWays);
  const services = await readRefs(
    db,
    ways.map(([id]) => id),
    actor,
  );
  const steps = await readRefs(
    db,
    ways.flatMap(([, way]) => way),
  );
  return ways.flatMap(([id, way]) => {
    const service = services.get(id);
    return service === undefined ? [] : [{ service, path: way.flatMap((step) => steps.get(step) ?? []) }];
  });
}
