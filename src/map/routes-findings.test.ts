import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import {
  actOnFindings,
  decideOnFindings,
  listFindings,
  listPeople,
  listRules,
  readFinding,
  revokeDecision,
} from './api-findings.ts';
import { mapRoutes } from './map-routes.ts';
import type { Hit } from './rule.ts';

const ahead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

async function start(t: { after(fn: () => Promise<void>): void }) {
  const vigie = await testApp(t, { routes: mapRoutes });
  const map = await mapFixture(vigie.app, t);
  const hits: Hit[] = [
    {
      assetId: map.id('wan'),
      title: { fr: 'Lien coupé', en: 'Link cut' },
      effect: { availability: 3 },
      evidence: { lost: 5 },
    },
    { assetId: map.id('srv-1'), title: { fr: 'Disque plein', en: 'Disk full' }, severity: 2 },
    {
      assetId: map.id('db-b'),
      title: { fr: 'Faille exploitée', en: 'Exploited flaw' },
      severity: 4,
      effect: { confidentiality: 1 },
      evidence: { exploited: true },
    },
    { sourceId: map.sourceId, title: { fr: 'Source muette', en: 'Silent source' }, severity: 1 },
  ];
  await map.setFindings(hits);
  const { call } = await vigie.as('viewer');
  const rows = (await call(listFindings, { query: { quiet: 1 } })).body.items;
  const idOf = (title: string) => rows.find((row) => row.title.fr === title)?.id ?? title;
  return { ...vigie, map, hits, idOf };
}

test('findings are listed most urgent first, with the services that they hurt', async (t) => {
  const { as, map } = await start(t);
  const { call } = await as('viewer');
  const { body } = await call(listFindings);
  assert.equal(body.total, 4);
  assert.ok(body.items.every((row, index) => row.priority >= (body.items[index + 1]?.priority ?? 0)));
  const cut = body.items.find((row) => row.title.fr === 'Lien coupé');
  assert.deepEqual(
    [cut?.services.map((service) => service.name), cut?.ruleTitle.fr],
    [['Titres miniers'], 'Problème d’essai'],
  );
  assert.deepEqual(body.rules, [
    { id: 'test.problem', title: { fr: 'Problème d’essai', en: 'Test problem' }, count: 4 },
  ]);
  const titles = async (query: Record<string, string | number>) =>
    (await call(listFindings, { query })).body.items.map((row) => row.title.fr).toSorted();
  assert.deepEqual(await titles({ severity: 2 }), ['Disque plein']);
  assert.deepEqual(await titles({ q: 'COUPE' }), ['Lien coupé']);
  assert.deepEqual(await titles({ asset: map.id('srv-1') }), ['Disque plein']);
  assert.deepEqual(await titles({ service: map.id('svc-b') }), ['Lien coupé']);
  assert.deepEqual(await titles({ source: map.sourceId }), ['Source muette']);
  assert.deepEqual(await titles({ rule: 'nothing.here' }), []);
  assert.deepEqual(await titles({ state: 'closed' }), []);
  assert.equal((await titles({ assigned: 'nobody' })).length, 4);
  assert.equal(
    (await call(listFindings, { query: { limit: 1, offset: 1 } })).body.items[0]?.id,
    body.items[1]?.id,
  );
  assert.equal((await call(listFindings, { query: { assigned: 'someone' } })).status, 400);
});

test('one finding answers what, where, which services, how we know, what to do', async (t) => {
  const { as, map, idOf } = await start(t);
  const { call } = await as('viewer');
  const { body } = await call(readFinding, { params: { id: idOf('Lien coupé') } });
  assert.deepEqual([body.evidence, body.remedy.fr], [{ lost: 5 }, 'Réparez.']);
  assert.deepEqual(
    body.paths.map(({ path }) => path.map((step) => step.name)),
    [['Lien Nouméa–Koné', 'Titres miniers']],
  );
  assert.deepEqual(
    body.events.map((event) => event.kind),
    ['opened'],
  );
  await map.setFindings([]);
  const closed = (await call(readFinding, { params: { id: idOf('Lien coupé') } })).body;
  assert.notEqual(closed.closedAt, null);
  assert.deepEqual([closed.services, closed.paths], [[], []]);
  assert.equal((await call(listFindings, { query: { state: 'closed' } })).body.total, 4);
  assert.equal((await call(readFinding, { params: { id: map.id('wan') } })).status, 404);
});

test('people take, assign, comment and put off; the history keeps who and what', async (t) => {
  const { as, idOf } = await start(t);
  const { call, id: me } = await as('operator');
  const ids = [idOf('Lien coupé'), idOf('Disque plein')];
  const act = async (action: object, on = ids) => await call(actOnFindings, { body: { ids: on, action } });
  assert.deepEqual((await act({ kind: 'acknowledge' })).body, { changed: 2 });
  await act({ kind: 'assign', accountId: me });
  await act({ kind: 'comment', text: 'Opérateur appelé' }, [ids[0] ?? '']);
  await act({ kind: 'snooze', until: ahead(2) }, [ids[1] ?? '']);
  const mine = (await call(listFindings, { query: { assigned: 'me' } })).body;
  assert.deepEqual([mine.items.map((row) => row.id), mine.quietTotal], [[ids[0]], 1]);
  assert.notEqual(mine.items[0]?.acknowledgedAt, null);
  const events = (await call(readFinding, { params: { id: ids[0] ?? '' } })).body.events;
  assert.deepEqual(
    events.map((event) => event.kind),
    ['commented', 'assigned', 'acknowledged', 'opened'],
  );
  assert.deepEqual(events[0]?.detail, { text: 'Opérateur appelé' });
  await act({ kind: 'snooze', until: null }, [ids[1] ?? '']);
  assert.equal((await call(listFindings, { query: { assigned: 'me' } })).body.total, 2);
  assert.equal(
    (await act({ kind: 'snooze', until: ahead(-1) })).problem.fields[0]?.field,
    'body.action.until',
  );
  assert.equal((await act({ kind: 'snooze', until: ahead(400) })).status, 400);
  const viewer = await as('viewer');
  assert.equal(
    (await act({ kind: 'assign', accountId: viewer.id })).problem.fields[0]?.field,
    'body.action.accountId',
  );
  assert.equal((await act({ kind: 'acknowledge' }, [...ids, me])).status, 404);
  assert.equal(
    (await viewer.call(actOnFindings, { body: { ids, action: { kind: 'acknowledge' } } })).status,
    403,
  );
  const people = (await call(listPeople)).body.items.map((person) => person.id);
  assert.ok(people.includes(me) && !people.includes(viewer.id));
});

test('a decision has a right, a reason and an end, and can be gone back on', async (t) => {
  const { as, idOf, app } = await start(t);
  const [operator, analyst, ciso] = [await as('operator'), await as('analyst'), await as('ciso')];
  const ids = [idOf('Faille exploitée')];
  const body = { ids, reason: 'Compensé par le filtrage', expiresAt: ahead(30) };
  assert.deepEqual(
    (await operator.call(decideOnFindings, { body: { ...body, kind: 'risk_accepted' } })).problem.code,
    'forbidden',
  );
  assert.equal(
    (await analyst.call(decideOnFindings, { body: { ...body, kind: 'risk_accepted' } })).status,
    403,
  );
  assert.equal(
    (await ciso.call(decideOnFindings, { body: { ...body, kind: 'planned_maintenance' } })).status,
    403,
  );
  for (const expiresAt of [ahead(-1), ahead(367)]) {
    const refused = await ciso.call(decideOnFindings, {
      body: { ...body, kind: 'risk_accepted', expiresAt },
    });
    assert.equal(refused.problem.fields[0]?.field, 'body.expiresAt');
  }
  const made = await ciso.call(decideOnFindings, { body: { ...body, kind: 'risk_accepted' } });
  assert.equal(made.status, 200);
  assert.equal((await ciso.call(listFindings)).body.total, 3);
  const quiet = (await ciso.call(listFindings, { query: { quiet: 1 } })).body.items.find(
    (row) => row.id === ids[0],
  );
  assert.deepEqual(
    [quiet?.decision?.kind, quiet?.decision?.reason],
    ['risk_accepted', 'Compensé par le filtrage'],
  );
  const revoke = { params: { id: made.body.id } };
  assert.equal((await analyst.call(revokeDecision, revoke)).status, 403);
  assert.equal((await ciso.call(revokeDecision, revoke)).status, 200);
  assert.equal((await ciso.call(revokeDecision, revoke)).problem.code, 'conflict');
  const events = (await ciso.call(readFinding, { params: { id: ids[0] ?? '' } })).body.events;
  assert.deepEqual(
    events.map((event) => event.kind),
    ['decision_ended', 'decided', 'opened'],
  );
  const false_positive = await analyst.call(decideOnFindings, { body: { ...body, kind: 'false_positive' } });
  assert.equal(false_positive.status, 200);
  const kept = await app.db
    .selectFrom('map.decision')
    .select(['kind', 'revoked_by_name'])
    .orderBy('created_at')
    .execute();
  assert.equal(kept.length, 2);
  assert.match(kept[0]?.revoked_by_name ?? '', /^Test ciso/);
});

test('rules are told with their last run', async (t) => {
  const { as } = await start(t);
  const { call } = await as('viewer');
  const { items } = (await call(listRules)).body;
  assert.deepEqual(
    items.map((rule) => [rule.id, rule.openFindings, rule.lastFailure]),
    [['test.problem', 4, null]],
  );
  assert.notEqual(items[0]?.lastSuccessAt, null);
});

test('who is scoped works on findings of its direction alone', async (t) => {
  const { as, map, idOf } = await start(t);
  const person = await as([{ role: 'analyst', organisationId: map.id('org-b') }]);
  const rows = (await person.call(listFindings)).body.items.map((row) => row.title.fr).toSorted();
  assert.deepEqual(rows, ['Faille exploitée', 'Lien coupé', 'Source muette']);
  const act = (title: string) =>
    person.call(actOnFindings, { body: { ids: [idOf(title)], action: { kind: 'acknowledge' } } });
  assert.equal((await act('Faille exploitée')).status, 200);
  assert.equal((await act('Lien coupé')).problem.code, 'out-of-scope');
  assert.equal((await act('Source muette')).problem.code, 'out-of-scope');
  assert.equal((await act('Disque plein')).status, 404);
  assert.equal((await person.call(readFinding, { params: { id: idOf('Disque plein') } })).status, 404);
});
