import { withoutTrailingZeros } from './semver-key.ts';
import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';
import { earlyRank } from './version-words.ts';

const early = '\u0001';
const release = '\u0002';
const late = '\u0003';

/** OpenSSL: patch letters of the 0.x and 1.x series (`1.0.2zg`), then `-dev`, `-alpha2`, `-beta3`, `-pre4` before it. */
export function opensslKey(version: string): SortKey {
  const match =
    /^[\s=]*(?:openssl[\s-]*)?v?(\d+(?:\.\d+)*)([a-z]*?)(?:[-. ]?(dev|alpha|beta|pre|rc)-?(\d*))?(?:-fips)?(?=$|[^a-z])/.exec(
      version.toLowerCase(),
    );
  if (match === null) return textKey(version);
  const [all, core = '', letters = '', word, number = ''] = match;
  let key = '';
  for (const part of withoutTrailingZeros(core.split('.'))) key += `\u0002${numberKey(part)}`;
  key += `\u0001${textKey(letters)}`;
  if (word !== undefined) return key + early + String.fromCodePoint(earlyRank(word) ?? 0) + numberKey(number);
  const rest = version.slice(all.length).trim();
  return rest === '' || /^[+ (]/.test(version.slice(all.length)) ? key + release : key + late + textKey(rest);
}
