import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialsOf } from './initials.ts';
import { matchWords } from './match-words.ts';

test('accents and case do not stand in the way, every word counts', () => {
  assert.ok(matchWords('Équipements réseau', 'equ res'));
  assert.ok(!matchWords('Équipements réseau', 'equ wifi'));
  assert.ok(matchWords('Constats', ''));
});

test('initials of people', () => {
  assert.equal(initialsOf('Rose Cagnard'), 'RC');
  assert.equal(initialsOf('  élodie  Marie-Claire Naouna '), 'ÉN');
  assert.equal(initialsOf('astreinte'), 'A');
  assert.equal(initialsOf(''), '');
});
