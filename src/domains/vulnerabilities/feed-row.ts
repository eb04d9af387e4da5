import type { Selectable } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import type { FeedFacts } from './feed-status.ts';

export type FeedRow = Selectable<DB['vulnerabilities.feed']>;

/** A run under way, as its row keeps it. */
export interface RunningState {
  readonly since: string;
  /** Heartbeat. */
  readonly at: string;
  readonly step: { readonly fr: string; readonly en: string };
  readonly done: number | null;
  readonly total: number | null;
}

/** What somebody asked for: a run now, of these files when `path` is given. */
export interface FeedRequest {
  readonly by: string;
  readonly at: string;
  /** A file or folder on the disk of this host, removed once read. */
  readonly path?: string;
  readonly name?: string;
}

export function feedFacts(row: FeedRow): FeedFacts {
  const running = row.running as RunningState | null;
  return {
    enabled: row.enabled,
    origin: row.origin,
    everySeconds: row.every_seconds,
    staleAfterSeconds: row.stale_after_seconds,
    lastAttemptAt: row.last_attempt_at,
    lastSuccessAt: row.last_success_at,
    lastFailureAt: row.last_failure_at,
    newestRecordAt: row.newest_record_at,
    firstLoadedAt: row.first_loaded_at,
    createdAt: row.created_at,
    runningAt: running === null ? null : new Date(running.at),
  };
}
