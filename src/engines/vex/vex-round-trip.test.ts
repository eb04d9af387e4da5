import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { vexHead, vexStatements } from '#test/vex-statements.ts';
import { readVex } from './read-vex.ts';
import { vexName } from './vex-fields.ts';
import type { VexStatement } from './vex-statement.ts';
import { writeCsafVex } from './write-csaf-vex.ts';
import { writeCycloneDxVex } from './write-cyclonedx-vex.ts';
import { writeOpenVex } from './write-openvex.ts';

/** What each form can hold of the statements above, in one order. */
function plain(read: readonly VexStatement[]): unknown[] {
  return read
    .map((statement) => ({ ...statement, documentId: '' }))
    .toSorted((a, b) => a.vulnerability.localeCompare(b.vulnerability) || a.status.localeCompare(b.status));
}

describe('what is written is read again', () => {
  test('CycloneDX keeps all of it', () => {
    const { value, problems } = readVex(JSON.stringify(writeCycloneDxVex(vexHead, vexStatements)));
    assert.deepEqual(problems, []);
    assert.equal(value?.format, 'cyclonedx');
    assert.deepEqual(plain(value.statements), plain(vexStatements));
  });

  test('CSAF keeps all but the aliases of what is no CVE and the date of a note', () => {
    const { value, problems } = readVex(JSON.stringify(writeCsafVex(vexHead, vexStatements)));
    assert.deepEqual(problems, []);
    assert.equal(value?.format, 'csaf');
    assert.equal(value.documentId, vexHead.id);
    const expected = vexStatements.map((statement) => ({
      ...statement,
      aliases: [],
      at: ['fixed', 'under_investigation'].includes(statement.status) ? vexHead.at : statement.at,
    }));
    assert.deepEqual(plain(value.statements), plain(expected));
  });

  test('OpenVEX keeps identifiers, not names of products that have one', () => {
    const { value, problems } = readVex(JSON.stringify(writeOpenVex(vexHead, vexStatements)));
    assert.deepEqual(problems, []);
    assert.equal(value?.format, 'openvex');
    const bare = ({ purl, cpe, name }: { purl: string; cpe: string; name: string }) =>
      purl === '' && cpe === ''
        ? vexName({ name: `https://vigie.example.nc/products/${name}` })
        : vexName({ purl, cpe });
    const expected = vexStatements.map((statement) => ({
      ...statement,
      responses: [],
      products: statement.products.map((product) => ({
        ...bare(product),
        within: product.within === null ? null : bare(product.within),
      })),
    }));
    assert.deepEqual(plain(value.statements), plain(expected));
  });

  test('the last word on a product holds', () => {
    const [first] = vexStatements;
    assert.ok(first);
    const later: VexStatement = {
      ...first,
      status: 'fixed',
      justification: null,
      at: '2026-11-22T00:00:00.000Z',
    };
    const written = JSON.stringify(writeCsafVex(vexHead, [later, first]));
    assert.deepEqual(
      readVex(written).value?.statements.map((one) => one.status),
      ['fixed'],
    );
  });
});
