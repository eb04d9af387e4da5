import type { Neighbour } from './adjacency.ts';
import type { Reading } from './types.ts';

/** A silent node next to what answers, the answering neighbours it hangs on, and the nodes nobody asks in between. */
export interface FrontierNode {
  readonly id: string;
  readonly answering: ReadonlySet<string>;
  readonly between: ReadonlySet<string>;
}

type Readings = ReadonlyMap<string, Reading>;
type Adjacency = ReadonlyMap<string, readonly Neighbour[]>;

/** From each silent node outward, over nodes that nobody asks, until something answers: those that find it are the frontier. */
export function frontierOf(adjacency: Adjacency, readings: Readings): ReadonlyMap<string, FrontierNode> {
  const frontier = new Map<string, FrontierNode>();
  const regions = unaskedRegions(adjacency, readings);
  for (const [id, reading] of readings) {
    if (reading.state !== 'silent') continue;
    const answering = new Set<string>();
    const between = new Set<string>();
    for (const neighbour of adjacency.get(id) ?? []) {
      const state = readings.get(neighbour.id)?.state;
      if (state === 'up') answering.add(neighbour.id);
      const region = state === undefined ? regions.get(neighbour.id) : undefined;
      if (region === undefined || region.answering.size === 0) continue;
      for (const one of region.answering) answering.add(one);
      for (const one of region.members) between.add(one);
    }
    if (answering.size > 0) frontier.set(id, { id, answering, between });
  }
  return frontier;
}

interface Region {
  readonly members: ReadonlySet<string>;
  readonly answering: ReadonlySet<string>;
}

/** Connected stretches of nodes that nobody asks (unmanaged switches, circuits), with what answers around each. */
function unaskedRegions(adjacency: Adjacency, readings: Readings): ReadonlyMap<string, Region> {
  const regions = new Map<string, Region>();
  for (const start of adjacency.keys()) {
    if (readings.has(start) || regions.has(start)) continue;
    const members = new Set([start]);
    const answering = new Set<string>();
    for (const id of members)
      for (const neighbour of adjacency.get(id) ?? []) {
        const reading = readings.get(neighbour.id);
        if (reading === undefined) members.add(neighbour.id);
        else if (reading.state === 'up') answering.add(neighbour.id);
      }
    const region = { members, answering };
    for (const id of members) regions.set(id, region);
  }
  return regions;
}

/** Silent nodes by the frontier node that hides them: breadth first from the frontier over what does not answer. */
export function hiddenBehind(
  adjacency: Adjacency,
  readings: Readings,
  frontier: ReadonlyMap<string, FrontierNode>,
): ReadonlyMap<string, string> {
  const behind = new Map<string, string>();
  const queue = [...frontier.keys()].map((id) => [id, id] as const);
  const seen = new Set(frontier.keys());
  for (const [id, origin] of queue)
    for (const neighbour of adjacency.get(id) ?? []) {
      const reading = readings.get(neighbour.id);
      if (seen.has(neighbour.id) || reading?.state === 'up') continue;
      seen.add(neighbour.id);
      if (reading !== undefined) behind.set(neighbour.id, origin);
      queue.push([neighbour.id, origin]);
    }
  return behind;
}
