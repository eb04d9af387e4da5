import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantOfLocal, localOfInstant } from './local-instant.ts';

test('a wall clock of Nouméa is eleven hours ahead of UTC', () => {
  assert.equal(instantOfLocal('2025-11-24T08:00', 'Pacific/Noumea'), '2025-11-23T21:00:00.000Z');
  assert.equal(localOfInstant(Date.parse('2025-11-23T21:00:30Z'), 'Pacific/Noumea'), '2025-11-24T08:00');
});

test('both sides of a change of hour', () => {
  assert.equal(instantOfLocal('2025-10-26T01:30', 'Europe/Paris'), '2025-10-25T23:30:00.000Z');
  assert.equal(instantOfLocal('2025-10-26T04:00', 'Europe/Paris'), '2025-10-26T03:00:00.000Z');
});

test('what is no date is null', () => {
  assert.equal(instantOfLocal('', 'UTC'), null);
  assert.equal(instantOfLocal('2025-13-40T08:00', 'UTC'), null);
});
