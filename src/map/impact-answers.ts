import type { Impact } from '#engines/graph/impact.ts';
import type { LocalFacts } from '#engines/graph/types.ts';
import type { State } from './api-shared.ts';
import type { LiveCause, LiveImpact, LiveRedundancyLoss, StateChange } from './live-impact.ts';

const mostCauses = 20;
/** Depth and size are bounded by the map itself. */
export const everything = { depth: 10_000, limit: 10_000_000, edges: false } as const;

/** Answers questions from the engine as it stands at the moment of each question. */
export class ImpactAnswers implements LiveImpact {
  readonly #impact: () => Impact;
  readonly #factsOf: (assetId: string) => LocalFacts;
  readonly #refresh: () => Promise<void>;

  constructor(impact: () => Impact, factsOf: (assetId: string) => LocalFacts, refresh: () => Promise<void>) {
    this.#impact = impact;
    this.#factsOf = factsOf;
    this.#refresh = refresh;
  }

  state(assetId: string): State {
    return this.#impact().state(assetId);
  }

  causes(assetId: string): readonly LiveCause[] {
    const causes: LiveCause[] = [];
    for (const cause of this.#impact().causes(assetId, undefined, mostCauses)) {
      if (cause.channel === 'unknown') continue;
      causes.push({
        channel: cause.channel,
        assetId: cause.node,
        level: cause.facts[cause.channel],
        path: cause.path,
      });
    }
    return causes;
  }

  redundancyLost(assetId: string): readonly LiveRedundancyLoss[] {
    return this.#impact()
      .redundancyLost(assetId)
      .map((loss) => ({
        atId: loss.of,
        requirementId: loss.groupId ?? null,
        lostIds: loss.lost,
        remaining: loss.remaining.length,
        needed: loss.remaining.length - loss.spare,
      }));
  }

  suppliers(assetId: string): ReadonlySet<string> {
    return reach(assetId, this.#impact().suppliers(assetId, everything).nodes);
  }

  dependents(assetId: string): ReadonlySet<string> {
    return reach(assetId, this.#impact().dependents(assetId, everything).nodes);
  }

  ways(assetId: string, toIds: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
    const before = new Map<string, string | null>([[assetId, null]]);
    // Edges come nearest first: the first into a node is of a shortest way.
    for (const { from, to } of this.#impact().dependents(assetId, { ...everything, edges: true }).edges)
      if (!before.has(to)) before.set(to, from);
    const ways = new Map<string, readonly string[]>();
    for (const id of toIds) {
      const way: string[] = [];
      for (let at: string | null | undefined = before.has(id) ? id : null; at != null; at = before.get(at))
        way.unshift(at);
      if (way.length > 0) ways.set(id, way);
    }
    return ways;
  }

  whatIf(lost: readonly string[], isolated: readonly string[]): readonly StateChange[] {
    const impact = this.#impact();
    const down = lost.map((id) => [id, { ...this.#factsOf(id), availability: 3 }] as const);
    const changes = new Map<string, StateChange>();
    for (const change of impact.whatIf(down)) {
      changes.set(change.node, { assetId: change.node, before: change.before, after: change.after });
    }
    if (isolated.length === 0) return [...changes.values()];
    const isolation = impact.isolate(isolated);
    for (const change of [...isolation.lost, ...isolation.stopped]) {
      const earlier = changes.get(change.node);
      const after = earlier === undefined ? change.after : worstAvailability(earlier.after, change.after);
      changes.set(change.node, { assetId: change.node, before: change.before, after });
    }
    return [...changes.values()];
  }

  singlePoints(assetId: string, mostCandidates: number): readonly string[] {
    return this.#impact().singlePointsOfFailure(assetId).slice(0, mostCandidates);
  }

  async settled(): Promise<void> {
    await this.#refresh();
  }
}

function reach(assetId: string, nodes: readonly { readonly node: string }[]): Set<string> {
  const ids = new Set(nodes.map(({ node }) => node));
  ids.delete(assetId);
  return ids;
}

function worstAvailability(a: State, b: State): State {
  return { ...b, availability: Math.max(a.availability, b.availability) };
}
