const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** What a person reads in a text that may hold HTML: tags off, common entities as characters, one space at a time. */
export function plainText(text: string, maxLength: number): string {
  return text
    .slice(0, 200_000)
    .replaceAll(/<(?:br|\/p|\/li)[^<>]{0,200}>/gi, ' ')
    .replaceAll(/<\/?[a-z][^<>]{0,2000}>/gi, '')
    .replaceAll(
      /&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,6});/gi,
      (whole, name: string) => characterOf(name) ?? whole,
    )
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, maxLength);
}

function characterOf(name: string): string | null {
  if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? null;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0x1f && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}
