import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Level } from '#engines/graph/types.ts';
import { dayBars, monthTallies, recentAvailability, tally } from './availability.ts';
import { openIntervals, readOpeningHours } from './opening-hours.ts';
import type { OpeningHours, StatePoint } from './types.ts';

const noumea = 'Pacific/Noumea';
const always: OpeningHours = { always: true };
const at = (text: string) => Date.parse(text);

function point(
  time: string,
  availability: Level,
  flags: { unknown?: boolean; planned?: boolean } = {},
): StatePoint {
  return { at: at(time), availability, unknown: flags.unknown ?? false, planned: flags.planned ?? false };
}

const day = { from: at('2025-11-24T00:00:00+11:00'), to: at('2025-11-25T00:00:00+11:00') };

test('an outage of an hour is down for an hour of the observed day', () => {
  const result = tally(
    [
      point('2025-11-20T00:00:00+11:00', 0),
      point('2025-11-24T10:00:00+11:00', 3),
      point('2025-11-24T11:00:00+11:00', 0),
    ],
    [day],
  );
  assert.deepEqual(result, {
    downSeconds: 3600,
    degradedSeconds: 0,
    plannedSeconds: 0,
    unknownSeconds: 0,
    observedSeconds: 86_400,
    outages: 1,
    worst: 3,
    availability: 23 / 24,
  });
});

test('what was before the first point counts for nothing', () => {
  const result = tally([point('2025-11-24T12:00:00+11:00', 2)], [day]);
  assert.equal(result.observedSeconds, 43_200);
  assert.equal(result.degradedSeconds, 43_200);
  assert.equal(result.availability, 1);
  assert.deepEqual(tally([], [day]).availability, null);
  assert.equal(tally([point('2025-11-26T00:00:00+11:00', 3)], [day]).worst, null);
});

test('unknown time is out of the share and shown; a known outage stays one although something is silent', () => {
  const result = tally(
    [
      point('2025-11-24T00:00:00+11:00', 0),
      point('2025-11-24T06:00:00+11:00', 0, { unknown: true }),
      point('2025-11-24T12:00:00+11:00', 3, { unknown: true }),
      point('2025-11-24T18:00:00+11:00', 0),
    ],
    [day],
  );
  assert.equal(result.unknownSeconds, 21_600);
  assert.equal(result.downSeconds, 21_600);
  assert.equal(result.observedSeconds, 64_800);
  assert.equal(result.availability, 2 / 3);
});

test('planned harm is set apart, a harmless maintenance is not', () => {
  const result = tally(
    [
      point('2025-11-24T00:00:00+11:00', 1, { planned: true }),
      point('2025-11-24T06:00:00+11:00', 3, { planned: true }),
      point('2025-11-24T12:00:00+11:00', 3),
    ],
    [day],
  );
  assert.equal(result.plannedSeconds, 21_600);
  assert.equal(result.observedSeconds, 64_800);
  assert.equal(result.downSeconds, 43_200);
  assert.equal(result.outages, 1);
});

test('an outage whose causes change is one, two apart are two', () => {
  const points = [
    point('2025-11-24T00:00:00+11:00', 3),
    point('2025-11-24T01:00:00+11:00', 3),
    point('2025-11-24T02:00:00+11:00', 2),
    point('2025-11-24T03:00:00+11:00', 3),
  ];
  assert.equal(tally(points, [day]).outages, 2);
});

test('an outage over closed hours counts once, and only what falls within the hours', () => {
  const hours = readOpeningHours({ always: false, days: [1, 2, 3, 4, 5], from: '07:30', to: '16:00' });
  // Friday 14:00 to Monday 09:30.
  const points = [
    point('2025-11-01T00:00:00+11:00', 0),
    point('2025-11-21T14:00:00+11:00', 3),
    point('2025-11-24T09:30:00+11:00', 0),
  ];
  const week = { from: at('2025-11-17T00:00:00+11:00'), to: at('2025-11-25T00:00:00+11:00') };
  const result = tally(points, openIntervals(hours, week, noumea));
  assert.equal(result.downSeconds, 4 * 3600);
  assert.equal(result.outages, 1);
  assert.equal(result.observedSeconds, 6 * 8.5 * 3600);
});

test('the bars are local days: ten in the evening in UTC is the next morning in Nouméa', () => {
  const points = [
    point('2025-11-01T00:00:00Z', 0),
    point('2025-11-23T22:00:00Z', 3),
    point('2025-11-23T23:00:00Z', 0),
    point('2025-11-24T23:00:00Z', 0, { unknown: true }),
  ];
  const bars = dayBars(points, 3, { hours: always, zone: noumea, now: at('2025-11-25T12:00:00+11:00') });
  assert.deepEqual(
    bars.map((bar) => [bar.date, bar.worst, bar.unknown]),
    [
      ['2025-11-23', 0, false],
      ['2025-11-24', 3, false],
      ['2025-11-25', 0, true],
    ],
  );
  assert.equal(bars[1]?.availability, 23 / 24);
});

test('a closed day has a worst state but no availability', () => {
  const hours = readOpeningHours({ days: [1], from: '08:00', to: '16:00' });
  const points = [point('2025-11-01T00:00:00+11:00', 3)];
  const bars = dayBars(points, 2, { hours, zone: noumea, now: at('2025-11-24T12:00:00+11:00') });
  assert.deepEqual(
    bars.map((bar) => [bar.worst, bar.availability]),
    [
      [3, null],
      [3, 0],
    ],
  );
});

test('months begin at local midnight and the present one stops now', () => {
  const points = [point('2025-10-31T10:00:00+11:00', 0), point('2025-11-30T23:00:00+11:00', 3)];
  const now = at('2025-12-01T02:00:00+11:00');
  const months = monthTallies(points, { hours: always, zone: noumea, now });
  assert.deepEqual(
    months.map((month) => [
      month.month,
      month.tally.observedSeconds,
      month.tally.downSeconds,
      month.tally.outages,
    ]),
    [
      ['2025-10', 14 * 3600, 0, 0],
      ['2025-11', 30 * 86_400, 3600, 1],
      ['2025-12', 7200, 7200, 1],
    ],
  );
  assert.equal(recentAvailability(points, 2, { hours: always, zone: noumea, now }), 1 - 3 / 26);
});

test('thousands of random points add up as a minute by minute count does', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const minute = 60_000;
  for (let round = 0; round < 20; round += 1) {
    const start = at('2025-11-20T00:00:00+11:00');
    const points: StatePoint[] = [];
    for (let time = start + random(500) * minute; points.length < 60; time += (1 + random(300)) * minute) {
      points.push({
        at: time,
        availability: random(4) as Level,
        unknown: random(4) === 0,
        planned: random(4) === 0,
      });
    }
    const hours = readOpeningHours({ periods: [{ days: [1, 3, 5, 6], from: '22:00', to: '03:00' }] });
    const window = { from: start + random(3000) * minute, to: start + (3000 + random(4000)) * minute };
    const open = openIntervals(hours, window, noumea);
    let down = 0;
    let observed = 0;
    for (let time = window.from; time < window.to; time += minute) {
      const local = new Date(time + 11 * 3_600_000);
      const weekday = local.getUTCDay();
      const hour = local.getUTCHours();
      const isOpen =
        ([1, 3, 5, 6].includes(weekday) && hour >= 22) || ([2, 4, 6, 0].includes(weekday) && hour < 3);
      const current = points.findLast((candidate) => candidate.at <= time);
      if (!isOpen || current === undefined) continue;
      if (current.planned && current.availability >= 2) continue;
      if (current.unknown && current.availability < 3) continue;
      observed += 60;
      if (current.availability === 3) down += 60;
    }
    const result = tally(points, open);
    assert.equal(result.downSeconds, down);
    assert.equal(result.observedSeconds, observed);
  }
});
