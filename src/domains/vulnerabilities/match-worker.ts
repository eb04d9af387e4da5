import type { Kysely } from 'kysely';
import type { Worker } from '#map/define-domain.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import type { Job } from '#platform/jobs.ts';
import { metrics } from '#platform/metrics.ts';
import { refreshComponents } from './names.ts';
import { checkMatches } from './self-check.ts';

/** A burst of readings (a collector goes round) is worked through once. */
const gatherMilliseconds = 500;

const drift = metrics.counter(
  'vigie_vulnerability_match_drift_total',
  'Matches and names that the nightly check had to mend: always 0 when all is well',
);

/** Brings names, keys and matches in step with the software of the map. Returns of how many vulnerabilities they changed. */
export async function followSoftware(db: Kysely<DB>, now: Date): Promise<number> {
  let changes = 0;
  for (let isMore = true; isMore;) {
    await db.transaction().execute(async (db) => {
      const step = await refreshComponents(db, now);
      changes += step.changes.length;
      ({ isMore } = step);
      if (step.changes.length > 0) await announce(db, 'vulnerability');
    });
  }
  return changes;
}

/** Follows the software of the map and the names that people accept for it. */
export const matchWorker: Worker = {
  id: 'vulnerabilities.matches',
  start: async (app) => {
    let due: NodeJS.Timeout | null = null;
    let work: Promise<void> = Promise.resolve();
    const follow = () => {
      due = null;
      work = work
        .then(async () => void (await followSoftware(app.db, new Date())))
        .catch((error: unknown) =>
          app.log.warn('new software not matched yet; what was known stands', { error }),
        );
    };
    const unsubscribe = app.events.subscribe(({ topic }) => {
      if (topic === 'component') due ??= setTimeout(follow, gatherMilliseconds);
    });
    due = setTimeout(follow, 0);
    return {
      stop: async () => {
        unsubscribe();
        if (due !== null) clearTimeout(due);
        await work;
      },
    };
  },
};

/** At night everything is judged again and compared. */
export const checkMatchesJob: Job = {
  id: 'vulnerabilities.check-matches',
  title: {
    fr: 'Contrôler toutes les correspondances entre logiciels et vulnérabilités',
    en: 'Check all matches of software and vulnerabilities',
  },
  schedule: '30 3 * * *',
  run: async (app) => {
    const check = await checkMatches(app.db, new Date());
    if (check.names + check.matches === 0) return;
    drift.add({}, check.names + check.matches);
    app.log.error('matches had drifted and were mended', { ...check });
  },
};
