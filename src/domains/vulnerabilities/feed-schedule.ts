import { createHash } from 'node:crypto';
import type { FeedRow } from './feed-row.ts';
import { hasFailed, isRunning } from './feed-status.ts';
import { feedFacts } from './feed-row.ts';

const firstRetrySeconds = 900;
const jitterShare = 0.1;

/** A part of 0–1 that is the same for the same turn of the same feed, and another for each. */
function jitter(feedId: string, at: Date): number {
  return createHash('sha256').update(`${feedId} ${at.getTime()}`).digest().readUInt16BE(0) / 65_536;
}

/**
 * When the feed is to be read next: at its rhythm and a little later, so that providers are not asked by all at once;
 * sooner after a failure, less and less so. Null: only on demand.
 */
export function nextRunAt(feed: FeedRow, now: Date): Date | null {
  if (feed.requested !== null) return new Date(feed.requested.at);
  if (!feed.enabled || feed.origin === null) return null;
  if (feed.lastAttemptAt === null) return feed.createdAt;
  const every = feed.everySeconds;
  let seconds = every * (1 + jitterShare * jitter(feed.id, feed.lastAttemptAt));
  if (hasFailed(feedFacts(feed))) {
    const since = feed.lastSuccessAt ?? feed.createdAt;
    const failingSeconds = (now.getTime() - since.getTime()) / 1000;
    seconds = Math.min(seconds, Math.max(firstRetrySeconds, failingSeconds / 4));
  }
  return new Date(feed.lastAttemptAt.getTime() + seconds * 1000);
}

/** Feeds to be read now, what people asked for first, then the longest awaited. */
export function dueFeeds(feeds: readonly FeedRow[], now: Date): FeedRow[] {
  return feeds
    .flatMap((feed) => {
      const at = isRunning(feedFacts(feed), now) ? null : nextRunAt(feed, now);
      return at !== null && at <= now ? [{ feed, at }] : [];
    })
    .toSorted((one, other) => rank(one) - rank(other))
    .map(({ feed }) => feed);
}

function rank({ feed, at }: { feed: FeedRow; at: Date }): number {
  return at.getTime() - (feed.requested === null ? 0 : 1e15);
}
