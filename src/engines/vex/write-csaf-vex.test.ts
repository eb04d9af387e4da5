import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csafFaults } from '#test/validate-csaf.ts';
import { openssl, plainStatement, vexHead, vexStatements } from '#test/vex-statements.ts';
import { vexName } from './vex-fields.ts';
import type { VexStatement } from './vex-statement.ts';
import { writeCsafVex } from './write-csaf-vex.ts';

test('CSAF that is written passes the schema and every mandatory test, its profile among them', async () => {
  const hard: VexStatement[] = [
    ...vexStatements,
    {
      ...plainStatement,
      vulnerability: 'CVE-2026-119618',
      products: [
        {
          ...vexName({ name: 'Apache', version: 'all versions before 2.4.60', purl: 'not a purl' }),
          within: null,
        },
        { ...vexName({ name: 'Apache', version: '2.4.59', cpe: 'cpe:/a:apache' }), within: null },
      ],
      status: 'not_affected',
      statement: '',
      at: null,
      description: '',
    },
    {
      ...plainStatement,
      vulnerability: 'ICSA-24-102-01',
      products: [openssl],
      status: 'affected',
      statement: '',
      at: null,
    },
  ];
  assert.deepEqual(await csafFaults(writeCsafVex(vexHead, hard)), []);
  const { vulnerabilities: _, ...without } = writeCsafVex(vexHead, hard);
  assert.notDeepEqual(await csafFaults(without), [], 'the judge does refuse a document');
});
