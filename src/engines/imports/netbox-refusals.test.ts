import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estate } from '#test/netbox-estate.ts';
import { importNetbox } from './netbox.ts';

const faults: readonly (readonly [string, unknown, string, boolean])[] = [
  ['nothing', {}, 'netbox.not-an-export', false],
  ['a text', 'devices', 'netbox.not-an-export', false],
  [
    'an error answer',
    { detail: 'Authentication credentials were not provided.' },
    'netbox.not-an-export',
    false,
  ],
  ['an empty page', { count: 0, next: null, results: [] }, 'netbox.empty', false],
  ['a row that is no object', { 'dcim.devices': [7, estate['dcim.devices'][0]] }, 'json.not-a-row', true],
  ['a row without id', { 'dcim.devices': [{ name: 'x' }, estate['dcim.devices'][0]] }, 'netbox.no-id', true],
  [
    'a row given twice',
    { 'dcim.sites': [estate['dcim.sites'][0], estate['dcim.sites'][0]] },
    'import.same-key',
    true,
  ],
  [
    'a null character',
    { 'dcim.sites': [estate['dcim.sites'][0], { id: 9, name: 'a\0b' }] },
    'import.unstorable-text',
    true,
  ],
  [
    'a device without name',
    { 'dcim.sites': [estate['dcim.sites'][0], { id: 9, name: '' }] },
    'import.empty-text',
    true,
  ],
];
for (const [name, document, code, readable] of faults) {
  test(`refuses ${name}`, () => {
    const { report } = importNetbox(JSON.stringify(document, null, 2));
    assert.equal(report.refused[0]?.code, code);
    assert.equal(report.readable, readable);
    assert.ok(report.refused.every(({ line, column }) => line !== undefined && column !== undefined));
  });
}

test('a very long list of anything but rows is counted, not a crash', () => {
  const { report } = importNetbox(`[${'7,'.repeat(300_000)}${JSON.stringify(estate['dcim.devices'][0])}]`);
  assert.deepEqual(
    [report.readable, report.rows, report.refusedTotal, report.refused.length],
    [true, 300_001, 300_000, 1000],
  );
});
