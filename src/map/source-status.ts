export interface SourceFacts {
  readonly enabled: boolean;
  readonly expectedEverySeconds: number | null;
  readonly lastSuccessAt: Date | null;
  readonly lastFailureAt: Date | null;
  readonly silencedAt: Date | null;
  readonly createdAt: Date;
  /** Its domain judges it, and has an open finding about it: what it brings is not to be taken as it is. */
  readonly isDoubted?: boolean;
}

export type SourceStatus =
  | 'fresh'
  | 'late'
  | 'silent'
  | 'failed'
  | 'doubted'
  | 'never'
  | 'manual'
  | 'disabled';

/** A reader that starts on its beat reports a little after it: this much more than its rhythm is still in time. */
const graceShare = 0.25;
const graceSeconds = 5;

/** How fresh a source is; silent as `silentSince` of `sources.ts` says it, past three times its rhythm. */
export function sourceStatus(source: SourceFacts, now: Date): SourceStatus {
  if (!source.enabled) return 'disabled';
  const every = source.expectedEverySeconds;
  if (every !== null) {
    const since = source.lastSuccessAt ?? source.createdAt;
    const ageSeconds = (now.getTime() - since.getTime()) / 1000;
    if (source.silencedAt !== null || ageSeconds > every * 3) return 'silent';
    if (failedLast(source)) return 'failed';
    if (source.lastSuccessAt === null) return 'never';
    if (source.isDoubted === true) return 'doubted';
    return ageSeconds > every * (1 + graceShare) + graceSeconds ? 'late' : 'fresh';
  }
  if (failedLast(source)) return 'failed';
  return source.isDoubted === true ? 'doubted' : 'manual';
}

function failedLast(source: SourceFacts): boolean {
  return (
    source.lastFailureAt !== null && source.lastFailureAt.getTime() > (source.lastSuccessAt?.getTime() ?? 0)
  );
}
