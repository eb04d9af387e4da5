import { isUtf8 } from 'node:buffer';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findFeeds } from '#domains/vulnerabilities/feed-layout.ts';
import { faultOf } from '#domains/vulnerabilities/feed-bytes.ts';
import { matchInventory } from '#domains/vulnerabilities/match-inventory.ts';
import type { FileMatch } from '#domains/vulnerabilities/match-inventory.ts';
import { parseOsRelease } from '#engines/host/os-release.ts';
import { distributionOf, managerOf, readDistribution } from '#engines/inventory/distribution.ts';
import { readInventory } from '#engines/inventory/read-inventory.ts';
import type { Software } from '#engines/inventory/software.ts';
import type { Text } from '#engines/text.ts';
import { decodeUtf8 } from '#engines/utf8.ts';
import type { ExitStatus } from '#platform/command.ts';
import { languageOf } from '#platform/command.ts';
import { Problem } from '#platform/problems.ts';
import { readInput } from '#platform/read-input.ts';

export interface MatchIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
  /** The terminal's language; French when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const usage: Text = {
  fr: `vigie match --feeds DOSSIER --inventory FICHIER [--distribution debian-12] [--json]
Confronte une liste de logiciels (CycloneDX, SPDX, dpkg, rpm, apk, CSV…) aux avis d’un dossier de flux, sans base de
données : une ligne JSON par vulnérabilité et par composant, {"component", "version", "advisory", "status", "fixed_in",
"evidence", "priority"}. « affected » : touché ; « to-confirm » : à confirmer, avec la raison dans "flags".
--distribution : d’où viennent des paquets qui ne le disent pas. Sinon, dans l’ordre : le paquet base-files (ou
redhat-release, alpine-base…) de la liste, un fichier os-release à côté, la marque +debNuM de la plupart des versions,
un nom de code dans le nom du fichier ; ce qui a été retenu est dit sur la sortie d’erreur.
"priority" : table SSVC « deployer », pour une machine en partie exposée dont on ne sait quel service elle porte.`,
  en: `vigie match --feeds DIR --inventory FILE [--distribution debian-12] [--json]
Holds a list of software (CycloneDX, SPDX, dpkg, rpm, apk, CSV…) against the advisories of a folder of feeds, without a
database: one line of JSON for each vulnerability and component, {"component", "version", "advisory", "status",
"fixed_in", "evidence", "priority"}. “affected”; “to-confirm” with the reason in "flags".
--distribution: where packages come from that do not say so. Else, in this order: the package base-files (or
redhat-release, alpine-base…) of the list, an os-release file beside it, the mark +debNuM of most versions, a code name
in the file's name; what was taken is said on standard error.
"priority": the SSVC deployer table, for a host exposed in part of which nobody knows what service it bears.`,
};

interface Arguments {
  readonly feeds: string;
  readonly inventory: string;
  readonly distribution: string | null;
}

/**
 * `vigie match`: the vulnerabilities of an inventory, from feed files. Status 1 when part of the inventory or of a feed
 * was refused, 2 when the arguments cannot be used or a file cannot be read.
 */
export async function matchCommand(args: readonly string[], io: MatchIo): Promise<ExitStatus> {
  const language = languageOf(io.env ?? {});
  const say = (text: Text): void => io.stderr(text[language]);
  const given = readArguments(args);
  if (given === null) {
    say(usage);
    return args.length === 1 && args[0] === '--help' ? 0 : 2;
  }
  try {
    const inventory = await readSoftware(given, io, say);
    const { files, others } = await foundFeeds(given.feeds);
    // A file may be read for its rules, then for its scores: what is wrong with it is said once.
    const faulty = new Set<string>();
    const onFault = (place: string, fault: Text): void => {
      if (faulty.has(place)) return;
      faulty.add(place);
      if (faulty.size <= maxSaid) say(placed(place, fault));
    };
    for (const { name, fault } of others) if (fault !== null) onFault(name, fault);
    const { matches } = await matchInventory(files, inventory.software, { onFault });
    // Tens of thousands of lines: one write for many.
    for (let at = 0; at < matches.length; at += linesAtOnce)
      io.stdout(
        matches
          .slice(at, at + linesAtOnce)
          .map((match) => lineOf(inventory.software[match.component], match))
          .join('\n'),
      );
    if (faulty.size > maxSaid) say(more(faulty.size - maxSaid));
    return faulty.size > 0 || inventory.isRefused ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.text);
    return 2;
  }
}

const maxSaid = 20;
const linesAtOnce = 500;

function readArguments(args: readonly string[]): Arguments | null {
  const values = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const [, name = '', own] =
      /^--(feeds|inventory|distribution|json)(?:=(.*))?$/s.exec(args[at] ?? '') ?? [];
    if (name === '' || values.has(name) || (name === 'json' && own !== undefined)) return null;
    const value = name === 'json' ? 'yes' : (own ?? args[++at]);
    if (value === undefined || value === '') return null;
    values.set(name, value);
  }
  const [feeds, inventory] = [values.get('feeds'), values.get('inventory')];
  if (feeds === undefined || inventory === undefined) return null;
  return { feeds, inventory, distribution: values.get('distribution') ?? null };
}

async function foundFeeds(path: string): Promise<Awaited<ReturnType<typeof findFeeds>>> {
  const found = await findFeeds(path).catch((error: unknown) => {
    throw new Problem('input-unreadable', 400, placed(path, faultOf(error)), { cause: error });
  });
  if (found.files.length > 0) return found;
  const damaged = found.others.find(({ fault }) => fault !== null);
  if (damaged?.fault) throw new Problem('input-unreadable', 400, placed(damaged.name, damaged.fault));
  throw new Problem('feeds-absent', 400, {
    fr: `« ${path} » ne tient aucun flux reconnu (CVE, NVD, KEV, EPSS, CSAF, OSV, Debian, CERT-FR). Vérifiez le dossier.`,
    en: `“${path}” holds no feed that is recognised (CVE, NVD, KEV, EPSS, CSAF, OSV, Debian, CERT-FR). Check the folder.`,
  });
}

interface ReadSoftware {
  readonly software: readonly Software[];
  readonly isRefused: boolean;
}

async function readSoftware(given: Arguments, io: MatchIo, say: (text: Text) => void): Promise<ReadSoftware> {
  const told = given.distribution === null ? '' : readDistribution(given.distribution);
  if (given.distribution !== null && managerOf(told) === null) throw unknownDistribution(given.distribution);
  const text = textOf(await readInput(given.inventory, io.stdin));
  const { value, problems } = readInventory(text);
  const isBare = (one: Software): boolean => managers.has(one.ecosystem) && one.distribution === '';
  const guess = told === '' && value.some(isBare) ? await guessDistribution(given.inventory, text) : null;
  const distribution = told || (guess?.distribution ?? '');
  const manager = managerOf(distribution);
  const software =
    manager === null
      ? value
      : value.map((one) =>
          one.ecosystem === manager && (told !== '' || isBare(one)) ? { ...one, distribution } : one,
        );
  for (const { code, message, line, path } of problems.slice(0, maxSaid))
    if (code !== 'inventory.distribution-unknown' || software.some(isBare))
      say(line === undefined ? (path ? placed(path, message) : message) : ofLine(line, message));
  const used = new Set(software.map((one) => one.distribution).filter((one) => one !== ''));
  if (used.size > 0) say(taken([...used], told !== '' ? given : guess));
  if (software.length === 0 && problems.length > 0) throw new Problem('inventory-refused', 400, nothingRead);
  return { software, isRefused: problems.some(({ code }) => !warnings.has(code)) };
}

const managers: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk']);

function textOf(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  const [problem] = decodeUtf8(bytes).problems;
  throw new Problem('input-unreadable', 400, problem?.message ?? nothingRead);
}

const warnings: ReadonlySet<string> = new Set([
  'inventory.distribution-unknown',
  'inventory.no-source-package',
]);

interface Guess {
  readonly distribution: string;
  readonly from: Text;
}

/** Where packages come from when neither the list nor its reader says so. */
async function guessDistribution(file: string, text: string): Promise<Guess | null> {
  if (file === '-') return ofMarks(text);
  const root = /^(.*\/)?(?:var\/lib\/dpkg\/status|lib\/apk\/db\/installed)$/.exec(file);
  for (const place of [
    'os-release',
    'etc/os-release',
    ...(root === null ? [] : ['../../../etc/os-release']),
  ]) {
    const path = join(dirname(file), place);
    const isThere = await stat(path).then(
      (found) => found.isFile() && found.size < 100_000,
      () => false,
    );
    if (!isThere) continue;
    const { value } = parseOsRelease(textOf(await readInput(path, empty())));
    const distribution = value === null ? '' : distributionOf(value.id, value.versionId, value.codename);
    if (distribution !== '') return { distribution, from: { fr: `lu dans ${path}`, en: `read in ${path}` } };
  }
  const marked = ofMarks(text);
  if (marked !== null) return marked;
  const word = file
    .toLowerCase()
    .split(/[^a-z]+/)
    .map((one) => readDistribution(one))
    .find((one) => /-\d/.test(one));
  return word === undefined
    ? null
    : { distribution: word, from: { fr: 'd’après le nom du fichier', en: 'from the name of the file' } };
}

async function* empty(): AsyncGenerator<Uint8Array> {}

/** Updates of Debian N bear `+debNuM` or `~debNuM`: what most of them say. */
function ofMarks(text: string): Guess | null {
  const counts = new Map<string, number>();
  for (const [, number = ''] of text.slice(0, 50_000_000).matchAll(/[+~]deb(\d{1,2})u\d/g))
    counts.set(number, (counts.get(number) ?? 0) + 1);
  const [first] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (first === undefined) return null;
  const [number, count] = first;
  return {
    distribution: `debian-${number}`,
    from: { fr: `${count} versions marquées deb${number}`, en: `${count} versions marked deb${number}` },
  };
}

function lineOf(software: Software | undefined, match: FileMatch): string {
  const { kev, epss } = match.threat;
  return JSON.stringify({
    component: software?.name ?? '',
    version: software?.version ?? '',
    advisory: match.vulnerability,
    status: match.status,
    fixed_in: match.fixedIn,
    evidence: match.evidence,
    priority: match.priority,
    upgrade_to: match.upgradeTo,
    source: match.source.key,
    feed: match.source.feed,
    matched_by: `${match.name.namespace} ${match.name.name}`,
    flags: match.flags,
    kev: kev !== null,
    epss: epss?.score ?? null,
  });
}

function placed(place: string, { fr, en }: Text): Text {
  return { fr: `${place} : ${fr}`, en: `${place}: ${en}` };
}

function ofLine(line: number, { fr, en }: Text): Text {
  return /^(?:Ligne|Line) \d/.test(fr)
    ? { fr, en }
    : { fr: `Ligne ${line} : ${fr}`, en: `Line ${line}: ${en}` };
}

function more(count: number): Text {
  return {
    fr: `… et ${count} autres fiches de flux illisibles.`,
    en: `… and ${count} more records of feeds that cannot be read.`,
  };
}

function taken(distributions: readonly string[], from: Guess | Arguments | null): Text {
  const names = distributions.slice(0, 5).join(', ');
  const why: Text =
    from === null
      ? { fr: 'dite par la liste', en: 'told by the list' }
      : 'from' in from
        ? from.from
        : { fr: 'donnée par --distribution', en: 'given by --distribution' };
  return { fr: `Distribution : ${names} (${why.fr})`, en: `Distribution: ${names} (${why.en})` };
}

const nothingRead: Text = {
  fr: 'Rien de la liste n’a pu être lu : aucune recherche n’a été faite.',
  en: 'Nothing of the list could be read: nothing was looked for.',
};

function unknownDistribution(name: string): Problem {
  const shown = name.slice(0, 60);
  return new Problem('distribution-unknown', 400, {
    fr: `« ${shown} » n’est pas une distribution connue. Écrivez par exemple debian-12, ubuntu-24.04, rhel-9, alpine-3.20.`,
    en: `“${shown}” is not a known distribution. Write for example debian-12, ubuntu-24.04, rhel-9, alpine-3.20.`,
  });
}
