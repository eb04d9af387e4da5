import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LINK_TYPES, channelsOf, isLinkType } from './channels-of.ts';
import { createImpact } from './impact.ts';
import { plain } from './naive-reference.ts';
import { serviceSeverity, severityOf } from './severity.ts';
import type { ImpactModel, LocalFacts } from './types.ts';

const flow = { kind: 'hosts', attenuation: 0, integrity: true, confidentiality: true };

describe('a faulty model', () => {
  const model: ImpactModel = {
    nodes: ['a', 'b', 'app', 'a'],
    groups: [
      { of: 'nobody', needs: ['a'] },
      { of: 'app', needs: ['a', 'ghost', 'b', 'b'], kMin: 9 },
      { of: 'app', needs: ['ghost'] },
      { id: 'x', of: 'app', needs: ['a'], cap: 7 },
      { id: 'x', of: 'b', needs: ['a'], kFull: 0.5 },
      { of: 'b', needs: ['a', 'app'], kMin: 2, kFull: 1 },
    ],
    flows: [
      { ...flow, from: 'a', to: 'ghost' },
      { ...flow, from: 'a', to: 'b', attenuation: -1 },
    ],
    facts: { ghost: plain(3), app: { ...plain(0), integrity: 5 as never } },
  };
  const { value: impact, problems } = createImpact(model);

  test('names each place once, in both languages', () => {
    assert.deepEqual(
      problems.map(({ code, path }) => `${code} ${path}`),
      [
        'impact-duplicate-node nodes[3]',
        'impact-unknown-node groups[0].of',
        'impact-unknown-node groups[1].needs[1]',
        'impact-duplicate-member groups[1].needs[3]',
        'impact-k-out-of-range groups[1].kMin',
        'impact-unknown-node groups[2].needs[0]',
        'impact-empty-group groups[2].needs',
        'impact-cap-out-of-range groups[3].cap',
        'impact-k-out-of-range groups[4].kFull',
        'impact-k-out-of-range groups[5].kFull',
        'impact-unknown-node flows[0].to',
        'impact-attenuation-out-of-range flows[1].attenuation',
        'impact-duplicate-group groups[4].id',
        'impact-unknown-node facts["ghost"]',
        'impact-level-out-of-range facts["app"]',
      ],
    );
    for (const { message } of problems) assert.ok(message.fr.length > 20 && message.en.length > 20);
  });

  test('keeps the good part, as strict as it was meant', () => {
    impact.set([['b', plain(3)]]);
    assert.equal(impact.state('app').availability, 3, 'all the members left are needed');
    impact.set([
      ['b', plain(0)],
      ['a', { availability: 0, integrity: 2, confidentiality: 0 }],
    ]);
    assert.equal(impact.state('app').availability, 0);
    assert.equal(impact.state('b').integrity, 2);
  });

  test('leaves out facts about nobody and impossible levels, and calls nobody unknown', () => {
    const impossible = { availability: 4, integrity: 0, confidentiality: 0 } as unknown as LocalFacts;
    assert.deepEqual(
      impact.set([
        ['nobody', plain(3)],
        ['a', impossible],
      ]),
      [],
    );
    assert.equal(impact.has('nobody'), false);
    assert.equal(impact.state('nobody').unknown, true);
    assert.deepEqual(impact.causes('nobody'), []);
  });

  test('says only once that there is more than a thousand problems', () => {
    const groups = Array.from({ length: 3000 }, () => ({ of: 'ghost', needs: ['a'] }));
    const list = createImpact({ nodes: ['a'], groups, flows: [] }).problems;
    assert.equal(list.length, 1001);
    assert.equal(list.at(-1)?.code, 'impact-more-problems');
  });

  test('one k stands for both, none asks for all', () => {
    const levelWith = (k: { kMin?: number; kFull?: number }): number =>
      createImpact({
        nodes: ['a', 'b', 'c', 'app'],
        groups: [{ of: 'app', needs: ['a', 'b', 'c'], ...k }],
        flows: [],
        facts: { a: plain(3) },
      }).value.state('app').availability;
    assert.equal(levelWith({}), 3);
    assert.equal(levelWith({ kMin: 2 }), 1);
    assert.equal(levelWith({ kFull: 2 }), 1);
    assert.equal(levelWith({ kMin: 1, kFull: 3 }), 2);
    assert.equal(levelWith({ kMin: 3 }), 3);
  });

  test('an empty model is a model', () => {
    const { value, problems: none } = createImpact({ nodes: [], groups: [], flows: [] });
    assert.deepEqual([value.nodeCount, none, value.set([])], [0, [], []]);
    value.full();
  });

  test('very deep chains and large rings do not exhaust the stack', () => {
    const nodes = Array.from({ length: 200_000 }, (_, i) => `n${i}`);
    const groups = nodes.slice(1).map((of, i) => ({ of, needs: [nodes[i]!] }));
    const chain = createImpact({ nodes, groups, flows: [] }).value;
    assert.equal(chain.set([['n0', plain(3)]]).length, nodes.length);
    const ring = createImpact({
      nodes,
      groups: [...groups, { of: 'n0', needs: ['n199999'] }],
      flows: [],
    }).value;
    assert.equal(ring.set([['n7', plain(2)]]).length, nodes.length);
    assert.equal(ring.set([['n7', plain(0)]]).length, nodes.length);
    assert.equal(ring.state('n8').availability, 0);
  });
});

describe('planned work', () => {
  const model: ImpactModel = {
    nodes: ['a', 'b', 'net', 'app', 'svc'],
    groups: [
      { of: 'app', needs: ['a', 'b'], kMin: 1 },
      { of: 'app', needs: ['net'] },
      { of: 'svc', needs: ['app'] },
    ],
    flows: [],
  };
  const planned = (facts: Record<string, LocalFacts>) => {
    const { value: impact } = createImpact({ ...model, facts });
    const { availability, planned: flag } = impact.state('svc');
    return [availability, flag];
  };
  const work = { ...plain(3), planned: true };

  test('explains a service only when it explains all of its harm', () => {
    assert.deepEqual(planned({ net: work }), [3, true]);
    assert.deepEqual(planned({ net: plain(3) }), [3, false]);
    assert.deepEqual(planned({ a: work, b: plain(3) }), [3, false], 'half of the pair failed by itself');
    assert.deepEqual(planned({ net: work, a: plain(3) }), [3, true], 'a redundancy lost hurts nobody');
    assert.deepEqual(planned({ net: work, app: plain(2) }), [3, false], 'a fault hides behind the work');
    assert.deepEqual(planned({ a: work }), [0, false]);
  });
});

describe('severity of a service', () => {
  const need = 3;
  test('is the table while the outage is tolerable', () => {
    assert.deepEqual(serviceSeverity({ need, state: 2 }), {
      severity: 2,
      earlyWarning: false,
      secondsLeft: null,
    });
    const calm = serviceSeverity({ need, state: 0, outageSeconds: 9000, dmiaSeconds: 3600 });
    assert.deepEqual(calm, { severity: 0, earlyWarning: false, secondsLeft: 3600 });
    assert.equal(severityOf(4, 1), 2);
  });
  test('warns at half of the tolerable outage and is 4 at its end', () => {
    const at = (outageSeconds: number) =>
      Object.values(serviceSeverity({ need, state: 2, outageSeconds, dmiaSeconds: 3600 }));
    assert.deepEqual(at(1799), [2, false, 1801]);
    assert.deepEqual(at(1800), [2, true, 1800]);
    assert.deepEqual(at(3599), [2, true, 1]);
    assert.deepEqual(at(3600), [4, false, 0]);
    assert.deepEqual(at(4000), [4, false, -400]);
  });
});

describe('channels of the link types', () => {
  test('are those of the design', () => {
    const table = LINK_TYPES.map((type) => {
      const { availability, integrity, confidentiality } = channelsOf(type);
      return `${type} ${[availability, integrity, confidentiality].map((d) => d?.[0] ?? '-').join('')}`;
    });
    assert.deepEqual(table, [
      'depends_on b--',
      'hosts fff',
      'runs -bb',
      'connects_to ---',
      'located_in b--',
      'powers f--',
      'authenticates fff',
      'administers -ff',
      'flows_to -f-',
      'stores -ff',
      'processes -ff',
      'backs_up --f',
      'protects ---',
    ]);
    assert.equal(channelsOf('protects').attenuates, true);
    assert.equal(channelsOf('powers').rideThrough, true);
    assert.equal(isLinkType('toString'), false);
  });
});
