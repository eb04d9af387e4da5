import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Language } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor, Grant } from '#platform/rights.ts';
import { holds, rights } from '#platform/rights.ts';
import type { Me } from './api.ts';
import { grantsOf } from './grants.ts';
import type { Session, Stage } from './sessions.ts';

/** What the console needs to know of the person of a session. */
export async function meOfSession(db: Kysely<DB>, session: Session): Promise<Me> {
  return readMe(db, session.accountId, session.stage, session.csrf, null);
}

/** The same for a program with a token, limited to the token's rights. */
export async function meOfToken(db: Kysely<DB>, actor: Actor): Promise<Me> {
  return readMe(db, actor.accountId ?? '', 'done', '', actor.limitedTo);
}

async function readMe(
  db: Kysely<DB>,
  accountId: string,
  secondFactor: Stage,
  csrf: string,
  limitedTo: Actor['limitedTo'],
): Promise<Me> {
  const account = await db
    .selectFrom('platform.account as account')
    .select([
      'id',
      'login',
      'display_name',
      'email',
      'language',
      'time_zone',
      'totp_confirmed_at',
      'recovery_codes',
      grantsOf(sql.ref('account.id')),
    ])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  return {
    id: account.id,
    login: account.login,
    displayName: account.display_name,
    email: account.email,
    language: account.language as Language,
    timeZone: account.time_zone,
    rights: secondFactor === 'done' ? heldRights(account.id, account.grants, limitedTo) : [],
    grants: [...account.grants],
    secondFactor,
    hasAuthenticator: account.totp_confirmed_at !== null,
    recoveryCodesLeft: account.recovery_codes.length,
    csrf,
  };
}

function heldRights(id: string, grants: readonly Grant[], limitedTo: Actor['limitedTo']) {
  const actor: Actor = { kind: 'account', id, accountId: id, name: '', grants, limitedTo };
  return rights.filter((right) => holds(actor, right));
}
