/** What handing a set to the map changed, or would change. */
export interface BucketReport {
  /** Assets that the map did not know. */
  created: number;
  /** Claims newly bound to an asset that another source had brought. */
  matched: number;
  /** Claims that say something else than before. */
  updated: number;
  unchanged: number;
  /** Claims that the source no longer reports: they become orphans, nothing is deleted. */
  missing: number;
  /** Claims that a person must settle first. */
  questions: number;
  links: number;
  /** Links that wait for such an answer. */
  waitingLinks: number;
}

export function emptyReport(): BucketReport {
  return {
    created: 0,
    matched: 0,
    updated: 0,
    unchanged: 0,
    missing: 0,
    questions: 0,
    links: 0,
    waitingLinks: 0,
  };
}
