import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Language } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { badRequest, notFound } from '#platform/problems.ts';
import type { Grant } from '#platform/rights.ts';
import type { AccountItem } from './api-accounts.ts';
import { lastAdministrator } from './auth-problems.ts';
import { administratorsInService, grantsOf, lockAccounts, replaceGrants } from './grants.ts';
import { factorKey, forgetAttempts, loginKey } from './login-attempts.ts';
import { endSessions } from './sessions.ts';

export interface NewAccount {
  readonly login: string;
  readonly displayName: string;
  readonly email?: string | null;
  readonly language?: Language;
  readonly timeZone?: string;
  readonly passwordHash?: string;
  readonly grants: readonly Grant[];
}

/** Creates an account with its roles and gives its id. @throws Problem `bad-request` when the login is taken */
export async function insertAccount(db: Kysely<DB>, account: NewAccount): Promise<string> {
  requireWholeAdministrators(account.grants);
  const row = await db
    .insertInto('platform.account')
    .values({
      login: account.login,
      display_name: account.displayName,
      email: account.email ?? null,
      password_hash: account.passwordHash ?? null,
      ...(account.language ? { language: account.language } : {}),
      ...(account.timeZone ? { time_zone: account.timeZone } : {}),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw loginTaken(account.login);
  await replaceGrants(db, row.id, account.grants);
  await announce(db, 'account', row.id);
  return row.id;
}

/** Runs a change that may take away an administrator, and refuses it when none would be left. */
async function keepingAnAdministrator(db: Kysely<DB>, change: () => Promise<void>): Promise<void> {
  await lockAccounts(db);
  const before = await administratorsInService(db);
  await change();
  if (before > 0 && (await administratorsInService(db)) === 0) throw lastAdministrator();
}

export async function changeGrants(db: Kysely<DB>, id: string, grants: readonly Grant[]): Promise<void> {
  requireWholeAdministrators(grants);
  await keepingAnAdministrator(db, () => replaceGrants(db, id, grants));
}

export async function disable(db: Kysely<DB>, id: string): Promise<void> {
  await keepingAnAdministrator(db, async () => {
    await db
      .updateTable('platform.account')
      .set({ disabled_at: new Date() })
      .where('id', '=', id)
      .where('disabled_at', 'is', null)
      .execute();
  });
  await endSessions(db, id);
  await db.deleteFrom('platform.password_link').where('account_id', '=', id).execute();
}

/** Forgets the wrong passwords and codes counted against an account. */
export async function unlock(db: Kysely<DB>, account: { id: string; login: string }): Promise<void> {
  await forgetAttempts(db, [loginKey(account.login), factorKey(account.id)]);
}

export async function forgetAuthenticator(db: Kysely<DB>, id: string): Promise<void> {
  const nothing = { totp_secret: null, totp_pending: null, totp_confirmed_at: null, totp_last_step: null };
  await db
    .updateTable('platform.account')
    .set({ ...nothing, recovery_codes: [] })
    .where('id', '=', id)
    .execute();
  await endSessions(db, id);
}

/** A new password: whoever knew the former one is out. */
export async function setPassword(
  db: Kysely<DB>,
  id: string,
  passwordHash: string,
  keptSession: string | null,
): Promise<void> {
  await db
    .updateTable('platform.account')
    .set({ password_hash: passwordHash })
    .where('id', '=', id)
    .execute();
  await db.deleteFrom('platform.password_link').where('account_id', '=', id).execute();
  await endSessions(db, id, keptSession);
}

/** @throws Problem `not-found` */
export async function readAccount(db: Kysely<DB>, id: string): Promise<AccountItem> {
  const row = await accountsQuery(db).where('account.id', '=', id).executeTakeFirst();
  if (row === undefined) throw notFound({ fr: `Compte ${id}`, en: `Account ${id}` });
  return (await toItems(db, [row]))[0] as AccountItem;
}

export async function findAccounts(
  db: Kysely<DB>,
  filter: { q?: string | undefined; disabled?: boolean | undefined; limit: number; offset: number },
): Promise<{ items: AccountItem[]; total: number }> {
  let rows = accountsQuery(db);
  if (filter.q) rows = rows.where(matches(filter.q));
  if (filter.disabled !== undefined)
    rows = rows.where('account.disabled_at', filter.disabled ? 'is not' : 'is', null);
  const page = await rows
    .select(sql<string>`count(*) over ()`.as('total'))
    .orderBy(sql`account.display_name collate "fr-x-icu"`)
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  return { items: await toItems(db, page), total: Number(page[0]?.total ?? 0) };
}

/** Rows whose login, name or e-mail holds the text. */
function matches(text: string) {
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<boolean>`(account.login ilike ${pattern} or account.display_name ilike ${pattern}
    or coalesce(account.email, '') ilike ${pattern})`;
}

function accountsQuery(db: Kysely<DB>) {
  return db.selectFrom('platform.account as account').select([
    'account.id',
    'account.login',
    'account.display_name',
    'account.email',
    'account.language',
    'account.time_zone',
    'account.disabled_at',
    'account.last_signed_in_at',
    'account.created_at',
    'account.totp_confirmed_at',
    sql<boolean>`account.password_hash is not null`.as('has_password'),
    sql<string>`(select count(*) from platform.session as session
        where session.account_id = account.id and session.expires_at > now())`.as('open_sessions'),
    grantsOf(sql.ref('account.id')),
  ]);
}

type AccountRow = Awaited<ReturnType<ReturnType<typeof accountsQuery>['execute']>>[number];

async function toItems(db: Kysely<DB>, rows: readonly AccountRow[]): Promise<AccountItem[]> {
  const keysOf = (row: AccountRow) => [loginKey(row.login), factorKey(row.id)];
  const blocked = await readBlocked(db, rows.flatMap(keysOf));
  return rows.map((row) => {
    const until = keysOf(row).flatMap((key) => blocked.get(key) ?? []);
    return {
      id: row.id,
      login: row.login,
      displayName: row.display_name,
      email: row.email,
      language: row.language as Language,
      timeZone: row.time_zone,
      grants: [...row.grants],
      hasPassword: row.has_password,
      hasAuthenticator: row.totp_confirmed_at !== null,
      disabledAt: row.disabled_at?.toISOString() ?? null,
      lockedUntil: until.toSorted().at(-1) ?? null,
      lastSignedInAt: row.last_signed_in_at?.toISOString() ?? null,
      openSessions: Number(row.open_sessions),
      createdAt: row.created_at.toISOString(),
    };
  });
}

async function readBlocked(db: Kysely<DB>, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom('platform.login_attempt')
    .select(['key', 'blocked_until'])
    .where('key', 'in', [...keys])
    .where('blocked_until', '>', new Date())
    .execute();
  return new Map(rows.map((row) => [row.key, row.blocked_until?.toISOString() ?? '']));
}

function loginTaken(login: string) {
  const message = {
    fr: `L’identifiant « ${login} » est déjà pris. Choisissez-en un autre.`,
    en: `The login “${login}” is taken. Choose another.`,
  };
  return badRequest([{ field: 'body.login', message }]);
}

/** Accounts are not divided by organisation, so neither is the role that manages them. */
function requireWholeAdministrators(grants: readonly Grant[]): void {
  const index = grants.findIndex((grant) => grant.role === 'administrator' && grant.organisationId !== null);
  if (index === -1) return;
  const message = {
    fr: 'Le rôle d’administrateur vaut pour toute l’administration : retirez l’organisation.',
    en: 'The administrator role covers the whole administration: remove the organisation.',
  };
  throw badRequest([{ field: `body.grants.${index}.organisationId`, message }]);
}
