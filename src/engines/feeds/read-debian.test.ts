import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import { areDisjoint, atPointer, documentsOf, ruleVerdicts } from '#test/rule-verdict.ts';
import { sharedData } from '#test/shared-data.ts';
import { groupDebianChangelog, readDebianChangelog } from './read-debian-changelog.ts';
import { cutDebianTracker, readDebianTracker } from './read-debian-tracker.ts';

const tracker: JsonObject = {
  portail: {
    'CVE-2026-1000': {
      description: 'Une faille du portail',
      scope: 'remote',
      releases: {
        bookworm: {
          status: 'resolved',
          repositories: { bookworm: '1:2.4-3+deb12u1', 'bookworm-security': '1:2.4-3+deb12u2' },
          fixed_version: '1:2.4-3+deb12u2',
          urgency: 'medium**',
        },
        bullseye: {
          status: 'open',
          repositories: { bullseye: '2.2-1' },
          urgency: 'not yet assigned',
          nodsa: 'Minor issue',
        },
        trixie: {
          status: 'resolved',
          repositories: { trixie: '2.6-1' },
          fixed_version: '0',
          urgency: 'unimportant',
        },
        sid: { status: 'undetermined', repositories: { sid: '2.7-1' }, urgency: 'unimportant' },
        zurg: { status: 'open', repositories: {}, urgency: 'low' },
      },
    },
    'TEMP-0123456-AB12CD': { releases: { bookworm: { status: 'resolved', repositories: {} } } },
  },
  'Pas un paquet': { 'CVE-2026-1001': {} },
};

describe('the tracker of Debian', () => {
  const { value, problems } = readDebianTracker(tracker);
  const [first] = value;
  const rules = first?.rules ?? [];

  test('each release has its word: fixed from a version on, open, never there, unknown', () => {
    assert.equal(first?.key, 'portail#CVE-2026-1000');
    assert.equal(
      ruleVerdicts(rules, 'deb:debian-12/portail', '1:2.4-3+deb12u1 1:2.4-3+deb12u2 2:0.1'),
      '+--',
    );
    assert.equal(ruleVerdicts(rules, 'deb:debian-11/portail', '0.1 9:9'), '++');
    assert.equal(ruleVerdicts(rules, 'deb:debian-13/portail', '0.1 9:9'), '--');
    assert.equal(ruleVerdicts(rules, 'deb:debian-sid/portail', '0.1 9:9'), '??');
    assert.equal(rules.find(({ status }) => status === 'affected')?.fixedIn, '1:2.4-3+deb12u2');
    assert.ok(rules.every(({ trust }) => trust === 10));
  });

  test('what Debian deems without effect is flagged', () => {
    assert.deepEqual(
      rules.map(({ namespace, flags }) => [namespace, flags.join()]),
      [
        ['deb:debian-12', ''],
        ['deb:debian-12', ''],
        ['deb:debian-11', ''],
        ['deb:debian-13', 'unimportant'],
        ['deb:debian-sid', 'unimportant'],
      ],
    );
  });

  test('what cannot be read is named, the rest stays', () => {
    assert.deepEqual(
      problems.map(({ path }) => path),
      [
        '/portail/CVE-2026-1000/releases/zurg',
        '/portail/TEMP-0123456-AB12CD/releases/bookworm',
        '/Pas un paquet',
      ],
    );
    assert.equal(value.length, 2);
  });

  test('cut to one source and one issue, it reads the same and points to the same places', () => {
    const cuts = [...cutDebianTracker(tracker)];
    assert.equal(cuts.length, 3);
    const again = cuts.flatMap((cut) => readDebianTracker(cut).value);
    assert.deepEqual(again, value);
    for (const rule of rules) {
      assert.notEqual(atPointer(tracker, rule.pointer), undefined);
      assert.notEqual(atPointer(cuts[0] ?? {}, rule.pointer), undefined);
    }
  });

  test('another document', () => {
    for (const document of [null, [], 3] as JsonValue[])
      assert.equal(readDebianTracker(document).problems.length, 1);
  });
});

function changelog(lines: readonly (readonly [version: string, distribution: string])[]) {
  const { value } = groupDebianChangelog(
    lines.map(([version, distribution]) => ({
      suite: 'bookworm',
      source: 'portail',
      fixed_version: version,
      distribution,
      date: 'Fri, 12 Jun 2026 07:08:45 +0200',
      cves: ['CVE-2026-1000'],
    })),
  );
  assert.equal(value.length, 1);
  return readDebianChangelog(value[0] ?? {}).value[0];
}

describe('changelogs of Debian', () => {
  const name = 'deb:debian-12/portail';

  test('affected below the fix, not from there on', () => {
    const advisory = changelog([['2.4-3+deb12u2', 'bookworm-security']]);
    assert.equal(advisory?.key, 'bookworm/portail#CVE-2026-1000');
    assert.equal(ruleVerdicts(advisory.rules, name, '2.4-3+deb12u1 2.4-3+deb12u2 2.4-3+deb12u3'), '+--');
    assert.deepEqual(
      advisory.rules.map(({ flags, trust, fixedIn }) => [flags.join(), trust, fixedIn]),
      [
        ['changelog', 10, '2.4-3+deb12u2'],
        ['changelog', 10, null],
      ],
    );
  });

  test('the earliest of several fixes decides, in the order of versions', () => {
    const advisory = changelog([
      ['2.4-3+deb12u5', 'bookworm'],
      ['2.4-3+deb12u3', 'bookworm-security'],
      ['2.4-3+deb12u10', 'bookworm'],
    ]);
    assert.equal(
      ruleVerdicts(advisory?.rules ?? [], name, '2.4-3+deb12u2 2.4-3+deb12u3 2.4-3+deb12u4'),
      '+--',
    );
    assert.equal(advisory?.rules[0]?.pointer, '/fixes/1/fixed_version');
  });

  test('a rebuild of a fixed version for the suite holds the fix', () => {
    const advisory = changelog([['2.4.65-1', 'unstable']]);
    const asked = '2.4.64-1 2.4.65-1~deb12u1 2.4.65-1~bpo12+1 2.4.65-1 2.4.65~rc1-1';
    assert.equal(ruleVerdicts(advisory?.rules ?? [], name, asked), '+---+');
  });
});

test('facts of real changelogs, held against the packages that Debian ships', (t) => {
  const file = sharedData('vulnerabilities/debian/changelog-fixes.jsonl.gz');
  const packages = sharedData('vulnerabilities/debian/packages-bookworm.csv.gz');
  if (file === null || packages === null) return t.skip('the Debian data are not here');
  const lines = documentsOf(file);
  const { value: groups, problems } = groupDebianChangelog(lines);
  assert.deepEqual([lines.length, groups.length, problems.length], [1661, 7966, 0]);
  const versions = new Map<string, string>();
  for (const row of gunzipSync(readFileSync(packages)).toString().split('\n').slice(1)) {
    const [, , source = '', version = '', archive] = row.split(',');
    if (archive === 'security' || !versions.has(source)) versions.set(source, version);
  }
  let [checked, cleared] = [0, 0];
  for (const group of groups) {
    const { value } = readDebianChangelog(group);
    const rules = value[0]?.rules ?? [];
    assert.equal(rules.length, 2);
    assert.ok(areDisjoint(rules));
    const shipped = group['suite'] === 'bookworm' ? versions.get(String(group['source'])) : undefined;
    if (shipped === undefined) continue;
    checked++;
    if (ruleVerdicts(rules, `deb:debian-12/${String(group['source'])}`, shipped) === '-') cleared++;
  }
  // The newest package of the suite holds every fix of its own changelog.
  assert.ok(checked > 2500, String(checked));
  assert.equal(cleared, checked);
});
