import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sharedData } from '#test/shared-data.ts';
import { matchCommand } from './cli-match.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-match-'));
after(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
};

const record = (cveId: string, vendor: string, product: string, lessThan: string) => ({
  dataType: 'CVE_RECORD',
  cveMetadata: { cveId, state: 'PUBLISHED' },
  containers: {
    cna: {
      affected: [
        {
          vendor,
          product,
          versions: [{ version: '1.0', status: 'affected', lessThan, versionType: 'custom' }],
        },
      ],
    },
    adp: [
      {
        metrics: [
          {
            other: {
              type: 'ssvc',
              content: {
                options: [{ Exploitation: 'none' }, { Automatable: 'no' }, { 'Technical Impact': 'partial' }],
              },
            },
          },
        ],
      },
    ],
  },
});

file(
  'feeds/cve.jsonl.gz',
  [
    record('CVE-2024-1001', 'Acme', 'Door', '1.5'),
    record('CVE-2024-1002', 'Acme', 'Window', '2.0'),
    record('CVE-2024-1003', 'Acme', 'Door', '1.3'),
  ]
    .map((one) => JSON.stringify(one))
    .join('\n'),
);
file('feeds/kev-2024-01-01.json', { catalogVersion: '1', vulnerabilities: [] });
file('feeds/kev-2025-01-01.json', {
  catalogVersion: '2',
  vulnerabilities: [
    { cveID: 'CVE-2024-1001', vendorProject: 'Acme', product: 'Door', dateAdded: '2025-01-01' },
  ],
});
file('feeds/epss.csv', 'cve,epss,percentile\nCVE-2024-1001,0.9,0.99\nCVE-2024-1003,0.01,0.2\n');
file('feeds/debian/tracker.json', {
  openssl: {
    'CVE-2024-2001': { releases: { bookworm: { status: 'resolved', fixed_version: '3.0.14-1~deb12u1' } } },
  },
  curl: { 'CVE-2024-2002': { releases: { bookworm: { status: 'open' } } } },
});
const feeds = join(folder, 'feeds');

async function run(args: readonly string[], input = '') {
  const out: string[] = [];
  const words: string[] = [];
  async function* stdin(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(input);
  }
  const status = await matchCommand(args, {
    stdin: stdin(),
    stdout: (text) => out.push(...text.split('\n')),
    stderr: (line) => words.push(line),
    env: { LANG: 'en' },
  });
  return { status, answers: out.map((line) => JSON.parse(line) as Record<string, unknown>), words };
}

const bom = (...components: unknown[]) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  components,
});
const door = {
  type: 'application',
  name: 'Door',
  publisher: 'Acme',
  version: '1.2',
  cpe: 'cpe:2.3:a:acme:door:1.2:*:*:*:*:*:*:*',
};

describe('vigie match', () => {
  test('a line for each vulnerability of each component, with its evidence and urgency', async () => {
    const inventory = file(
      'bom.json',
      bom(door, { type: 'library', name: 'door', version: '1.2', purl: 'pkg:npm/door@1.2' }),
    );
    const { status, answers } = await run(['--feeds', feeds, '--inventory', inventory, '--json']);
    assert.equal(status, 0);
    assert.deepEqual(
      answers.map(
        ({
          component,
          version,
          advisory,
          status: said,
          fixed_in,
          evidence,
          priority,
          upgrade_to,
          kev,
          epss,
        }) => [component, version, advisory, said, fixed_in, evidence, priority, upgrade_to, kev, epss],
      ),
      [
        [
          'Door',
          '1.2',
          'CVE-2024-1001',
          'affected',
          '1.5',
          'cve.jsonl.gz:1/containers/cna/affected/0/versions/0',
          'scheduled',
          '1.5',
          true,
          0.9,
        ],
        [
          'Door',
          '1.2',
          'CVE-2024-1003',
          'affected',
          '1.3',
          'cve.jsonl.gz:3/containers/cna/affected/0/versions/0',
          'defer',
          '1.5',
          false,
          0.01,
        ],
      ],
    );
    assert.deepEqual(
      await run([`--inventory=${inventory}`, `--feeds=${feeds}`]),
      await run(['--feeds', feeds, '--inventory', '-'], readFileSync(inventory, 'utf8')),
    );
  });

  test('libraries of every language, as OSV and as CSAF name them', async () => {
    const libraries = [
      ['gem', 'RubyGems', 'rack'],
      ['cargo', 'crates.io', 'smallvec'],
      ['composer', 'Packagist', 'guzzle/psr7'],
      ['golang', 'Go', 'example.test/mux'],
      ['npm', 'npm', 'semver'],
    ] as const;
    for (const [at, [, ecosystem, name]] of libraries.entries())
      file(`languages/osv/${at}.json`, {
        id: `OSV-${at}`,
        aliases: [`CVE-2024-300${at}`],
        modified: '2024-01-01T00:00:00Z',
        affected: [
          {
            package: { ecosystem, name },
            ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.5.0' }] }],
          },
        ],
      });
    file('languages/csaf/x-2024-1.json', {
      document: {
        category: 'csaf_security_advisory',
        csaf_version: '2.0',
        title: 'X',
        publisher: { category: 'vendor', name: 'X', namespace: 'https://x.test' },
        tracking: { id: 'X-2024-1', current_release_date: '2024-01-01T00:00:00Z' },
      },
      product_tree: {
        full_product_names: libraries.map(([type, , name], at) => ({
          product_id: `P${at}`,
          name,
          product_identification_helper: { purl: `pkg:${type}/${name}@1.2.0` },
        })),
      },
      vulnerabilities: [
        { cve: 'CVE-2024-4000', product_status: { known_affected: libraries.map((_, at) => `P${at}`) } },
      ],
    });
    const inventory = file(
      'languages.json',
      bom(
        ...libraries.map(([type, , name]) => ({
          type: 'library',
          name,
          version: '1.2.0',
          purl: `pkg:${type}/${name}@1.2.0`,
        })),
      ),
    );
    const { status, answers } = await run(['--feeds', join(folder, 'languages'), '--inventory', inventory]);
    assert.equal(status, 0);
    assert.deepEqual(
      answers.map(({ component, advisory }) => `${component as string} ${advisory as string}`).toSorted(),
      libraries
        .flatMap(([, , name], at) => [`${name} CVE-2024-300${at}`, `${name} CVE-2024-4000`])
        .toSorted(),
    );
  });

  test('the distribution of a list: told, beside it, marked in versions, or in its name', async () => {
    const table =
      'package,version,source,source_version\nlibssl3,3.0.13-1~deb12u1,openssl,3.0.13-1~deb12u1\nlibcurl4,7.88.1-10,curl,7.88.1-10\n';
    const advisories = async (...args: string[]) => {
      const { answers, words, status } = await run(['--feeds', feeds, '--inventory', ...args]);
      return [
        status,
        answers.map(({ component, advisory }) => `${component} ${advisory}`).join(),
        words.join(' '),
      ] as const;
    };
    const both = 'libssl3 CVE-2024-2001,libcurl4 CVE-2024-2002';
    assert.deepEqual(await advisories(file('a/list.csv', table)), [
      0,
      both,
      'Distribution: debian-12 (2 versions marked deb12)',
    ]);
    const bare = table.replaceAll('~deb12u1', '').replaceAll('3.0.13', '3.0.12');
    assert.deepEqual(await advisories(file('b/list.csv', bare), '--distribution', 'Debian 12'), [
      0,
      both,
      'Distribution: debian-12 (given by --distribution)',
    ]);
    assert.deepEqual(await advisories(file('c/bookworm-list.csv', bare)), [
      0,
      both,
      'Distribution: debian-12 (from the name of the file)',
    ]);
    const beside = file('d/os-release', 'ID=debian\nVERSION_ID="12"\n');
    assert.deepEqual(await advisories(file('d/list.csv', bare)), [
      0,
      both,
      `Distribution: debian-12 (read in ${beside})`,
    ]);
    const told = await advisories(
      file('e/list.csv', `${bare}base-files,12.4+deb12u5,base-files,12.4+deb12u5\n`),
      '--distribution=debian-11',
    );
    assert.deepEqual(told, [0, '', 'Distribution: debian-11 (given by --distribution)']);
    const [, none, words] = await advisories(file('f/list.csv', bare));
    assert.equal(none, '');
    assert.match(words, /no known distribution/);
  });

  test('what cannot be read is said, and the rest goes on', async () => {
    const broken = join(folder, 'broken');
    file(
      'broken/cve.jsonl',
      `${JSON.stringify(record('CVE-2024-1001', 'Acme', 'Door', '1.5'))}\n{"cveMetadata":{"cveId":"CVE-2024-1","product":"door",\n`,
    );
    const inventory = file('bom2.json', bom(door));
    const { status, answers, words } = await run(['--feeds', broken, '--inventory', inventory]);
    assert.deepEqual([status, answers.length, words.length], [1, 1, 1]);
    assert.match(words[0] ?? '', /^cve\.jsonl:2: this record is not JSON/);
    for (const args of [
      [],
      ['--feeds', feeds],
      ['--feeds', feeds, '--inventory', join(folder, 'absent')],
      ['--feeds', join(folder, 'absent'), '--inventory', inventory],
      ['--feeds', join(folder, 'a'), '--inventory', inventory],
      ['--feeds', feeds, '--inventory', file('none.txt', '???')],
      ['--feeds', feeds, '--inventory', inventory, '--distribution', 'nowhere'],
      // Without its release nothing would be met, and silence would look like safety.
      ['--feeds', feeds, '--inventory', inventory, '--distribution', 'debian'],
      ['--fast'],
    ]) {
      const { status: own, answers: found, words: said } = await run(args);
      assert.deepEqual([own, found.length, said.length > 0], [2, 0, true], args.join(' '));
    }
    assert.equal((await run(['--help'])).status, 0);
  });

  const corpus = sharedData('vulnerabilities/README.md');
  test(
    'the packages of Debian 12 against what its changelogs say',
    { skip: corpus === null && 'no reference data here' },
    async () => {
      const root = dirname(corpus ?? '');
      const started = performance.now();
      const { status, answers } = await run([
        '--feeds',
        root,
        '--inventory',
        join(root, 'debian/packages-bookworm.csv.gz'),
      ]);
      assert.equal(status, 0);
      assert.ok(performance.now() - started < 20_000);
      const of = (name: string) =>
        new Set(answers.filter(({ component }) => component === name).map(({ advisory }) => advisory));
      // What Debian 12 fixed in openssl after the version of the list, word for word in its changelog.
      const lines = gunzipSync(readFileSync(join(root, 'debian/changelog-fixes.jsonl.gz')))
        .toString()
        .trim()
        .split('\n')
        .map(
          (line) =>
            JSON.parse(line) as { suite: string; source: string; fixed_version: string; cves: string[] },
        );
      const later = lines.filter(
        ({ suite, source, fixed_version: version }) =>
          suite === 'bookworm' && source === 'openssl' && version.startsWith('3.0.22'),
      );
      const earlier = new Set(
        lines
          .filter(
            ({ suite, source, fixed_version: version }) =>
              suite === 'bookworm' && source === 'openssl' && !version.startsWith('3.0.22'),
          )
          .flatMap(({ cves }) => cves),
      );
      const expected = later.flatMap(({ cves }) => cves).filter((cve) => !earlier.has(cve));
      assert.deepEqual([...of('openssl')].toSorted(), [...new Set(expected)].toSorted());
      assert.equal(of('bash').size, 0);
    },
  );
});
