import type { Kysely } from 'kysely';
import type { AssetClaim, LinkClaim, MapSet } from '#engines/imports/types.ts';
import type { App } from '#platform/app.ts';
import type { DB } from '#platform/database-types.ts';
import { replaceBucket } from '#map/buckets.ts';
import { ImpactWorker } from '#map/impact-worker.ts';
import { impactOf } from '#map/live-impact.ts';
import { writeObservations } from '#map/observe.ts';
import type { ObservedState } from '#map/observe.ts';
import type { Hit, Rule } from '#map/rule.ts';
import { registerRules } from '#map/rules-registry.ts';
import { runRule } from '#map/run-rule.ts';
import { ensureBucket, ensureSource } from '#map/sources.ts';

type Attributes = Readonly<Record<string, string | number | boolean>>;

function asset(
  key: string,
  type: string,
  name: string,
  organisation?: string,
  attributes: Attributes = {},
): AssetClaim {
  return {
    key,
    type,
    name,
    ...(organisation === undefined ? {} : { organisation }),
    identities: [{ kind: 'code', value: key.toUpperCase() }],
    attributes,
  };
}

/** Two directions, two sites, three services: one on a pair of servers, one on a link, one on nothing. */
export const smallEstate: MapSet = {
  assets: [
    asset('org-a', 'organisation', 'Direction A'),
    asset('org-b', 'organisation', 'Direction B'),
    asset('site-n', 'site', 'Nouméa', undefined, { latitude: -22.27, longitude: 166.44 }),
    asset('site-k', 'site', 'Koné', undefined, { latitude: -21.06, longitude: 164.87, approximate: true }),
    asset('site-x', 'site', 'Île sans carte'),
    asset('svc-a', 'service', 'Immatriculation', 'ORG-A', { 'need.d': 3, 'need.i': 4, dmia_minutes: 240 }),
    asset('svc-b', 'service', 'Titres miniers', 'ORG-B', { 'need.d': 2 }),
    asset('svc-c', 'service', 'Guichet nu', undefined, { 'need.d': 4 }),
    asset('app-a', 'application', 'Élan', 'ORG-A', { os: 'Debian' }),
    asset('srv-1', 'server', 'srv-1', 'ORG-A', { vendor: 'Exemple' }),
    asset('srv-2', 'server', 'srv-2', 'ORG-A'),
    asset('rtr-n', 'router', 'Routeur de Nouméa'),
    asset('rtr-k', 'router', 'Routeur de Koné'),
    asset('wan', 'wan_link', 'Lien Nouméa–Koné'),
    asset('db-b', 'database', 'Base des titres', 'ORG-B'),
  ],
  links: [
    { from: 'svc-a', to: 'app-a', type: 'depends_on' },
    { from: 'app-a', to: 'srv-1', type: 'depends_on', requirement: 'pair' },
    { from: 'app-a', to: 'srv-2', type: 'depends_on', requirement: 'pair' },
    { from: 'svc-b', to: 'db-b', type: 'depends_on' },
    { from: 'svc-b', to: 'wan', type: 'depends_on' },
    { from: 'wan', to: 'rtr-n', type: 'connects_to' },
    { from: 'rtr-k', to: 'wan', type: 'connects_to' },
    ...(['srv-1', 'srv-2', 'rtr-n', 'db-b'] as const).map((from) => located(from, 'site-n')),
    located('rtr-k', 'site-k'),
  ],
  requirements: [{ key: 'pair', of: 'app-a', name: { fr: 'Paire', en: 'Pair' }, kMin: 1, kFull: 1 }],
};

function located(from: string, to: string): LinkClaim {
  return { from, to, type: 'located_in' };
}

export interface MapFixture {
  /** Identifier of the asset of a key of `smallEstate`. */
  readonly id: (key: string) => string;
  readonly sourceId: string;
  /** Runs a rule of the test that returns these hits: its findings are then these and no other. */
  readonly setFindings: (hits: readonly Hit[]) => Promise<void>;
  readonly observe: (key: string, state: ObservedState, at?: Date) => Promise<void>;
  /** Waits until the impact engine has worked through all that was written. */
  readonly settle: () => Promise<void>;
}

/** Fills an empty map and starts the impact engine on it, as in a process that leads. */
export async function mapFixture(app: App, t: { after(fn: () => Promise<void>): void }): Promise<MapFixture> {
  const { db } = app;
  const sourceId = await ensureSource(db, {
    key: 'fixture',
    domain: 'test',
    title: { fr: 'Inventaire', en: 'Inventory' },
    rank: 30,
    expectedEverySeconds: 3600,
  });
  await ensureBucket(db, sourceId, 'fixture');
  await replaceBucket(db, 'fixture', smallEstate, new Date());
  const ids = await readIds(db);
  const id = (key: string) => ids.get(key) ?? key;
  await writeServices(db, id);
  registerRules(app, [ruleOf([])]);
  const worker = new ImpactWorker(app, () => true);
  t.after(() => worker.stop());
  await worker.start();
  const settle = async () => {
    // No LISTEN in a test: what PostgreSQL would have announced is told by hand.
    app.events.receiveAll();
    await impactOf(app).settled();
  };
  return {
    id,
    sourceId,
    settle,
    setFindings: async (hits) => {
      await runRule(db, ruleOf(hits), new Date());
      await settle();
    },
    observe: async (key, state, at = new Date()) => {
      await writeObservations(db, [observation(sourceId, id(key), state, at)]);
      await settle();
    },
  };
}

function ruleOf(hits: readonly Hit[]): Rule {
  return {
    id: 'test.problem',
    title: { fr: 'Problème d’essai', en: 'Test problem' },
    remedy: { fr: 'Réparez.', en: 'Mend it.' },
    severity: 3,
    everySeconds: 60,
    wakes: [],
    find: async () => hits,
  };
}

function observation(sourceId: string, assetId: string, state: ObservedState, at: Date) {
  return {
    sourceId,
    assetId,
    kind: 'icmp',
    key: 'ping',
    state,
    code: `icmp.${state}`,
    detail: { fr: 'sonde d’essai', en: 'test check' },
    evidence: {},
    latencyMs: 3,
    at,
    expectedEverySeconds: 60,
    demonstration: false,
  };
}

async function readIds(db: Kysely<DB>): Promise<Map<string, string>> {
  const rows = await db.selectFrom('map.claim').select(['key', 'asset_id']).execute();
  return new Map(rows.map((row) => [row.key, row.asset_id ?? '']));
}

async function writeServices(db: Kysely<DB>, id: (key: string) => string): Promise<void> {
  const needs = { need_integrity: 2, need_confidentiality: 2, need_proof: 2 };
  await db
    .insertInto('map.service')
    .values([
      { asset_id: id('svc-a'), need_availability: 3, dmia_minutes: 240, ...needs },
      { asset_id: id('svc-b'), need_availability: 2, ...needs },
      { asset_id: id('svc-c'), need_availability: 4, ...needs },
    ])
    .onConflict((conflict) =>
      conflict.column('asset_id').doUpdateSet((given) => ({
        need_availability: given.ref('excluded.need_availability'),
        dmia_minutes: given.ref('excluded.dmia_minutes'),
      })),
    )
    .execute();
}
