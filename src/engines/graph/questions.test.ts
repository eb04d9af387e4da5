import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createImpact } from './impact.ts';
import type { Impact } from './impact.ts';
import { naiveAvailability, naiveStates, plain, randomFact, randomModel, seeded } from './naive-reference.ts';
import type { FactMap } from './naive-reference.ts';
import type { Cause, ImpactModel, Level, LocalFacts, NodeState } from './types.ts';

const CHANNELS = ['availability', 'integrity', 'confidentiality', 'unknown'] as const;
const levelIn = (state: NodeState, channel: Cause['channel']): number => Number(state[channel]);

const snapshot = (impact: Impact, model: ImpactModel): string =>
  JSON.stringify(model.nodes.map((node) => impact.state(node)));

/** Random graphs with a fifth of their nodes holding a fact. */
function* estates(
  count: number,
  seed: number,
): Generator<{ model: ImpactModel; facts: FactMap; impact: Impact }> {
  const random = seeded(seed);
  for (let i = 0; i < count; i++) {
    const model = randomModel(random);
    const facts = new Map<string, LocalFacts>();
    for (const node of model.nodes) if (random.chance(0.35)) facts.set(node, randomFact(random));
    yield { model, facts, impact: createImpact({ ...model, facts }).value };
  }
}

const without = (fact: LocalFacts, channel: Cause['channel']): LocalFacts =>
  channel === 'unknown' ? { ...fact, unknown: false } : { ...fact, [channel]: 0 };

const statesOf = (model: ImpactModel, facts: FactMap): Map<string, NodeState> =>
  naiveStates(model, facts, new Set());

describe('causes', () => {
  test('each is a fact at the end of a real path, and says what mending it brings', () => {
    let checked = 0;
    for (const { model, facts, impact } of estates(200, 11)) {
      for (const node of model.nodes) {
        for (const cause of impact.causes(node, undefined, 1000)) {
          const { channel, path, via } = cause;
          const fact = facts.get(cause.node)!;
          assert.ok(channel === 'unknown' ? fact.unknown : fact[channel] > 0);
          assert.equal(path[0], cause.node);
          assert.equal(path.at(-1), node);
          assert.equal(new Set(path).size, path.length);
          assert.equal(via.length, path.length - 1);
          via.forEach((step, i) => {
            assert.deepEqual([step.from, step.to], [path[i], path[i + 1]]);
            const compromise = channel === 'integrity' || channel === 'confidentiality';
            const flow = compromise ? model.flows[step.position]! : null;
            const group = compromise ? null : model.groups[step.position]!;
            assert.equal(flow?.from ?? step.from, step.from);
            assert.equal(flow?.to ?? group?.of, step.to);
            assert.ok(flow?.[channel as 'integrity'] ?? group?.needs.includes(step.from));
            assert.equal(step.members, group?.needs.length ?? 1);
          });
          const mended = statesOf(model, new Map(facts).set(cause.node, without(fact, channel)));
          assert.equal(cause.ifMended, levelIn(mended.get(node)!, channel));
          checked++;
        }
      }
    }
    assert.ok(checked > 2000, `${checked}`);
  });

  test('a state has causes, and mending all of them ends it', () => {
    for (const { model, facts, impact } of estates(60, 12)) {
      for (const node of model.nodes) {
        for (const channel of CHANNELS) {
          const causes = impact.causes(node, channel, 1000);
          const level = levelIn(impact.state(node), channel);
          assert.equal(causes.length > 0, level > 0);
          if (level === 0) continue;
          const mended = new Map(facts);
          for (const cause of causes) mended.set(cause.node, without(mended.get(cause.node)!, channel));
          assert.ok(levelIn(statesOf(model, mended).get(node)!, channel) < level);
        }
      }
    }
  });

  test('the nearest cause comes first, and asking changes nothing', () => {
    for (const { model, impact } of estates(30, 13)) {
      const before = snapshot(impact, model);
      for (const node of model.nodes) {
        const lengths = impact.causes(node, 'availability').map(({ path }) => path.length);
        assert.deepEqual(
          lengths,
          [...lengths].sort((a, b) => a - b),
        );
        assert.equal(impact.causes(node, 'availability', 1).length, Math.min(1, lengths.length));
      }
      assert.equal(snapshot(impact, model), before);
      impact.full();
      assert.equal(snapshot(impact, model), before);
    }
  });

  test('names the group crossed, and the flow', () => {
    const { value: impact } = createImpact({
      nodes: ['a', 'b', 'app', 'data'],
      groups: [{ id: 'web', of: 'app', needs: ['a', 'b'], kMin: 1 }],
      flows: [
        { from: 'app', to: 'data', kind: 'stores', attenuation: 1, integrity: true, confidentiality: true },
      ],
      facts: { a: plain(3), b: plain(3), app: { ...plain(0), confidentiality: 3 } },
    });
    const [first] = impact.causes('app', 'availability');
    assert.deepEqual(first?.via, [
      { from: 'a', to: 'app', position: 0, groupId: 'web', members: 2, kind: 'requires' },
    ]);
    assert.equal(first?.ifMended, 1);
    const [leak] = impact.causes('data', 'confidentiality');
    assert.deepEqual(leak?.via, [{ from: 'app', to: 'data', position: 0, members: 1, kind: 'stores' }]);
    assert.deepEqual(impact.causes('data', 'integrity'), []);
  });
});

describe('redundancy lost', () => {
  test('names the group below the service, what is lost and what remains', () => {
    const { value: impact } = createImpact({
      nodes: ['g1', 'g2', 'g3', 'internet', 'sms', 'svc'],
      groups: [
        { id: 'cables', of: 'internet', needs: ['g1', 'g2', 'g3'], kMin: 1, kFull: 2 },
        { of: 'svc', needs: ['internet'] },
        { of: 'svc', needs: ['sms'], cap: 1 },
      ],
      flows: [],
      facts: { g1: plain(3), g2: plain(2), sms: plain(3) },
    });
    assert.deepEqual(impact.redundancyLost('svc'), [
      {
        of: 'internet',
        position: 0,
        groupId: 'cables',
        result: 2,
        lost: ['g1'],
        degraded: ['g2'],
        remaining: ['g3'],
        spare: 1,
        depth: 1,
      },
    ]);
    impact.set([['g2', plain(3)]]);
    assert.equal(impact.redundancyLost('svc')[0]?.spare, 0);
    impact.set([['g3', plain(3)]]);
    assert.deepEqual(impact.redundancyLost('svc'), [], 'a group that is down no longer holds');
    assert.deepEqual(impact.redundancyLost('nobody'), []);
  });
});

describe('what if', () => {
  test('equals the real change, and leaves the live states alone', () => {
    const random = seeded(21);
    for (const { model, impact } of estates(60, 22)) {
      const before = snapshot(impact, model);
      const changes = [1, 2, 3].map(() => [random.pick(model.nodes), randomFact(random)] as const);
      const supposed = impact.whatIf(changes);
      assert.equal(snapshot(impact, model), before);
      assert.deepEqual(sortByNode(supposed), sortByNode(impact.set(changes)));
    }
  });

  test('isolating stops what leaves the node, not what it suffers', () => {
    const random = seeded(31);
    let stopped = 0;
    for (const { model, facts, impact } of estates(200, 32)) {
      const carriers = model.flows.map(({ from }) => from);
      const hot = carriers.filter((node) => impact.state(node).integrity > 0);
      const cut = random.pick(hot.length > 0 ? hot : model.nodes);
      const before = snapshot(impact, model);
      const isolation = impact.isolate([cut, 'nobody']);
      assert.equal(snapshot(impact, model), before);
      const fact = facts.get(cut) ?? plain(0);
      const expected = statesOf(
        { ...model, flows: model.flows.filter(({ from }) => from !== cut) },
        new Map(facts).set(cut, { ...fact, availability: 3 }),
      );
      for (const node of model.nodes) {
        const was = impact.state(node);
        const now = expected.get(node)!;
        const lost = isolation.lost.find((change) => change.node === node);
        const saved = isolation.stopped.find((change) => change.node === node);
        assert.equal(lost !== undefined, now.availability > was.availability);
        const less = now.integrity < was.integrity || now.confidentiality < was.confidentiality;
        assert.equal(saved !== undefined, less);
        for (const change of [lost, saved])
          if (change !== undefined) assert.deepEqual({ ...change.after }, now);
        stopped += less ? 1 : 0;
      }
    }
    assert.ok(stopped > 50, `${stopped}`);
  });
});

const sortByNode = <T extends { node: string }>(changes: readonly T[]): T[] =>
  [...changes].sort((a, b) => a.node.localeCompare(b.node));

describe('single points of failure', () => {
  test('are the nodes whose failure alone takes the target down, from health and as things stand', () => {
    let found = 0;
    for (const { model, facts, impact } of estates(40, 41)) {
      for (const given of ['healthy', 'now'] as const) {
        const own = (node: string): number => (given === 'now' ? (facts.get(node)?.availability ?? 0) : 0);
        const start = naiveAvailability(model, own, new Set());
        const sweep = impact.sweepSinglePoints(model.nodes, given);
        for (const target of model.nodes) {
          const expected = model.nodes.filter((failed) => {
            if (failed === target || start.get(target) === 3 || own(failed) === 3) return false;
            const states = naiveAvailability(model, (node) => (node === failed ? 3 : own(node)), new Set());
            return states.get(target) === 3;
          });
          const listed = impact.singlePointsOfFailure(target, given);
          assert.deepEqual([...listed].sort(), [...expected].sort(), `${target}, ${given}`);
          assert.deepEqual([...sweep.get(target)!].sort(), [...expected].sort());
          found += expected.length;
        }
      }
    }
    assert.ok(found > 500, `${found}`);
  });
});

describe('neighbourhoods', () => {
  const model: ImpactModel = {
    nodes: ['host', 'vm1', 'vm2', 'app', 'data'],
    groups: [
      { of: 'vm1', needs: ['host'] },
      { of: 'vm2', needs: ['host'] },
      { of: 'app', needs: ['vm1', 'vm2'], kMin: 1 },
      { of: 'app', needs: ['vm1'], cap: 2 },
    ],
    flows: [
      { from: 'app', to: 'data', kind: 'stores', attenuation: 0, integrity: true, confidentiality: true },
    ],
  };
  const { value: impact } = createImpact(model);
  const names = ({ nodes }: { nodes: readonly { node: string; depth: number }[] }) =>
    nodes.map(({ node, depth }) => `${node}:${depth}`);

  test('dependents go up to who is hurt, with each group and flow', () => {
    const all = impact.dependents('host', { depth: 9 });
    assert.deepEqual(names(all).sort(), ['app:2', 'data:3', 'host:0', 'vm1:1', 'vm2:1']);
    const crossing = all.edges.map(({ from, to, kind, position }) => `${from}>${to} ${kind} ${position}`);
    assert.deepEqual(crossing.sort(), [
      'app>data stores 0',
      'host>vm1 requires 0',
      'host>vm2 requires 1',
      'vm1>app requires 2',
      'vm1>app requires 3',
      'vm2>app requires 2',
    ]);
    assert.equal(all.truncated, false);
    assert.deepEqual(impact.dependents('host', { depth: 9, edges: false }), { ...all, edges: [] });
    assert.deepEqual(names(impact.dependents('host')).sort(), ['host:0', 'vm1:1', 'vm2:1']);
  });

  test('suppliers go down to what is needed; a limit is said', () => {
    assert.deepEqual(names(impact.suppliers('data', { depth: 2 })).sort(), [
      'app:1',
      'data:0',
      'vm1:2',
      'vm2:2',
    ]);
    const cut = impact.suppliers('app', { depth: 9, limit: 2 });
    assert.deepEqual(names(cut), ['app:0', 'vm1:1']);
    assert.equal(cut.truncated, true);
    assert.deepEqual(impact.suppliers('nobody'), { nodes: [], edges: [], truncated: false });
  });
});

describe('riding through', () => {
  test('a held group is at worst reduced until the reserve is gone', () => {
    const { value: impact } = createImpact({
      nodes: ['feed', 'rack', 'svc'],
      groups: [
        { id: 'power', of: 'rack', needs: ['feed'] },
        { of: 'svc', needs: ['rack'] },
      ],
      flows: [],
    });
    const levels = (): Level[] => ['feed', 'rack', 'svc'].map((node) => impact.state(node).availability);
    impact.hold([['power', true]]);
    impact.set([['feed', plain(3)]]);
    assert.deepEqual(levels(), [3, 1, 0]);
    assert.equal(
      impact.hold([
        ['power', false],
        ['no such group', true],
      ]).length,
      2,
    );
    assert.deepEqual(levels(), [3, 3, 3]);
    assert.equal(impact.hold([['power', true]]).length, 2);
    assert.deepEqual(levels(), [3, 1, 0]);
  });
});
