import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { sql } from 'kysely';
import { system } from '#platform/rights.ts';
import { createToken, signOut } from '#platform/auth/api.ts';
import { createSecret } from '#platform/secrets/api.ts';
import { openKeyRing } from '#platform/secrets/key-ring.ts';
import { updateSettings } from '#platform/settings/api.ts';
import { testApp } from '#test/app.ts';
import { listAudit, listAuditActions, verifyAudit } from './api.ts';
import { refreshAnchor, verifyAuditLog } from './audit-anchor.ts';
import { recordAudit } from './record-audit.ts';
import { verifyChain } from './verify-chain.ts';

async function withEntries(t: TestContext, count: number) {
  const made = await testApp(t);
  const { db } = made.app;
  for (let index = 1; index <= count; index += 1)
    await recordAudit(db, {
      actor: system,
      action: 'test.write',
      subject: { kind: 'asset', id: `a${index}`, name: index % 2 ? 'Nouméa 🐢 – Koné' : '' },
      outcome: 'done',
      detail: { index, text: 'é🐢|5:x', nested: { b: [1, null], a: true } },
      ip: index % 3 ? '192.0.2.7' : '2001:db8::7',
    });
  /** What someone who owns the database could do. */
  const forge = async (statement: string) => {
    await sql.raw('alter table platform.audit_entry disable trigger user').execute(db);
    await sql.raw(statement).execute(db);
    await sql.raw('alter table platform.audit_entry enable trigger user').execute(db);
  };
  const brokenAt = async () => (await verifyChain(db)).broken?.seq ?? null;
  return { ...made, db, forge, brokenAt };
}

test('an untouched log holds, over several readings of the table', async (t) => {
  const { db } = await withEntries(t, 30);
  await sql`insert into platform.audit_entry
    (seq, actor_kind, actor_name, action, outcome, previous_hash, hash)
    select 0, 'system', 'Vigie', 'test.bulk', 'done', '', '' from generate_series(1, 4500)`.execute(db);
  const { entries, broken, head } = await verifyChain(db);
  assert.deepEqual({ entries, broken, last: head.seq }, { entries: 4530, broken: null, last: 4530 });
});

test('the database itself refuses to change the log', async (t) => {
  const { db } = await withEntries(t, 3);
  for (const statement of [
    'update platform.audit_entry set outcome = $$x$$',
    'delete from platform.audit_entry',
    'truncate platform.audit_entry',
  ])
    await assert.rejects(sql.raw(statement).execute(db), /append-only/);
});

test('one changed value of any column is named', async (t) => {
  const changes = [
    `at = at + interval '1 microsecond'`,
    `actor_kind = 'token'`,
    `actor_id = uuidv7()`,
    `actor_name = 'vigie'`,
    `action = 'test.writf'`,
    `subject_kind = null`,
    `subject_id = 'a8'`,
    `subject_name = 'other'`,
    `outcome = 'refused'`,
    `detail = detail || '{"index": 8}'`,
    `ip = '192.0.2.8'`,
    `hash = sha256('x')`,
    `previous_hash = sha256('x')`,
  ];
  const { db } = await withEntries(t, 9);
  await sql`alter table platform.audit_entry disable trigger user`.execute(db);
  for (const change of changes) {
    const trial = await db.startTransaction().execute();
    await sql.raw(`update platform.audit_entry set ${change} where seq = 7`).execute(trial);
    assert.equal((await verifyChain(trial)).broken?.seq, 7, change);
    await trial.rollback().execute();
  }
  assert.equal((await verifyChain(db)).broken, null);
});

test('an entry removed, slipped in, or put in another’s place is named', async (t) => {
  const removal = await withEntries(t, 9);
  await removal.forge('delete from platform.audit_entry where seq in (4, 5)');
  const { broken } = await verifyChain(removal.db);
  assert.equal(broken?.seq, 4);
  assert.match(broken?.reason.fr ?? '', /entrées 4 à 5 manquent/);

  const closedUp = await withEntries(t, 9);
  await closedUp.forge('delete from platform.audit_entry where seq = 4');
  await closedUp.forge('update platform.audit_entry set seq = seq - 1 where seq > 4');
  assert.equal(await closedUp.brokenAt(), 4);

  const first = await withEntries(t, 9);
  await first.forge('delete from platform.audit_entry where seq = 1');
  assert.equal(await first.brokenAt(), 1);

  const swapped = await withEntries(t, 9);
  await swapped.forge(
    `update platform.audit_entry set seq = case seq when 3 then 1006 else 1003 end where seq in (3, 6)`,
  );
  await swapped.forge('update platform.audit_entry set seq = seq - 1000 where seq > 1000');
  assert.equal(await swapped.brokenAt(), 3);
});

/** Recomputes the chain as a forger with the database and its functions would. */
const rehash = `do $$
  declare entry platform.audit_entry; previous bytea := '\\x00';
  begin
    for entry in select * from platform.audit_entry order by seq loop
      entry.previous_hash := previous;
      previous := sha256(convert_to(platform.audit_text(entry), 'UTF8'));
      update platform.audit_entry set previous_hash = entry.previous_hash, hash = previous where seq = entry.seq;
    end loop;
  end $$`;

test('the signed mark tells a cut end and a log rewritten whole', async (t) => {
  const cut = await withEntries(t, 9);
  assert.equal(await refreshAnchor(cut.db, cut.app.keys), null);
  assert.equal((await verifyAuditLog(cut.db, cut.app.keys)).anchor?.seq, 9);
  await cut.forge('delete from platform.audit_entry where seq > 6');
  assert.equal(await cut.brokenAt(), null, 'the chain alone cannot tell');
  const report = await verifyAuditLog(cut.db, cut.app.keys);
  assert.equal(report.broken?.seq, 7);
  assert.match(report.broken?.reason.fr ?? '', /fin du journal a été coupée.*entrée 9/);

  const whole = await withEntries(t, 9);
  await refreshAnchor(whole.db, whole.app.keys);
  await whole.forge(`update platform.audit_entry set actor_name = 'nobody' where seq = 5`);
  await whole.forge(rehash);
  assert.equal(await whole.brokenAt(), null, 'the forged chain is consistent');
  assert.equal((await verifyAuditLog(whole.db, whole.app.keys)).broken?.seq, 9);
});

test('a mark is neither forged nor moved over a break', async (t) => {
  const { db, app, forge } = await withEntries(t, 9);
  await refreshAnchor(db, app.keys);
  await recordAudit(db, { actor: system, action: 'test.after', outcome: 'done' });
  await forge(`update platform.audit_entry set outcome = 'x' where seq = 10`);
  assert.equal((await refreshAnchor(db, app.keys))?.seq, 10);
  await forge('delete from platform.audit_entry where seq > 5');
  assert.ok(await refreshAnchor(db, app.keys), 'stays where it was');
  await sql`update platform.setting set value = jsonb_set(value, '{seq}', '5')
    where key = 'audit_anchor'`.execute(db);
  const report = await verifyAuditLog(db, app.keys);
  assert.match(report.broken?.reason.fr ?? '', /marque signée/);
});

test('a mark whose key is lost says so instead of failing', async (t) => {
  const { db, app } = await withEntries(t, 3);
  await refreshAnchor(db, app.keys);
  const directory = mkdtempSync(join(tmpdir(), 'vigie-lost-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const other = await openKeyRing(join(directory, 'other.key'), async () => false);
  const report = await verifyAuditLog(db, other);
  assert.match(report.broken?.reason.fr ?? '', /absente du fichier de clé/);
});

test('every write leaves its entry: who, what, on what, with what outcome', async (t) => {
  const { app, as } = await testApp(t);
  const [operator, ciso, administrator] = [await as('operator'), await as('ciso'), await as('administrator')];
  const body = { name: 'Commutateurs', kind: 'snmp', value: 'x' };
  await operator.call(createSecret, { body });
  await operator.call(createSecret, { body });
  await operator.call(updateSettings, { body: { instanceName: 'Mine' } });
  await administrator.call(updateSettings, { body: { instanceName: 'Vigie DINUM' } });
  await operator.call(createToken, { body: { name: 'x', rights: ['read'] } });
  await operator.call(signOut);
  const { items, total } = (await ciso.call(listAudit)).body;
  assert.deepEqual(items.map((item) => [item.action, item.actor.name, item.outcome]).toReversed(), [
    ['secrets.create', `Test ${operator.login}`, 'done'],
    ['secrets.create', `Test ${operator.login}`, 'bad-request'],
    ['settings.update', `Test ${operator.login}`, 'forbidden'],
    ['settings.update', `Test ${administrator.login}`, 'done'],
    ['tokens.create', `Test ${operator.login}`, 'done'],
    ['session.delete', `Test ${operator.login}`, 'done'],
  ]);
  assert.equal(total, 6);
  assert.deepEqual(items[2]?.detail, { instanceName: { before: 'Vigie', after: 'Vigie DINUM' } });
  const count = async (query: Record<string, string>) => (await ciso.call(listAudit, { query })).body.total;
  assert.equal(await count({ outcome: 'refused' }), 2);
  assert.equal(await count({ actor: operator.id }), 5);
  assert.equal(await count({ actor: administrator.login.toUpperCase() }), 1);
  assert.equal(await count({ action: 'secrets.create', outcome: 'done' }), 1);
  assert.equal(await count({ subjectKind: 'secret' }), 1);
  assert.equal(await count({ q: 'vigie dinum' }), 1);
  assert.equal(await count({ to: new Date(Date.now() - 3_600_000).toISOString() }), 0);
  assert.equal((await ciso.call(listAuditActions)).body.items.length, 4);
  assert.equal((await operator.call(listAudit)).status, 401);
  const verified = (await ciso.call(verifyAudit)).body;
  assert.deepEqual([verified.entries, verified.broken], [6, null]);
  assert.equal((await verifyChain(app.db)).broken, null);
});
