import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultPreferences, readPreferences } from './preferences.ts';

test('French, Nouméa and the theme of the system until somebody chooses', () => {
  assert.deepEqual(readPreferences(null), defaultPreferences);
  assert.equal(defaultPreferences.language, 'fr');
  assert.equal(defaultPreferences.timeZone, 'Pacific/Noumea');
});

test('a field that makes no sense falls back alone', () => {
  const read = readPreferences(
    '{"language":"en","theme":"pink","timeZone":"Mars/Base","density":"comfortable"}',
  );
  assert.deepEqual(read, { ...defaultPreferences, language: 'en', density: 'comfortable' });
  for (const saved of ['', '{', 'null', '[1]', '"x"'])
    assert.deepEqual(readPreferences(saved), defaultPreferences);
});
