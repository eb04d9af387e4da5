import { plainValue } from '#engines/cpe/cpe.ts';
import type { Cpe } from '#engines/cpe/cpe.ts';
import { versionText } from '#engines/cpe/match-criterion.ts';
import type { CpeCriterion } from '#engines/cpe/match-criterion.ts';
import { orderOf, refused } from '#engines/version/compare-versions.ts';
import { schemeOfProduct } from '#engines/version/scheme-of-product.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import type { RuleFlag } from './advisory.ts';
import type { SpanEnd } from './affected-types.ts';
import { branchAfter, floorKey } from './branches.ts';
import { isLogical, isPattern } from './names-of-product.ts';
import { endAt, versionPart } from './span-ends.ts';

/** The versions a criterion holds. */
export interface CriterionSpan {
  readonly kind: 'named' | 'range' | 'wide' | 'untold';
  readonly low: SpanEnd | null;
  readonly high: SpanEnd | null;
  readonly fixedIn: string | null;
  readonly flags: readonly RuleFlag[];
}

export function schemeOfCpe({ vendor, product }: Cpe): Scheme {
  return schemeOfProduct({ vendor: plainValue(vendor), product: plainValue(product), samples: [] });
}

/** As `matchCriterion` reads a criterion, version and update as one text. */
export function spanOfCriterion(scheme: Scheme, criterion: CpeCriterion): CriterionSpan {
  const { name } = criterion;
  const low = highest(scheme, criterion.startIncluding, criterion.startExcluding);
  const high = lowest(scheme, criterion.endIncluding, criterion.endExcluding);
  if (low !== null && high !== null && low.key > high.key && isInOrder(scheme, criterion))
    return { kind: 'untold', low: null, high: null, fixedIn: null, flags: ['contradictory'] };
  if (low !== null || high !== null) {
    const fixedIn = high !== null && !high.inclusive ? high.version : null;
    return { kind: 'range', low, high, fixedIn, flags: [] };
  }
  const everything = { low: null, high: null, fixedIn: null } as const;
  if (name.version === '-') return { kind: 'untold', ...everything, flags: ['version-na'] };
  if (name.version === '*') return { kind: 'wide', ...everything, flags: ['version-any'] };
  if (isPattern(name.version)) return spanOfPattern(scheme, name.version);
  const end = endAt(scheme, versionPart(versionText(name)), true);
  return { kind: 'named', low: end, high: end, fixedIn: null, flags: [] };
}

/** Bounds that only words before their numbers put in order: `b.11.31` to `c.4.2.8`. */
function isInOrder(scheme: Scheme, criterion: CpeCriterion): boolean {
  const from = criterion.startIncluding ?? criterion.startExcluding ?? '';
  const to = criterion.endIncluding ?? criterion.endExcluding ?? '';
  return orderOf(scheme, plainValue(from), plainValue(to)) <= 0;
}

/** `8.2*` and `8.2.*`: the branch; anything wider cannot be told from all versions. */
function spanOfPattern(scheme: Scheme, version: string): CriterionSpan {
  const branch = /^((?:[^?*\\]|\\.)*?\d)(?:\\?\.)?\*$/s.exec(version)?.[1];
  const next = branch === undefined ? null : branchAfter(plainValue(branch));
  if (branch === undefined || next === null)
    return { kind: 'untold', low: null, high: null, fixedIn: null, flags: ['version-any'] };
  const written = plainValue(version);
  const low = { version: written, key: floorKey(scheme, plainValue(branch)), inclusive: true };
  const high = { version: written, key: floorKey(scheme, next), inclusive: false };
  return { kind: 'wide', low, high, fixedIn: null, flags: ['branch'] };
}

/** A criterion names an update (`12.3`, `r12`) and the installed version tells none: where that doubt lies. */
export function withoutUpdate(scheme: Scheme, { version, update }: Cpe): SpanEnd | null {
  if (isLogical(update) || isLogical(version) || isPattern(version)) return null;
  return endAt(scheme, versionPart(plainValue(version)), true);
}

function highest(scheme: Scheme, including?: string, excluding?: string): SpanEnd | null {
  const [a, b] = [boundAt(scheme, including, true), boundAt(scheme, excluding, false)];
  if (a === null || b === null) return a ?? b;
  return a.key > b.key ? a : b;
}

function lowest(scheme: Scheme, including?: string, excluding?: string): SpanEnd | null {
  const [a, b] = [boundAt(scheme, including, true), boundAt(scheme, excluding, false)];
  if (a === null || b === null) return a ?? b;
  return a.key < b.key ? a : b;
}

function boundAt(scheme: Scheme, bound: string | undefined, inclusive: boolean): SpanEnd | null {
  if (bound === undefined || refused(bound, '') !== null) return null;
  return endAt(scheme, versionPart(plainValue(bound)), inclusive);
}
