import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import { addAdvisory, addMatch, addVulnerability, install } from '#test/vulnerability-factories.ts';
import {
  addSubscriptions,
  listSubscriptionHits,
  listSubscriptions,
  mostSubscriptions,
  previewSubscription,
  removeSubscription,
  suggestSubscriptions,
} from './api-subscriptions.ts';
import { listNews } from './api-watch.ts';
import { followSubscriptions } from './follow-subscriptions.ts';
import { writeNews } from './news.ts';
import { subscriptionRoutes } from './routes-subscriptions.ts';
import { watchRoutes } from './routes-watch.ts';
import type { PlacedAdvisory } from './store-advisories.ts';

const day = 86_400_000;

async function addRecent(
  db: Kysely<DB>,
  name: string,
  given: { title?: string; description?: string; product?: string; daysAgo?: number; feed?: string },
): Promise<{ advisory: number; vulnerability: number }> {
  const known = await db
    .selectFrom('vulnerabilities.vulnerability')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirst();
  const vulnerability = known?.id ?? (await addVulnerability(db, name, { title: given.title ?? '' }));
  const feed = given.feed ?? 'cve';
  const facts = { state: 'published', description: given.description ?? '' };
  const advisory = await addAdvisory(db, vulnerability, {
    feed,
    kind: 'cve',
    key: name,
    title: given.title ?? '',
    facts,
  });
  const at = new Date(Date.now() - (given.daysAgo ?? 1) * day);
  await sql`update vulnerabilities.advisory set published_at = ${at}, modified_at = ${at} where id = ${advisory}`.execute(
    db,
  );
  if (given.product !== undefined)
    await sql`
      with named as (insert into vulnerabilities.name (namespace, name, scheme) values ('product', ${given.product}, 'generic')
        on conflict (name, namespace, scheme) do update set scheme = excluded.scheme returning id)
      insert into vulnerabilities.rule (name_id, advisory_id, vulnerability_id, status, trust, weight, pointer)
      select id, ${advisory}, ${vulnerability}, 1, 20, 1, '' from named`.execute(db);
  return { advisory, vulnerability };
}

async function addNotice(
  db: Kysely<DB>,
  id: string,
  title: string,
  systems: readonly string[],
): Promise<void> {
  await sql`insert into vulnerabilities.certfr (id, kind, title, url, published_at, systems)
    values (${id}, 'avis', ${title}, ${`https://www.cert.ssi.gouv.fr/avis/${id}/`}, now() - interval '1 day', ${[...systems]}::text[])`.execute(
    db,
  );
}

/** As an import hands them over once they are stored. */
async function stored(
  db: Kysely<DB>,
  advisories: readonly number[],
  bulletinIds: readonly string[] = [],
  isBaseline = false,
) {
  const { rows } = await sql<{ id: number }>`
    select document_id as id from vulnerabilities.advisory where id = any(${[...advisories]}::int[])`.execute(
    db,
  );
  const placed = rows.map((document) => ({ document }) as unknown as PlacedAdvisory);
  const lines = await followSubscriptions(db, { placed, bulletinIds, isBaseline }, new Date());
  await writeNews(db, 'cve', lines, new Date());
  return lines.map(({ text }) => text.fr);
}

async function start(t: { after(fn: () => Promise<void>): void }) {
  const vigie = await testApp(t, { routes: [...subscriptionRoutes, ...watchRoutes] });
  const map = await mapFixture(vigie.app, t);
  return { ...vigie, db: vigie.app.db, map, ada: await vigie.as('analyst'), bob: await vigie.as('viewer') };
}

test('a subscription is tried before it is saved, and finds the last 30 days when it is', async (t) => {
  const { db, map, ada } = await start(t);
  const { advisory, vulnerability } = await addRecent(db, 'CVE-2026-1', {
    title: 'FortiOS overflow',
    product: 'fortinet:fortios',
  });
  await addRecent(db, 'CVE-2026-2', { title: 'Another', product: 'fortinet:fortiproxy' });
  await addRecent(db, 'CVE-2026-3', { title: 'Old', product: 'fortinet:fortios', daysAgo: 45 });
  await addRecent(db, 'CVE-2026-4', { title: 'Chrome', product: 'google:chrome' });
  await addNotice(db, 'CERTFR-2026-AVI-0100', 'Multiples vulnérabilités dans les produits Fortinet', [
    'FortiOS 7.4',
  ]);
  const components = await install(db, map.sourceId, map.id('srv-1'), [
    { ecosystem: 'system', name: 'FortiOS', version: '7.4.3', vendor: 'Fortinet' },
  ]);
  await addMatch(db, components.get('FortiOS 7.4.3') ?? '', vulnerability, advisory);

  const tried = (await ada.call(previewSubscription, { query: { kind: 'vendor', value: 'Fortinet, Inc.' } }))
    .body;
  assert.deepEqual([tried.count, tried.touching, tried.nothingKnown], [3, 1, false]);
  assert.deepEqual((await ada.call(listSubscriptions)).body.items, []);

  const body = {
    items: [
      { kind: 'vendor', value: 'Fortinet' },
      { kind: 'vendor', value: 'FORTINET INC' },
    ],
  };
  assert.equal((await ada.call(addSubscriptions, { body })).body.added, 1);
  assert.equal((await ada.call(addSubscriptions, { body })).body.added, 0);
  const [own] = (await ada.call(listSubscriptions)).body.items;
  assert.deepEqual([own?.value, own?.recent], ['Fortinet', 3]);
  const hits = (await ada.call(listSubscriptionHits)).body;
  assert.deepEqual(hits.items.map((hit) => [hit.name, hit.kind, hit.found.by, hit.touches]).toSorted(), [
    ['CERTFR-2026-AVI-0100', 'notice', 'title', false],
    ['CVE-2026-1', 'vulnerability', 'name', true],
    ['CVE-2026-2', 'vulnerability', 'name', false],
  ]);
  assert.equal(hits.total, 3);
  const news = (await ada.call(listNews, { query: { scope: 'ours', kind: 'subscription' } })).body;
  assert.equal(news.total, 0, 'what was known before is no news');
});

test('at publication, without CPE and without a product name, words are enough', async (t) => {
  const { db, ada } = await start(t);
  await ada.call(addSubscriptions, {
    body: {
      items: [
        { kind: 'product', value: 'apache:log4j2' },
        { kind: 'word', value: 'jndi' },
      ],
    },
  });
  const { advisory } = await addRecent(db, 'CVE-2021-44228', {
    description: 'Apache Log4j2 JNDI features do not protect against attacker controlled LDAP.',
    product: 'n/a:n/a',
  });
  assert.deepEqual(await stored(db, [advisory]), [
    'CVE-2021-44228 parle de « apache:log4j2 », que vous suivez',
    'CVE-2021-44228 parle de « jndi », que vous suivez',
  ]);
});

test('told once: another feed that repeats it, or a change of it, is no news; a notice of CERT-FR is', async (t) => {
  const { db, ada, bob } = await start(t);
  await ada.call(addSubscriptions, { body: { items: [{ kind: 'word', value: 'Évasion' }] } });
  const first = await addRecent(db, 'CVE-2026-5', { title: 'Sandbox evasion' });
  assert.equal((await stored(db, [first.advisory])).length, 1);
  assert.equal((await stored(db, [first.advisory])).length, 0);
  const again = await addRecent(db, 'CVE-2026-5', { title: 'Sandbox evasion (NVD)', feed: 'nvd' });
  assert.equal((await stored(db, [again.advisory])).length, 0);
  await addNotice(db, 'CERTFR-2026-AVI-0200', 'Évasion de bac à sable', []);
  assert.deepEqual(await stored(db, [], ['CERTFR-2026-AVI-0200']), [
    'CERTFR-2026-AVI-0200 parle de « Évasion », que vous suivez',
  ]);
  const of = async (person: typeof ada) =>
    (await person.call(listNews, { query: { scope: 'ours', kind: 'subscription' } })).body.total;
  assert.deepEqual([await of(ada), await of(bob)], [2, 0], 'news of a subscription are its owner’s');
});

test('the first load of a feed notes what is recent and makes no news of it', async (t) => {
  const { db, ada } = await start(t);
  await ada.call(addSubscriptions, { body: { items: [{ kind: 'vendor', value: 'acme' }] } });
  const recent = await addRecent(db, 'CVE-2026-6', { product: 'acme:ship' });
  const old = await addRecent(db, 'CVE-2019-6', { product: 'acme:ship', daysAgo: 900 });
  assert.deepEqual(await stored(db, [recent.advisory, old.advisory], [], true), []);
  const { items } = (await ada.call(listSubscriptionHits)).body;
  assert.deepEqual(
    items.map(({ name }) => name),
    ['CVE-2026-6'],
  );
});

test('subscriptions are one’s own, bounded, and refused when nothing in them can be compared', async (t) => {
  const { ada, bob, anonymous } = await start(t);
  await ada.call(addSubscriptions, { body: { items: [{ kind: 'word', value: 'citrix' }] } });
  const id = (await ada.call(listSubscriptions)).body.items[0]?.id ?? '';
  assert.deepEqual((await bob.call(listSubscriptions)).body.items, []);
  assert.equal((await bob.call(removeSubscription, { params: { id } })).status, 404);
  assert.equal((await ada.call(removeSubscription, { params: { id } })).status, 200);
  assert.equal((await anonymous(listSubscriptions)).status, 401);
  const refused = await ada.call(addSubscriptions, { body: { items: [{ kind: 'word', value: '+ + +' }] } });
  assert.deepEqual([refused.status, refused.problem.fields[0]?.field], [400, 'body.items.0.value']);
  const portion = (from: number) => ({
    items: Array.from({ length: 50 }, (_, at) => ({ kind: 'word', value: `mot ${from + at}` })),
  });
  for (let from = 0; from < mostSubscriptions; from += 50)
    assert.equal((await ada.call(addSubscriptions, { body: portion(from) })).status, 200);
  assert.equal((await ada.call(addSubscriptions, { body: portion(900) })).status, 409);
});

test('what the estate has is proposed, vendor by vendor, within sight and not what is followed', async (t) => {
  const { db, map, ada, as } = await start(t);
  await install(db, map.sourceId, map.id('srv-1'), [
    { ecosystem: 'system', name: 'FortiOS', version: '7.4.3', vendor: 'Fortinet' },
    { ecosystem: 'deb', distribution: 'debian-12', name: 'openssl', version: '3', vendor: 'Debian' },
  ]);
  await install(db, map.sourceId, map.id('db-b'), [
    { ecosystem: 'system', name: 'Oracle Database', version: '19', vendor: 'Oracle' },
  ]);
  const values = async (person: typeof ada) =>
    (await person.call(suggestSubscriptions)).body.items.map(({ kind, value, assets }) => [
      kind,
      value,
      assets,
    ]);
  assert.deepEqual(await values(ada), [
    ['vendor', 'Fortinet', 1],
    ['vendor', 'Oracle', 1],
  ]);
  await ada.call(addSubscriptions, { body: { items: [{ kind: 'vendor', value: 'fortinet' }] } });
  assert.deepEqual(await values(ada), [['vendor', 'Oracle', 1]]);
  const ofA = await as([{ role: 'viewer', organisationId: map.id('org-a') }]);
  assert.deepEqual(await values(ofA), [['vendor', 'Fortinet', 1]]);
});
