import type { Text } from '#engines/text.ts';
import type { MissionImpact, SystemExposure } from '#engines/ssvc/decision-points.ts';
import type { Effect, Hit } from '#map/rule.ts';
import type { Policy } from './api-policy.ts';
import type { Remedy, Told } from './component-words.ts';
import { reasonOf, remedyOf, titleOf } from './component-words.ts';
import type { Verdict } from './prioritise.ts';
import { daysOf, deadlineOf, judge, rankOf } from './prioritise.ts';
import type { Risk } from './software-risks.ts';
import type { KnownThreat } from './threats.ts';
import type { VulnerableSoftware } from './vulnerable-software.ts';

/** Where an asset stands, as `vulnerabilities.standing` holds it. */
export interface AssetStanding {
  readonly exposure: SystemExposure;
  readonly exposureReason: Text;
  readonly mission: MissionImpact;
  readonly missionReason: Text;
  readonly serviceIds: readonly string[];
  readonly demonstration: boolean;
}

/** What every finding of one run is judged by. */
export interface Judging {
  readonly policy: Policy;
  readonly standing: (assetId: string) => AssetStanding;
  /** The highest need of each service, 0–4. */
  readonly needs: ReadonlyMap<string, number>;
}

/** Assets that one finding bears on by name; it counts the rest. */
const mostBearers = 5000;
/** Vulnerabilities that the evidence names, the worst first. */
const mostNamed = 20;

/** A finding in the making, and what its evidence still wants to be read of. */
export interface ComponentHit {
  readonly hit: Hit;
  readonly software: VulnerableSoftware;
  readonly named: readonly Risk[];
}

interface Worst {
  readonly verdict: Verdict;
  readonly threat: KnownThreat;
  readonly standing: AssetStanding;
}

/** One finding for one software and one remedy. */
export function componentHit(
  software: VulnerableSoftware,
  remedy: Remedy,
  risks: readonly Risk[],
  assets: readonly string[],
  target: { readonly version: string; readonly leaves: number } | null,
  judging: Judging,
): ComponentHit | null {
  const bearers = bearersOf(risks, assets, judging);
  const judged = judgeAll(risks, bearers, judging);
  if (judged === null) return null;
  const { worst, dueAt } = judged;
  const ordered = risks.toSorted((a, b) => severityOf(b.threat) - severityOf(a.threat));
  const exploited = risks.filter(({ threat }) => threat.exploitation.value === 'active').length;
  const services = new Set(bearers.flatMap((id) => judging.standing(id).serviceIds));
  const names = ordered.map(({ threat }) => threat.name);
  const told: Told = {
    software,
    remedy,
    target: target?.version ?? null,
    leaves: target?.leaves ?? 0,
    names,
    exploited,
    assets: bearers.length,
  };
  const hit: Hit = {
    assetIds: bearers.slice(0, mostBearers),
    key: `${software.key}:${remedy}`,
    severity: remedy === 'confirm' ? 1 : rankOf(worst.verdict.urgency) + 1,
    effect: effectOf(remedy, exploited, worst.verdict),
    title: titleOf(told),
    remedy: remedyOf(told, worst.verdict),
    since: firstFound(risks),
    deadline: {
      ...deadlineFor(remedy, exploited, worst, judging.policy),
      ...(remedy === 'confirm' || dueAt === null ? {} : { dueAt }),
      weight: weightOf(services, judging.needs, ordered[0]?.threat, risks),
    },
    evidence: evidenceOf(told, target, worst, services.size),
    demonstration: bearers.every((id) => judging.standing(id).demonstration),
  };
  return { hit, software, named: ordered.slice(0, mostNamed) };
}

/** All that have it, or those on which some vulnerability is so: the most exposed and the neediest first. */
function bearersOf(
  risks: readonly Risk[],
  assets: readonly string[],
  { standing }: Judging,
): readonly string[] {
  const own = risks.some((risk) => risk.assets === null)
    ? assets
    : [...new Set(risks.flatMap((risk) => [...(risk.assets ?? [])]))];
  const ranks = new Map(own.map((id) => [id, placeRank(standing(id))]));
  return own.toSorted((a, b) => (ranks.get(b) ?? 0) - (ranks.get(a) ?? 0) || (a < b ? -1 : 1));
}

const exposures: readonly SystemExposure[] = ['small', 'controlled', 'open'];
const missions: readonly MissionImpact[] = ['degraded', 'support_crippled', 'mef_failure', 'mission_failure'];

function placeRank({ exposure, mission }: AssetStanding): number {
  return exposures.indexOf(exposure) * missions.length + missions.indexOf(mission);
}

/**
 * The worst verdict of any vulnerability on any asset, and the first day on which one of them is due: since it was found
 * here, or since it is known to be exploited.
 */
function judgeAll(
  risks: readonly Risk[],
  bearers: readonly string[],
  { policy, standing }: Judging,
): { worst: Worst; dueAt: Date | null } | null {
  // Assets that stand alike are judged once; so are vulnerabilities of one kind.
  const samples = (ids: Iterable<string>): AssetStanding[] => {
    const places = new Map<number, AssetStanding>();
    for (const id of ids) {
      const own = standing(id);
      places.set(placeRank(own), own);
    }
    return [...places.values()];
  };
  const everywhere = samples(bearers);
  const known = new Map<string, Omit<Worst, 'threat'>>();
  let worst: Worst | null = null;
  let dueAt: number | null = null;
  for (const { threat, match, assets } of risks) {
    const key = assets === null ? kindOf(threat) : null;
    let own = key === null ? undefined : known.get(key);
    own ??= worstPlace(policy, threat, assets === null ? everywhere : samples(assets));
    if (own === undefined) continue;
    if (key !== null) known.set(key, own);
    if (worst === null || worseThan(own.verdict, threat, worst)) worst = { ...own, threat };
    const days = daysOf(policy, own.verdict.urgency);
    if (days === null) continue;
    const begun = Math.max(match.since.getTime(), threat.exploitedSince?.getTime() ?? 0);
    const due = begun + days * 86_400_000;
    if (dueAt === null || due < dueAt) dueAt = due;
  }
  return worst === null ? null : { worst, dueAt: dueAt === null ? null : new Date(dueAt) };
}

function kindOf({ exploitation, technical, inKev }: KnownThreat): string {
  return `${exploitation.value} ${technical.automatable.value} ${technical.technicalImpact.value} ${inKev}`;
}

function worstPlace(
  policy: Policy,
  threat: KnownThreat,
  places: readonly AssetStanding[],
): Omit<Worst, 'threat'> | undefined {
  let worst: Omit<Worst, 'threat'> | undefined;
  for (const standing of places) {
    const verdict = judge(policy, threat, standing);
    const before = worst === undefined ? -1 : rankOf(worst.verdict.urgency);
    const rank = rankOf(verdict.urgency);
    const isWorse =
      rank > before ||
      (rank === before && worst !== undefined && placeRank(standing) > placeRank(worst.standing));
    if (isWorse) worst = { verdict, standing };
  }
  return worst;
}

function worseThan(verdict: Verdict, threat: KnownThreat, than: Worst): boolean {
  const [own, other] = [rankOf(verdict.urgency), rankOf(than.verdict.urgency)];
  return own > other || (own === other && severityOf(threat) > severityOf(than.threat));
}

const exploitationRank = { none: 0, poc: 1, active: 2 } as const;

/** Order of vulnerabilities among themselves: exploited first, then EPSS, then CVSS. */
function severityOf({ exploitation, epss, cvss }: KnownThreat): number {
  return exploitationRank[exploitation.value] * 10 + (epss ?? 0) * 5 + (cvss ?? 0) / 10;
}

/** Exposed, where attackers are known to use it or the table says at once; a doubt does nothing. */
function effectOf(remedy: Remedy, exploited: number, verdict: Verdict): Effect {
  if (remedy === 'confirm') return {};
  return exploited > 0 || verdict.urgency === 'immediate' ? { integrity: 1, confidentiality: 1 } : {};
}

function deadlineFor(remedy: Remedy, exploited: number, { verdict }: Worst, policy: Policy) {
  const reason = reasonOf(verdict, policy, verdict.urgency);
  if (remedy !== 'confirm') return { within: deadlineOf(policy, verdict.urgency), reason };
  return {
    // A doubt about what attackers use is lifted soon; any other when there is time.
    within: exploited > 0 ? ('days14' as const) : ('planned' as const),
    reason: { fr: `à confirmer ; si touché : ${reason.fr}`, en: `to confirm; if affected: ${reason.en}` },
  };
}

function firstFound(risks: readonly Risk[]): Date {
  const first = risks.reduce((time, { match }) => Math.min(time, match.since.getTime()), Infinity);
  return new Date(first);
}

/** Inside a class: how many services and how needy, then EPSS, then CVSS. */
function weightOf(
  services: ReadonlySet<string>,
  needs: ReadonlyMap<string, number>,
  first: KnownThreat | undefined,
  risks: readonly Risk[],
): number {
  let need = 0;
  for (const id of services) need += needs.get(id) ?? 0;
  const epss = risks.reduce((most, { threat }) => Math.max(most, threat.epss ?? 0), 0);
  const cvss = Math.max(0, first?.cvss ?? 0);
  return 0.6 * Math.min(1, Math.log2(1 + need) / 8) + 0.3 * epss + 0.1 * Math.min(1, cvss / 10);
}

function evidenceOf(
  told: Told,
  target: { readonly version: string; readonly leaves: number } | null,
  { verdict, threat, standing }: Worst,
  services: number,
): Record<string, unknown> {
  const { software, remedy } = told;
  return {
    software: {
      name: software.name,
      version: software.version,
      ...(software.vendor === '' ? {} : { vendor: software.vendor }),
      ecosystem: software.ecosystem,
      ...(software.distribution === '' ? {} : { distribution: software.distribution }),
      componentIds: software.componentIds.slice(0, mostNamed),
    },
    remedy,
    ...(target === null ? {} : { target: target.version, knownOfTarget: target.leaves }),
    exploited: remedy !== 'confirm' && told.exploited > 0,
    counts: {
      vulnerabilities: told.names.length,
      exploited: told.exploited,
      assets: told.assets,
      services,
    },
    decision: {
      table: verdict.table,
      outcome: verdict.outcome,
      path: verdict.path,
      vulnerability: threat.name,
      exploitation: threat.exploitation.reason,
      exposure: standing.exposureReason,
      mission: standing.missionReason,
      origins: {
        automatable: threat.technical.automatable.origin,
        technicalImpact: threat.technical.technicalImpact.origin,
      },
    },
  };
}
