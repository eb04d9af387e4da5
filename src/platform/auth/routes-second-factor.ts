import { conflict, notSignedIn } from '#platform/problems.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { readSetting } from '#platform/settings/read-setting.ts';
import { beginAuthenticator, confirmAuthenticator, passSecondFactor, renewRecoveryCodes } from './api.ts';
import { badCode, badPassword, tooManyAttempts } from './auth-problems.ts';
import { chargeAttempt, factorKey, forgetAttempts, perLogin } from './login-attempts.ts';
import { meOfSession } from './me.ts';
import { requirePerson } from './require.ts';
import { currentSession, requirePassword } from './routes-session.ts';
import { beginTotp, confirmTotp, renewCodes, takeCode } from './second-factor.ts';
import { endSessions, passSession } from './sessions.ts';

const noAuthenticator = conflict({
  fr: 'Aucune application d’authentification n’est configurée sur ce compte.',
  en: 'No authenticator is set up on this account.',
});

const passRoute = route(passSecondFactor, async ({ app, db, actor, body, request, audit }) => {
  const accountId = requirePerson(actor);
  const session = await currentSession(db, request);
  audit.subject = { kind: 'account', id: accountId, name: actor.name };
  const waitSeconds = await chargeAttempt(db, factorKey(accountId), perLogin, new Date());
  if (waitSeconds > 0) throw tooManyAttempts(waitSeconds);
  const means = await takeCode(db, app.keys, accountId, body.code);
  if (means === null) throw badCode();
  audit.detail = { means };
  await forgetAttempts(db, [factorKey(accountId)]);
  const passed = await passSession(db, session.id, request);
  // Ended by somebody else in the meantime.
  if (passed === null) throw notSignedIn();
  return meOfSession(db, passed);
});

const beginRoute = route(beginAuthenticator, async ({ app, db, actor, body, request, audit }) => {
  const accountId = requirePerson(actor);
  await currentSession(db, request);
  audit.subject = { kind: 'account', id: accountId, name: actor.name };
  const account = await db
    .selectFrom('platform.account')
    .select(['id', 'login', 'totp_confirmed_at'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  if (account.totp_confirmed_at !== null) {
    if (body.password === undefined) throw badPassword('password');
    await requirePassword(db, accountId, body.password, 'password');
  }
  return beginTotp(db, app.keys, account, await readSetting(db, 'instanceName'));
});

const confirmRoute = route(confirmAuthenticator, async ({ app, db, actor, body, request, audit }) => {
  const accountId = requirePerson(actor);
  const session = await currentSession(db, request);
  audit.subject = { kind: 'account', id: accountId, name: actor.name };
  const recoveryCodes = await confirmTotp(db, app.keys, accountId, body.code);
  if (recoveryCodes === null) throw badCode();
  if ((await passSession(db, session.id, request)) === null) throw notSignedIn();
  await endSessions(db, accountId, session.id);
  return { recoveryCodes: [...recoveryCodes] };
});

const renewRoute = route(renewRecoveryCodes, async ({ db, actor, body, audit }) => {
  const accountId = requirePerson(actor);
  audit.subject = { kind: 'account', id: accountId, name: actor.name };
  await requirePassword(db, accountId, body.password, 'password');
  const account = await db
    .selectFrom('platform.account')
    .select('totp_confirmed_at')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  if (account.totp_confirmed_at === null) throw noAuthenticator;
  return { recoveryCodes: [...(await renewCodes(db, accountId))] };
});

export const secondFactorRoutes: readonly Route[] = [passRoute, beginRoute, confirmRoute, renewRoute];
