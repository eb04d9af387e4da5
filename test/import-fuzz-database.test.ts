import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { importFile } from '#map/import-file.ts';
import type { DB } from '#platform/database-types.ts';
import { Problem } from '#platform/problems.ts';
import { importSamples } from './import-samples.ts';
import { mutations, seededRandom } from './mutations.ts';
import { testDatabase } from './postgres.ts';

const formats = ['csv', 'netbox', 'mercator'] as const;
const documents = 1000;
/** The rest of what is let in is taken back, so that the map does not grow without end. */
const mostKept = 40;

/** One value for all that the map holds, to the byte. */
async function digest(db: Kysely<DB>): Promise<string> {
  const tables = [
    'source',
    'bucket',
    'asset',
    'claim',
    'attribute_fact',
    'identity',
    'requirement',
    'link',
    'question',
    'service',
    'revision',
  ];
  const parts = tables.map(
    (table) =>
      sql`(select coalesce(md5(string_agg(one::text, ' ' order by one::text)), '') from ${sql.table(`map.${table}`)} as one)`,
  );
  const { rows } = await sql<{
    digest: string;
  }>`select concat(${sql.join(parts, sql`, `)}) as digest`.execute(db);
  return rows[0]?.digest ?? '';
}

class TakenBack extends Error {}

test(
  '1,000 damaged imports: no crash, no partial write, each fault has its line and column',
  { timeout: 300_000 },
  async (t) => {
    const { db } = await testDatabase(t);
    const run = async (format: (typeof formats)[number], content: string, keep: boolean) =>
      await db.transaction().execute(async (db) => {
        const body = { format, content, sourceName: `Essai ${format}`, dryRun: false, partial: false };
        const report = await importFile(db, body, new Date());
        if (!keep) throw new TakenBack();
        return report;
      });
    for (const format of formats) await run(format, importSamples[format], true);
    const random = seededRandom(20_251_124);
    const kinds = Object.values(mutations);
    const outcomes = { kept: 0, takenBack: 0, refused: 0 };
    let before = await digest(db);
    for (let round = 0; round < documents; round += 1) {
      const format = formats[round % formats.length] ?? 'csv';
      const mutate = kinds[random(kinds.length)] ?? ((bytes: Uint8Array) => bytes);
      const bytes = mutate(new TextEncoder().encode(importSamples[format]), random);
      const keep = outcomes.kept < mostKept;
      try {
        await run(format, new TextDecoder().decode(bytes), keep);
        outcomes.kept += 1;
        before = await digest(db);
      } catch (error) {
        if (error instanceof TakenBack) outcomes.takenBack += 1;
        else {
          checkRefusal(error, round);
          outcomes.refused += 1;
          // What one of them had left would still be there a few documents later.
          if (outcomes.refused % 10 === 0)
            assert.equal(await digest(db), before, `written by ${round} or just before`);
        }
      }
    }
    t.diagnostic(JSON.stringify(outcomes));
    assert.equal(await digest(db), before);
    assert.ok(outcomes.refused > 200 && outcomes.kept === mostKept && outcomes.takenBack > 100);
  },
);

function checkRefusal(error: unknown, round: number): void {
  assert.ok(error instanceof Problem, `document ${round}: ${String(error)}`);
  assert.equal(error.code, 'refused-input');
  assert.ok(error.input.length > 0);
  for (const { line = 0, column = 0, message } of error.input) {
    assert.ok(line >= 1 && column >= 1, `document ${round}: ${message.en}`);
    assert.ok(message.fr.length > 10 && message.en.length > 10);
  }
}

test(
  'the good part of a damaged import is taken when asked for, and a dry run of anything writes nothing',
  { timeout: 120_000 },
  async (t) => {
    const { db } = await testDatabase(t);
    const random = seededRandom(7);
    const kinds = Object.values(mutations);
    const empty = await digest(db);
    for (let round = 0; round < 60; round += 1) {
      const format = formats[round % formats.length] ?? 'csv';
      const mutate = kinds[random(kinds.length)] ?? ((bytes: Uint8Array) => bytes);
      const content = new TextDecoder().decode(
        mutate(new TextEncoder().encode(importSamples[format]), random),
      );
      const body = { format, content, sourceName: `Essai ${round}`, dryRun: true, partial: true };
      const dry = await db.transaction().execute(async (db) => await importFile(db, body, new Date()));
      assert.equal(await digest(db), empty);
      const real = await db
        .transaction()
        .execute(async (db) => {
          const report = await importFile(db, { ...body, dryRun: false }, new Date());
          assert.deepEqual({ ...report, applied: false }, dry);
          throw new TakenBack();
        })
        .catch((error: unknown) => error);
      // Only what cannot be read at all is refused now.
      if (!(real instanceof TakenBack)) checkRefusal(real, round);
    }
  },
);
