import type { App } from '#platform/app.ts';
import type { State } from './api-shared.ts';

/** A change of state of one asset, as the engine reports it. */
export interface StateChange {
  readonly assetId: string;
  readonly before: State;
  readonly after: State;
}

export type Channel = 'availability' | 'integrity' | 'confidentiality';

/** A root cause of an asset's state: the asset at fault, how bad, and the shortest chain from it, both ends included. */
export interface LiveCause {
  readonly channel: Channel;
  readonly assetId: string;
  readonly level: number;
  readonly path: readonly string[];
}

/** A group of the asset's closure that still holds although members are lost. */
export interface LiveRedundancyLoss {
  readonly atId: string;
  readonly requirementId: string | null;
  readonly lostIds: readonly string[];
  readonly remaining: number;
  readonly needed: number;
}

/** The impact engine over the whole map, kept in memory and up to date; what it finds is also in `map.asset_state`. */
export interface LiveImpact {
  state(assetId: string): State;
  causes(assetId: string): readonly LiveCause[];
  redundancyLost(assetId: string): readonly LiveRedundancyLoss[];
  /** Everything the asset stands on, itself not included. */
  suppliers(assetId: string): ReadonlySet<string>;
  /** Everything that stands on the asset, itself not included. */
  dependents(assetId: string): ReadonlySet<string>;
  /** The shortest way from an asset to each of these that stand on it, both ends included. */
  ways(assetId: string, toIds: ReadonlySet<string>): ReadonlyMap<string, readonly string[]>;
  /** What would change on a copy; the live state is untouched. */
  whatIf(lost: readonly string[], isolated: readonly string[]): readonly StateChange[];
  /** Assets whose loss alone takes the asset down. May take long on a large map: bounded by `mostCandidates`. */
  singlePoints(assetId: string, mostCandidates: number): readonly string[];
  /** Resolves once every change announced before the call has been worked through. */
  settled(): Promise<void>;
}

const impacts = new WeakMap<App, LiveImpact>();

export function attachImpact(app: App, impact: LiveImpact): void {
  impacts.set(app, impact);
}

export function impactOf(app: App): LiveImpact {
  const impact = impacts.get(app);
  if (impact === undefined) throw new Error('the impact engine is not started');
  return impact;
}
