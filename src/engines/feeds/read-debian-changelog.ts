import type { Advisory } from '#engines/advisory/advisory.ts';
import { trust } from '#engines/advisory/advisory.ts';
import { keyOf } from '#engines/advisory/span-ends.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import { maxVersionLength } from '#engines/version/compare-versions.ts';
import { debianNamespace } from './debian-suites.ts';
import { cveOf, instantOf, leftOut, listOf, notOfForm, textsOf, unread, wordOf } from './fields.ts';
import { rulesOf, weight } from './stretches.ts';

/** An entry of a changelog that names a CVE. */
interface Fix {
  readonly version: string;
  readonly distribution: string;
  readonly at: string | null;
  readonly pointer: string;
}

const form = 'changelog Debian (suite, source, fixed_version, cves)';

/**
 * Lines of changelogs, `{ suite, source, fixed_version, distribution, date, cves }`, brought together by suite, source
 * and CVE: `{ suite, source, cve, fixes: [{ fixed_version, distribution, date }] }`. What several lines say of one CVE
 * can only be judged together.
 */
export function groupDebianChangelog(lines: Iterable<JsonValue>): Result<readonly JsonObject[]> {
  const groups = new Map<string, { suite: string; source: string; cve: string; fixes: JsonObject[] }>();
  const problems: InputProblem[] = [];
  let index = -1;
  for (const line of lines) {
    index++;
    const [suite, source, version] = [
      wordOf(line, 'suite'),
      wordOf(line, 'source'),
      wordOf(line, 'fixed_version'),
    ];
    if (suite === null || source === null || version === null) {
      problems.push(notOfForm(form, `/${index}`, 'suite, source, fixed_version'));
      continue;
    }
    const fix = {
      fixed_version: version,
      distribution: wordOf(line, 'distribution'),
      date: wordOf(line, 'date'),
    };
    for (const text of textsOf(line, 'cves')) {
      const cve = cveOf(text);
      if (cve === null) {
        problems.push(leftOut(`/${index}/cves`, notACve(text)));
        continue;
      }
      const key = `${suite}/${source}#${cve}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { suite, source, cve, fixes: [fix] });
      else group.fixes.push(fix);
    }
  }
  return { value: [...groups.values()], problems };
}

function notACve(text: string): { fr: string; en: string } {
  const shown = text.slice(0, 40);
  return { fr: `« ${shown} » n’est pas un numéro CVE.`, en: `“${shown}” is not a CVE number.` };
}

/**
 * Reads one group (`groupDebianChangelog`): affected below the earliest fix, not affected from there on. A changelog
 * holds the ancestors of its package and nothing else, so its earliest entry that names the CVE is where the lineage of
 * the suite was mended; later ones restate or complete the fix.
 */
export function readDebianChangelog(record: JsonValue): Result<readonly Advisory[]> {
  const [suite, source] = [wordOf(record, 'suite') ?? '', wordOf(record, 'source')];
  const [cve, namespace] = [cveOf(wordOf(record, 'cve') ?? ''), debianNamespace(suite)];
  const fix = earliest(fixesOf(record));
  if (source === null || cve === null || namespace === null || fix === null)
    return unread([], notOfForm(form, '', 'suite, source, cve, fixes'));
  // 2.4.65-1~deb12u1 is 2.4.65-1 built for a suite, and comes before it: it holds its fixes.
  const isRebuilt = fix.version.includes('-');
  const key = keyOf('deb', isRebuilt ? `${fix.version}~` : fix.version);
  const end = { version: fix.version, key, inclusive: false };
  const base = { fixedIn: null, pointer: fix.pointer, flags: ['changelog' as const], weight: weight.range };
  const name = { namespace, name: source, scheme: 'deb', part: null, target: null, condition: null };
  const advisory: Advisory = {
    key: `${suite}/${source}#${cve}`,
    vulnerability: cve,
    aliases: [],
    state: 'published',
    title: '',
    description: '',
    publishedAt: fix.at,
    modifiedAt: null,
    cvss: [],
    ssvc: null,
    weaknesses: [],
    references: [],
    rules: rulesOf({ ...name, trust: trust.vendor }, [
      { ...base, status: 'affected', low: null, high: end, fixedIn: fix.version },
      { ...base, status: 'unaffected', low: { ...end, inclusive: true }, high: null },
    ]),
    remedies: [],
  };
  return { value: [advisory], problems: [] };
}

function fixesOf(record: JsonValue): readonly Fix[] {
  return listOf(record, 'fixes')
    .slice(0, 1000)
    .flatMap((one, index) => {
      const version = wordOf(one, 'fixed_version');
      if (version === null || version.length > maxVersionLength || !/^(?:\d+:)?\d/.test(version)) return [];
      const at = instantOf(wordOf(one, 'date'));
      const distribution = wordOf(one, 'distribution') ?? '';
      return [{ version, distribution, at, pointer: `/fixes/${index}/fixed_version` }];
    });
}

function earliest(fixes: readonly Fix[]): Fix | null {
  let first: Fix | null = null;
  for (const fix of fixes)
    if (first === null || keyOf('deb', fix.version) < keyOf('deb', first.version)) first = fix;
  return first;
}
