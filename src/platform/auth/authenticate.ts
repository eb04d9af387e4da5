import { sql } from 'kysely';
import type { App } from '#platform/app.ts';
import type { Contract } from '#platform/contract.ts';
import type { Actor, Right } from '#platform/rights.ts';
import { anonymous } from '#platform/rights.ts';
import type { RequestFacts } from '#platform/route.ts';
import {
  beginAuthenticator,
  confirmAuthenticator,
  getSession,
  passSecondFactor,
  signOut,
  updateSession,
} from './api.ts';
import { badCsrf, secondFactorNeeded } from './auth-problems.ts';
import { grantsOf } from './grants.ts';
import { hashToken, sameText } from './random-token.ts';
import { findSession, touchSession } from './sessions.ts';

export const tokenPrefix = 'vgt_';

/** All that a session may reach before its second factor is done. */
const reachable: Readonly<Record<'needed' | 'enrol', ReadonlySet<string>>> = {
  needed: new Set([getSession.id, signOut.id, passSecondFactor.id]),
  enrol: new Set([
    getSession.id,
    updateSession.id,
    signOut.id,
    beginAuthenticator.id,
    confirmAuthenticator.id,
  ]),
};

/**
 * Who asks: the owner of an API token, the person of a session, or nobody known (whom rights then refuse).
 * @throws Problem `csrf` when a write of a session does not prove that it comes from the console,
 * `second-factor-needed` or `second-factor-enrol` when the session may not go further yet
 */
export async function authenticate(
  app: App,
  request: RequestFacts,
  contract: Pick<Contract, 'id' | 'method' | 'right'>,
  options: { readonly touch?: boolean } = {},
): Promise<Actor> {
  if (request.authorization !== null) return tokenActor(app, request.authorization);
  const writes = contract.method !== 'GET';
  if (writes && !sameOrigin(app, request)) throw badCsrf();
  // What needs no account acts by its own proof (a password, a link), never by a session left in the browser.
  if (request.sessionToken === null || (writes && contract.right === 'public')) return anonymous;
  const session = await findSession(app.db, request.sessionToken);
  if (session === null) return anonymous;
  if (writes && (request.csrf === null || !sameText(request.csrf, session.csrf))) throw badCsrf();
  if (session.stage !== 'done' && contract.right !== 'public' && !reachable[session.stage].has(contract.id))
    throw secondFactorNeeded(session.stage);
  if (options.touch !== false) await touchSession(app.db, session, new Date());
  return {
    kind: 'account',
    id: session.accountId,
    accountId: session.accountId,
    name: session.displayName,
    grants: session.stage === 'done' ? session.grants : [],
    limitedTo: null,
  };
}

/** A browser names the page that asks; what is not a browser names none. */
function sameOrigin(app: App, request: RequestFacts): boolean {
  if (request.origin === null || request.origin === request.ownOrigin) return true;
  return URL.parse(app.config.publicUrl)?.origin === request.origin;
}

async function tokenActor(app: App, authorization: string): Promise<Actor> {
  const [scheme, token, ...rest] = authorization.split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || rest.length > 0) return anonymous;
  if (!token.startsWith(tokenPrefix) || token.length > 100) return anonymous;
  const row = await app.db
    .selectFrom('platform.api_token as token')
    .innerJoin('platform.account as account', 'account.id', 'token.account_id')
    .select([
      'token.id',
      'token.name',
      'token.rights',
      'token.account_id',
      'token.last_used_at',
      'account.display_name',
      grantsOf(sql.ref('account.id')),
    ])
    .where('token.token_hash', '=', hashToken(token))
    .where('token.revoked_at', 'is', null)
    .where('token.expires_at', '>', new Date())
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return anonymous;
  await noteUse(app, row.id, row.last_used_at);
  return {
    kind: 'token',
    id: row.id,
    accountId: row.account_id,
    name: `${row.display_name} · ${row.name}`,
    grants: row.grants,
    limitedTo: new Set(row.rights as Right[]),
  };
}

async function noteUse(app: App, id: string, lastUsedAt: Date | null): Promise<void> {
  const now = new Date();
  if (lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < 60_000) return;
  await app.db.updateTable('platform.api_token').set({ last_used_at: now }).where('id', '=', id).execute();
}
