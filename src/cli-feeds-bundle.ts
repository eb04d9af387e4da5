import { rm } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Text } from '#engines/text.ts';
import type { BundleSigner } from '#domains/vulnerabilities/bundle-key.ts';
import {
  bundleSigner,
  distrustKey,
  parseBundleKey,
  spokenFingerprint,
  trustKey,
  trustedBundleKeys,
} from '#domains/vulnerabilities/bundle-key.ts';
import { writeBundle } from '#domains/vulnerabilities/bundle-write.ts';
import { openCarried } from '#domains/vulnerabilities/carry-in.ts';
import { importInWorker } from '#domains/vulnerabilities/import-in-worker.ts';
import { ensureFeed, keepCursor } from '#domains/vulnerabilities/store-feeds.ts';
import { attachDatabase } from '#platform/attach-database.ts';
import { recordAudit } from '#platform/audit/record-audit.ts';
import type { CommandIo, ExitStatus } from '#platform/command.ts';
import { languageOf, sayProblem, sayText } from '#platform/command.ts';
import type { Config } from '#platform/config.ts';
import { isFatal, readConfig } from '#platform/config.ts';
import type { Database } from '#platform/database.ts';
import { Problem } from '#platform/problems.ts';
import { system } from '#platform/rights.ts';
import type { KeyRing } from '#platform/secrets/key-ring.ts';
import { openKeyRing } from '#platform/secrets/key-ring.ts';
import { hasSealedData } from '#platform/secrets/secrets.ts';

interface Here extends Pick<Database, 'db' | 'pool'> {
  readonly keys: KeyRing;
  readonly config: Config;
}

/** Runs beside a Vigie or without one; what refuses it is said in one sentence. */
async function withInstallation(
  io: CommandIo,
  work: (here: Here) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const { value: config, problems } = readConfig(io.env);
  for (const problem of problems) io.err(sayText(io, problem.message));
  if (problems.some(isFatal)) return 2;
  try {
    const attached = await attachDatabase(config);
    const { db, pool } = attached.database;
    try {
      const keys = await openKeyRing(config.keyFile, () => hasSealedData(db));
      return await work({ db, pool, keys, config });
    } finally {
      await attached.close();
    }
  } catch (error) {
    const problem = fileProblem(error);
    return sayProblem(io, problem ?? error);
  }
}

/** A file that cannot be opened or written is no fault of the program. */
function fileProblem(error: unknown): Problem | null {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof Problem || typeof code !== 'string' || syscall === undefined) return null;
  return new Problem('file', 422, {
    fr: `${path ?? ''} : ${code}. Vérifiez le chemin, les droits et la place sur le disque.`,
    en: `${path ?? ''}: ${code}. Check the path, the rights and the room on the disk.`,
  });
}

/** Who did it is known to the machine only. */
async function note(db: Here['db'], verb: string, id: string, name: string): Promise<void> {
  await recordAudit(db, {
    actor: system,
    action: `command.feeds.${verb}`,
    subject: { kind: verb === 'trust' || verb === 'distrust' ? 'bundle-key' : 'bundle', id, name },
    outcome: 'done',
    detail: { operator: userInfo().username },
  });
}

function oneUsage(io: CommandIo, text: Text, args: readonly string[]): ExitStatus {
  io.err(sayText(io, text));
  return args.includes('--help') ? 0 : 2;
}

const exportUsage: Text = {
  fr: `vigie feeds export FICHIER [--feed ID]…
Écrit tous les flux chargés (ou ceux qui sont nommés) dans un seul fichier signé, à porter où aucun réseau ne va. La clé
publique et son empreinte s’affichent : qui importe le fichier doit les avoir acceptées une fois.`,
  en: `vigie feeds export FILE [--feed ID]…
Writes all loaded feeds (or those named) into one signed file, to be carried where no network goes. The public key and
its fingerprint are shown: whoever imports the file must have accepted them once.`,
};

/** `vigie feeds export FILE`: a line of JSON for each feed; the key for people. */
export async function feedsExportCommand(args: readonly string[], io: CommandIo): Promise<ExitStatus> {
  const given = exportArguments(args);
  if (given === null) return oneUsage(io, exportUsage, args);
  return withInstallation(io, async ({ db, keys }) => {
    const signer = await bundleSigner({ db, keys });
    const language = languageOf(io.env);
    const manifest = await writeBundle(db, given.path, {
      signer,
      createdBy: hostname(),
      now: new Date(),
      ...(given.only.length === 0 ? {} : { only: given.only }),
      onPart: (feed) => io.err(`${feed.title[language]}…`),
    });
    for (const { feed, bytes, sha256 } of manifest.parts) {
      if (feed === null) continue;
      const { id, records, newestRecordAt } = feed;
      io.out(JSON.stringify({ feed: id, records, newest: newestRecordAt, bytes, sha256 }));
    }
    await note(db, 'export', manifest.createdAt, given.path);
    io.err(sayText(io, signedBy(given.path, signer)));
    return 0;
  });
}

function exportArguments(args: readonly string[]): { path: string; only: readonly string[] } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { feed: { type: 'string', multiple: true } },
    });
    const [path, ...rest] = positionals;
    return path === undefined || rest.length > 0 ? null : { path: resolve(path), only: values.feed ?? [] };
  } catch {
    return null;
  }
}

function signedBy(path: string, { key }: BundleSigner): Text {
  const fingerprint = spokenFingerprint(key.fingerprint);
  return {
    fr: `${path} : signé par la clé\n  ${key.text}\nempreinte\n  ${fingerprint}\nSur l’autre Vigie, une fois : vigie feeds trust ${key.text} "${hostname()}"`,
    en: `${path}: signed by the key\n  ${key.text}\nfingerprint\n  ${fingerprint}\nOn the other Vigie, once: vigie feeds trust ${key.text} "${hostname()}"`,
  };
}

/** `vigie feeds import FILE` of a bundle: refused whole when a byte differs, before anything is written. */
export async function importBundleFile(path: string, io: CommandIo): Promise<ExitStatus> {
  return withInstallation(io, async (here) => {
    const carried = await openCarried(here, resolve(path));
    let status: ExitStatus = 0;
    try {
      for (const { id, title } of carried.older) {
        io.err(
          sayText(io, {
            fr: `${title.fr} : le lot est plus ancien que ce qui est chargé, laissé tel quel.`,
            en: `${title.en}: the bundle is older than what is loaded, left as it is.`,
          }),
        );
        io.out(JSON.stringify({ feed: id, older: true }));
      }
      for (const file of carried.files) if (!(await importCarried(here, file, io))) status = 1;
      await note(here.db, 'import', path.slice(-200), path);
    } finally {
      await rm(carried.folder, { recursive: true, force: true });
    }
    return status;
  });
}

/** Whether everything of the feed went in. A feed that fails does not keep the others out. */
async function importCarried(
  { db, pool }: Here,
  { feed, path, isComplete, contentAt }: Awaited<ReturnType<typeof openCarried>>['files'][number],
  io: CommandIo,
): Promise<boolean> {
  io.err(`${feed.title[languageOf(io.env)]}…`);
  try {
    const row = await ensureFeed(db, feed.id, feed.kind, feed.title);
    const report = await importInWorker(pool, feed, path, { now: new Date(), isComplete });
    // The import has just said when it was first loaded: only the date of the content is added.
    await keepCursor(db, { ...row, firstLoadedAt: new Date() }, row.cursor, contentAt);
    const { added, changed, unchanged, withdrawn, quarantined } = report;
    io.out(JSON.stringify({ feed: feed.id, added, changed, unchanged, withdrawn, quarantined }));
    return quarantined === 0;
  } catch (error) {
    sayProblem(io, error);
    io.out(JSON.stringify({ feed: feed.id, error: (error as Problem).code }));
    return false;
  }
}

const trustUsage: Text = {
  fr: `vigie feeds trust CLÉ NOM    accepte les lots signés par cette clé publique (« vigie-feeds:… »)
vigie feeds trust --list     les clés acceptées
vigie feeds trust --remove EMPREINTE`,
  en: `vigie feeds trust KEY NAME   accepts the bundles signed by this public key ("vigie-feeds:…")
vigie feeds trust --list     the keys accepted
vigie feeds trust --remove FINGERPRINT`,
};

/** `vigie feeds trust`: whose bundles are accepted here. */
export async function feedsTrustCommand(args: readonly string[], io: CommandIo): Promise<ExitStatus> {
  const [first = '', second = ''] = args;
  if (first === '--list' && args.length === 1) {
    return withInstallation(io, async ({ db }) => {
      for (const { key, name, trustedBy, trustedAt } of await trustedBundleKeys(db))
        io.out(JSON.stringify({ name, key: key.text, fingerprint: key.fingerprint, trustedBy, trustedAt }));
      return 0;
    });
  }
  if (first === '--remove' && args.length === 2) {
    return withInstallation(io, async ({ db }) => {
      const name = await distrustKey(db, second.replaceAll(/\s/g, '').toLowerCase());
      if (name !== null) await note(db, 'distrust', second, name);
      const unknown = { fr: 'Aucune clé n’a cette empreinte.', en: 'No key has that fingerprint.' };
      const removed = { fr: `Clé « ${name} » retirée.`, en: `Key "${name}" removed.` };
      io.err(sayText(io, name === null ? unknown : removed));
      return name === null ? 1 : 0;
    });
  }
  if (args.length !== 2 || first.startsWith('-')) return oneUsage(io, trustUsage, args);
  return withInstallation(io, async ({ db }) => {
    const key = parseBundleKey(first);
    await trustKey(db, key, second.slice(0, 120), userInfo().username);
    await note(db, 'trust', key.fingerprint, second);
    const fingerprint = spokenFingerprint(key.fingerprint);
    io.err(
      sayText(io, {
        fr: `Les lots de « ${second} » sont acceptés. Empreinte, à comparer avec la sienne :\n  ${fingerprint}`,
        en: `The bundles of "${second}" are accepted. Fingerprint, to be compared with theirs:\n  ${fingerprint}`,
      }),
    );
    return 0;
  });
}
