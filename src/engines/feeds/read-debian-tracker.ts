import type { Advisory, RuleFlag } from '#engines/advisory/advisory.ts';
import { trust } from '#engines/advisory/advisory.ts';
import { endAt } from '#engines/advisory/span-ends.ts';
import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import { maxVersionLength } from '#engines/version/compare-versions.ts';
import { debianNamespace } from './debian-suites.ts';
import { leftOut, notOfForm, objectOf, problemAt, step, textOf, wordOf } from './fields.ts';
import { rulesOf, weight } from './stretches.ts';
import type { Stretch } from './stretches.ts';

const sourceName = /^[a-z0-9][a-z0-9+.-]{1,120}$/;
const issueName = /^(?:CVE-\d{4}-\d{4,19}|TEMP-\d+-[0-9A-F]+)$/i;

/**
 * The tracker's whole document, or the part of one source package, cut to one source and one issue each. A cut keeps
 * the form of the whole, `{ source: { CVE: facts } }`, so pointers hold in both.
 */
export function* cutDebianTracker(document: JsonValue): Generator<JsonObject> {
  if (!isJsonObject(document)) return;
  for (const source of Object.keys(document)) {
    const issues = jsonField(document, source);
    if (!isJsonObject(issues)) continue;
    for (const issue of Object.keys(issues)) {
      const facts = jsonField(issues, issue);
      if (facts !== undefined) yield { [source]: { [issue]: facts } };
    }
  }
}

/**
 * Reads the JSON of the Debian security tracker (`/tracker/data/json`), whole or cut: one advisory for each source
 * package and issue, keyed `apache2#CVE-2024-1`, with a rule for each release it speaks of.
 */
export function readDebianTracker(document: JsonValue): Result<readonly Advisory[]> {
  if (!isJsonObject(document))
    return { value: [], problems: [notOfForm('Debian security tracker', '', 'source')] };
  const problems: InputProblem[] = [];
  const value: Advisory[] = [];
  for (const source of Object.keys(document)) {
    const issues = jsonField(document, source);
    const pointer = `/${step(source)}`;
    if (!isJsonObject(issues) || !sourceName.test(source)) {
      problems.push(notOfForm('Debian security tracker', pointer, 'source'));
      continue;
    }
    for (const issue of Object.keys(issues)) {
      const facts = jsonField(issues, issue);
      const own = `${pointer}/${step(issue)}`;
      if (isJsonObject(facts) && issueName.test(issue))
        value.push(readIssue(source, issue, facts, own, problems));
      else
        problems.push(
          leftOut(own, {
            fr: `« ${issue.slice(0, 60)} » n’est pas un numéro de faille.`,
            en: `“${issue.slice(0, 60)}” is not the number of a vulnerability.`,
          }),
        );
    }
  }
  return { value, problems };
}

function readIssue(
  source: string,
  issue: string,
  facts: JsonObject,
  pointer: string,
  problems: InputProblem[],
): Advisory {
  const releases = objectOf(facts, 'releases');
  const description = textOf(facts, 'description').trim();
  return {
    key: `${source}#${issue.toUpperCase()}`,
    vulnerability: issue.toUpperCase(),
    aliases: [],
    state: 'published',
    title: '',
    description,
    publishedAt: null,
    modifiedAt: null,
    cvss: [],
    ssvc: null,
    weaknesses: [],
    references: [
      {
        url: `https://security-tracker.debian.org/tracker/${issue.toUpperCase()}`,
        tags: ['vendor-advisory'],
      },
    ],
    rules: Object.keys(releases).flatMap((release) => {
      const namespace = debianNamespace(release);
      const place = `${pointer}/releases/${step(release)}`;
      if (namespace === null) {
        problems.push(unknownRelease(release, place));
        return [];
      }
      const name = { namespace, name: source, scheme: 'deb', part: null, target: null, condition: null };
      const stretches = stretchesOf(jsonField(releases, release), place, problems);
      return rulesOf({ ...name, trust: trust.vendor }, stretches);
    }),
    remedies: [],
  };
}

/** `resolved` is fixed in a version (`0`: it was never there), `open` is affected without a fix. */
function stretchesOf(
  facts: JsonValue | undefined,
  pointer: string,
  problems: InputProblem[],
): readonly Stretch[] {
  const flags: readonly RuleFlag[] = /^unimportant/i.test(textOf(facts, 'urgency', 40))
    ? ['unimportant']
    : [];
  const base = { low: null, high: null, fixedIn: null, pointer, flags, weight: weight.wide };
  const status = textOf(facts, 'status', 40).toLowerCase();
  const fixed = wordOf(facts, 'fixed_version');
  if (status === 'open') return [{ ...base, status: 'affected' }];
  if (status === 'undetermined') return [{ ...base, status: 'unknown' }];
  if (status === 'resolved' && fixed === '0') return [{ ...base, status: 'unaffected' }];
  if (status === 'resolved' && fixed !== null && fixed.length <= maxVersionLength) {
    const end = endAt('deb', fixed, false);
    return [
      { ...base, status: 'affected', high: end, fixedIn: fixed },
      { ...base, status: 'unaffected', low: { ...end, inclusive: true } },
    ];
  }
  problems.push(
    leftOut(pointer, {
      fr: `état « ${status} » sans version corrigée lisible.`,
      en: `status “${status}” without a fixed version that can be read.`,
    }),
  );
  return [];
}

function unknownRelease(release: string, pointer: string): InputProblem {
  const shown = release.slice(0, 40);
  return problemAt('feed.debian-release', pointer, {
    fr: `La version de Debian « ${shown} » n’est pas connue de Vigie : ce qui en est dit n’est pas lu.`,
    en: `The Debian release “${shown}” is not known to Vigie: what is said of it is not read.`,
  });
}
