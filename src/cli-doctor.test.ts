import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/record-audit.ts';
import { refreshAnchor } from '#platform/audit/audit-anchor.ts';
import { insertAccount } from '#platform/auth/accounts.ts';
import { openDatabase } from '#platform/database.ts';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
import { migrate } from '#platform/migrate.ts';
import { system } from '#platform/rights.ts';
import { openKeyRing } from '#platform/secrets/key-ring.ts';
import { secretSealId, useSecret } from '#platform/secrets/secrets.ts';
import { testDatabase } from '#test/postgres.ts';
import { doctorCommand } from './cli-doctor.ts';
import { secretsCommand } from './cli-secrets.ts';
import { userCommand } from './cli-user.ts';

async function installation(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), 'vigie-doctor-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const database = await testDatabase(t);
  const keyFile = join(directory, 'vigie.key');
  const keys = await openKeyRing(keyFile, async () => false);
  const env = { VIGIE_DATA: directory, VIGIE_POSTGRES_URL: database.url, LANG: 'fr_FR.UTF-8' };
  for (let index = 0; index < 5; index += 1)
    await recordAudit(database.db, { actor: system, action: 'test', outcome: 'done' });
  return { database, db: database.db, keys, keyFile, env };
}

async function said(
  command: typeof doctorCommand,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await command(args, { env, out: (line) => out.push(line), err: (line) => err.push(line) });
  return { status, out: out.join('\n'), err: err.join('\n') };
}

async function forge(db: Awaited<ReturnType<typeof installation>>['db'], statement: string) {
  await sql.raw('alter table platform.audit_entry disable trigger user').execute(db);
  await sql.raw(statement).execute(db);
}

test('finds an installation sound, in the language of the terminal', async (t) => {
  const { env } = await installation(t);
  const { status, out } = await said(doctorCommand, [], env);
  assert.equal(status, 0, out);
  assert.match(out, /^✓ Vigie \d/m);
  assert.match(out, /^✓ Journal d’audit intact : 5 entrée/m);
  assert.match(out, /^✓ Schéma à jour \(\d+ migrations/m);
  assert.match(out, /^! Aucun compte encore/m);
  const english = await said(doctorCommand, ['--json'], { ...env, LANG: 'en_GB.UTF-8' });
  const checks = english.out.split('\n').map((line) => JSON.parse(line) as { id: string; level: string });
  assert.ok(checks.some(({ id, level }) => id === 'audit' && level === 'ok'));
});

test('names the broken entry of the audit log', async (t) => {
  const { db, env, keys } = await installation(t);
  await forge(db, `update platform.audit_entry set action = 'Test' where seq = 3`);
  const changed = await said(doctorCommand, [], env);
  assert.equal(changed.status, 1);
  assert.match(changed.out, /^✗ Journal d’audit rompu à l’entrée 3\. .*modifiée/m);
  await forge(db, `update platform.audit_entry set action = 'test' where seq = 3`);
  await refreshAnchor(db, keys);
  await forge(db, 'delete from platform.audit_entry where seq = 5');
  assert.match((await said(doctorCommand, [], env)).out, /✗ .*entrée 5\. La fin du journal a été coupée/);
});

test('says what is wrong with the key file', async (t) => {
  const { db, env, keys, keyFile } = await installation(t);
  const id = '00000000-0000-7000-8000-000000000001';
  const { keyId, nonce, ciphertext } = keys.seal(secretSealId(id), 'value');
  await db
    .insertInto('platform.secret')
    .values({ id, name: 'Commutateurs', kind: 'snmp', key_id: keyId, nonce, ciphertext })
    .execute();
  assert.match((await said(doctorCommand, [], env)).out, /✓ Fichier de clé .* ouvre les 1 valeur/);
  chmodSync(keyFile, 0o644);
  assert.match((await said(doctorCommand, [], env)).out, /✗ .*mode 0644.*chmod 600/);
  rmSync(keyFile);
  const missing = await said(doctorCommand, [], env);
  assert.match(missing.out, /✗ Le fichier de clé .* est absent/);
  assert.match(missing.out, /✓ Journal d’audit intact/, 'the chain is read without the key');
  await openKeyRing(keyFile, async () => false);
  assert.match((await said(doctorCommand, [], env)).out, /✗ 1 valeur\(s\).*Commutateurs/);
});

test('says that nobody can administer, and the command that mends it', async (t) => {
  const { db, env } = await installation(t);
  await insertAccount(db, {
    login: 'rose',
    displayName: 'Rose',
    grants: [{ role: 'viewer', organisationId: null }],
  });
  const { status, out } = await said(doctorCommand, [], env);
  assert.equal(status, 1);
  assert.match(out, /✗ Aucun administrateur .*vigie user add/);
});

test('a wrong setting or argument ends it with words', async (t) => {
  const { env } = await installation(t);
  const wrong = await said(doctorCommand, [], { ...env, VIGIE_LISTEN: 'nowhere' });
  assert.equal(wrong.status, 1);
  assert.match(wrong.out, /✗ .*VIGIE_LISTEN/);
  assert.equal((await said(doctorCommand, ['--what'], env)).status, 2);
  const absent = { VIGIE_DATA: join(env.VIGIE_DATA, 'nothing'), LANG: 'fr' };
  const nothing = await said(userCommand, ['list'], absent);
  assert.equal(nothing.status, 1);
  assert.match(nothing.err, /vigie start/);
  const unreachable = { ...env, VIGIE_POSTGRES_URL: 'postgresql://vigie@127.0.0.1:9/vigie' };
  assert.equal((await said(doctorCommand, [], unreachable)).status, 1);
});

test('works beside a running embedded PostgreSQL, and starts it where none runs', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'vigie-doctor-é '));
  t.after(() => rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
  const env = { VIGIE_DATA: directory, LANG: 'fr' };
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), durable: false });
  const database = await openDatabase(postgres.url);
  await migrate(database.pool, join(import.meta.dirname, '..', 'migrations'));
  const running = await said(doctorCommand, [], env);
  assert.match(running.out, /celui de la Vigie en marche/);
  assert.match(running.out, /! Le PostgreSQL embarqué contient OpenSSL 1\.1\.1/);
  await database.close();
  await postgres.stop();
  const started = await said(doctorCommand, [], env);
  assert.equal(started.status, 0, started.out);
  assert.match(started.out, /lancé pour cette vérification/);
});

test('vigie user: adds, lists, resets and unlocks, each in the audit log', async (t) => {
  const { db, env } = await installation(t);
  const added = await said(userCommand, ['add', 'Rose', '--name', 'Rose Cagnard'], env);
  assert.match(added.out, /^http:\/\/localhost:8470\/set-password#[\w-]{43}$/);
  assert.equal((await said(userCommand, ['add', 'rose'], env)).status, 1, 'taken');
  assert.match(
    (await said(userCommand, ['list'], env)).out,
    /^Rose\tRose Cagnard\tadministrator\tno password/,
  );
  const reset = await said(userCommand, ['reset', 'ROSE', '--second-factor'], env);
  assert.equal(reset.status, 0);
  assert.notEqual(reset.out, added.out);
  assert.equal((await said(userCommand, ['unlock', 'rose'], env)).status, 0);
  const unknown = await said(userCommand, ['unlock', 'nobody'], env);
  assert.equal(unknown.status, 1);
  assert.match(unknown.err, /Compte « nobody » : introuvable/);
  for (const args of [
    [],
    ['add'],
    ['add', 'x y'],
    ['list', 'rose'],
    ['add', 'x', '--role', 'god'],
    ['fly', 'rose'],
  ])
    assert.equal((await said(userCommand, args, env)).status, 2, args.join(' '));
  const entries = await db
    .selectFrom('platform.audit_entry')
    .select('action')
    .where('action', 'like', 'command.%')
    .orderBy('seq')
    .execute();
  assert.deepEqual(
    entries.map(({ action }) => action),
    ['command.user.add', 'command.user.reset', 'command.user.unlock'],
  );
});

test('vigie secrets rotate: everything opens with the new key, in a running Vigie too', async (t) => {
  const { db, env, keys, keyFile } = await installation(t);
  const id = '00000000-0000-7000-8000-000000000001';
  const sealed = keys.seal(secretSealId(id), 'value');
  await db
    .insertInto('platform.secret')
    .values({
      id,
      name: 'x',
      kind: 'x',
      key_id: sealed.keyId,
      nonce: sealed.nonce,
      ciphertext: sealed.ciphertext,
    })
    .execute();
  await refreshAnchor(db, keys);
  for (let round = 0; round < 3; round += 1)
    assert.equal((await said(secretsCommand, ['rotate'], env)).status, 0);
  const row = await db.selectFrom('platform.secret').select('key_id').executeTakeFirstOrThrow();
  assert.notEqual(row.key_id, sealed.keyId);
  assert.equal(await useSecret({ db, keys }, id, 'test'), 'value');
  const fresh = await openKeyRing(keyFile, async () => true);
  assert.throws(() => fresh.open(secretSealId(id), sealed), { code: 'key-unknown' }, 'unneeded keys go');
  assert.equal((await said(doctorCommand, [], env)).status, 0);
});
