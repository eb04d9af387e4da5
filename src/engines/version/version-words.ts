/** Words that stand before a release, in the order they come. `m` and single letters count only with a number. */
const earlyWords: Readonly<Record<string, number>> = {
  dev: 1,
  develop: 1,
  snapshot: 2,
  nightly: 2,
  canary: 3,
  alpha: 4,
  milestone: 5,
  beta: 6,
  preview: 7,
  prerelease: 7,
  pre: 7,
  ea: 8,
  cr: 9,
  rc: 9,
};

const plainWords = new Set(['final', 'ga', 'release', 'stable', 'lts', 'v', 'version']);

/** Rank of a word that announces a release (1 the earliest), or null. Lower case. */
export function earlyRank(word: string): number | null {
  return Object.hasOwn(earlyWords, word) ? (earlyWords[word] ?? null) : null;
}

/** Words that name the release itself and change nothing: `Final`, `GA`, `RELEASE`. Lower case. */
export function isPlainWord(word: string): boolean {
  return plainWords.has(word);
}

export const milestoneRank = 5;
