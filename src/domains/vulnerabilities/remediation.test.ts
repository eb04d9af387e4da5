import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Hit } from '#map/rule.ts';
import { rule } from '#map/rule.ts';
import { runRule } from '#map/run-rule.ts';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import { addStanding } from '#test/vulnerability-factories.ts';
import { listRemediation } from './api-remediation.ts';
import { remediationRoutes } from './routes-remediation.ts';

const day = 86_400_000;

interface Given {
  readonly key: string;
  readonly assets: readonly string[];
  readonly within: 'immediate' | 'days3' | 'days14' | 'planned';
  readonly dueInDays?: number;
  readonly remedy?: 'upgrade' | 'confirm';
  readonly exploited?: number;
  readonly worst?: readonly { name: string; epss: number | null; cvss: number | null }[];
}

async function start(t: { after(fn: () => Promise<void>): void }) {
  const vigie = await testApp(t, { routes: remediationRoutes });
  const map = await mapFixture(vigie.app, t);
  const { db } = vigie.app;
  const hit = (given: Given): Hit => ({
    key: given.key,
    assetIds: given.assets.map(map.id),
    title: { fr: `${given.key} : passer à 2`, en: `${given.key}: upgrade to 2` },
    deadline: {
      within: given.within,
      weight: 0,
      reason: { fr: 'essai', en: 'test' },
      ...(given.dueInDays === undefined ? {} : { dueAt: new Date(Date.now() + given.dueInDays * day) }),
    },
    evidence: {
      software: { name: given.key, version: '1', vendor: 'Exemple', componentIds: ['7'] },
      remedy: given.remedy ?? 'upgrade',
      target: '2',
      knownOfTarget: 0,
      counts: {
        vulnerabilities: 3,
        exploited: given.exploited ?? 0,
        assets: given.assets.length,
        services: 0,
      },
      vulnerabilities: given.worst ?? [],
    },
  });
  const find = async (all: readonly Given[]) => {
    const hits = all.map(hit);
    const own = {
      id: 'vulnerabilities.component',
      title: { fr: 'Logiciel vulnérable', en: 'Vulnerable software' },
      remedy: { fr: 'Mettez à jour.', en: 'Upgrade.' },
      severity: 2 as const,
      everySeconds: 900,
      wakes: [],
      find: async () => hits,
    };
    await runRule(db, rule(own), new Date());
    await map.settle();
  };
  return { ...vigie, db, map, find };
}

const names = (reply: { items: readonly { software: { name: string } }[] }) =>
  reply.items.map(({ software }) => software.name);

test('by deadline, then by the services that stand on it, then EPSS, then CVSS', async (t) => {
  const { db, map, find, as } = await start(t);
  await addStanding(db, map.id('srv-1'), [map.id('svc-a'), map.id('svc-b')]);
  const one = (epss: number | null, cvss: number | null) => [{ name: 'CVE-2026-1', epss, cvss }];
  await find([
    { key: 'low', assets: ['srv-2'], within: 'days14', worst: one(0.1, 5) },
    { key: 'likely', assets: ['srv-2'], within: 'days14', worst: one(0.9, 5) },
    { key: 'grave', assets: ['srv-2'], within: 'days14', worst: one(0.1, 9.8) },
    { key: 'served', assets: ['srv-1'], within: 'days14', worst: one(null, null) },
    { key: 'now', assets: ['srv-2'], within: 'immediate' },
  ]);
  const { call } = await as('viewer');
  const reply = (await call(listRemediation)).body;
  assert.deepEqual(names(reply), ['now', 'served', 'likely', 'grave', 'low']);
  const served = reply.items[1];
  assert.deepEqual(
    [served?.standing.map(({ name }) => name), served?.target, served?.vulnerabilities, served?.remedy],
    [['Immatriculation', 'Titres miniers'], '2', 3, 'upgrade'],
  );
});

test('overdue is said; owners count what is open, late and closed', async (t) => {
  const { map, find, as } = await start(t);
  await find([
    { key: 'late', assets: ['srv-1', 'db-b'], within: 'days3', dueInDays: -2 },
    { key: 'soon', assets: ['srv-2'], within: 'days3', dueInDays: 2 },
    { key: 'gone', assets: ['srv-1'], within: 'planned' },
    { key: 'shared', assets: ['rtr-n'], within: 'planned', exploited: 1 },
  ]);
  await find([
    { key: 'late', assets: ['srv-1', 'db-b'], within: 'days3', dueInDays: -2 },
    { key: 'soon', assets: ['srv-2'], within: 'days3', dueInDays: 2 },
    { key: 'shared', assets: ['rtr-n'], within: 'planned', exploited: 1 },
  ]);
  const { call } = await as('analyst');
  const { progress, overdueTotal, items } = (await call(listRemediation)).body;
  assert.deepEqual(
    progress.map((line) => [line.owner?.name ?? null, line.open, line.overdue, line.closed]),
    [
      ['Direction A', 2, 1, 1],
      ['Direction B', 1, 1, 0],
      [null, 1, 0, 0],
    ],
  );
  assert.equal(overdueTotal, 1);
  const late = items.find(({ software }) => software.name === 'late');
  assert.deepEqual(
    [late?.overdue, late?.owners.map(({ owner }) => owner?.name)],
    [true, ['Direction A', 'Direction B']],
  );
  const filtered = async (query: Record<string, string>) =>
    names((await call(listRemediation, { query })).body);
  assert.deepEqual(await filtered({ overdue: '1' }), ['late']);
  assert.deepEqual(await filtered({ owner: map.id('org-b') }), ['late']);
  assert.deepEqual(await filtered({ owner: 'none' }), ['shared']);
  assert.deepEqual(await filtered({ exploited: '1' }), ['shared']);
  assert.deepEqual((await filtered({ q: 'exemple' })).length, 3);
  assert.deepEqual(await filtered({ q: 'srv-2' }), ['soon']);
  assert.deepEqual(await filtered({ assigned: 'nobody', deadline: 'planned' }), ['shared']);
  assert.deepEqual(await filtered({ remedy: 'confirm' }), []);
});

test('a reader of one direction sees its part, and counts only what is in sight', async (t) => {
  const { db, map, find, as } = await start(t);
  await addStanding(db, map.id('srv-1'), [map.id('svc-a'), map.id('svc-b')]);
  await find([
    { key: 'both', assets: ['srv-1', 'db-b'], within: 'days3' },
    { key: 'theirs', assets: ['db-b'], within: 'days3' },
  ]);
  const { call } = await as([{ role: 'viewer', organisationId: map.id('org-a') }]);
  const reply = (await call(listRemediation)).body;
  assert.deepEqual([names(reply), reply.total], [['both'], 1]);
  const [both] = reply.items;
  assert.deepEqual(
    [both?.assetCount, both?.owners.map(({ owner }) => owner?.name), both?.standing.map(({ name }) => name)],
    [1, ['Direction A'], ['Immatriculation']],
  );
  assert.deepEqual(
    reply.progress.map(({ owner, open }) => [owner?.name, open]),
    [['Direction A', 1]],
  );
  assert.deepEqual(names((await call(listRemediation, { query: { owner: map.id('org-b') } })).body), []);
});

test('what is put off is counted apart and shown on demand', async (t) => {
  const { db, find, as } = await start(t);
  await find([
    { key: 'later', assets: ['srv-1'], within: 'days3' },
    { key: 'open', assets: ['srv-1'], within: 'days3' },
  ]);
  await sql`update map.finding set snoozed_until = now() + interval '2 days' where key = 'later'`.execute(db);
  const { call } = await as('viewer');
  const reply = (await call(listRemediation)).body;
  assert.deepEqual([names(reply), reply.total, reply.quietTotal], [['open'], 1, 1]);
  assert.deepEqual((await call(listRemediation, { query: { quiet: '1' } })).body.total, 2);
});
