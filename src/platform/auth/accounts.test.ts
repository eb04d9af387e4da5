import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { listAudit } from '#platform/audit/api.ts';
import { listSecrets } from '#platform/secrets/api.ts';
import { testApp } from '#test/app.ts';
import { readProbe, readProbeRoute } from '#test/read-probe.ts';
import { setPassword } from './accounts.ts';
import {
  createAccount,
  disableAccount,
  enableAccount,
  endSessions,
  getAccount,
  listAccounts,
  resetPassword,
  resetSecondFactor,
  updateAccount,
} from './api-accounts.ts';
import { checkPasswordLink, getSession, signIn, spendPasswordLink } from './api.ts';
import { hashPassword } from './password-hash.ts';

const password = 'banian lagon pirogue vent';
const tokenOf = (url: string) => url.split('#')[1] ?? '';

test('a new account gets a link, chooses its password with it once, and signs in', async (t) => {
  const { anonymous, as } = await testApp(t);
  const administrator = await as('administrator');
  const grants = [{ role: 'analyst', organisationId: null }];
  const made = await administrator.call(createAccount, {
    body: { login: 'élise', displayName: 'Élise Kai', grants },
  });
  assert.equal(made.status, 200);
  assert.equal(made.body.account.hasPassword, false);
  const token = tokenOf(made.body.link.url);
  assert.equal((await anonymous(checkPasswordLink, { body: { token } })).body.login, 'élise');
  const weak = await anonymous(spendPasswordLink, { body: { token, password: 'Élise Kai 2026 !' } });
  assert.equal(weak.problem.fields[0]?.field, 'body.password');
  const uses = [1, 2, 3].map(() => anonymous(spendPasswordLink, { body: { token, password } }));
  const statuses = (await Promise.all(uses)).map((reply) => reply.status);
  assert.deepEqual(statuses.toSorted(), [200, 403, 403]);
  assert.equal((await anonymous(checkPasswordLink, { body: { token } })).problem.code, 'link-refused');
  assert.equal((await anonymous(signIn, { body: { login: 'ÉLISE', password } })).status, 200);
});

test('a login is taken once, whatever its case', async (t) => {
  const { as } = await testApp(t);
  const administrator = await as('administrator');
  const body = { login: 'Rose', displayName: 'Rose', grants: [] };
  assert.equal((await administrator.call(createAccount, { body })).status, 200);
  const again = await administrator.call(createAccount, { body: { ...body, login: 'rose' } });
  assert.equal(again.problem.fields[0]?.field, 'body.login');
});

test('resetting a password voids the earlier link; using it ends the sessions', async (t) => {
  const { anonymous, as } = await testApp(t);
  const [administrator, person] = [await as('administrator'), await as('viewer')];
  const params = { id: person.id };
  const first = (await administrator.call(resetPassword, { params })).body.url;
  const second = (await administrator.call(resetPassword, { params })).body.url;
  const use = (url: string) => anonymous(spendPasswordLink, { body: { token: tokenOf(url), password } });
  assert.equal((await use(first)).problem.code, 'link-refused');
  assert.equal((await person.call(getSession)).status, 200);
  assert.equal((await use(second)).status, 200);
  assert.equal((await person.call(getSession)).status, 401);
});

test('the last administrator in service can be neither disabled nor demoted, even two at once', async (t) => {
  const { app, as } = await testApp(t);
  const [one, other] = [await as('administrator'), await as('administrator')];
  for (const { id } of [one, other]) await setPasswordKeepingSessions(app.db, id);
  // One administrator without a password cannot stand in for those who have one.
  await as('administrator');
  const demote = (by: typeof one, id: string) =>
    by.call(updateAccount, { params: { id }, body: { grants: [{ role: 'viewer', organisationId: null }] } });
  const replies = await Promise.all([demote(one, one.id), demote(other, other.id)]);
  assert.deepEqual(replies.map((reply) => reply.status).toSorted(), [200, 409]);
  const left = replies[0].status === 409 ? one : other;
  assert.equal((await demote(left, left.id)).problem.code, 'last-administrator');
  const disabled = await left.call(disableAccount, { params: { id: left.id } });
  assert.equal(disabled.problem.code, 'last-administrator');
  assert.equal((await left.call(getAccount, { params: { id: left.id } })).body.disabledAt, null);
  const entries = await app.db
    .selectFrom('platform.audit_entry')
    .select(['action', 'outcome'])
    .where('outcome', '=', 'last-administrator')
    .execute();
  assert.equal(entries.length, 3, 'each refusal is in the log');
});

async function setPasswordKeepingSessions(db: Parameters<typeof setPassword>[0], id: string) {
  const session = await db
    .selectFrom('platform.session')
    .select('id')
    .where('account_id', '=', id)
    .executeTakeFirstOrThrow();
  await setPassword(db, id, await hashPassword(password), session.id);
}

test('a disabled account is out at once and cannot sign in; enabled, it can', async (t) => {
  const { anonymous, app, as } = await testApp(t);
  const [administrator, person] = [await as('administrator'), await as('viewer')];
  await setPasswordKeepingSessions(app.db, person.id);
  const params = { id: person.id };
  assert.ok((await administrator.call(disableAccount, { params })).body.disabledAt);
  assert.equal((await person.call(getSession)).status, 401);
  const attempt = () => anonymous(signIn, { body: { login: person.login, password } });
  assert.equal((await attempt()).problem.code, 'bad-credentials');
  await administrator.call(enableAccount, { params });
  assert.equal((await attempt()).status, 200);
});

test('a role over one organisation gives neither accounts, secrets nor the audit log', async (t) => {
  const { as } = await testApp(t, { routes: [readProbeRoute] });
  const organisationId = randomUUID();
  const scoped = await as([
    { role: 'operator', organisationId },
    { role: 'ciso', organisationId },
  ]);
  for (const contract of [listSecrets, listAudit]) {
    const reply = await scoped.call(contract);
    assert.equal(reply.problem.code, 'out-of-scope');
  }
  assert.equal((await scoped.call(listAccounts)).status, 403);
  assert.equal((await scoped.call(readProbe)).status, 200);
  const administrator = await as('administrator');
  const refused = await administrator.call(updateAccount, {
    params: { id: scoped.id },
    body: { grants: [{ role: 'administrator', organisationId }] },
  });
  assert.equal(refused.problem.fields[0]?.field, 'body.grants.0.organisationId');
});

test('lists accounts by name, with what each may do', async (t) => {
  const { as } = await testApp(t);
  const administrator = await as('administrator');
  for (const displayName of ['Zoé', 'Éric', 'Alain', '100%'])
    await administrator.call(createAccount, {
      body: { login: `u-${displayName.length}-${displayName.charCodeAt(0)}`, displayName, grants: [] },
    });
  const names = (await administrator.call(listAccounts)).body.items.map((item) => item.displayName);
  assert.deepEqual(
    names.filter((name) => !name.startsWith('Test')),
    ['100%', 'Alain', 'Éric', 'Zoé'],
  );
  const percent = (await administrator.call(listAccounts, { query: { q: '%' } })).body;
  assert.deepEqual([percent.total, percent.items[0]?.displayName], [1, '100%']);
  assert.equal((await administrator.call(listAccounts, { query: { limit: 2 } })).body.total, 5);
});

test('a lost phone is forgotten and sessions are closed by an administrator', async (t) => {
  const { as } = await testApp(t);
  const [administrator, one, other] = [await as('administrator'), await as('viewer'), await as('viewer')];
  await administrator.call(resetSecondFactor, { params: { id: one.id } });
  assert.equal((await one.call(getSession)).status, 401);
  await administrator.call(endSessions, { params: { id: other.id } });
  assert.equal((await other.call(getSession)).status, 401);
  assert.equal((await administrator.call(getAccount, { params: { id: randomUUID() } })).status, 404);
});
