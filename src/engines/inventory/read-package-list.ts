import type { Result } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import { createSoftwareCollector } from './collect-software.ts';
import { completePackages, noSourcePackage } from './complete-packages.ts';
import type { InventoryHint } from './inventory-format.ts';
import { software } from './software.ts';
import type { Software } from './software.ts';

type Line = Software | 'passed' | null;

/** What one line of each list says; the surer ones first. */
export const packageLines = {
  'apk-list': readApkLine,
  'dpkg-list': readDpkgLine,
  'rpm-list': readRpmLine,
} as const;

const maxLine = 4096;

/** One package a line, as `dpkg -l`, `dpkg-query -W`, `apt list`, `rpm -qa` (NEVRA or our format) and `apk list` print them. */
export function readPackageList(
  format: keyof typeof packageLines,
  text: string,
  hint: InventoryHint,
): Result<readonly Software[]> {
  const collector = createSoftwareCollector();
  const read = packageLines[format];
  let withoutSource = false;
  for (const { line, number } of linesOf(text)) {
    const one = read(line);
    if (one === 'passed') continue;
    if (one === null) {
      collector.refuse({ code: 'inventory.line-unread', line: number, message: unread(line) });
      continue;
    }
    withoutSource ||= one.sourceName === '';
    collector.add(one, { line: number });
    if (collector.isFull()) break;
  }
  if (withoutSource) collector.refuse(noSourcePackage);
  return completePackages(collector.result(), hint);
}

/** Lines that hold something, each with its number. */
export function* linesOf(text: string): Generator<{ readonly line: string; readonly number: number }> {
  let number = 0;
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    number++;
    const line = text.slice(start, Math.min(end, start + maxLine)).trimEnd();
    if (line.trim() !== '') yield { line, number };
    start = end + 1;
  }
}

const debName = String.raw`([a-z0-9][a-z0-9+.-]*)(?::([a-z0-9-]+))?`;
const dpkgRow = new RegExp(String.raw`^[uirph][ncHUFWti][R ]?\s+${debName}\s+(\S+)(?:\s+([a-z0-9-]+))?`);
const dpkgQuery = new RegExp(String.raw`^${debName}[\t ]+(\d\S*)((?:\t\S+)*)\s*$`);
const aptRow = new RegExp(String.raw`^${debName}/\S+ (\d\S*) ([a-z0-9-]+) \[installed`);
const dpkgHead = /^(?:Desired=|\| (?:Status|Unknown)|\|\/ |\|\| ?\/|\+\+\+-|Listing\.{3}|\|)/;

function readDpkgLine(line: string): Line {
  if (dpkgHead.test(line)) return 'passed';
  const row = dpkgRow.exec(line);
  if (row !== null) {
    // Not installed, or nothing left of it but configuration (dpkg(1)).
    if (line[1] === 'n' || line[1] === 'c') return 'passed';
    return deb(row[1], row[3], row[4] ?? row[2]);
  }
  const apt = aptRow.exec(line);
  if (apt !== null) return deb(apt[1], apt[3], apt[4]);
  if (/^\S+\/\S+ \d\S* [a-z0-9-]+(?: \[upgradable.*)?$/.test(line)) return 'passed';
  const query = dpkgQuery.exec(line);
  if (query === null) return null;
  const [architecture, source, sourceVersion] = (query[4] ?? '').split('\t').slice(1);
  return deb(query[1], query[3], architecture ?? query[2], source, sourceVersion);
}

function deb(name = '', version = '', architecture = '', sourceName = '', sourceVersion = ''): Software {
  const told = sourceName === '' ? {} : { sourceName, sourceVersion: sourceVersion || version };
  return software({ ecosystem: 'deb', name, version, architecture, ...told });
}

const architectures =
  'noarch|x86_64|i[3-6]86|aarch64|armv7hl|ppc64le|ppc64|s390x|riscv64|src|athlon|\\(none\\)';
const nevra = new RegExp(
  String.raw`^(?:(\d{1,9}):)?([A-Za-z0-9_][\w.+-]*)-(?:(\d{1,9}):)?([^-\s:]+)-([^-\s:]+?)(?:\.(${architectures}))?$`,
);

function readRpmLine(line: string): Line {
  if (line.startsWith('gpg-pubkey')) return 'passed';
  const [, before, name, inside, version, release, architecture = ''] = nevra.exec(line.trim()) ?? [];
  if (name === undefined || version === undefined || release === undefined) return null;
  const epoch = before ?? inside ?? '0';
  return software({
    ecosystem: 'rpm',
    name,
    version: `${epoch === '0' ? '' : `${epoch}:`}${version}-${release}`,
    architecture: architecture === '(none)' ? '' : architecture,
  });
}

const apkRow = /^([a-z0-9][\w.+-]*?)-(\d[\w.]*(?:_[a-z]+\d*)*-r\d+)(?:\s+(\S+)\s+\{([^}]+)\})?(.*)$/;

function readApkLine(line: string): Line {
  if (/^(?:WARNING|Installed:|fetch )/.test(line)) return 'passed';
  const [, name, version, architecture = '', origin = '', rest = ''] = apkRow.exec(line.trim()) ?? [];
  if (name === undefined || version === undefined) return null;
  // `apk list` without -I lists the whole repository.
  if (rest.includes('(') && !rest.includes('[installed]')) return 'passed';
  const source = origin.split('/').at(-1) ?? '';
  return software({
    ecosystem: 'apk',
    name,
    version,
    architecture,
    ...(source === '' ? {} : { sourceName: source, sourceVersion: version }),
  });
}

function unread(line: string): Text {
  const shown = line.slice(0, 80);
  return {
    fr: `« ${shown} » n’est pas une ligne de cette liste de paquets : elle est passée.`,
    en: `“${shown}” is no line of this list of packages: it is passed over.`,
  };
}
