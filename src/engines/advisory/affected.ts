import type { JsonValue } from '#engines/json-value.ts';
import type { AffectedProduct, QualityFlag } from './affected-types.ts';
import { judgeVersion } from './judge-version.ts';
import type { Judgement } from './judge-version.ts';
import { readAffected } from './read-affected.ts';

export interface AffectedQuestion {
  /** As the record writes them; case, spaces and `_` do not count. Aliases are the asker's business. */
  readonly vendor: string;
  /** The product, or the name of its package. */
  readonly product: string;
  readonly version: string;
}

const nothingSaid: Judgement = {
  verdict: 'unknown',
  evidence: null,
  flags: [],
  fixedIn: null,
  rank: 'default',
};

/** Whether a CVE JSON 5 record says a version of a product is affected, and the place that says so. */
export function judgeAffected(record: JsonValue, question: AffectedQuestion): Judgement {
  return judgeProducts(readAffected(record), question);
}

/** The same on products read once. What the CNA says goes before what others added. */
export function judgeProducts(
  products: readonly AffectedProduct[],
  { vendor, product, version }: AffectedQuestion,
): Judgement {
  if (version.trim() === '') return nothingSaid;
  const named = products.filter(
    (one) =>
      isSame(one.vendor, vendor) && (isSame(one.product, product) || isSame(one.packageName ?? '', product)),
  );
  return judgeNamed(named, version);
}

/** The same, of products that are one and the same. */
export function judgeNamed(products: readonly AffectedProduct[], version: string): Judgement {
  const judge = (isAdded: boolean): Judgement | null =>
    judgeTogether(
      products
        .filter(({ flags }) => flags.includes('adp') === isAdded)
        .flatMap((one) => judgeVersion(one, version) ?? []),
    );
  return ownOrAdded(judge(false), () => judge(true)) ?? nothingSaid;
}

/** What the CNA says, or where it says nothing sure, what others added. */
export function ownOrAdded(own: Judgement | null, readAdded: () => Judgement | null): Judgement | null {
  if (own !== null && own.verdict !== 'unknown') return own;
  const added = readAdded();
  if (added === null || added.verdict === 'unknown') return own ?? added;
  return { ...added, flags: [...added.flags, 'adp' satisfies QualityFlag] };
}

/**
 * Several entries of one product (platforms, modules): affected in one is affected, in doubt in one is in doubt. What an
 * entry says of everything it does not name gives way to an entry that names the version.
 */
export function judgeTogether(judged: readonly Judgement[]): Judgement | null {
  const find = (verdict: Judgement['verdict'], isDefault: boolean): Judgement | undefined =>
    judged.find((one) => one.verdict === verdict && (one.rank === 'default') === isDefault);
  return (
    find('affected', false) ??
    judged.find((one) => one.verdict === 'unaffected' && one.rank === 'named') ??
    find('unknown', false) ??
    find('affected', true) ??
    find('unaffected', false) ??
    find('unaffected', true) ??
    find('unknown', true) ??
    null
  );
}

function isSame(a: string, b: string): boolean {
  return spelled(a) === spelled(b);
}

function spelled(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, ' ');
}
