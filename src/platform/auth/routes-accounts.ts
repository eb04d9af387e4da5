import { announce } from '#platform/events.ts';
import type { RequestContext, Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import {
  changeGrants,
  disable,
  findAccounts,
  forgetAuthenticator,
  insertAccount,
  readAccount,
  unlock,
} from './accounts.ts';
import type { AccountItem } from './api-accounts.ts';
import {
  createAccount,
  disableAccount,
  enableAccount,
  endSessions as endSessionsContract,
  getAccount,
  listAccounts,
  resetPassword,
  resetSecondFactor,
  unlockAccount,
  updateAccount,
} from './api-accounts.ts';
import { createPasswordLink } from './password-link.ts';
import { requireWhole } from './require.ts';
import { endSessions } from './sessions.ts';

/** The account an administrator acts on, noted as the subject of the audit entry. */
async function subjectAccount(context: RequestContext, id: string): Promise<AccountItem> {
  requireWhole(context.actor, 'administer');
  const account = await readAccount(context.db, id);
  context.audit.subject = { kind: 'account', id, name: account.login };
  return account;
}

/** What follows each change: other screens and the person's own sessions hear of it. */
async function changed(context: RequestContext, id: string): Promise<AccountItem> {
  await announce(context.db, 'account', id);
  return readAccount(context.db, id);
}

const createRoute = route(createAccount, async (context) => {
  const { app, db, actor, body, audit } = context;
  requireWhole(actor, 'administer');
  const id = await insertAccount(db, {
    login: body.login,
    displayName: body.displayName,
    email: body.email,
    language: body.language,
    timeZone: body.timeZone ?? app.config.timeZone,
    grants: body.grants,
  });
  audit.subject = { kind: 'account', id, name: body.login };
  audit.detail = { grants: body.grants };
  const link = await createPasswordLink(db, id, app.config.publicUrl);
  return { account: await readAccount(db, id), link };
});

const updateRoute = route(updateAccount, async (context) => {
  const { db, body, audit } = context;
  const before = await subjectAccount(context, context.params.id);
  const { id } = before;
  const changes = {
    ...(body.displayName === undefined ? {} : { display_name: body.displayName }),
    ...(body.email === undefined ? {} : { email: body.email }),
    ...(body.language === undefined ? {} : { language: body.language }),
    ...(body.timeZone === undefined ? {} : { time_zone: body.timeZone }),
  };
  audit.detail = { changed: Object.keys(body) };
  if (Object.keys(changes).length > 0)
    await db.updateTable('platform.account').set(changes).where('id', '=', id).execute();
  if (body.grants !== undefined) {
    audit.detail['grants'] = { before: before.grants, after: body.grants };
    await changeGrants(db, id, body.grants);
  }
  return changed(context, id);
});

export const accountRoutes: readonly Route[] = [
  route(listAccounts, async ({ db, actor, query }) => {
    requireWhole(actor, 'administer');
    return findAccounts(db, query);
  }),
  route(getAccount, async (context) => subjectAccount(context, context.params.id)),
  createRoute,
  updateRoute,
  route(disableAccount, async (context) => {
    const { id } = await subjectAccount(context, context.params.id);
    await disable(context.db, id);
    return changed(context, id);
  }),
  route(enableAccount, async (context) => {
    const { id } = await subjectAccount(context, context.params.id);
    await context.db
      .updateTable('platform.account')
      .set({ disabled_at: null })
      .where('id', '=', id)
      .execute();
    return changed(context, id);
  }),
  route(unlockAccount, async (context) => {
    const account = await subjectAccount(context, context.params.id);
    await unlock(context.db, account);
    return changed(context, account.id);
  }),
  route(resetPassword, async (context) => {
    const { id } = await subjectAccount(context, context.params.id);
    const link = await createPasswordLink(context.db, id, context.app.config.publicUrl);
    await announce(context.db, 'account', id);
    return link;
  }),
  route(resetSecondFactor, async (context) => {
    const { id } = await subjectAccount(context, context.params.id);
    await forgetAuthenticator(context.db, id);
    return changed(context, id);
  }),
  route(endSessionsContract, async (context) => {
    const { id } = await subjectAccount(context, context.params.id);
    context.audit.detail = { sessions: await endSessions(context.db, id) };
    await announce(context.db, 'account', id);
    return { done: true as const };
  }),
];
