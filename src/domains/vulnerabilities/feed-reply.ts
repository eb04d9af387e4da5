import { shownUrl } from '#platform/net/http-problems.ts';
import type { Feed } from './api-feeds.ts';
import type { CatalogueFeed } from './feed-catalogue.ts';
import { catalogueFeed, feedCatalogue } from './feed-catalogue.ts';
import type { FeedRow } from './feed-row.ts';
import { feedFacts } from './feed-row.ts';
import { nextRunAt } from './feed-schedule.ts';
import { parseOrigin } from './fetch-policy.ts';
import { feedStatus, isLate, isOld, isRunning } from './feed-status.ts';

/** An address without what follows its path: a mirror may take its token there. */
export function shownOrigin(origin: string | null): string | null {
  const read = origin === null ? null : parseOrigin(origin);
  return read?.kind === 'address' ? shownUrl(read.url) : origin;
}

/** A feed as the console and the interface show it; its address whole only to who may change it. */
export function feedReply(row: FeedRow, now: Date, isWhole: boolean): Feed {
  const facts = feedFacts(row);
  const known = catalogueFeed(row.id);
  const running = isRunning(facts, now) ? row.running : null;
  const next = running === null ? nextRunAt(row, now) : null;
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    ...offer(known),
    isOffered: false,
    origin: isWhole ? row.origin : shownOrigin(row.origin),
    enabled: row.enabled,
    status: feedStatus(facts, now),
    everySeconds: row.everySeconds,
    staleAfterSeconds: row.staleAfterSeconds,
    records: row.records,
    quarantined: row.quarantined,
    newestRecordAt: iso(row.newestRecordAt),
    isOld: isOld(facts, now) || isLate(facts, now),
    lastAttemptAt: iso(row.lastAttemptAt),
    lastSuccessAt: iso(row.lastSuccessAt),
    lastFailureAt: iso(row.lastFailureAt),
    lastFailure: row.lastFailure,
    nextRunAt: iso(next),
    isWaiting: next !== null && next <= now,
    running:
      running === null
        ? null
        : { since: running.since, step: running.step, done: running.done, total: running.total },
    lastReport: row.lastReport,
    secretId: row.secretId,
    sourceId: row.sourceId,
  };
}

function offer(known: CatalogueFeed | null) {
  return {
    brings: known?.brings ?? null,
    publicOrigin: known?.origin ?? null,
    firstLoadBytes: known?.firstLoadBytes ?? null,
    takesKey: known?.takesKey ?? false,
  };
}

/** Feeds of the catalogue that nobody has set up. */
export function offeredFeeds(rows: readonly FeedRow[]): Feed[] {
  const taken = new Set(rows.map((row) => row.id));
  return feedCatalogue
    .filter((feed) => !taken.has(feed.id))
    .map((feed) => ({
      id: feed.id,
      kind: feed.kind,
      title: feed.title,
      ...offer(feed),
      isOffered: true,
      origin: null,
      enabled: false,
      status: 'disabled',
      everySeconds: feed.everySeconds,
      staleAfterSeconds: feed.staleAfterSeconds,
      records: 0,
      quarantined: 0,
      newestRecordAt: null,
      isOld: false,
      lastAttemptAt: null,
      lastSuccessAt: null,
      lastFailureAt: null,
      lastFailure: null,
      nextRunAt: null,
      isWaiting: false,
      running: null,
      lastReport: null,
      secretId: null,
      sourceId: null,
    }));
}
