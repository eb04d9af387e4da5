import type { Kysely } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { badRequest } from '#platform/problems.ts';
import type { Policy } from './api-policy.ts';

/** How vulnerabilities are prioritised here: one row, made with the table. */
export async function readPolicyRow(db: Kysely<DB>): Promise<Policy> {
  const row = await db.selectFrom('vulnerabilities.policy').selectAll().executeTakeFirstOrThrow();
  return {
    kind: row.kind === 'bod-26-04' ? 'bod-26-04' : 'ssvc',
    immediateDays: row.immediate_days,
    outOfCycleDays: row.out_of_cycle_days,
    scheduledDays: row.scheduled_days,
    // Of a `real`: 0.1 comes back as 0.10000000149.
    likelyEpss: Math.round(row.likely_epss * 1e6) / 1e6,
  };
}

/** @throws Problem `bad-request` where a more urgent class would have more time than a less urgent one */
export async function writePolicyRow(db: Kysely<DB>, policy: Policy): Promise<void> {
  if (policy.immediateDays > policy.outOfCycleDays || policy.outOfCycleDays > policy.scheduledDays) {
    const message = {
      fr: 'Les délais vont du plus court au plus long : immédiat, hors cycle, planifié.',
      en: 'Delays go from the shortest to the longest: immediate, out of cycle, scheduled.',
    };
    throw badRequest([{ field: 'body.scheduledDays', message }]);
  }
  await db
    .updateTable('vulnerabilities.policy')
    .set({
      kind: policy.kind,
      immediate_days: policy.immediateDays,
      out_of_cycle_days: policy.outOfCycleDays,
      scheduled_days: policy.scheduledDays,
      likely_epss: policy.likelyEpss,
    })
    .execute();
  await announce(db, 'vulnerability');
}
