import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TOTP } from 'otpauth';
import { URI } from 'otpauth';
import { callWith, sessionHeaders, testApp } from '#test/app.ts';
import { readProbe, readProbeRoute } from '#test/read-probe.ts';
import { setPassword } from './accounts.ts';
import {
  beginAuthenticator,
  changePassword,
  confirmAuthenticator,
  createToken,
  getSession,
  passSecondFactor,
  renewRecoveryCodes,
  signIn,
  signOut,
} from './api.ts';
import { hashPassword } from './password-hash.ts';

const password = 'banian lagon pirogue vent';

async function withAccount(t: Parameters<typeof testApp>[0]) {
  const made = await testApp(t, { requireSecondFactor: true, routes: [readProbeRoute] });
  const person = await made.as('analyst');
  await setPassword(made.app.db, person.id, await hashPassword(password), null);
  const open = async () => {
    const reply = await made.anonymous(signIn, { body: { login: person.login, password } });
    return { me: reply.body, call: callWith(made.server, sessionHeaders(reply.cookies)) };
  };
  /** Signs in and enrols; gives the authenticator as the phone has it. */
  const enrol = async () => {
    const { call } = await open();
    const { otpauthUrl } = (await call(beginAuthenticator, { body: {} })).body;
    const phone = URI.parse(otpauthUrl) as TOTP;
    const reply = await call(confirmAuthenticator, { body: { code: phone.generate() } });
    return { phone, reply, call: callWith(made.server, sessionHeaders(reply.cookies)) };
  };
  return { ...made, person, open, enrol };
}

/** The code of the next step is accepted too, and was not used to enrol. */
const nextCode = (phone: TOTP) => phone.generate({ timestamp: Date.now() + 30_000 });

test('before an authenticator is set up, a session reaches nothing else', async (t) => {
  const { open } = await withAccount(t);
  const { me, call } = await open();
  assert.equal(me.secondFactor, 'enrol');
  assert.deepEqual(me.rights, []);
  assert.equal((await call(getSession)).status, 200);
  const refused = await Promise.all([
    call(readProbe),
    call(createToken, { body: { name: 'x', rights: ['read'] } }),
    call(passSecondFactor, { body: { code: '000000' } }),
    call(changePassword, { body: { currentPassword: password, newPassword: 'tricot rayé sous la pluie' } }),
  ]);
  for (const reply of refused) assert.equal(reply.problem.code, 'second-factor-enrol');
  assert.equal((await call(signOut)).status, 200);
});

test('enrols with one code, gives ten recovery codes and opens the rights', async (t) => {
  const { app, enrol, person } = await withAccount(t);
  const { phone, reply, call } = await enrol();
  assert.equal(reply.status, 200);
  assert.equal(new Set(reply.body.recoveryCodes).size, 10);
  for (const code of reply.body.recoveryCodes) assert.match(code, /^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
  assert.equal(phone.issuer, 'Vigie');
  const me = (await call(getSession)).body;
  assert.equal(me.secondFactor, 'done');
  assert.ok(me.rights.includes('analyse'));
  assert.equal((await call(readProbe)).status, 200);
  const row = await app.db
    .selectFrom('platform.account')
    .selectAll()
    .where('id', '=', person.id)
    .executeTakeFirstOrThrow();
  assert.ok(!row.totp_secret?.includes(phone.secret.base32), 'the secret is encrypted');
  assert.ok(!row.recovery_codes.includes(reply.body.recoveryCodes[0] ?? ''));
});

test('a session that waits for its second factor does not wait long', async (t) => {
  const { app, open, enrol } = await withAccount(t);
  await open();
  const minutesLeft = async () => {
    const rows = await app.db.selectFrom('platform.session').select('expires_at').execute();
    return Math.max(...rows.map((row) => (row.expires_at.getTime() - Date.now()) / 60_000));
  };
  assert.ok((await minutesLeft()) < 31);
  await enrol();
  assert.ok((await minutesLeft()) > 700);
});

test('a wrong code enrols nothing', async (t) => {
  const { open } = await withAccount(t);
  const { call } = await open();
  assert.equal((await call(confirmAuthenticator, { body: { code: '123456' } })).problem.code, 'bad-code');
  await call(beginAuthenticator, { body: {} });
  const refused = await call(confirmAuthenticator, { body: { code: '12345x' } });
  assert.equal(refused.problem.fields[0]?.field, 'body.code');
  assert.equal((await call(getSession)).body.secondFactor, 'enrol');
});

test('a code is worth one sign-in, even twice at once', async (t) => {
  const { enrol, open } = await withAccount(t);
  const { phone } = await enrol();
  const used = phone.generate();
  const replayed = await open();
  assert.equal(replayed.me.secondFactor, 'needed');
  const again = await replayed.call(passSecondFactor, { body: { code: used } });
  assert.equal(again.problem.code, 'bad-code', 'the code that enrolled cannot open a session');
  const sessions = await Promise.all([open(), open(), open()]);
  const code = nextCode(phone);
  const replies = await Promise.all(sessions.map(({ call }) => call(passSecondFactor, { body: { code } })));
  assert.deepEqual(replies.map((reply) => reply.status).toSorted(), [200, 403, 403]);
});

test('codes of long ago or of later are refused', async (t) => {
  const { enrol, open } = await withAccount(t);
  const { phone } = await enrol();
  const { call } = await open();
  for (const seconds of [-90, 90]) {
    const code = phone.generate({ timestamp: Date.now() + seconds * 1000 });
    assert.equal((await call(passSecondFactor, { body: { code } })).problem.code, 'bad-code');
  }
});

test('passing the second factor gives the session a new token; the former is void', async (t) => {
  const { enrol, open, server } = await withAccount(t);
  const { phone } = await enrol();
  const { call } = await open();
  const passed = await call(passSecondFactor, { body: { code: nextCode(phone) } });
  assert.equal(passed.body.secondFactor, 'done');
  assert.equal((await call(getSession)).status, 401);
  const after = callWith(server, sessionHeaders(passed.cookies));
  assert.equal((await after(readProbe)).status, 200);
});

test('a recovery code serves once; new ones void the old', async (t) => {
  const { enrol, open, server } = await withAccount(t);
  const { reply } = await enrol();
  const [first = '', second = '', third = ''] = reply.body.recoveryCodes;
  const one = await open();
  const typed = first.toLowerCase().replaceAll('-', ' ');
  const passed = await one.call(passSecondFactor, { body: { code: typed } });
  assert.equal(passed.body.recoveryCodesLeft, 9);
  const other = await open();
  assert.equal((await other.call(passSecondFactor, { body: { code: first } })).problem.code, 'bad-code');
  assert.equal((await other.call(passSecondFactor, { body: { code: second } })).status, 200);
  const call = callWith(server, sessionHeaders(passed.cookies));
  const renewed = await call(renewRecoveryCodes, { body: { password } });
  assert.equal(renewed.body.recoveryCodes.length, 10);
  const last = await open();
  assert.equal((await last.call(passSecondFactor, { body: { code: third } })).problem.code, 'bad-code');
});

test('who only knows the password can neither see nor replace the authenticator', async (t) => {
  const { enrol, open } = await withAccount(t);
  await enrol();
  const { call } = await open();
  const begun = await call(beginAuthenticator, { body: { password } });
  assert.equal(begun.problem.code, 'second-factor-needed');
  const renewed = await call(renewRecoveryCodes, { body: { password } });
  assert.equal(renewed.problem.code, 'second-factor-needed');
});

test('replacing the authenticator asks for the password, and the old one holds until the new is confirmed', async (t) => {
  const { enrol, open } = await withAccount(t);
  const { phone, call } = await enrol();
  assert.equal((await call(beginAuthenticator, { body: {} })).problem.code, 'bad-password');
  assert.equal((await call(beginAuthenticator, { body: { password } })).status, 200);
  const { call: other } = await open();
  assert.equal((await other(passSecondFactor, { body: { code: nextCode(phone) } })).status, 200);
});

test('guessing codes is slowed down for the account, not for a session', async (t) => {
  const { enrol, open } = await withAccount(t);
  const { phone } = await enrol();
  const sessions = await Promise.all([open(), open()]);
  const guesses = Array.from({ length: 14 }, (_, index) => {
    const { call } = sessions[index % 2] ?? sessions[0];
    return call(passSecondFactor, { body: { code: String(index).padStart(6, '0') } });
  });
  const codes = (await Promise.all(guesses)).map((reply) => reply.problem.code);
  assert.equal(codes.filter((code) => code === 'bad-code').length, 10);
  assert.equal(codes.filter((code) => code === 'too-many-attempts').length, 4);
  const right = await sessions[0].call(passSecondFactor, { body: { code: nextCode(phone) } });
  assert.equal(right.status, 429);
  assert.ok(Number(right.headers['retry-after']) > 0);
});
