import { semverPartsKey } from './semver-key.ts';
import type { SortKey } from './sort-key.ts';

/** Java runtimes, before and since JEP 223: `1.8.0_131-b11` and `8.0.131+11` are one version; builds have no order. */
export function jvmKey(version: string): SortKey {
  const lower = version.trim().toLowerCase();
  const classic = /^(?:jdk|jre)?-?(\d+)u(\d+)(?:-b\d+)?$/.exec(lower);
  if (classic !== null) return numbersKey([classic[1] ?? '', '0', classic[2] ?? ''], null);
  const match =
    /^(?:jdk|jre|v)?-?(\d+(?:\.\d+)*)(?:[_-](?:update)?_?(\d+)(?![.\d]))?(?:-(?!b\d)([a-z][\w.]*))?(?:[-+]b?[\w.-]*)?/.exec(
      lower,
    );
  if (match === null) return semverPartsKey({ numbers: [], prerelease: [], patch: lower });
  const [, core = '', update, early = null] = match;
  const numbers = core.split('.');
  if (numbers[0] === '1' && numbers.length > 1) numbers.shift();
  if (update !== undefined) {
    while (numbers.length < 2) numbers.push('0');
    if (/^0*$/.test(numbers[2] ?? '0')) numbers[2] = update;
    else numbers.push(update);
  }
  return numbersKey(numbers, early);
}

function numbersKey(numbers: readonly string[], early: string | null): SortKey {
  return semverPartsKey({ numbers, prerelease: early === null ? [] : early.split('.'), patch: '' });
}
