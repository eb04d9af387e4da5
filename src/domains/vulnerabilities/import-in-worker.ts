import { Worker } from 'node:worker_threads';
import type { Pool } from 'pg';
import { Problem } from '#platform/problems.ts';
import type { FeedName } from './feed-record.ts';
import type { ImportOptions, ImportReport } from './import-report.ts';
import type { FromImporter, ImporterData, ImportSource, ToImporter } from './importer-messages.ts';

/** Memory of the JavaScript of an import, outside what PostgreSQL takes. */
const maxOldGenerationMebibytes = 768;

/**
 * `importFeed` of files in a thread of its own with connections of its own, so that the server goes on answering: the
 * thread opens the files (`readFeedFiles`), unpacks, parses, compiles and hands batches to PostgreSQL. An abort of
 * `signal` ends it after the batch under way; what is committed stays, and the next import goes on from there.
 * @param source a file or a folder of one feed, as `feed-files.ts` reads them, or files that `findFeeds` has found
 * @throws Problem or Error of the import
 */
export async function importInWorker(
  pool: Pool,
  feed: FeedName,
  source: ImportSource,
  options: ImportOptions,
): Promise<ImportReport> {
  const { signal, onProgress, now, isComplete, isBaseline = false } = options;
  signal?.throwIfAborted();
  const { connectionString } = pool.options;
  if (connectionString === undefined) throw new TypeError('the pool has no connection string');
  const worker = new Worker(new URL('./importer.ts', import.meta.url), {
    workerData: { connectionString, feed, source, now, isComplete, isBaseline } satisfies ImporterData,
    resourceLimits: { maxOldGenerationSizeMb: maxOldGenerationMebibytes },
  });
  const stop = () => worker.postMessage({ kind: 'stop' } satisfies ToImporter, []);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await outcomeOf(worker, onProgress);
  } finally {
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

async function outcomeOf(worker: Worker, onProgress: ImportOptions['onProgress']): Promise<ImportReport> {
  const { promise, resolve, reject } = Promise.withResolvers<ImportReport>();
  worker.on('message', (message: FromImporter) => {
    if (message.kind === 'progress') onProgress?.({ read: message.read });
    else if (message.kind === 'done') resolve(message.report);
    else reject(errorOf(message));
  });
  worker.on('error', reject);
  worker.on('exit', (code) => reject(new Error(`the import thread ended early, with ${code}`)));
  return await promise;
}

function errorOf({ message, isAbort, problem }: Extract<FromImporter, { kind: 'failed' }>): Error {
  if (isAbort) return new DOMException('The import was stopped.', 'AbortError');
  return problem === null ? new Error(message) : new Problem(problem.code, problem.status, problem.text);
}
