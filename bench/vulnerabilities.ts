/**
 * Performance goals of the vulnerability engine: `node --expose-gc bench/vulnerabilities.ts` reads the corpus, four times
 * over, holds it against 2 million installs of 10,000 assets, and prints our figures beside the goals and beside a plain
 * matcher that compares versions as texts, on a sample. Real advisories and real Debian packages; the versions of products
 * and who has what are drawn.
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findFeeds } from '#domains/vulnerabilities/feed-layout.ts';
import { readRawRecords } from '#domains/vulnerabilities/feed-files.ts';
import { readRecord } from '#domains/vulnerabilities/read-record.ts';
import type { AdvisoryRule } from '#engines/advisory/advisory.ts';
import { groupDebianChangelog } from '#engines/feeds/read-debian-changelog.ts';
import { software } from '#engines/inventory/software.ts';
import type { Software } from '#engines/inventory/software.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { ComponentName } from '#engines/matching/component-name.ts';
import { componentNames } from '#engines/matching/component-names.ts';
import { createMatcher } from '#engines/matching/matcher.ts';
import type { Matcher } from '#engines/matching/matcher.ts';
import { nameKey } from '#engines/matching/rule-index.ts';
import type { RuleSource } from '#engines/matching/rule-index.ts';
import { compareVersions } from '#engines/version/compare-versions.ts';
import { softwareNear } from '#test/random-software.ts';
import { sharedData } from '#test/shared-data.ts';
import { randomFrom } from '#test/vulnerability-corpus.ts';

const copies = 4;
const componentCount = 196_000;
const assetCount = 10_000;
const installsPerAsset = 200;
const serviceCount = 200;
const sampled = 3000;

const random = randomFrom(41);
const below = (most: number): number => Math.floor(random() * most);

/** Milliseconds of the clock, and of the processor alone: the truer figure on a machine that does other things. */
function timed<T>(work: () => T): { ms: number; cpuMs: number; value: T } {
  const cpu = process.threadCpuUsage();
  const start = performance.now();
  const value = work();
  const ms = performance.now() - start;
  const { user, system } = process.threadCpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000, value };
}

const quantile = (list: readonly number[], q: number): number =>
  list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))] ?? 0;
const shown = (ms: number): string =>
  ms < 1 ? `${ms.toFixed(3)} ms` : ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`;
const counted = (count: number): string => count.toLocaleString('en');

function line(what: string, ours: string, goal = '', peer = ''): void {
  console.log(`${what.padEnd(60)} ${ours.padStart(22)} ${goal.padStart(10)} ${peer.padStart(24)}`);
}

function residentMebibytes(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  return process.memoryUsage.rss() / 2 ** 20;
}

/** Every advisory of the corpus, read as an import reads it. */
async function readCorpus(folder: string): Promise<RuleSource[]> {
  const sources: RuleSource[] = [];
  for (const { path, name, feed } of (await findFeeds(folder)).files) {
    if (feed.kind === 'epss' || name === 'kev/kev-2025-08-25.json.gz') continue;
    const values: JsonValue[] = [];
    for await (const records of readRawRecords(path, feed.kind, { name }))
      for (const { bytes } of records)
        if (bytes !== null) values.push(JSON.parse(bytes.toString()) as JsonValue);
    const records = feed.kind === 'debian-changelog' ? groupDebianChangelog(values).value : values;
    for (const value of records)
      for (const { key, vulnerability, rules } of readRecord(feed.kind, value).advisories)
        sources.push({ feed: feed.id, key, vulnerability, rules });
  }
  return sources;
}

/** As many vulnerabilities again under the same names; the texts of the rules are shared, the index is not. */
function repeated(sources: readonly RuleSource[]): RuleSource[] {
  return Array.from({ length: copies }, (_, copy) =>
    sources.map((source) =>
      copy === 0 ? source : { ...source, vulnerability: `${source.vulnerability}/${copy}` },
    ),
  ).flat();
}

/** Real packages of three Debian releases, and products in versions near those that advisories speak of. */
function distinctSoftware(folder: string, sources: readonly RuleSource[]): Software[] {
  const byName = new Map<string, AdvisoryRule[]>();
  for (const { feed, rules } of sources)
    for (const rule of feed === 'kev' ? [] : rules) {
      const known = byName.get(nameKey(rule.namespace, rule.name));
      if (known === undefined) byName.set(nameKey(rule.namespace, rule.name), [rule]);
      else known.push(rule);
    }
  const names = [...byName.values()];
  const list = new Map<string, Software>();
  const add = (one: Software) => list.set(JSON.stringify(one), one);
  // Each name as likely as the other: an estate has three versions of a product, not a thousand.
  while (list.size < componentCount * 0.5) {
    const rules = names[below(names.length)] ?? [];
    const rule = rules[below(rules.length)];
    if (rule !== undefined) add(softwareNear(rule, random));
  }
  for (const [suite, release] of Object.entries({ bookworm: 12, trixie: 13, bullseye: 11 })) {
    const lines = gunzipSync(readFileSync(`${folder}/debian/packages-${suite}.csv.gz`))
      .toString()
      .split('\n')
      .slice(1);
    for (const text of lines) {
      const [name = '', version = '', sourceName = '', sourceVersion = ''] = text.split(',');
      if (name === '' || list.size >= componentCount) continue;
      add(
        software({
          ecosystem: 'deb',
          distribution: `debian-${release}`,
          name,
          version,
          sourceName,
          sourceVersion,
        }),
      );
    }
  }
  return [...list.values()];
}

/** Lists of numbers by number, in two columns. */
interface Lists {
  readonly from: Int32Array;
  readonly values: Int32Array;
}

function lists(count: number, pairs: readonly (readonly [key: Int32Array, value: Int32Array])[]): Lists {
  const from = new Int32Array(count + 1);
  for (const [keys] of pairs) for (const key of keys) from[key + 1] = (from[key + 1] ?? 0) + 1;
  for (let at = 0; at < count; at++) from[at + 1] = (from[at + 1] ?? 0) + (from[at] ?? 0);
  const values = new Int32Array(from[count] ?? 0);
  const next = from.slice(0, count);
  for (const [keys, own] of pairs)
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] ?? 0;
      const place = next[key] ?? 0;
      values[place] = own[at] ?? 0;
      next[key] = place + 1;
    }
  return { from, values };
}

/** A few components are everywhere, most are rare. */
function drawInstalls(components: number): Lists {
  const keys = new Int32Array(assetCount * installsPerAsset);
  const values = new Int32Array(keys.length);
  for (let at = 0; at < keys.length; at++) {
    keys[at] = Math.floor(components * random() ** 2.5);
    values[at] = Math.floor(at / installsPerAsset);
  }
  return lists(components, [[keys, values]]);
}

function drawServices(): Lists {
  const perAsset = 3;
  const keys = new Int32Array(assetCount * perAsset).map((_, at) => Math.floor(at / perAsset));
  return lists(assetCount, [[keys, keys.map(() => below(serviceCount))]]);
}

/** Components by the names they answer to: where a new advisory begins. */
function byName(names: readonly (readonly ComponentName[])[]): ReadonlyMap<string, number[]> {
  const map = new Map<string, number[]>();
  for (const [component, own] of names.entries())
    for (const { namespace, name } of own) {
      const key = nameKey(namespace, name);
      const list = map.get(key);
      if (list === undefined) map.set(key, [component]);
      else if (list.at(-1) !== component) list.push(component);
    }
  return map;
}

interface FullMatch {
  readonly hits: number;
  readonly findings: number;
}

function fullMatch(
  matcher: Matcher,
  names: readonly (readonly ComponentName[])[],
  installs: Lists,
): FullMatch {
  const { rules } = matcher.index;
  let hits = 0;
  let findings = 0;
  for (const [component, own] of names.entries()) {
    const decided = matcher.decide(own);
    let positive = 0;
    for (let at = 0; at < decided.count; at++)
      if (rules[decided.rules[at] ?? 0]?.status !== 'unaffected') positive++;
    hits += positive;
    findings += positive * ((installs.from[component + 1] ?? 0) - (installs.from[component] ?? 0));
  }
  return { hits, findings };
}

/** What most tools do: each rule of the name, both its ends compared with the version as texts. */
function plainMatch(
  rules: ReadonlyMap<string, readonly { rule: AdvisoryRule; vulnerability: string }[]>,
  own: readonly ComponentName[],
): number {
  const affected = new Set<string>();
  for (const { namespace, name, version } of own)
    for (const { rule, vulnerability } of rules.get(nameKey(namespace, name)) ?? []) {
      const { scheme, low, high, status } = rule;
      if (status !== 'affected') continue;
      const above = low === null ? 1 : compareVersions(scheme, version, low.version).value;
      const under = high === null ? -1 : compareVersions(scheme, version, high.version).value;
      const isAbove = above === 1 || (above === 0 && low?.inclusive === true);
      const isUnder = under === -1 || (under === 0 && high?.inclusive === true);
      if (isAbove && isUnder) affected.add(vulnerability);
    }
  return affected.size;
}

function plainRules(
  sources: readonly RuleSource[],
): Map<string, { rule: AdvisoryRule; vulnerability: string }[]> {
  const map = new Map<string, { rule: AdvisoryRule; vulnerability: string }[]>();
  for (const { vulnerability, rules } of sources)
    for (const rule of rules) {
      const key = nameKey(rule.namespace, rule.name);
      const list = map.get(key);
      if (list === undefined) map.set(key, [{ rule, vulnerability }]);
      else list.push({ rule, vulnerability });
    }
  return map;
}

/** From one new advisory to the components, assets and services it touches. */
function oneAdvisory(
  source: RuleSource,
  names: readonly (readonly ComponentName[])[],
  known: ReadonlyMap<string, number[]>,
  installs: Lists,
  services: Lists,
): { assets: number; services: number } {
  const matcher = createMatcher([source]);
  const candidates = new Set(
    source.rules.flatMap(({ namespace, name }) => known.get(nameKey(namespace, name)) ?? []),
  );
  const assets = new Set<number>();
  const hurt = new Set<number>();
  for (const component of candidates) {
    const decided = matcher.decide(names[component] ?? []);
    if (decided.count === 0 || matcher.index.rules[decided.rules[0] ?? 0]?.status === 'unaffected') continue;
    for (let at = installs.from[component] ?? 0; at < (installs.from[component + 1] ?? 0); at++)
      assets.add(installs.values[at] ?? 0);
  }
  for (const asset of assets)
    for (let at = services.from[asset] ?? 0; at < (services.from[asset + 1] ?? 0); at++)
      hurt.add(services.values[at] ?? 0);
  return { assets: assets.size, services: hurt.size };
}

async function main(): Promise<void> {
  const readme = sharedData('vulnerabilities/README.md');
  if (readme === null) {
    console.log('no reference data here: set VIGIE_SHARED_DATA');
    return;
  }
  const folder = dirname(readme);
  const start = performance.now();
  const sources = await readCorpus(folder);
  line(
    `read and compiled ${counted(sources.length)} advisories of the corpus`,
    shown(performance.now() - start),
  );
  const all = repeated(sources);
  const { ms: indexMs, value: matcher } = timed(() => createMatcher(all));
  const { index } = matcher;
  line(
    `index of ${counted(all.length)} advisories, ${counted(index.rules.length)} rules, ${counted([...index.groups.values()].reduce((sum, names) => sum + names.size, 0))} names`,
    shown(indexMs),
  );

  const components = distinctSoftware(folder, sources);
  const { ms: namesMs, value: names } = timed(() => components.map((one) => componentNames(one)));
  line(`names of ${counted(components.length)} distinct components`, shown(namesMs));
  const [installs, services] = [drawInstalls(components.length), drawServices()];

  const rounds = Array.from({ length: 5 }, () => timed(() => fullMatch(matcher, names, installs)));
  const { hits, findings } = rounds[0]?.value ?? { hits: 0, findings: 0 };
  const plain = plainRules(all);
  const some = Array.from({ length: sampled }, () => below(names.length));
  const naive = timed(() =>
    some.reduce((sum, component) => sum + plainMatch(plain, names[component] ?? []), 0),
  );
  const best = Math.min(...rounds.map(({ ms }) => ms));
  const estimate = (naive.cpuMs / sampled) * names.length;
  line(
    `full re-match, ${counted(hits)} matches, best of 5`,
    shown(best),
    '<= 1 s',
    `~${shown(estimate)} (plain)`,
  );
  line('  of the processor, best of 5', shown(Math.min(...rounds.map(({ cpuMs }) => cpuMs))), '<= 1 s');
  line(
    '  median of 5',
    shown(
      quantile(
        rounds.map(({ ms }) => ms),
        0.5,
      ),
    ),
  );
  line(
    `  and ${counted(findings)} of assets, counted by installs`,
    `${counted(assetCount * installsPerAsset)} installs`,
  );

  const known = byName(names);
  const times: number[] = [];
  let most = { assets: 0, services: 0 };
  for (let turn = 0; turn < 5000; turn++) {
    const source = sources[below(sources.length)];
    if (source === undefined || source.rules.length === 0) continue;
    const { ms, value } = timed(() => oneAdvisory(source, names, known, installs, services));
    times.push(ms);
    if (value.assets > most.assets) most = value;
  }
  line('one advisory to its assets and services, p50', shown(quantile(times, 0.5)), '<= 100 ms');
  line('  p99', shown(quantile(times, 0.99)), '<= 100 ms');
  line(
    `  worst; the most touched ${counted(most.assets)} assets and ${most.services} services`,
    shown(Math.max(...times)),
    '<= 100 ms',
  );
  line('resident memory, corpus, index and inventory together', `${residentMebibytes().toFixed(0)} MiB`);
  console.log(
    `\nThe plain matcher compares versions as texts, rule by rule, without keys: ${sampled} components drawn, ${shown(naive.cpuMs)} of the processor, extrapolated.`,
  );
}

await main();
