import type { Result } from '#engines/result.ts';
import { any, cpeAttributes, cpeProblem, createCpe, maxCpeLength, notApplicable } from './cpe.ts';
import type { Cpe, CpeAttribute } from './cpe.ts';

/** Reads a CPE name, as a formatted string (`cpe:2.3:a:…`) or as a URI (`cpe:/a:…`). Null with a problem otherwise. */
export function parseCpe(name: string): Result<Cpe | null> {
  const text = name.trim();
  if (text.length > maxCpeLength)
    return refused(
      name,
      `il dépasse ${maxCpeLength} caractères.`,
      `it is longer than ${maxCpeLength} characters.`,
    );
  if (/^cpe:2\.3:/i.test(text)) return parseFormatted(text);
  if (/^cpe:\//i.test(text)) return parseUri(text);
  return refused(
    name,
    'il doit commencer par « cpe:2.3: » ou « cpe:/ ».',
    'it must begin with “cpe:2.3:” or “cpe:/”.',
  );
}

/** NISTIR 7695 §6.2.3. Attributes left out at the end are ANY. */
function parseFormatted(name: string): Result<Cpe | null> {
  const values = splitUnquoted(name.slice('cpe:2.3:'.length));
  if (values.length > cpeAttributes.length)
    return refused(name, 'il a plus de onze attributs.', 'it has more than eleven attributes.');
  const attributes: Partial<Record<CpeAttribute, string>> = {};
  for (const [at, value] of values.entries()) {
    const quoted =
      value === '' || value === any || value === notApplicable ? value || any : withQuotes(value);
    const attribute = cpeAttributes[at] ?? 'other';
    if (quoted === null || (attribute === 'part' && !isPart(quoted)))
      return refused(
        name,
        `l’attribut ${attribute} ne se lit pas.`,
        `the attribute ${attribute} cannot be read.`,
      );
    attributes[attribute] = quoted;
  }
  return { value: createCpe(attributes), problems: [] };
}

/** Parts at the colons that no backslash quotes. */
function splitUnquoted(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === ':') {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function isPart(value: string): boolean {
  return /^[aoh*-]$/.test(value);
}

/** Quotes what needs it; null when a wildcard stands inside. */
function withQuotes(value: string): string | null {
  if (/^[a-z0-9_]+$/.test(value)) return value;
  const [, head = '', body = '', tail = ''] =
    /^(\*|\?*)((?:[^*?\\]|\\.)*)(\*|\?*)$/s.exec(value.toLowerCase()) ?? [];
  if (head + body + tail === '') return null;
  const quoted = body.replaceAll(/\\?([^])/gu, (_, character: string) =>
    /[a-z0-9_]/.test(character) ? character : `\\${character}`,
  );
  return head + quoted + tail;
}

/** NISTIR 7695 §6.1.3. */
function parseUri(name: string): Result<Cpe | null> {
  const components = name.slice('cpe:/'.length).split(':');
  if (components.length > 7)
    return refused(name, 'il a plus de sept composantes.', 'it has more than seven components.');
  const [part, vendor, product, version, update, edition = '', language] = components;
  const unpacked = unpackEdition(edition);
  const plain = { part, vendor, product, version, update, language };
  const attributes: Partial<Record<CpeAttribute, string>> = {};
  for (const [attribute, component = ''] of Object.entries(plain)) {
    const value = decodeComponent(component);
    if (value === null || (attribute === 'part' && !isPart(value)))
      return refused(
        name,
        `la composante ${attribute} ne se lit pas.`,
        `the component ${attribute} cannot be read.`,
      );
    attributes[attribute as CpeAttribute] = value;
  }
  if (unpacked === null)
    return refused(name, 'la composante edition ne se lit pas.', 'the component edition cannot be read.');
  return { value: createCpe({ ...attributes, ...unpacked }), problems: [] };
}

/** The edition of a URI, which may hold five attributes between tildes (NISTIR 7695 §6.1.3.3); null when broken. */
export function unpackEdition(edition: string): Partial<Record<CpeAttribute, string>> | null {
  const packed = /^~([^~]*)~([^~]*)~([^~]*)~([^~]*)~(.*)$/s.exec(edition);
  const parts = packed === null ? [edition] : packed.slice(1);
  const [own, ...rest] = parts.map((part) => decodeComponent(part));
  if (own === undefined || own === null || rest.includes(null)) return null;
  const [swEdition, targetSw, targetHw, other] = rest;
  if (packed === null) return { edition: own };
  return {
    edition: own,
    sw_edition: swEdition ?? any,
    target_sw: targetSw ?? any,
    target_hw: targetHw ?? any,
    other: other ?? any,
  };
}

function decodeComponent(component: string): string | null {
  if (component === '') return any;
  if (component === notApplicable) return notApplicable;
  const lower = component.toLowerCase().replaceAll('?', '%01').replaceAll('*', '%02');
  const [, head = '', body = '', tail = ''] =
    /^((?:%01)+|%02)?((?:(?!%0[12])[^])*?)((?:%01)+|%02)?$/.exec(lower) ?? [];
  if (head + body + tail === '' || /%(?!2[1-9a-f]|3[a-f]|40|5[b-e]|60|7[b-e])/.test(body)) return null;
  const wild = (escapes: string): string => escapes.replaceAll('%01', '?').replaceAll('%02', '*');
  const plain = body.replaceAll(/%([0-9a-f]{2})|[^a-z0-9_]/gu, (found, hex?: string) =>
    hex === undefined ? `\\${found}` : `\\${String.fromCodePoint(Number.parseInt(hex, 16))}`,
  );
  return wild(head) + plain + wild(tail);
}

function refused(name: string, fr: string, en: string): Result<null> {
  return { value: null, problems: [cpeProblem(name, fr, en)] };
}
