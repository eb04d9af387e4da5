import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Advisory } from '#engines/advisory/advisory.ts';
import { readCveRecord } from '#engines/advisory/read-cve-record.ts';
import { readNvdRecord } from '#engines/advisory/read-nvd-record.ts';
import { groupDebianChangelog, readDebianChangelog } from '#engines/feeds/read-debian-changelog.ts';
import type { JsonValue } from '#engines/json-value.ts';
import { componentNames } from '#engines/matching/component-names.ts';
import { createMatcher } from '#engines/matching/matcher.ts';
import type { Matcher } from '#engines/matching/matcher.ts';
import { sharedData } from '#test/shared-data.ts';
import { demoEstate } from './estate.ts';
import { demoSoftware } from './estate-software.ts';

const estate = demoEstate();
const software = demoSoftware(estate);

test('what has a system has software, in versions, and twice the same', () => {
  assert.deepEqual([...demoSoftware(demoEstate())], [...software]);
  assert.ok(software.size > 250, `${software.size} assets`);
  for (const [key, list] of software) {
    assert.ok(estate.homes[key] !== undefined, key);
    for (const one of list) assert.ok(one.name !== '' && one.version !== '', `${key}: ${one.name}`);
  }
  const debian = [...software.values()].flat().filter((one) => one.ecosystem === 'deb');
  assert.ok(debian.every((one) => one.distribution === 'debian-12' && one.sourceName !== ''));
  // What the network answers counts, not what the inventory still says.
  assert.equal(software.get('fw-edge-2')?.[0]?.version, '7.2.6');
  assert.equal(software.get('rtr-lif-1')?.[0]?.version, '17.9.5a');
});

/** CVE by the asset on which it is exploited in the demonstration, and where the same product is safe. */
const exploited: readonly (readonly [cve: string, hurt: string, safe: string])[] = [
  ['CVE-2024-21762', 'fw-edge-1', 'fw-core-1'],
  ['CVE-2024-23113', 'fw-edge-1', 'fw-core-1'],
  ['CVE-2024-23113', 'fw-edge-2', 'fw-core-1'],
  ['CVE-2023-20198', 'rtr-voh-1', 'rtr-gov-1'],
  ['CVE-2024-38014', 'ad-2', 'ad-1'],
  ['CVE-2024-43573', 'pool-thi', 'pool-gov'],
  ['CVE-2023-7028', 'simplifiees-app-2', 'simplifiees-app-1'],
  ['CVE-2024-38475', 'messagerie', 'demarches-app-1'],
];
/** Of upstream versions that Debian mended in place; then of a change that only the late machines lack. */
const backported = ['CVE-2024-6387', 'CVE-2024-38475', 'CVE-2023-44487'];
const late: readonly (readonly [cve: string, hurt: string, safe: string])[] = [
  ['CVE-2025-32462', 'bastion-1', 'ncconnect-app-1'],
];

test('the exploited ones of the corpus are there, and only where they should be', (t) => {
  const matcher = matcherOf(t, [...new Set([...exploited.map(([cve]) => cve), ...backported])]);
  if (matcher === null) return;
  for (const [cve, hurt, safe] of exploited) {
    assert.ok(hits(matcher, hurt).includes(cve), `${cve} on ${hurt}`);
    assert.ok(!hits(matcher, safe).includes(cve), `${cve} not on ${safe}`);
  }
  for (const [key, list] of software) {
    const packages = list.filter((one) => one.ecosystem === 'deb');
    for (const one of packages)
      assert.deepEqual(matcher.hitsOf(componentNames(one)), [], `${key}: ${one.name}`);
  }
});

test('packages of Debian answer to Debian: machines left behind are told, the others are not', (t) => {
  const file = sharedData('vulnerabilities/debian/changelog-fixes.jsonl.gz');
  if (file === null) return t.skip('no reference data (vulnerabilities/debian)');
  const lines = gunzipSync(readFileSync(file)).toString().split('\n');
  const parsed = lines.filter(Boolean).map((line) => JSON.parse(line) as JsonValue);
  const matcher = matcherOfAdvisories(
    groupDebianChangelog(parsed).value.flatMap((group) => readDebianChangelog(group).value),
  );
  for (const [cve, hurt, safe] of late) {
    assert.ok(hits(matcher, hurt).includes(cve), `${cve} on ${hurt}`);
    assert.ok(!hits(matcher, safe).includes(cve), `${cve} not on ${safe}`);
  }
  const upToDate = [...software].filter(([key]) => hits(matcher, key).length === 0);
  assert.ok(upToDate.length > software.size - 10, 'nearly every machine is up to date');
});

function hits(matcher: Matcher, key: string): string[] {
  return (software.get(key) ?? []).flatMap((one) =>
    matcher.hitsOf(componentNames(one)).map((hit) => hit.vulnerability),
  );
}

function matcherOf(t: { skip(why: string): void }, cves: readonly string[]): Matcher | null {
  const wanted = cves.map((cve) => `"${cve}"`);
  const advisories: Advisory[] = [];
  for (const [name, read] of [
    ['cve5/cve5-estate', readCveRecord],
    ['nvd-style/cpe-configurations', readNvdRecord],
  ] as const) {
    const file = sharedData(`vulnerabilities/${name}.jsonl.gz`);
    if (file === null) {
      t.skip('no reference data (vulnerabilities)');
      return null;
    }
    for (const line of gunzipSync(readFileSync(file)).toString().split('\n')) {
      if (!wanted.some((cve) => line.includes(cve))) continue;
      const { value } = read(JSON.parse(line) as JsonValue);
      if (value !== null) advisories.push(value);
    }
  }
  return matcherOfAdvisories(advisories.filter((one) => cves.includes(one.vulnerability)));
}

function matcherOfAdvisories(advisories: readonly Advisory[]): Matcher {
  return createMatcher(advisories.map((one) => ({ feed: 'test', ...one })));
}
