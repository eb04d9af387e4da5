import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Text } from '#engines/text.ts';
import type { App } from '#platform/app.ts';
import { createHttpClient } from '#platform/net/http-client.ts';
import type { NameResolver } from '#platform/net/resolve-name.ts';
import { Problem } from '#platform/problems.ts';
import { useSecret } from '#platform/secrets/secrets.ts';
import type { FeedRow, RunReport, RunningState } from './feed-row.ts';
import { fetchFeed } from './fetch-feed.ts';
import { safeName } from './fetch-file.ts';
import type { FetchBatch, FetchContext, FetchProgress, Fetching } from './fetch-plan.ts';
import { abortableWait, fetchLimits } from './fetch-plan.ts';
import { feedReach, parseOrigin } from './fetch-policy.ts';
import { importInWorker } from './import-in-worker.ts';
import type { ImportReport } from './import-report.ts';
import { setAside } from './quarantine.ts';
import { claimRun, endRun, keepCursor, tellProgress } from './store-feeds.ts';

/** Lets one import in at a time: two large ones would fight over the same disk and the same tables. */
export type ImportTurn = <T>(work: () => Promise<T>) => Promise<T>;

export function importTurns(): ImportTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  };
}

/** What runs share within a process. */
export interface RunHouse {
  readonly names: NameResolver;
  readonly turn: ImportTurn;
}

export type RunApp = Pick<App, 'db' | 'pool' | 'keys' | 'config' | 'log'>;

/** Everything that feeds keep on disk: parts under way, files just fetched, files that people brought. */
export function feedsFolder(dataDirectory: string): string {
  return join(dataDirectory, 'feeds');
}

const tellEveryMs = 2000;
const longestRunMs = 12 * 3_600_000;

/** Reads one feed now, from where it was. What becomes of it is written on the feed; false when another run has it. */
export async function runFeed(
  app: RunApp,
  feed: FeedRow,
  house: RunHouse,
  stop: AbortSignal,
): Promise<boolean> {
  const run = await claimRun(app.db, feed.id, new Date());
  if (run === null) return false;
  const ended = new AbortController();
  const signal = AbortSignal.any([stop, ended.signal, AbortSignal.timeout(longestRunMs)]);
  const voice = tellNowAndThen(app, feed, run, () => ended.abort(new Error('the run was taken over')));
  const work: Run = { signal, tell: voice.tell, turn: house.turn };
  try {
    const report =
      feed.requested?.path === undefined
        ? await fetchAndImport(app, feed, house.names, work)
        : await importCarried(app, feed, feed.requested.path, work);
    await voice.stop();
    await endRun(app.db, feed, run, { kind: 'done', report }, new Date());
  } catch (error) {
    await voice.stop();
    if (stop.aborted || ended.signal.aborted)
      await endRun(app.db, feed, run, { kind: 'stopped' }, new Date());
    else {
      if (!(error instanceof Problem)) app.log.error('feed not read', { feed: feed.id, error });
      await endRun(app.db, feed, run, { kind: 'failed', reason: reasonOf(error) }, new Date());
    }
  }
  return true;
}

function reasonOf(error: unknown): Text {
  if (error instanceof Problem) return error.text;
  if (error instanceof Error && error.name === 'TimeoutError') {
    return {
      fr: 'La lecture durait depuis 12 h : elle a été arrêtée. Ce qui est entré reste ; le prochain passage continue.',
      en: 'The read had lasted for 12 h: it was stopped. What went in stays; the next run goes on.',
    };
  }
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  return {
    fr: `La lecture a échoué : ${message}. Rien de ce qui était chargé n’a été perdu.`,
    en: `The read failed: ${message}. Nothing that was loaded was lost.`,
  };
}

/** The row says how far the run is, every other second at most; without a sign it would be taken for dead. */
function tellNowAndThen(app: RunApp, feed: FeedRow, run: RunningState, onLost: () => void) {
  let latest: FetchProgress = { step: run.step, done: null, total: null };
  let told = 0;
  let pending: Promise<unknown> = Promise.resolve();
  const send = (): void => {
    told = Date.now();
    pending = tellProgress(app.db, feed.id, run, latest, new Date()).then(
      (isOurs) => isOurs || onLost(),
      (error: unknown) => app.log.warn('progress of a feed not written', { feed: feed.id, error }),
    );
  };
  const beat = setInterval(send, 30_000);
  return {
    tell: (progress: FetchProgress): void => {
      const isNew = progress.step.en !== latest.step.en;
      latest = progress;
      if (isNew || Date.now() - told > tellEveryMs) send();
    },
    stop: async (): Promise<void> => {
      clearInterval(beat);
      await pending;
    },
  };
}

interface Run {
  readonly signal: AbortSignal;
  readonly tell: (progress: FetchProgress) => void;
  readonly turn: ImportTurn;
}

async function fetchAndImport(
  app: RunApp,
  feed: FeedRow,
  names: NameResolver,
  run: Run,
): Promise<RunReport | null> {
  const origin = feed.origin === null ? null : parseOrigin(feed.origin);
  if (origin === null) throw noOrigin(feed);
  const allFolder = feedsFolder(app.config.dataDirectory);
  const folder = join(allFolder, safeName(feed.id.replace(':', '-'), 'feed'));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const client = createHttpClient({
    reachOf: feedReach(
      origin.kind === 'address' ? origin.url : new URL('https://folder.invalid/'),
      app.config.allowedTargets,
      names,
    ),
    signal: run.signal,
  });
  const context: FetchContext = {
    feed,
    client,
    folder,
    allFolder,
    cursor: feed.cursor,
    apiKey: feed.secretId === null ? null : await useSecret(app, feed.secretId, `feed ${feed.id}`),
    signal: run.signal,
    now: () => new Date(),
    progress: run.tell,
    limits: fetchLimits,
    wait: abortableWait(run.signal),
  };
  try {
    return await importBatches(app, feed, fetchFeed(context, origin, app.config.feedFolders), run);
  } finally {
    client.close();
  }
}

/** Batch after batch: fetched, imported, remembered, removed. What is in stays in, whatever comes after. */
async function importBatches(
  app: RunApp,
  feed: FeedRow,
  fetching: Fetching,
  run: Run,
): Promise<RunReport | null> {
  let total: RunReport | null = null;
  const startedAt = performance.now();
  for await (const batch of fetching) {
    if (batch.path !== null) {
      const report = await importBatch(app, feed, batch, run);
      total = sum(total, report, batch, startedAt);
      if (batch.isForeign !== true) await rm(batch.path, { recursive: true, force: true });
    }
    await keepCursor(app.db, feed, batch.cursor, batch.contentAt);
  }
  return total;
}

async function importBatch(app: RunApp, feed: FeedRow, batch: FetchBatch, run: Run): Promise<ImportReport> {
  const now = new Date();
  const step = { fr: 'Mise en base', en: 'Going into the database' };
  run.tell({ step: { fr: 'Attend son tour', en: 'Waiting for its turn' }, done: null, total: null });
  const source = batch.isForeign === true ? batch.path : await fetchedFiles(batch.path);
  const report = await run.turn(() => {
    run.tell({ step, done: null, total: null });
    return importInWorker(app.pool, { id: feed.id, kind: feed.kind }, source, {
      now,
      signal: run.signal,
      isComplete: batch.isComplete,
      // As the feed stood when the run began: a first load in several batches makes no news of its later ones.
      isBaseline: feed.firstLoadedAt === null,
      onProgress: ({ read }) => run.tell({ step, done: read, total: null }),
    });
  });
  run.signal.throwIfAborted();
  const refused = batch.refused.map((one) => ({
    place: one.path ?? one.code,
    reason: one.message,
    sample: '',
  }));
  await setAside(app.db, feed.id, refused, now);
  return report;
}

/** What was fetched for this feed is of this feed, whatever it looks like: what cannot be read is set aside, not skipped. */
async function fetchedFiles(path: string): Promise<readonly { path: string; name: string }[]> {
  if (!(await stat(path)).isDirectory()) return [{ path, name: basename(path) }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({ path: file, name: relative(path, file) }));
}

/** A file that somebody brought: read once, then removed, read or not; kept for later only when Vigie stops. */
async function importCarried(app: RunApp, feed: FeedRow, path: string, run: Run): Promise<RunReport | null> {
  const { isComplete = false, contentAt } = feed.requested ?? {};
  const at = contentAt === undefined ? null : new Date(contentAt);
  const batch: FetchBatch = {
    path,
    isComplete,
    cursor: feed.cursor,
    contentAt: at,
    bytes: (await stat(path)).size,
    refused: [],
  };
  const startedAt = performance.now();
  try {
    const report = await importBatch(app, feed, batch, run);
    await keepCursor(app.db, feed, batch.cursor, at);
    return sum(null, report, batch, startedAt);
  } finally {
    if (!run.signal.aborted) {
      await rm(path, { recursive: true, force: true });
      await rmdir(dirname(path)).catch(() => {}); // others of the same bundle may still lie there
    }
  }
}

function sum(
  before: RunReport | null,
  report: ImportReport,
  batch: FetchBatch,
  startedAt: number,
): RunReport {
  const add = (read: (one: RunReport | ImportReport) => number) =>
    (before === null ? 0 : read(before)) + read(report);
  return {
    read: add((one) => one.read),
    added: add((one) => one.added),
    changed: add((one) => one.changed),
    unchanged: add((one) => one.unchanged),
    withdrawn: add((one) => one.withdrawn),
    quarantined: add((one) => one.quarantined) + batch.refused.length,
    news: add((one) => one.news),
    matched: add((one) => one.matched),
    bytes: (before?.bytes ?? 0) + batch.bytes,
    seconds: Math.round((performance.now() - startedAt) / 1000),
  };
}

function noOrigin(feed: FeedRow): Problem {
  return new Problem('feed-no-origin', 422, {
    fr: `Le flux ${feed.title.fr} n’a pas d’adresse : envoyez-lui un fichier, ou donnez-lui une adresse.`,
    en: `The feed ${feed.title.en} has no address: upload a file to it, or give it an address.`,
  });
}
