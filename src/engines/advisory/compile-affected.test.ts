import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import { judgeByRules, overlaps } from '#test/judge-by-rules.ts';
import { sharedData } from '#test/shared-data.ts';
import type { AdvisoryRule } from './advisory.ts';
import { judgeAffected, judgeNamed } from './affected.ts';
import type { AffectedProduct } from './affected-types.ts';
import { compileAffected } from './compile-affected.ts';
import { namesOfProduct } from './names-of-product.ts';
import { productName } from './product-name.ts';
import { readAffected } from './read-affected.ts';
import { isPlainVersion, versionPart } from './span-ends.ts';

interface Vector {
  readonly cve: string;
  readonly vendor: string;
  readonly product: string;
  readonly versionType: string | null;
  readonly version: string;
  readonly lower: string;
  readonly upper: string;
  readonly basis: string;
}

function vectors(name: string): Vector[] | null {
  const file = sharedData(`vulnerabilities/vectors/${name}`);
  return file === null ? null : (JSON.parse(readFileSync(file, 'utf8')) as Vector[]);
}

function* corpus(): Generator<{ id: string; text: string }> {
  for (const name of ['estate', 'other']) {
    const file = sharedData(`vulnerabilities/cve5/cve5-${name}.jsonl.gz`);
    if (file === null) continue;
    for (const text of gunzipSync(readFileSync(file)).toString().split('\n'))
      if (text !== '') yield { id: /"cveId":"([^"]+)"/.exec(text)?.[1] ?? '', text };
  }
}

const verdictOf = (rules: readonly AdvisoryRule[], name: string, version: string): string =>
  judgeByRules(rules, { name, version }).verdict;

/**
 * One key, two spellings: 7.2 is affected and 7.2.0 fixed. Rules only know the key, so both are to be confirmed. And
 * `5.7.x`, which no inventory tells, is affected before 5.7.0 is out.
 */
const spelled = [
  'CVE-2023-34977 5.7.x affected unaffected',
  'CVE-2024-22165 7.2 affected unknown',
  'CVE-2024-22165 7.3 affected unknown',
];

test('rules give the reference verdicts', (t) => {
  const all = vectors('affected-or-not.json');
  if (all === null) return t.skip('no reference data here');
  const wanted = Map.groupBy(all, ({ cve }) => cve);
  const missed: string[] = [];
  for (const { id, text } of corpus()) {
    const asked = wanted.get(id);
    if (asked === undefined) continue;
    const record = JSON.parse(text) as JsonValue;
    const { value: rules } = compileAffected(readAffected(record));
    for (const one of asked) {
      const expected = judgeAffected(record, one).verdict;
      const got = verdictOf(rules, productName(one.vendor, one.product), one.version);
      if (got !== expected) missed.push(`${id} ${one.version} ${expected} ${got}`);
    }
  }
  assert.deepEqual(missed.toSorted(), spelled);
});

test('ranges that contradict themselves', (t) => {
  const all = vectors('malformed-vendor-ranges.json');
  if (all === null) return t.skip('no reference data here');
  for (const { vendor, product, versionType, lower, upper, basis } of all) {
    const end =
      basis === 'changes.at' ? { changes: [{ at: upper, status: 'unaffected' }] } : { [basis]: upper };
    const entry = { version: lower, status: 'affected', versionType, ...end };
    const record = {
      containers: {
        cna: { affected: [{ vendor, product, versions: [entry], defaultStatus: 'unaffected' }] },
      },
    };
    const { value: rules } = compileAffected(readAffected(record));
    assert.deepEqual(overlaps(rules), []);
    for (const version of ['0.0.0.1', lower, upper, '99999'].filter(isPlainVersion))
      assert.equal(
        verdictOf(rules, productName(vendor, product), version),
        judgeAffected(record, { vendor, product, version }).verdict,
        `${product} ${version}`,
      );
  }
});

/** Versions at every end of a product, beside it and far from it, and some that nobody wrote. */
function versionsFor({ spans }: AffectedProduct, random: () => number): ReadonlySet<string> {
  const versions = new Set(['0.0.1', '1', '10.2', '99999']);
  versions.add(`${Math.floor(random() * 25)}.${Math.floor(random() * 30)}.${Math.floor(random() * 20)}`);
  for (const { low, high } of spans.slice(0, 30))
    for (const end of [low, high]) {
      const version = versionPart(end?.version ?? '');
      if (!isPlainVersion(version)) continue;
      for (const tail of ['', '.1', '-1', 'a', 'rc1']) versions.add(version + tail);
    }
  return versions;
}

test('rules of more than two thousand real records say what is judged from the records', (t) => {
  let [records, asked, seen, spelledTwice, state] = [0, 0, 0, 0, 7];
  const random = (): number => (state = (Math.imul(state, 48_271) >>> 0) % 2_147_483_647) / 2_147_483_647;
  const missed: string[] = [];
  for (const { id, text } of corpus()) {
    if (records++ % 19 !== 0) continue;
    seen++;
    const products = readAffected(JSON.parse(text) as JsonValue);
    const { value: rules, problems } = compileAffected(products);
    assert.deepEqual([problems, overlaps(rules)], [[], []], id);
    const members = new Map<string, AffectedProduct[]>();
    for (const product of products)
      for (const name of new Set(
        namesOfProduct(product).flatMap(({ namespace, name: own }) => (namespace === 'product' ? [own] : [])),
      )) {
        const known = members.get(name);
        if (known === undefined) members.set(name, [product]);
        else known.push(product);
      }
    for (const [name, together] of members)
      for (const version of together.slice(0, 3).flatMap((one) => [...versionsFor(one, random)])) {
        asked++;
        // The names of the rules are wider than the words of an entry: its CPE names count too.
        const expected = judgeNamed(together, version).verdict;
        // Platforms narrow a rule: what is asked of here is the plugin.
        const target = rules.find((rule) => rule.name === name && rule.target !== null)?.target ?? null;
        const { verdict: got, rule } = judgeByRules(rules, { name, version, target });
        if (got === expected) continue;
        if (got === 'unknown' && rule?.flags.includes('empty-range-is-fix') === true) spelledTwice++;
        else missed.push(`${id} ${name} ${version} ${expected} ${got}`);
      }
  }
  if (seen === 0) return t.skip('no reference data here');
  assert.ok(seen > 2000 && asked > 100_000, `${seen} records, ${asked} questions`);
  assert.deepEqual(missed, []);
  // One key, two spellings: see above.
  assert.ok(spelledTwice < 20, `${spelledTwice} of ${asked}`);
});

type Entry = Record<string, JsonValue>;

const affected = (version: string, more: Entry = {}): Entry => ({ version, status: 'affected', ...more });

function rulesOf(entries: readonly JsonObject[], adp: readonly JsonObject[] = []): readonly string[] {
  const { value } = compileAffected(
    readAffected({
      containers: { cna: { affected: entries }, adp: adp.map((one) => ({ affected: [one] })) },
    }),
  );
  assert.deepEqual(overlaps(value), []);
  return value.map(({ namespace, name, status, low, high, fixedIn, part, target, trust, flags }) => {
    const from = low === null ? '(' : `${low.inclusive ? '[' : '('}${low.version}`;
    const to = high === null ? ')' : `${high.version}${high.inclusive ? ']' : ')'}`;
    const own = namespace === 'product' ? '' : `${namespace}/`;
    return [own + name, status, `${from},${to}`, fixedIn, part, target, trust, flags.join('+')]
      .filter((one) => one !== null && one !== '')
      .join(' ');
  });
}

test('names: of vendor and product, of CPE, of the package', () => {
  const versions = [affected('0', { lessThan: '2' })];
  assert.deepEqual(
    rulesOf([
      {
        vendor: 'Palo Alto Networks',
        product: 'PAN-OS',
        versions,
        cpes: ['cpe:2.3:o:paloaltonetworks:pan-os:10.2:*:*:*:*:*:*:*'],
        defaultStatus: 'unaffected',
      },
    ]),
    [
      'palo_alto_networks:pan-os affected (,2) 2 20',
      'palo_alto_networks:pan-os unaffected [2,) 20',
      'paloaltonetworks:pan-os affected (,2) 2 o 20',
      'paloaltonetworks:pan-os unaffected [2,) o 20',
    ],
  );
  const named = { vendor: 'n/a', product: 'n/a', versions };
  assert.deepEqual(rulesOf([named]), []);
  const plugin = {
    cpes: ['cpe:2.3:a:acme:forms:*:*:*:*:*:wordpress:*:*'],
    vendor: 'acme',
    product: 'forms',
    versions,
  };
  assert.deepEqual(rulesOf([named], [plugin]), [
    'acme:forms affected (,2) 2 a wordpress 40 adp',
    'acme:forms unaffected [2,) a wordpress 40 after-the-fix+adp',
  ]);
  const npm = { ...named, packageName: '@Acme/Door', collectionURL: 'https://www.npmjs.com' };
  assert.equal(rulesOf([npm])[0], 'npm/@acme/door affected (,2) 2 20');
  const maven = {
    ...named,
    packageName: 'org.acme/door',
    collectionURL: 'https://repo.maven.apache.org/maven2',
  };
  assert.equal(rulesOf([maven])[0], 'maven/org.acme:door affected (,2) 2 20');
  const go = {
    vendor: 'Go standard library',
    product: 'net/http',
    packageName: 'net/http',
    collectionURL: 'https://pkg.go.dev',
    versions,
  };
  assert.ok(rulesOf([go]).includes('golang/stdlib affected (,2) 2 20'));
});

test('a package of Red Hat answers to its release, and never to the version of the product', () => {
  const entry = {
    vendor: 'Red Hat',
    product: 'Red Hat Enterprise Linux 8',
    packageName: 'openssl',
    collectionURL: 'https://access.redhat.com/downloads/content/package-browser/',
    cpes: ['cpe:/o:redhat:enterprise_linux:8::baseos', 'cpe:/a:redhat:rhel_eus:8.6::baseos'],
    defaultStatus: 'affected',
    versions: [{ version: '0:1.1.1k-12.el8_9', lessThan: '*', status: 'unaffected', versionType: 'rpm' }],
  };
  assert.deepEqual(rulesOf([entry]), [
    'rpm:rhel-8/openssl affected (,0:1.1.1k-12.el8_9) 0:1.1.1k-12.el8_9 20',
    'rpm:rhel-8/openssl unaffected [0:1.1.1k-12.el8_9,) 20',
  ]);
  assert.deepEqual(rulesOf([{ ...entry, packageName: 'httpd:2.4/httpd' }]), []);
});

test('what is not listed, what cannot be read, what others add', () => {
  const cisco = {
    vendor: 'Cisco',
    product: 'Cisco IOS XE Software',
    versions: [affected('17.9.4a'), affected('17.9.5')],
  };
  assert.deepEqual(rulesOf([cisco]), [
    'cisco:cisco_ios_xe_software unaffected (,17.9.4a) 20 not-listed',
    'cisco:cisco_ios_xe_software affected [17.9.4a,17.9.4a] 20',
    'cisco:cisco_ios_xe_software unaffected (17.9.4a,17.9.5) 20 not-listed',
    'cisco:cisco_ios_xe_software affected [17.9.5,17.9.5] 20',
    'cisco:cisco_ios_xe_software unaffected (17.9.5,) 20 not-listed',
  ]);
  const door = { vendor: 'Acme', product: 'Door' };
  assert.deepEqual(rulesOf([{ ...door, versions: [affected('see the bulletin')] }]), [
    'acme:door unknown (,) 80 product-only',
  ]);
  const added = {
    ...door,
    vendor: 'acme',
    versions: [affected('0', { lessThan: '2' })],
    defaultStatus: 'unaffected',
  };
  assert.deepEqual(rulesOf([{ ...door, versions: [affected('3'), affected('unspecified')] }], [added]), [
    'acme:door affected (,2) 2 40 adp',
    'acme:door unaffected [2,3) 40 adp',
    'acme:door affected [3,3] 20',
    'acme:door unaffected (3,) 40 adp',
  ]);
  assert.deepEqual(
    rulesOf([{ ...door, versions: [{ version: 'a'.repeat(40), versionType: 'git', status: 'affected' }] }]),
    [],
  );
});
