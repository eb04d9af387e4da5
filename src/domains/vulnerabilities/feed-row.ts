import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { FeedKind } from './feed-record.ts';
import type { FeedFacts } from './feed-status.ts';
import type { FetchProgress } from './fetch-plan.ts';

/** A run under way, as its row keeps it. */
export interface RunningState extends FetchProgress {
  /** Of this run only: a process that lost it must not write it. */
  readonly id: string;
  readonly since: string;
  /** Heartbeat. */
  readonly at: string;
}

/** What somebody asked for: a run now, of these files when `path` is given. */
export interface FeedRequest {
  readonly by: string;
  readonly at: string;
  /** A file on the disk of this host, removed once read. */
  readonly path?: string;
  /** What it holds is the whole feed. */
  readonly isComplete?: boolean;
  /** Date of its content, where the records hold none. */
  readonly contentAt?: string;
}

/** What the last run brought. */
export interface RunReport {
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly withdrawn: number;
  readonly quarantined: number;
  readonly news: number;
  readonly matched: number;
  readonly bytes: number;
  readonly seconds: number;
}

export interface FeedRow {
  readonly id: string;
  readonly kind: FeedKind;
  readonly title: Text;
  readonly origin: string | null;
  /** By its own switch and by that of its source. */
  readonly enabled: boolean;
  readonly everySeconds: number;
  readonly staleAfterSeconds: number;
  readonly cursor: Record<string, unknown>;
  readonly lastAttemptAt: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly lastFailureAt: Date | null;
  readonly lastFailure: Text | null;
  readonly newestRecordAt: Date | null;
  readonly records: number;
  readonly firstLoadedAt: Date | null;
  readonly createdAt: Date;
  readonly requested: FeedRequest | null;
  readonly running: RunningState | null;
  readonly lastReport: RunReport | null;
  readonly secretId: string | null;
  readonly sourceId: string | null;
  readonly quarantined: number;
}

type Raw = Selectable<DB['vulnerabilities.feed']> & {
  source_enabled: boolean | null;
  source_id: string | null;
  quarantined: number;
};

/** What the source of a feed is called on the map. */
export function feedSourceKey(feedId: string): string {
  return `feed:${feedId}`;
}

/** All feeds, or the one of that id, with the source each one has on the map. */
export async function readFeeds(db: Kysely<DB>, id?: string): Promise<FeedRow[]> {
  const { rows } = await sql<Raw>`
    select feed.*, source.enabled as source_enabled, source.id as source_id,
      (select count(*)::int from vulnerabilities.quarantine as aside where aside.feed_id = feed.id) as quarantined
    from vulnerabilities.feed as feed
    left join map.source as source on source.key = 'feed:' || feed.id
    where ${id ?? null}::text is null or feed.id = ${id ?? null}
    order by feed.id
  `.execute(db);
  return rows.map(rowOf);
}

function rowOf(row: Raw): FeedRow {
  return {
    id: row.id,
    kind: row.kind as FeedKind,
    title: row.title as unknown as Text,
    origin: row.origin,
    enabled: row.enabled && row.source_enabled !== false,
    everySeconds: row.every_seconds,
    staleAfterSeconds: row.stale_after_seconds,
    cursor: row.cursor as Record<string, unknown>,
    lastAttemptAt: row.last_attempt_at,
    lastSuccessAt: row.last_success_at,
    lastFailureAt: row.last_failure_at,
    lastFailure: row.last_failure as unknown as Text | null,
    newestRecordAt: row.newest_record_at,
    records: row.records,
    firstLoadedAt: row.first_loaded_at,
    createdAt: row.created_at,
    requested: row.requested as unknown as FeedRequest | null,
    running: row.running as unknown as RunningState | null,
    lastReport: reportOf(row.last_report as Partial<RunReport> | null),
    secretId: row.secret_id,
    sourceId: row.source_id,
    quarantined: row.quarantined,
  };
}

/** An import from the shell says less of itself than a run. */
function reportOf(report: Partial<RunReport> | null): RunReport | null {
  if (report === null) return null;
  const { added = 0, changed = 0, unchanged = 0, quarantined = 0 } = report;
  const read = added + changed + unchanged + quarantined;
  const rest = { withdrawn: 0, news: 0, matched: 0, bytes: 0, seconds: 0 };
  return { read, ...rest, added, changed, unchanged, quarantined, ...report };
}

export function feedFacts(row: FeedRow): FeedFacts {
  return { ...row, runningAt: row.running === null ? null : new Date(row.running.at) };
}
