import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinkType } from './api-shared.ts';
import type { Step } from './graph-walk.ts';
import { neighbourhood, typesOfWay } from './graph-walk.ts';

type Link = readonly [from: string, type: LinkType, to: string];

function stepOver(links: readonly Link[]): Step {
  return async (ids, way) => {
    const { forward, backward } = typesOfWay(way);
    return links.flatMap(([from, type, to]) => [
      ...(forward.includes(type) && ids.includes(from) ? [to] : []),
      ...(backward.includes(type) && ids.includes(to) ? [from] : []),
    ]);
  };
}

const links: readonly Link[] = [
  ['service', 'depends_on', 'app'],
  ['host', 'hosts', 'app'],
  ['host', 'located_in', 'site'],
  ['other', 'located_in', 'site'],
  ['other service', 'depends_on', 'app'],
  ['host', 'runs', 'library'],
];
const around = async (focus: string, depth: number, limit = 100) => [
  ...(await neighbourhood(stepOver(links), focus, depth, limit)),
];

test('what an asset leans on and what leans on it, without what merely shares a site', async () => {
  assert.deepEqual(await around('service', 6), ['service', 'app', 'host', 'site', 'library']);
  assert.deepEqual((await around('app', 1)).toSorted(), ['app', 'host', 'other service', 'service']);
  assert.deepEqual((await around('site', 1)).toSorted(), ['host', 'other', 'site']);
});

test('depth is steps, and the limit is one more than asked so that the reader is told', async () => {
  assert.deepEqual(await around('service', 2), ['service', 'app', 'host']);
  assert.equal((await around('service', 6, 2)).length, 3);
});

test('connections go both ways, round a ring as well', async () => {
  const ring: readonly Link[] = [
    ['a', 'connects_to', 'b'],
    ['b', 'connects_to', 'c'],
    ['c', 'connects_to', 'a'],
  ];
  assert.deepEqual([...(await neighbourhood(stepOver(ring), 'b', 1, 10))].toSorted(), ['a', 'b', 'c']);
});
