import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { DB } from '#platform/database-types.ts';
import type { SettingKey, Settings } from './api.ts';
import { settings } from './api.ts';

/** One setting as it stands now; its initial value when nobody decided, or when what is stored no longer fits. */
export async function readSetting<K extends SettingKey>(db: Kysely<DB>, key: K): Promise<Settings[K]> {
  const row = await db
    .selectFrom('platform.setting')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst();
  return valueOf(key, row?.value);
}

/** What is stored as the setting's own type. */
export function valueOf<K extends SettingKey>(key: K, stored: unknown): Settings[K] {
  const { schema, initial } = settings[key];
  const parsed = z.safeParse(schema, stored);
  return (parsed.success ? parsed.data : initial) as Settings[K];
}
