import type { VersionEntry } from './read-spans.ts';

/** Variants (`7.9.102-CE`) among the versions of a PAN-OS range; the plain one is the empty text. */
function variantOf(version: string): string {
  return /\d(?:-[bch]\d+)?(-[a-z]+)(?![a-z\d])/i.exec(version)?.[1]?.toUpperCase() ?? '';
}

/**
 * A range of one variant holds for that variant alone. One whose ends differ (`7.9` to `7.9.102-CE`) holds for both, so
 * it is read as two; null when its ends agree.
 */
export function splitByVariant(entry: VersionEntry): readonly VersionEntry[] | null {
  const { version, upper, changes } = entry;
  const texts = [version, upper?.text ?? '', ...changes.map(({ at }) => at)].filter((text) =>
    /\d/.test(text),
  );
  const variants = [...new Set(texts.map(variantOf))];
  if (variants.length < 2) return null;
  return variants.map((variant) => {
    const spell = (text: string): string =>
      /\d/.test(text) ? text.replace(new RegExp(`${variantOf(text)}$`, 'i'), '') + variant : text;
    return {
      ...entry,
      version: spell(version),
      upper: upper === null ? null : { ...upper, text: spell(upper.text) },
      changes: changes.map((change) => ({ ...change, at: spell(change.at) })),
    };
  });
}
