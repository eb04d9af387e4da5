import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { sessionCookie } from '#platform/request-facts.ts';
import type { Grant } from '#platform/rights.ts';
import type { RequestFacts } from '#platform/route.ts';
import { readSetting } from '#platform/settings/read-setting.ts';
import { grantsOf } from './grants.ts';
import { hashToken, randomToken } from './random-token.ts';

export const csrfCookie = 'vigie_csrf';
const idleSeconds = 12 * 3600;
const longestSeconds = 7 * 24 * 3600;
const touchEverySeconds = 60;
/** To give a code or to set up an authenticator. */
const pendingSeconds = 1800;

export type Stage = 'done' | 'needed' | 'enrol';

export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly displayName: string;
  readonly csrf: string;
  readonly stage: Stage;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly grants: readonly Grant[];
}

/** The session a cookie opens, or null: unknown, expired, ended, or its account is disabled. */
export async function findSession(db: Kysely<DB>, token: string): Promise<Session | null> {
  const row = await db
    .selectFrom('platform.session as session')
    .innerJoin('platform.account as account', 'account.id', 'session.account_id')
    .select([
      'session.id',
      'session.account_id',
      'session.csrf',
      'session.second_factor_at',
      'session.created_at',
      'session.last_seen_at',
      'account.display_name',
      'account.totp_confirmed_at',
      grantsOf(sql.ref('account.id')),
    ])
    .where('session.token_hash', '=', hashToken(token))
    .where('session.expires_at', '>', new Date())
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    accountId: row.account_id,
    displayName: row.display_name,
    csrf: row.csrf,
    stage: await stageOf(db, row.totp_confirmed_at !== null, row.second_factor_at !== null),
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    grants: row.grants,
  };
}

/** An account that has an authenticator always uses it; one that has none must get one where Vigie requires it. */
async function stageOf(db: Kysely<DB>, hasAuthenticator: boolean, passed: boolean): Promise<Stage> {
  if (hasAuthenticator) return passed ? 'done' : 'needed';
  return (await readSetting(db, 'requireSecondFactor')) ? 'enrol' : 'done';
}

/** Notes that the session lives, at most once a minute. */
export async function touchSession(db: Kysely<DB>, session: Session, now: Date): Promise<void> {
  if (now.getTime() - session.lastSeenAt.getTime() < touchEverySeconds * 1000) return;
  const slides = session.stage === 'done' ? { expires_at: expiry(session.createdAt, now) } : {};
  await db
    .updateTable('platform.session')
    .set({ last_seen_at: now, ...slides })
    .where('id', '=', session.id)
    .execute();
}

function expiry(createdAt: Date, now: Date): Date {
  return new Date(Math.min(now.getTime() + idleSeconds * 1000, createdAt.getTime() + longestSeconds * 1000));
}

/** Opens a session and hands its cookies to the browser; the one it had ends. */
export async function openSession(
  db: Kysely<DB>,
  accountId: string,
  request: RequestFacts,
): Promise<Session> {
  const token = randomToken();
  const csrf = randomToken();
  const now = new Date();
  if (request.sessionToken !== null)
    await db
      .deleteFrom('platform.session')
      .where('token_hash', '=', hashToken(request.sessionToken))
      .execute();
  await db
    .insertInto('platform.session')
    .values({
      token_hash: hashToken(token),
      account_id: accountId,
      csrf,
      created_at: now,
      last_seen_at: now,
      expires_at: expiry(now, now),
      ip: request.ip,
      user_agent: request.userAgent,
    })
    .execute();
  await db
    .updateTable('platform.account')
    .set({ last_signed_in_at: now })
    .where('id', '=', accountId)
    .execute();
  setCookies(request, token, csrf);
  const session = await findSession(db, token);
  if (session === null) throw new Error('a session was lost while it opened');
  if (session.stage !== 'done')
    await db
      .updateTable('platform.session')
      .set({ expires_at: new Date(now.getTime() + pendingSeconds * 1000) })
      .where('id', '=', session.id)
      .execute();
  return session;
}

/**
 * Marks the second factor as done, under a new token and a new proof: what was seen of the session before is void.
 */
export async function passSession(
  db: Kysely<DB>,
  sessionId: string,
  request: RequestFacts,
): Promise<Session | null> {
  const token = randomToken();
  const csrf = randomToken();
  const now = new Date();
  await db
    .updateTable('platform.session')
    .set({ token_hash: hashToken(token), csrf, second_factor_at: now, expires_at: expiry(now, now) })
    .where('id', '=', sessionId)
    .execute();
  setCookies(request, token, csrf);
  return findSession(db, token);
}

/** Ends the sessions of an account, but the one given. */
export async function endSessions(
  db: Kysely<DB>,
  accountId: string,
  except: string | null = null,
): Promise<number> {
  let ended = db.deleteFrom('platform.session').where('account_id', '=', accountId);
  if (except !== null) ended = ended.where('id', '<>', except);
  return Number((await ended.executeTakeFirst()).numDeletedRows);
}

function setCookies(request: RequestFacts, token: string, csrf: string): void {
  request.setCookie(sessionCookie, token, { httpOnly: true, maxAgeSeconds: longestSeconds });
  request.setCookie(csrfCookie, csrf, { httpOnly: false, maxAgeSeconds: longestSeconds });
}

export function clearCookies(request: RequestFacts): void {
  request.setCookie(sessionCookie, '', { httpOnly: true, maxAgeSeconds: 0 });
  request.setCookie(csrfCookie, '', { httpOnly: false, maxAgeSeconds: 0 });
}
