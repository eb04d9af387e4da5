import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionKey } from './compare-versions.ts';

/**
 * The keys against the rules read once more, as each tool states them: step by step on two versions, without keys.
 * Maven is tried on versions of the usual form, where its own order is total.
 */
type Compare = (a: string, b: string) => number;

const sign = (a: number | string, b: number | string): number => Number(a > b) - Number(a < b);

const byNumber: Compare = (a, b) => {
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return sign(x.length, y.length) || sign(x, y);
};

/** rpm-version(7). */
const rpm: Compare = (a, b) => {
  let [left, right] = [a, b];
  for (;;) {
    left = left.replace(/^[^a-zA-Z0-9~^]+/, '');
    right = right.replace(/^[^a-zA-Z0-9~^]+/, '');
    if (left.startsWith('~') || right.startsWith('~')) {
      if (!left.startsWith('~')) return 1;
      if (!right.startsWith('~')) return -1;
    } else if (left.startsWith('^') || right.startsWith('^')) {
      if (left === '') return -1;
      if (right === '') return 1;
      if (!left.startsWith('^')) return 1;
      if (!right.startsWith('^')) return -1;
    } else if (left === '' || right === '') return sign(left.length, right.length);
    else {
      const isNumber = /^\d/.test(left);
      const [x] = /^(?:\d+|[a-zA-Z]+)/.exec(left)!;
      const y = (isNumber ? /^\d+/ : /^[a-zA-Z]+/).exec(right)?.[0];
      if (y === undefined) return isNumber ? 1 : -1;
      const order = isNumber ? byNumber(x, y) : sign(x, y);
      if (order !== 0) return order;
      [left, right] = [left.slice(x.length), right.slice(y.length)];
      continue;
    }
    [left, right] = [left.slice(1), right.slice(1)];
  }
};

/** Gem::Version#<=>. */
const gem: Compare = (a, b) => {
  const segments = (version: string): string[] => {
    const all: string[] = version.replaceAll('-', '.pre.').match(/\d+|[a-z]+/gi) ?? [];
    const at = all.findIndex((one) => /\D/.test(one));
    const cut = (list: string[]): string[] => {
      while (list.length > 0 && /^0+$/.test(list.at(-1)!)) list.pop();
      return list;
    };
    return at < 0 ? cut(all) : [...cut(all.slice(0, at)), ...cut(all.slice(at))];
  };
  const [left, right] = [segments(a), segments(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i] ?? '0', right[i] ?? '0'];
    const [isWordX, isWordY] = [/\D/.test(x), /\D/.test(y)];
    if (isWordX !== isWordY) return isWordX ? -1 : 1;
    const order = isWordX ? sign(x, y) : byNumber(x, y);
    if (order !== 0) return order;
  }
  return 0;
};

type MavenItem = string | { word: string } | MavenItem[];

/** ComparableVersion of Maven 3: items, compared kind by kind. */
const maven: Compare = (a, b) => {
  const words = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
  const rank = (word: string): string => (words.includes(word) ? String(words.indexOf(word)) : `7-${word}`);
  const isNull = (item: MavenItem): boolean => {
    if (Array.isArray(item)) return item.length === 0;
    return typeof item === 'string' ? /^0*$/.test(item) : item.word === '';
  };
  const normal = (list: MavenItem[]): MavenItem[] => {
    for (let i = list.length - 1; i >= 0; i--) {
      if (isNull(list[i]!)) list.splice(i, 1);
      else if (!Array.isArray(list[i])) break;
    }
    return list;
  };
  const read = (version: string): MavenItem[] => {
    const spaced = version.replace(/(\d)(?=[a-z])|([a-z])(?=\d)/g, '$1$2+');
    const lists = spaced.split(/[-+]/).map((part, depth, all) =>
      part.split('.').map((text, i, parts): MavenItem => {
        if (/^\d*$/.test(text)) return text;
        const isBeforeDigit = i === parts.length - 1 && spaced.includes(`${text}+${all[depth + 1]}`);
        const short: Record<string, string> = isBeforeDigit ? { a: 'alpha', b: 'beta', m: 'milestone' } : {};
        const same: Record<string, string> = { ga: '', final: '', release: '', cr: 'rc', ...short };
        return { word: same[text] ?? text };
      }),
    );
    return lists.reduceRight<MavenItem[]>(
      (inner, list) => normal(inner.length > 0 ? [...list, inner] : list),
      [],
    );
  };
  const kind = (item: MavenItem): number => (Array.isArray(item) ? 1 : typeof item === 'string' ? 2 : 0);
  const compare = (x: MavenItem | undefined, y: MavenItem | undefined): number => {
    if (x === undefined) return y === undefined ? 0 : -compare(y, x);
    if (y === undefined) {
      if (Array.isArray(x)) return x.reduce<number>((order, item) => order || compare(item, undefined), 0);
      return typeof x === 'string' ? Number(!isNull(x)) : sign(rank(x.word), '5');
    }
    if (Array.isArray(x) && Array.isArray(y)) {
      for (let i = 0; i < Math.max(x.length, y.length); i++) {
        const order = compare(x[i], y[i]);
        if (order !== 0) return order;
      }
      return 0;
    }
    if (typeof x === 'string' && typeof y === 'string') return byNumber(x, y);
    if (kind(x) !== kind(y)) return sign(kind(x), kind(y));
    return sign(rank((x as { word: string }).word), rank((y as { word: string }).word));
  };
  return compare(read(a.toLowerCase()), read(b.toLowerCase()));
};

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

function pieces(alphabet: readonly string[], most: number): (pick: (below: number) => number) => string {
  return (pick) => Array.from({ length: 1 + pick(most) }, () => alphabet[pick(alphabet.length)]).join('');
}

const mavenVersion = (pick: (below: number) => number): string => {
  const numbers = Array.from({ length: 1 + pick(4) }, () => String([0, 0, 1, 2, 10][pick(5)])).join('.');
  const word = ['alpha', 'beta', 'm', 'rc', 'cr', 'ga', 'final', 'sp', 'abc', 'xyz', 'a', 'b'][pick(12)]!;
  const qualifier = ['', '', `-${word}`, `-${word}-${pick(12)}`, `-${word}${pick(12)}`, `-${pick(3)}`][
    pick(6)
  ]!;
  return numbers + (pick(4) === 0 ? `${['', '-alpha1', '-rc2'][pick(3)]!}-SNAPSHOT` : qualifier);
};

const trials: readonly [
  scheme: string,
  reference: Compare,
  version: (pick: (below: number) => number) => string,
][] = [
  ['rpmvercmp', rpm, pieces(['0', '1', '01', '10', 'a', 'b', 'aa', '.', '_', '~', '^', '+'], 7)],
  ['gem', gem, pieces(['0', '0', '1', '10', 'a', 'b', 'rc', '.', '.', '.', '-'], 9)],
  ['maven', maven, mavenVersion],
];

for (const [scheme, reference, version] of trials)
  test(`${scheme}: the keys are in the order of the rules`, () => {
    const pick = random(scheme.length);
    for (let i = 0; i < 4000; i++) {
      const [a, b] = [version(pick), version(pick)];
      const [x, y] = [versionKey(scheme, a).value!, versionKey(scheme, b).value!];
      assert.equal(sign(x, y), reference(a, b), `${a} and ${b}`);
    }
  });
