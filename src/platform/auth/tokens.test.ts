import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callWith, testApp } from '#test/app.ts';
import { readProbe, readProbeRoute } from '#test/read-probe.ts';
import { listAccounts } from './api-accounts.ts';
import { createToken, getSession, listAllTokens, listTokens, revokeToken, updateSession } from './api.ts';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test('a token acts with its own rights only, and never more than its owner', async (t) => {
  const { server, as, app } = await testApp(t, { routes: [readProbeRoute] });
  const owner = await as('administrator');
  const body = { name: 'Grafana', rights: ['read'], expiresInDays: 30 };
  const { token, item } = (await owner.call(createToken, { body })).body;
  assert.match(token, /^vgt_[\w-]{43}$/);
  const program = callWith(server, bearer(token));
  assert.equal((await program(readProbe)).status, 200);
  assert.equal((await program(listAccounts)).status, 403);
  assert.deepEqual((await program(getSession)).body.rights, ['public', 'self', 'read']);
  await app.db.deleteFrom('platform.role_grant').where('account_id', '=', owner.id).execute();
  assert.equal((await program(readProbe)).status, 403, 'the owner lost the right');
  assert.ok(!JSON.stringify(item).includes(token));
});

test('nobody makes a token with a right they lack, nor for more than a year', async (t) => {
  const { as } = await testApp(t, { routes: [readProbeRoute] });
  const owner = await as('viewer');
  const wide = await owner.call(createToken, { body: { name: 'x', rights: ['read', 'decide'] } });
  assert.equal(wide.problem.fields[0]?.field, 'body.rights.1');
  const long = await owner.call(createToken, { body: { name: 'x', rights: ['read'], expiresInDays: 366 } });
  assert.equal(long.problem.fields[0]?.field, 'body.expiresInDays');
});

test('a token can neither make tokens nor change the account it acts for', async (t) => {
  const { server, as } = await testApp(t, { routes: [readProbeRoute] });
  const owner = await as('administrator');
  const body = { name: 'x', rights: ['read', 'administer'] };
  const { token } = (await owner.call(createToken, { body })).body;
  const program = callWith(server, bearer(token));
  assert.equal((await program(createToken, { body })).problem.code, 'people-only');
  assert.equal((await program(updateSession, { body: { language: 'en' } })).problem.code, 'people-only');
  assert.equal((await program(listAllTokens)).status, 200);
});

test('an expired, revoked, unknown or orphan token opens nothing', async (t) => {
  const { server, as, app } = await testApp(t, { routes: [readProbeRoute] });
  const owner = await as('viewer');
  const make = async () => (await owner.call(createToken, { body: { name: 'x', rights: ['read'] } })).body;
  const status = async (token: string) => (await callWith(server, bearer(token))(readProbe)).status;
  const [one, other, third] = [await make(), await make(), await make()];
  assert.equal(await status(one.token), 200);
  await app.db
    .updateTable('platform.api_token')
    .set({ expires_at: new Date(Date.now() - 1) })
    .where('id', '=', one.item.id)
    .execute();
  assert.equal(await status(one.token), 401);
  assert.equal((await owner.call(revokeToken, { params: { id: other.item.id } })).status, 200);
  assert.equal(await status(other.token), 401);
  await app.db.updateTable('platform.account').set({ disabled_at: new Date() }).execute();
  assert.equal(await status(third.token), 401);
  assert.equal(await status(`vgt_${'x'.repeat(43)}`), 401);
  assert.equal(await status('vgt_'), 401);
});

test('a bad token is not saved by the cookies that come along', async (t) => {
  const { server, as } = await testApp(t, { routes: [readProbeRoute] });
  const owner = await as('viewer');
  const reply = await callWith(server, { ...owner.headers, ...bearer('vgt_wrong') })(getSession);
  assert.equal(reply.status, 401);
});

test('one sees and revokes one’s own tokens; an administrator, all', async (t) => {
  const { as } = await testApp(t, { routes: [readProbeRoute] });
  const [owner, other, administrator] = [await as('viewer'), await as('viewer'), await as('administrator')];
  const { item } = (await owner.call(createToken, { body: { name: 'x', rights: ['read'] } })).body;
  assert.equal((await other.call(listTokens)).body.total, 0);
  assert.equal((await other.call(revokeToken, { params: { id: item.id } })).status, 404);
  assert.equal((await administrator.call(listAllTokens)).body.items[0]?.id, item.id);
  assert.equal((await administrator.call(revokeToken, { params: { id: item.id } })).status, 200);
  assert.ok((await owner.call(listTokens)).body.items[0]?.revokedAt);
});
