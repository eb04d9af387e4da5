import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bulletinDocument, bulletinFileName, introductionOf } from './bulletin-document.ts';
import { bulletinHtml } from './bulletin-html.ts';
import type { Bulletin, FactNotice, FactVulnerability } from './bulletin.ts';
import { draftBulletin } from './draft-bulletin.ts';
import { tidyLine } from './tidy-text.ts';
import { addDays, dateIn, mondayOf, weekNumber, weekPeriod } from './week.ts';

function vulnerability(name: string, more: Partial<FactVulnerability> = {}): FactVulnerability {
  return {
    name,
    title: `Défaut ${name}`,
    exploited: false,
    toConfirm: false,
    isNew: true,
    cvss: 7.5,
    publishedAt: '2026-11-17T01:00:00Z',
    modifiedAt: null,
    software: ['Fortinet FortiOS'],
    services: ['Immatriculation'],
    findings: [],
    ...more,
  };
}

function notice(id: string, cves: readonly string[], more: Partial<FactNotice> = {}): FactNotice {
  return {
    id,
    kind: 'avis',
    title: `Vulnérabilité dans ${id}`,
    url: `https://www.cert.ssi.gouv.fr/avis/${id}/`,
    publishedAt: '2026-11-16T13:30:00Z',
    modifiedAt: null,
    isOpenAlert: false,
    systems: ['FortiOS 7.4.x antérieures à 7.4.8'],
    risks: ['Exécution de code arbitraire à distance'],
    cves,
    ...more,
  };
}

function bulletin(more: Partial<Bulletin> = {}): Bulletin {
  return {
    administration: 'Gouvernement de la Nouvelle-Calédonie',
    week: '2026-11-16',
    version: 1,
    tlp: 'AMBER',
    introduction: null,
    draft: draftBulletin({ vulnerabilities: [], notices: [] }),
    edits: [],
    caveats: [],
    timeZone: 'Pacific/Noumea',
    preparedBy: 'Anne Martin',
    publishedAt: null,
    readAt: '2026-11-22T16:00:00Z',
    ...more,
  };
}

describe('lines', () => {
  const finding = (id: string, urgency: 'days3' | 'planned', dueAt: string | null) => ({
    id,
    title: `FortiOS 7.4.3 : passer à 7.4.8 (${id})`,
    urgency,
    dueAt,
    assignedTo: id === 'f1' ? 'Paul' : null,
  });

  test('a notice gathers the vulnerabilities it names; what no notice names is gathered by software', () => {
    const { lines, vulnerabilities, exploited } = draftBulletin({
      vulnerabilities: [
        vulnerability('CVE-2026-1', { cvss: 5 }),
        vulnerability('CVE-2026-2', {
          exploited: true,
          findings: [finding('f1', 'days3', '2026-11-20T00:00:00Z')],
        }),
        vulnerability('CVE-2026-3', { software: ['Zimbra'] }),
        vulnerability('CVE-2026-4', {
          software: ['Zimbra'],
          cvss: 9.8,
          findings: [finding('f2', 'planned', null)],
        }),
      ],
      notices: [notice('CERTFR-2026-AVI-0100', ['CVE-2026-1', 'CVE-2026-2', 'CVE-2026-9'])],
    });
    assert.deepEqual(
      lines.map((line) => [line.key, line.cves, line.why, line.urgency, line.responsible]),
      [
        ['CERTFR-2026-AVI-0100', ['CVE-2026-2', 'CVE-2026-1'], ['exploited', 'new'], 'days3', ['Paul']],
        ['software:Zimbra', ['CVE-2026-4', 'CVE-2026-3'], ['new'], 'planned', []],
      ],
    );
    assert.deepEqual([vulnerabilities, exploited], [4, 1]);
    assert.equal(lines[1]?.title, 'Zimbra : 2 vulnérabilités');
  });

  test('the most pressing first: exploited or alerted, then the deadline, then services, then the score', () => {
    const { lines } = draftBulletin({
      vulnerabilities: [
        vulnerability('CVE-2026-1', { software: ['doubt'], toConfirm: true, exploited: true }),
        vulnerability('CVE-2026-2', { software: ['later'], findings: [finding('f2', 'planned', null)] }),
        vulnerability('CVE-2026-3', { software: ['soon'], findings: [finding('f1', 'days3', null)] }),
        vulnerability('CVE-2026-4', { software: ['alerted'] }),
        vulnerability('CVE-2026-5', {
          software: ['later too'],
          findings: [finding('f3', 'planned', null)],
          cvss: 9,
        }),
        vulnerability('CVE-2026-6', {
          software: ['many'],
          findings: [finding('f4', 'planned', null)],
          services: ['a', 'b'],
        }),
      ],
      notices: [notice('CERTFR-2026-ALE-010', ['CVE-2026-4'], { kind: 'alerte', isOpenAlert: true })],
    });
    assert.deepEqual(
      lines.map(({ key }) => key.replace('software:', '')),
      ['CERTFR-2026-ALE-010', 'doubt', 'soon', 'many', 'later too', 'later'],
    );
  });

  test('an alert that nothing of ours answers to is named apart; an avis is not', () => {
    const { lines, otherAlerts } = draftBulletin({
      vulnerabilities: [],
      notices: [
        notice('CERTFR-2026-ALE-011', ['CVE-2026-7'], { kind: 'alerte', isOpenAlert: true }),
        notice('CERTFR-2026-AVI-0101', ['CVE-2026-8']),
      ],
    });
    assert.deepEqual([lines.length, otherAlerts.map(({ id }) => id)], [0, ['CERTFR-2026-ALE-011']]);
  });

  test('what one bulletin cannot hold is counted', () => {
    const vulnerabilities = Array.from({ length: 75 }, (_, at) =>
      vulnerability(`CVE-2026-${at}`, { software: [`logiciel ${at}`] }),
    );
    const draft = draftBulletin({ vulnerabilities, notices: [] });
    assert.deepEqual([draft.lines.length, draft.left], [60, 15]);
    assert.deepEqual(bulletinDocument(bulletin({ draft })).notes, [
      '15 autres lignes, moins urgentes, sont à lire dans Vigie, page Corrections.',
    ]);
  });
});

describe('document', () => {
  const draft = draftBulletin({
    vulnerabilities: [vulnerability('CVE-2026-1', { exploited: true })],
    notices: [notice('CERTFR-2026-AVI-0100', ['CVE-2026-1'])],
  });

  test('dates are those of the administration’s zone', () => {
    const document = bulletinDocument(bulletin({ draft }));
    // 13:30 in UTC is past midnight in Nouméa.
    assert.deepEqual(document.sections[0]?.lines[0]?.dates, ['17/11/2026']);
    assert.equal(document.period, 'Semaine 47 de 2026 · du 16 au 22 novembre 2026');
    assert.equal(document.status, 'Projet, non publié. Données du 23 novembre 2026 à 03:00.');
  });

  test('a person leaves lines out, annotates them, says who and what', () => {
    const edit = {
      key: 'CERTFR-2026-AVI-0100',
      leftOut: false,
      note: 'Vu avec le SOC.',
      action: 'Couper le VPN',
      responsible: '',
    };
    const line = bulletinDocument(bulletin({ draft, edits: [edit] })).sections[0]?.lines[0];
    assert.deepEqual(
      [line?.note, line?.actions, line?.responsible],
      ['Vu avec le SOC.', ['Couper le VPN'], 'à désigner'],
    );
    const without = bulletinDocument(bulletin({ draft, edits: [{ ...edit, leftOut: true }] }));
    assert.deepEqual(
      [without.sections, without.calm, without.notes],
      [
        [],
        'Toutes les lignes de la semaine ont été écartées avant publication.',
        ['1 ligne a été écartée avant publication.'],
      ],
    );
  });

  test('a line names the first services, the annex each of them with what touches it', () => {
    const names = ['Zones', 'Élections', 'Aides', 'Ports', 'Mines', 'Eau'];
    const wide = draftBulletin({
      vulnerabilities: [
        vulnerability('CVE-2026-1', { services: names }),
        vulnerability('CVE-2026-2', { software: ['Zimbra'], services: ['Eau'] }),
      ],
      notices: [notice('CERTFR-2026-AVI-0100', ['CVE-2026-1'])],
    });
    const document = bulletinDocument(bulletin({ draft: wide }));
    assert.deepEqual(document.sections[0]?.lines[0]?.services, [
      'Zones, Élections, Aides, Ports et 2 autres, nommés en annexe',
    ]);
    assert.deepEqual(
      document.services.map(({ name }) => name),
      ['Aides', 'Eau', 'Élections', 'Mines', 'Ports', 'Zones'],
    );
    assert.equal(document.services[1]?.lines, 'CERTFR-2026-AVI-0100 ; Zimbra');
  });

  test('a calm week says how far it can be believed', () => {
    const caveats = [{ fr: 'Aucun avis du CERT-FR n’est chargé.', en: 'No CERT-FR notice is loaded.' }];
    const doubtful = bulletinDocument(bulletin({ caveats }));
    assert.match(doubtful.calm ?? '', /ce n’est pas l’assurance/);
    assert.deepEqual(doubtful.caveats, ['Aucun avis du CERT-FR n’est chargé.']);
    assert.match(bulletinDocument(bulletin()).calm ?? '', /^Aucun avis/);
  });

  test('the introduction counts, in the singular too', () => {
    assert.equal(
      introductionOf(bulletin({ draft })),
      'Du 16 au 22 novembre 2026, 1 vulnérabilité nouvelle ou modifiée touche notre parc. Elle est exploitée par des attaquants. 1 service public en dépend.',
    );
    assert.deepEqual(bulletinDocument(bulletin({ draft, introduction: 'Un.\n\n Deux. ' })).introduction, [
      'Un.',
      'Deux.',
    ]);
  });

  test('foreign texts are bounded, and cannot hide or turn anything around', () => {
    assert.equal(tidyLine('a\u202Eb\u0000c\u200Bd\n e', 40), 'abcd e');
    assert.equal(tidyLine('é'.repeat(50), 10), `${'é'.repeat(9)}…`);
    assert.equal(tidyLine('😀'.repeat(50), 4), '😀…');
    const huge = draftBulletin({
      vulnerabilities: [
        vulnerability('CVE-2026-1', {
          title: 'x'.repeat(1e6),
          services: Array.from({ length: 900 }, (_, at) => `s${at}`),
        }),
      ],
      notices: [],
    });
    assert.ok(JSON.stringify(bulletinDocument(bulletin({ draft: huge }))).length < 20_000);
  });
});

describe('HTML', () => {
  test('holds the label at top and bottom, loads nothing, and lets no text become markup', () => {
    const hostile = `<script>alert("1")</script><img src=x onerror='a'>&amp;`;
    const draft = draftBulletin({
      vulnerabilities: [vulnerability('CVE-2026-1', { services: [hostile], software: [hostile] })],
      notices: [notice('CERTFR-2026-AVI-0100', ['CVE-2026-1'], { title: hostile, systems: [hostile] })],
    });
    const edits = [
      { key: 'CERTFR-2026-AVI-0100', leftOut: false, note: hostile, action: hostile, responsible: hostile },
    ];
    const html = bulletinHtml(
      bulletinDocument(bulletin({ draft, edits, introduction: hostile, administration: hostile })),
    );
    assert.equal(html.match(/TLP:AMBER<\/span>/g)?.length, 2);
    assert.doesNotMatch(html, /<script|<img|<link|src=[^x]|url\(|@import/);
    assert.equal(html.match(/&lt;script&gt;alert\(&quot;1&quot;\)/g)?.length, 9);
    assert.match(html, /&amp;amp;/);
  });
});

test('weeks are those of ISO 8601', () => {
  assert.deepEqual(weekNumber('2026-11-16'), { week: 47, year: 2026 });
  assert.deepEqual(weekNumber('2025-12-29'), { week: 1, year: 2026 });
  assert.deepEqual(weekNumber('2026-12-28'), { week: 53, year: 2026 });
  assert.equal(mondayOf('2026-11-22'), '2026-11-16');
  assert.equal(mondayOf('2026-11-16'), '2026-11-16');
  assert.deepEqual([mondayOf('2026-13-45'), addDays('x', 1)], ['', 'x']);
  assert.equal(addDays('2026-02-27', 3), '2026-03-02');
  assert.equal(weekPeriod('2026-11-30'), 'du 30 novembre au 6 décembre 2026');
  assert.equal(weekPeriod('2026-12-28'), 'du 28 décembre 2026 au 3 janvier 2027');
  assert.equal(weekPeriod('2026-06-01'), 'du 1er au 7 juin 2026');
  assert.equal(dateIn('2026-11-22T13:00:00Z', 'Pacific/Noumea'), '2026-11-23');
  assert.equal(
    bulletinFileName('2026-11-16', 2, 'AMBER+STRICT'),
    'bulletin-veille-2026-s47-v2-tlp-amber-strict',
  );
});
