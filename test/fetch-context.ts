import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FeedKind } from '#domains/vulnerabilities/feed-record.ts';
import { feedReach } from '#domains/vulnerabilities/fetch-policy.ts';
import type {
  FetchBatch,
  FetchContext,
  FetchNothing,
  Fetching,
} from '#domains/vulnerabilities/fetch-plan.ts';
import { fetchLimits } from '#domains/vulnerabilities/fetch-plan.ts';
import { createHttpClient } from '#platform/net/http-client.ts';
import { createNameResolver } from '#platform/net/resolve-name.ts';

export interface TestFetch extends FetchContext {
  /** Waits asked for, in milliseconds; none was waited. */
  readonly waits: number[];
}

export interface TestFetchOptions {
  readonly kind?: FeedKind;
  readonly allowed?: readonly string[];
  readonly caPem?: string;
  readonly idleTimeoutMs?: number;
  readonly more?: Partial<FetchContext>;
}

/** A fetch with a real client in a folder of its own, allowed to reach loopback only. */
export function fetchContext(
  t: { after(fn: () => Promise<void>): void },
  origin: string,
  options: TestFetchOptions = {},
): TestFetch {
  const allFolder = mkdtempSync(join(tmpdir(), 'vigie-fetch-'));
  const folder = join(allFolder, 'one');
  mkdirSync(folder);
  t.after(async () => rmSync(allFolder, { recursive: true, force: true }));
  const signal = options.more?.signal ?? new AbortController().signal;
  const client = createHttpClient({
    reachOf: feedReach(new URL(origin), options.allowed ?? ['127.0.0.0/8'], createNameResolver()),
    signal,
    ...(options.caPem === undefined ? {} : { caPem: options.caPem }),
    idleTimeoutMs: options.idleTimeoutMs ?? 2000,
  });
  t.after(async () => client.close());
  const waits: number[] = [];
  const wait = async (milliseconds: number): Promise<void> => {
    signal.throwIfAborted();
    waits.push(milliseconds);
  };
  return {
    feed: { id: 'essai', kind: options.kind ?? 'kev' },
    client,
    folder,
    allFolder,
    cursor: {},
    apiKey: null,
    signal,
    now: () => new Date('2026-11-22T10:00:00Z'),
    progress: () => undefined,
    limits: fetchLimits,
    wait,
    waits,
    ...options.more,
  };
}

export type AnyBatch = FetchBatch | FetchNothing;

/** Everything that a way of fetching yields; `onBatch` sees each one while its files are there. */
export async function batchesOf(
  fetching: Fetching,
  onBatch?: (batch: AnyBatch) => void,
): Promise<AnyBatch[]> {
  const batches: AnyBatch[] = [];
  for await (const batch of fetching) {
    onBatch?.(batch);
    batches.push(batch);
  }
  return batches;
}
