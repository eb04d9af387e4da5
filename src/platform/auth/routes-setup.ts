import type { Language } from '#engines/text.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { insertAccount, setPassword, unlock } from './accounts.ts';
import { checkPasswordLink, completeSetup, getSetup, spendPasswordLink } from './api.ts';
import { setupRefused } from './auth-problems.ts';
import { lockAccounts } from './grants.ts';
import { meOfSession } from './me.ts';
import { hashPassword } from './password-hash.ts';
import { readPasswordLink, takePasswordLink } from './password-link.ts';
import { requireGoodPassword } from './password-policy.ts';
import { openSession } from './sessions.ts';
import { needsSetup, takeSetupLink } from './setup-link.ts';

export const setupRoutes: readonly Route[] = [
  route(getSetup, async ({ db }) => ({ needed: await needsSetup(db) })),

  route(completeSetup, async ({ app, db, body, request, audit }) => {
    const { login, displayName, language, token } = body;
    await lockAccounts(db);
    if (!(await takeSetupLink(db, token))) throw setupRefused();
    await requireGoodPassword('password', body.password, [login, displayName]);
    const id = await insertAccount(db, {
      login,
      displayName,
      language,
      timeZone: app.config.timeZone,
      passwordHash: await hashPassword(body.password),
      grants: [{ role: 'administrator', organisationId: null }],
    });
    audit.subject = { kind: 'account', id, name: login };
    return meOfSession(db, await openSession(db, id, request));
  }),

  route(checkPasswordLink, async ({ db, body }) => {
    const link = await readPasswordLink(db, body.token);
    return {
      login: link.login,
      displayName: link.display_name,
      language: link.language as Language,
      expiresAt: link.expires_at.toISOString(),
    };
  }),

  route(spendPasswordLink, async ({ db, body, audit }) => {
    const link = await readPasswordLink(db, body.token);
    audit.subject = { kind: 'account', id: link.id, name: link.login };
    await requireGoodPassword('password', body.password, [link.login, link.display_name]);
    await takePasswordLink(db, body.token);
    await setPassword(db, link.id, await hashPassword(body.password), null);
    await unlock(db, link);
    return { login: link.login };
  }),
];
