import { any, cpeAttributes, notApplicable } from './cpe.ts';
import type { Cpe } from './cpe.ts';

/** The formatted string of a name, `cpe:2.3:a:…` (NISTIR 7695 §6.2.2). */
export function formatCpe(cpe: Cpe): string {
  return `cpe:2.3:${cpeAttributes.map((attribute) => formatted(cpe[attribute])).join(':')}`;
}

/** A value that is a quoted hyphen keeps its quote: bare, it would be the logical NA. */
function formatted(value: string): string {
  if (value === `\\${notApplicable}`) return value;
  return value.replaceAll(/\\([^])/gu, (found, character: string) =>
    /[._-]/.test(character) ? character : found,
  );
}

/** The URI of a name, `cpe:/a:…` (NISTIR 7695 §6.1.2). */
export function formatCpeUri(cpe: Cpe): string {
  const { edition, sw_edition: swEdition, target_sw: targetSw, target_hw: targetHw, other } = cpe;
  const packed = [edition, swEdition, targetSw, targetHw, other].map(encoded);
  const isPlain = packed.slice(1).every((value) => value === '');
  const components = [
    ...[cpe.part, cpe.vendor, cpe.product, cpe.version, cpe.update].map(encoded),
    isPlain ? (packed[0] ?? '') : `~${packed.join('~')}`,
    encoded(cpe.language),
  ];
  return `cpe:/${components.join(':').replace(/:+$/, '')}`;
}

function encoded(value: string): string {
  if (value === any) return '';
  return value.replaceAll(/\\([^])|[?*]/gu, (found, quoted?: string) => {
    if (found === '?') return '%01';
    if (found === '*') return '%02';
    const character = quoted ?? '';
    if (character === '.' || character === '-') return character;
    return `%${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;
  });
}
