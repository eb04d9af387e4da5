import { applyFacts, refreshAndReport } from './apply-changes.ts';
import { copyLive } from './copy-live.ts';
import type { Names } from './labels.ts';
import { writeFact } from './live.ts';
import type { Live } from './live.ts';
import type { Change, FactChanges, Isolation } from './types.ts';

/** What these facts would change, on a copy. */
export function whatIf(live: Live, names: Names, changes: FactChanges): Change[] {
  return applyFacts(copyLive(live), names, changes);
}

/**
 * What isolating these nodes would do: they are down for everyone who needs them, and nothing they carry
 * leaves them any more. They stay as compromised as they are: isolation does not clean.
 */
export function isolate(live: Live, names: Names, nodes: Iterable<string>): Isolation {
  const ranks: number[] = [];
  for (const name of nodes) {
    const rank = names.rankOf(name);
    if (rank !== undefined) ranks.push(rank);
  }
  const copy = copyLive(live, ranks);
  for (const rank of ranks) writeFact(copy, rank, copy.facts[rank]! | 3);
  const changes = refreshAndReport(copy, names);
  return {
    lost: changes.filter(({ before, after }) => after.availability > before.availability),
    stopped: changes.filter(
      ({ before, after }) =>
        after.integrity < before.integrity || after.confidentiality < before.confidentiality,
    ),
  };
}
