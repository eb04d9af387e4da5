import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AttributeClaim, effectiveValue, type PrecedenceRules, sourceRanks } from './precedence.ts';

const claim = (
  bucket: string,
  kind: keyof typeof sourceRanks,
  value: string,
  since: string,
  orphaned = false,
): AttributeClaim => ({
  bucket,
  rank: sourceRanks[kind],
  value,
  since: `2026-0${since}T00:00:00Z`,
  orphaned,
});

const snmp = claim('snmp', 'device', '7.4.1', '3-01');
const netbox = claim('netbox', 'inventory', '7.2.0', '5-01');
const csv = claim('csv', 'import', '7.0.0', '6-01');
const person = claim('people', 'person', '7.4.9', '1-01');
const sweep = claim('sweep', 'guess', '?', '7-01');

const cases: readonly (readonly [
  string,
  readonly AttributeClaim[],
  string | null,
  boolean,
  PrecedenceRules?,
])[] = [
  ['no claim', [], null, false],
  ['one claim', [csv], 'csv', false],
  ['a person before all', [csv, snmp, person, netbox, sweep], 'people', true],
  ['the device before an inventory, though older', [netbox, snmp], 'snmp', true],
  ['an inventory before an import', [csv, netbox], 'netbox', true],
  ['an import before a guess', [sweep, csv], 'csv', true],
  ['newer between equals', [claim('a', 'import', 'x', '1-01'), claim('b', 'import', 'y', '2-01')], 'b', true],
  [
    'the same instant: by name',
    [claim('b', 'import', 'x', '1-01'), claim('a', 'import', 'x', '1-01')],
    'a',
    false,
  ],
  ['an orphaned claim loses', [claim('p', 'person', 'x', '1-01', true), sweep], 'sweep', false],
  [
    'only orphaned claims',
    [claim('p', 'person', 'x', '1-01', true), claim('q', 'guess', 'y', '2-01', true)],
    'p',
    false,
  ],
  ['a rule for this attribute', [netbox, snmp], 'netbox', true, { version: { netbox: 5 } }],
  ['a rule for another attribute', [netbox, snmp], 'snmp', true, { owner: { netbox: 5 } }],
];

for (const [name, claims, bucket, disputed, rules] of cases) {
  test(name, () => {
    for (const order of [claims, claims.toReversed()]) {
      const effective = effectiveValue('version', order, rules);
      assert.equal(effective?.bucket ?? null, bucket);
      assert.equal(effective?.disputed ?? false, disputed);
      assert.equal((effective?.others.length ?? -1) + 1, claims.length);
    }
  });
}
