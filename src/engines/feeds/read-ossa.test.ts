import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonValue } from '#engines/json-value.ts';
import { areDisjoint, documentsOf, ruleVerdicts } from '#test/rule-verdict.ts';
import { sharedData } from '#test/shared-data.ts';
import { readOssa } from './read-ossa.ts';

function rulesOf(date: string, product: string, version: JsonValue) {
  const document = {
    id: 'OSSA-2026-001',
    date,
    title: 'Essai',
    'affected-products': [{ product, version }],
    vulnerabilities: [{ 'cve-id': 'CVE-2026-1000' }],
  };
  return readOssa(document);
}

/** When, which versions, the versions asked and a verdict for each. */
const cases: readonly (readonly [date: string, version: JsonValue, asked: string, expected: string])[] = [
  [
    '2026-01-01',
    '<26.0.1, ==27.0.0, >=28.0.0 <28.0.2',
    '25.0.0 26.0.1 27.0.0 27.0.1 28.0.1 28.0.2',
    '+-+-+-',
  ],
  ['2025-01-01', '>=25.0.0, <26.1.0', '24.0.0 25.0.0 26.1.0', '-+-'],
  ['2016-01-01', '<=2015.1.3, >=12.0.0 <=12.0.2', '2014.2 2015.1.3 12.0.1 12.0.3 13.0.0', '+++--'],
  [
    '2014-06-01',
    'up to 2013.2.3, and 2014.1 to 2014.1.1',
    '2013.1 2013.2.3 2013.2.4 2014.1.1 13.0.0',
    '++.+.',
  ],
  ['2013-05-01', 'Folsom, Grizzly', '2012.1 2012.2.4 2013.1.2 2013.2', '.++.'],
  ['2012-09-01', 'Essex (prior to 2012.1.2), Folsom', '2012.1.1 2012.1.2 2012.2', '+.+'],
  ['2013-05-01', 'Grizzly, Folsom (and earlier versions)', '2011.3 2013.1.4 2013.2 20.0.0', '++..'],
  ['2013-05-01', 'All supported versions prior to Havana', '2013.1 2013.2 14.0.0', '+..'],
  ['2013-05-01', 'All versions', '2012.1 2013.2 2014.1 14.0.0', '++..'],
  ['2014-05-01', 2014.1, '2013.2 2014.1 2014.2', '.+.'],
];

describe('versions of OpenStack', () => {
  for (const [date, version, asked, expected] of cases)
    test(`${String(version)}, in ${date}`, () => {
      const { value, problems } = rulesOf(date, 'Nova', version);
      const rules = value[0]?.rules ?? [];
      assert.deepEqual(problems, []);
      assert.equal(ruleVerdicts(rules, 'pypi/nova', asked), expected);
      assert.equal(ruleVerdicts(rules, 'product/openstack:nova', asked), expected);
    });

  test('what an old advisory says of all versions of a library is not said of those of today', () => {
    for (const version of ['All versions', 'Versions after 0.2.0', 'TODO']) {
      const { value, problems } = rulesOf('2013-05-01', 'python-keystoneclient', version);
      assert.deepEqual(value[0]?.rules, []);
      assert.deepEqual(
        problems.map(({ path }) => path),
        ['/affected-products/0/version'],
      );
    }
  });

  test('several projects in one line have versions of their own', () => {
    const { value } = rulesOf('2023-01-01', 'Cinder, Nova', 'Cinder <19.1.2, ==21.0.0; Nova <24.1.2');
    const rules = value[0]?.rules ?? [];
    assert.equal(ruleVerdicts(rules, 'pypi/cinder', '19.1.1 19.1.2 21.0.0'), '+-+');
    assert.equal(ruleVerdicts(rules, 'pypi/nova', '19.1.2 24.1.2'), '+-');
  });
});

test('all advisories of OpenStack', (t) => {
  const file = sharedData('vulnerabilities/osv/openstack-ossa.jsonl.gz');
  if (file === null) return t.skip('the OpenStack advisories are not here');
  const counts = { documents: 0, advisories: 0, withRules: 0, problems: 0, cve: 0 };
  for (const document of documentsOf(file)) {
    const { value, problems } = readOssa(document);
    counts.documents++;
    counts.problems += problems.length;
    for (const advisory of value) {
      counts.advisories++;
      if (advisory.rules.length > 0) counts.withRules++;
      if (advisory.vulnerability.startsWith('CVE-')) counts.cve++;
      assert.ok(areDisjoint(advisory.rules), advisory.key);
    }
  }
  assert.deepEqual(counts, { documents: 183, advisories: 200, withRules: 192, problems: 9, cve: 197 });
});
