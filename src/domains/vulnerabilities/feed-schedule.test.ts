import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedCatalogue } from './feed-catalogue.ts';
import { healthOf } from './feed-health.ts';
import type { FeedRow } from './feed-row.ts';
import { feedFacts } from './feed-row.ts';
import { dueFeeds, nextRunAt } from './feed-schedule.ts';
import { feedStatus } from './feed-status.ts';
import { parseOrigin } from './fetch-policy.ts';

const now = new Date('2026-11-22T12:00:00Z');
const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

function feed(more: Partial<FeedRow> = {}): FeedRow {
  return {
    id: 'kev',
    kind: 'kev',
    title: { fr: 'CISA KEV', en: 'CISA KEV' },
    origin: 'https://mirror.example.nc/kev.json',
    enabled: true,
    everySeconds: 6 * 3600,
    staleAfterSeconds: 21 * 86_400,
    cursor: {},
    lastAttemptAt: before(1),
    lastSuccessAt: before(1),
    lastFailureAt: null,
    lastFailure: null,
    newestRecordAt: before(48),
    records: 10,
    firstLoadedAt: before(1000),
    createdAt: before(2000),
    requested: null,
    running: null,
    lastReport: null,
    secretId: null,
    sourceId: null,
    quarantined: 0,
    ...more,
  };
}

const beat = (minutes: number) => {
  const at = before(minutes / 60).toISOString();
  return { id: 'x', since: at, at, step: { fr: '', en: '' }, done: null, total: null };
};

test('the state of a feed says how far it can be believed', () => {
  const cases: [Partial<FeedRow>, string][] = [
    [{}, 'fresh'],
    [{ enabled: false }, 'disabled'],
    [{ firstLoadedAt: null, lastSuccessAt: null }, 'never'],
    [{ lastFailureAt: before(0.5) }, 'failed'],
    [{ lastFailureAt: before(2) }, 'fresh'],
    [{ lastSuccessAt: before(25) }, 'stale'],
    [{ lastSuccessAt: before(23) }, 'fresh'],
    [{ newestRecordAt: before(22 * 24) }, 'old-content'],
    // Carried in by hand: no beat, and yet it grows old.
    [{ origin: null, lastSuccessAt: before(500) }, 'fresh'],
    [{ origin: null, newestRecordAt: before(22 * 24) }, 'old-content'],
    [{ origin: null, newestRecordAt: null, lastSuccessAt: before(22 * 24) }, 'old-content'],
    [{ running: beat(1) }, 'running'],
    [{ running: beat(10) }, 'fresh'],
  ];
  for (const [more, wanted] of cases)
    assert.equal(feedStatus(feedFacts(feed(more)), now), wanted, JSON.stringify(more));
});

test('a feed is read at its rhythm and a little later, sooner after a failure, at once when asked for', () => {
  const next = nextRunAt(feed(), now)?.getTime() ?? 0;
  const spread = (next - before(1).getTime()) / 1000 / (6 * 3600);
  assert.ok(spread >= 1 && spread <= 1.1, String(spread));
  assert.equal(nextRunAt(feed(), now)?.getTime(), next);
  assert.notEqual(nextRunAt(feed({ id: 'epss' }), now)?.getTime(), next);
  // Failing for an hour: again a quarter of an hour after the attempt; for days: at its rhythm at most.
  const failing = { lastFailureAt: before(0.1), lastAttemptAt: before(0.1) };
  assert.equal(nextRunAt(feed(failing), now)?.getTime(), before(0.1).getTime() + 900_000);
  const long = nextRunAt(feed({ ...failing, lastSuccessAt: before(240) }), now)?.getTime() ?? 0;
  assert.ok(long - before(0.1).getTime() <= 6.6 * 3_600_000);
  assert.equal(nextRunAt(feed({ enabled: false }), now), null);
  assert.equal(nextRunAt(feed({ origin: null }), now), null);
  const asked = feed({ id: 'asked', requested: { by: 'Alice', at: before(0.01).toISOString() } });
  const late = feed({ id: 'late', lastAttemptAt: before(9) });
  const later = feed({ id: 'later', lastAttemptAt: before(99) });
  const busy = feed({ id: 'busy', lastAttemptAt: before(99), running: beat(1) });
  assert.deepEqual(
    dueFeeds([feed(), late, busy, later, asked], now).map((one) => one.id),
    ['asked', 'later', 'late'],
  );
});

test('what the pages of the watch must say beside what they show', () => {
  assert.equal(healthOf([], now).state, 'none');
  assert.equal(healthOf([feed({ firstLoadedAt: null })], now).state, 'none');
  assert.deepEqual([healthOf([feed()], now).state, healthOf([feed()], now).sentence], ['good', null]);
  const doubts = [
    { enabled: false },
    { lastSuccessAt: before(90) },
    { newestRecordAt: before(900) },
    { firstLoadedAt: null },
  ];
  for (const doubt of doubts) {
    const health = healthOf([feed(), feed({ id: 'nvd', title: { fr: 'NVD', en: 'NVD' }, ...doubt })], now);
    assert.equal(health.state, 'doubtful', JSON.stringify(doubt));
    assert.match(health.sentence?.fr ?? '', /NVD/);
  }
  const many = ['a', 'b', 'c', 'd', 'e'].map((id) => feed({ id, enabled: false }));
  assert.match(healthOf(many, now).sentence?.en ?? '', /2 more/);
});

test('the catalogue is of https addresses, each feed once', () => {
  const ids = feedCatalogue.map((one) => one.id);
  assert.equal(new Set(ids).size, ids.length);
  for (const one of feedCatalogue) {
    const origin = parseOrigin(one.origin);
    assert.ok(origin?.kind === 'address' && origin.url.protocol === 'https:', one.id);
    assert.match(one.id, /^[a-z][a-z0-9-]*(?::[a-z0-9][a-z0-9.-]*)?$/);
    assert.ok(one.everySeconds >= 3600 && one.staleAfterSeconds > one.everySeconds, one.id);
  }
});
