import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normaliseIdentity } from '#engines/identity/normalise.ts';
import { importCsvAssets } from '#engines/imports/csv-assets.ts';
import { type ImportFormat, importFormats, type ImportResult } from '#engines/imports/import-report.ts';
import { importMercator } from '#engines/imports/mercator.ts';
import { importNetbox } from '#engines/imports/netbox.ts';
import { importSamples } from './import-samples.ts';
import { mutations, seededRandom } from './mutations.ts';

const importers: Readonly<Record<ImportFormat, (bytes: Uint8Array) => ImportResult>> = {
  csv: (bytes) => importCsvAssets(bytes),
  netbox: (bytes) => importNetbox(bytes),
  mercator: (bytes) => importMercator(bytes),
};

/** Whatever came in, what goes out keeps the promises of the types. */
function checkPromises({ value, problems, report }: ImportResult, lines: number): void {
  assert.equal(report.rows, report.accepted + report.refusedRows + report.leftAside);
  assert.ok(report.refusedTotal >= report.refusedRows && report.refused.length <= 1000);
  assert.deepEqual(problems, report.refused);
  if (!report.readable) {
    assert.ok(report.refused.length > 0);
    assert.deepEqual(value, { assets: [], links: [], requirements: [] });
  }
  for (const problem of [...report.refused, ...report.warnings]) {
    const { line = 0, column = 0, code, message } = problem;
    assert.ok(line >= 1 && line <= lines && column >= 1, `${code} at ${line}:${column} of ${lines} lines`);
    assert.ok(message.fr.length > 10 && message.en.length > 10 && code.includes('.'));
  }
  const keys = new Set(value.assets.map(({ key }) => key));
  assert.equal(keys.size, value.assets.length);
  for (const { key, name, type, identities, attributes } of value.assets) {
    assert.ok([key.length, name.length].every((length) => length >= 1 && length <= 300));
    assert.ok(type.length >= 1 && type.length <= 60);
    for (const identity of identities) {
      assert.deepEqual(normaliseIdentity(identity.kind, identity.value).value, identity);
    }
    const text = JSON.stringify([key, name, type, identities, attributes]);
    assert.ok(!text.includes('\\u0000') || text.includes('\\\\u0000'), 'no null character');
    assert.doesNotMatch(text, /(?<!\\)(?:\\\\)*\\ud[89a-f]/, 'no half of a surrogate pair');
    assert.equal(Object.getPrototypeOf(attributes), Object.prototype);
  }
  const groups = new Set(value.requirements.map(({ key }) => key));
  const names = new Set<string>();
  for (const { from, to, type, requirement } of value.links) {
    assert.ok(keys.has(from) && keys.has(to) && from !== to);
    assert.ok(requirement === undefined || groups.has(requirement));
    names.add(JSON.stringify([from, to, type, requirement]));
  }
  assert.equal(names.size, value.links.length, 'no link twice');
  assert.ok(value.requirements.every(({ of, key }) => keys.has(of) && key.length <= 300));
}

test('the samples themselves are read without a remark', () => {
  for (const format of importFormats) {
    const result = importers[format](new TextEncoder().encode(importSamples[format]));
    assert.deepEqual([...result.report.refused, ...result.report.warnings], []);
    checkPromises(result, importSamples[format].split('\n').length);
    assert.ok(result.value.assets.length > 8 && result.value.links.length > 8);
  }
});

test(
  '1,000 damaged documents: no crash, nothing wrong let in, every fault has its line and column',
  { timeout: 60_000 },
  () => {
    const random = seededRandom(20_260_214);
    const kinds = Object.entries(mutations);
    const outcomes = { whole: 0, partly: 0, unreadable: 0 };
    for (let round = 0; round < 1000; round++) {
      const format = importFormats[round % importFormats.length] ?? 'csv';
      const [kind, mutate] = kinds[random(kinds.length)] ?? ['', (bytes: Uint8Array) => bytes];
      const bytes = mutate(new TextEncoder().encode(importSamples[format]), random);
      const lines = new TextDecoder().decode(bytes).split(/\r\n?|\n/).length;
      try {
        const result = importers[format](bytes);
        checkPromises(result, lines);
        const { readable, refusedTotal, warningTotal } = result.report;
        outcomes[!readable ? 'unreadable' : refusedTotal + warningTotal > 0 ? 'partly' : 'whole']++;
      } catch (cause) {
        throw new Error(`round ${round}: ${format}, ${kind}`, { cause });
      }
    }
    // A run in which nothing, or everything, is refused would test nothing.
    assert.ok(
      outcomes.whole > 50 && outcomes.partly > 150 && outcomes.unreadable > 150,
      JSON.stringify(outcomes),
    );
  },
);
