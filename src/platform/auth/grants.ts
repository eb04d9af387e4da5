import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { Grant } from '#platform/rights.ts';

/** Column `grants` of an account, whose id is given as a reference. */
export function grantsOf(accountId: RawBuilder<unknown>) {
  return sql<readonly Grant[]>`(
    select coalesce(json_agg(json_build_object('role', granted.role, 'organisationId', granted.organisation_id)
      order by granted.role, granted.organisation_id), '[]')
    from platform.role_grant as granted where granted.account_id = ${accountId})`.as('grants');
}

/** Gives an account exactly these roles. */
export async function replaceGrants(
  db: Kysely<DB>,
  accountId: string,
  grants: readonly Grant[],
): Promise<void> {
  await db.deleteFrom('platform.role_grant').where('account_id', '=', accountId).execute();
  if (grants.length === 0) return;
  await db
    .insertInto('platform.role_grant')
    .values(
      grants.map((grant) => ({
        account_id: accountId,
        role: grant.role,
        organisation_id: grant.organisationId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Accounts that can administer Vigie now: in service, with a password and the role over the whole. */
export async function administratorsInService(db: Kysely<DB>): Promise<number> {
  const row = await db
    .selectFrom('platform.account as account')
    .innerJoin('platform.role_grant as granted', 'granted.account_id', 'account.id')
    .select((is) => is.fn.countAll<string>().as('count'))
    .where('granted.role', '=', 'administrator')
    .where('granted.organisation_id', 'is', null)
    .where('account.disabled_at', 'is', null)
    .where('account.password_hash', 'is not', null)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

const accountsLock = 7_261_710;

/** One change of accounts at a time until the transaction ends: what is counted then stays true. */
export async function lockAccounts(db: Kysely<DB>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${accountsLock})`.execute(db);
}
