import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { RuleCondition } from '#engines/advisory/advisory.ts';
import type { DB } from '#platform/database-types.ts';
import { platformsOfMatch, ruleMask } from './match-sql.ts';

/**
 * One software in one version, as people correct it: the binary packages of one source package, the architectures of
 * one build, are one.
 */
export interface VulnerableSoftware {
  /** Stable, made of what names it. */
  readonly key: string;
  readonly ecosystem: string;
  readonly distribution: string;
  readonly vendor: string;
  readonly name: string;
  readonly version: string;
  /** Its components that something matches and some asset has. */
  readonly componentIds: readonly string[];
}

/** Every software of the map that a vulnerability touches, or may. */
export async function readVulnerableSoftware(db: Kysely<DB>): Promise<readonly VulnerableSoftware[]> {
  const { rows } = await sql<VulnerableSoftware>`
    with own as (
      select component.id, component.ecosystem, component.distribution, component.vendor, component.qualifiers,
        case when component.ecosystem in ('deb', 'rpm', 'apk') and component.source_name <> '' then component.source_name
          else component.name end as name,
        case when component.ecosystem in ('deb', 'rpm', 'apk') and component.source_version <> '' then component.source_version
          else component.version end as version
      from map.component as component
      where exists (select from vulnerabilities.match as match where match.component_id = component.id)
        and exists (select from map.install as install
          join map.asset as asset on asset.id = install.asset_id and asset.retired_at is null
          where install.component_id = component.id and install.missing_since is null)
    ), named as (
      -- Packagers differ from architecture to architecture; a package of a distribution has no other vendor.
      select own.*, case when own.distribution = '' then own.vendor else '' end as maker from own
    )
    select md5(concat_ws(E'\\x1f', named.ecosystem, named.distribution, named.maker, named.name, named.version,
        named.qualifiers::text)) as key,
      named.ecosystem, named.distribution, named.maker as vendor, named.name, named.version,
      array_agg(named.id::text order by named.id) as "componentIds"
    from named
    group by named.ecosystem, named.distribution, named.maker, named.name, named.version, named.qualifiers
    order by 1
  `.execute(db);
  return rows;
}

/** A vulnerability of one software, as the deciding rule tells it. */
export interface SoftwareMatch {
  /** Place of the software in the list asked for. */
  readonly at: number;
  readonly vulnerability_id: number;
  /** The component of the software that is matched so. */
  readonly component_id: string;
  /** The advisory itself says affected; else it says that nobody knows. */
  readonly affected: boolean;
  readonly fixed_in: string | null;
  /** The rule ends at some version: a later one is not in it, even where no fix is named. */
  readonly ends: boolean;
  readonly since: Date;
  /** Doubts that no asset can lift: the version is not known. */
  readonly version_unknown: boolean;
  /** What must stand beside it, and on one of which platforms: to be held against each asset. */
  readonly condition: RuleCondition | null;
  readonly targets: readonly string[] | null;
  /** Name and scheme that the rule knows it by. */
  readonly product: string;
  readonly scheme: string;
}

/** What matches each of these lists of components; of several rules for one vulnerability the surest. */
export async function readSoftwareMatches(
  db: Kysely<DB>,
  software: readonly VulnerableSoftware[],
): Promise<readonly SoftwareMatch[]> {
  const [places, components] = pairsOf(software);
  const { rows } = await sql<SoftwareMatch>`
    select distinct on (given.at, match.vulnerability_id) given.at, match.vulnerability_id, match.component_id, rule.status = 1 as affected,
      match.fixed_in, rule.high is not null as ends, match.since, 'version-unknown' = any(match.flags) as version_unknown, match.condition,
      ${platformsOfMatch} as targets, name.name as product, name.scheme
    from unnest(${places}::int[], ${components}::bigint[]) as given (at, component_id)
    join vulnerabilities.match as match on match.component_id = given.component_id
    join vulnerabilities.rule as rule on rule.id = match.decided & ${ruleMask}
    join vulnerabilities.name as name on name.id = rule.name_id
    order by given.at, match.vulnerability_id, match.status, match.fixed_in nulls last, match.component_id
  `.execute(db);
  return rows;
}

/** The assets that have each of these, retired ones excepted. */
export async function readSoftwareAssets(
  db: Kysely<DB>,
  software: readonly VulnerableSoftware[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const [places, components] = pairsOf(software);
  const { rows } = await sql<{ at: number; assets: string[] }>`
    select given.at, array_agg(distinct install.asset_id::text) as assets
    from unnest(${places}::int[], ${components}::bigint[]) as given (at, component_id)
    join map.install as install on install.component_id = given.component_id and install.missing_since is null
    join map.asset as asset on asset.id = install.asset_id and asset.retired_at is null
    group by given.at
  `.execute(db);
  return new Map(rows.map((row) => [row.at, row.assets]));
}

function pairsOf(software: readonly VulnerableSoftware[]): [number[], string[]] {
  const places = software.flatMap(({ componentIds }, at) => componentIds.map(() => at));
  return [places, software.flatMap(({ componentIds }) => componentIds)];
}
