import type { SeenTogether } from '#engines/matching/seen-together.ts';
import type { Remedy } from './component-words.ts';
import type { Quieted } from './quieted.ts';
import { isParticular, nothingSeen, settleOn } from './seen-on-assets.ts';
import type { KnownThreat } from './threats.ts';
import type { SoftwareMatch } from './vulnerable-software.ts';

/** One vulnerability of one software, with the assets on which it is so; null: all that have the software. */
export interface Risk {
  readonly threat: KnownThreat;
  readonly match: SoftwareMatch;
  readonly assets: ReadonlySet<string> | null;
}

/** What is known of the software while its risks are sorted out. */
export interface Surroundings {
  readonly assets: readonly string[];
  readonly seen: ReadonlyMap<string, SeenTogether>;
  readonly quieted: Quieted;
}

/**
 * The risks of one software by what can be done about them: decisions taken off, conditions held against each asset.
 * What is affected here and doubtful there stands in two places.
 */
export function sortRisks(
  matches: readonly SoftwareMatch[],
  threats: ReadonlyMap<number, KnownThreat>,
  around: Surroundings,
): ReadonlyMap<Remedy, readonly Risk[]> {
  const risks = new Map<Remedy, Risk[]>();
  const put = (remedy: Remedy, risk: Risk) => {
    const known = risks.get(remedy);
    if (known === undefined) risks.set(remedy, [risk]);
    else known.push(risk);
  };
  for (const match of matches) {
    const threat = threats.get(match.vulnerability_id);
    if (threat === undefined) continue;
    for (const { sure, assets } of placesOf(match, around)) {
      put(sure ? remedyOfMatch(match) : 'confirm', { threat, match, assets });
    }
  }
  return risks;
}

function remedyOfMatch({ fixed_in: fixedIn, ends }: SoftwareMatch): Remedy {
  return fixedIn === null && !ends ? 'mitigate' : 'upgrade';
}

interface Places {
  readonly sure: boolean;
  readonly assets: ReadonlySet<string> | null;
}

function placesOf(match: SoftwareMatch, { assets, seen, quieted }: Surroundings): readonly Places[] {
  const quiet = quieted.of(match.at, match.vulnerability_id);
  if (quiet === true) return [];
  const left = quiet === null ? assets : assets.filter((id) => !quiet.has(id));
  if (left.length === 0) return [];
  if (!isParticular(match)) {
    return [
      { sure: match.affected && !match.version_unknown, assets: quiet === null ? null : new Set(left) },
    ];
  }
  const sides = Map.groupBy(left, (id) => settleOn(match, seen.get(id) ?? nothingSeen));
  return (['affected', 'to-confirm'] as const).flatMap((side) => {
    const own = sides.get(side);
    return own === undefined ? [] : [{ sure: side === 'affected', assets: new Set(own) }];
  });
}
