import { refreshAnchor } from './audit/audit-anchor.ts';
import { metrics } from './metrics.ts';
import type { Job } from './jobs.ts';

let auditBrokenAt = 0;
metrics.gauge(
  'vigie_audit_broken_entry',
  'First entry of the audit log that does not hold, 0 when it holds',
  () => auditBrokenAt,
);

const tidy: Job = {
  id: 'platform.tidy',
  title: {
    fr: 'Oublier sessions, liens et essais de connexion périmés',
    en: 'Forget expired sessions, links and sign-in attempts',
  },
  schedule: '17 * * * *',
  run: async ({ db }) => {
    const now = new Date();
    const yesterday = new Date(now.getTime() - 24 * 3_600_000);
    await db.deleteFrom('platform.session').where('expires_at', '<', now).execute();
    await db.deleteFrom('platform.password_link').where('expires_at', '<', now).execute();
    await db.deleteFrom('platform.setup_link').where('expires_at', '<', now).execute();
    await db
      .deleteFrom('platform.login_attempt')
      .where('window_started_at', '<', yesterday)
      .where((is) => is.or([is('blocked_until', 'is', null), is('blocked_until', '<', now)]))
      .execute();
  },
};

const anchor: Job = {
  id: 'platform.anchor-audit',
  title: {
    fr: 'Vérifier les dernières entrées du journal d’audit et signer sa fin',
    en: 'Check the latest entries of the audit log and sign its end',
  },
  schedule: '7 * * * *',
  run: async ({ db, keys, log }) => {
    const broken = await refreshAnchor(db, keys);
    auditBrokenAt = broken === null ? 0 : Math.max(1, broken.seq);
    if (broken !== null)
      log.error('the audit log does not hold', { entry: broken.seq, reason: broken.reason.en });
  },
};

/** Work of the platform itself. */
export const platformJobs: readonly Job[] = [tidy, anchor];
