import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import { areDisjoint, atPointer, documentsOf, ruleVerdicts } from '#test/rule-verdict.ts';
import { sharedData } from '#test/shared-data.ts';
import { readCsaf, tlpOf } from './read-csaf.ts';

type Products = Readonly<Record<string, string>>;

/** A branch of each version, whose product id is its place: `V0`, `V1`… */
function branches(versions: readonly string[], vendor = 'Fabrique', name = 'Portail Web'): JsonObject {
  const leaves = versions.map((version, index) => ({
    category: /[<>*:]/.test(version) ? 'product_version_range' : 'product_version',
    name: version,
    product: { product_id: `V${index}`, name: `${name} ${version}` },
  }));
  return {
    branches: [
      { category: 'vendor', name: vendor, branches: [{ category: 'product_name', name, branches: leaves }] },
    ],
  };
}

function documentOf(tree: JsonObject, vulnerability: JsonObject, publisher = 'vendor'): JsonObject {
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: 'Faille du portail',
      publisher: { category: publisher, name: 'Fabrique', namespace: 'https://fabrique.example' },
      distribution: { tlp: { label: 'WHITE' } },
      tracking: {
        id: 'FAB-2026-7',
        initial_release_date: '2026-01-02T00:00:00Z',
        current_release_date: '2026-02-03T00:00:00Z',
      },
    },
    product_tree: tree,
    vulnerabilities: [{ cve: 'CVE-2026-1000', ...vulnerability }],
  };
}

function read(tree: JsonObject, vulnerability: JsonObject, publisher?: string) {
  const document = documentOf(tree, vulnerability, publisher);
  const { value, problems } = readCsaf(document);
  const [advisory] = value;
  assert.ok(advisory);
  assert.ok(areDisjoint(advisory.rules));
  for (const rule of advisory.rules) assert.notEqual(atPointer(document, rule.pointer), undefined);
  return { ...advisory, problems };
}

const portail = 'product/fabrique:portail_web';

/** What: versions of the tree, what each list names, versions asked, a verdict for each. */
const cases: readonly (readonly [string, string[], JsonObject, string, string])[] = [
  ['a range and its fix', ['<V3.1', '3.1'], { known_affected: ['V0'], fixed: ['V1'] }, '3.0 3.1 3.2', '+--'],
  ['a range alone: its end is the fix', ['<V3.1'], { known_affected: ['V0'] }, '3.0 3.1', '+-'],
  ['up to a version: nobody tells the fix', ['<=3.1'], { known_affected: ['V0'] }, '3.1 3.2', '+.'],
  ['all versions, and no fix', ['vers:all/*'], { known_affected: ['V0'] }, '0.1 99', '++'],
  [
    'all versions, and one fix',
    ['vers:all/*', '3.1'],
    { known_affected: ['V0'], first_fixed: ['V1'] },
    '3.0 3.1 4',
    '+--',
  ],
  [
    'all versions, and a fix in two branches',
    ['vers:all/*', '2.9.7', '3.1.2'],
    { known_affected: ['V0'], fixed: ['V1', 'V2'] },
    '2.9.6 2.9.7 2.9.9 3.0 3.1.1 3.1.2',
    '+-.++-',
  ],
  [
    'versions by name',
    ['2.1', '2.2', '2.3'],
    { known_affected: ['V0', 'V1'], known_not_affected: ['V2'] },
    '2.1 2.2 2.3 2.4',
    '++-.',
  ],
  [
    'between the first and the last one',
    ['2.1', '2.4'],
    { first_affected: ['V0'], last_affected: ['V1'] },
    '2.0 2.1 2.3 2.4 2.5',
    '.+++.',
  ],
  ['under investigation', ['<9'], { under_investigation: ['V0'] }, '8 9', '?.'],
  [
    'a version named beside its range',
    ['<9', '8.5'],
    { known_affected: ['V0'], known_not_affected: ['V1'] },
    '8.4 8.5 8.6',
    '+-+',
  ],
  ['not affected at all', ['vers:all/*'], { known_not_affected: ['V0'] }, '1 2', '--'],
  ['only with an option', ['< 3 (only if the portal is open)'], { known_affected: ['V0'] }, '2', '?'],
  [
    'words that cannot be read',
    ['<= first digits of serial number 21'],
    { known_affected: ['V0'] },
    '2',
    '?',
  ],
  ['a branch', ['8.2.x'], { known_affected: ['V0'] }, '8.1.9 8.2.4 8.3', '.+.'],
];

describe('what CSAF says of products', () => {
  for (const [what, versions, status, asked, expected] of cases)
    test(what, () => {
      const { rules, problems } = read(branches(versions), { product_status: status });
      assert.deepEqual(problems, []);
      assert.equal(ruleVerdicts(rules, portail, asked), expected);
    });

  test('the vendor has the first word, a coordinator that of an ecosystem', () => {
    const status = { product_status: { known_affected: ['V0'] } };
    const trusts = ['vendor', 'coordinator', 'other'].map(
      (one) => read(branches(['<3']), status, one).rules[0]?.trust,
    );
    assert.deepEqual(trusts, [10, 30, 30]);
  });

  test('CPE and purl are names too', () => {
    const product = (id: string, helper: Products): JsonObject => ({
      product_id: id,
      name: id,
      product_identification_helper: helper,
    });
    const tree = {
      full_product_names: [
        product('A', { cpe: 'cpe:2.3:a:fabrique:portail:2.1:*:*:*:*:wordpress:*:*' }),
        product('B', { purl: 'pkg:npm/%40fabrique/portail@2.1.0' }),
        product('C', { purl: 'pkg:maven/org.fabrique/portail@2.1' }),
        product('F', { purl: 'pkg:gem/portail@2.1' }),
        product('G', { purl: 'pkg:cargo/portail@2.1.0' }),
        product('H', { purl: 'pkg:composer/fabrique/portail@2.1.0' }),
        product('I', { purl: 'pkg:golang/fabrique.test/portail@v2.1.0' }),
        product('D', {}),
      ],
    };
    const ids = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'];
    const { rules, problems } = read(tree, { product_status: { known_affected: ids } });
    assert.deepEqual(
      rules.map(({ namespace, name, target, low }) => [`${namespace}/${name}`, target, low?.version]),
      [
        ['product/fabrique:portail', 'wordpress', '2.1'],
        ['npm/@fabrique/portail', null, '2.1.0'],
        ['maven/org.fabrique:portail', null, '2.1'],
        ['gem/portail', null, '2.1'],
        ['cargo/portail', null, '2.1.0'],
        ['composer/fabrique/portail', null, '2.1.0'],
        ['golang/fabrique.test/portail', null, '2.1.0'],
      ],
    );
    assert.deepEqual(
      problems.map(({ path }) => path),
      [
        '/vulnerabilities/0/product_status/known_affected/3',
        '/vulnerabilities/0/product_status/known_affected/4',
      ],
    );
  });

  test('packages of a distribution answer to their release, and are affected below their fix', () => {
    const tree = {
      branches: [
        {
          category: 'vendor',
          name: 'Red Hat',
          branches: [
            {
              category: 'product_name',
              name: 'Red Hat Enterprise Linux 9',
              product: {
                product_id: 'AppStream-9',
                name: 'RHEL 9',
                product_identification_helper: { cpe: 'cpe:/a:redhat:enterprise_linux:9::appstream' },
              },
            },
            {
              category: 'product_version',
              name: 'portail-1:2.4.57-5.el9.src',
              product: {
                product_id: 'portail.src',
                name: 'portail',
                product_identification_helper: {
                  purl: 'pkg:rpm/redhat/portail@2.4.57-5.el9?arch=src&epoch=1',
                },
              },
            },
          ],
        },
      ],
      relationships: [
        {
          category: 'default_component_of',
          product_reference: 'portail.src',
          relates_to_product_reference: 'AppStream-9',
          full_product_name: { product_id: 'AppStream-9:portail.src', name: 'portail in RHEL 9' },
        },
      ],
    };
    const { rules } = read(tree, { product_status: { fixed: ['AppStream-9:portail.src'] } });
    assert.equal(
      ruleVerdicts(rules, 'rpm:rhel-9/portail', '1:2.4.57-4.el9 1:2.4.57-5.el9 1:2.4.62-1.el9'),
      '+--',
    );
    assert.equal(rules.find(({ status }) => status === 'affected')?.fixedIn, '1:2.4.57-5.el9');
  });

  test('installed on another product: a condition on it', () => {
    const tree = {
      ...branches(['<3.0']),
      full_product_names: [
        {
          product_id: 'HW',
          name: 'Borne',
          product_identification_helper: { cpe: 'cpe:2.3:h:fabrique:borne:-:*:*:*:*:*:*:*' },
        },
      ],
      relationships: [
        {
          category: 'installed_on',
          product_reference: 'V0',
          relates_to_product_reference: 'HW',
          full_product_name: { product_id: 'V0-HW', name: 'Portail sur borne' },
        },
      ],
    };
    const { rules } = read(tree, { product_status: { known_affected: ['V0-HW'] } });
    assert.deepEqual(rules[0]?.condition, { groups: [[{ name: 'fabrique:borne', low: null, high: null }]] });
  });
});

describe('the rest of a vulnerability', () => {
  test('names, dates, scores, remedies, exploitation', () => {
    const advisory = read(branches(['<=3.0']), {
      cwe: { id: 'CWE-79', name: 'XSS' },
      ids: [
        { system_name: 'GitHub', text: 'GHSA-aaaa-bbbb-cccc' },
        { system_name: 'Bugs', text: '1234' },
      ],
      notes: [
        { category: 'description', text: 'Ce que c’est.' },
        { category: 'details', title: 'SSVC', text: 'SSVCv2/E:A/A:Y/T:T/2026-01-02T10:00:00Z/' },
      ],
      product_status: { known_affected: ['V0'] },
      scores: [
        {
          products: ['V0'],
          cvss_v3: {
            version: '3.1',
            vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
            baseScore: 9.8,
          },
        },
      ],
      remediations: [
        { category: 'mitigation', details: 'Fermer le port.', product_ids: ['V0'] },
        {
          category: 'vendor_fix',
          details: 'Update to V3.1 SP2 or later version',
          url: 'https://fabrique.example/dl',
          product_ids: ['V0'],
        },
      ],
    });
    assert.deepEqual(
      [advisory.key, advisory.vulnerability, advisory.aliases, advisory.description, advisory.weaknesses],
      ['FAB-2026-7#CVE-2026-1000', 'CVE-2026-1000', ['GHSA-aaaa-bbbb-cccc'], 'Ce que c’est.', ['CWE-79']],
    );
    assert.deepEqual(
      [advisory.publishedAt, advisory.modifiedAt],
      ['2026-01-02T00:00:00.000Z', '2026-02-03T00:00:00.000Z'],
    );
    assert.deepEqual(
      advisory.cvss.map(({ version, source, publishedScore }) => [version, source, publishedScore]),
      [['3.1', 'vendor', 9.8]],
    );
    assert.deepEqual(advisory.remedies, [
      'Update to V3.1 SP2 or later version https://fabrique.example/dl',
      'Fermer le port.',
    ]);
    assert.equal(advisory.rules[0]?.fixedIn, 'V3.1 SP2');
    assert.deepEqual(advisory.ssvc, {
      exploitation: 'active',
      automatable: true,
      technicalImpact: 'total',
      at: '2026-01-02T10:00:00.000Z',
    });
  });

  test('an exploit status in words', () => {
    const said: Readonly<Record<string, string | undefined>> = {
      'Publicly Disclosed:No;Exploited:Yes;Latest Software Release:Exploitation Detected': 'active',
      'Exploited in the wild.': 'active',
      'Proof-of-concept code is available.': 'poc',
      'Not known to be exploited.': undefined,
      'Publicly Disclosed:No;Exploited:No': undefined,
    };
    for (const [details, expected] of Object.entries(said)) {
      const { ssvc } = read(branches(['<3']), { threats: [{ category: 'exploit_status', details }] });
      assert.equal(ssvc?.exploitation, expected, details);
    }
  });

  test('a number given twice, or none: keys stay apart', () => {
    const document = documentOf(branches(['<3']), {});
    const { value } = readCsaf({
      ...document,
      vulnerabilities: [{ cve: 'CVE-2026-1000' }, { cve: 'CVE-2026-1000' }, {}],
    });
    assert.deepEqual(
      value.map(({ key, vulnerability }) => [key, vulnerability]),
      [
        ['FAB-2026-7#CVE-2026-1000', 'CVE-2026-1000'],
        ['FAB-2026-7#CVE-2026-1000@2', 'CVE-2026-1000'],
        ['FAB-2026-7#3', 'FAB-2026-7#3'],
      ],
    );
  });

  test('an informational document has no vulnerability; another form is refused', () => {
    const { vulnerabilities: _none, ...informational } = documentOf({}, {});
    assert.deepEqual(readCsaf(informational), { value: [], problems: [] });
    assert.equal(tlpOf(informational), 'CLEAR');
    for (const document of [
      null,
      [],
      {},
      { document: { csaf_version: '1.2', tracking: { id: 'X' } } },
    ] as JsonValue[])
      assert.equal(readCsaf(document).problems[0]?.code, 'feed.form');
  });
});

test('all real documents of CISA', (t) => {
  const file = sharedData('vulnerabilities/csaf/cisa-ics-csaf.jsonl.gz');
  if (file === null) return t.skip('the CSAF documents are not here');
  const counts = { documents: 0, advisories: 0, cve: 0, scored: 0, remedied: 0, rules: 0, unknown: 0 };
  const silent: string[] = [];
  for (const document of documentsOf(file)) {
    const { value, problems } = readCsaf(document);
    assert.deepEqual(problems, []);
    counts.documents++;
    let rules = 0;
    for (const advisory of value) {
      counts.advisories++;
      rules += advisory.rules.length;
      if (advisory.vulnerability.startsWith('CVE-')) counts.cve++;
      if (advisory.cvss.length > 0) counts.scored++;
      if (advisory.remedies.length > 0) counts.remedied++;
      counts.unknown += advisory.rules.filter(({ status }) => status === 'unknown').length;
      assert.ok(areDisjoint(advisory.rules), advisory.key);
    }
    counts.rules += rules;
    if (rules === 0) silent.push(value[0]?.key.split('#', 1)[0] ?? '');
  }
  assert.deepEqual([counts.documents, counts.advisories, counts.cve], [2383, 7916, 7916]);
  // It says “No version” of all that it names.
  assert.deepEqual(silent, ['ICSA-20-343-08']);
  assert.ok(counts.rules > 60_000 && counts.unknown < counts.rules / 80, JSON.stringify(counts));
  assert.ok(counts.scored > 7900 && counts.remedied > 7800, JSON.stringify(counts));
});
