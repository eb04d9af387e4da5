import { attachDatabase } from '#platform/attach-database.ts';
import type { Config } from '#platform/config.ts';
import { checkAdministrators, checkMigrations, checkPostgres } from './check-database.ts';
import { checkHistory } from './check-history.ts';
import { checkDisk, checkVersions } from './check-machine.ts';
import { checkAudit, checkKeys } from './check-secrets.ts';
import type { Check } from './check.ts';
import { attempt } from './check.ts';

/** Looks at everything an installation stands on, beside a running Vigie or without one; changes nothing. */
export async function runDoctor(config: Config): Promise<readonly Check[]> {
  const checks = [
    ...(await attempt('versions', () => checkVersions())),
    ...(await attempt('disk', () => checkDisk(config))),
  ];
  const inside = await attempt('postgres', async () => {
    const attached = await attachDatabase(config);
    try {
      const found: Check[] = [];
      found.push(...(await attempt('postgres', () => checkPostgres(attached))));
      found.push(...(await attempt('migrations', () => checkMigrations(attached))));
      found.push(...(await attempt('keys', () => checkKeys(config, attached))));
      found.push(...(await attempt('audit', () => checkAudit(config, attached))));
      found.push(...(await attempt('administrators', () => checkAdministrators(attached))));
      return found;
    } finally {
      await attached.close();
    }
  });
  return [...checks, ...inside, ...(await attempt('history', () => checkHistory(config)))];
}
