import type { Kysely } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { Role } from '#platform/rights.ts';
import { rightsOfRole, roles } from '#platform/rights.ts';

const workingRoles = roles.filter((role: Role) => rightsOfRole[role].has('act'));

/** People that findings may be assigned to: their account is open and one of their roles works on findings. */
export async function readAssignable(db: Kysely<DB>): Promise<{ id: string; displayName: string }[]> {
  return await db
    .selectFrom('platform.account as account')
    .select(['account.id', 'account.display_name as displayName'])
    .where('account.disabled_at', 'is', null)
    .where((where) =>
      where.exists(
        where
          .selectFrom('platform.role_grant as given')
          .select('given.role')
          .whereRef('given.account_id', '=', 'account.id')
          .where('given.role', 'in', workingRoles),
      ),
    )
    .orderBy('account.display_name')
    .execute();
}
