import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

/** A run of items and, last, the list that a hyphen or a change between digits and letters opens. */
interface List {
  /** Digits of a number, or a qualifier: its rank among the known ones, else its own text in `qualifiers`. */
  readonly items: { readonly number: string | null; readonly qualifier: string }[];
  next: List | null;
}

const ranks: Readonly<Record<string, number>> = {
  alpha: 1,
  beta: 2,
  milestone: 3,
  rc: 4,
  cr: 4,
  snapshot: 5,
  '': 6,
  ga: 6,
  final: 6,
  release: 6,
  sp: 7,
};
const releaseRank = 6;
const unknownRank = 8;

const order = {
  earlyQualifier: '\u0001',
  earlyList: '\u0002',
  zeroBeforeEarly: '\u0003',
  end: '\u0004',
  lateQualifier: '\u0005',
  lateList: '\u0006',
  zeroBeforeLate: '\u0007',
  number: '\u0008',
};

/**
 * Maven's ComparableVersion, made a total order. Where Maven ≤ 3.8 runs in circles (`1.x < 1-alpha < 1 < 1.x`), what
 * comes before the release stays before it, as Maven 3.9 decided (MNG-7644). `.jre11` names a platform, no version.
 */
export function mavenKey(version: string): SortKey {
  return listKey(
    parse(
      version
        .trim()
        .toLowerCase()
        .replace(/\.jre\d+$/, ''),
    ),
  ).key;
}

function parse(version: string): List {
  const root: List = { items: [], next: null };
  let list = root;
  const open = (): void => {
    list.next = { items: [], next: null };
    list = list.next;
  };
  const add = (text: string, isFollowedByDigit: boolean): void => {
    const isNumber = /^\d/.test(text);
    const qualifier = isNumber ? '' : spelled(text, isFollowedByDigit);
    list.items.push({ number: isNumber || text === '' ? text : null, qualifier });
  };
  let start = 0;
  for (let at = 0; at < version.length; at++) {
    const character = version[at] ?? '';
    if (character === '.' || character === '-') {
      add(version.slice(start, at), false);
      start = at + 1;
      if (character === '-') open();
    } else if (at > start && isDigitAt(version, at) !== isDigitAt(version, at - 1)) {
      add(version.slice(start, at), isDigitAt(version, at));
      start = at;
      open();
    }
  }
  if (version.length > start) add(version.slice(start), false);
  return root;
}

function isDigitAt(text: string, at: number): boolean {
  return /\d/.test(text[at] ?? '');
}

function spelled(word: string, isFollowedByDigit: boolean): string {
  if (!isFollowedByDigit) return word;
  return { a: 'alpha', b: 'beta', m: 'milestone' }[word] ?? word;
}

/** The key of a list without its trailing nothings, and whether it says early (-1), nothing (0) or late (1). */
function listKey(list: List): { key: SortKey; sign: -1 | 0 | 1 } {
  const lists: List[] = [];
  for (let one: List | null = list; one !== null; one = one.next) lists.push(one);
  let key: SortKey = order.end;
  let sign: -1 | 0 | 1 = 0;
  for (const [depth, { items }] of lists.toReversed().entries()) {
    if (depth > 0) key = sign === 0 ? order.end : (sign < 0 ? order.earlyList : order.lateList) + key;
    let isTrailing = true;
    for (const { number, qualifier } of items.toReversed()) {
      const rank = number === null ? rankOf(qualifier) : 0;
      const isNothing = number === null ? rank === releaseRank : /^0*$/.test(number);
      if (isTrailing && isNothing) continue;
      isTrailing = false;
      if (number === null) {
        if (!isNothing) sign = rank < releaseRank ? -1 : 1;
        const text = rank === unknownRank ? textKey(qualifier) : '';
        key =
          (sign < 0 ? order.earlyQualifier : order.lateQualifier) + String.fromCodePoint(rank) + text + key;
      } else if (isNothing) key = (sign < 0 ? order.zeroBeforeEarly : order.zeroBeforeLate) + key;
      else {
        sign = 1;
        key = order.number + numberKey(number) + key;
      }
    }
  }
  return { key, sign };
}

function rankOf(qualifier: string): number {
  return (Object.hasOwn(ranks, qualifier) ? ranks[qualifier] : undefined) ?? unknownRank;
}
