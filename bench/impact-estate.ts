import type { CompromiseEdge, ImpactModel, RequirementGroup } from '#engines/graph/types.ts';

export interface Random {
  below(n: number): number;
  chance(p: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** Seeded random numbers (mulberry32): every run meets the same estate. */
export function seeded(seed: number): Random {
  let a = seed >>> 0;
  const next = (): number => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return { below, chance: (p) => next() < p, pick: (list) => list[below(list.length)]! };
}

const LAYERS = [
  ['feed', 24],
  ['site', 400],
  ['rack', 2_000],
  ['switch', 6_000],
  ['server', 4_000],
  ['vm', 20_000],
  ['component', 25_000],
  ['app', 12_000],
  ['endpoint', 30_000],
  ['service', 576],
] as const;

const CYCLE = 1_200;

/**
 * An administration's estate: 100,000 nodes in layers, each needing some of the layers below (near ones,
 * a few popular ones), half a million requirement edges, two power feeds under most of the hardware, and
 * 1,200 components (directory, DNS, virtualisation…) that need one another.
 */
export function estate(): ImpactModel {
  const random = seeded(1853);
  const nodes: string[] = [];
  const firstOf: number[] = [];
  for (const [name, count] of LAYERS) {
    firstOf.push(nodes.length);
    for (let i = 0; i < count; i++) nodes.push(`${name}-${i}`);
  }
  const groups: RequirementGroup[] = [];
  const flows: CompromiseEdge[] = [];
  LAYERS.forEach(([name, count], layer) => {
    if (layer === 0) return;
    for (let i = 0; i < count; i++) {
      const of = firstOf[layer]! + i;
      if (layer <= 4 || name === 'endpoint') groups.push(power(nodes, of, i / count, random));
      const more = layer <= 2 ? 1 : 3;
      for (let g = 0; g < more; g++) groups.push(requirement(nodes, firstOf, layer, i / count, of, random));
      if (random.chance(0.5)) flows.push(flow(nodes, firstOf, layer, of, random));
      if (random.chance(0.5)) flows.push(flow(nodes, firstOf, layer, of, random));
    }
  });
  closeCycle(nodes, firstOf[6]!, groups, random);
  return { nodes, groups, flows };
}

/** Two halves on two main feeds; the better kept hardware on both, some far sites on their own. */
function power(nodes: readonly string[], of: number, place: number, random: Random): RequirementGroup {
  if (random.chance(0.15)) return { of: nodes[of]!, needs: [nodes[0]!, nodes[1]!], kMin: 1, kFull: 1 };
  const main = place < 0.5 ? 0 : 1;
  return { of: nodes[of]!, needs: [nodes[random.chance(0.8) ? main : 2 + random.below(22)]!] };
}

/** Near suppliers are mostly needed alone; far ones are shared, or can be done without. */
function requirement(
  nodes: readonly string[],
  firstOf: readonly number[],
  layer: number,
  place: number,
  of: number,
  random: Random,
): RequirementGroup {
  const near = random.chance(0.7);
  const single = random.chance(near ? 0.85 : 0.35);
  const size = single ? 1 : random.pick([2, 2, 2, 3, 4, 6]);
  const needs = new Set<string>();
  while (needs.size < size) {
    const supplier = near ? nearSupplier(firstOf, layer, place, random) : farSupplier(firstOf, layer, random);
    needs.add(nodes[supplier]!);
  }
  const group = { of: nodes[of]!, needs: [...needs] };
  if (!single) return { ...group, kMin: 1, kFull: Math.ceil(size / 2) };
  return near && random.chance(0.7) ? group : { ...group, cap: near ? 2 : 1 };
}

/** In the layer below, at about the same place. */
function nearSupplier(firstOf: readonly number[], layer: number, place: number, random: Random): number {
  const below = layer === 1 ? 0 : layer - 1;
  const first = firstOf[below]!;
  const count = firstOf[below + 1]! - first;
  const near = Math.floor(place * count) + random.below(11) - 5;
  return first + Math.min(count - 1, Math.max(0, near));
}

/** Anything lower but the feeds; half of the time one of a few popular nodes. */
function farSupplier(firstOf: readonly number[], layer: number, random: Random): number {
  const from = layer === 1 ? 0 : firstOf[1]!;
  const lower = firstOf[layer]! - from;
  if (random.chance(0.5)) return from + Math.floor(lower * (random.below(1_000_000) / 1_000_000) ** 3);
  return from + random.below(lower);
}

function flow(
  nodes: readonly string[],
  firstOf: readonly number[],
  layer: number,
  from: number,
  random: Random,
): CompromiseEdge {
  const first = firstOf[Math.max(1, layer - 1)]!;
  const to = first + random.below((firstOf[layer + 1] ?? nodes.length) - first);
  const both = random.chance(0.5);
  return {
    from: nodes[from]!,
    to: nodes[to]!,
    kind: both ? 'hosts' : 'flows_to',
    attenuation: random.pick([0, 1, 1, 2]),
    integrity: true,
    confidentiality: both,
  };
}

/** A ring through 1,200 components: mostly one of two, some alone. */
function closeCycle(
  nodes: readonly string[],
  first: number,
  groups: RequirementGroup[],
  random: Random,
): void {
  const ring = Array.from({ length: CYCLE }, (_, i) => nodes[first + 20 * i]!);
  ring.forEach((of, i) => {
    const next = ring[(i + 1) % CYCLE]!;
    const other = random.pick(ring);
    const pair = other !== next && random.chance(0.85);
    groups.push(pair ? { of, needs: [next, other], kMin: 1, kFull: 1 } : { of, needs: [next] });
  });
}
