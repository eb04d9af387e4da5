import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { replaceBucket } from '#map/buckets.ts';
import { replaceInstalls } from '#map/installs.ts';
import type { Observation } from '#map/observe.ts';
import { writeObservations } from '#map/observe.ts';
import { ensureBucket, ensureSource, markSuccess } from '#map/sources.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { checkKey, observationSeconds } from './demo-observations.ts';
import { demoEstate } from './estate.ts';
import { SOFTWARE, demoSoftware } from './estate-software.ts';
import type { DemoEstate, DemoService, DemoSource } from './estate-types.ts';
import { demoAssets, demoSources } from './store.ts';

export interface Loaded {
  readonly assets: number;
  readonly links: number;
  readonly services: number;
}

/** Hands the whole estate to the map, as its collectors would, with what services need and a first look at everything. */
export async function loadDemo(db: Kysely<DB>, now: Date): Promise<Loaded> {
  const estate = demoEstate();
  for (const source of estate.sources) await ensureDemoSource(db, source, now);
  await resetBuckets(db, estate, now);
  await installSoftware(db, estate, now);
  await writeServices(db, estate);
  await writeFirstLook(db, estate, now);
  await announce(db, 'demo');
  const counted = await sql<Loaded>`
    select (select count(*)::int from map.asset where demonstration) as assets,
      (select count(*)::int from map.link as link join map.bucket as bucket on bucket.id = link.bucket_id
        join map.source as source on source.id = bucket.source_id where source.demonstration) as links,
      (select count(*)::int from map.service as service join map.asset as asset on asset.id = service.asset_id
        where asset.demonstration) as services
  `.execute(db);
  return counted.rows[0] ?? { assets: 0, links: 0, services: 0 };
}

async function ensureDemoSource(db: Kysely<DB>, source: DemoSource, now: Date): Promise<void> {
  const id = await ensureSource(db, {
    key: source.key,
    domain: 'demo',
    title: source.title,
    rank: source.rank,
    expectedEverySeconds: source.expectedEverySeconds,
    demonstration: true,
  });
  if (source.bucket !== null) await ensureBucket(db, id, source.bucket);
  await markSuccess(db, id, now);
}

/** The buckets as they are before any scenario; a scenario that ran left some of them changed. */
export async function resetBuckets(db: Kysely<DB>, estate: DemoEstate, now: Date): Promise<void> {
  for (const set of estate.buckets) await replaceBucket(db, set.bucket, set, now);
}

/** The software of the estate, asset by asset, as its one source tells it. */
async function installSoftware(db: Kysely<DB>, estate: DemoEstate, now: Date): Promise<void> {
  const assets = await demoAssets(db, estate);
  const sourceId = (await demoSources(db)).get(SOFTWARE);
  if (sourceId === undefined) throw new Error('the demonstration has no source for its software');
  for (const [key, software] of demoSoftware(estate)) {
    const assetId = assets.get(key);
    if (assetId !== undefined) await replaceInstalls(db, { sourceId, assetId, software, now });
  }
}

async function writeServices(db: Kysely<DB>, estate: DemoEstate): Promise<void> {
  const assets = await demoAssets(db, estate);
  for (const service of estate.services) {
    const assetId = assets.get(service.key);
    if (assetId === undefined)
      throw new Error(`the demonstration has no asset for its service ${service.code}`);
    const values = serviceValues(service);
    await db
      .insertInto('map.service')
      .values({ asset_id: assetId, ...values })
      .onConflict((conflict) => conflict.column('asset_id').doUpdateSet(values))
      .execute();
  }
}

function serviceValues(service: DemoService) {
  const hours = service.openingHours;
  const period = 'periods' in hours ? hours.periods[0] : undefined;
  return {
    need_availability: service.need.d,
    need_integrity: service.need.i,
    need_confidentiality: service.need.c,
    need_proof: service.need.p,
    dmia_minutes: service.dmiaMinutes,
    pdma_minutes: service.pdmaMinutes,
    opening_hours: JSON.stringify(period === undefined ? { always: true } : { always: false, ...period }),
    users_served: service.usersServed,
    audience: service.audience.fr,
    data_class: service.dataClass.fr,
    permitted_zones: [...service.permittedZones],
    note: JSON.stringify(service.label),
  };
}

/** Everything that a probe watches answers; without a first look, silence would have nothing to end. */
export async function writeFirstLook(db: Kysely<DB>, estate: DemoEstate, now: Date): Promise<void> {
  const assets = await demoAssets(db, estate);
  const sources = await demoSources(db);
  await sql`
    delete from map.observation as observation using map.source as source
    where source.id = observation.source_id and source.demonstration
  `.execute(db);
  const seen: Observation[] = [];
  for (const source of estate.sources) {
    const sourceId = sources.get(source.key);
    for (const key of source.watches) {
      const assetId = assets.get(key);
      if (sourceId === undefined || assetId === undefined) continue;
      seen.push({
        sourceId,
        assetId,
        kind: 'icmp',
        key: checkKey(key, 'icmp'),
        state: 'up',
        code: 'icmp.ok',
        detail: { fr: 'répond (5 paquets sur 5)', en: 'answers (5 of 5 packets)' },
        evidence: { sent: 5, received: 5 },
        latencyMs: 4,
        at: now,
        expectedEverySeconds: observationSeconds,
        demonstration: true,
      });
    }
  }
  await writeObservations(db, seen);
}
