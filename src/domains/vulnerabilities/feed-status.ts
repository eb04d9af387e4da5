/** What of a feed's row its state is told from. */
export interface FeedFacts {
  readonly enabled: boolean;
  /** Null: carried in by hand. */
  readonly origin: string | null;
  readonly everySeconds: number;
  readonly staleAfterSeconds: number;
  readonly lastAttemptAt: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly lastFailureAt: Date | null;
  readonly newestRecordAt: Date | null;
  readonly firstLoadedAt: Date | null;
  readonly createdAt: Date;
  /** Heartbeat of the run under way. */
  readonly runningAt: Date | null;
}

/**
 * `stale`: not fetched for long; `old-content`: fetched, yet what it holds is old, as that of a dead mirror;
 * `never`: nothing was ever loaded; `fresh`: read on its beat, content in date.
 */
export type FeedStatus = 'running' | 'failed' | 'stale' | 'old-content' | 'never' | 'fresh' | 'disabled';

/** A run that has not given a sign for this long is dead. */
const heartbeatSeconds = 180;
/** A feed is late past this many of its turns, and past a day at least. */
const turns = 3;
const day = 86_400;

function ageSeconds(at: Date, now: Date): number {
  return (now.getTime() - at.getTime()) / 1000;
}

export function isRunning(feed: Pick<FeedFacts, 'runningAt'>, now: Date): boolean {
  return feed.runningAt !== null && ageSeconds(feed.runningAt, now) < heartbeatSeconds;
}

/** Whether too long has passed since it was last fetched; what is carried in by hand has no beat. */
export function isLate(feed: FeedFacts, now: Date): boolean {
  if (feed.origin === null) return false;
  const since = feed.lastSuccessAt ?? feed.createdAt;
  return ageSeconds(since, now) > Math.max(day, feed.everySeconds * turns);
}

/** Whether its content is old, whatever the date at which it was fetched. */
export function isOld(feed: FeedFacts, now: Date): boolean {
  if (feed.firstLoadedAt === null) return false;
  const newest = feed.newestRecordAt ?? feed.lastSuccessAt ?? feed.firstLoadedAt;
  return ageSeconds(newest, now) > feed.staleAfterSeconds;
}

export function hasFailed(feed: FeedFacts): boolean {
  return (
    feed.lastFailureAt !== null && feed.lastFailureAt.getTime() > (feed.lastSuccessAt?.getTime() ?? -Infinity)
  );
}

export function feedStatus(feed: FeedFacts, now: Date): FeedStatus {
  if (isRunning(feed, now)) return 'running';
  if (!feed.enabled) return 'disabled';
  if (hasFailed(feed)) return 'failed';
  if (feed.firstLoadedAt === null) return 'never';
  if (isLate(feed, now)) return 'stale';
  return isOld(feed, now) ? 'old-content' : 'fresh';
}
