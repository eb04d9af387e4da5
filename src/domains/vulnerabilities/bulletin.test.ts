import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { bulletinDocument } from '#engines/bulletin/bulletin-document.ts';
import type { Bulletin } from '#engines/bulletin/bulletin.ts';
import { addDays } from '#engines/bulletin/week.ts';
import type { DB } from '#platform/database-types.ts';
import { hasTypesetter, typesetPdf } from '#platform/documents/typeset-pdf.ts';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import {
  addAdvisory,
  addFeed,
  addMatch,
  addStanding,
  addVulnerability,
  install,
} from '#test/vulnerability-factories.ts';
import {
  discardBulletin,
  downloadBulletin,
  listBulletins,
  publishBulletin,
  readBulletin,
  saveBulletin,
} from './api-bulletin.ts';
import { bulletinRoutes } from './routes-bulletin.ts';

async function addNotice(
  db: Kysely<DB>,
  id: string,
  kind: 'avis' | 'alerte',
  cves: readonly string[],
): Promise<void> {
  await sql`insert into vulnerabilities.certfr (id, kind, title, url, published_at, systems, risks)
    values (${id}, ${kind}, ${`Vulnérabilité ${id}`}, 'https://www.cert.ssi.gouv.fr/', now(), '{FortiOS 7.4.x}', '{Exécution de code}')`.execute(
    db,
  );
  await sql`insert into vulnerabilities.certfr_vulnerability (certfr_id, vulnerability_id)
    select ${id}, own.id from vulnerabilities.vulnerability as own where own.name = any(${[...cves]}::text[])`.execute(
    db,
  );
}

async function start(t: { after(fn: () => Promise<void>): void }) {
  const vigie = await testApp(t, { routes: bulletinRoutes });
  const map = await mapFixture(vigie.app, t);
  const { db } = vigie.app;
  const analyst = await vigie.as('analyst');
  const { currentWeek } = (await analyst.call(listBulletins)).body;
  return { ...vigie, db, map, analyst, week: currentWeek, params: { week: currentWeek } };
}

async function expose(db: Kysely<DB>, map: Awaited<ReturnType<typeof start>>['map']): Promise<void> {
  const components = await install(db, map.sourceId, map.id('srv-1'), [
    { ecosystem: 'system', name: 'FortiOS', version: '7.4.3', vendor: 'Fortinet' },
    { ecosystem: 'system', name: 'Zimbra', version: '10.0.7', vendor: 'Synacor' },
  ]);
  for (const [name, component] of [
    ['CVE-2026-1', 'FortiOS 7.4.3'],
    ['CVE-2026-2', 'FortiOS 7.4.3'],
    ['CVE-2026-3', 'Zimbra 10.0.7'],
  ] as const) {
    const kev = { addedOn: '2026-01-02', dueOn: null, ransomware: false, action: 'Mend' };
    const id = await addVulnerability(db, name, name === 'CVE-2026-1' ? { kev } : {});
    const advisory = await addAdvisory(db, id, { feed: 'cve', kind: 'cve', key: name });
    await addMatch(db, components.get(component) ?? '', id, advisory);
  }
  await addVulnerability(db, 'CVE-2026-9');
  await addStanding(db, map.id('srv-1'), [map.id('svc-a')]);
  await addNotice(db, 'CERTFR-2026-AVI-0100', 'avis', ['CVE-2026-1', 'CVE-2026-2', 'CVE-2026-9']);
  await addNotice(db, 'CERTFR-2026-ALE-009', 'alerte', ['CVE-2026-9']);
}

const given = (more: object = {}) => ({ tlp: 'AMBER', introduction: null, edits: [], ...more });

test('a week is drafted from what touches us: notices, then software, with our services', async (t) => {
  const { db, map, analyst, params } = await start(t);
  await expose(db, map);
  const { body } = await analyst.call(readBulletin, { params });
  assert.deepEqual(
    body.lines.map((line) => [line.key, line.cves, line.why, line.services]),
    [
      ['CERTFR-2026-AVI-0100', ['CVE-2026-1', 'CVE-2026-2'], ['exploited', 'new'], ['Immatriculation']],
      ['software:Synacor Zimbra', ['CVE-2026-3'], ['new'], ['Immatriculation']],
    ],
  );
  assert.deepEqual(
    body.otherAlerts.map(({ id }) => id),
    ['CERTFR-2026-ALE-009'],
  );
  assert.deepEqual([body.saved, body.version, body.publishedAt], [false, 1, null]);
  assert.match(body.drafted, /3 vulnérabilités nouvelles ou modifiées touchent notre parc/);
  const before = (await analyst.call(readBulletin, { params: { week: addDays(params.week, -70) } })).body;
  assert.deepEqual(before.lines, []);
});

test('every service that stands on it is named, however many', async (t) => {
  const { db, map, analyst, params } = await start(t);
  await expose(db, map);
  const all = ['svc-a', 'svc-b', 'svc-c', 'app-a', 'srv-2', 'rtr-n', 'rtr-k', 'wan'].map(map.id);
  await sql`update vulnerabilities.standing set service_ids = ${all}::uuid[]`.execute(db);
  const { lines } = (await analyst.call(readBulletin, { params })).body;
  assert.deepEqual(
    lines.map(({ services }) => services.length),
    [8, 8],
  );
});

test('a week without feeds is never calm: the bulletin says what was not loaded', async (t) => {
  const { db, analyst, params } = await start(t);
  const caveats = async () =>
    (await analyst.call(readBulletin, { params })).body.caveats.map(({ fr }) => fr).join('\n');
  const empty = await caveats();
  for (const words of [
    /CERT-FR n’était chargé/,
    /KEV n’était pas chargé/,
    /Aucun flux de vulnérabilités/,
    /Aucun inventaire/,
  ])
    assert.match(empty, words);
  const now = new Date();
  for (const [id, kind] of [
    ['certfr', 'certfr'],
    ['kev', 'kev'],
    ['cve', 'cve'],
  ] as const)
    await addFeed(db, id, kind, now);
  assert.doesNotMatch(await caveats(), /chargé/);
  await sql`update vulnerabilities.feed set newest_record_at = '2026-01-05' where id = 'kev'`.execute(db);
  assert.match(await caveats(), /KEV : flux qui n’est plus à jour ; dernier contenu du 5 janvier 2026/);
  const { body } = await analyst.call(readBulletin, { params: { week: '2024-01-01' } });
  assert.match(
    body.caveats.map(({ fr }) => fr).join(),
    /CERT-FR n’était chargé/,
    'feeds loaded later say nothing of it',
  );
});

test('a week that holds more than a bulletin looks at says so', async (t) => {
  const { db, map, analyst, params } = await start(t);
  await expose(db, map);
  const caveats = async () =>
    (await analyst.call(readBulletin, { params })).body.caveats.map(({ fr }) => fr).join('\n');
  assert.doesNotMatch(await caveats(), /plus graves/);
  await sql`with more as (
      insert into vulnerabilities.vulnerability (name) select 'CVE-2026-' || n from generate_series(10001, 13000) as n returning id
    )
    insert into vulnerabilities.match (component_id, vulnerability_id, status, advisory_id, trust, pointer, decided)
    select one.component_id, more.id, 1, one.advisory_id, one.trust, '', one.decided
    from more cross join (select * from vulnerabilities.match limit 1) as one`.execute(db);
  assert.match(await caveats(), /^3003 vulnérabilités .* que les 3000 plus graves\.$/m);
});

test('a draft is kept, annotated, published and frozen; a correction is the next version', async (t) => {
  const { db, map, analyst, as, params, week } = await start(t);
  await expose(db, map);
  const edit = { key: 'software:Synacor Zimbra', leftOut: true, note: '', action: '', responsible: '' };
  const saved = await analyst.call(saveBulletin, {
    params,
    body: given({ tlp: 'AMBER+STRICT', edits: [edit], introduction: 'Semaine calme.' }),
  });
  assert.deepEqual([saved.status, saved.body.version], [200, 1]);
  const draft = (await analyst.call(readBulletin, { params })).body;
  assert.deepEqual(
    [draft.tlp, draft.introduction, draft.edits, draft.saved],
    ['AMBER+STRICT', 'Semaine calme.', [edit], true],
  );
  const published = await analyst.call(publishBulletin, { params, body: given({ edits: [edit] }) });
  assert.deepEqual([published.status, published.body.version], [200, 1]);
  await sql`delete from vulnerabilities.match`.execute(db);
  const frozen = (await analyst.call(readBulletin, { params })).body;
  assert.equal(frozen.lines.length, 2, 'what was published does not move with the data');
  const html = async (version: number) => {
    const { headers } = analyst;
    return analyst.call(downloadBulletin, { params, query: { format: 'html', version }, headers });
  };
  assert.equal((await html(1)).status, 200);
  assert.equal((await html(2)).status, 404);
  assert.equal(
    (await analyst.call(discardBulletin, { params })).status,
    409,
    'nothing but a draft is thrown away',
  );
  assert.equal((await analyst.call(saveBulletin, { params, body: given() })).body.version, 2);
  assert.deepEqual(
    (await analyst.call(listBulletins)).body.items.map((one) => [
      one.week,
      one.version,
      one.publishedAt !== null,
      one.lines,
    ]),
    [
      [week, 2, false, null],
      [week, 1, true, 1],
    ],
  );
  assert.equal((await analyst.call(discardBulletin, { params })).status, 200);
  const viewer = await as('viewer');
  assert.equal((await viewer.call(readBulletin, { params })).status, 200);
  assert.equal((await viewer.call(publishBulletin, { params, body: given() })).status, 403);
  const audit = await db
    .selectFrom('platform.audit_entry')
    .select(['action', 'outcome'])
    .where('action', 'like', '%bulletin')
    .orderBy('seq')
    .execute();
  assert.deepEqual(
    audit.map((entry) => `${entry.action} ${entry.outcome}`),
    [
      'vulnerabilities.save-bulletin done',
      'vulnerabilities.publish-bulletin done',
      'vulnerabilities.discard-bulletin conflict',
      'vulnerabilities.save-bulletin done',
      'vulnerabilities.discard-bulletin done',
      'vulnerabilities.publish-bulletin forbidden',
    ],
  );
});

test('it is of the whole administration, of a Monday, of a week that has begun', async (t) => {
  const { map, analyst, as, week } = await start(t);
  const ofA = await as([{ role: 'analyst', organisationId: map.id('org-a') }]);
  const params = { week };
  for (const contract of [readBulletin, downloadBulletin] as const)
    assert.equal((await ofA.call(contract, { params })).problem.code, 'out-of-scope');
  assert.equal((await ofA.call(saveBulletin, { params, body: given() })).problem.code, 'out-of-scope');
  const statusOf = async (wrong: string) =>
    (await analyst.call(readBulletin, { params: { week: wrong } })).status;
  assert.equal(await statusOf(addDays(week, 1)), 400);
  assert.equal(await statusOf(addDays(week, 7)), 400);
  assert.equal(await statusOf('2026-13-45'), 400);
});

describe('documents', () => {
  test('the page is shown without any power: no script, no source, a sandbox', async (t) => {
    const { analyst, params } = await start(t);
    const { status, headers } = await analyst.call(downloadBulletin, { params, query: { format: 'html' } });
    assert.equal(status, 200);
    assert.match(String(headers['content-type']), /^text\/html/);
    assert.match(String(headers['content-security-policy']), /default-src 'none'.*sandbox/);
    assert.match(
      String(headers['content-disposition']),
      /^inline; filename="bulletin-veille-\d{4}-s\d{2}-tlp-amber\.html"/,
    );
  });

  test('the PDF comes as a file', async (t) => {
    if (!hasTypesetter()) return t.skip('typst does not exist for this machine');
    const { analyst, params } = await start(t);
    const { status, headers } = await analyst.call(downloadBulletin, { params });
    assert.deepEqual([status, headers['content-type']], [200, 'application/pdf']);
    assert.match(String(headers['content-disposition']), /^attachment; filename="bulletin-veille-/);
  });

  const template = readFileSync(join(import.meta.dirname, 'bulletin.typ'), 'utf8');
  const hostile = [
    '#panic("x")',
    '#import "@preview/cetz:0.2.2"',
    '#read("/etc/passwd")',
    '$x^2$ *b* _i_ `c` = h',
    '[l] @ref <label> ~ \\ \\u{41} // c /* d',
    '"); #panic("y") ("',
    '\u0000\u0007\u202E\uD800é😀漢字',
    '#'.repeat(400),
    'a'.repeat(5000),
    '{{{{[[[[((((',
  ];

  test('no text of others is taken for markup by typst, whichever field it stands in', async (t) => {
    if (!hasTypesetter()) return t.skip('typst does not exist for this machine');
    for (const text of [...hostile, hostile.join('\n')]) {
      const pdf = await typesetPdf(template, bulletinDocument(bulletinOf(text)));
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-', text.slice(0, 40));
    }
  });

  test('the largest bulletin there can be is set in time', async (t) => {
    if (!hasTypesetter()) return t.skip('typst does not exist for this machine');
    const whole = bulletinOf('mot '.repeat(3000));
    const [line] = whole.draft.lines;
    assert.ok(line !== undefined);
    const lines = Array.from({ length: 60 }, (_, at) => ({ ...line, key: `k${at}` }));
    const edits = lines.map(({ key }) => ({
      key,
      leftOut: false,
      note: 'note '.repeat(200),
      action: 'a '.repeat(200),
      responsible: '',
    }));
    const pdf = await typesetPdf(
      template,
      bulletinDocument({ ...whole, edits, draft: { ...whole.draft, lines } }),
    );
    assert.ok(pdf.length > 20_000);
  });

  test('a template that fails or never ends costs one process and is told', async (t) => {
    if (!hasTypesetter()) return t.skip('typst does not exist for this machine');
    await assert.rejects(typesetPdf('#panic("x")', {}), { code: 'typesetting-failed' });
    await assert.rejects(typesetPdf('#for i in range(300) { pagebreak() }', {}), {
      code: 'typesetting-failed',
    });
  });
});

/** A bulletin in which every text of others is this one. */
function bulletinOf(text: string): Bulletin {
  return {
    administration: text,
    week: '2026-11-16',
    version: 1,
    tlp: 'RED',
    introduction: text,
    edits: [{ key: 'k', leftOut: false, note: text, action: text, responsible: text }],
    draft: {
      lines: [
        {
          key: 'k',
          reference: text,
          url: null,
          title: text,
          systems: [text, text],
          risks: [text],
          cves: [text],
          publishedAt: '2026-11-16T00:00:00Z',
          modifiedAt: null,
          why: ['exploited'],
          toConfirm: false,
          services: [text],
          actions: [text],
          urgency: null,
          dueAt: null,
          responsible: [text],
          findingIds: [],
        },
      ],
      left: 0,
      vulnerabilities: 1,
      exploited: 1,
      services: 1,
      otherAlerts: [{ id: text, title: text, url: text }],
    },
    caveats: [{ fr: text, en: text }],
    timeZone: 'Pacific/Noumea',
    preparedBy: text,
    publishedAt: '2026-11-22T20:00:00Z',
    readAt: '2026-11-22T20:00:00Z',
  };
}
