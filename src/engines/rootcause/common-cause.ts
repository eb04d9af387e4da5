import type { FrontierNode } from './frontier.ts';
import type { NetworkNode, Reading } from './types.ts';

export interface Group {
  readonly frontier: readonly FrontierNode[];
  readonly common: { readonly name: string; readonly value: string } | null;
  /** A node that nobody asks and through which alone they are reached. */
  readonly between: string | null;
}

/**
 * Gathers frontier nodes that fell together: through one node that nobody asks, or sharing a site, a supply or a
 * circuit of which nothing answers any more. The smallest set that explains the most goes first.
 */
export function groupByCommonCause(
  frontier: readonly FrontierNode[],
  nodes: ReadonlyMap<string, NetworkNode>,
  readings: ReadonlyMap<string, Reading>,
): readonly Group[] {
  const left = new Map(frontier.map((one) => [one.id, one]));
  const groups: Group[] = [];
  for (const { common, between, ids } of candidates(frontier, nodes, readings)) {
    const members = ids.flatMap((id) => left.get(id) ?? []);
    if (members.length < 2) continue;
    for (const member of members) left.delete(member.id);
    groups.push({ frontier: members, common, between });
  }
  for (const alone of left.values()) groups.push({ frontier: [alone], common: null, between: null });
  return groups;
}

interface Candidate {
  readonly common: Group['common'];
  readonly between: string | null;
  readonly ids: readonly string[];
  /** How many nodes have it, whatever their state: the fewer, the more it says. */
  readonly size: number;
}

function candidates(
  frontier: readonly FrontierNode[],
  nodes: ReadonlyMap<string, NetworkNode>,
  readings: ReadonlyMap<string, Reading>,
): readonly Candidate[] {
  const found = [...sharedBy(frontier, nodes, readings), ...throughOne(frontier)];
  return found.toSorted((a, b) => b.ids.length - a.ids.length || a.size - b.size);
}

/** Values that several frontier nodes share and no answering node has. */
function sharedBy(
  frontier: readonly FrontierNode[],
  nodes: ReadonlyMap<string, NetworkNode>,
  readings: ReadonlyMap<string, Reading>,
): Candidate[] {
  const holders = new Map<string, { name: string; value: string; answers: boolean; size: number }>();
  for (const node of nodes.values())
    for (const [name, value] of Object.entries(node.shared)) {
      const key = `${name} ${value}`;
      const entry = holders.get(key) ?? { name, value, answers: false, size: 0 };
      entry.answers ||= readings.get(node.id)?.state === 'up';
      entry.size++;
      holders.set(key, entry);
    }
  return [...holders.values()].flatMap(({ name, value, answers, size }) => {
    if (answers) return [];
    const ids = frontier.map((one) => one.id).filter((id) => nodes.get(id)?.shared[name] === value);
    return ids.length < 2 ? [] : [{ common: { name, value }, between: null, ids, size }];
  });
}

/** Frontier nodes that reach what answers over the same nodes that nobody asks, and over nothing else. */
function throughOne(frontier: readonly FrontierNode[]): Candidate[] {
  const byRegion = Map.groupBy(
    frontier.filter((one) => one.between.size > 0),
    (one) => [...one.between].toSorted().join(' '),
  );
  return [...byRegion.values()].flatMap((members) => {
    const [first] = members;
    const [between] = first?.between ?? [];
    if (members.length < 2 || between === undefined) return [];
    return [{ common: null, between, ids: members.map((one) => one.id), size: members.length }];
  });
}
