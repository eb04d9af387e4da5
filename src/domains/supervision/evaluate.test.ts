import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, neverChecked, retryDelayMs, type CheckState, type Evaluation } from './evaluate.ts';
import { flapPercent, noFlaps, rememberResult } from './flapping.ts';
import type { ProbeState } from './probe-result.ts';

const states: readonly ProbeState[] = ['up', 'degraded', 'down', 'unknown'];

function at(second: number): Date {
  return new Date(1_800_000_000_000 + second * 1000);
}

/** Runs a word of results, one a second; `u`p, `g` degraded, `d`own, `?` unknown. */
function play(word: string, retries: number, from: CheckState = neverChecked): Evaluation[] {
  const letters: Readonly<Record<string, ProbeState>> = { u: 'up', g: 'degraded', d: 'down', '?': 'unknown' };
  const steps: Evaluation[] = [];
  let state = from;
  for (const [index, letter] of word.split('').entries()) {
    const step = evaluate(state, { state: letters[letter] ?? 'unknown' }, { retries }, at(index));
    steps.push(step);
    state = step.next;
  }
  return steps;
}

function believed(word: string, retries: number): string {
  const letters: Readonly<Record<string, string>> = { up: 'u', degraded: 'g', down: 'd', unknown: '?' };
  return play(word, retries)
    .map((step) => letters[step.next.state ?? ''] ?? '-')
    .join('');
}

test('words of results and what is believed after each', () => {
  const table: readonly (readonly [string, number, string])[] = [
    ['uuddd', 0, 'uuddd'],
    ['uuddd', 2, 'uuuud'],
    ['uudduddd', 2, 'uuuuuuud'],
    ['dddd', 2, '--dd'],
    ['d', 0, 'd'],
    ['du', 2, '-u'],
    ['dg', 2, '-g'],
    ['??', 2, '??'],
    ['?ddd', 2, '???d'],
    ['?u', 2, '?u'],
    ['?g', 2, '?g'],
    ['ugug', 2, 'uuuu'],
    ['uggg', 2, 'uuug'],
    ['ugddd', 2, 'uuudd'],
    ['uddg', 2, 'uuug'],
    ['gdgddd', 2, 'gggggd'],
    ['dddgu', 2, '--dgu'],
    ['ddd?d???', 2, '--ddddd?'],
    ['u???', 2, 'uuu?'],
    ['u?d?', 2, 'uuu?'],
    ['dddu', 2, '--du'],
  ];
  for (const [word, retries, expected] of table)
    assert.equal(believed(word, retries), expected, `${word} ${retries}`);
});

test('every state, result, count and number of retries keeps the laws', () => {
  for (const before of [null, ...states]) {
    for (const said of states) {
      for (let retries = 0; retries <= 4; retries += 1) {
        for (let count = 0; count <= retries; count += 1) {
          const doubtSince = count > 0 ? at(-count) : null;
          const since = before === null ? null : at(-100);
          const previous = {
            state: before,
            since,
            consecutiveFailures: count,
            doubtSince,
            last: before,
            flaps: noFlaps,
          };
          const { next, change, retrySoon } = evaluate(previous, { state: said }, { retries }, at(0));
          const label = JSON.stringify({ before, said, retries, count, next });
          assert.equal(change !== null, next.state !== before, label);
          assert.equal(retrySoon, next.state !== said, label);
          assert.equal(next.consecutiveFailures > 0, retrySoon, label);
          assert.equal(next.last, said);
          assert.ok(next.state === before || next.state === said, label);
          assert.ok(next.consecutiveFailures <= retries, label);
          if (said === 'up') assert.equal(next.state, 'up', 'recovery is immediate');
          if (next.state === 'down' && before !== 'down') assert.ok(count === retries, label);
          if (said !== 'up')
            assert.notEqual(next.state === 'up' && before !== 'up', true, 'never up by itself');
          if (change) {
            assert.equal(change.before, before);
            assert.equal(change.after, said);
            assert.equal(next.since?.getTime(), change.startedAt.getTime());
            assert.ok(change.startedAt <= change.confirmedAt);
          } else
            assert.equal(
              next.since?.getTime() ?? 0,
              before === said ? at(-100).getTime() : (since?.getTime() ?? 0),
            );
        }
      }
    }
  }
});

test('an outage counts from its first result, not from its confirmation', () => {
  const last = play('uuddd', 2).at(-1);
  assert.equal(last?.change?.startedAt.getTime(), at(2).getTime());
  assert.equal(last?.change?.confirmedAt.getTime(), at(4).getTime());
  assert.equal(last?.next.since?.getTime(), at(2).getTime());
  const back = play('uudddu', 2).at(-1);
  assert.equal(back?.next.since?.getTime(), at(5).getTime());
});

test('a state read back from storage goes on: the doubt is dated from now when its date was lost', () => {
  const stored: CheckState = { ...neverChecked, state: 'up', since: at(-500), consecutiveFailures: 2 };
  const { next, change } = evaluate(stored, { state: 'down' }, { retries: 2 }, at(0));
  assert.equal(next.state, 'down');
  assert.equal(change?.startedAt.getTime(), at(0).getTime());
});

test('retries are sooner than the interval, and bounded', () => {
  assert.equal(retryDelayMs(60_000), 5000);
  assert.equal(retryDelayMs(30_000), 3000);
  assert.equal(retryDelayMs(5000), 1000);
  assert.equal(retryDelayMs(500), 500);
  assert.equal(retryDelayMs(3_600_000), 5000);
});

test('flapping: Icinga’s weights, 30 % to begin, 25 % to end', () => {
  assert.equal(flapPercent(0), 0);
  assert.ok(Math.abs(flapPercent(0xfffff) - 99) < 1e-9);
  assert.ok(Math.abs(flapPercent(1) - 5.9) < 1e-9);
  assert.ok(Math.abs(flapPercent(1 << 19) - 4) < 1e-9);
  let memory = noFlaps;
  let began = 0;
  for (let count = 1; count <= 20; count += 1) {
    memory = rememberResult(memory, true);
    if (memory.isFlapping && began === 0) began = count;
  }
  assert.equal(began, 6);
  let calm = 0;
  while (memory.isFlapping) {
    memory = rememberResult(memory, false);
    calm += 1;
  }
  assert.ok(calm >= 10 && calm <= 18, `${calm} calm results`);
  const alternating = play('ud'.repeat(10), 0).at(-1);
  assert.equal(alternating?.next.flaps.isFlapping, true);
  assert.equal(play('u'.repeat(30), 0).at(-1)?.next.flaps.isFlapping, false);
});
