import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translate } from './text.ts';

const services = {
  fr: '{count} service dégradé|{count} services dégradés',
  en: '{count} degraded service|{count} degraded services',
};

test('the plural follows the language: French counts 0 and 1.5 as one, English does not', () => {
  assert.equal(translate(services, 'fr', { count: 0 }), '0 service dégradé');
  assert.equal(translate(services, 'fr', { count: 1.5 }), '1,5 service dégradé');
  assert.equal(translate(services, 'fr', { count: 2 }), '2 services dégradés');
  assert.equal(translate(services, 'en', { count: 0 }), '0 degraded services');
  assert.equal(translate(services, 'en', { count: 1 }), '1 degraded service');
});

test('large counts are grouped as the language does', () => {
  assert.equal(translate(services, 'fr', { count: 40_000 }), '40\u202F000 services dégradés');
});

test('values are put in as they are, and an unknown name stays visible', () => {
  const text = { fr: 'Pour confirmer, tapez {word}', en: 'To confirm, type {word}' };
  assert.equal(translate(text, 'fr', { word: '{count}' }), 'Pour confirmer, tapez {count}');
  assert.equal(translate(text, 'en', {}), 'To confirm, type {word}');
});

test('a bar in a text without a count is a bar', () => {
  assert.equal(translate({ fr: 'a | b', en: 'a | b' }, 'fr'), 'a | b');
});

test('in French a sign of two strokes stays with its word', () => {
  const text = { fr: 'Attention : lisez « ceci » ; merci', en: 'Mind : this' };
  assert.equal(translate(text, 'fr'), 'Attention\u00A0: lisez «\u00A0ceci\u00A0»\u00A0; merci');
  assert.equal(translate(text, 'en'), 'Mind : this');
});
