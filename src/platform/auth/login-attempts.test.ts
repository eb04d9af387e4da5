import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApp } from '#test/app.ts';
import { setPassword } from './accounts.ts';
import { getAccount, unlockAccount } from './api-accounts.ts';
import { signIn } from './api.ts';
import type { AttemptState } from './login-attempts.ts';
import { addressKey, nextAttempt, perLogin } from './login-attempts.ts';
import { hashPassword } from './password-hash.ts';

const password = 'banian lagon pirogue vent';
const start = new Date('2026-03-01T00:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

test('ten attempts pass, then the delay doubles up to its longest', () => {
  let state: AttemptState | null = null;
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const next = nextAttempt(state, perLogin, start);
    assert.equal(next.waitSeconds, 0, `attempt ${attempt + 1}`);
    state = next.state;
  }
  const delays: number[] = [];
  let seconds = 0;
  for (let attempt = 0; attempt < 7; attempt += 1) {
    const { waitSeconds } = nextAttempt(state, perLogin, after(seconds));
    delays.push(waitSeconds);
    seconds += waitSeconds;
    const next = nextAttempt(state, perLogin, after(seconds));
    assert.equal(next.waitSeconds, 0, 'one attempt when the delay is over');
    state = next.state;
  }
  assert.deepEqual(delays, [30, 60, 120, 240, 480, 900, 900]);
});

test('what is blocked stays so until its time, and a day later all is forgotten', () => {
  const blocked: AttemptState = { failures: 12, windowStartedAt: start, blockedUntil: after(120) };
  assert.equal(nextAttempt(blocked, perLogin, after(119)).waitSeconds, 1);
  assert.equal(nextAttempt(blocked, perLogin, after(119)).state, blocked);
  const later = nextAttempt(blocked, perLogin, after(86_401));
  assert.deepEqual(later, {
    waitSeconds: 0,
    state: { failures: 1, windowStartedAt: after(86_401), blockedUntil: null },
  });
});

test('an IPv6 network counts as one address', () => {
  assert.equal(addressKey('2001:db8:1:2::7'), addressKey('2001:0db8:1:2:aaaa:bbbb:cccc:dddd'));
  assert.notEqual(addressKey('2001:db8:1:2::7'), addressKey('2001:db8:1:3::7'));
  assert.equal(addressKey('::1'), 'ip:0:0:0:0::/64');
  assert.equal(addressKey('192.0.2.7'), 'ip:192.0.2.7');
  assert.equal(addressKey('::ffff:192.0.2.7'), 'ip:::ffff:192.0.2.7');
});

test('a known and an unknown login are refused alike, in words, status and delay', async (t) => {
  const { anonymous, app, as } = await testApp(t);
  const person = await as('viewer');
  await setPassword(app.db, person.id, await hashPassword(password), null);
  const seen = async (login: string) => {
    const replies: string[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const { status, problem } = await anonymous(signIn, { body: { login, password: 'wrong password' } });
      replies.push(`${status} ${problem.code} ${problem.detail.replace(/\d+ s/, 'N s')}`);
    }
    return replies;
  };
  const known = await seen(person.login);
  assert.deepEqual(known, await seen('nobody-of-this-name'));
  assert.match(known[9] ?? '', /^401 bad-credentials/);
  assert.match(known[10] ?? '', /^429 too-many-attempts/);
  const right = await anonymous(signIn, { body: { login: person.login, password } });
  assert.equal(right.status, 429, 'the right password waits too, or guessing would go on');
});

test('an unknown login costs as much work as a known one', async (t) => {
  const { anonymous, app, as } = await testApp(t);
  const person = await as('viewer');
  await setPassword(app.db, person.id, await hashPassword(password), null);
  const milliseconds = async (login: string) => {
    const times: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const begun = process.cpuUsage();
      await anonymous(signIn, { body: { login, password: 'wrong password' } });
      times.push(process.cpuUsage(begun).user / 1000);
    }
    return times.toSorted((a, b) => a - b)[2] ?? 0;
  };
  await milliseconds('warm-up');
  const [known, unknown] = [await milliseconds(person.login), await milliseconds('nobody')];
  // Without the dummy verification the unknown login would take a tenth of the time.
  assert.ok(unknown > known * 0.5 && unknown < known * 2, `${known} ms known, ${unknown} ms unknown`);
});

test('a hundred guesses at once are ten guesses', async (t) => {
  const { anonymous, app, as } = await testApp(t);
  const person = await as('viewer');
  await setPassword(app.db, person.id, await hashPassword(password), null);
  const guess = () => anonymous(signIn, { body: { login: person.login, password: 'wrong password' } });
  const replies = await Promise.all(Array.from({ length: 40 }, guess));
  assert.equal(replies.filter((reply) => reply.status === 401).length, 10);
  assert.equal(replies.filter((reply) => reply.status === 429).length, 30);
});

test('an administrator sees the block and lifts it', async (t) => {
  const { anonymous, app, as } = await testApp(t);
  const person = await as('viewer');
  const administrator = await as('administrator');
  await setPassword(app.db, person.id, await hashPassword(password), null);
  for (let attempt = 0; attempt < 10; attempt += 1)
    await anonymous(signIn, { body: { login: person.login, password: 'wrong password' } });
  const params = { id: person.id };
  assert.ok((await administrator.call(getAccount, { params })).body.lockedUntil);
  assert.equal((await administrator.call(unlockAccount, { params })).body.lockedUntil, null);
  const reply = await anonymous(signIn, { body: { login: person.login, password } });
  assert.equal(reply.status, 200);
});

test('a success forgets what was counted on the login', async (t) => {
  const { anonymous, app, as } = await testApp(t);
  const person = await as('viewer');
  await setPassword(app.db, person.id, await hashPassword(password), null);
  for (let round = 0; round < 3; round += 1) {
    for (let attempt = 0; attempt < 6; attempt += 1)
      await anonymous(signIn, { body: { login: person.login, password: 'wrong password' } });
    assert.equal((await anonymous(signIn, { body: { login: person.login, password } })).status, 200);
  }
});

test('what is typed as an unknown login is kept nowhere', async (t) => {
  const { anonymous, app } = await testApp(t);
  await anonymous(signIn, { body: { login: 'my-secret-password-typed-here', password: 'x' } });
  const entries = await app.db.selectFrom('platform.audit_entry').selectAll().execute();
  assert.equal(entries.at(-1)?.outcome, 'bad-credentials');
  const attempts = await app.db.selectFrom('platform.login_attempt').selectAll().execute();
  assert.ok(!JSON.stringify([entries, attempts]).includes('my-secret'));
});
