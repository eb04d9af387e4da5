import { existsSync } from 'node:fs';
import type { Worker } from '#map/define-domain.ts';
import type { App } from '#platform/app.ts';
import { createNameResolver } from '#platform/net/resolve-name.ts';
import { sweepCarried } from './carry-in.ts';
import type { FeedRow } from './feed-row.ts';
import { readFeeds } from './feed-row.ts';
import { dueFeeds } from './feed-schedule.ts';
import type { RunHouse } from './run-feed.ts';
import { importTurns, runFeed } from './run-feed.ts';

const lookEveryMs = 30_000;

/** Slow providers are waited for side by side; what they sent goes in one at a time. */
const mostRuns = 3;

/** Reads the feeds that are due, a few side by side. Apart from the jobs, which a feed of an hour would keep waiting. */
export const feedsWorker: Worker = {
  id: 'vulnerabilities.feeds',
  start: async (app) => {
    const stop = new AbortController();
    const house: RunHouse = { names: createNameResolver(), turn: importTurns() };
    await sweepCarried(app);
    const runs = new Map<string, Promise<unknown>>();
    const begin = (feed: FeedRow): void => {
      const run = runFeed(app, feed, house, stop.signal)
        .catch((error: unknown) => app.log.error('feed not run', { feed: feed.id, error }))
        .finally(() => {
          runs.delete(feed.id);
          // Not at once: what cannot even be written down must not be tried in a circle.
          if (!stop.signal.aborted) setTimeout(look, 1000).unref();
        });
      runs.set(feed.id, run);
    };
    const look = oneAtATime(async () => {
      const due = dueFeeds(await readFeeds(app.db), new Date()).filter(isHere);
      for (const feed of due)
        if (!stop.signal.aborted && runs.size < mostRuns && !runs.has(feed.id)) begin(feed);
    }, app);
    const unsubscribe = app.events.subscribe((change) => {
      if (change.topic === 'feed' || change.topic === 'source') look();
    });
    const timer = setInterval(look, lookEveryMs);
    look();
    return {
      stop: async () => {
        clearInterval(timer);
        unsubscribe();
        stop.abort(new Error('Vigie stops'));
        await Promise.all(runs.values());
      },
    };
  },
};

/** Files that people brought lie on the disk of the process that took them. */
function isHere(feed: FeedRow): boolean {
  return feed.requested?.path === undefined || existsSync(feed.requested.path);
}

/** Calls during the work lead to one more after it. */
function oneAtATime(work: () => Promise<void>, app: App): () => void {
  let isWorking = false;
  let again = false;
  const start = (): void => {
    if (isWorking) {
      again = true;
      return;
    }
    isWorking = true;
    work()
      .catch((error: unknown) => app.log.warn('feeds not looked at; they are at the next turn', { error }))
      .finally(() => {
        isWorking = false;
        if (again) {
          again = false;
          start();
        }
      });
  };
  return start;
}
