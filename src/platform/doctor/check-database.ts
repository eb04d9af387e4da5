import { join } from 'node:path';
import { sql } from 'kysely';
import type { Attached } from '#platform/attach-database.ts';
import { administratorsInService } from '#platform/auth/grants.ts';
import { pendingMigrations, readMigrations } from '#platform/migrate.ts';
import type { Check } from './check.ts';
import { fault, ok, warning } from './check.ts';

const migrationsDirectory = join(import.meta.dirname, '..', '..', '..', 'migrations');

export async function checkPostgres({ database, server }: Attached): Promise<readonly Check[]> {
  const { rows } = await sql<{
    version: string;
  }>`select current_setting('server_version') as version`.execute(database.db);
  const version = rows[0]?.version ?? '';
  if (server === 'external')
    return [ok('postgres', { fr: `PostgreSQL ${version} répond.`, en: `PostgreSQL ${version} answers.` })];
  const whose = {
    running: { fr: 'celui de la Vigie en marche', en: 'that of the running Vigie' },
    started: { fr: 'lancé pour cette vérification', en: 'started for this check' },
  }[server];
  return [
    ok('postgres', {
      fr: `PostgreSQL ${version} embarqué répond (${whose.fr}).`,
      en: `The embedded PostgreSQL ${version} answers (${whose.en}).`,
    }),
    warning('postgres-embedded', {
      fr: 'Le PostgreSQL embarqué contient OpenSSL 1.1.1 et libxml2 2.9.4, qui ne reçoivent plus de correctifs ; il n’écoute que sur un socket local. En production, préférez le PostgreSQL 18 de votre distribution (VIGIE_POSTGRES_URL).',
      en: 'The embedded PostgreSQL contains OpenSSL 1.1.1 and libxml2 2.9.4, which get no fixes any more; it listens on a local socket only. In production prefer the PostgreSQL 18 of your distribution (VIGIE_POSTGRES_URL).',
    }),
  ];
}

export async function checkMigrations({ database }: Attached): Promise<readonly Check[]> {
  const { rows } = await sql<{ name: string; checksum: string }>`
    select name, checksum from platform.migration`.execute(database.db);
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  const pending = pendingMigrations(readMigrations(migrationsDirectory), applied);
  if (pending.length > 0)
    return [
      warning('migrations', {
        fr: `${pending.length} migration(s) seront appliquées au prochain démarrage : ${pending.map(({ name }) => name).join(', ')}.`,
        en: `${pending.length} migration(s) will be applied at the next start: ${pending.map(({ name }) => name).join(', ')}.`,
      }),
    ];
  return [
    ok('migrations', {
      fr: `Schéma à jour (${applied.size} migrations, inchangées depuis leur application).`,
      en: `Schema up to date (${applied.size} migrations, unchanged since they were applied).`,
    }),
  ];
}

export async function checkAdministrators({ database }: Attached): Promise<readonly Check[]> {
  const count = await administratorsInService(database.db);
  if (count > 0)
    return [
      ok('administrators', {
        fr: `${count} administrateur(s) en service.`,
        en: `${count} administrator(s) in service.`,
      }),
    ];
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from platform.account) as found`.execute(database.db);
  if (rows[0]?.found !== true)
    return [
      warning('administrators', {
        fr: 'Aucun compte encore : ouvrez le lien que « vigie start » affiche.',
        en: 'No account yet: open the link that “vigie start” prints.',
      }),
    ];
  return [
    fault('administrators', {
      fr: 'Aucun administrateur ne peut se connecter. Créez-en un avec « vigie user add », ou rouvrez un compte avec « vigie user reset ».',
      en: 'No administrator can sign in. Create one with “vigie user add”, or open an account again with “vigie user reset”.',
    }),
  ];
}
