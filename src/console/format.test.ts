import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  capital,
  dayKey,
  formatBitRate,
  formatBytes,
  formatDateTime,
  formatDay,
  formatDuration,
  formatExact,
  formatNumber,
  formatPercent,
  formatRelative,
} from './format.ts';

const fr = { language: 'fr', timeZone: 'Pacific/Noumea' } as const;
const en = { language: 'en', timeZone: 'Pacific/Noumea' } as const;
const now = Date.parse('2025-11-23T21:12:00Z');
/** Spaces of any kind as plain ones, for what is not about spaces. */
const plain = (text: string): string => text.replaceAll(/[\u00A0\u202F]/g, ' ');

test('French numbers are grouped by a narrow no-break space and take a comma', () => {
  assert.equal(formatNumber(1234567.891, 'fr'), '1\u202F234\u202F567,89');
  assert.equal(formatNumber(1234567.891, 'en'), '1,234,567.89');
});

test('a share is rounded down, so that a year with one outage never reads 100 %', () => {
  assert.equal(plain(formatPercent(0.99996, 'fr')), '99,99 %');
  assert.equal(plain(formatPercent(1, 'fr')), '100 %');
  assert.equal(formatPercent(0.9994, 'en'), '99.94%');
  assert.equal(plain(formatPercent(0.57, 'fr', 0)), '57 %');
});

test('a duration has two units at most and is never rounded up', () => {
  const cases: [number, string, string][] = [
    [-5, '0 s', '0 s'],
    [59.9, '59 s', '59 s'],
    [90, '1 min 30 s', '1 min 30 s'],
    [720, '12 min', '12 min'],
    [750, '12 min', '12 min'],
    [13_680, '3 h 48', '3 h 48 min'],
    [3900, '1 h 05', '1 h 05 min'],
    [7200, '2 h', '2 h'],
    [187_200, '2 j 4 h', '2 d 4 h'],
    [86_400 * 84 + 5, '84 j', '84 d'],
    [86_400 * 800, '2 ans', '2 years'],
  ];
  for (const [seconds, french, english] of cases) {
    assert.equal(plain(formatDuration(seconds, 'fr')), french);
    assert.equal(plain(formatDuration(seconds, 'en')), english);
  }
});

test('a moment is relative under a day and a date beyond, in the zone of the reader', () => {
  const at = (seconds: number): number => now - seconds * 1000;
  assert.equal(plain(formatRelative(at(20), now, fr)), 'à l’instant');
  assert.equal(plain(formatRelative(at(720), now, fr)), 'il y a 12 min');
  assert.equal(plain(formatRelative(at(86_399), now, fr)), 'il y a 23 h');
  assert.equal(plain(formatRelative(at(-10_800), now, fr)), 'dans 3 h');
  assert.equal(plain(formatRelative(at(720), now, en)), '12 min ago');
  assert.equal(formatRelative(at(86_400), now, fr), '23 nov., 08:12');
  assert.equal(formatRelative('2024-02-29T00:00:00Z', now, fr), '29 févr. 2024, 11:00');
  assert.equal(formatRelative('nonsense', now, fr), '—');
});

test('the exact moment names its second and its zone', () => {
  assert.equal(formatExact(now, fr), 'lundi 24 novembre 2025 à 08:12:00 UTC+11');
  assert.match(formatExact(now, en), /^Monday,? 24 November 2025 at 08:12:00 GMT\+11$/);
});

test('days are those of Nouméa, not of the server', () => {
  assert.equal(dayKey(now, 'Pacific/Noumea'), '2025-11-24');
  assert.equal(dayKey(now, 'UTC'), '2025-11-23');
  assert.equal(capital(formatDay(now, fr)), 'Lundi 24 nov.');
  assert.equal(formatDateTime(now, now, fr), '24 nov., 08:12');
});

test('sizes use binary units for bytes and decimal ones for the line', () => {
  assert.equal(plain(formatBytes(0, 'fr')), '0 o');
  assert.equal(plain(formatBytes(1_610_612_736, 'fr')), '1,5 Gio');
  assert.equal(plain(formatBytes(1_610_612_736, 'en')), '1.5 GiB');
  assert.equal(plain(formatBitRate(120_000_000, 'fr')), '120 Mbit/s');
});
