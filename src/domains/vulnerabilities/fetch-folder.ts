import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Problem } from '#platform/problems.ts';
import type { FetchContext, Fetching } from './fetch-plan.ts';
import { cursorText } from './fetch-plan.ts';

const mostFiles = 1_000_000;

/** A feed carried to a folder: read where it lies, when a file of it has changed. */
export async function* fetchFolder(context: FetchContext, path: string): Fetching {
  const { fingerprint, bytes, newestMs } = await fingerprintOf(path, context.signal);
  if (fingerprint === cursorText(context.cursor, 'fingerprint')) {
    yield { path: null, cursor: context.cursor, contentAt: null };
    return;
  }
  const isWholeFile = ['kev', 'epss', 'debian'].includes(context.feed.kind);
  yield {
    path,
    // A folder may hold the last days only: what it lacks is not withdrawn.
    isComplete: isWholeFile,
    cursor: { fingerprint },
    contentAt: isWholeFile && newestMs > 0 ? new Date(newestMs) : null,
    bytes,
    refused: [],
    isForeign: true,
  };
}

async function fingerprintOf(path: string, signal: AbortSignal) {
  const root = await stat(path);
  const hash = createHash('sha256');
  let bytes = 0;
  let newestMs = 0;
  const add = (name: string, info: { size: number; mtimeMs: number }): void => {
    hash.update(`${name}\0${info.size}\0${info.mtimeMs}\n`);
    bytes += info.size;
    newestMs = Math.max(newestMs, info.mtimeMs);
  };
  if (root.isFile()) add('', root);
  else {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    if (files.length > mostFiles) throw tooManyFiles(path);
    for (const file of files.toSorted()) {
      signal.throwIfAborted();
      const info = await stat(file).catch(() => null);
      if (info !== null) add(relative(path, file), info);
    }
    if (files.length === 0) throw emptyFolder(path);
  }
  return { fingerprint: hash.digest('hex'), bytes, newestMs };
}

function emptyFolder(path: string): Problem {
  return new Problem('feed-folder-empty', 422, {
    fr: `${path} ne contient aucun fichier. Apportez-y les fichiers du flux ; ce qui était déjà chargé reste.`,
    en: `${path} holds no file. Bring the files of the feed there; what was loaded before stays.`,
  });
}

function tooManyFiles(path: string): Problem {
  return new Problem('feed-folder-large', 422, {
    fr: `${path} contient plus de ${mostFiles} fichiers. Donnez le dossier d’un seul flux, ou une archive.`,
    en: `${path} holds more than ${mostFiles} files. Give the folder of one feed, or an archive.`,
  });
}
