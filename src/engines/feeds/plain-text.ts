/** The entities that French texts are written with, and those of markup; a semicolon ends each. */
const entities: ReadonlyMap<string, string> = new Map(
  (
    'amp& lt< gt> quot" apos\' eacuteé EacuteÉ egraveè ecircê agraveà AgraveÀ acircâ ccedilç CcedilÇ ocircô ucircû ugraveù ' +
    'icircî iumlï eumlë oeligœ rsquo’ lsquo‘ laquo« raquo» ldquo“ rdquo” ndash– mdash— hellip… deg° euro€'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, -1), pair.slice(-1)]),
);

/** What a person reads in a text that may hold HTML: tags off, common entities as characters, one space at a time. */
export function plainText(text: string, maxLength: number): string {
  return text
    .slice(0, 200_000)
    .replaceAll(/<(?:br|\/p|\/li)[^<>]{0,200}>/gi, ' ')
    .replaceAll(/<\/?[a-z][^<>]{0,2000}>/gi, '')
    .replaceAll(
      /&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi,
      (whole, name: string) => characterOf(name) ?? whole,
    )
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, maxLength);
}

function characterOf(name: string): string | null {
  if (name === 'nbsp') return ' ';
  if (!name.startsWith('#')) return entities.get(name) ?? null;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0x1f && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}
