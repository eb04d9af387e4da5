import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { z } from 'zod';
import { leavesSoftwareOut } from '#engines/inventory/inventory-format.ts';
import type { Inventory } from '#engines/inventory/inventory-format.ts';
import { readInventory } from '#engines/inventory/read-inventory.ts';
import type { DB } from '#platform/database-types.ts';
import { refusedInput } from '#platform/problems.ts';
import type { SoftwareReport, importSoftware } from './api-components.ts';
import { importKey } from './import-source.ts';
import { replaceInstalls } from './installs.ts';
import type { InstallReport } from './installs.ts';
import { ensureSource, markSuccess, ranks } from './sources.ts';

export type SoftwareBody = z.output<NonNullable<(typeof importSoftware)['body']>>;

const sampled = 8;

/**
 * Reads an inventory and hands it to the map for one asset, all of it or nothing. A dry run does the very same and takes it
 * back, so that it counts what the real run will. Must run inside a transaction.
 * @throws Problem `refused-input` when software of the file could not be read and the rest was not asked for alone
 */
export async function importInventory(
  db: Kysely<DB>,
  assetId: string,
  body: SoftwareBody,
  now: Date,
): Promise<SoftwareReport> {
  const { content, format, distribution, dryRun } = body;
  const inventory = readInventory(content, {
    ...(format === undefined ? {} : { format }),
    ...(distribution === undefined ? {} : { distribution }),
  });
  const whole = !inventory.problems.some(leavesSoftwareOut);
  const isReadable = inventory.value.length > 0;
  if (!dryRun && (!isReadable || (!whole && !body.partial))) throw refusal(inventory);
  if (!isReadable) return replyOf(inventory, { added: 0, removed: 0, kept: 0 }, whole, false);
  if (dryRun) await sql`savepoint dry_run`.execute(db);
  const changes = await hand(db, assetId, body.sourceName, inventory, whole, now);
  if (dryRun) await sql`rollback to savepoint dry_run`.execute(db);
  return replyOf(inventory, changes, whole, !dryRun);
}

async function hand(
  db: Kysely<DB>,
  assetId: string,
  sourceName: string,
  { value }: Inventory,
  isWhole: boolean,
  now: Date,
): Promise<InstallReport> {
  const sourceId = await ensureSoftwareSource(db, sourceName);
  const changes = await replaceInstalls(db, { sourceId, assetId, software: value, isWhole, now });
  await markSuccess(db, sourceId, now);
  return changes;
}

/** The source that a person or a collector names; two that share a name share what they say of an asset. */
export async function ensureSoftwareSource(db: Kysely<DB>, name: string): Promise<string> {
  return await ensureSource(db, {
    key: importKey(name),
    domain: 'map',
    title: { fr: `Import « ${name} »`, en: `Import "${name}"` },
    rank: ranks.import,
    expectedEverySeconds: null,
  });
}

function replyOf(
  { format, value, problems }: Inventory,
  changes: InstallReport,
  whole: boolean,
  applied: boolean,
): SoftwareReport {
  const sample = value
    .slice(0, sampled)
    .map(({ ecosystem, distribution, vendor, name, version, architecture }) => ({
      ecosystem,
      distribution,
      vendor,
      name,
      version,
      architecture,
    }));
  return { format, components: value.length, sample, ...changes, problems: [...problems], whole, applied };
}

function refusal({ problems, value }: Inventory) {
  const lost = problems.filter(leavesSoftwareOut);
  const [first] = lost;
  const tail =
    value.length === 0
      ? { fr: '', en: '' }
      : {
          fr: ' Corrigez le fichier, ou n’en prenez que ce qui se lit.',
          en: ' Correct the file, or take only what can be read.',
        };
  return refusedInput(
    {
      fr: `Rien n’a été modifié. ${first?.message.fr ?? ''}${tail.fr}`,
      en: `Nothing was changed. ${first?.message.en ?? ''}${tail.en}`,
    },
    problems,
  );
}
