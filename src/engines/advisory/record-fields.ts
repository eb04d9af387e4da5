import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { InputProblem } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';

/** Bounds of what is kept of one record; the raw record is kept whole elsewhere. */
const maxTextKept = 20_000;
export const maxListKept = 500;

/** What a field path leads to, or undefined; a number is an index of a list. */
export function at(
  value: JsonValue | undefined,
  ...path: readonly (string | number)[]
): JsonValue | undefined {
  let here = value;
  for (const step of path) {
    if (typeof step === 'number')
      here = Array.isArray(here) ? (here as readonly JsonValue[])[step] : undefined;
    else here = isJsonObject(here) ? jsonField(here, step) : undefined;
  }
  return here;
}

export function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((one: JsonValue) => isJsonObject(one)) : [];
}

export function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one: JsonValue) => typeof one === 'string') : [];
}

/** A text, trimmed and bounded; empty when it is none. */
export function textIn(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value.slice(0, maxTextKept).trim() : '';
}

/** The English one of texts in several languages (`lang`, `value`), else the first. */
export function englishOf(value: JsonValue | undefined): string {
  const all = objects(value).filter((one) => textIn(jsonField(one, 'value')) !== '');
  const english = all.find((one) => /^en\b/i.test(textIn(jsonField(one, 'lang')))) ?? all[0];
  return english === undefined ? '' : textIn(jsonField(english, 'value'));
}

/** Days that every month has: the commonest form needs no more reading. */
const usualInstant =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** A date of a record as an instant of ISO 8601 in UTC; one without zone is of UTC, as NVD and CVE write them. */
export function instantOf(value: JsonValue | undefined): string | null {
  const text = textIn(value);
  if (usualInstant.test(text)) return text;
  const [, day, time = 'T00:00:00', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:([T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text) ?? [];
  if (day === undefined) return null;
  const instant = new Date(
    `${day}${time.replace(' ', 'T').replace(/(\.\d{3})\d+$/, '$1')}${zone.toUpperCase()}`,
  );
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

/** A CVE number of any count of digits, in capitals, or null. */
export function cveNumber(value: JsonValue | undefined): string | null {
  const text = textIn(value).toUpperCase();
  return /^CVE-\d{4}-\d{4,19}$/.test(text) ? text : null;
}

/** `CWE-79` in what a record says of weaknesses; none of NVD's “no information”. */
export function weaknessOf(text: string): string | null {
  return /\bCWE-(\d{1,6})\b/i.exec(text)?.[0].toUpperCase() ?? null;
}

export function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].slice(0, maxListKept);
}

export function recordProblem(code: string, path: string, message: Text): InputProblem {
  return { code, path, message };
}
