import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createImpact } from './impact.ts';
import type { Impact } from './impact.ts';
import { naiveAvailability, naiveStates, plain, randomFact, randomModel, seeded } from './naive-reference.ts';
import type { Random } from './naive-reference.ts';
import type { Change, ImpactModel, LocalFacts, NodeState } from './types.ts';

const statesOf = (impact: Impact, model: ImpactModel): Map<string, NodeState> =>
  new Map(model.nodes.map((node) => [node, { ...impact.state(node) }]));

/** The changes reported are exactly the differences, each node once. */
function checkChanges(
  changes: readonly Change[],
  before: Map<string, NodeState>,
  after: Map<string, NodeState>,
) {
  const reported = new Map(changes.map((change) => [change.node, change]));
  assert.equal(reported.size, changes.length);
  for (const [node, state] of after) {
    const change = reported.get(node);
    const was = before.get(node)!;
    if (change === undefined) assert.deepEqual(state, was);
    else {
      assert.deepEqual({ ...change.before }, was);
      assert.deepEqual({ ...change.after }, state);
      assert.notDeepEqual(state, was);
    }
  }
}

describe('incremental propagation', () => {
  test('10,000 random changes equal a fresh evaluation and the naive reference', () => {
    const random = seeded(20261122);
    let changed = 0;
    let flagged = 0;
    for (let graph = 0; graph < 200; graph++) {
      const model = randomModel(random);
      const { value: impact, problems } = createImpact(model);
      assert.deepEqual(problems, []);
      const facts = new Map<string, LocalFacts>();
      const held = new Set<string>();
      let before = statesOf(impact, model);
      for (let step = 0; step < 50; step++) {
        const changes = takeStep(random, model, impact, facts, held);
        const after = statesOf(impact, model);
        const where = `graph ${graph}, step ${step}`;
        assert.deepEqual(after, naiveStates(model, facts, held), where);
        checkChanges(changes, before, after);
        if (held.size === 0) {
          const fresh = createImpact({ ...model, facts }).value;
          assert.deepEqual(statesOf(fresh, model), after, where);
        }
        changed += changes.length;
        flagged += [...after.values()].filter(({ unknown, planned }) => unknown || planned).length;
        before = after;
      }
      impact.full();
      assert.deepEqual(statesOf(impact, model), before, `graph ${graph}, full`);
    }
    assert.ok(changed > 20_000 && flagged > 20_000, `the graphs must move: ${changed}, ${flagged}`);
  });

  test('a flag says unknown exactly when some value of the silent nodes gives another availability', () => {
    const random = seeded(7);
    let certain = 0;
    for (let round = 0; round < 150; round++) {
      const model = randomModel(random);
      const silent = [
        ...new Set([random.pick(model.nodes), random.pick(model.nodes), random.pick(model.nodes)]),
      ];
      const facts = new Map<string, LocalFacts>();
      for (const node of model.nodes) if (random.chance(0.15)) facts.set(node, plain(random.level()));
      for (const node of silent) facts.set(node, { ...plain(random.level()), unknown: true });
      const seen = new Map(model.nodes.map((node) => [node, new Set<number>()]));
      for (let world = 0; world < 4 ** silent.length; world++) {
        const own = (node: string): number => {
          const i = silent.indexOf(node);
          return i < 0 ? (facts.get(node)?.availability ?? 0) : (world >> (2 * i)) & 3;
        };
        for (const [node, level] of naiveAvailability(model, own, new Set())) seen.get(node)!.add(level);
      }
      const { value: impact } = createImpact({ ...model, facts });
      for (const [node, levels] of seen) {
        if (levels.size === 1) certain++;
        assert.equal(impact.state(node).unknown, levels.size > 1 || silent.includes(node), node);
      }
    }
    assert.ok(certain > 500);
  });
});

function takeStep(
  random: Random,
  model: ImpactModel,
  impact: Impact,
  facts: Map<string, LocalFacts>,
  held: Set<string>,
): Change[] {
  if (random.chance(0.1) && model.groups.length > 0) {
    const { id } = random.pick(model.groups);
    const holding = !held.has(id!);
    if (holding) held.add(id!);
    else held.delete(id!);
    return impact.hold([[id!, holding]]);
  }
  // Now and then all is mended at once, so that the flags' lanes stop and start again.
  const mendAll = random.chance(0.05);
  const batch = mendAll
    ? model.nodes.map((node) => [node, plain(0)] as const)
    : Array.from(
        { length: 1 + random.below(3) },
        () => [random.pick(model.nodes), randomFact(random)] as const,
      );
  for (const [node, fact] of batch) facts.set(node, fact);
  return impact.set(batch);
}

describe('wide groups', () => {
  test('a pool of 300 members counts in every reading of the facts', () => {
    const pool = Array.from({ length: 300 }, (_, i) => `m${i}`);
    const nodes = [...pool, 'app', 'svc'];
    const groups = [
      { id: 'pool', of: 'app', needs: pool, kMin: 100, kFull: 200 },
      { of: 'svc', needs: ['app'] },
    ];
    const model: ImpactModel = { nodes, groups, flows: [] };
    const { value: impact } = createImpact(model);
    const random = seeded(300);
    const facts = new Map<string, LocalFacts>();
    const seen = new Set<string>();
    for (let step = 0; step < 120; step++) {
      const first = random.below(300);
      const fact = randomFact(random);
      const batch = pool.slice(first, first + 60).map((node) => [node, fact] as const);
      for (const [node] of batch) facts.set(node, fact);
      impact.set(batch);
      const expected = naiveStates(model, facts, new Set());
      for (const node of ['app', 'svc']) assert.deepEqual({ ...impact.state(node) }, expected.get(node));
      seen.add(JSON.stringify(expected.get('app')));
    }
    assert.ok(seen.size >= 6, [...seen].join('\n'));
  });
});
