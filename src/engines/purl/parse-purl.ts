import type { InputProblem, Result } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import { faultOfType, normalForType } from './purl-types.ts';
import { maxPurlLength } from './purl.ts';
import type { Purl } from './purl.ts';

/**
 * Reads `pkg:type/namespace/name@version?qualifiers#subpath`. Null with a problem when a required part is missing,
 * an escape is broken or a rule of the type is not met; texts of more than 4,096 characters are refused.
 */
export function parsePurl(text: string): Result<Purl | null> {
  const parsed = text.length > maxPurlLength ? faults.length : parts(text.trim());
  if (!('type' in parsed)) return { value: null, problems: [problem(text, parsed)] };
  const purl = normalForType(parsed);
  const fault = faultOfType(purl);
  return fault === null ? { value: purl, problems: [] } : { value: null, problems: [problem(text, fault)] };
}

function parts(text: string): Purl | Text {
  const scheme = /^pkg:\/*/i.exec(text)?.[0];
  if (scheme === undefined) return faults.scheme;
  const [beforeSubpath, subpath] = cutLast(text.slice(scheme.length), '#');
  const [beforeQualifiers, query] = cutLast(beforeSubpath, '?');
  const slash = beforeQualifiers.indexOf('/');
  const type = beforeQualifiers.slice(0, Math.max(slash, 0));
  if (!/^[a-z][a-z0-9.+-]*$/i.test(type)) return faults.type;
  const path = beforeQualifiers.slice(slash + 1);
  const at = versionStart(path);
  const version = at < 0 ? '' : decoded(path.slice(at + 1).trim());
  const [above, last] = cutLast(`/${at < 0 ? path : path.slice(0, at)}`.replace(/\/+$/, ''), '/');
  const segments = segmentsOf(above);
  const name = decoded(last ?? '');
  const qualifiers = readQualifiers(query ?? '');
  const below = segmentsOf(subpath ?? '')?.filter((segment) => segment !== '.' && segment !== '..');
  if (version === null || name === null || segments === null || below === undefined) return faults.escape;
  if (qualifiers === 'escape') return faults.escape;
  if (qualifiers === 'key') return faults.qualifier;
  if (name === '') return faults.name;
  return {
    type: type.toLowerCase(),
    namespace: segments.length === 0 ? null : segments.join('/'),
    name,
    version: version === '' ? null : version,
    qualifiers,
    subpath: below.length === 0 ? null : below.join('/'),
  };
}

/** The last `@`, unless it begins a segment with others after it, as a scope of npm does when it is not escaped. */
function versionStart(path: string): number {
  const at = path.lastIndexOf('@');
  const isScope = (at === 0 || path[at - 1] === '/') && path.includes('/', at);
  return isScope ? -1 : at;
}

function cutLast(text: string, separator: string): [string, string | undefined] {
  const at = text.lastIndexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function segmentsOf(path: string): string[] | null {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    const plain = decoded(segment);
    if (plain === null) return null;
    // A slash that was escaped still parts: segments hold none.
    segments.push(...plain.split('/').filter((one) => one !== ''));
  }
  return segments;
}

function readQualifiers(query: string): Readonly<Record<string, string>> | 'key' | 'escape' {
  const pairs = new Map<string, string>();
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    if (equals < 0) {
      if (pair !== '') return 'key';
      continue;
    }
    const key = pair.slice(0, equals).toLowerCase();
    const value = decoded(pair.slice(equals + 1));
    if (value === null) return 'escape';
    if (!/^[a-z][a-z0-9._-]*$/.test(key) || pairs.has(key)) return 'key';
    if (value !== '') pairs.set(key, value);
  }
  return Object.fromEntries([...pairs].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const faults = {
  length: {
    fr: `il dépasse ${maxPurlLength} caractères. Vérifiez que le champ ne contient qu’un purl.`,
    en: `it is longer than ${maxPurlLength} characters. Check that the field holds a purl and nothing else.`,
  },
  scheme: { fr: 'il doit commencer par « pkg: ».', en: 'it must begin with “pkg:”.' },
  type: {
    fr: 'le type manque. Écrivez pkg:TYPE/NOM, par exemple pkg:deb/debian/openssl.',
    en: 'the type is missing. Write pkg:TYPE/NAME, for example pkg:deb/debian/openssl.',
  },
  name: { fr: 'le nom du paquet manque.', en: 'the name of the package is missing.' },
  escape: {
    fr: 'une suite %XX ne se lit pas. Écrivez « % » sous la forme %25.',
    en: 'a %XX sequence cannot be read. Write “%” as %25.',
  },
  qualifier: {
    fr: 'un qualificatif n’a pas la forme clé=valeur, ou sa clé est donnée deux fois.',
    en: 'a qualifier does not have the form key=value, or its key is given twice.',
  },
} as const satisfies Record<string, Text>;

function problem(purl: string, why: Text): InputProblem {
  const shown = purl.slice(0, 120);
  return {
    code: 'purl.unreadable',
    message: {
      fr: `« ${shown} » n’est pas un purl : ${why.fr}`,
      en: `“${shown}” is not a purl: ${why.en}`,
    },
  };
}
