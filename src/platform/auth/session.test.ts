import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callWith, sessionHeaders, testApp } from '#test/app.ts';
import { setPassword } from './accounts.ts';
import {
  changePassword,
  completeSetup,
  getSession,
  getSetup,
  listSessions,
  revokeSession,
  signIn,
  signOut,
  updateSession,
} from './api.ts';
import { hashPassword } from './password-hash.ts';
import { createSetupLink } from './setup-link.ts';

const password = 'banian lagon pirogue vent';

test('the set-up link makes one first administrator, whatever comes at once', async (t) => {
  const { app, anonymous, server } = await testApp(t);
  const token = await createSetupLink(app.db);
  assert.ok(token);
  assert.deepEqual((await anonymous(getSetup)).body, { needed: true });
  const body = (login: string) => ({ token, login, displayName: 'Rose Cagnard', password, language: 'fr' });
  const replies = await Promise.all(
    ['rose', 'other', 'third', 'fourth'].map((login) => anonymous(completeSetup, { body: body(login) })),
  );
  assert.deepEqual(replies.map((reply) => reply.status).toSorted(), [200, 403, 403, 403]);
  const winner = replies.find((reply) => reply.status === 200);
  assert.ok(winner);
  assert.ok(winner.body.rights.includes('administer'));
  const me = await callWith(server, sessionHeaders(winner.cookies))(getSession);
  assert.equal(me.body.login, winner.body.login);
  assert.deepEqual((await anonymous(getSetup)).body, { needed: false });
  assert.equal(await createSetupLink(app.db), null);
});

test('a refused password does not use the set-up link up; a new start voids it', async (t) => {
  const { app, anonymous } = await testApp(t);
  const first = await createSetupLink(app.db);
  const body = { login: 'rose', displayName: 'Rose', language: 'fr' };
  const weak = await anonymous(completeSetup, { body: { ...body, token: first, password: 'azerty' } });
  assert.equal(weak.status, 400);
  assert.equal(weak.problem.fields[0]?.field, 'body.password');
  const second = await createSetupLink(app.db);
  const voided = await anonymous(completeSetup, { body: { ...body, token: first, password } });
  assert.equal(voided.problem.code, 'setup-refused');
  const used = await anonymous(completeSetup, { body: { ...body, token: second, password } });
  assert.equal(used.status, 200);
});

async function withAccount(t: Parameters<typeof testApp>[0]) {
  const made = await testApp(t);
  const person = await made.as('operator');
  await setPassword(made.app.db, person.id, await hashPassword(password), null);
  const open = async () => {
    const reply = await made.anonymous(signIn, { body: { login: person.login.toUpperCase(), password } });
    const headers = sessionHeaders(reply.cookies);
    return { reply, headers, call: callWith(made.server, headers) };
  };
  return { ...made, person, open };
}

test('signs in, keeps preferences, signs out', async (t) => {
  const { open } = await withAccount(t);
  const { reply, call } = await open();
  assert.equal(reply.status, 200);
  assert.match(String(reply.headers['set-cookie']), /vigie_session=[^;]+;.*HttpOnly; SameSite=Strict/);
  assert.deepEqual(reply.body.rights, ['public', 'self', 'read', 'act', 'operate']);
  const changed = await call(updateSession, { body: { language: 'en', timeZone: 'Europe/Paris' } });
  assert.equal(changed.body.language, 'en');
  const wrong = await call(updateSession, { body: { timeZone: 'Atlantis/Centre' } });
  assert.equal(wrong.problem.fields[0]?.field, 'body.timeZone');
  assert.equal((await call(signOut)).status, 200);
  assert.equal((await call(getSession)).status, 401);
});

test('a write of a session needs its proof and its own origin', async (t) => {
  const { server, open } = await withAccount(t);
  const { headers } = await open();
  const body = { language: 'en' };
  const attempt = (more: Record<string, string>) =>
    callWith(server, { ...headers, ...more })(updateSession, { body });
  assert.equal((await attempt({ 'x-vigie-csrf': '' })).problem.code, 'csrf');
  assert.equal((await attempt({ 'x-vigie-csrf': 'x'.repeat(43) })).problem.code, 'csrf');
  assert.equal((await attempt({ origin: 'https://elsewhere.example' })).problem.code, 'csrf');
  assert.equal((await attempt({ origin: 'null' })).problem.code, 'csrf');
  assert.equal((await attempt({ origin: 'http://localhost:80', host: 'localhost' })).problem.code, 'csrf');
  assert.equal((await attempt({ origin: 'http://vigie.example', host: 'vigie.example' })).status, 200);
  assert.equal((await attempt({ origin: 'http://localhost:8470' })).status, 200);
  assert.equal((await attempt({})).status, 200);
});

test('signing in from another site is refused', async (t) => {
  const { anonymous, person } = await withAccount(t);
  const body = { login: person.login, password };
  const reply = await anonymous(signIn, { body, headers: { origin: 'https://elsewhere.example' } });
  assert.equal(reply.problem.code, 'csrf');
});

test('a session ends after twelve idle hours and after seven days whatever happens', async (t) => {
  const { app, open } = await withAccount(t);
  const { call } = await open();
  const age = (hours: number, idleHours: number) =>
    app.db
      .updateTable('platform.session')
      .set({
        created_at: new Date(Date.now() - hours * 3_600_000),
        last_seen_at: new Date(Date.now() - idleHours * 3_600_000),
        expires_at: new Date(Date.now() + (12 - idleHours) * 3_600_000),
      })
      .execute();
  await age(100, 11);
  assert.equal((await call(getSession)).status, 200);
  const row = await app.db.selectFrom('platform.session').selectAll().executeTakeFirstOrThrow();
  assert.ok(row.expires_at.getTime() - Date.now() > 11.9 * 3_600_000, 'idle limit slides');
  await age(24 * 7 - 1, 0.5);
  await call(getSession);
  const late = await app.db.selectFrom('platform.session').selectAll().executeTakeFirstOrThrow();
  assert.ok(late.expires_at.getTime() - Date.now() < 1.1 * 3_600_000, 'seven days do not slide');
  await age(30, 12.1);
  assert.equal((await call(getSession)).status, 401);
});

test('changing the password asks for the present one and ends the other sessions', async (t) => {
  const { open, anonymous, person } = await withAccount(t);
  const one = await open();
  const other = await open();
  const newPassword = 'tricot rayé sous la pluie';
  const refused = await one.call(changePassword, { body: { currentPassword: 'wrong', newPassword } });
  assert.equal(refused.problem.fields[0]?.field, 'body.currentPassword');
  const weak = await one.call(changePassword, { body: { currentPassword: password, newPassword: 'court' } });
  assert.equal(weak.problem.fields[0]?.field, 'body.newPassword');
  assert.match(weak.problem.fields[0]?.message.fr ?? '', /trop court : 5 caractères/);
  assert.equal((await other.call(getSession)).status, 200);
  const done = await one.call(changePassword, { body: { currentPassword: password, newPassword } });
  assert.equal(done.status, 200);
  assert.equal((await one.call(getSession)).status, 200);
  assert.equal((await other.call(getSession)).status, 401);
  assert.equal((await anonymous(signIn, { body: { login: person.login, password } })).status, 401);
});

test('lists and closes one’s own sessions, not those of others', async (t) => {
  const { open, as } = await withAccount(t);
  const one = await open();
  const other = await open();
  const list = (await one.call(listSessions)).body;
  // The third is the one the test account was made with, ended when its password was set.
  assert.equal(list.total, 2);
  const otherId = list.items.find((item) => !item.current)?.id ?? '';
  const stranger = await as('administrator');
  assert.equal((await stranger.call(revokeSession, { params: { id: otherId } })).status, 404);
  assert.equal((await one.call(revokeSession, { params: { id: otherId } })).status, 200);
  assert.equal((await other.call(getSession)).status, 401);
});

test('signing in again from one browser ends the session it had', async (t) => {
  const { app, anonymous, open, person } = await withAccount(t);
  const first = await open();
  const body = { login: person.login, password };
  await anonymous(signIn, { body, headers: { cookie: first.headers['cookie'] ?? '' } });
  assert.equal((await first.call(getSession)).status, 401);
  const rows = await app.db.selectFrom('platform.session').select('id').execute();
  assert.equal(rows.length, 1);
});
