import type { Job } from '#platform/jobs.ts';

/** The history is another database: it forgets the demonstration just after the map did, and tries again until it has. */
export const forgetHistory: Job = {
  id: 'demo.forget-history',
  title: { fr: 'Oublier les relevés de la démonstration', en: 'Forget the results of the demonstration' },
  run: async (app) => await app.history.command('alter table check_result delete where demonstration'),
};
