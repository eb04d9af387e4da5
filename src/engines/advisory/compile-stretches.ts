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

/** More cells than rules that a record may have: there is no use in going on. */
const maxCells = 120_000;

type RankedStretch = RuleStretch & Pick<Said, 'rank'>;

/**
 * Entries of one product and one scheme as stretches that do not meet. Null when there are too many versions, or more
 * than `maxWork` cells to paint.
 */
export function compileStretches(
  products: readonly AffectedProduct[],
  maxWork: number,
): readonly RuleStretch[] | null {
  const cells = cellsOf(products.flatMap(endsOfProduct));
  if (cells.count > maxCells || cells.count * products.length > maxWork) return null;
  const painted = (isAdded: boolean): readonly (readonly Judgement[])[] =>
    products
      .filter(({ flags }) => flags.includes('adp') === isAdded)
      .flatMap((product) => {
        const own = paintProduct(product, cells);
        return own === null ? [] : [own];
      });
  const [own, added] = [painted(false), painted(true)];
  const unread = products.find(({ isPartlyUnread }) => isPartlyUnread);
  const said: (Said | null)[] = [];
  let [lastJudged, lastAdded]: [Judgement | null, boolean] = [null, false];
  for (let cell = 0; cell < cells.count; cell++) {
    const first = judgeAt(own, cell);
    let isAdded = false;
    const judgement = ownOrAdded(first, () => {
      const other = judgeAt(added, cell);
      isAdded = other !== null && (other.verdict !== 'unknown' || first === null);
      return other;
    });
    const isAgain = cell > 0 && judgement === lastJudged && isAdded === lastAdded;
    const one = isAgain ? (said[cell - 1] ?? null) : saidOf(judgement, isAdded);
    said.push(one ?? (unread === undefined ? null : unreadOf(unread)));
    [lastJudged, lastAdded] = [judgement, isAdded];
  }
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
  const stretches: RankedStretch[] = [];
  for (let from = 0; from < said.length; from++) {
    const one = said[from] ?? null;
    if (one === null) continue;
    let to = from;
    while (isSame(one, said[to + 1] ?? null)) to++;
    stretches.push({ ...one, ...endsOfCells(cells, from, to) });
    from = to;
  }
  return withFixesOfNext(stretches);
}

/** Where an affected stretch names no end of the fault, what comes right after it may. */
function withFixesOfNext(stretches: readonly RankedStretch[]): readonly RuleStretch[] {
  const ended: RuleStretch[] = [];
  for (const [index, { rank: own, ...stretch }] of [...stretches.entries()].toReversed()) {
    const next = own === 'doubt' ? undefined : stretches[index + 1];
    const fixedIn = stretch.fixedIn ?? fixAfter(stretch, next, ended.at(-1)?.fixedIn ?? null);
    ended.push(fixedIn === stretch.fixedIn ? stretch : { ...stretch, fixedIn });
  }
  return ended.toReversed();
}

/** The next version that is unaffected by its name or in a range is the fix; the fault of an affected one goes on. */
function fixAfter(
  { status, high }: RuleStretch,
  next: RankedStretch | undefined,
  fixOfNext: string | null,
): string | null {
  const low = next?.low ?? null;
  const meets = high !== null && low !== null && low.key === high.key && low.inclusive !== high.inclusive;
  if (status !== 'affected' || next === undefined || !meets) return null;
  if (next.status === 'affected') return fixOfNext;
  const isFix = next.status === 'unaffected' && (next.rank === 'named' || next.rank === 'range');
  return isFix && low.inclusive ? low.version : null;
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
