import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { AdvisoryRule } from '#engines/advisory/advisory.ts';
import type { JsonValue } from '#engines/json-value.ts';
import { schemeKeys } from '#engines/version/schemes.ts';
import type { Scheme } from '#engines/version/schemes.ts';

/** What rules of one name say of a version; `silent` when none holds it, and an error when two do. */
export function ruleVerdict(rules: readonly AdvisoryRule[], name: string, version: string): string {
  const found = rules.filter((rule) => {
    if (`${rule.namespace}/${rule.name}` !== name) return false;
    const key = schemeKeys[rule.scheme as Scheme](version);
    const { low, high } = rule;
    const isAbove = low === null || low.key < key || (low.key === key && low.inclusive);
    return isAbove && (high === null || key < high.key || (key === high.key && high.inclusive));
  });
  assert.ok(found.length < 2, `${name} ${version} lies in ${found.length} stretches of one record`);
  return found[0]?.status ?? 'silent';
}

/** `+` affected, `-` unaffected, `?` unknown, `.` nothing said, of versions parted by spaces. */
export function ruleVerdicts(rules: readonly AdvisoryRule[], name: string, versions: string): string {
  const short: Readonly<Record<string, string>> = {
    affected: '+',
    unaffected: '-',
    unknown: '?',
    silent: '.',
  };
  return versions
    .split(' ')
    .map((version) => short[ruleVerdict(rules, name, version)] ?? '!')
    .join('');
}

/** True when no two rules of one name and one condition meet. */
export function areDisjoint(rules: readonly AdvisoryRule[]): boolean {
  const groups = Map.groupBy(rules, (rule) =>
    JSON.stringify([rule.namespace, rule.name, rule.part, rule.target, rule.condition]),
  );
  return [...groups.values()].every((group) =>
    group.slice(1).every((rule, index) => {
      const [before, low] = [group[index]?.high ?? null, rule.low];
      if (before === null || low === null) return false;
      return before.key < low.key || (before.key === low.key && !(before.inclusive && low.inclusive));
    }),
  );
}

/** The documents of a compressed file, one a line. */
export function documentsOf(file: string): readonly JsonValue[] {
  return gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonValue);
}

/** The value at a JSON pointer (RFC 6901); undefined when there is none. */
export function atPointer(document: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, JsonValue>)[name];
  }
  return value;
}
