import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeReachability } from './judge-reachability.ts';
import type { NetworkGraph, NetworkLink, NetworkNode, Reading } from './types.ts';

const now = 1_000_000;

function graphOf(
  links: readonly (readonly [string, string])[],
  sites: Record<string, string> = {},
): NetworkGraph {
  const ids = [...new Set([...links.flat(), ...Object.keys(sites)])];
  return {
    nodes: ids.map((id): NetworkNode => ({ id, shared: sites[id] === undefined ? {} : { site: sites[id] } })),
    links: links.map(([a, b], at): NetworkLink => ({ id: `l${at}`, a, b })),
  };
}

function readingsOf(
  graph: NetworkGraph,
  silent: Iterable<string>,
  unasked: readonly string[] = [],
): Map<string, Reading> {
  const down = new Set(silent);
  return new Map(
    graph.nodes
      .filter(({ id }) => !unasked.includes(id))
      .map(({ id }) => [
        id,
        down.has(id)
          ? { state: 'silent', lastAnswerAt: now - 60_000, silentSince: now - 30_000 }
          : { state: 'up', lastAnswerAt: now, silentSince: null },
      ]),
  );
}

const countOf = (states: ReadonlyMap<string, string>, state: string) =>
  [...states.values()].filter((one) => one === state).length;

test('a tree: what lies behind a silent switch is unreachable, and the cause is named once', () => {
  const graph = graphOf([
    ['core', 'dist'],
    ['dist', 'access'],
    ['access', 'phone'],
    ['access', 'ap'],
    ['core', 'other'],
  ]);
  const { causes, states } = judgeReachability(graph, readingsOf(graph, ['dist', 'access', 'phone', 'ap']));
  assert.equal(causes.length, 1);
  assert.equal(causes[0]?.at, 'dist');
  assert.deepEqual(causes[0].behind.toSorted(), ['access', 'ap', 'phone']);
  assert.equal(states.get('dist'), 'down');
  assert.equal(countOf(states, 'unreachable'), 3);
});

test('a ring survives one loss; two losses cut what lies between them, each with its own cause', () => {
  const ring = graphOf([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'd'],
    ['d', 'a'],
  ]);
  const one = judgeReachability(ring, readingsOf(ring, ['b']));
  assert.deepEqual([one.causes.map((cause) => cause.at), countOf(one.states, 'unreachable')], [['b'], 0]);
  const two = judgeReachability(ring, readingsOf(ring, ['b', 'c', 'd']));
  assert.deepEqual(two.causes.map((cause) => cause.at).toSorted(), ['b', 'd']);
  assert.equal(two.states.get('c'), 'unreachable');
});

test('a dual-homed switch is its own cause when both its parents answer', () => {
  const graph = graphOf([
    ['p', 'left'],
    ['p', 'right'],
    ['left', 'x'],
    ['right', 'x'],
    ['x', 'host'],
  ]);
  const { causes, states } = judgeReachability(graph, readingsOf(graph, ['x', 'host']));
  assert.deepEqual([causes.length, causes[0]?.at, states.get('host')], [1, 'x', 'unreachable']);
});

test('when nothing answers, the fault is on the side of who asks', () => {
  const graph = graphOf([
    ['a', 'b'],
    ['b', 'c'],
  ]);
  const { causes, states, isPollerCutOff } = judgeReachability(graph, readingsOf(graph, ['a', 'b', 'c']));
  assert.deepEqual([causes, isPollerCutOff, countOf(states, 'unknown')], [[], true, 3]);
});

test('a parent that answered just before dying is asked again before anything is said', () => {
  const graph = graphOf([
    ['root', 'core'],
    ['core', 'dist'],
    ['dist', 'access'],
  ]);
  const readings = readingsOf(graph, ['access']);
  // The distribution switch was asked 10 s before its child fell silent.
  readings.set('dist', { state: 'up', lastAnswerAt: now - 40_000, silentSince: null });
  const early = judgeReachability(graph, readings);
  assert.deepEqual([early.causes, early.states.get('access')], [[], 'pending']);
  const late = judgeReachability(graph, readings, { sureBefore: now - 20_000 });
  assert.deepEqual(
    late.causes.map((cause) => [cause.at, cause.since]),
    [['access', now - 30_000]],
  );
  readings.set('dist', { state: 'silent', lastAnswerAt: now - 40_000, silentSince: now - 1000 });
  const after = judgeReachability(graph, readings);
  assert.deepEqual(
    [after.causes.map((cause) => cause.at), after.states.get('access')],
    [['dist'], 'unreachable'],
  );
});

test('devices of one site that fall together are one cause, with the battery as evidence', () => {
  const sites = Object.fromEntries(['s1', 's2', 's3', 'ups'].map((id) => [id, 'kone']));
  const graph = graphOf(
    [
      ['core', 's1'],
      ['core', 's2'],
      ['core', 's3'],
      ['core', 'ups'],
    ],
    { ...sites, core: 'noumea' },
  );
  const readings = readingsOf(graph, ['s1', 's2', 's3', 'ups']);
  const facts = { ports: [], onBattery: [{ id: 'ups', since: now - 200_000 }] };
  const { causes } = judgeReachability(graph, readings, { facts });
  assert.equal(causes.length, 1);
  assert.deepEqual(causes[0]?.common, { name: 'site', value: 'kone' });
  assert.ok(causes[0].evidence.some((one) => one.kind === 'on-battery'));
});

test('a switch that nobody asks is named when all that hangs on it is silent', () => {
  const graph = graphOf([
    ['core', 'dumb'],
    ['dumb', 'a'],
    ['dumb', 'b'],
  ]);
  const { causes } = judgeReachability(graph, readingsOf(graph, ['a', 'b'], ['dumb']));
  assert.deepEqual([causes.length, causes[0]?.at], [1, 'dumb']);
  const one = judgeReachability(graph, readingsOf(graph, ['a'], ['dumb']));
  assert.deepEqual([one.causes.length, one.causes[0]?.at], [1, 'a']);
});

test('the port of the neighbour tells a cut cable from a hung device', () => {
  const graph = graphOf([['core', 'sw']]);
  const port = (isUp: boolean) => ({
    ports: [{ linkId: 'l0', reporter: 'core', isUp, at: now }],
    onBattery: [],
  });
  const readings = readingsOf(graph, ['sw']);
  const kinds = (isUp: boolean) =>
    judgeReachability(graph, readings, { facts: port(isUp) }).causes[0]?.evidence.map((one) => one.kind);
  assert.ok(kinds(false)?.includes('port-down'));
  assert.ok(kinds(true)?.includes('port-up'));
});

/** 2,000 devices: a core pair, 40 dual-homed distribution switches, access switches, edge devices; a site each. */
function estate(): NetworkGraph {
  const links: [string, string][] = [['core1', 'core2']];
  const sites: Record<string, string> = { core1: 'dc1', core2: 'dc2' };
  for (let d = 0; d < 40; d++) {
    links.push(['core1', `d${d}`], ['core2', `d${d}`]);
    sites[`d${d}`] = `dist${d}`;
    for (let a = 0; a < 7; a++) {
      const access = `d${d}a${a}`;
      links.push([`d${d}`, access]);
      sites[access] = `site${d}-${a}`;
      for (let e = 0; e < 6; e++) {
        links.push([access, `${access}e${e}`]);
        sites[`${access}e${e}`] = `site${d}-${a}`;
      }
    }
  }
  return graphOf(links, sites);
}

test('on an estate of 2,000 devices, each single loss gives one cause and no false one', () => {
  const graph = estate();
  assert.ok(graph.nodes.length >= 2000);
  const neighbours = Map.groupBy(
    graph.links.flatMap(({ a, b }) => [
      [a, b],
      [b, a],
    ]),
    ([from]) => from,
  );
  for (const lost of ['core1', 'd3', 'd17a2', 'd39a6e5']) {
    // What only the lost device leads to falls silent with it.
    const reached = new Set(['core2']);
    for (const id of reached)
      for (const [, next] of neighbours.get(id) ?? [])
        if (next !== undefined && next !== lost) reached.add(next);
    const silent = graph.nodes.map((node) => node.id).filter((id) => !reached.has(id));
    const { causes, states } = judgeReachability(graph, readingsOf(graph, silent));
    assert.deepEqual(
      causes.map((cause) => cause.at),
      [lost],
    );
    assert.equal(countOf(states, 'down'), 1);
    assert.equal(causes[0]?.behind.length, silent.length - 1);
  }
});
