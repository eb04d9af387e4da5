import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { JsonObject } from '#engines/json-value.ts';
import { mutations, seededRandom } from '#test/mutations.ts';
import { sharedData } from '#test/shared-data.ts';
import { vexHead, vexStatements } from '#test/vex-statements.ts';
import { readVex } from './read-vex.ts';
import { vexName } from './vex-fields.ts';
import { mostProducts, mostStatements } from './vex-statement.ts';
import { writeCsafVex } from './write-csaf-vex.ts';
import { writeCycloneDxVex } from './write-cyclonedx-vex.ts';
import { writeOpenVex } from './write-openvex.ts';

describe('documents of others', () => {
  test('OpenVEX: products as texts and as objects, parts, inherited dates', () => {
    const document = {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://openvex.dev/docs/example/vex-9fb3463de1b57',
      author: 'Wolfi J Inkinson',
      timestamp: '2023-01-08T18:02:03.647787998-06:00',
      version: '1',
      statements: [
        {
          vulnerability: { name: 'CVE-2014-123456', aliases: ['GHSA-1234-1234-1234'] },
          products: [
            { '@id': 'pkg:apk/wolfi/bash@1.0.0', subcomponents: [{ '@id': 'pkg:apk/wolfi/readline@8' }] },
            {
              '@id': 'https://shop.example/box',
              identifiers: { cpe23: 'cpe:2.3:o:acme:box:1:*:*:*:*:*:*:*' },
            },
          ],
          status: 'not_affected',
          justification: 'inline_mitigations_already_exist',
          impact_statement: 'Included with the fix.',
        },
        { vulnerability: 'CVE-2022-39046', products: ['pkg:oci/x@sha256%3Aab'], status: 'fixed' },
        { vulnerability: 'CVE-2022-39047', products: ['pkg:oci/x'], status: 'patched' },
        { vulnerability: 'CVE-2022-39048', products: [], status: 'fixed' },
      ],
    };
    const { value, problems } = readVex(JSON.stringify(document));
    assert.deepEqual(
      problems.map(({ code, path }) => [code, path]),
      [
        ['vex.status', 'statements[2].status'],
        ['vex.products', 'statements[3].products'],
      ],
    );
    const [first, second, ...rest] = value?.statements ?? [];
    assert.deepEqual(rest, []);
    assert.equal(first?.at, '2023-01-09T00:02:03.647Z');
    assert.equal(first.statement, 'Included with the fix.');
    assert.deepEqual(first.products, [
      {
        ...vexName({ purl: 'pkg:apk/wolfi/readline@8' }),
        within: vexName({ purl: 'pkg:apk/wolfi/bash@1.0.0' }),
      },
      {
        ...vexName({ name: 'https://shop.example/box', cpe: 'cpe:2.3:o:acme:box:1:*:*:*:*:*:*:*' }),
        within: null,
      },
    ]);
    assert.equal(second?.products[0]?.purl, 'pkg:oci/x@sha256%3Aab');
  });

  test('CycloneDX: words of its own, BOM-Links, versions named, no analysis no statement', () => {
    const document = {
      bomFormat: 'CycloneDX',
      specVersion: '1.4',
      serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
      components: [
        {
          type: 'application',
          'bom-ref': 'app',
          name: 'portail',
          version: '2',
          components: [
            {
              type: 'library',
              'bom-ref': 'lib',
              group: 'com.fasterxml',
              name: 'jackson-databind',
              version: '2.10.0',
            },
          ],
        },
      ],
      vulnerabilities: [
        {
          id: 'CVE-2020-25649',
          references: [{ id: 'SNYK-JAVA-1' }],
          analysis: {
            state: 'not_affected',
            justification: 'protected_at_perimeter',
            detail: 'Filtré.',
            response: ['update'],
          },
          affects: [
            { ref: 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#lib' },
            {
              ref: 'app',
              versions: [
                { version: '1.9', status: 'affected' },
                { version: '2', status: 'unaffected' },
                { range: 'vers:semver/<1' },
              ],
            },
            { ref: 'gone' },
          ],
        },
        { id: 'CVE-2020-25650', analysis: { state: 'false_positive' }, affects: [{ ref: 'lib' }] },
        { id: 'CVE-2020-25651', affects: [{ ref: 'lib' }] },
        {
          id: 'CVE-2020-25652',
          analysis: { state: 'exploitable', response: ['will_not_fix', 'x'] },
          affects: [{ ref: 'lib' }],
        },
      ],
    };
    const { value, problems } = readVex(JSON.stringify(document));
    assert.deepEqual(
      problems.map(({ code, path }) => [code, path]),
      [
        ['vex.range', 'vulnerabilities[0].affects[1].versions[2]'],
        ['vex.product', 'vulnerabilities[0].affects[2].ref'],
      ],
    );
    const within = vexName({ name: 'portail', version: '2' });
    const library = vexName({ name: 'com.fasterxml/jackson-databind', version: '2.10.0' });
    assert.deepEqual(
      value?.statements.map(({ status, justification, responses, products }) => ({
        status,
        justification,
        responses,
        products,
      })),
      [
        {
          status: 'not_affected',
          justification: 'inline_mitigations_already_exist',
          responses: [],
          products: [
            { ...library, within },
            { ...vexName({ name: 'portail', version: '1.9' }), within: null },
          ],
        },
        {
          status: 'not_affected',
          justification: 'component_not_present',
          responses: [],
          products: [{ ...library, within }],
        },
        {
          status: 'affected',
          justification: null,
          responses: ['will_not_fix'],
          products: [{ ...library, within }],
        },
      ],
    );
  });

  test('CSAF: contrary statuses say nothing, groups are followed', () => {
    const document = {
      document: {
        category: 'csaf_vex',
        csaf_version: '2.0',
        tracking: { id: 'X-1', current_release_date: '2026-01-02' },
      },
      product_tree: {
        full_product_names: [
          { product_id: 'A', name: 'Alpha' },
          { product_id: 'B', name: 'Beta' },
          { product_id: 'C', name: 'Gamma' },
        ],
        product_groups: [{ group_id: 'G', product_ids: ['A', 'C'] }],
      },
      vulnerabilities: [
        {
          cve: 'CVE-2026-0001',
          product_status: { known_not_affected: ['A', 'B', 'C', 'Z'], fixed: ['B'] },
          flags: [{ label: 'component_not_present', group_ids: ['G'] }],
        },
        { product_status: { fixed: ['A'] } },
      ],
    };
    const { value, problems } = readVex(JSON.stringify(document));
    assert.deepEqual(problems.map(({ code }) => code).toSorted(), [
      'vex.contradiction',
      'vex.product',
      'vex.vulnerability',
    ]);
    assert.deepEqual(
      value?.statements.map(({ products, justification, at }) => [
        products.map(({ name }) => name),
        justification,
        at,
      ]),
      [[['Alpha', 'Gamma'], 'component_not_present', '2026-01-02T00:00:00.000Z']],
    );
  });

  test('every document of the OASIS suite and a sample of CISA’s is read without a throw', (t) => {
    const vectors = sharedData('vulnerabilities/vectors/csaf-2.0-validator-tests.jsonl.gz');
    const cisa = sharedData('vulnerabilities/csaf/cisa-ics-csaf.jsonl.gz');
    if (vectors === null || cisa === null) return t.skip('the shared data is not on this machine');
    const lines = (path: string) =>
      gunzipSync(readFileSync(path)).toString('utf8').split('\n').filter(Boolean);
    let read = 0;
    for (const line of lines(vectors))
      if (readVex(JSON.stringify((JSON.parse(line) as { document: JsonObject }).document)).value !== null)
        read += 1;
    assert.ok(read > 200, `${read} documents of the suite are CSAF`);
    let said = 0;
    for (const line of lines(cisa).slice(0, 100)) {
      const { value } = readVex(line);
      said += value?.statements.length ?? 0;
    }
    assert.ok(said > 300, `${said} statements`);
  });
});

test('what is no VEX is told in one sentence', () => {
  const codeOf = (text: string) => readVex(text).problems.map(({ code }) => code);
  assert.deepEqual(codeOf('[]'), ['vex.form']);
  assert.deepEqual(codeOf('{"bomFormat":"SPDX"}'), ['vex.form']);
  assert.deepEqual(codeOf('{'), ['json.syntax']);
  assert.deepEqual(codeOf('{"bomFormat":"CycloneDX"}'), ['vex.empty']);
  assert.deepEqual(codeOf(`"${'x'.repeat(17 * 1024 * 1024)}"`), ['vex.too-long']);
});

test('what is beyond the bounds of a document is told, never left out in silence', () => {
  const many = <T>(one: T) => Array.from({ length: mostStatements + 1 }, () => one);
  const product = 'pkg:npm/lodash@4.17.20';
  const affects = [{ ref: product }];
  const analysis = { state: 'resolved' };
  const documents = [
    {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      statements: many({ vulnerability: 'CVE-2026-0001', products: [product], status: 'fixed' }),
    },
    { bomFormat: 'CycloneDX', vulnerabilities: many({ id: 'CVE-2026-0001', analysis, affects }) },
    {
      document: { csaf_version: '2.0' },
      product_tree: { full_product_names: [{ product_id: 'A', name: 'Alpha' }] },
      vulnerabilities: many({ cve: 'CVE-2026-0001', product_status: { fixed: ['A'] } }),
    },
  ];
  for (const document of documents) {
    const { value, problems } = readVex(JSON.stringify(document));
    assert.ok(value !== null);
    assert.equal(value.statements.length, mostStatements, value.format);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['vex.too-many'],
      value.format,
    );
  }
  const refs = Array.from({ length: mostProducts + 1 }, () => ({ ref: product }));
  const wide = {
    bomFormat: 'CycloneDX',
    vulnerabilities: [{ id: 'CVE-2026-0001', analysis, affects: refs }],
  };
  assert.deepEqual(
    readVex(JSON.stringify(wide)).problems.map(({ code }) => code),
    ['vex.too-many'],
  );
});

test('no mutilated document makes a reader throw', () => {
  const random = seededRandom(20_261_122);
  const seeds = [writeCsafVex, writeCycloneDxVex, writeOpenVex].map((write) =>
    new TextEncoder().encode(JSON.stringify(write(vexHead, vexStatements))),
  );
  const kinds = Object.values(mutations);
  for (let round = 0; round < 1500; round += 1) {
    const seed = seeds[round % seeds.length];
    const mutation = kinds[random(kinds.length)];
    assert.ok(seed !== undefined && mutation !== undefined);
    const text = new TextDecoder().decode(mutation(seed, random));
    const { value, problems } = readVex(text);
    assert.ok(value !== null || problems.length > 0, 'a refusal says why');
    for (const statement of value?.statements ?? []) assert.ok(statement.products.length > 0);
  }
});
