import type { Kysely } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { hashToken } from './random-token.ts';

export interface AttemptPolicy {
  /** Attempts admitted in a window before they are slowed down. */
  readonly most: number;
  readonly windowSeconds: number;
  /** First delay; it doubles with each further attempt, up to the longest. */
  readonly firstDelaySeconds: number;
  readonly longestDelaySeconds: number;
}

export interface AttemptState {
  readonly failures: number;
  readonly windowStartedAt: Date;
  readonly blockedUntil: Date | null;
}

export const perLogin: AttemptPolicy = {
  most: 10,
  windowSeconds: 24 * 3600,
  firstDelaySeconds: 30,
  longestDelaySeconds: 900,
};
/** Whole sites may share one address: wider than the limit of one account. */
export const perAddress: AttemptPolicy = {
  most: 50,
  windowSeconds: 900,
  firstDelaySeconds: 60,
  longestDelaySeconds: 900,
};

/**
 * Counts an attempt before it is judged, so that a hundred at once are a hundred. Gives the seconds to wait when it
 * is not admitted, and the state to keep.
 */
export function nextAttempt(
  state: AttemptState | null,
  policy: AttemptPolicy,
  now: Date,
): { waitSeconds: number; state: AttemptState } {
  const fresh: AttemptState = { failures: 0, windowStartedAt: now, blockedUntil: null };
  const blockedUntil = state?.blockedUntil?.getTime() ?? 0;
  if (state !== null && blockedUntil > now.getTime())
    return { waitSeconds: Math.ceil((blockedUntil - now.getTime()) / 1000), state };
  const windowEnd = (state?.windowStartedAt.getTime() ?? 0) + policy.windowSeconds * 1000;
  const before = state !== null && windowEnd > now.getTime() ? state : fresh;
  const failures = before.failures + 1;
  return { waitSeconds: 0, state: { ...before, failures, blockedUntil: delayEnd(failures, policy, now) } };
}

function delayEnd(failures: number, policy: AttemptPolicy, now: Date): Date | null {
  if (failures < policy.most) return null;
  const doublings = Math.min(failures - policy.most, 20);
  const seconds = Math.min(policy.firstDelaySeconds * 2 ** doublings, policy.longestDelaySeconds);
  return new Date(now.getTime() + seconds * 1000);
}

/** Counts one attempt on a key for all processes; 0 when it may go on, else the seconds to wait. */
export async function chargeAttempt(
  db: Kysely<DB>,
  key: string,
  policy: AttemptPolicy,
  now: Date,
): Promise<number> {
  return db.transaction().execute(async (db) => {
    await db
      .insertInto('platform.login_attempt')
      .values({ key, failures: 0, window_started_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await db
      .selectFrom('platform.login_attempt')
      .selectAll()
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirst();
    const before = row && {
      failures: row.failures,
      windowStartedAt: row.window_started_at,
      blockedUntil: row.blocked_until,
    };
    const { waitSeconds, state } = nextAttempt(before ?? null, policy, now);
    if (waitSeconds > 0) return waitSeconds;
    await db
      .updateTable('platform.login_attempt')
      .set({
        failures: state.failures,
        window_started_at: state.windowStartedAt,
        blocked_until: state.blockedUntil,
      })
      .where('key', '=', key)
      .execute();
    return 0;
  });
}

/** The attempt succeeded: what was counted on these keys is forgotten. */
export async function forgetAttempts(db: Kysely<DB>, keys: readonly string[]): Promise<void> {
  await db
    .deleteFrom('platform.login_attempt')
    .where('key', 'in', [...keys])
    .execute();
}

/** The attempt succeeded, but its key is shared with others: only this one is taken back. */
export async function refundAttempt(db: Kysely<DB>, key: string): Promise<void> {
  await db
    .updateTable('platform.login_attempt')
    .set((is) => ({ failures: is('failures', '-', 1), blocked_until: null }))
    .where('key', '=', key)
    .where('failures', '>', 0)
    .execute();
}

/** Hashed: what people type in the login field may be their password. */
export function loginKey(login: string): string {
  return `login:${hashToken(login.trim().toLowerCase()).toString('hex').slice(0, 32)}`;
}

export function factorKey(accountId: string): string {
  return `factor:${accountId}`;
}

/** One holder of an IPv6 network has 2^64 addresses: they count as one. */
export function addressKey(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return `ip:${ip}`;
  const [head = '', tail = ''] = ip.split('::');
  const before = head.split(':').filter(Boolean);
  const after = ip.includes('::') ? tail.split(':').filter(Boolean) : [];
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return `ip:${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
