import type { Worker } from '#map/define-domain.ts';
import { impactOf } from '#map/live-impact.ts';
import type { Topic } from '#platform/events.ts';
import { refreshStanding } from './standing.ts';

const watched: ReadonlySet<Topic> = new Set(['asset', 'link', 'component']);
/** A burst of changes (an import, a collector's full set) is worked through once; the impact follows within 30 ms. */
const gatherMilliseconds = 2000;

/** Keeps what is said of where each asset stands in step with the map. */
export const standingWorker: Worker = {
  id: 'vulnerabilities.standing',
  start: async (app) => {
    let due: NodeJS.Timeout | null = null;
    let work: Promise<void> = Promise.resolve();
    const refresh = () => {
      due = null;
      work = work
        .then(async () => void (await refreshStanding(app.db, impactOf(app), new Date())))
        .catch((error: unknown) =>
          app.log.warn('exposure and services of assets not refreshed; those of before stand', { error }),
        );
    };
    const unsubscribe = app.events.subscribe(({ topic }) => {
      if (watched.has(topic)) due ??= setTimeout(refresh, gatherMilliseconds);
    });
    due = setTimeout(refresh, 0);
    return {
      stop: async () => {
        unsubscribe();
        if (due !== null) clearTimeout(due);
        await work;
      },
    };
  },
};
