import type { Kysely } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { notFound, notSignedIn } from '#platform/problems.ts';
import type { RequestFacts, Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { setPassword } from './accounts.ts';
import {
  changePassword,
  getSession,
  listSessions,
  revokeSession,
  signIn,
  signOut,
  updateSession,
} from './api.ts';
import { badCredentials, badPassword, tooManyAttempts } from './auth-problems.ts';
import {
  addressKey,
  chargeAttempt,
  forgetAttempts,
  loginKey,
  perAddress,
  perLogin,
  refundAttempt,
} from './login-attempts.ts';
import { meOfSession, meOfToken } from './me.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';
import { requireGoodPassword } from './password-policy.ts';
import { requirePerson } from './require.ts';
import type { Session } from './sessions.ts';
import { clearCookies, findSession, openSession } from './sessions.ts';

/** The session of a request that only a person may make. @throws Problem `not-signed-in` */
export async function currentSession(db: Kysely<DB>, request: RequestFacts): Promise<Session> {
  const session = request.sessionToken === null ? null : await findSession(db, request.sessionToken);
  if (session === null) throw notSignedIn();
  return session;
}

async function accountOfLogin(db: Kysely<DB>, login: string) {
  return db
    .selectFrom('platform.account')
    .select(['id', 'login', 'display_name', 'password_hash', 'disabled_at'])
    .where((is) => is(is.fn('lower', ['login']), '=', is.fn('lower', [is.val(login)])))
    .executeTakeFirst();
}

/** Asks a signed-in person for the password again. @throws Problem `bad-password` or `too-many-attempts` */
export async function requirePassword(
  db: Kysely<DB>,
  accountId: string,
  password: string,
  field: 'password' | 'currentPassword',
) {
  const account = await db
    .selectFrom('platform.account')
    .select(['id', 'login', 'display_name', 'password_hash'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  const key = loginKey(account.login);
  const waitSeconds = await chargeAttempt(db, key, perLogin, new Date());
  if (waitSeconds > 0) throw tooManyAttempts(waitSeconds);
  if (!(await verifyPassword(account.password_hash, password))) throw badPassword(field);
  await forgetAttempts(db, [key]);
  return account;
}

const signInRoute = route(signIn, async ({ db, body, request, audit }) => {
  const account = await accountOfLogin(db, body.login);
  // The text typed for an unknown login may be a password: it is not kept.
  if (account) audit.subject = { kind: 'account', id: account.id, name: account.login };
  const keys = { address: addressKey(request.ip), login: loginKey(body.login) };
  const now = new Date();
  for (const [key, policy] of [[keys.address, perAddress] as const, [keys.login, perLogin] as const]) {
    const waitSeconds = await chargeAttempt(db, key, policy, now);
    if (waitSeconds > 0) throw tooManyAttempts(waitSeconds);
  }
  const hash = account?.disabled_at === null ? account.password_hash : null;
  if (!(await verifyPassword(hash, body.password)) || account === undefined) throw badCredentials();
  await forgetAttempts(db, [keys.login]);
  await refundAttempt(db, keys.address);
  return meOfSession(db, await openSession(db, account.id, request));
});

const changePasswordRoute = route(changePassword, async ({ db, actor, body, request, audit }) => {
  const accountId = requirePerson(actor);
  const session = await currentSession(db, request);
  const account = await requirePassword(db, accountId, body.currentPassword, 'currentPassword');
  audit.subject = { kind: 'account', id: accountId, name: account.login };
  await requireGoodPassword('newPassword', body.newPassword, [account.login, account.display_name]);
  const passwordHash = await hashPassword(body.newPassword);
  await db.transaction().execute((db) => setPassword(db, accountId, passwordHash, session.id));
  await announce(db, 'account', accountId);
  return { done: true as const };
});

const updateRoute = route(updateSession, async ({ db, actor, body, request, audit }) => {
  const id = requirePerson(actor);
  audit.subject = { kind: 'account', id, name: actor.name };
  audit.detail = { changed: Object.keys(body) };
  const changes = {
    ...(body.displayName === undefined ? {} : { display_name: body.displayName }),
    ...(body.email === undefined ? {} : { email: body.email }),
    ...(body.language === undefined ? {} : { language: body.language }),
    ...(body.timeZone === undefined ? {} : { time_zone: body.timeZone }),
  };
  if (Object.keys(changes).length > 0)
    await db.updateTable('platform.account').set(changes).where('id', '=', id).execute();
  await announce(db, 'account', id);
  return meOfSession(db, await currentSession(db, request));
});

const signOutRoute = route(signOut, async ({ db, actor, request, audit }) => {
  const id = requirePerson(actor);
  const session = await currentSession(db, request);
  await db.deleteFrom('platform.session').where('id', '=', session.id).execute();
  audit.subject = { kind: 'account', id, name: actor.name };
  clearCookies(request);
  await announce(db, 'account', id);
  return { done: true as const };
});

const listRoute = route(listSessions, async ({ db, actor, request }) => {
  const accountId = requirePerson(actor);
  const current = await currentSession(db, request);
  const rows = await db
    .selectFrom('platform.session')
    .select(['id', 'created_at', 'last_seen_at', 'expires_at', 'ip', 'user_agent'])
    .where('account_id', '=', accountId)
    .where('expires_at', '>', new Date())
    .orderBy('last_seen_at', 'desc')
    .limit(500)
    .execute();
  const items = rows.map((row) => ({
    id: row.id,
    current: row.id === current.id,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    ip: row.ip,
    userAgent: row.user_agent,
  }));
  return { items, total: items.length };
});

const revokeRoute = route(revokeSession, async ({ db, actor, params, audit }) => {
  const accountId = requirePerson(actor);
  const ended = await db
    .deleteFrom('platform.session')
    .where('id', '=', params.id)
    .where('account_id', '=', accountId)
    .returning('id')
    .executeTakeFirst();
  if (ended === undefined) throw notFound({ fr: `Session ${params.id}`, en: `Session ${params.id}` });
  audit.subject = { kind: 'session', id: params.id };
  await announce(db, 'account', accountId);
  return { done: true as const };
});

export const sessionRoutes: readonly Route[] = [
  signInRoute,
  route(getSession, async ({ db, actor, request }) =>
    actor.kind === 'token' ? meOfToken(db, actor) : meOfSession(db, await currentSession(db, request)),
  ),
  updateRoute,
  changePasswordRoute,
  signOutRoute,
  listRoute,
  revokeRoute,
];
