import { createImpact } from '#engines/graph/impact.ts';
import type { LocalFacts, NodeState } from '#engines/graph/types.ts';
import { modelOfBuckets } from './estate-model.ts';
import type { BucketSet, DemoEstate } from './estate-types.ts';
import { patchBucket } from './patch-bucket.ts';
import type { Action, CheckAction, ExposureAction, ScenarioStep } from './scenario-types.ts';

/** Where the estate stands in the course of a scenario, without a database nor a clock. */
export interface World {
  readonly estate: DemoEstate;
  readonly buckets: readonly BucketSet[];
  /** Latest result of each check of each asset. */
  readonly checks: ReadonlyMap<string, CheckAction>;
  readonly exposures: ReadonlyMap<string, ExposureAction>;
  readonly silent: ReadonlySet<string>;
  /** Assets in maintenance, and the scenario minute at which it ends. */
  readonly maintenance: ReadonlyMap<string, number>;
}

export function startWorld(estate: DemoEstate): World {
  return {
    estate,
    buckets: estate.buckets,
    checks: new Map(),
    exposures: new Map(),
    silent: new Set(),
    maintenance: new Map(),
  };
}

function act(world: World, action: Action, minute: number): World {
  switch (action.kind) {
    case 'check': {
      const name = `${action.asset} ${action.check}`;
      return { ...world, checks: new Map(world.checks).set(name, action) };
    }
    case 'exposure': {
      const name = `${action.asset} ${action.code}`;
      return { ...world, exposures: new Map(world.exposures).set(name, action) };
    }
    case 'claim': {
      const buckets = world.buckets.map((set) =>
        set.bucket === action.bucket ? patchBucket(set, action.patch) : set,
      );
      return { ...world, buckets };
    }
    case 'maintenance': {
      const ends = action.assets.map((asset) => [asset, minute + action.minutes] as const);
      return { ...world, maintenance: new Map([...world.maintenance, ...ends]) };
    }
    case 'silence':
      return { ...world, silent: new Set(world.silent).add(action.source) };
    case 'speak':
      return { ...world, silent: new Set([...world.silent].filter((source) => source !== action.source)) };
  }
}

export function afterStep(world: World, step: ScenarioStep): World {
  return step.do.reduce((before, action) => act(before, action, step.afterMinutes), world);
}

const noFact: LocalFacts = { availability: 0, integrity: 0, confidentiality: 0 };

const worse = <L extends number>(one: L, other: L): L => (one > other ? one : other);

/** A certificate about to expire is a warning: nothing is hurt yet. */
const isWarning = (check: CheckAction) => check.code.startsWith('tls.expiring');

function availabilityOf(check: CheckAction): 0 | 2 | 3 {
  if (isWarning(check)) return 0;
  return check.state === 'down' ? 3 : check.state === 'degraded' ? 2 : 0;
}

/** What is known of each asset by itself at that minute. */
export function factsOf(world: World, minute: number): Map<string, LocalFacts> {
  const facts = new Map<string, LocalFacts>();
  const merge = (asset: string, more: Partial<LocalFacts>) => {
    const before = facts.get(asset) ?? noFact;
    facts.set(asset, {
      availability: worse(before.availability, more.availability ?? 0),
      integrity: worse(before.integrity, more.integrity ?? 0),
      confidentiality: worse(before.confidentiality, more.confidentiality ?? 0),
      unknown: before.unknown === true || more.unknown === true,
      planned: before.planned === true || more.planned === true,
    });
  };
  for (const check of world.checks.values()) {
    merge(check.asset, { availability: availabilityOf(check), unknown: check.state === 'unknown' });
  }
  for (const { asset, integrity, confidentiality } of world.exposures.values()) {
    merge(asset, { integrity, confidentiality });
  }
  for (const source of world.estate.sources) {
    if (world.silent.has(source.key)) for (const asset of source.watches) merge(asset, { unknown: true });
  }
  for (const [asset, end] of world.maintenance) if (minute < end) merge(asset, { planned: true });
  return facts;
}

/** State of each public service at that minute, by code. */
export function serviceStates(world: World, minute: number): ReadonlyMap<string, NodeState> {
  const impact = createImpact({ ...modelOfBuckets(world.buckets), facts: factsOf(world, minute) }).value;
  return new Map(world.estate.services.map(({ key, code }) => [code, impact.state(key)]));
}
