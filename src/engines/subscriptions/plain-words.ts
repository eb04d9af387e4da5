/** Words of a text for comparison: lower case, no accents, whatever is no letter or digit is one space. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const legalForms = new Set(
  'inc incorporated corp corporation co company ltd limited llc gmbh ag sa sas sarl bv oy ab plc foundation'.split(
    ' ',
  ),
);

/** Words of a name, without the legal form of who bears it. */
export function nameWords(name: string): string {
  const words = plainWords(name).split(' ');
  while (words.length > 1 && legalForms.has(words.at(-1) ?? '')) words.pop();
  return words.join(' ');
}

/** A name in one piece: `palo_alto_networks` and `Palo Alto Networks, Inc.` are the same. */
export function nameKey(name: string): string {
  return nameWords(name).replaceAll(' ', '');
}
