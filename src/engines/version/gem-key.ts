import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

const word = '\u0001';
const zeroBeforeWord = '\u0002';
const end = '\u0003';
const zeroBeforeNumber = '\u0004';
const number = '\u0005';

/** Platforms that RubyGems writes after the version (`1.19.3-aarch64-linux-gnu`). */
const platform =
  /-(?:x86|x64|i[3-6]86|amd64|universal|arm|arm64|armv\d+\w*|aarch64|powerpc|ppc64\w*|sparc\w*|s390x|riscv64|mswin\d*|mingw\d*|java|jruby|dalvik|darwin|linux)(?:[-_]|$)/;

/** Gem::Version: words come before numbers, the end counts as zeros, a hyphen reads `.pre.`. */
export function gemKey(version: string): SortKey {
  const cut = platform.exec(version);
  const own = cut === null ? version : version.slice(0, cut.index);
  const segments = own.replaceAll('-', '.pre.').match(/\d+|[A-Za-z]+/g) ?? [];
  const firstWord = segments.findIndex((segment) => !isNumber(segment));
  const head = firstWord < 0 ? segments : segments.slice(0, firstWord);
  const tail = firstWord < 0 ? [] : segments.slice(firstWord);
  return sequenceKey([...trimmed(head), ...trimmed(tail)]);
}

function sequenceKey(segments: readonly string[]): SortKey {
  let key = end;
  let isWordNext = false;
  for (const segment of segments.toReversed()) {
    if (!isNumber(segment)) {
      key = word + textKey(segment) + key;
      isWordNext = true;
    } else if (isZero(segment)) key = (isWordNext ? zeroBeforeWord : zeroBeforeNumber) + key;
    else {
      key = number + numberKey(segment) + key;
      isWordNext = false;
    }
  }
  return key;
}

function trimmed(segments: readonly string[]): readonly string[] {
  let { length } = segments;
  while (length > 0 && isZero(segments[length - 1] ?? '')) length--;
  return segments.slice(0, length);
}

function isNumber(segment: string): boolean {
  return /^\d/.test(segment);
}

function isZero(segment: string): boolean {
  return /^0+$/.test(segment);
}
