import type { Kysely } from 'kysely';
import { requireWhole } from '#platform/auth/require.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import type { SettingKey, Settings } from './api.ts';
import { getSettings, settings, updateSettings } from './api.ts';
import { valueOf } from './read-setting.ts';

const keys = Object.keys(settings) as SettingKey[];

async function readSettings(db: Kysely<DB>) {
  const rows = await db
    .selectFrom('platform.setting as setting')
    .leftJoin('platform.account as account', 'account.id', 'setting.updated_by')
    .select(['setting.key', 'setting.value', 'setting.updated_at', 'account.display_name'])
    .where('setting.key', 'in', keys)
    .orderBy('setting.key')
    .execute();
  const stored = new Map<string, unknown>(rows.map((row) => [row.key, row.value]));
  const values: Settings = {
    instanceName: valueOf('instanceName', stored.get('instanceName')),
    requireSecondFactor: valueOf('requireSecondFactor', stored.get('requireSecondFactor')),
  };
  const changes = rows.map((row) => ({
    key: row.key,
    at: row.updated_at.toISOString(),
    by: row.display_name,
  }));
  return { values, changes };
}

export const settingsRoutes: readonly Route[] = [
  route(getSettings, async ({ db, actor }) => {
    requireWhole(actor, 'administer');
    return readSettings(db);
  }),
  route(updateSettings, async ({ db, actor, body, audit }) => {
    requireWhole(actor, 'administer');
    const before = (await readSettings(db)).values;
    for (const key of keys) {
      const value = body[key];
      if (value === undefined || value === before[key]) continue;
      audit.detail[key] = { before: before[key], after: value };
      const row = { value: JSON.stringify(value), updated_at: new Date(), updated_by: actor.accountId };
      await db
        .insertInto('platform.setting')
        .values({ key, ...row })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
        .execute();
    }
    audit.subject = { kind: 'settings', id: Object.keys(audit.detail).join(',') || 'none' };
    await announce(db, 'account');
    return readSettings(db);
  }),
];
