import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseApkInstalled } from '#engines/host/apk-installed.ts';
import { parseDpkgStatus } from '#engines/host/dpkg-status.ts';
import type { InstalledPackage } from '#engines/host/installed-package.ts';
import { parseRpmQuery, rpmQueryFormat } from '#engines/host/rpm-query.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import { readFailed, readOk, type ReadResult } from './read-result.ts';
import { errorCode, readText } from './read-text.ts';

const maxBytes = 134_217_728;
const rpmTimeoutMs = 60_000;
/** Where rpm keeps its database, oldest first. */
const rpmDatabases = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'];
/** Apk 3 moved the database below /usr. */
const apkDatabases = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];

type Manager = InstalledPackage['manager'];

function empty(manager: Manager): { ok: false; problem: InputProblem } {
  return readFailed('host.packages-empty', {
    fr: `La base des paquets ${manager} ne contient aucun paquet lisible : la liste connue est gardée.`,
    en: `The ${manager} package database holds no readable package: the known list is kept.`,
  });
}

function checked(
  manager: Manager,
  read: Result<readonly InstalledPackage[]>,
): ReadResult<readonly InstalledPackage[]> {
  return read.value.length === 0 ? empty(manager) : readOk(read.value, read.problems);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function readFile(
  manager: Manager,
  path: string,
  parse: (text: string) => Result<readonly InstalledPackage[]>,
): Promise<ReadResult<readonly InstalledPackage[]>> {
  const read = await readText(path, maxBytes);
  return read.ok ? checked(manager, parse(read.text)) : { ok: false, problem: read.problem };
}

async function askRpm(command: string): Promise<ReadResult<readonly InstalledPackage[]>> {
  try {
    const { stdout } = await promisify(execFile)(command, ['-qa', '--qf', rpmQueryFormat], {
      timeout: rpmTimeoutMs,
      maxBuffer: maxBytes,
      killSignal: 'SIGKILL',
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    });
    return checked('rpm', parseRpmQuery(stdout));
  } catch (error) {
    const why = errorCode(error);
    return readFailed('host.rpm-failed', {
      fr: `La commande rpm n’a pas donné la liste des paquets (${why}) : la liste connue est gardée.`,
      en: `The rpm command did not give the list of packages (${why}): the known list is kept.`,
    });
  }
}

async function firstExisting(root: string, paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if (await exists(join(root, path))) return join(root, path);
  return null;
}

/**
 * Packages of each manager that this host uses. Fails when any manager that is there could not be read: a list with a
 * manager missing would look like removals. Fails too where no manager is known.
 */
export async function readPackages(
  options: { readonly root?: string; readonly rpmCommand?: string } = {},
): Promise<ReadResult<readonly InstalledPackage[]>> {
  const root = options.root ?? '/';
  const reads: ReadResult<readonly InstalledPackage[]>[] = [];
  const dpkg = await firstExisting(root, ['var/lib/dpkg/status']);
  if (dpkg !== null) reads.push(await readFile('dpkg', dpkg, parseDpkgStatus));
  const apk = await firstExisting(root, apkDatabases);
  if (apk !== null) reads.push(await readFile('apk', apk, parseApkInstalled));
  // On Debian rpm may be installed as a tool, with a database that holds nothing.
  const rpm = reads.length === 0 ? await firstExisting(root, rpmDatabases) : null;
  if (rpm !== null) reads.push(await askRpm(options.rpmCommand ?? 'rpm'));
  if (reads.length === 0) {
    return readFailed('host.no-package-manager', {
      fr: 'Aucune base de paquets dpkg, rpm ou apk sur cet hôte.',
      en: 'No dpkg, rpm or apk package database on this host.',
    });
  }
  const packages: InstalledPackage[] = [];
  const problems: InputProblem[] = [];
  for (const read of reads) {
    if (!read.ok) return read;
    packages.push(...read.value);
    problems.push(...read.problems);
  }
  return readOk(packages, problems);
}
