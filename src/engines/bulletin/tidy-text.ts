/** What would turn the reading direction around or show nothing, all but the end of a line. */
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A foreign text as a document may show it: no hidden characters, at most that many code units. */
export function tidyText(text: string, most: number): string {
  const clean = text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ').replaceAll(unseen, '');
  if (clean.length <= most) return clean;
  // Half of a character is none.
  return `${clean
    .slice(0, most - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
}

/** The same on one line. */
export function tidyLine(text: string, most: number): string {
  return tidyText(
    text
      .slice(0, most * 4)
      .replaceAll(/\s+/g, ' ')
      .trim(),
    most,
  );
}
