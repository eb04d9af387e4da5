import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviceFor, withAdvice } from './advice.ts';

const fortios = { name: 'FortiOS', version: '7.2.6' };
const advice = [
  'Please upgrade to FortiProxy version 7.2.9 or above ',
  'Please upgrade to FortiOS version 7.6.0 or above',
  'Please upgrade to FortiOS  version 7.2.7 or above',
  '',
].join('\n');

test('of an advice for many, what names this product and its branch', () => {
  assert.equal(adviceFor(advice, fortios), 'Please upgrade to FortiOS version 7.2.7 or above');
  assert.equal(
    adviceFor(advice, { name: 'FortiOS', version: '6.4.1' }),
    'Please upgrade to FortiOS version 7.6.0 or above Please upgrade to FortiOS version 7.2.7 or above',
  );
  assert.match(adviceFor(advice, { name: 'Apache', version: '2.4.1' }), /^Please upgrade to FortiProxy/);
  assert.equal(adviceFor('x'.repeat(1000), fortios).length, 401);
});

test('the first advisory that advises something is quoted, none leaves the remedy alone', () => {
  const remedy = { fr: 'Passez.', en: 'Upgrade.' };
  assert.deepEqual(withAdvice(remedy, fortios, [undefined, { advisory: 'A', advice: ' ' }]), remedy);
  const told = withAdvice(remedy, fortios, [
    { advisory: 'A', advice: null },
    { advisory: 'CVE-2024-21762', advice },
  ]);
  assert.equal(
    told.fr,
    'Passez.\nSelon l’avis CVE-2024-21762 : « Please upgrade to FortiOS version 7.2.7 or above »',
  );
});
