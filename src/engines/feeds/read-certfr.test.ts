import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import { readCertFrFeed } from './read-certfr-feed.ts';
import { isActiveAlert, readCertFr, readCertFrList } from './read-certfr.ts';

const alert: JsonObject = {
  $ref: 'https://www.cert.ssi.gouv.fr/openapi.json',
  reference: 'CERTFR-2026-ALE-004',
  title: 'Vulnérabilité dans le Portail de Fabrique',
  summary: '<p>Une faille du portail est exploit&eacute;e.</p>',
  content: '## Solutions\n\nMettre à jour.',
  affected_systems: [
    {
      description: 'Portail versions 2.x antérieures à 2.4',
      product: { name: 'Portail', vendor: { name: 'Fabrique', scada: false } },
    },
    {
      description: 'Guichet toutes versions',
      product: { name: 'N/A', vendor: { name: 'Fabrique', scada: false } },
    },
  ],
  affected_systems_content: '',
  cves: [
    { name: 'CVE-2026-1000', url: 'https://www.cve.org/CVERecord?id=CVE-2026-1000' },
    { name: 'à venir', url: '' },
  ],
  risks: [{ description: 'Exécution de code arbitraire à distance' }, { description: 'Déni de service' }],
  links: [{ title: 'Avis', url: '/avis/CERTFR-2026-AVI-0001/' }],
  vendor_advisories: [
    { published_at: '2026-02-01', title: 'Bulletin de Fabrique', url: 'https://fabrique.example/bulletin-7' },
  ],
  revisions: [
    { description: 'Mise à jour des systèmes affectés', revision_date: '2026-02-03T00:00:00.000000' },
    { description: 'Version initiale', revision_date: '2026-02-01T00:00:00.000000' },
  ],
};

describe('bulletins of CERT-FR', () => {
  test('an alert, whole', () => {
    const { value, problems } = readCertFr(alert);
    assert.deepEqual(value, {
      id: 'CERTFR-2026-ALE-004',
      kind: 'alerte',
      title: 'Vulnérabilité dans le Portail de Fabrique',
      url: 'https://www.cert.ssi.gouv.fr/alerte/CERTFR-2026-ALE-004/',
      publishedAt: '2026-02-01T00:00:00.000Z',
      modifiedAt: '2026-02-03T00:00:00.000Z',
      closedAt: null,
      summary: 'Une faille du portail est exploitée.',
      risks: ['Exécution de code arbitraire à distance', 'Déni de service'],
      systems: ['Fabrique Portail versions 2.x antérieures à 2.4', 'Fabrique Guichet toutes versions'],
      cves: ['CVE-2026-1000'],
      references: ['https://fabrique.example/bulletin-7'],
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ['/cves/1'],
    );
  });

  test('an alert is active until it is closed, an advisory never is', () => {
    const now = new Date('2026-03-01T00:00:00Z');
    const active = (document: JsonObject): boolean => {
      const { value } = readCertFr(document);
      return value !== null && isActiveAlert(value, now);
    };
    assert.equal(active(alert), true);
    assert.equal(active({ ...alert, closed_at: '2026-02-20' }), false);
    assert.equal(active({ ...alert, closed_at: null }), true);
    const closing = { description: 'Clôture de l’alerte.', revision_date: '2026-02-10T00:00:00.000000' };
    assert.equal(active({ ...alert, revisions: [...(alert['revisions'] as JsonObject[]), closing] }), false);
    assert.equal(active({ ...alert, reference: 'CERTFR-2026-AVI-0123' }), false);
  });

  test('where the list of CVE is empty, the text is read', () => {
    const { value } = readCertFr({ ...alert, cves: [], content: 'La faille cve-2026-123456 est exploitée.' });
    assert.deepEqual(value?.cves, ['CVE-2026-123456']);
  });

  test('what is no bulletin', () => {
    for (const document of [null, [], {}, { reference: 'CERTFR-2026-CTI-001', title: 'x' }] as JsonValue[]) {
      const { value, problems } = readCertFr(document);
      assert.deepEqual([value, problems[0]?.code], [null, 'feed.form']);
    }
  });

  test('the list of all bulletins', () => {
    const { value, problems } = readCertFrList([
      {
        reference: 'CERTFR-2026-AVI-0123',
        title: 'Multiples vulnérabilités',
        last_revision_date: '2026-02-03T00:00:00.000000',
        json_url: '/avis/CERTFR-2026-AVI-0123/json/',
      },
      { title: 'sans référence' },
    ]);
    assert.deepEqual(value, [
      {
        id: 'CERTFR-2026-AVI-0123',
        kind: 'avis',
        title: 'Multiples vulnérabilités',
        modifiedAt: '2026-02-03T00:00:00.000Z',
        jsonUrl: 'https://www.cert.ssi.gouv.fr/avis/CERTFR-2026-AVI-0123/json/',
      },
    ]);
    assert.equal(problems.length, 1);
  });
});

function feed(items: string, before = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${before}<rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel><title>CERT-FR</title><link>https://www.cert.ssi.gouv.fr/</link>${items}</channel></rss>`;
}

const item =
  '<item><title>Multiples vuln&#233;rabilités dans Portail (13 mars 2026)</title><link>https://www.cert.ssi.gouv.fr/avis/CERTFR-2026-AVI-0213/</link><description><![CDATA[<p>Dont la faille CVE-2026-1000.</p>]]></description><guid isPermaLink="true">https://www.cert.ssi.gouv.fr/avis/CERTFR-2026-AVI-0213/</guid><pubDate>Fri, 13 Mar 2026 00:00:00 +0000</pubDate></item>';

describe('RSS of CERT-FR', () => {
  test('items, their titles without the date', () => {
    const { value, problems } = readCertFrFeed(
      feed(`${item}<item><title>Actualité</title><link>https://x/</link></item>`),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      value.map(({ id, kind, title, publishedAt, summary, cves }) => [
        id,
        kind,
        title,
        publishedAt,
        summary,
        cves,
      ]),
      [
        [
          'CERTFR-2026-AVI-0213',
          'avis',
          'Multiples vulnérabilités dans Portail',
          '2026-03-13T00:00:00.000Z',
          'Dont la faille CVE-2026-1000.',
          ['CVE-2026-1000'],
        ],
      ],
    );
  });

  test('a feed that was cut gives what came before, and the line of the fault', () => {
    const { value, problems } = readCertFrFeed(feed(`${item}${item}`).slice(0, -200));
    assert.equal(value.length, 1);
    assert.deepEqual([problems[0]?.code, problems[0]?.line], ['feed.xml', 1]);
  });

  test('no DTD, no entities of its own, no bombs', () => {
    const bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>';
    const { value, problems } = readCertFrFeed(feed(item.replace('Multiples', '&b;'), bomb));
    assert.deepEqual(value, []);
    assert.match(problems[0]?.message.en ?? '', /DOCTYPE, which is not accepted/);
    assert.equal(readCertFrFeed(`<rss>${'<a>'.repeat(50_000)}`).problems.length, 1);
  });

  test('what is no feed', () => {
    for (const text of ['', 'bonjour', '<html><body/></html>', '{}'])
      assert.equal(readCertFrFeed(text).problems.length, 1, text);
  });
});
