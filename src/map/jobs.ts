import { sql } from 'kysely';
import { announce } from '#platform/events.ts';
import type { Job } from '#platform/jobs.ts';
import { forgetInstalls } from './installs.ts';
import { refreshOrphans } from './refresh-assets.ts';

/** More than a year, so that what is installed once a year is still known. */
const forgetInstallsAfterMs = 400 * 86_400_000;

/** Background work of the map itself. */
export const mapJobs: readonly Job[] = [
  {
    id: 'map.mark-orphans',
    title: {
      fr: 'Marquer les actifs que plus aucune source ne voit',
      en: 'Mark the assets that no source sees any more',
    },
    schedule: '* * * * *',
    run: async (app) => {
      await refreshOrphans(app.db, new Date());
    },
  },
  {
    id: 'map.end-decisions',
    title: { fr: 'Rouvrir ce dont la décision a expiré', en: 'Reopen what an expired decision covered' },
    schedule: '* * * * *',
    run: async (app) => {
      const { rows } = await sql<{ id: string }>`
        update map.finding as finding set decision_id = null
        from map.decision as decision
        where decision.id = finding.decision_id and (decision.expires_at <= now() or decision.revoked_at is not null)
        returning finding.id
      `.execute(app.db);
      if (rows.length === 0) return;
      await app.db
        .insertInto('map.finding_event')
        .values(
          rows.map((row) => ({
            finding_id: row.id,
            kind: 'decision_ended',
            detail: JSON.stringify({ why: 'expired' }),
          })),
        )
        .execute();
      await announce(app.db, 'decision');
    },
  },
  {
    id: 'map.forget-installs',
    title: {
      fr: 'Oublier les logiciels désinstallés depuis plus de 400 jours',
      en: 'Forget software that has been gone for more than 400 days',
    },
    schedule: '23 4 * * *',
    run: async (app) => {
      await forgetInstalls(app.db, new Date(Date.now() - forgetInstallsAfterMs));
    },
  },
];
