import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { RootCauses } from '#engines/rootcause/types.ts';
import type { Text } from '#engines/text.ts';
import type { Effect, Hit, Rule } from '#map/rule.ts';
import { rule } from '#map/rule.ts';
import type { DB } from '#platform/database-types.ts';
import { cutOffHit, downHits } from './down-hits.ts';
import type { DownCheck } from './down-hits.ts';
import { findingTitle } from './finding-titles.ts';
import { readCutOff, readReachability } from './reachability.ts';

/** Kinds of observation that tell whether something works; a sensor is read like a check. */
const kinds = ['icmp', 'tcp', 'http', 'tls', 'dns', 'sensor'];

interface Seen {
  readonly id: string;
  readonly asset_id: string;
  readonly name: string;
  readonly type: string;
  readonly kind: string;
  readonly key: string;
  readonly code: string;
  readonly detail: Text;
  readonly evidence: Record<string, unknown>;
  readonly since: Date;
  readonly observed_at: Date;
  readonly latency_ms: number | null;
  readonly demonstration: boolean;
}

async function observedAs(db: Kysely<DB>, state: 'down' | 'degraded' | 'unknown'): Promise<readonly Seen[]> {
  const { rows } = await sql<Seen>`
    select observation.id, observation.asset_id, asset.name, asset.type, observation.kind, observation.key, observation.code,
      observation.detail, observation.evidence, observation.since, observation.observed_at, observation.latency_ms,
      source.demonstration
    from map.observation as observation
    join map.asset as asset on asset.id = observation.asset_id and asset.retired_at is null
    join map.source as source on source.id = observation.source_id and source.enabled
    where observation.state = ${state} and observation.kind = any(${kinds}::text[])
  `.execute(db);
  return rows;
}

function hit(seen: Seen, more: { effect?: Effect; severity?: number } = {}): Hit {
  return {
    assetId: seen.asset_id,
    key: `${seen.kind} ${seen.key}`,
    title: findingTitle(seen),
    // The time of the look is left out: evidence that moves at each look would make each look a change.
    evidence: { check: seen.kind, code: seen.code, seen: seen.detail, ...seen.evidence },
    since: seen.since,
    demonstration: seen.demonstration,
    ...more,
  };
}

const expiring = /^tls\.expiring-(critical|warning|notice)$/;

const down = rule({
  id: 'supervision.down',
  title: { fr: 'Ne répond plus', en: 'Not answering' },
  remedy: {
    fr: 'Vérifiez l’alimentation, le lien et le service, dans cet ordre ; le constat se ferme de lui-même quand la sonde réussit.',
    en: 'Check the power, the link and the service, in that order; the finding closes by itself when the check succeeds.',
  },
  severity: 3,
  effect: { availability: 3 },
  // Also told by the clock: a silence waits for the second look of its neighbours.
  everySeconds: 5,
  wakes: ['observation', 'check'],
  find: async (db, now) => {
    const seen = await observedAs(db, 'down');
    const hits: Hit[] = [];
    for (const demonstration of [false, true]) {
      const checks = checksOf(seen, demonstration);
      if (checks.length === 0) continue;
      const judged = await readReachability(db, demonstration, now);
      hits.push(...downHits(checks, judged, await namesOf(db, judged)));
    }
    return hits;
  },
});

const cutOff = rule({
  id: 'supervision.cut-off',
  title: { fr: 'Sondes coupées du réseau', en: 'Checks cut off from the network' },
  remedy: {
    fr: 'Vérifiez le réseau de la machine de Vigie : sa carte, sa passerelle, son VLAN. Tant que rien ne répond, les actifs sondés sont inconnus et non en panne.',
    en: 'Check the network of the machine of Vigie: its interface, its gateway, its VLAN. While nothing answers, the checked assets are unknown, not down.',
  },
  severity: 4,
  effect: { makesUnknown: true },
  everySeconds: 5,
  wakes: ['observation', 'check'],
  find: async (db) => {
    const seen = await observedAs(db, 'down');
    const hits: Hit[] = [];
    for (const demonstration of [false, true]) {
      const checks = checksOf(seen, demonstration);
      if (checks.length === 0) continue;
      const silent = await readCutOff(db, demonstration);
      if (silent.length > 0) hits.push(cutOffHit(checks, silent));
    }
    return hits;
  },
});

function checksOf(seen: readonly Seen[], demonstration: boolean): readonly DownCheck[] {
  return seen
    .filter((one) => one.demonstration === demonstration)
    .map((one) => ({ assetId: one.asset_id, hit: hit(one) }));
}

/** Names of what the causes and their evidence speak of. */
async function namesOf(db: Kysely<DB>, { causes }: RootCauses): Promise<(id: string) => string> {
  const ids = causes.flatMap((cause) => [
    cause.at,
    ...cause.frontier,
    ...cause.behind,
    ...(cause.common === null ? [] : [cause.common.value]),
    ...cause.evidence.flatMap((one) => (one.kind === 'neighbour-answers' ? [one.neighbour] : [])),
  ]);
  if (ids.length === 0) return (id) => id;
  const rows = await db
    .selectFrom('map.asset as asset')
    .select(['asset.id', 'asset.name'])
    .where(sql<boolean>`asset.id = any(${[...new Set(ids)]}::uuid[])`)
    .execute();
  const names = new Map(rows.map((row) => [row.id, row.name]));
  return (id) => names.get(id) ?? id;
}

const degraded = rule({
  id: 'supervision.degraded',
  title: { fr: 'Répond mal', en: 'Answering badly' },
  remedy: {
    fr: 'Comparez la mesure à celle d’un jour normal, puis cherchez la saturation ou l’erreur que la preuve montre.',
    en: 'Compare the measure with that of a normal day, then look for the saturation or the error that the evidence shows.',
  },
  severity: 2,
  effect: { availability: 2 },
  everySeconds: 30,
  wakes: ['observation', 'check'],
  find: async (db) => {
    const seen = await observedAs(db, 'degraded');
    return seen.filter(({ code }) => !expiring.test(code)).map((one) => hit(one));
  },
});

const certificateExpiring = rule({
  id: 'supervision.certificate-expiring',
  title: { fr: 'Certificat bientôt expiré', en: 'Certificate about to expire' },
  remedy: {
    fr: 'Renouvelez le certificat et posez-le avant sa date de fin ; vérifiez que le renouvellement automatique fonctionne.',
    en: 'Renew the certificate and install it before its end date; check that automatic renewal works.',
  },
  severity: 1,
  everySeconds: 300,
  wakes: ['observation', 'check'],
  find: async (db) => {
    const seen = await observedAs(db, 'degraded');
    return seen.flatMap((one) => {
      const step = expiring.exec(one.code)?.[1];
      if (step === undefined) return [];
      // Nobody is hurt yet: the date alone makes it urgent.
      return [hit(one, { severity: step === 'critical' ? 3 : step === 'warning' ? 2 : 1, effect: {} })];
    });
  },
});

const notJudged = rule({
  id: 'supervision.not-judged',
  title: { fr: 'Sonde sans verdict', en: 'Check without a verdict' },
  remedy: {
    fr: 'Corrigez ce qui empêche la sonde de juger : cible absente de VIGIE_ALLOWED_TARGETS, résolveur muet, outil absent. D’ici là l’actif est inconnu.',
    en: 'Mend what keeps the check from judging: a target that is not in VIGIE_ALLOWED_TARGETS, a silent resolver, a missing tool. Until then the asset is unknown.',
  },
  severity: 1,
  effect: { makesUnknown: true },
  everySeconds: 60,
  wakes: ['observation', 'check'],
  find: async (db) => (await observedAs(db, 'unknown')).map((seen) => hit(seen)),
});

export const supervisionRules: readonly Rule[] = [down, cutOff, degraded, certificateExpiring, notJudged];
