import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openIntervals, readOpeningHours } from './opening-hours.ts';
import { daysOf, instantOfWallClock, lastDays, monthsOf, zoneOffset } from './zone-calendar.ts';

const at = (text: string) => Date.parse(text);
const iso = (instant: number) => new Date(instant).toISOString();

test('Nouméa is eleven hours ahead all year', () => {
  for (const time of ['2025-01-15T00:00:00Z', '2025-07-15T00:00:00Z']) {
    assert.equal(zoneOffset(at(time), 'Pacific/Noumea'), 11 * 3_600_000);
  }
});

test('days of 23 and 25 hours where clocks change', () => {
  const paris = (date: string) =>
    daysOf({ from: at(`${date}T10:00:00Z`), to: at(`${date}T11:00:00Z`) }, 'Europe/Paris')[0];
  const spring = paris('2025-03-30');
  const autumn = paris('2025-10-26');
  assert.equal(((spring?.to ?? 0) - (spring?.from ?? 0)) / 3_600_000, 23);
  assert.equal(((autumn?.to ?? 0) - (autumn?.from ?? 0)) / 3_600_000, 25);
  const days = daysOf({ from: spring?.from ?? 0, to: autumn?.to ?? 0 }, 'Europe/Paris');
  days.forEach((day, index) => assert.equal(day.to, days[index + 1]?.from ?? autumn?.to));
  assert.equal(days.length, 211);
});

test('a midnight that clocks skip: the day begins when they move on', () => {
  // Chile moved from 00:00 to 01:00 on 2025-09-07.
  const [day] = daysOf(
    { from: at('2025-09-07T12:00:00Z'), to: at('2025-09-07T13:00:00Z') },
    'America/Santiago',
  );
  assert.equal(iso(day?.from ?? 0), '2025-09-07T04:00:00.000Z');
  assert.equal(((day?.to ?? 0) - (day?.from ?? 0)) / 3_600_000, 23);
});

test('an hour that clocks show twice is the first of the two', () => {
  const twice = instantOfWallClock(at('2025-10-26T02:30:00Z'), 'Europe/Paris');
  assert.equal(iso(twice), '2025-10-26T00:30:00.000Z');
});

test('half hour zones and the date line', () => {
  assert.equal(lastDays(at('2025-11-24T23:00:00Z'), 1, 'Pacific/Kiritimati')[0]?.date, '2025-11-25');
  assert.equal(lastDays(at('2025-11-24T05:00:00Z'), 1, 'Pacific/Pago_Pago')[0]?.date, '2025-11-23');
  assert.equal(
    iso(lastDays(at('2025-11-24T12:00:00Z'), 1, 'Asia/Kolkata')[0]?.from ?? 0),
    '2025-11-23T18:30:00.000Z',
  );
});

test('months over a new year', () => {
  const months = monthsOf(
    { from: at('2025-11-30T12:00:00Z'), to: at('2026-01-31T13:30:00Z') },
    'Pacific/Noumea',
  );
  assert.deepEqual(
    months.map(({ month }) => month),
    ['2025-11', '2025-12', '2026-01', '2026-02'],
  );
  assert.equal(iso(months[1]?.from ?? 0), '2025-11-30T13:00:00.000Z');
});

test('opening hours follow the clocks of the zone through a change of time', () => {
  const hours = readOpeningHours({ always: false, days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '12:00' });
  const open = openIntervals(
    hours,
    { from: at('2025-03-29T00:00:00Z'), to: at('2025-03-31T00:00:00Z') },
    'Europe/Paris',
  );
  assert.deepEqual(
    open.map(({ from }) => iso(from)),
    ['2025-03-29T07:00:00.000Z', '2025-03-30T06:00:00.000Z'],
  );
});

test('a night shift is open past midnight, and clipped to what is asked', () => {
  const hours = readOpeningHours({ days: [1], from: '22:00', to: '06:00' });
  const tuesday = { from: at('2025-11-25T00:00:00+11:00'), to: at('2025-11-25T05:00:00+11:00') };
  assert.deepEqual(openIntervals(hours, tuesday, 'Pacific/Noumea'), [tuesday]);
});

test('timetables that cannot be read are always open', () => {
  const bad = [
    null,
    3,
    {},
    { days: [], from: '08:00', to: '09:00' },
    { days: [8], from: '08:00', to: '09:00' },
  ];
  for (const value of [...bad, { days: [1], from: '8h', to: '9h' }, { periods: [] }, { periods: [3] }]) {
    assert.deepEqual(readOpeningHours(value), { always: true });
  }
});
