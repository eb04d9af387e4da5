import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { parseUrlQuery, readSearch, writeUrlQuery } from './url-query.ts';

const schema = z.object({
  state: z.array(z.enum(['down', 'degraded'])).optional(),
  q: z.string().max(5).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

test('a filter given once is a list of one where a list is expected', () => {
  assert.deepEqual(parseUrlQuery(schema, '?state=down').state, ['down']);
  assert.deepEqual(parseUrlQuery(schema, '?state=down&state=degraded').state, ['down', 'degraded']);
});

test('what does not parse is left out and the rest stands', () => {
  const parsed = parseUrlQuery(schema, '?state=burning&q=kone&limit=many&other=1');
  assert.deepEqual(parsed, { q: 'kone', limit: 200 });
});

test('any search text gives the defaults at worst', () => {
  for (const search of [
    '?',
    '?%',
    '?limit=%ZZ',
    '?state=',
    `?q=${'a'.repeat(9999)}`,
    '?limit=1&limit=2',
    '?__proto__=1',
  ]) {
    assert.equal(typeof parseUrlQuery(schema, search).limit, 'number');
  }
});

test('a change keeps the other names, and empty values leave the URL', () => {
  assert.equal(
    writeUrlQuery('?q=kone&open=1', { q: undefined, state: ['down', 'degraded'] }),
    '?open=1&state=down&state=degraded',
  );
  assert.equal(writeUrlQuery('?q=kone', { q: '' }), '');
  assert.equal(writeUrlQuery('', { mine: true, other: false }), '?mine=1');
  assert.deepEqual(readSearch(writeUrlQuery('', { q: 'é & ü=?' })), { q: 'é & ü=?' });
});
