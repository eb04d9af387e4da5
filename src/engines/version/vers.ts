import type { InputProblem, Result } from '#engines/result.ts';
import { maxVersionLength, orderOf } from './compare-versions.ts';
import type { Comparator, Operator } from './constraint.ts';
import { maxConstraintLength } from './constraint.ts';
import { canonicalPep440 } from './pep440-key.ts';
import { schemeNamed } from './schemes.ts';
import type { Scheme } from './schemes.ts';

/** A VERS range (package-url, VERS specification): its constraints stand in version order; `null` is `*`, any version. */
export interface Vers {
  /** The scheme as the range names it, lower case (`pypi`). */
  readonly name: string;
  readonly scheme: Scheme;
  readonly constraints: readonly Comparator[] | null;
}

/** Reads `vers:pypi/>=1.0|<2`; null with a problem when it does not follow the specification. */
export function parseVers(text: string): Result<Vers | null> {
  if (text.length > maxConstraintLength) return failed('long', text);
  const match = /^vers:([a-z0-9.-]+)\/(.+)$/i.exec(text.replaceAll(/\s/g, ''));
  if (match === null) return failed('form', text);
  const name = (match[1] ?? '').toLowerCase();
  const scheme = schemeNamed(name);
  if (scheme === null) return failed('scheme', name);
  const list = match[2] ?? '';
  if (list === '*') return { value: { name, scheme, constraints: null }, problems: [] };
  const constraints: Comparator[] = [];
  for (const part of list.split('|')) {
    if (part === '') continue;
    const [, sign = '', quoted = ''] = /^(>=|<=|!=|<|>|=)?([^<>=!*]+)$/.exec(part) ?? [];
    const version = percentDecoded(quoted);
    if (version === null || version === '' || version.length > maxVersionLength)
      return failed('constraint', part);
    constraints.push({ operator: (sign || '=') as Operator, version: canonicalVersion(scheme, version) });
  }
  if (constraints.length === 0) return failed('form', text);
  return { value: createVers(name, scheme, constraints), problems: [] };
}

export function createVers(name: string, scheme: Scheme, constraints: readonly Comparator[]): Vers {
  const sorted = constraints.toSorted(
    (a, b) => orderOf(scheme, a.version, b.version) || byText(a.operator, b.operator),
  );
  return { name, scheme, constraints: sorted };
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The canonical text of a range. */
export function formatVers({ name, constraints }: Vers): string {
  if (constraints === null) return `vers:${name}/*`;
  const parts = constraints.map(
    ({ operator, version }) => `${operator === '=' ? '' : operator}${percentEncoded(version)}`,
  );
  return `vers:${name}/${parts.join('|')}`;
}

/** How canonical ranges spell a version: PEP 440 spelled as it asks, the others as given. */
export function canonicalVersion(scheme: Scheme, version: string): string {
  return scheme === 'pep440' ? canonicalPep440(version) : version;
}

function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function percentEncoded(version: string): string {
  return version.replaceAll(/[%|<>=!*\s]/g, (character) => encodeURIComponent(character).replace('!', '%21'));
}

function failed(what: 'long' | 'form' | 'scheme' | 'constraint', text: string): Result<null> {
  const shown = text.slice(0, 80);
  const messages: Record<typeof what, InputProblem['message']> = {
    long: {
      fr: `Cette plage dépasse ${maxConstraintLength} caractères : elle n’est pas lue. Découpez-la.`,
      en: `This range is longer than ${maxConstraintLength} characters: it is not read. Split it.`,
    },
    form: {
      fr: `« ${shown} » n’est pas une plage VERS. Écrivez par exemple vers:pypi/>=1.0|<2.0.`,
      en: `“${shown}” is not a VERS range. Write for example vers:pypi/>=1.0|<2.0.`,
    },
    scheme: {
      fr: `Le schéma « ${shown} » de cette plage VERS est inconnu. Donnez-en un que Vigie ordonne.`,
      en: `The scheme “${shown}” of this VERS range is unknown. Give one that Vigie orders.`,
    },
    constraint: {
      fr: `« ${shown} » n’est pas une contrainte VERS : un opérateur (>=, <=, !=, <, >) puis une version, ou * seul.`,
      en: `“${shown}” is not a VERS constraint: an operator (>=, <=, !=, <, >), then a version, or * alone.`,
    },
  };
  return { value: null, problems: [{ code: `version.vers-${what}`, message: messages[what] }] };
}
