import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importCsvAssets } from './csv-assets.ts';
import type { ImportResult } from './import-report.ts';

const short = (
  problems: readonly { code: string; line?: number; column?: number; path?: string }[],
): unknown[] =>
  problems.map(({ code, line, column, path }) => [code, line, column, ...(path === undefined ? [] : [path])]);

/** `from type to` for each link. */
const links = ({ value }: ImportResult): string[] =>
  value.links.map(
    ({ from, type, to, requirement }) => `${from} ${type} ${to}${requirement ? ` in ${requirement}` : ''}`,
  );

test('reads a French table with its identities, needs, links and unknown columns', () => {
  const text = [
    '\uFEFFNom;Type;Code;Direction;Adresse MAC;N° de série;Nom complet;IP;Site;Dépend de;Hébergé sur;Criticité;D;DMIA (h);Étage',
    'Immatriculation;Service public;SP14;DITTT;;;;;;Portail|SRV-DB;;vitale;3;24;',
    'Portail;application;;DITTT;;;portail.gouv.nc;;;;srv-web;2;;;',
    'srv-web;Serveurs;;DINUM;00-1B-21-3C-4D-5E;CZJ1234;srv-web.gouv.nc;10.1.2.3/24;NOU-DC1;;;;;;2',
    'Base;base de données;SRV-DB;DINUM;;;;;NOU-DC1;;;;;90 min;',
  ].join('\r\n');
  const result = importCsvAssets(new TextEncoder().encode(text));
  assert.deepEqual(short(result.report.refused), []);
  assert.deepEqual(short(result.report.warnings), []);
  assert.deepEqual(result.report.byType, { application: 1, database: 1, server: 1, service: 1, site: 1 });
  const [service, , server] = result.value.assets;
  assert.deepEqual(service, {
    key: 'SP14',
    type: 'service',
    name: 'Immatriculation',
    organisation: 'DITTT',
    identities: [{ kind: 'code', value: 'SP14' }],
    attributes: { criticality: 4, 'need.d': 3, dmia_minutes: 1440 },
  });
  assert.deepEqual(server?.identities, [
    { kind: 'mac', value: '00:1b:21:3c:4d:5e' },
    { kind: 'serial', value: 'CZJ1234' },
    { kind: 'fqdn', value: 'srv-web.gouv.nc' },
    { kind: 'ip', value: '10.1.2.3' },
  ]);
  assert.deepEqual(server?.attributes, { Étage: '2' });
  assert.deepEqual(links(result), [
    'SP14 depends_on application/portail',
    'SP14 depends_on SRV-DB',
    'server/srv-web hosts application/portail',
    'server/srv-web located_in site/nou-dc1',
    'SRV-DB located_in site/nou-dc1',
  ]);
  assert.equal(result.value.assets.find(({ key }) => key === 'SRV-DB')?.attributes['dmia_minutes'], 90);
});

test('reads an English table with tabs; one of several suppliers is a group', () => {
  const text = 'name\ttype\tdepends on one of\nPay\tservice\tdb1|db2|db3\ndb1\tdb\t\ndb2\tdb\t\ndb3\tdb\t\n';
  const result = importCsvAssets(text);
  const group = 'service/pay#depends on one of';
  assert.deepEqual(result.value.requirements, [
    {
      key: group,
      of: 'service/pay',
      name: { fr: 'depends on one of', en: 'depends on one of' },
      kMin: 1,
      kFull: 2,
    },
  ]);
  assert.deepEqual(
    links(result),
    [1, 2, 3].map((n) => `service/pay depends_on database/db${n} in ${group}`),
  );
});

test('refuses a row with its line, column and mend, and takes the others', () => {
  const text = [
    'nom,type,code,mac',
    'A,serveur,K1,',
    ',serveur,,',
    'B,,K2,',
    'C,serveur,K1,',
    'D,"serveur"x,K4,',
    'E,serveur,K5,,,surplus',
    'F,serveur,K6,zz',
    'G,serveuur,K7,',
    'H\0,serveur,K8,',
  ].join('\n');
  const { report, value, problems } = importCsvAssets(text);
  assert.deepEqual(short(report.refused), [
    ['csv.no-name', 3, 1],
    ['csv.no-type', 4, 3],
    ['import.same-key', 5, 1],
    ['csv.misplaced-quote', 6, 11],
    ['csv.more-cells-than-header', 7, 16],
    ['import.unstorable-text', 10, 1],
  ]);
  assert.deepEqual(problems, report.refused);
  assert.deepEqual(short(report.warnings), [
    ['identity.mac', 8, 14, 'mac'],
    ['csv.unknown-type', 9, 3, 'type'],
  ]);
  assert.match(report.warnings[1]?.message.fr ?? '', /« serveur »/);
  assert.deepEqual([report.rows, report.accepted, report.refusedRows], [9, 3, 6]);
  assert.deepEqual(
    value.assets.map(({ name }) => name),
    ['A', 'F', 'G'],
  );
  assert.equal(value.assets[1]?.attributes['mac'], 'zz');
});

test('a name that leads nowhere, or to two assets, makes no link and is kept', () => {
  const text =
    'nom;type;dépend de\nA;application;Serveur Un | inconnu\nServeur 1;serveur;\nX;application;\nX;base;\nB;application;X|base:X';
  const result = importCsvAssets(text);
  assert.deepEqual(short(result.report.warnings), [
    ['csv.unknown-reference', 2, 15, 'dépend de'],
    ['csv.unknown-reference', 2, 15, 'dépend de'],
    ['csv.ambiguous-reference', 6, 15, 'dépend de'],
    ['csv.unknown-reference', 6, 15, 'dépend de'],
  ]);
  assert.equal(result.value.assets[0]?.attributes['dépend de'], 'Serveur Un | inconnu');
});

test('the caller may know assets that the file does not hold', () => {
  const claim = { key: 'map/1', type: 'server', name: 'Old', identities: [], attributes: {} };
  const find = (reference: string): typeof claim | null => (reference === 'Old' ? claim : null);
  const result = importCsvAssets('nom;type;dépend de\nA;application;Old', { find });
  assert.deepEqual(links(result), ['application/a depends_on map/1']);
});

const unreadableFiles: readonly (readonly [string, string | Uint8Array, unknown[]])[] = [
  ['empty', '', ['csv.no-header', 1, 1]],
  ['without a name', 'type;site\nserveur;X', ['csv.no-name-column', 1, 1]],
  ['without a type', 'nom;site\nA;X', ['csv.no-type-column', 1, 1]],
  ['a broken header', 'nom;"type"x\nA;serveur', ['csv.misplaced-quote', 1, 10]],
  ['a title too long', `nom;type;${'x'.repeat(201)}\nA;serveur;1`, ['csv.title', 1, 10]],
  ['Latin-1', Uint8Array.from(Buffer.from('nom;type\nKoné;site', 'latin1')), ['text.not-utf8', 2, 4]],
];
for (const [name, input, expected] of unreadableFiles) {
  test(`refuses the whole file: ${name}`, () => {
    const { report, value } = importCsvAssets(input);
    assert.deepEqual(short(report.refused), [expected]);
    assert.equal(report.readable, false);
    assert.deepEqual(value, { assets: [], links: [], requirements: [] });
  });
}

test('a header alone does not empty the map', () => {
  const { report } = importCsvAssets('nom;type\n');
  assert.deepEqual([report.readable, report.complete, report.rows], [true, false, 0]);
});

test('titles named like properties of objects are plain attributes', () => {
  const { value } = importCsvAssets('nom;type;constructor;__proto__;toString\nA;serveur;1;2;3');
  assert.deepEqual(Object.entries(value.assets[0]?.attributes ?? {}), [
    ['constructor', '1'],
    ['colonne 4', '2'],
    ['toString', '3'],
  ]);
});
