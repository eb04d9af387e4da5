import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory } from '#engines/advisory/advisory.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { Result } from '#engines/result.ts';
import { seededRandom } from '#test/mutations.ts';
import { areDisjoint, atPointer } from '#test/rule-verdict.ts';
import { readCertFrFeed } from './read-certfr-feed.ts';
import { readCertFr, readCertFrList } from './read-certfr.ts';
import { readCsafVersion } from './csaf-version-text.ts';
import { readCsaf } from './read-csaf.ts';
import { groupDebianChangelog, readDebianChangelog } from './read-debian-changelog.ts';
import { cutDebianTracker, readDebianTracker } from './read-debian-tracker.ts';
import { readEpss } from './read-epss.ts';
import { kevAdvisory, readKev } from './read-kev.ts';
import { readOssa } from './read-ossa.ts';
import { readOsv } from './read-osv.ts';

/** Numbers from 0 to 1, the same at each run. */
function seeded(seed: number): () => number {
  const random = seededRandom(seed);
  return () => random(1_000_000) / 1_000_000;
}

const strange: readonly JsonValue[] = [
  null,
  true,
  -1,
  1e308,
  '',
  ' ',
  '0',
  '*',
  '<',
  '>= | <',
  'vers:',
  '2.0',
  '1:2.3-4~deb12u1',
  '\u0000',
  '\ud800',
  '%E0%A4%A',
  '__proto__',
  'CVE-2026-1000',
  '(((((((((((',
  '9'.repeat(2000),
  'a-'.repeat(800),
  '<'.repeat(700),
  '1 '.repeat(500),
  [],
  {},
  [[[]]],
  { constructor: { name: 'x' } },
];

function mutated(value: JsonValue, random: () => number, rate: number): JsonValue {
  if (random() < rate) return strange[Math.floor(random() * strange.length)] ?? null;
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    const list = items.map((one) => mutated(one, random, rate));
    return random() < rate ? [...list, ...list.slice(0, 3)] : list;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as JsonObject).filter(() => random() > rate / 3);
  return Object.fromEntries(entries.map(([name, one]) => [name, mutated(one, random, rate)]));
}

const csaf: JsonObject = {
  document: {
    csaf_version: '2.0',
    publisher: { category: 'vendor', name: 'Fabrique' },
    tracking: { id: 'FAB-1', initial_release_date: '2026-01-01T00:00:00Z' },
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'Fabrique',
        branches: [
          {
            category: 'product_name',
            name: 'Portail',
            branches: [
              {
                category: 'product_version_range',
                name: '>= 1.0 | < 2.0',
                product: { product_id: 'A', name: 'a' },
              },
              { category: 'product_version', name: '2.0', product: { product_id: 'B', name: 'b' } },
            ],
          },
        ],
      },
    ],
    relationships: [
      {
        category: 'installed_on',
        product_reference: 'A',
        relates_to_product_reference: 'B',
        full_product_name: { product_id: 'C', name: 'c' },
      },
    ],
    product_groups: [{ group_id: 'G', product_ids: ['A'] }],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2026-1000',
      notes: [{ category: 'details', title: 'SSVC', text: 'SSVCv2/E:A/A:Y/T:T/' }],
      product_status: {
        known_affected: ['A', 'C'],
        fixed: ['B'],
        last_affected: ['B'],
        under_investigation: ['A'],
      },
      remediations: [{ category: 'vendor_fix', details: 'Update to 2.0', group_ids: ['G'] }],
      scores: [
        {
          products: ['A'],
          cvss_v3: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', baseScore: 9.8 },
        },
      ],
    },
  ],
};

const osv: JsonObject = {
  id: 'X-1',
  aliases: ['CVE-2026-1000', 'GHSA-aaaa-bbbb-cccc'],
  published: '2026-01-01T00:00:00Z',
  affected: [
    {
      package: { ecosystem: 'npm', name: 'a', purl: 'pkg:npm/a' },
      ranges: [
        {
          type: 'SEMVER',
          events: [{ introduced: '0' }, { fixed: '1.0' }, { introduced: '2' }, { last_affected: '3' }],
        },
      ],
      versions: ['5.0', '6.0'],
    },
    {
      package: { ecosystem: 'Debian:12', name: 'b' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }],
    },
  ],
  database_specific: { cpes: ['cpe:2.3:a:x:y:*:*:*:*:*:*:*:*'] },
};

const ossa: JsonObject = {
  id: 'OSSA-2020-001',
  date: '2020-01-01',
  'affected-products': [
    { product: 'nova, cinder', version: 'Nova <1.0, >=2.0 <3.0; Cinder up to 2014.1.3, and 2014.2' },
  ],
  vulnerabilities: [
    {
      'cve-id': 'CVE-2020-1000',
      'impact-assessment': { assessment: { detail: 'AV:N/AC:L/Au:S/C:P/I:P/A:P' } },
    },
  ],
};

const tracker: JsonObject = {
  a: {
    'CVE-2026-1000': {
      releases: {
        bookworm: { status: 'resolved', fixed_version: '1:2-3', urgency: 'low' },
        sid: { status: 'open' },
      },
    },
  },
};

const fixes: JsonObject = {
  suite: 'bookworm',
  source: 'a',
  cve: 'CVE-2026-1000',
  fixes: [{ fixed_version: '1.0-1', distribution: 'unstable', date: 'Fri, 12 Jun 2026 07:08:45 +0200' }],
};

const readers: Readonly<
  Record<string, readonly [JsonObject, (document: JsonValue) => Result<readonly Advisory[]>]>
> = {
  csaf: [csaf, readCsaf],
  osv: [osv, readOsv],
  ossa: [ossa, readOssa],
  tracker: [tracker, readDebianTracker],
  changelog: [fixes, readDebianChangelog],
};

for (const [name, [sample, read]] of Object.entries(readers))
  test(`${name}: strange documents make no reader stop, and no two stretches meet`, () => {
    const random = seeded(name.length);
    for (let round = 0; round < 3000; round++) {
      const document = mutated(sample, random, round % 3 === 0 ? 0.15 : 0.03);
      const { value, problems } = read(document);
      for (const advisory of value) {
        assert.ok(areDisjoint(advisory.rules), JSON.stringify(document));
        assert.notEqual(advisory.key, '');
        for (const rule of advisory.rules) assert.notEqual(atPointer(document, rule.pointer), undefined);
      }
      for (const { message, path } of problems)
        assert.ok(message.fr !== '' && message.en !== '' && path !== undefined);
    }
  });

test('catalogues, bulletins and lists', () => {
  const random = seeded(7);
  const line = {
    cveID: 'CVE-2026-1000',
    vendorProject: 'a',
    product: 'b',
    dateAdded: '2026-01-01',
    notes: 'https://x',
  };
  const bulletin = {
    reference: 'CERTFR-2026-ALE-001',
    title: 'x',
    summary: '<p>é</p>',
    cves: [{ name: 'CVE-2026-1000' }],
    revisions: [{ revision_date: '2026-01-01' }],
    affected_systems: [{ product: { name: 'x', vendor: { name: 'y' } } }],
  };
  for (let round = 0; round < 3000; round++) {
    readKev(mutated({ vulnerabilities: [line, line] }, random, 0.1));
    kevAdvisory(mutated(line, random, 0.2));
    readCertFr(mutated(bulletin, random, 0.1));
    readCertFrList(mutated([bulletin], random, 0.1));
    groupDebianChangelog([
      mutated({ suite: 'bookworm', source: 'a', fixed_version: '1', cves: ['CVE-2026-1000'] }, random, 0.1),
    ]);
    assert.ok([...cutDebianTracker(mutated(tracker, random, 0.1))].length < 10);
  }
});

test('texts with bytes changed, cut or doubled', () => {
  const random = seeded(11);
  const texts: readonly (readonly [string, (text: string) => unknown])[] = [
    [
      '#model_version:v1,score_date:2026-01-30T12:55:00Z\ncve,epss,percentile\nCVE-2026-1000,0.5,0.99\n',
      readEpss,
    ],
    ['CVE,EPSS,EPSS Percentile,Description\nCVE-2026-1000,0.5,0.99,"a\nb"\n', readEpss],
    [
      '<?xml version="1.0"?><rss version="2.0"><channel><item><title>a &amp; b</title><link>https://www.cert.ssi.gouv.fr/avis/CERTFR-2026-AVI-0213/</link><description><![CDATA[x]]></description></item></channel></rss>',
      readCertFrFeed,
    ],
    ['All versions >= V1.2 < V2.0 SP1 (only with option) | 3.0 and < 4.0_U2', readCsafVersion],
  ];
  for (const [text, read] of texts)
    for (let round = 0; round < 3000; round++) {
      const at = Math.floor(random() * text.length);
      const to = at + Math.floor(random() * 9);
      const added =
        ['', '<', '"', '&', ',', '\u0000', ']]>', '<!--', '|', '9'.repeat(30)][Math.floor(random() * 10)] ??
        '';
      assert.doesNotThrow(() => read(text.slice(0, at) + added + (random() < 0.2 ? '' : text.slice(to))));
    }
});

test('long and hostile texts take no long time', () => {
  const start = process.cpuUsage();
  for (const piece of ['< ', '| ', 'a ', '1.', ' and ', '(', ' (a', '>=1 ', ', or ', 'V1_', 'all versions '])
    readCsafVersion(piece.repeat(50_000));
  const deep: JsonObject[] = [{ category: 'vendor', name: 'x' }];
  for (let depth = 0; depth < 2000; depth++)
    deep.push({ category: 'vendor', name: 'x', branches: [deep.at(-1) ?? {}] });
  readCsaf({ ...csaf, product_tree: { branches: [deep.at(-1) ?? {}] } });
  const events = Array.from({ length: 2000 }, (_, index) => ({
    [index % 2 === 0 ? 'introduced' : 'fixed']: `${index}.1`,
  }));
  const affected = Array.from({ length: 3 }, () => ({
    package: { ecosystem: 'npm', name: 'a' },
    ranges: [{ type: 'SEMVER', events }],
  }));
  assert.ok((readOsv({ id: 'X-1', affected }).value[0]?.rules.length ?? 0) > 1000);
  readCertFrFeed(`<rss><channel>${'<item><title>x</title></item>'.repeat(20_000)}</channel></rss>`);
  const { user } = process.cpuUsage(start);
  assert.ok(user < 4_000_000, `${user} µs`);
});
