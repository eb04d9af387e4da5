import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceStatus } from './source-status.ts';

const now = new Date('2025-11-24T08:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const source = {
  enabled: true,
  expectedEverySeconds: 60,
  lastSuccessAt: ago(30),
  lastFailureAt: null,
  silencedAt: null,
  createdAt: ago(9999),
};

test('a source is fresh, late, then silent; what was never heard is first awaited', () => {
  assert.equal(sourceStatus(source, now), 'fresh');
  assert.equal(sourceStatus({ ...source, lastSuccessAt: ago(70) }, now), 'fresh');
  assert.equal(sourceStatus({ ...source, lastSuccessAt: ago(90) }, now), 'late');
  assert.equal(sourceStatus({ ...source, lastSuccessAt: ago(181) }, now), 'silent');
  assert.equal(sourceStatus({ ...source, lastSuccessAt: null, createdAt: ago(20) }, now), 'never');
  assert.equal(sourceStatus({ ...source, lastSuccessAt: null }, now), 'silent');
  assert.equal(sourceStatus({ ...source, silencedAt: ago(1) }, now), 'silent');
});

test('a failure counts until the next success; a silent source is silent whatever failed', () => {
  assert.equal(sourceStatus({ ...source, lastFailureAt: ago(10) }, now), 'failed');
  assert.equal(sourceStatus({ ...source, lastFailureAt: ago(40) }, now), 'fresh');
  assert.equal(sourceStatus({ ...source, lastSuccessAt: ago(500), lastFailureAt: ago(10) }, now), 'silent');
});

test('a source that its domain finds fault with is never up to date', () => {
  assert.equal(sourceStatus({ ...source, isDoubted: true }, now), 'doubted');
  assert.equal(sourceStatus({ ...source, expectedEverySeconds: null, isDoubted: true }, now), 'doubted');
  assert.equal(sourceStatus({ ...source, isDoubted: true, lastFailureAt: ago(10) }, now), 'failed');
  assert.equal(sourceStatus({ ...source, enabled: false, isDoubted: true }, now), 'disabled');
});

test('what people bring has no rhythm, and a disabled source no status', () => {
  assert.equal(
    sourceStatus({ ...source, expectedEverySeconds: null, lastSuccessAt: ago(99_999) }, now),
    'manual',
  );
  assert.equal(sourceStatus({ ...source, enabled: false, silencedAt: ago(1) }, now), 'disabled');
});
