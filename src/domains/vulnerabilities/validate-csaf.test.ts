import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import { sharedData } from '#test/shared-data.ts';
import { csafTests } from './csaf-tests.ts';
import { validateCsaf } from './validate-csaf.ts';

function linesOf(file: string): readonly JsonObject[] {
  return gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonObject);
}

function advisory(more: JsonObject = {}, statuses: JsonObject = { known_affected: ['P1'] }): JsonObject {
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      lang: 'fr',
      title: 'Portail : une faille',
      publisher: { category: 'vendor', name: 'Fabrique', namespace: 'https://fabrique.example' },
      notes: [{ category: 'summary', text: 'Une faille du portail.' }],
      references: [{ category: 'self', summary: 'Cet avis', url: 'https://fabrique.example/fab-1.json' }],
      tracking: {
        id: 'FAB-1',
        status: 'final',
        version: '1',
        initial_release_date: '2026-01-02T00:00:00Z',
        current_release_date: '2026-01-02T00:00:00Z',
        revision_history: [{ number: '1', date: '2026-01-02T00:00:00Z', summary: 'Première version' }],
      },
      ...more,
    },
    product_tree: { full_product_names: [{ name: 'Portail 1', product_id: 'P1' }] },
    vulnerabilities: [
      {
        cve: 'CVE-2026-1000',
        cwe: {
          id: 'CWE-79',
          name: "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')",
        },
        notes: [{ category: 'description', text: 'Une page répète ce qu’on lui donne.' }],
        product_status: statuses,
      },
    ],
  };
}

describe('CSAF documents', () => {
  test('one that follows the standard is accepted without a word', async () => {
    assert.deepEqual(await validateCsaf(advisory()), { failures: [], reason: null });
  });

  test('a product that nobody defined sets the document aside, with the test and the place', async () => {
    const { failures, reason } = await validateCsaf(advisory({}, { known_affected: ['P2'] }));
    assert.deepEqual(
      failures.map((failure) => [failure.test, failure.path, failure.blocks]),
      [['6.1.1', '/vulnerabilities/0/product_status/known_affected/0', true]],
    );
    assert.match(reason?.fr ?? '', /mis de côté : un produit cité n’est pas défini.*Tests échoués : 6\.1\.1/);
    assert.match(reason?.en ?? '', /set aside: .*not defined.*Failed tests: 6\.1\.1/);
  });

  test('a slip that changes nothing to what is affected is flagged', async () => {
    const { failures, reason } = await validateCsaf(advisory({ lang: 'EZ' }));
    assert.deepEqual(
      failures.map(({ test: id, blocks }) => [id, blocks]),
      [['6.1.12', false]],
    );
    assert.equal(reason, null);
  });

  test('fields of its own are flagged; what is no CSAF is set aside; nothing makes it stop', async () => {
    const own = await validateCsaf(advisory({ x_fabrique: true }));
    assert.deepEqual([own.failures[0]?.test, own.reason], ['schema', null]);
    const strange: readonly JsonValue[] = [null, 3, 'x', [], {}, { document: [] }, { vulnerabilities: {} }];
    for (const document of strange) {
      const { failures, reason } = await validateCsaf(document);
      assert.equal(failures[0]?.test, 'schema');
      assert.match(reason?.en ?? '', /not of the form of the schema/);
    }
  });

  test('every mandatory test has its words in both languages', () => {
    assert.equal(Object.keys(csafTests).length, 33);
    for (const { fault } of Object.values(csafTests)) assert.ok(fault.fr !== '' && fault.en !== '');
  });
});

test('the validator agrees with the documents of the standard', async (t) => {
  const file = sharedData('vulnerabilities/vectors/csaf-2.0-validator-tests.jsonl.gz');
  if (file === null) return t.skip('the reference documents are not here');
  const misses: string[] = [];
  const others: string[] = [];
  let agreed = 0;
  for (const { name, group, expect_valid: isValid, document } of linesOf(file)) {
    const { failures } = await validateCsaf(document ?? null);
    if (group !== 'mandatory') {
      if (failures.length > 0) others.push(String(name).slice(-12, -5));
    } else if ((failures.length === 0) === isValid) agreed++;
    else misses.push(`${String(name).slice(-12, -5)} ${failures.map((one) => one.test).join()}`);
  }
  assert.equal(agreed, 143);
  assert.deepEqual(misses, ['1-14-12 6.1.21', '1-16-16 6.1.21', '1-16-17 6.1.21', '1-26-04 ']);
  // Documents for tests of advice break no mandatory one, but for what the first two and the last have in them.
  assert.deepEqual(others, ['2-08-02', '2-09-02', '2-20-01']);
});

test('real documents are accepted, a wrong name of a weakness is flagged', async (t) => {
  const file = sharedData('vulnerabilities/csaf/cisa-ics-csaf.jsonl.gz');
  if (file === null) return t.skip('the CSAF documents are not here');
  const flagged = new Map<string, number>();
  let documents = 0;
  for (const document of linesOf(file)) {
    const { failures, reason } = await validateCsaf(document);
    assert.equal(reason, null);
    documents++;
    for (const one of failures) flagged.set(one.test, (flagged.get(one.test) ?? 0) + 1);
  }
  assert.equal(documents, 2383);
  assert.deepEqual([...flagged], [['6.1.11', 3]]);
});
