/** Numbers of Debian releases by code name; sid has none and its namespace is `deb:debian-sid`. */
const numbers: Readonly<Record<string, string>> = {
  lenny: '5',
  squeeze: '6',
  wheezy: '7',
  jessie: '8',
  stretch: '9',
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  forky: '14',
  duke: '15',
  sid: 'sid',
};

/** `bookworm`, `bookworm-security`, `12` → `deb:debian-12`; null for a release that is not known. */
export function debianNamespace(suite: string): string | null {
  const name = suite
    .trim()
    .toLowerCase()
    .replace(/-(?:security|updates|proposed-updates|backports|lts)$/, '');
  if (/^\d{1,2}$/.test(name)) return `deb:debian-${name}`;
  const number = Object.hasOwn(numbers, name) ? numbers[name] : undefined;
  return number === undefined ? null : `deb:debian-${number}`;
}
