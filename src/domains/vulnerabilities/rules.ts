import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { SeenTogether } from '#engines/matching/seen-together.ts';
import type { Hit } from '#map/rule.ts';
import { rule } from '#map/rule.ts';
import type { DB } from '#platform/database-types.ts';
import { withAdvice } from './advice.ts';
import type { AssetStanding, ComponentHit, Judging } from './component-hits.ts';
import { componentHit } from './component-hits.ts';
import type { FixTarget, KnownFaults } from './fix-version.ts';
import { readFixTargets } from './fix-version.ts';
import { readQuieted } from './quieted.ts';
import { readSeen } from './seen-on-assets.ts';
import { sortRisks } from './software-risks.ts';
import { readPolicyRow } from './store-policy.ts';
import { readThreats } from './threats.ts';
import type { KnownThreat } from './threats.ts';
import type { VulnerableSoftware } from './vulnerable-software.ts';
import { readSoftwareAssets, readSoftwareMatches, readVulnerableSoftware } from './vulnerable-software.ts';

/** Software worked through at once: what is held in memory beside the findings themselves. */
const softwareAtOnce = 500;

export const vulnerabilityRules = [
  rule({
    id: 'vulnerabilities.component',
    title: { fr: 'Logiciel vulnérable', en: 'Vulnerable software' },
    remedy: {
      fr: 'Passez à la version corrigée, réduisez l’exposition, ou décidez vulnérabilité par vulnérabilité.',
      en: 'Upgrade to the fixed version, reduce the exposure, or decide on each vulnerability.',
    },
    severity: 2,
    everySeconds: 900,
    wakes: ['vulnerability', 'component'],
    gatherSeconds: 2,
    find: findVulnerableSoftware,
  }),
];

/** One finding for each software and remedy: never one for each vulnerability and asset. */
async function findVulnerableSoftware(db: Kysely<DB>, now: Date): Promise<readonly Hit[]> {
  const judging = await readJudging(db);
  const known: Known = {
    judging,
    threats: await readThreats(db, judging.policy),
    seen: await readSeen(db),
    fixes: new Map(),
  };
  const software = await readVulnerableSoftware(db);
  const hits: Hit[] = [];
  for (let at = 0; at < software.length; at += softwareAtOnce) {
    const some = await findSome(db, software.slice(at, at + softwareAtOnce), known, now);
    hits.push(...(await withEvidence(db, some)));
    await setImmediate();
  }
  return hits;
}

/** What one run reads once. */
interface Known {
  readonly judging: Judging;
  readonly threats: ReadonlyMap<number, KnownThreat>;
  readonly seen: ReadonlyMap<string, SeenTogether>;
  /** Faults of versions looked at so far: many installed versions lead to the same fix. */
  readonly fixes: KnownFaults;
}

async function findSome(
  db: Kysely<DB>,
  software: readonly VulnerableSoftware[],
  known: Known,
  now: Date,
): Promise<readonly ComponentHit[]> {
  const matches = Map.groupBy(await readSoftwareMatches(db, software), (match) => match.at);
  const assets = await readSoftwareAssets(db, software);
  const quieted = await readQuieted(db, software, now);
  const { threats, seen, judging, fixes } = known;
  const sorted = software.map((_, at) =>
    sortRisks(matches.get(at) ?? [], threats, { assets: assets.get(at) ?? [], seen, quieted }),
  );
  const targets = await readTargets(db, software, sorted, fixes);
  return software.flatMap((one, at) =>
    [...(sorted[at] ?? [])].flatMap(([remedy, risks]) => {
      const target = remedy === 'upgrade' ? (targets.get(at) ?? null) : null;
      return componentHit(one, remedy, risks, assets.get(at) ?? [], target, judging) ?? [];
    }),
  );
}

async function readTargets(
  db: Kysely<DB>,
  software: readonly VulnerableSoftware[],
  sorted: readonly ReturnType<typeof sortRisks>[],
  faults: KnownFaults,
): Promise<ReadonlyMap<number, FixTarget | null>> {
  const asked = software.flatMap((one, at) => {
    const risks = sorted[at]?.get('upgrade');
    if (risks === undefined) return [];
    const fixes = risks.flatMap(({ match: { fixed_in: version, scheme } }) =>
      version === null ? [] : [{ version, scheme }],
    );
    return [{ at, componentId: one.componentIds[0] ?? '0', fixes }];
  });
  const targets = await readFixTargets(db, asked, faults);
  return new Map(asked.map(({ at }, place) => [at, targets[place] ?? null]));
}

async function readJudging(db: Kysely<DB>): Promise<Judging> {
  const policy = await readPolicyRow(db);
  const { rows } = await sql<AssetStanding & { id: string }>`
    select standing.asset_id as id, standing.exposure, standing.exposure_reason as "exposureReason", standing.mission,
      standing.mission_reason as "missionReason", standing.service_ids as "serviceIds", asset.demonstration
    from vulnerabilities.standing as standing join map.asset as asset on asset.id = standing.asset_id
  `.execute(db);
  const { rows: services } = await sql<{ id: string; need: number }>`
    select service.asset_id as id, greatest(service.need_availability, service.need_integrity, service.need_confidentiality,
      service.need_proof)::int as need from map.service as service
  `.execute(db);
  const known = new Map(rows.map((row) => [row.id, row]));
  return {
    policy,
    standing: (assetId) => known.get(assetId) ?? notYetSaid,
    needs: new Map(services.map((row) => [row.id, row.need])),
  };
}

/** Of an asset whose software is so new that nobody looked where it stands. */
const notYetSaid: AssetStanding = {
  exposure: 'controlled',
  exposureReason: { fr: 'exposition pas encore évaluée', en: 'exposure not judged yet' },
  mission: 'degraded',
  missionReason: { fr: 'services pas encore évalués', en: 'services not judged yet' },
  serviceIds: [],
  demonstration: false,
};

interface Pointed {
  readonly place: number;
  readonly vulnerability_id: number;
  readonly feed: string;
  readonly advisory: string;
  readonly pointer: string;
  readonly flags: readonly string[];
  readonly advice: string | null;
}

/** Of the worst ones only, what their advisories advise is read. */
const mostAdvising = 3;

/** Adds to the evidence its worst vulnerabilities, each with the advisory and the place in it that says so. */
async function withEvidence(db: Kysely<DB>, hits: readonly ComponentHit[]): Promise<readonly Hit[]> {
  const asked = hits.flatMap(({ named }, place) =>
    named.map(({ threat, match }, rank) => ({ place, rank, id: threat.id, component: match.component_id })),
  );
  const { rows } = await sql<Pointed>`
    select given.place, match.vulnerability_id, advisory.feed_id as feed, advisory.key as advisory, match.pointer, match.flags,
      case when given.rank < ${mostAdvising} then advisory.facts -> 'remedies' ->> 0 end as advice
    from unnest(${asked.map((one) => one.place)}::int[], ${asked.map((one) => one.rank)}::int[],
      ${asked.map((one) => one.id)}::int[], ${asked.map((one) => one.component)}::bigint[])
      as given (place, rank, vulnerability_id, component_id)
    join vulnerabilities.match as match on match.component_id = given.component_id
      and match.vulnerability_id = given.vulnerability_id
    join vulnerabilities.advisory as advisory on advisory.id = match.advisory_id
  `.execute(db);
  const pointed = new Map(rows.map((row) => [`${row.place} ${row.vulnerability_id}`, row]));
  return hits.map(({ hit, software, named }, place) => ({
    ...hit,
    remedy: withAdvice(
      hit.remedy,
      software,
      named.map(({ threat }) => pointed.get(`${place} ${threat.id}`)),
    ),
    evidence: {
      ...hit.evidence,
      vulnerabilities: named.map(({ threat, match }) => {
        const source = pointed.get(`${place} ${threat.id}`);
        return {
          name: threat.name,
          exploitation: threat.exploitation.reason,
          cvss: threat.cvss,
          epss: threat.epss,
          fixedIn: match.fixed_in,
          feed: source?.feed ?? null,
          advisory: source?.advisory ?? null,
          pointer: source?.pointer ?? null,
          flags: source?.flags ?? [],
        };
      }),
    },
  }));
}
