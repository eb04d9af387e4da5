import type { InputProblem } from '#engines/result.ts';

export const cpeAttributes = [
  'part',
  'vendor',
  'product',
  'version',
  'update',
  'edition',
  'language',
  'sw_edition',
  'target_sw',
  'target_hw',
  'other',
] as const;

export type CpeAttribute = (typeof cpeAttributes)[number];

/**
 * A well-formed CPE name (NISTIR 7695 §5). Values are lower case, their special characters quoted by `\`, with `?` and
 * `*` unquoted at an end as wildcards. The whole values `*` and `-` are the logical ANY and NA.
 */
export type Cpe = Readonly<Record<CpeAttribute, string>>;

export const any = '*';
export const notApplicable = '-';

export const maxCpeLength = 4096;

/** A name of which the given attributes are set, and the others ANY. */
export function createCpe(values: Readonly<Partial<Record<CpeAttribute, string>>>): Cpe {
  const of = (attribute: CpeAttribute): string => values[attribute] ?? any;
  return {
    part: of('part'),
    vendor: of('vendor'),
    product: of('product'),
    version: of('version'),
    update: of('update'),
    edition: of('edition'),
    language: of('language'),
    sw_edition: of('sw_edition'),
    target_sw: of('target_sw'),
    target_hw: of('target_hw'),
    other: of('other'),
  };
}

/** A value as people write it: without quotes. */
export function plainValue(value: string): string {
  return value.replaceAll(/\\(.)/gs, '$1');
}

/** A text people write as a value: lower case, spaces as `_`, its special characters quoted. */
export function quotedValue(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, '_')
    .replaceAll(/[^a-z0-9_]/gu, String.raw`\$&`);
}

export function cpeProblem(name: string, fr: string, en: string): InputProblem {
  const shown = name.slice(0, 120);
  return {
    code: 'cpe.unreadable',
    message: { fr: `« ${shown} » n’est pas un nom CPE : ${fr}`, en: `“${shown}” is not a CPE name: ${en}` },
  };
}
