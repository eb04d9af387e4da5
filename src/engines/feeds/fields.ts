import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';

/** A text field, cut to `maxLength`; empty when it is absent or something else. */
export function textOf(object: JsonValue | undefined, name: string, maxLength = 20_000): string {
  const value = isJsonObject(object) ? jsonField(object, name) : undefined;
  return typeof value === 'string' ? value.slice(0, maxLength) : '';
}

/** A text field without blanks around it; null when it says nothing. */
export function wordOf(object: JsonValue | undefined, name: string): string | null {
  const text = textOf(object, name, 2000).trim();
  return text === '' ? null : text;
}

export function listOf(object: JsonValue | undefined, name: string): readonly JsonValue[] {
  const value = isJsonObject(object) ? jsonField(object, name) : undefined;
  return Array.isArray(value) ? value : [];
}

export function objectOf(object: JsonValue | undefined, name: string): JsonObject {
  const value = isJsonObject(object) ? jsonField(object, name) : undefined;
  return isJsonObject(value) ? value : {};
}

/** The texts of a list; what else it holds is left out. */
export function textsOf(object: JsonValue | undefined, name: string): readonly string[] {
  return listOf(object, name).filter((one) => typeof one === 'string');
}

/** One step of a JSON pointer (RFC 6901 §3). */
export function step(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** An instant as ISO 8601 in UTC; a date alone is its midnight. Null when it is no date. */
export function instantOf(text: string | null): string | null {
  if (text === null || text.length > 60 || !/\d{4}/.test(text)) return null;
  const hasZone = /(?:z|[+-]\d\d:?\d\d|gmt|utc)$/i.test(text.trim()) || /^\d{4}-\d\d-\d\d$/.test(text.trim());
  const instant = new Date(hasZone ? text : `${text.trim()}Z`);
  const year = instant.getUTCFullYear();
  return Number.isNaN(instant.getTime()) || year < 1980 || year > 2999 ? null : instant.toISOString();
}

const cveName = /^CVE-\d{4}-\d{4,19}$/;

/** A CVE number in its canonical spelling, or null. Numbers have four digits or many more. */
export function cveOf(text: string): string | null {
  const upper = text.trim().toUpperCase();
  return cveName.test(upper) ? upper : null;
}

/** All CVE numbers that a text names, once each. */
export function cvesIn(text: string): readonly string[] {
  const found = text.slice(0, 200_000).match(/\bCVE-\d{4}-\d{4,19}\b/gi) ?? [];
  return [...new Set(found.map((one) => one.toUpperCase()))];
}

/** What a reader gives back for a record that it cannot read at all. */
export function unread<T>(value: T, problem: InputProblem): Result<T> {
  return { value, problems: [problem] };
}

export function problemAt(code: string, path: string, message: Text): InputProblem {
  return { code, path, message };
}

/** The record is not of the form that the feed publishes. */
export function notOfForm(form: string, path: string, missing: string): InputProblem {
  return problemAt('feed.form', path, {
    fr: `Ce document n’est pas de la forme ${form} : « ${missing} » y manque ou n’est pas du bon type. Vérifiez que le fichier vient bien de cette source.`,
    en: `This document is not of the form ${form}: “${missing}” is missing or of the wrong type. Check that the file comes from that source.`,
  });
}

/** A part of a record that says nothing usable; the rest is kept. */
export function leftOut(path: string, what: Text): InputProblem {
  return problemAt('feed.part-left-out', path, {
    fr: `Une partie du document n’a pas été lue : ${what.fr} Le reste est conservé.`,
    en: `A part of the document was not read: ${what.en} The rest is kept.`,
  });
}
