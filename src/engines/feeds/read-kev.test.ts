import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { JsonValue } from '#engines/json-value.ts';
import { sharedData } from '#test/shared-data.ts';
import { diffKev, kevAdvisory, readKev } from './read-kev.ts';

const line = {
  cveID: 'cve-2026-10001',
  vendorProject: 'Fabrique',
  product: 'Portail Web',
  vulnerabilityName: 'Fabrique Portail Web Injection',
  dateAdded: '2026-01-05',
  shortDescription: 'Une injection.',
  requiredAction: 'Mettre à jour.',
  dueDate: '2026-01-26',
  knownRansomwareCampaignUse: 'Known',
  notes: 'https://fabrique.example/a ; https://nvd.example/b',
  cwes: ['CWE-78'],
};

describe('the KEV catalogue', () => {
  test('its entries, and the reason of what is left out', () => {
    const { value, problems } = readKev({
      catalogVersion: '2026.01.05',
      dateReleased: '2026-01-05T10:00:00.0000Z',
      vulnerabilities: [line, { product: 'Sans numéro' }],
    });
    assert.equal(value?.version, '2026.01.05');
    assert.equal(value.releasedAt, '2026-01-05T10:00:00.000Z');
    assert.deepEqual(value.entries, [
      {
        cve: 'CVE-2026-10001',
        vendor: 'Fabrique',
        product: 'Portail Web',
        name: 'Fabrique Portail Web Injection',
        description: 'Une injection.',
        action: 'Mettre à jour.',
        addedOn: '2026-01-05',
        dueOn: '2026-01-26',
        ransomware: true,
      },
    ]);
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['/vulnerabilities/1'],
    );
  });

  test('a document of another form gives no catalogue and says what is missing', () => {
    for (const document of [null, [], 'x', { vulnerabilities: 3 }] as JsonValue[]) {
      const { value, problems } = readKev(document);
      assert.equal(value, null);
      assert.match(problems[0]?.message.fr ?? '', /« vulnerabilities » y manque/);
    }
  });

  test('an entry is a doubt about its product, whatever the version, and the last word to be heard', () => {
    const { value } = kevAdvisory(line);
    assert.deepEqual(
      value?.rules.map(({ namespace, name, status, low, high, trust, flags, pointer }) => [
        `${namespace}/${name}`,
        status,
        low,
        high,
        trust,
        flags,
        pointer,
      ]),
      [['product/fabrique:portail_web', 'unknown', null, null, 90, ['product-only'], '/product']],
    );
    assert.deepEqual(
      value?.references.map(({ url }) => url),
      ['https://fabrique.example/a', 'https://nvd.example/b'],
    );
    assert.deepEqual(kevAdvisory({ ...line, product: 'Multiple Products' }).value?.rules, []);
  });

  test('what was added, removed and changed, field by field', () => {
    const entries = (lines: JsonValue[]) => readKev({ vulnerabilities: lines }).value?.entries ?? [];
    const before = entries([line, { ...line, cveID: 'CVE-2026-10002' }]);
    const after = entries([
      { ...line, cveID: 'CVE-2026-10003' },
      { ...line, dueDate: '2026-01-10', knownRansomwareCampaignUse: 'Unknown' },
    ]);
    const { added, removed, changed } = diffKev(before, after);
    assert.deepEqual(
      [added, removed].map((list) => list.map(({ cve }) => cve)),
      [['CVE-2026-10003'], ['CVE-2026-10002']],
    );
    assert.deepEqual(
      changed.map(({ after: one, fields }) => [one.cve, fields]),
      [['CVE-2026-10001', ['dueOn', 'ransomware']]],
    );
    assert.deepEqual(diffKev(after, after), { added: [], removed: [], changed: [] });
  });
});

test('two real catalogues, five months apart', (t) => {
  const files = ['kev-2025-08-25', 'kev-2026-01-29'].map((name) =>
    sharedData(`vulnerabilities/kev/${name}.json.gz`),
  );
  const [one, two] = files;
  if (one == null || two == null) return t.skip('the KEV catalogues are not here');
  const documents = [one, two].map(
    (file) => JSON.parse(gunzipSync(readFileSync(file)).toString()) as JsonValue,
  );
  const catalogues = documents.map((document) => readKev(document));
  assert.deepEqual(
    catalogues.map(({ value, problems }) => [value?.entries.length, value?.version, problems.length]),
    [
      [1404, '2025.08.25', 0],
      [1501, '2026.01.29', 0],
    ],
  );
  const [before = [], after = []] = catalogues.map(({ value }) => value?.entries ?? []);
  const difference = diffKev(before, after);

  // Independently: the raw lines of the files, as text, fields as the catalogue names them.
  type Line = Record<string, string>;
  const raw = documents.map(
    (document) =>
      new Map(
        (document as unknown as { vulnerabilities: Line[] }).vulnerabilities.map((own) => [
          own['cveID'] ?? '',
          own,
        ]),
      ),
  );
  const [old = new Map<string, Line>(), now = new Map<string, Line>()] = raw;
  const added = [...now.keys()].filter((cve) => !old.has(cve));
  const removed = [...old.keys()].filter((cve) => !now.has(cve));
  const watched = Object.keys(line).filter((field) => field !== 'notes' && field !== 'cwes');
  const changed = [...now].filter(([cve, own]) => {
    const was = old.get(cve);
    return (
      was !== undefined && watched.some((field) => (was[field] ?? '').trim() !== (own[field] ?? '').trim())
    );
  });
  assert.deepEqual(difference.added.map(({ cve }) => cve).toSorted(), added.toSorted());
  assert.deepEqual(difference.removed.map(({ cve }) => cve).toSorted(), removed.toSorted());
  assert.deepEqual(
    difference.changed.map(({ after: own }) => own.cve).toSorted(),
    changed.map(([cve]) => cve).toSorted(),
  );
  assert.deepEqual(
    [difference.added.length, difference.removed.length, difference.changed.length],
    [added.length, removed.length, changed.length],
  );
  assert.equal(added.length - removed.length, 97);
  const ransomware = after.filter((entry) => entry.ransomware);
  assert.equal(ransomware.length, 308);
});
