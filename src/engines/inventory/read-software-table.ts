import { readCsv, sniffCsvDelimiter } from '#engines/csv.ts';
import type { CsvDelimiter, CsvRow } from '#engines/csv.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import { createSoftwareCollector } from './collect-software.ts';
import { completePackages, noSourcePackage } from './complete-packages.ts';
import { managerOf, readDistribution } from './distribution.ts';
import type { InventoryHint } from './inventory-format.ts';
import { maxSoftware } from './inventory-format.ts';
import { nameSoftware } from './name-software.ts';
import { software } from './software.ts';
import type { Software } from './software.ts';

const columns = {
  name: [
    'package',
    'paquet',
    'name',
    'nom',
    'logiciel',
    'software',
    'produit',
    'product',
    'application',
    'displayname',
  ],
  version: ['version', 'displayversion', 'version installee', 'installed version', 'productversion'],
  vendor: ['vendor', 'editeur', 'fournisseur', 'fabricant', 'publisher', 'constructeur', 'manufacturer'],
  sourceName: ['source', 'paquet source', 'source package', 'source name'],
  sourceVersion: ['source version', 'version source', 'version du paquet source'],
  architecture: ['arch', 'architecture'],
  distribution: ['distribution', 'distro', 'release', 'suite'],
  ecosystem: ['ecosystem', 'ecosysteme', 'type', 'gestionnaire', 'manager'],
  purl: ['purl', 'package url'],
  cpe: ['cpe', 'cpe23', 'cpe 2.3'],
  path: ['path', 'chemin', 'emplacement', 'location', 'installlocation'],
} as const;
type Column = keyof typeof columns;

const titles = new Map<string, Column>(
  Object.entries(columns).flatMap(([column, names]) =>
    names.map((name) => [name, column as Column] as const),
  ),
);
const sampleLength = 200_000;
const limits = { maxRows: 2 * maxSoftware, maxColumns: 60, maxCellLength: 8192 };

/** Columns by their titles, in French or English; null when the first row is no row of titles. */
function columnsOf(cells: readonly string[]): ReadonlyMap<Column, number> | null {
  const found = new Map<Column, number>();
  for (const [at, cell] of cells.entries()) {
    const plain = cell
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, ' ')
      .trim();
    const column = titles.get(plain);
    if (column !== undefined && !found.has(column)) found.set(column, at);
  }
  return found.has('name') || found.has('purl') || found.has('cpe') ? found : null;
}

/** True when the first line of a text holds the titles of such a table. */
export function hasTableTitles(text: string): boolean {
  const [first = ''] = text
    .slice(0, 4000)
    .replace(/^\uFEFF?(?:sep=.\r?\n)?/, '')
    .split(/\r?\n/, 1);
  const delimiter = sniffCsvDelimiter(first);
  const cells = first.split(delimiter).map((cell) => cell.replaceAll('"', ''));
  return cells.length > 1 && columnsOf(cells) !== null;
}

/**
 * A table with titles: package, version, and what else it has of source, source_version, arch, distribution, vendor, cpe,
 * purl, type, path; titles in French too. Separators comma, semicolon or tab.
 */
export function readSoftwareTable(text: string, hint: InventoryHint): Result<readonly Software[]> {
  const collector = createSoftwareCollector();
  const delimiter = sniffCsvDelimiter(text);
  const guess = guessPackages(text, delimiter);
  let lacksSource = false;
  let found: ReadonlyMap<Column, number> | null = null;
  let started = false;
  const onRow = (row: CsvRow): void => {
    if (!started) {
      started = true;
      found = columnsOf(row.cells);
      if (found === null)
        collector.refuse({ code: 'inventory.no-titles', ...row.place(0), message: noTitles });
      return;
    }
    if (found === null || collector.isFull()) return;
    const { value, problems } = readRow(row, found, guess);
    lacksSource ||= value.ecosystem === 'deb' && value.sourceName === '';
    for (const problem of problems) collector.refuse({ ...problem, ...row.place(found.get('purl') ?? 0) });
    collector.add(value, row.place(found.get('name') ?? 0));
  };
  readCsv(text, delimiter, limits, onRow, collector.refuse);
  if (lacksSource) collector.refuse(noSourcePackage);
  return completePackages(collector.result(), hint);
}

function readRow(row: CsvRow, found: ReadonlyMap<Column, number>, guess: string): Result<Software> {
  const cell = (column: Column): string => {
    const at = found.get(column);
    return at === undefined ? '' : (row.cells[at] ?? '').trim();
  };
  const [purl, cpe, name, version, path] = [
    cell('purl'),
    cell('cpe'),
    cell('name'),
    cell('version'),
    cell('path'),
  ];
  const release = cell('distribution');
  const distribution = readDistribution(release);
  const told = ecosystemOf(cell('ecosystem'));
  const ecosystem =
    told || (purl === '' && cpe === '' ? (managerOf(distribution || release.toLowerCase()) ?? guess) : '');
  if (purl !== '' || cpe !== '' || ecosystem === '' || ecosystem === 'product' || ecosystem === 'system') {
    const isSystem = ecosystem === 'system';
    const { value, problems } = nameSoftware({ purl, cpe, name, version, vendor: cell('vendor'), isSystem });
    return { value: { ...value, path }, problems };
  }
  const isPackage = ecosystem === 'deb' || ecosystem === 'rpm' || ecosystem === 'apk';
  const sourceName = isPackage ? cell('sourceName') : '';
  const value = software({
    ecosystem,
    name,
    version,
    path,
    distribution: isPackage ? distribution : '',
    architecture: cell('architecture'),
    sourceName,
    sourceVersion: sourceName === '' ? '' : cell('sourceVersion') || version,
  });
  return { value, problems: [] };
}

const aliases: Readonly<Record<string, string>> = {
  dpkg: 'deb',
  debian: 'deb',
  pip: 'pypi',
  python: 'pypi',
  os: 'system',
};
const known =
  /^(?:deb|rpm|apk|npm|pypi|maven|golang|gem|nuget|composer|cargo|bitnami|hex|pub|swift|cocoapods|conan|system|product)$/;

/** An ecosystem that Vigie knows, empty for anything else: the column `type` of many tables means something else. */
function ecosystemOf(text: string): string {
  const plain = text.toLowerCase();
  const name = aliases[plain] ?? plain;
  return known.test(name) ? name : '';
}

const debVersion =
  /^(?:\d+:)?\d[\w.+~]*-[\w.+~]*(?:ubuntu|deb\d|\+b\d)|^\d+:\d|[+~]dfsg|^\d[\w.+~]*-\d+(?:\.\d+)?$/;
const rpmVersion = /\.(?:el\d|fc\d\d|amzn\d|module\+el|oe\d|azl\d)/;
const apkVersion = /^\d[\w.]*-r\d+$/;

/**
 * What kind of packages a table without type or distribution holds: most of the first versions, or a column of sources,
 * give it away; empty for a table of products.
 */
function guessPackages(text: string, delimiter: CsvDelimiter): string {
  const counts = { rpm: 0, apk: 0, deb: 0 };
  let found: ReadonlyMap<Column, number> | null | undefined;
  let rows = 0;
  const onRow = ({ cells }: CsvRow): void => {
    if (found === undefined) {
      found = columnsOf(cells);
      return;
    }
    rows++;
    const version = cells[found?.get('version') ?? -1]?.trim() ?? '';
    if (rpmVersion.test(version)) counts.rpm++;
    else if (apkVersion.test(version)) counts.apk++;
    else if (debVersion.test(version)) counts.deb++;
  };
  readCsv(text.slice(0, sampleLength), delimiter, limits, onRow, () => undefined);
  if (!found || found.has('vendor')) return '';
  const [[manager, most] = ['', 0]] = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  if (found.has('sourceName')) return most > rows * 0.2 ? manager : 'deb';
  return most > rows * 0.5 ? manager : '';
}

const noTitles: InputProblem['message'] = {
  fr: 'La première ligne ne nomme pas les colonnes. Écrivez-y au moins « package,version » ou « éditeur;produit;version ».',
  en: 'The first row does not name the columns. Write at least “package,version” or “vendor,product,version” there.',
};
