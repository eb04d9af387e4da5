import { isDigit, isLetter, numberKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

const end = '\u0002';

/** `[epoch:]upstream[-revision]`, deb-version(7): `~` before the end, the end before letters, letters before the rest. */
export function debKey(version: string): SortKey {
  const epoch = /^(\d+):/.exec(version);
  const rest = epoch === null ? version : version.slice(epoch[0].length);
  const dash = rest.lastIndexOf('-');
  const upstream = dash < 0 ? rest : rest.slice(0, dash);
  const revision = dash < 0 ? '' : rest.slice(dash + 1);
  return numberKey(epoch?.[1] ?? '') + partKey(upstream) + partKey(revision);
}

/** Text and number by turns; a missing number is zero, and so is a part that says nothing. */
function partKey(part: string): SortKey {
  let key = '';
  let at = 0;
  do {
    for (let code = part.codePointAt(at); code !== undefined && !isDigit(code); code = part.codePointAt(at)) {
      key += orderOf(code);
      at += code > 0xffff ? 2 : 1;
    }
    const start = at;
    while (at < part.length && isDigit(part.codePointAt(at) ?? 0)) at++;
    key += end + numberKey(part.slice(start, at));
  } while (at < part.length);
  return key + end;
}

function orderOf(code: number): SortKey {
  if (code === 126) return '\u0001';
  if (isLetter(code)) return String.fromCodePoint(code);
  if (code < 0x7f) return String.fromCodePoint(code + 0x80);
  return `\u00ff${String.fromCodePoint(code >> 16, (code >> 8) & 255, code & 255)}`;
}
