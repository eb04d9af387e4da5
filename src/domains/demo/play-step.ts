import type { Kysely } from 'kysely';
import { replaceBucket } from '#map/buckets.ts';
import type { Observation } from '#map/observe.ts';
import { writeObservations } from '#map/observe.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { demoEstate, observerOf } from './estate.ts';
import type { BucketSet, DemoEstate } from './estate-types.ts';
import { checkKey, observationSeconds } from './demo-observations.ts';
import { demoAssets, demoSources } from './store.ts';
import { patchBucket } from './patch-bucket.ts';
import type { Action, CheckAction, ExposureAction, Scenario } from './scenario-types.ts';

interface Stage {
  readonly estate: DemoEstate;
  readonly assets: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, string>;
  readonly now: Date;
}

/**
 * Does what one step of a scenario says, through the very functions that real collectors call: observations, full sets
 * of buckets, silence of a source, maintenance.
 */
export async function playStep(db: Kysely<DB>, scenario: Scenario, step: number, now: Date): Promise<void> {
  const actions = scenario.steps[step]?.do ?? [];
  const estate = demoEstate();
  const stage = { estate, assets: await demoAssets(db, estate), sources: await demoSources(db), now };
  for (const action of actions) await act(db, stage, scenario, step, action);
  await announce(db, 'demo');
}

async function act(
  db: Kysely<DB>,
  stage: Stage,
  scenario: Scenario,
  step: number,
  action: Action,
): Promise<void> {
  switch (action.kind) {
    case 'check':
      return await writeObservations(db, [observed(stage, action, checkKey(action.asset, action.check))]);
    case 'exposure':
      return await writeObservations(db, [observed(stage, action, checkKey(action.asset, action.code))]);
    case 'claim': {
      const set = bucketAt(stage.estate, scenario, step, action.bucket);
      await replaceBucket(db, action.bucket, set, stage.now);
      return;
    }
    case 'silence':
    case 'speak':
      return await setSilence(db, stage, action.source, action.kind === 'silence');
    case 'maintenance': {
      const ends = new Date(stage.now.getTime() + action.minutes * 60_000);
      return await planMaintenance(db, stage, action.title.fr, action.assets, ends);
    }
  }
}

function observed(stage: Stage, action: CheckAction | ExposureAction, key: string): Observation {
  const assetId = stage.assets.get(action.asset);
  const sourceId = stage.sources.get(observerOf(stage.estate, action.asset));
  if (assetId === undefined || sourceId === undefined) {
    throw new Error(`the demonstration has no asset ${action.asset} to observe: remove it and load it again`);
  }
  const seen =
    action.kind === 'check'
      ? { kind: action.check, state: action.state }
      : {
          kind: 'exposure',
          state: action.integrity + action.confidentiality > 0 ? ('degraded' as const) : ('up' as const),
          integrity: action.integrity,
          confidentiality: action.confidentiality,
        };
  return {
    sourceId,
    assetId,
    key,
    code: action.code,
    detail: action.detail,
    evidence: action.evidence,
    latencyMs: null,
    at: stage.now,
    expectedEverySeconds: observationSeconds,
    demonstration: true,
    ...seen,
  };
}

/** The bucket with every change the scenario made to it up to and with this step: what its source would report now. */
function bucketAt(estate: DemoEstate, scenario: Scenario, step: number, bucket: string): BucketSet {
  const start = estate.buckets.find((set) => set.bucket === bucket);
  if (start === undefined) throw new Error(`the demonstration has no bucket ${bucket}`);
  const actions = scenario.steps.slice(0, step + 1).flatMap((one) => one.do);
  return actions.reduce(
    (set, action) =>
      action.kind === 'claim' && action.bucket === bucket ? patchBucket(set, action.patch) : set,
    start,
  );
}

async function setSilence(db: Kysely<DB>, stage: Stage, source: string, silent: boolean): Promise<void> {
  await db
    .updateTable('map.source')
    .set(silent ? { silenced_at: stage.now } : { silenced_at: null, last_success_at: stage.now })
    .where('key', '=', source)
    .where('demonstration', '=', true)
    .execute();
  await announce(db, 'source');
}

async function planMaintenance(
  db: Kysely<DB>,
  stage: Stage,
  title: string,
  assets: readonly string[],
  endsAt: Date,
): Promise<void> {
  const { id } = await db
    .insertInto('map.maintenance')
    .values({
      title,
      starts_at: stage.now,
      ends_at: endsAt,
      created_by_name: 'Démonstration',
      demonstration: true,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const members = assets.flatMap((key) => {
    const assetId = stage.assets.get(key);
    return assetId === undefined ? [] : [{ maintenance_id: id, asset_id: assetId }];
  });
  if (members.length > 0) await db.insertInto('map.maintenance_asset').values(members).execute();
  await announce(db, 'maintenance', id);
}
