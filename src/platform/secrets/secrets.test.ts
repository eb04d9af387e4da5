import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { testApp } from '#test/app.ts';
import { createSecret, deleteSecret, listSecrets, replaceSecret } from './api.ts';
import { hasSealedData, useSecret } from './secrets.ts';

const value = 'communauté-très-secrète';

test('a value goes in, serves its collector, and never comes out of the interface', async (t) => {
  const lines: string[] = [];
  const { app, server, as } = await testApp(t, { log: (line) => lines.push(line) });
  const operator = await as('operator');
  assert.equal(await hasSealedData(app.db), false);
  const body = { name: 'Commutateurs', kind: 'snmp', value };
  const made = await operator.call(createSecret, { body });
  assert.equal(made.status, 200);
  assert.equal(await hasSealedData(app.db), true);
  assert.equal(await useSecret(app, made.body.id, 'SNMP 192.0.2.7'), value);
  const list = await operator.call(listSecrets);
  assert.equal(list.body.items[0]?.lastUsedFor, 'SNMP 192.0.2.7');
  const replaced = await operator.call(replaceSecret, {
    params: { id: made.body.id },
    body: { name: 'Routeurs', value: `${value}-2` },
  });
  assert.equal(await useSecret(app, made.body.id, 'again'), `${value}-2`);
  const audit = await app.db.selectFrom('platform.audit_entry').selectAll().execute();
  const stored = await sql`select encode(ciphertext, 'escape') as text from platform.secret`.execute(app.db);
  const seen = JSON.stringify([made, list, replaced, audit, stored.rows, lines]);
  assert.ok(!seen.includes('secrète') && !seen.includes('communaut'), 'the value is nowhere to be read');
  const one = await server.inject({ url: `/api/secrets/${made.body.id}`, headers: operator.headers });
  assert.equal(one.statusCode, 404, 'there is nothing to read a secret with');
});

test('names are unique; a deleted secret is gone for its collector', async (t) => {
  const { app, as } = await testApp(t);
  const operator = await as('operator');
  const body = { name: 'Pare-feu', kind: 'token', value };
  const { id } = (await operator.call(createSecret, { body })).body;
  const again = await operator.call(createSecret, { body });
  assert.equal(again.problem.fields[0]?.field, 'body.name');
  assert.equal((await operator.call(deleteSecret, { params: { id } })).status, 200);
  assert.equal((await operator.call(deleteSecret, { params: { id } })).status, 404);
  await assert.rejects(useSecret(app, id, 'x'), { code: 'not-found' });
});

test('a value moved to another secret does not open there', async (t) => {
  const { app, as } = await testApp(t);
  const operator = await as('operator');
  const make = async (name: string) =>
    (await operator.call(createSecret, { body: { name, kind: 'password', value: name } })).body.id;
  const [one, other] = [await make('one'), await make('other')];
  await sql`update platform.secret as target set nonce = origin.nonce, ciphertext = origin.ciphertext
    from platform.secret as origin where target.id = ${one} and origin.id = ${other}`.execute(app.db);
  await assert.rejects(useSecret(app, one, 'x'), { code: 'secret-damaged' });
});
