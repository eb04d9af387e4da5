import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countStates, exposureOf, stateOf, worstOf } from './state.ts';

test('unknown is never shown as normal, and never hides a hurt state', () => {
  assert.equal(stateOf({ availability: 0, unknown: true }), 'unknown');
  assert.equal(stateOf({ availability: 2, unknown: true }), 'degraded');
  assert.equal(stateOf({ availability: 3, planned: true }), 'down');
  assert.equal(stateOf({ availability: 0, planned: true }), 'planned');
  assert.equal(stateOf({ availability: 0, planned: true, unknown: true }), 'unknown');
  assert.equal(stateOf({ availability: 0 }), 'ok');
});

test('the worst of several', () => {
  assert.equal(worstOf([]), 'ok');
  assert.equal(worstOf(['ok', 'unknown', 'reduced']), 'reduced');
  assert.equal(worstOf(['planned', 'ok', 'unknown']), 'unknown');
  assert.equal(countStates(['down', 'ok', 'down']).down, 2);
  assert.equal(exposureOf(0), null);
  assert.equal(exposureOf(3), 'confirmed');
});
