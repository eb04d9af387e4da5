import { withoutTrailingZeros } from './semver-key.ts';
import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

export interface Pep440 {
  readonly epoch: string;
  readonly release: readonly string[];
  readonly pre: { readonly phase: 'a' | 'b' | 'rc'; readonly number: string } | null;
  readonly post: string | null;
  readonly dev: string | null;
  readonly local: readonly string[];
  /** What the grammar does not know. */
  readonly rest: string;
}

const grammar =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?/;

/** PEP 440, appendix B, read leniently: what does not fit is left in `rest`. Null when no number begins it. */
export function parsePep440(version: string): Pep440 | null {
  const lower = version.toLowerCase();
  const match = grammar.exec(lower);
  if (match === null) return null;
  const [all, epoch = '0', release = '', phase, number = '', implicitPost, post, postNumber = ''] = match;
  const [, , , , , , , , dev, devNumber = '', local] = match;
  return {
    epoch,
    release: release.split('.'),
    pre: phase === undefined ? null : { phase: phaseOf(phase), number: number || '0' },
    post: implicitPost ?? (post === undefined ? null : postNumber || '0'),
    dev: dev === undefined ? null : devNumber || '0',
    local: local === undefined ? [] : local.split(/[-_.]/),
    rest: lower.slice(all.length).trim(),
  };
}

function phaseOf(word: string): 'a' | 'b' | 'rc' {
  if (word.startsWith('a')) return 'a';
  return word.startsWith('b') ? 'b' : 'rc';
}

const phaseKeys = { a: '\u0002', b: '\u0003', rc: '\u0004' };

export function pep440Key(version: string): SortKey {
  const parsed = parsePep440(version);
  if (parsed === null) return `\u0000${textKey(version.toLowerCase())}`;
  const { epoch, release, pre, post, dev, local, rest } = parsed;
  let key = `\u0001${numberKey(epoch)}`;
  for (const part of withoutTrailingZeros(release)) key += `\u0002${numberKey(part)}`;
  key += '\u0001';
  if (pre !== null) key += phaseKeys[pre.phase] + numberKey(pre.number);
  else key += post === null && dev !== null ? '\u0001' : '\u0005';
  key += post === null ? '\u0001' : `\u0002${numberKey(post)}`;
  key += dev === null ? '\u0002' : `\u0001${numberKey(dev)}`;
  for (const segment of local)
    key += /^\d+$/.test(segment) ? `\u0003${numberKey(segment)}` : `\u0002${textKey(segment)}`;
  return `${key}\u0001${textKey(rest)}`;
}

/** The canonical spelling of PEP 440 (`1.9.0a0`), or the text itself when the grammar does not know it. */
export function canonicalPep440(version: string): string {
  const parsed = parsePep440(version);
  if (parsed === null || parsed.rest !== '') return version;
  const { epoch, release, pre, post, dev, local } = parsed;
  return [
    plain(epoch) === '0' ? '' : `${plain(epoch)}!`,
    release.map(plain).join('.'),
    pre === null ? '' : pre.phase + plain(pre.number),
    post === null ? '' : `.post${plain(post)}`,
    dev === null ? '' : `.dev${plain(dev)}`,
    local.length === 0 ? '' : `+${local.map((one) => (/^\d+$/.test(one) ? plain(one) : one)).join('.')}`,
  ].join('');
}

function plain(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}
