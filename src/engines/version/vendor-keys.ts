import { genericKey, naturalKey } from './generic-key.ts';
import { withoutTrailingZeros } from './semver-key.ts';
import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

const early = '\u0001';
const release = '\u0002';
const hotfix = '\u0003';

/**
 * PAN-OS: `10.2.9-h1` is a hotfix over `10.2.9`, `11.0.0-b5` and `-c42` come before `11.0.0`. A variant, `8.3-CE`, is
 * another product in all but name: its versions stand together, after the plain ones.
 */
export function panosKey(version: string): SortKey {
  const [, core = '', letter, number = '', variant = ''] =
    /^\D*?(\d+(?:\.\d+)*)(?:-([bch])(\d+))?(?:-([a-z]+)(?![a-z\d]))?/.exec(version.toLowerCase()) ?? [];
  const key = textKey(variant) + numbersKey(core);
  if (letter === undefined) return key + release;
  return key + (letter === 'h' ? hotfix : early + letter) + numberKey(number);
}

/** FortiOS and its kin: `v7.4.3,build2573 (GA)` is `7.4.3`. */
export function fortiosKey(version: string): SortKey {
  return numbersKey(/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '');
}

/** ArubaOS: `8.10.0.6_86859` is `8.10.0.6`, `-FIPS` is no version. */
export function arubaosKey(version: string): SortKey {
  return fortiosKey(version);
}

/** Windows: the build, `10.0.19045.3086` or what a tool prints around it (`Version 10.0.19045.3086`). */
export function windowsKey(version: string): SortKey {
  const build = /\d+(?:\.\d+)+/.exec(version)?.[0];
  return build === undefined ? genericKey(version) : numbersKey(build);
}

/** Cisco: all spellings of one version have one key; its order is told within a train only (`ciscoTrain`). */
export function ciscoKey(version: string): SortKey {
  return naturalKey(version.replace(/,?\s*release software.*$/i, ''));
}

/** The train of an IOS version, since releases of two trains have no order: `15.2(7)E3` is of `15.2e`. */
export function iosTrain(version: string): string {
  const [first = '', second = '', ...rest] = version.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
  const letters = rest.find((token, at) => at > 0 && /^[a-z]/.test(token) && /^\d/.test(rest[at + 1] ?? '0'));
  return `${Number(first)}.${Number(second)}${letters ?? ''}`;
}

function numbersKey(core: string): SortKey {
  let key = '';
  for (const part of withoutTrailingZeros(core.split('.'))) key += `\u0002${numberKey(part)}`;
  return `${key}\u0001`;
}
