import { existsSync } from 'node:fs';
import type { Worker } from '#map/define-domain.ts';
import type { App } from '#platform/app.ts';
import { createNameResolver } from '#platform/net/resolve-name.ts';
import { sweepCarried } from './carry-in.ts';
import type { FeedRow } from './feed-row.ts';
import { readFeeds } from './feed-row.ts';
import { dueFeeds } from './feed-schedule.ts';
import { runFeed } from './run-feed.ts';

const lookEveryMs = 30_000;

/**
 * Reads the feeds that are due, one at a time: two large ones would fight over the same disk and the same tables. Apart
 * from the jobs, which a feed of an hour would keep waiting.
 */
export const feedsWorker: Worker = {
  id: 'vulnerabilities.feeds',
  start: async (app) => {
    const stop = new AbortController();
    const names = createNameResolver();
    await sweepCarried(app);
    const turn = oneAtATime(() => readDue(app, names, stop.signal));
    const unsubscribe = app.events.subscribe((change) => {
      if (change.topic === 'feed' || change.topic === 'source') turn();
    });
    const timer = setInterval(turn, lookEveryMs);
    turn();
    return {
      stop: async () => {
        clearInterval(timer);
        unsubscribe();
        stop.abort(new Error('Vigie stops'));
        await turn.settled();
      },
    };
  },
};

async function readDue(
  app: App,
  names: ReturnType<typeof createNameResolver>,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (;;) {
      const [next] = dueFeeds(await readFeeds(app.db), new Date()).filter(isHere);
      if (next === undefined || signal.aborted) return;
      if (!(await runFeed(app, next, names, signal))) return;
    }
  } catch (error) {
    if (!signal.aborted) app.log.warn('feeds not looked at; they are at the next turn', { error });
  }
}

/** Files that people brought lie on the disk of the process that took them. */
function isHere(feed: FeedRow): boolean {
  return feed.requested?.path === undefined || existsSync(feed.requested.path);
}

/** Calls during a run lead to one more run after it. */
function oneAtATime(work: () => Promise<void>): (() => void) & { settled: () => Promise<void> } {
  let current: Promise<void> | null = null;
  let again = false;
  const start = (): void => {
    if (current !== null) {
      again = true;
      return;
    }
    current = work().finally(() => {
      current = null;
      if (again) {
        again = false;
        start();
      }
    });
  };
  return Object.assign(start, {
    settled: async () => {
      again = false;
      await current;
    },
  });
}
