import { endAt } from '#engines/advisory/span-ends.ts';
import type { SpanEnd } from '#engines/advisory/affected-types.ts';
import { readVersionText } from '#engines/advisory/version-text.ts';
import type { TextRange } from '#engines/advisory/version-text.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import { weight } from './stretches.ts';
import type { Stretch } from './stretches.ts';

/** Series of OpenStack by name, as versions of their time: from 2015.1 on each project counts for itself. */
const series: Readonly<Record<string, string>> = {
  austin: '2010.1',
  bexar: '2011.1',
  cactus: '2011.2',
  diablo: '2011.3',
  essex: '2012.1',
  folsom: '2012.2',
  grizzly: '2013.1',
  havana: '2013.2',
  icehouse: '2014.1',
  juno: '2014.2',
  kilo: '2015.1',
};

/** The first of the versions that bear a year. */
const firstDated = '2010';

/** Projects that never counted in years: object storage, clients, libraries. */
const undated = /^(?:swift|python-|oslo|keystonemiddleware|os-|glance_store)/i;

export interface OssaVersions {
  readonly stretches: readonly Stretch[];
  /** False when a part of the text says something that cannot be read. */
  readonly isRead: boolean;
}

/**
 * What `version` of an affected product says. Versions of before 2015 bear a year (2014.2) and come before 8.0.0 or
 * 12.0.0 of later ones, though their number is higher: a range that ends in a year begins with the years. “All versions”
 * of an advisory of that time means those until its year. Where all is said by comparators, the rest is not affected.
 */
export function ossaStretches(
  scheme: Scheme,
  product: string,
  text: string,
  year: number,
  pointer: string,
): OssaVersions {
  const plain = text.slice(0, 1000).replaceAll(/\s+/g, ' ').trim();
  const base = { status: 'affected', fixedIn: null, pointer, flags: [] } as const;
  const own = plain.replace(/^all (?:supported )?(?:versions?|releases?)\s*/i, '');
  if (own === '' && plain !== '') return allUntil(scheme, product, year, base);
  const ranges = rangesOf(own);
  // An old advisory without an end does not speak of the versions of today.
  const isOpen = ranges?.some(({ low, high }) => high === null && !isDated(low?.version ?? '')) === true;
  if (ranges === null || ranges.length === 0 || (isOpen && year < 2016))
    return { stretches: [], isRead: false };
  const stretches = ranges.map((range) => stretchOf(scheme, range, base));
  const isExact = /[<>=]/.test(own) && !/[a-z]{3}/i.test(own) && ranges.every(({ high }) => high !== null);
  return { stretches: isExact ? [...stretches, restOf(pointer)] : stretches, isRead: true };
}

function restOf(pointer: string): Stretch {
  const whole = { low: null, high: null, fixedIn: null, flags: [] };
  return { ...whole, status: 'unaffected', pointer, weight: weight.remainder };
}

function rangesOf(text: string): readonly TextRange[] | null {
  const parts = text
    .replaceAll(/\((?:and earlier[^()]*)\)/gi, ' and earlier')
    .split(/,(?= ?(?:and |[<>=]|from |up |\d|versions|[A-Z]))| and (?=[<=>]|\d{4}|versions? )/)
    .map((part) => part.trim().replace(/^and\s+/, ''))
    .filter((part) => part !== '');
  const ranges: TextRange[] = [];
  for (const part of parts) {
    const range = rangeOf(part);
    if (range === null) return null;
    // “>=25.0.0, <26.1.0”: a comma between the two ends.
    const last = ranges.at(-1);
    const isEnd = range.low === null && range.high !== null && last?.low !== undefined && last.high === null;
    if (isEnd && last.low !== null) ranges[ranges.length - 1] = { low: last.low, high: range.high };
    else ranges.push(range);
  }
  return ranges;
}

type Base = Pick<Stretch, 'status' | 'fixedIn' | 'pointer' | 'flags'>;

function allUntil(scheme: Scheme, product: string, year: number, base: Base): OssaVersions {
  if (year > 2014 || undated.test(product)) return { stretches: [], isRead: false };
  const [low, high] = [endAt(scheme, firstDated, true), endAt(scheme, `${year + 1}`, false)];
  return { stretches: [{ ...base, low, high, flags: ['version-any'], weight: weight.wide }], isRead: true };
}

function rangeOf(text: string): TextRange | null {
  const before = /^prior to ([a-z]+)$/i.exec(text)?.[1]?.toLowerCase() ?? '';
  if (Object.hasOwn(series, before))
    return { low: null, high: { version: series[before] ?? '', inclusive: false } };
  const named = /^(?:versions? )?([a-z]+)\b/i.exec(text)?.[1]?.toLowerCase() ?? '';
  if (Object.hasOwn(series, named)) return rangeOfSeries(series[named] ?? '', text);
  const own = text.replace(/^versions? /i, '').replace(/\bversions? (?=up|through)/i, '');
  const plain = own.replace(/ version$/i, '').replace(/ \([a-z]+\)/i, '');
  const comparators = [...plain.matchAll(/(>=|<=|==?|<|>) ?(\d[\w.]*)/g)];
  if (
    comparators.length > 0 &&
    comparators.map(([one]) => one).join('').length >= plain.replaceAll(' ', '').length - 2
  )
    return rangeOfComparators(comparators.map(([, sign = '', version = '']) => [sign, version]));
  const after = /^after (\d[\w.]*)$/i.exec(plain)?.[1];
  if (after !== undefined) return { low: { version: after, inclusive: false }, high: null };
  const read = readVersionText(plain.replace(/ up to /i, ' through ').replace(/^through /i, '<= '));
  if (read.kind === 'ranges') return read.ranges[0] ?? null;
  const [version] = read.kind === 'named' ? read.names : [];
  if (version === undefined || !/^\d[\w.]*$/.test(version)) return null;
  return { low: { version, inclusive: true }, high: { version, inclusive: true } };
}

function rangeOfSeries(version: string, text: string): TextRange | null {
  const fixed = /prior to (\d{4}\.[\w.]+)/i.exec(text)?.[1];
  const low = /earlier\b/i.test(text) ? null : { version, inclusive: true };
  if (/\b(?:later|after)\b/i.test(text)) return { low, high: null };
  if (fixed !== undefined) return { low, high: { version: fixed, inclusive: false } };
  const [year = '', release = ''] = version.split('.');
  return { low, high: { version: `${year}.${Number(release) + 1}`, inclusive: false } };
}

function rangeOfComparators(
  comparators: readonly (readonly [sign: string, version: string])[],
): TextRange | null {
  let low: TextRange['low'] = null;
  let high: TextRange['high'] = null;
  for (const [sign, version] of comparators) {
    if (sign.startsWith('='))
      return { low: { version, inclusive: true }, high: { version, inclusive: true } };
    if (sign.startsWith('>')) low = { version, inclusive: sign === '>=' };
    else high = { version, inclusive: sign === '<=' };
  }
  return low === null && high === null ? null : { low, high };
}

function isDated(version: string): boolean {
  return /^20\d\d(?:\.|$)/.test(version);
}

function stretchOf(scheme: Scheme, { low, high }: TextRange, base: Base): Stretch {
  const end = (one: TextRange['low']): SpanEnd | null =>
    one === null ? null : endAt(scheme, one.version, one.inclusive);
  const isYears = high !== null && isDated(high.version);
  const from = low === null && isYears ? endAt(scheme, firstDated, true) : end(low);
  const fixedIn = high === null || high.inclusive ? null : high.version;
  const isOne = low !== null && high !== null && low.version === high.version;
  const to = isOne && high !== null ? endAt(scheme, high.version, true) : end(high);
  return { ...base, low: from, high: to, fixedIn, weight: isOne ? weight.version : weight.range };
}
