import type { CompromiseEdge, ImpactModel, Level, LocalFacts, NodeState, RequirementGroup } from './types.ts';

/** Seeded random numbers (mulberry32): every run tries the same graphs. */
export function seeded(seed: number) {
  let a = seed >>> 0;
  const next = (): number => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    below,
    chance: (p: number): boolean => next() < p,
    level: (): Level => below(4) as Level,
    pick: <T>(list: readonly T[]): T => list[below(list.length)]!,
  };
}
export type Random = ReturnType<typeof seeded>;

/* An independent reading of DESIGN §5: plain objects, every rule written out, passes until nothing moves. */

export type Levels = Map<string, number>;

function naiveGroup(group: RequirementGroup, states: Levels, held: boolean): number {
  const n = group.needs.length;
  const kMin = group.kMin ?? group.kFull ?? n;
  const kFull = group.kFull ?? kMin;
  const levels = group.needs.map((member) => states.get(member) ?? 0);
  const up = levels.filter((level) => level <= 1).length;
  const degraded = levels.filter((level) => level === 2).length;
  let result = 3;
  if (n === 1) {
    const state = states.get(group.needs[0]!)!;
    result = state <= 1 ? 0 : state;
  } else if (up === n) result = 0;
  else if (up >= kFull) result = 1;
  else if (up >= kMin) result = 2;
  else if (up + degraded >= kMin) result = 2;
  return Math.min(result, group.cap ?? 3, held ? 1 : 3);
}

export function naiveAvailability(
  model: ImpactModel,
  own: (node: string) => number,
  held: ReadonlySet<string>,
): Levels {
  const states: Levels = new Map(model.nodes.map((node) => [node, 0]));
  for (let moved = true; moved;) {
    moved = false;
    for (const node of model.nodes) {
      const groups = model.groups.filter(({ of }) => of === node);
      const level = Math.max(own(node), ...groups.map((g) => naiveGroup(g, states, held.has(g.id ?? ''))));
      if (level !== states.get(node)) moved = states.set(node, level) !== undefined;
    }
  }
  return states;
}

export function naiveCompromise(
  model: ImpactModel,
  own: (node: string) => number,
  carries: (flow: CompromiseEdge) => boolean,
): Levels {
  const states: Levels = new Map(model.nodes.map((node) => [node, own(node)]));
  for (let moved = true; moved;) {
    moved = false;
    for (const flow of model.flows.filter(carries)) {
      const arriving = states.get(flow.from)! - flow.attenuation;
      if (arriving > states.get(flow.to)!) moved = states.set(flow.to, arriving) !== undefined;
    }
  }
  return states;
}

export type FactMap = ReadonlyMap<string, LocalFacts>;

export function naiveStates(
  model: ImpactModel,
  facts: FactMap,
  held: ReadonlySet<string>,
): Map<string, NodeState> {
  const world = (own: (fact: LocalFacts) => number) =>
    naiveAvailability(
      model,
      (node) => {
        const fact = facts.get(node);
        return fact === undefined ? 0 : own(fact);
      },
      held,
    );
  const present = world((fact) => fact.availability);
  const best = world((fact) => (fact.unknown ? 0 : fact.availability));
  const worst = world((fact) => (fact.unknown ? 3 : fact.availability));
  const unplanned = world((fact) => (fact.planned ? 0 : fact.availability));
  const planned = world((fact) => (fact.planned ? fact.availability : 0));
  const integrity = naiveCompromise(
    model,
    (n) => facts.get(n)?.integrity ?? 0,
    (flow) => flow.integrity,
  );
  const confidentiality = naiveCompromise(
    model,
    (n) => facts.get(n)?.confidentiality ?? 0,
    (flow) => flow.confidentiality,
  );
  return new Map(
    model.nodes.map((node) => {
      const availability = present.get(node) as Level;
      const rest = unplanned.get(node)!;
      return [
        node,
        {
          availability,
          integrity: integrity.get(node) as Level,
          confidentiality: confidentiality.get(node) as Level,
          unknown: facts.get(node)?.unknown === true || best.get(node) !== worst.get(node),
          planned:
            availability > 0 &&
            planned.get(node) === availability &&
            (availability === 1 ? rest === 0 : rest < 2),
        },
      ];
    }),
  );
}

export function randomModel(random: Random): ImpactModel {
  const nodes = Array.from({ length: 3 + random.below(28) }, (_, i) => `n${i}`);
  const backward = random.pick([0, 0.1, 0.5]);
  const supplierOf = (consumer: number): number =>
    consumer === 0 || random.chance(backward) ? random.below(nodes.length) : random.below(consumer);
  const groups: RequirementGroup[] = [];
  const flows: CompromiseEdge[] = [];
  nodes.forEach((of, i) => {
    for (let g = random.below(4); g > 0; g--) {
      const size = random.chance(0.5) ? 1 : 2 + random.below(3);
      const needs = [...new Set(Array.from({ length: size }, () => nodes[supplierOf(i)]!))];
      const kMin = 1 + random.below(needs.length);
      groups.push({
        id: `g${groups.length}`,
        of,
        needs,
        ...(random.chance(0.7) ? { kMin } : {}),
        ...(random.chance(0.5) ? { kFull: kMin + random.below(needs.length - kMin + 1) } : {}),
        ...(random.chance(0.2) ? { cap: random.below(4) } : {}),
      });
    }
    for (let f = random.below(3); f > 0; f--) {
      flows.push({
        from: of,
        to: random.pick(nodes),
        kind: 'flows_to',
        attenuation: random.pick([0, 0, 1, 2]),
        integrity: random.chance(0.8),
        confidentiality: random.chance(0.5),
      });
    }
  });
  return { nodes, groups, flows };
}

export function randomFact(random: Random): LocalFacts {
  if (random.chance(0.45)) return { availability: 0, integrity: 0, confidentiality: 0 };
  return {
    availability: random.chance(0.7) ? random.level() : 0,
    integrity: random.chance(0.3) ? random.level() : 0,
    confidentiality: random.chance(0.3) ? random.level() : 0,
    unknown: random.chance(0.15),
    planned: random.chance(0.25),
  };
}

/** A fact about availability alone. */
export const plain = (availability: Level): LocalFacts => ({
  availability,
  integrity: 0,
  confidentiality: 0,
});
