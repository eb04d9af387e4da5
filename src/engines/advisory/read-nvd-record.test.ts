import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createCpe } from '#engines/cpe/cpe.ts';
import type { Cpe } from '#engines/cpe/cpe.ts';
import { versionText } from '#engines/cpe/match-criterion.ts';
import { evaluateConfigurations, readConfigurations } from '#engines/cpe/nvd-configuration.ts';
import type { CpeConfiguration } from '#engines/cpe/nvd-configuration.ts';
import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import { holdsVersion, judgeByRules, overlaps } from '#test/judge-by-rules.ts';
import { sharedData } from '#test/shared-data.ts';
import type { AdvisoryRule, RuleCondition } from './advisory.ts';
import { schemeOfCpe } from './criterion-span.ts';
import { ruleNameOf } from './names-of-product.ts';
import { readNvdRecord } from './read-nvd-record.ts';

/** What the rules say of the first of products installed together, in the words of `evaluateConfigurations`. */
function byRules(rules: readonly AdvisoryRule[], installed: readonly Cpe[]): string {
  const [first] = installed;
  const name = first === undefined ? null : ruleNameOf(first);
  if (first === undefined || name === null) return 'no';
  const isMet = ({ groups }: RuleCondition): boolean =>
    groups.every((group) =>
      group.some((member) =>
        installed.some((cpe) => {
          const isIt = ruleNameOf(cpe)?.name === member.name;
          if (member.low === null && member.high === null) return isIt;
          const version = textOf(cpe);
          return isIt && version !== '' && holdsVersion({ ...member, scheme: schemeOfCpe(cpe) }, version);
        }),
      ),
    );
  const { verdict, rule } = judgeByRules(rules, { ...name, version: textOf(first), isMet });
  if (rule === null || verdict === 'unaffected') return 'no';
  return verdict === 'affected' ? 'affected' : 'to-confirm';
}

function textOf(cpe: Cpe): string {
  return cpe.version === '*' || cpe.version === '-' ? '' : versionText(cpe);
}

function byConfigurations(configurations: readonly CpeConfiguration[], installed: readonly Cpe[]): string {
  const hits = evaluateConfigurations(configurations, installed).filter((hit) => hit.installed === 0);
  return hits.some(({ status }) => status === 'affected') ? 'affected' : (hits[0]?.status ?? 'no');
}

const quoted = (text: string): string => text.replaceAll(/[^a-z0-9_]/gi, String.raw`\$&`).toLowerCase();

/** Every n-th record of the corpus. */
function* corpus(every: number): Generator<JsonObject> {
  const file = sharedData('vulnerabilities/nvd-style/cpe-configurations.jsonl.gz');
  if (file === null) return;
  for (const [at, text] of gunzipSync(readFileSync(file)).toString().split('\n').entries()) {
    if (text === '' || (at % every !== 0 && !/"operator": ?"AND"/.test(text))) continue;
    const record = JSON.parse(text) as JsonValue;
    if (isJsonObject(record)) yield record;
  }
}

type Criterion = CpeConfiguration['nodes'][number]['criteria'][number];

/** What inventories do not tell. */
const untold = { edition: '*', sw_edition: '*', target_hw: '*', language: '*', other: '*' } as const;

function boundsOf({
  startIncluding,
  startExcluding,
  endIncluding,
  endExcluding,
}: Criterion): readonly string[] {
  return [startIncluding, startExcluding, endIncluding, endExcluding].filter((bound) => bound !== undefined);
}

/** Products to ask of: what each criterion names, at its bounds and beyond, alone and with what it may run on. */
function* questions(configurations: readonly CpeConfiguration[]): Generator<readonly Cpe[]> {
  for (const { nodes } of configurations)
    for (const [at, { criteria }] of nodes.entries()) {
      const beside = nodes.flatMap(({ criteria: others }, other) =>
        other === at
          ? []
          : others.slice(0, 1).map((one) => createCpe({ ...one.name, version: besideVersion(one) })),
      );
      for (const criterion of criteria.slice(0, 6)) {
        const { name } = criterion;
        const versions = boundsOf(criterion).flatMap((one) => [quoted(one), quoted(`${one}.1`)]);
        if (name.version !== '*' && name.version !== '-') versions.push(name.version);
        for (const version of [...versions, '0', '99999']) {
          const own = createCpe({ ...name, ...untold, version });
          yield [own];
          if (beside.length > 0) yield [own, ...beside];
          if (name.target_sw !== '*') yield [createCpe({ ...own, target_sw: '*' })];
        }
      }
    }
}

function besideVersion(criterion: Criterion): string {
  const bound = criterion.startIncluding ?? criterion.endIncluding;
  return bound === undefined ? criterion.name.version : quoted(bound);
}

/**
 * Where rules say something else than configurations: bounds that words put in order (`b.11.31` to `c.4.2.8`) are a
 * doubt, and a version without the words of its bounds (`release-20240513.0`) is read by its numbers.
 */
const otherwise = new Set(['CVE-2016-7434', 'CVE-2024-10026']);

test('rules say what the configurations of the corpus say', (t) => {
  let [asked, widened] = [0, 0];
  const missed: string[] = [];
  for (const record of corpus(25)) {
    const configurations = readConfigurations(jsonField(record, 'configurations'));
    const { value, problems } = readNvdRecord(record);
    const rules = value?.rules ?? [];
    assert.deepEqual(overlaps(rules), []);
    assert.ok(problems.every(({ code }) => code === 'nvd.no-single-name'));
    for (const installed of questions(configurations)) {
      asked++;
      const [expected, got] = [byConfigurations(configurations, installed), byRules(rules, installed)];
      if (expected === got) continue;
      // All its editions have these bounds: nobody needs to be asked which one it is.
      if (expected === 'to-confirm' && got === 'affected') widened++;
      else if (!otherwise.has(value?.key ?? ''))
        missed.push(
          `${value?.key} ${expected} ${got} ${installed.map((one) => Object.values(one).join(':')).join(' + ')}`,
        );
    }
  }
  if (asked === 0) return t.skip('no reference data here');
  assert.deepEqual(missed, []);
  assert.ok(asked > 40_000, `${asked} questions`);
  assert.ok(widened < asked / 200, `${widened} of ${asked}`);
});

const match = (name: string, more: JsonObject = {}): JsonObject => ({
  vulnerable: true,
  criteria: `cpe:2.3:${name}`,
  ...more,
});

function rulesOf(...configurations: JsonObject[]): readonly AdvisoryRule[] {
  return readNvdRecord({ cve: { id: 'CVE-2024-123456', configurations } }).value?.rules ?? [];
}

const told = (rules: readonly AdvisoryRule[]): readonly string[] =>
  rules.map(({ status, name, low, high, flags, part, target, condition, fixedIn, trust }) => {
    const from = low === null ? '(' : `${low.inclusive ? '[' : '('}${low.version}`;
    const to = high === null ? ')' : `${high.version}${high.inclusive ? ']' : ')'}`;
    const narrow = `${part ?? ''}/${target ?? ''}`;
    return `${status} ${name} ${narrow} ${from},${to} ${fixedIn ?? ''} ${trust} ${flags.join()} ${JSON.stringify(condition?.groups.map((group) => group.map((one) => one.name)) ?? null)}`;
  });

test('criteria as rules', () => {
  const rest = '*:*:*:*:*:*:*';
  const range = { versionStartIncluding: '7.0.0', versionEndExcluding: '7.0.14' };
  assert.deepEqual(
    told(rulesOf({ nodes: [{ operator: 'OR', cpeMatch: [match(`o:fortinet:fortios:*:${rest}`, range)] }] })),
    [
      'affected fortinet:fortios o/ [7.0.0,7.0.14) 7.0.14 50  null',
      'unaffected fortinet:fortios / (,7.0.0)  50 not-listed null',
      'unaffected fortinet:fortios / [7.0.14,)  50 not-listed null',
    ],
  );
  assert.deepEqual(
    told(
      rulesOf({ nodes: [{ cpeMatch: [match(`a:acme:door:*:${rest}`), match(`a:acme:gate:-:${rest}`)] }] }),
    ),
    ['affected acme:door a/ (,)  50 version-any null', 'unknown acme:gate a/ (,)  80 version-na null'],
  );
  const update = match('o:juniper:junos:21.2:r3-s1:*:*:*:*:*:*');
  assert.deepEqual(told(rulesOf({ nodes: [{ cpeMatch: [update] }] })).slice(0, 2), [
    'unknown juniper:junos o/ [21.2,21.2]  80 version-unknown null',
    'affected juniper:junos o/ [21.2-r3-s1,21.2-r3-s1]  50  null',
  ]);
  const plugin = match('a:acme:forms:*:*:*:*:*:wordpress:*:*', { versionEndIncluding: '1.2' });
  assert.match(
    told(rulesOf({ nodes: [{ cpeMatch: [plugin] }] }))[0] ?? '',
    /^affected acme:forms a\/wordpress \(,1\.2\]/,
  );
  const branch = match(String.raw`a:acme:door:8.2\.*:` + rest);
  assert.match(
    told(rulesOf({ nodes: [{ cpeMatch: [branch] }] }))[0] ?? '',
    /^affected acme:door a\/ \[8\.2\.\*,8\.2\.\*\)  50 branch/,
  );
});

test('what must run beside is a condition; editions that are all there are none', () => {
  const rest = '*:*:*:*:*:*:*';
  const product = match(`a:google:chrome:*:${rest}`, { versionEndExcluding: '118.0' });
  const systems = ['o:apple:macos', 'o:linux:linux_kernel'].map((name) =>
    match(`${name}:-:${rest}`, { vulnerable: false }),
  );
  const rules = rulesOf({ operator: 'AND', nodes: [{ cpeMatch: [product] }, { cpeMatch: systems }] });
  assert.equal(
    told(rules)[0],
    'affected google:chrome a/ (,118.0) 118.0 50  [["apple:macos","linux:linux_kernel"]]',
  );
  const node = { operator: 'AND', cpeMatch: [product, ...systems] };
  assert.match(told(rulesOf({ nodes: [node] }))[0] ?? '', /\[\["apple:macos"\],\["linux:linux_kernel"\]\]$/);
  const negated = rulesOf({
    operator: 'AND',
    nodes: [{ cpeMatch: [product] }, { negate: true, cpeMatch: systems }],
  });
  assert.match(told(negated)[0] ?? '', /\[\[\]\]$/);
  const edition = (name: string): JsonObject =>
    match(`a:gitlab:gitlab:*:*:*:*:${name}:*:*:*`, { versionEndExcluding: '16.1' });
  assert.match(
    told(rulesOf({ nodes: [{ cpeMatch: [edition('community')] }] }))[0] ?? '',
    /^unknown .* target-unknown null$/,
  );
  const both = rulesOf({
    nodes: [{ cpeMatch: [edition('community')] }, { cpeMatch: [edition('enterprise')] }],
  });
  assert.match(told(both)[0] ?? '', /^affected gitlab:gitlab a\/ \(,16\.1\)/);
});

test('an item of API 2.0', () => {
  const item: JsonObject = {
    cve: {
      id: 'CVE-2026-119618',
      vulnStatus: 'Analyzed',
      published: '2026-01-02T03:04:05.678',
      lastModified: '2026-02-03T04:05:06.789',
      descriptions: [
        { lang: 'es', value: 'Puerta' },
        { lang: 'en', value: 'A door.' },
      ],
      metrics: {
        cvssMetricV31: [
          { source: 'nvd@nist.gov', cvssData: { vectorString: 'CVSS:3.1/AV:N', baseScore: 9.8 } },
          { source: 'security@acme.example', cvssData: { vectorString: 'CVSS:3.1/AV:L' } },
        ],
        cvssMetricV2: [{ source: 'nvd@nist.gov', cvssData: { vectorString: 'AV:N', baseScore: 5 } }],
      },
      weaknesses: [
        { description: [{ lang: 'en', value: 'CWE-79' }] },
        { description: [{ value: 'NVD-CWE-noinfo' }] },
      ],
      references: [{ url: 'https://acme.example/1', tags: ['Patch'] }, { url: 'javascript:1' }],
    },
  };
  const { value, problems } = readNvdRecord(item);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    [value?.publishedAt, value?.modifiedAt],
    ['2026-01-02T03:04:05.678Z', '2026-02-03T04:05:06.789Z'],
  );
  assert.deepEqual(value?.cvss, [
    { version: '3.1', vector: 'CVSS:3.1/AV:N', source: 'nvd', publishedScore: 9.8 },
    { version: '3.1', vector: 'CVSS:3.1/AV:L', source: 'cna', publishedScore: null },
    { version: '2.0', vector: 'AV:N', source: 'nvd', publishedScore: 5 },
  ]);
  assert.deepEqual([value?.description, value?.weaknesses], ['A door.', ['CWE-79']]);
  assert.deepEqual(value?.references, [{ url: 'https://acme.example/1', tags: ['Patch'] }]);
  const rejected = readNvdRecord({ id: 'CVE-2024-0001', vulnStatus: 'Rejected', configurations: 'x' });
  assert.deepEqual([rejected.value?.state, rejected.value?.rules], ['rejected', []]);
  assert.deepEqual(
    rejected.problems.map(({ code, path }) => `${code} ${path}`),
    ['nvd.not-a-list /configurations'],
  );
  for (const shape of [null, 3, [], {}, { cve: 3 }, { id: 'CVE-1' }] satisfies JsonValue[])
    assert.equal(readNvdRecord(shape).problems[0]?.code, 'nvd.number');
});

test('hostile configurations are bounded, and never silent', { timeout: 60_000 }, () => {
  const repeat = (count: number, make: (index: number) => JsonValue): JsonValue[] =>
    Array.from({ length: count }, (_, at) => make(at));
  const ranged = (product: number, at: number): JsonObject =>
    match(`a:v:p${product}:*:*:*:*:*:*:*:*`, {
      versionStartIncluding: `${at}`,
      versionEndExcluding: `${at}.5`,
    });
  const cases: readonly JsonObject[] = [
    { operator: 'AND', nodes: repeat(20_000, (at) => ({ cpeMatch: [ranged(1, at)] })) },
    {
      operator: 'AND',
      nodes: repeat(100, (at) => ({ cpeMatch: repeat(200, (one) => ranged(at * 200 + one, one)) })),
    },
    { nodes: [{ operator: 'AND', cpeMatch: repeat(5000, (at) => ranged(at, at)) }] },
    { nodes: [{ cpeMatch: repeat(30_000, (at) => ranged(1, at)) }] },
  ];
  for (const one of cases) {
    const rules = rulesOf(one);
    assert.ok(rules.length > 0 && rules.length <= 60_000);
    assert.ok(rules.some(({ status }) => status !== 'unaffected'));
    const members = rules.flatMap(({ condition }) => condition?.groups.map((group) => group.length) ?? []);
    assert.ok(members.reduce((sum, count) => sum + count, 0) < 250_000);
  }
});
