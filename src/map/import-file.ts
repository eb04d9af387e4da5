import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { z } from 'zod';
import { importCsvAssets } from '#engines/imports/csv-assets.ts';
import type { ImportResult } from '#engines/imports/import-report.ts';
import { importMercator } from '#engines/imports/mercator.ts';
import { importNetbox } from '#engines/imports/netbox.ts';
import type { DB } from '#platform/database-types.ts';
import { refusedInput } from '#platform/problems.ts';
import type { ImportReport, importMap } from './api-sources.ts';
import type { BucketReport } from './bucket-report.ts';
import { emptyReport } from './bucket-report.ts';
import { patchBucket, replaceBucket } from './buckets.ts';
import { ensureImportBucket, importKey } from './import-source.ts';
import { readKnownAssets } from './known-assets.ts';
import { refreshServiceRows } from './service-rows.ts';

export type ImportBody = z.output<NonNullable<(typeof importMap)['body']>>;

/**
 * Reads a file and hands it to its bucket, all of it or nothing. A dry run does the very same and takes it back, so that
 * it counts what the real run will. Must run inside a transaction.
 * @throws Problem `refused-input` when lines are refused and the good ones were not asked for alone
 */
export async function importFile(db: Kysely<DB>, body: ImportBody, now: Date): Promise<ImportReport> {
  const result = await read(db, body);
  const { report } = result;
  if (!report.readable && body.dryRun) return replyOf(result, emptyReport(), false);
  if (!body.dryRun && (!report.readable || (report.refusedTotal > 0 && !body.partial))) throw refusal(result);
  if (!body.dryRun) return replyOf(result, await apply(db, body, result, now), true);
  await sql`savepoint dry_run`.execute(db);
  const changes = await apply(db, body, result, now);
  await sql`rollback to savepoint dry_run`.execute(db);
  return replyOf(result, changes, false);
}

async function read(db: Kysely<DB>, body: ImportBody): Promise<ImportResult> {
  if (body.format === 'netbox') return importNetbox(body.content);
  if (body.format === 'mercator') return importMercator(body.content);
  return importCsvAssets(body.content, { find: await readKnownAssets(db, importKey(body.sourceName)) });
}

async function apply(
  db: Kysely<DB>,
  body: ImportBody,
  result: ImportResult,
  now: Date,
): Promise<BucketReport> {
  const key = await ensureImportBucket(db, body.sourceName);
  // A page of a longer list, or the good part of a damaged file, says nothing of what it does not hold.
  const whole = result.report.complete && result.report.refusedTotal === 0;
  const changes = whole
    ? await replaceBucket(db, key, result.value, now)
    : await patchBucket(db, key, { upsert: result.value }, now);
  await refreshServiceRows(db);
  return changes;
}

function replyOf({ report }: ImportResult, changes: BucketReport, applied: boolean): ImportReport {
  const { created, matched, updated, missing, questions } = changes;
  return {
    rows: report.rows,
    accepted: report.accepted,
    refusedRows: report.refusedRows,
    leftAside: report.leftAside,
    readable: report.readable,
    refused: [...report.refused],
    refusedTotal: report.refusedTotal,
    warnings: [...report.warnings],
    warningTotal: report.warningTotal,
    byType: { ...report.byType },
    links: report.links,
    changes: { created, matched, updated, missing, questions },
    applied,
  };
}

function refusal({ report }: ImportResult) {
  const [first] = report.refused;
  const count = report.refusedTotal;
  const place =
    first?.line === undefined ? '' : `${first.line}${first.column === undefined ? '' : `:${first.column}`}`;
  return refusedInput(
    {
      fr: `${count === 1 ? '1 ligne refusée' : `${count} lignes refusées`} : rien n’a été modifié. La première${place === '' ? '' : `, ligne ${place}`} : ${first?.message.fr ?? ''} Corrigez le fichier, ou importez les seules bonnes lignes.`,
      en: `${count === 1 ? '1 line refused' : `${count} lines refused`}: nothing was changed. The first${place === '' ? '' : `, line ${place}`}: ${first?.message.en ?? ''} Correct the file, or import the good lines alone.`,
    },
    report.refused,
  );
}
