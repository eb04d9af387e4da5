import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '#platform/database.ts';
import { Problem } from '#platform/problems.ts';
import { readFeedFile } from './feed-files.ts';
import { findFeeds } from './feed-layout.ts';
import type { FeedKind, FeedRecord } from './feed-record.ts';
import { importFeed } from './import-feed.ts';
import type { FromImporter, ImporterData, ImportSource, ToImporter } from './importer-messages.ts';

/** The thread of an import: see `importInWorker`. */
const { connectionString, feed, source, now, isComplete, isBaseline } = workerData as ImporterData;
const abort = new AbortController();
parentPort?.on('message', ({ kind }: ToImporter) => {
  if (kind === 'stop') abort.abort();
});

async function* recordsOf(source: ImportSource, kind: FeedKind): AsyncGenerator<FeedRecord> {
  if (typeof source !== 'string')
    for (const { path, name } of source) yield* readFeedFile(path, kind, { name });
  else if ((await stat(source)).isDirectory()) {
    const { files, others } = await findFeeds(source);
    for (const { path, name, feed } of files)
      if (feed.kind === kind) yield* readFeedFile(path, kind, { name });
    for (const { name, fault } of others) if (fault !== null) yield { place: name, text: null, fault };
  } else yield* readFeedFile(source, kind, { name: basename(source) });
}

function tell(message: FromImporter): void {
  parentPort?.postMessage(message, []);
}

try {
  const database = await openDatabase(connectionString, { connections: 2, applicationName: 'vigie import' });
  try {
    const report = await importFeed(database, feed, recordsOf(source, feed.kind), {
      now,
      isComplete,
      isBaseline,
      signal: abort.signal,
      onProgress: ({ read }) => tell({ kind: 'progress', read }),
    });
    tell({ kind: 'done', report });
  } finally {
    await database.close();
  }
} catch (error) {
  const problem =
    error instanceof Problem ? { code: error.code, status: error.status, text: error.text } : null;
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  tell({ kind: 'failed', message, isAbort: abort.signal.aborted, problem });
}
parentPort?.close();
