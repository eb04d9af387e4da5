import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinkType } from './api-shared.ts';
import { neighbourhood } from './graph-walk.ts';

function link(from_id: string, type: LinkType, to_id: string) {
  return { id: `${from_id}${to_id}`, from_id, to_id, type, requirement_id: null };
}

const links = [
  link('service', 'depends_on', 'app'),
  link('host', 'hosts', 'app'),
  link('host', 'located_in', 'site'),
  link('other', 'located_in', 'site'),
  link('other service', 'depends_on', 'app'),
  link('host', 'runs', 'library'),
];

test('what an asset leans on and what leans on it, without what merely shares a site', () => {
  assert.deepEqual([...neighbourhood(links, 'service', 6, 100)], ['service', 'app', 'host', 'site', 'library']);
  assert.deepEqual(
    [...neighbourhood(links, 'app', 1, 100)].toSorted(),
    ['app', 'host', 'other service', 'service'].toSorted(),
  );
  assert.deepEqual([...neighbourhood(links, 'site', 1, 100)].toSorted(), ['host', 'other', 'site']);
});

test('depth is steps, and the limit is one more than asked so that the reader is told', () => {
  assert.deepEqual([...neighbourhood(links, 'service', 2, 100)], ['service', 'app', 'host']);
  assert.equal(neighbourhood(links, 'service', 6, 2).size, 3);
});

test('connections go both ways, round a ring as well', () => {
  const ring = [link('a', 'connects_to', 'b'), link('b', 'connects_to', 'c'), link('c', 'connects_to', 'a')];
  assert.deepEqual([...neighbourhood(ring, 'b', 1, 10)].toSorted(), ['a', 'b', 'c']);
});
