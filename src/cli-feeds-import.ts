import { parseArgs } from 'node:util';
import { isBundle } from '#domains/vulnerabilities/bundle-read.ts';
import { faultOf } from '#domains/vulnerabilities/feed-bytes.ts';
import type { FeedFile } from '#domains/vulnerabilities/feed-layout.ts';
import { findFeeds } from '#domains/vulnerabilities/feed-layout.ts';
import { importPart, planFolder } from '#domains/vulnerabilities/import-folder.ts';
import type { FeedPart } from '#domains/vulnerabilities/import-folder.ts';
import type { ImportReport } from '#domains/vulnerabilities/import-report.ts';
import type { Text } from '#engines/text.ts';
import { attachDatabase } from '#platform/attach-database.ts';
import type { CommandIo, ExitStatus } from '#platform/command.ts';
import { sayProblem, sayText } from '#platform/command.ts';
import { isFatal, readConfig } from '#platform/config.ts';
import { Problem } from '#platform/problems.ts';

const usage: Text = {
  fr: `vigie feeds import DOSSIER [--whole]
Lit dans la base un lot signé (« vigie feeds export »), ou tous les flux d’un dossier ou d’un fichier : CVE, NVD, KEV, EPSS, CSAF, OSV, OSSA, Debian, CERT-FR,
en JSON, JSON Lines, CSV, gzip ou zip. Une ligne JSON par flux : lu, ajouté, changé, inchangé, retiré, mis de côté.
--whole : le dossier contient chaque flux en entier ; ce qu’un flux ne contient plus est marqué comme retiré. KEV, EPSS
et le suivi Debian le sont toujours.`,
  en: `vigie feeds import DIR [--whole]
Reads a signed bundle ("vigie feeds export"), or all feeds of a folder or of one file, into the database: CVE, NVD, KEV, EPSS, CSAF, OSV, OSSA, Debian, CERT-FR,
as JSON, JSON Lines, CSV, gzip or zip. One line of JSON for each feed: read, added, changed, unchanged, withdrawn,
quarantined.
--whole: the folder holds each feed whole; what a feed no longer holds is marked as withdrawn. KEV, EPSS and the Debian
tracker always are.`,
};

/**
 * `vigie feeds import`: status 1 when a record or a file was refused (the rest went in), 2 when the arguments cannot be
 * used or the folder holds no feed.
 */
export async function feedsImportCommand(args: readonly string[], io: CommandIo): Promise<ExitStatus> {
  const given = readArguments(args);
  if (given === null) {
    io.err(sayText(io, usage));
    return args.includes('--help') ? 0 : 2;
  }
  if (await isBundleFile(given.folder)) {
    return (await import('./cli-feeds-bundle.ts')).importBundleFile(given.folder, io);
  }
  const { value: config, problems } = readConfig(io.env);
  for (const problem of problems) io.err(sayText(io, problem.message));
  if (problems.some(isFatal)) return 2;
  const found = await filesOf(given.folder, io);
  if (found === null) return 2;
  try {
    const attached = await attachDatabase(config);
    try {
      // A file that could not be looked into may hold what the others lack: they are not the whole.
      const isWhole = given.isWhole && !found.isPartial;
      const status = await importAll(attached.database.pool, planFolder(found.files, isWhole), io);
      return found.isPartial ? 1 : status;
    } finally {
      await attached.close();
    }
  } catch (error) {
    return sayProblem(io, error);
  }
}

/** What cannot be opened is told where folders are. */
async function isBundleFile(path: string): Promise<boolean> {
  return isBundle(path).catch(() => false);
}

function readArguments(args: readonly string[]): { folder: string; isWhole: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { whole: { type: 'boolean' } },
    });
    const [folder, ...rest] = positionals;
    return folder === undefined || rest.length > 0 ? null : { folder, isWhole: values.whole === true };
  } catch {
    return null;
  }
}

const maxSaid = 20;

interface FoundFiles {
  readonly files: readonly FeedFile[];
  /** Some could not be looked into: said already. */
  readonly isPartial: boolean;
}

async function filesOf(folder: string, io: CommandIo): Promise<FoundFiles | null> {
  try {
    const { files, others } = await findFeeds(folder);
    const unread = others.filter(({ fault }) => fault !== null);
    for (const { name, fault } of unread.slice(0, maxSaid))
      if (fault !== null) io.err(sayText(io, { fr: `${name} : ${fault.fr}`, en: `${name}: ${fault.en}` }));
    if (files.length > 0) return { files, isPartial: unread.length > 0 };
    if (unread.length > 0) return null;
    io.err(
      sayText(io, {
        fr: `« ${folder} » ne contient aucun flux reconnu (CVE, NVD, KEV, EPSS, CSAF, OSV, OSSA, Debian, CERT-FR). Vérifiez le dossier.`,
        en: `“${folder}” holds no feed that is recognised (CVE, NVD, KEV, EPSS, CSAF, OSV, OSSA, Debian, CERT-FR). Check the folder.`,
      }),
    );
  } catch (error) {
    const fault = faultOf(error);
    io.err(sayText(io, { fr: `${folder} : ${fault.fr}`, en: `${folder}: ${fault.en}` }));
  }
  return null;
}

/** A feed that fails does not keep the others out. */
async function importAll(
  pool: Parameters<typeof importPart>[0],
  parts: readonly FeedPart[],
  io: CommandIo,
): Promise<ExitStatus> {
  let status: ExitStatus = 0;
  for (const part of parts) {
    const files = part.files.length;
    const what = files === 1 ? (part.files[0]?.name ?? '') : `${files}`;
    io.err(
      sayText(io, {
        fr: files === 1 ? `${part.feed.id} : ${what}…` : `${part.feed.id} : ${what} fichiers…`,
        en: files === 1 ? `${part.feed.id}: ${what}…` : `${part.feed.id}: ${what} files…`,
      }),
    );
    try {
      const report = await importPart(pool, part, { now: new Date() });
      io.out(lineOf(report));
      if (report.quarantined > 0) status = 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      sayProblem(io, error);
      io.out(JSON.stringify({ feed: part.feed.id, error: error.code }));
      status = 1;
    }
  }
  return status;
}

function lineOf({ feed, isBaseline, durationMs, ...counts }: ImportReport): string {
  return JSON.stringify({
    feed: feed.id,
    ...counts,
    first: isBaseline,
    seconds: Math.round(durationMs / 100) / 10,
  });
}
