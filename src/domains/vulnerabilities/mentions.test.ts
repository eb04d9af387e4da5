import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComponentName } from '#engines/matching/component-name.ts';
import type { JsonValue } from '#engines/json-value.ts';
import { sharedData } from '#test/shared-data.ts';
import { readRawRecords } from './feed-files.ts';
import type { FeedKind } from './feed-record.ts';
import { mentionsOne } from './mentions.ts';
import { readRecord } from './read-record.ts';
import { wantedNames } from './wanted-names.ts';

const wanted = (namespace: string, name: string) =>
  wantedNames([[{ namespace, name, version: '1', part: null, target: null } satisfies ComponentName]]);
const says = (kind: FeedKind, name: string, record: JsonValue | string, namespace = 'product'): boolean =>
  mentionsOne(
    kind,
    wanted(namespace, name),
  )(Buffer.from(typeof record === 'string' ? record : JSON.stringify(record)));

test('names are found in their fields, however they are written', () => {
  const of = (product: string) => ({ containers: { cna: { affected: [{ vendor: 'Acme', product }] } } });
  assert.ok(says('cve', 'acme:door_one', of('Door  One ')));
  assert.ok(says('cve', 'acme:door_one', JSON.stringify(of('door_one'), null, 2)));
  assert.ok(says('cve', 'acme:é"', of('É"')));
  assert.ok(says('cve', 'acme:é"', String.raw`{"product" : "\u00c9\""}`));
  assert.ok(!says('cve', 'acme:door_one', of('Door Two')));
  assert.ok(!says('cve', 'acme:door', { descriptions: [{ value: 'a door' }] }));
  const cpes = (cpe: string) => ({ cpes: [cpe] });
  assert.ok(says('nvd', 'joomla:joomla!', cpes(String.raw`cpe:2.3:a:joomla:joomla\!:1:*:*:*:*:*:*:*`)));
  assert.ok(says('nvd', 'acme:a b', cpes(String.raw`cpe:2.3:a:acme:a\:b:1:*:*:*:*:*:*:*`)));
  assert.ok(says('nvd', 'acme:door', cpes('cpe:/a:acme:door')));
  assert.ok(!says('nvd', 'acme:door', cpes('cpe:2.3:a:acme:window:door:*:*:*:*:*:*:*')));
  assert.ok(
    says('cve', 'stdlib', { affected: [{ vendor: 'Go standard library', product: 'net/http' }] }, 'golang'),
  );
  assert.ok(says('osv', 'ruamel-yaml', { affected: [{ package: { name: 'ruamel.yaml' } }] }, 'pypi'));
  assert.ok(says('csaf', 'siemens:simatic_s7-1500', { product_tree: { name: 'SIMATIC S7-1500' } }));
  assert.ok(says('debian', 'openssl', '{"openssl":{}}', 'deb:debian-12'));
  assert.ok(!says('debian', 'openssl', '{"openssh":{"openssl":{}}}', 'deb:debian-12'));
});

const corpus: readonly (readonly [file: string, kind: FeedKind, step: number])[] = [
  ['cve5/cve5-estate.jsonl.gz', 'cve', 40],
  ['cve5/cve5-other.jsonl.gz', 'cve', 40],
  ['nvd-style/cpe-configurations.jsonl.gz', 'nvd', 20],
  ['osv/bitnami.osv.jsonl.gz', 'osv', 20],
  ['csaf/cisa-ics-csaf.jsonl.gz', 'csaf', 20],
  ['osv/openstack-ossa.jsonl.gz', 'ossa', 2],
  ['kev/kev-2026-01-29.json.gz', 'kev', 3],
];

for (const [name, kind, step] of corpus) {
  const path = sharedData(`vulnerabilities/${name}`);
  test(`no rule of ${name} is passed over`, { skip: path === null && 'no reference data here' }, async () => {
    // One in so many; all of them with VIGIE_TEST_ALL, in a minute or two.
    const each = process.env['VIGIE_TEST_ALL'] === undefined ? step : 1;
    let at = 0;
    let names = 0;
    const missed: string[] = [];
    for await (const records of readRawRecords(path ?? '', kind, { name }))
      for (const { bytes, place } of records) {
        if (at++ % each !== 0 || bytes === null) continue;
        const { advisories } = readRecord(kind, JSON.parse(bytes.toString()) as JsonValue);
        const own = new Set(
          advisories.flatMap(({ rules }) => rules.map((rule) => `${rule.namespace}\0${rule.name}`)),
        );
        for (const both of own) {
          const [namespace = '', product = ''] = both.split('\0');
          names++;
          if (!mentionsOne(kind, wanted(namespace, product))(bytes))
            missed.push(`${place} ${namespace} ${product}`);
        }
      }
    assert.deepEqual(missed.slice(0, 20), []);
    assert.ok(names > 10, `${names} names`);
  });
}
