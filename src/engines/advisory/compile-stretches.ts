import { judgeTogether, ownOrAdded } from './affected.ts';
import { trust } from './advisory.ts';
import type { AdvisoryRule } from './advisory.ts';
import type { AffectedProduct } from './affected-types.ts';
import { cellsOf, endsOfCells } from './cells.ts';
import type { Cells } from './cells.ts';
import type { Judgement } from './judge-version.ts';
import { endsOfProduct, paintProduct } from './paint-product.ts';

/** A rule without its name. */
export type RuleStretch = Pick<
  AdvisoryRule,
  'status' | 'low' | 'high' | 'fixedIn' | 'trust' | 'pointer' | 'flags'
>;

/** What is said of one cell. */
export type Said = Omit<RuleStretch, 'low' | 'high'> & { readonly rank: Judgement['rank'] };

/** Entries of one product and one scheme as stretches that do not meet. Null when that is more than `maxWork` cells. */
export function compileStretches(
  products: readonly AffectedProduct[],
  maxWork: number,
): readonly RuleStretch[] | null {
  const cells = cellsOf(products.flatMap(endsOfProduct));
  if (cells.count * products.length > maxWork) return null;
  const painted = (isAdded: boolean): readonly (readonly Judgement[])[] =>
    products
      .filter(({ flags }) => flags.includes('adp') === isAdded)
      .flatMap((product) => {
        const own = paintProduct(product, cells);
        return own === null ? [] : [own];
      });
  const [own, added] = [painted(false), painted(true)];
  const unread = products.find(({ isPartlyUnread }) => isPartlyUnread);
  const said = Array.from({ length: cells.count }, (_, cell): Said | null => {
    const first = judgeAt(own, cell);
    let isAdded = false;
    const judgement = ownOrAdded(first, () => {
      const other = judgeAt(added, cell);
      isAdded = other !== null && (other.verdict !== 'unknown' || first === null);
      return other;
    });
    return saidOf(judgement, isAdded) ?? (unread === undefined ? null : unreadOf(unread));
  });
  return mergeCells(cells, withFixes(said));
}

function judgeAt(painted: readonly (readonly Judgement[])[], cell: number): Judgement | null {
  if (painted.length === 1) return painted[0]?.[cell] ?? null;
  return painted.length === 0 ? null : judgeTogether(painted.flatMap((one) => one[cell] ?? []));
}

/** Null where nothing is said. A doubt gives way to whoever knows, so its trust is the least. */
function saidOf(judgement: Judgement | null, isAdded: boolean): Said | null {
  if (judgement === null || judgement.evidence === null) return null;
  const { verdict, evidence, flags, fixedIn, rank } = judgement;
  if (verdict === 'unknown' && rank === 'default') return null;
  const known = isAdded ? trust.adp : trust.cna;
  return {
    status: verdict,
    fixedIn: verdict === 'affected' && fixedIn !== null ? fixedIn.slice(0, 200) : null,
    trust: verdict === 'unknown' ? trust.doubt : known,
    pointer: evidence,
    flags,
    rank,
  };
}

/** The record calls something of the product affected, in words that tell no version. */
function unreadOf({ pointer }: AffectedProduct): Said {
  return {
    status: 'unknown',
    fixedIn: null,
    trust: trust.doubt,
    pointer: `${pointer}/versions`,
    flags: ['product-only'],
    rank: 'doubt',
  };
}

/** The version that begins a range is fixed where the range is. */
function withFixes(said: readonly (Said | null)[]): readonly (Said | null)[] {
  return said.map((one, cell) => {
    const next = said[cell + 1] ?? null;
    const begins = one?.rank === 'named' && next !== null && next.rank !== 'named';
    return begins && next.status === one.status && next.pointer === one.pointer ? next : one;
  });
}

/** Neighbours of which the same is said are one stretch. */
export function mergeCells(cells: Cells, said: readonly (Said | null)[]): readonly RuleStretch[] {
  const stretches: (RuleStretch & { readonly rank: Said['rank'] })[] = [];
  for (let from = 0; from < said.length; from++) {
    const one = said[from] ?? null;
    if (one === null) continue;
    let to = from;
    while (isSame(one, said[to + 1] ?? null)) to++;
    stretches.push({ ...one, ...endsOfCells(cells, from, to) });
    from = to;
  }
  return stretches.map((stretch, at) => {
    const { status, low, high, trust: own, pointer, flags } = stretch;
    const fixedIn = stretch.fixedIn ?? fixAfter(stretch, stretches[at + 1]);
    return { status, low, high, fixedIn, trust: own, pointer, flags };
  });
}

/** The record calls what comes right after an affected stretch unaffected, by name or in a range: it is the fix. */
function fixAfter(
  { status, high }: RuleStretch,
  next: (RuleStretch & { readonly rank: Said['rank'] }) | undefined,
): string | null {
  const isFix = next?.status === 'unaffected' && (next.rank === 'named' || next.rank === 'range');
  const meets = next?.low?.inclusive === true && high !== null && next.low.key === high.key;
  return status === 'affected' && isFix && meets ? (next.low?.version ?? null) : null;
}

function isSame(a: Said, b: Said | null): boolean {
  if (b === null) return false;
  if (a === b) return true;
  return (
    a.status === b.status &&
    a.fixedIn === b.fixedIn &&
    a.pointer === b.pointer &&
    a.trust === b.trust &&
    (a.flags === b.flags || a.flags.join() === b.flags.join())
  );
}
