import type { Kysely } from 'kysely';
import type { Attached } from '#platform/attach-database.ts';
import { readAnchorAge, verifyAuditLog } from '#platform/audit/audit-anchor.ts';
import { verifyChain } from '#platform/audit/verify-chain.ts';
import type { Config } from '#platform/config.ts';
import type { DB } from '#platform/database-types.ts';
import { totpSealId } from '#platform/auth/second-factor.ts';
import { readKeyFile } from '#platform/secrets/key-file.ts';
import { keyFileMissing } from '#platform/secrets/key-problems.ts';
import { KeyRing, unpackSealed } from '#platform/secrets/key-ring.ts';
import { hasSealedData, secretSealId } from '#platform/secrets/secrets.ts';
import type { Check } from './check.ts';
import { fault, ok, warning } from './check.ts';

/** The key file as it is; never creates one. @throws Problem that says what is wrong with it */
async function readKeys(config: Config, { database }: Attached): Promise<KeyRing | null> {
  const keys = readKeyFile(config.keyFile);
  if (keys !== null) return new KeyRing(config.keyFile, keys);
  if (await hasSealedData(database.db)) throw keyFileMissing(config.keyFile);
  return null;
}

/** Opens everything that is sealed, and keeps nothing of it. */
export async function checkKeys(config: Config, attached: Attached): Promise<readonly Check[]> {
  const keys = await readKeys(config, attached);
  if (keys === null)
    return [
      ok('keys', {
        fr: `Pas encore de fichier de clé : il sera créé en ${config.keyFile}.`,
        en: `No key file yet: it will be created at ${config.keyFile}.`,
      }),
    ];
  const { opened, refused } = await openAll(attached.database.db, keys);
  if (refused.length > 0)
    return [
      fault('keys', {
        fr: `${refused.length} valeur(s) chiffrée(s) ne s’ouvrent pas avec ${config.keyFile} : ${refused.slice(0, 10).join(', ')}. Remettez le fichier de clé complet, ou confiez de nouveau ces secrets.`,
        en: `${refused.length} encrypted value(s) do not open with ${config.keyFile}: ${refused.slice(0, 10).join(', ')}. Put the whole key file back, or entrust these secrets again.`,
      }),
    ];
  return [
    ok('keys', {
      fr: `Fichier de clé ${config.keyFile} : réservé à son compte, ouvre les ${opened} valeur(s) chiffrée(s).`,
      en: `Key file ${config.keyFile}: its account’s only, opens the ${opened} encrypted value(s).`,
    }),
  ];
}

async function openAll(db: Kysely<DB>, keys: KeyRing): Promise<{ opened: number; refused: string[] }> {
  const refused: string[] = [];
  let opened = 0;
  const tryOpen = (name: string, open: () => Buffer) => {
    try {
      open();
      opened += 1;
    } catch {
      refused.push(name);
    }
  };
  const secrets = await db
    .selectFrom('platform.secret')
    .select(['id', 'name', 'key_id', 'nonce', 'ciphertext'])
    .execute();
  for (const { id, name, key_id: keyId, nonce, ciphertext } of secrets)
    tryOpen(name, () => keys.open(secretSealId(id), { keyId, nonce, ciphertext }));
  const accounts = await db.selectFrom('platform.account').select(['id', 'login', 'totp_secret']).execute();
  for (const { id, login, totp_secret: packed } of accounts)
    if (packed !== null) tryOpen(`TOTP ${login}`, () => keys.open(totpSealId(id), unpackSealed(packed)));
  return { opened, refused };
}

/** An anchor is signed each hour while Vigie runs. */
const oldestAnchorHours = 3;

export async function checkAudit(config: Config, attached: Attached): Promise<readonly Check[]> {
  const { db } = attached.database;
  const keys = await readKeys(config, attached).catch(() => null);
  const { entries, broken } = keys === null ? await verifyChain(db) : { ...(await verifyAuditLog(db, keys)) };
  if (broken !== null)
    return [
      fault('audit', {
        fr: `Journal d’audit rompu à l’entrée ${broken.seq}. ${broken.reason.fr} Conservez la base en l’état et prévenez le RSSI.`,
        en: `Audit log broken at entry ${broken.seq}. ${broken.reason.en} Keep the database as it is and tell the CISO.`,
      }),
    ];
  const checks: Check[] = [
    ok('audit', {
      fr: `Journal d’audit intact : ${entries} entrée(s) recalculée(s).`,
      en: `Audit log intact: ${entries} entries recomputed.`,
    }),
  ];
  const hours = await readAnchorAge(db);
  if (hours > oldestAnchorHours)
    checks.push(
      warning('audit-anchor', {
        fr: 'La fin du journal n’a pas été signée depuis plusieurs heures d’activité : une coupure de ses dernières entrées ne se verrait pas.',
        en: 'The end of the log has not been signed for several hours of activity: a cut of its last entries would not show.',
      }),
    );
  return checks;
}
