import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assignmentStatement, plainInsert, readEngineRequest } from './history-request.ts';

test('a statement comes in the body or in the address, rows of an insert in the body', () => {
  const inBody = readEngineRequest(new URLSearchParams({ default_format: 'JSON' }), Buffer.from('select 1'));
  assert.equal(inBody?.statement, 'select 1');
  assert.equal(inBody?.format, 'JSON');
  assert.equal(inBody?.rows, null);
  const insert = readEngineRequest(
    new URLSearchParams({ query: 'INSERT INTO t (a) FORMAT JSONEachRow' }),
    Buffer.from('{"a":1}\n'),
  );
  assert.equal(insert?.rows?.toString(), '{"a":1}\n');
  assert.equal(readEngineRequest(new URLSearchParams(), Buffer.from('  ')), null);
});

test('settings and parameters become assignments that cannot escape their quotes', () => {
  const search = new URLSearchParams({
    query_id: 'x',
    param_name: "o'b\\n",
    max_threads: '1',
    query: 'select 1',
  });
  const read = readEngineRequest(search, Buffer.alloc(0));
  assert.ok(read);
  assert.equal(assignmentStatement(read.assignments), "set param_name = 'o\\'b\\\\n', max_threads = '1'");
  assert.equal(
    readEngineRequest(new URLSearchParams({ 'a=1; drop': '1', query: 'select 1' }), Buffer.alloc(0)),
    null,
  );
});

test('the plain form of an insert is told from the others', () => {
  assert.deepEqual(plainInsert('INSERT INTO `t` (`a`, b) FORMAT JSONEachRow'), {
    table: 't',
    columns: ['a', 'b'],
    format: 'JSONEachRow',
  });
  assert.equal(plainInsert('insert into t select 1 format JSONEachRow'), null);
  assert.equal(plainInsert('insert into t format CSV'), null);
});
