import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { sharedData } from '#test/shared-data.ts';
import { readEpss } from './read-epss.ts';

describe('EPSS', () => {
  test('the day file of FIRST', () => {
    const text =
      '#model_version:v2025.03.14,score_date:2026-01-30T12:55:00Z\ncve,epss,percentile\r\nCVE-2026-1000,0.5,0.99\r\nCVE-2026-1234567,1e-05,0\n';
    assert.deepEqual(readEpss(text), {
      value: {
        model: 'v2025.03.14',
        scoredAt: '2026-01-30T12:55:00.000Z',
        scores: [
          { cve: 'CVE-2026-1000', score: 0.5, percentile: 0.99 },
          { cve: 'CVE-2026-1234567', score: 0.00001, percentile: 0 },
        ],
      },
      problems: [],
    });
  });

  test('among other columns, with line ends inside quotes', () => {
    const text =
      'CVE,CVSS3,EPSS,EPSS Percentile,Description\nCVE-2026-1,9,0.1,0.2,court\nCVE-2026-1000,9.8,0.25,0.75,"deux,\n""lignes"""\n';
    const { value, problems } = readEpss(text);
    assert.deepEqual(value?.scores, [{ cve: 'CVE-2026-1000', score: 0.25, percentile: 0.75 }]);
    assert.deepEqual(
      problems.map(({ line }) => line),
      [2],
    );
  });

  test('lines that are no score are named, the others stay', () => {
    const text =
      'cve,epss,percentile\nCVE-2026-1000,1.5,0.5\nCVE-2026-1001,,0.5\nn’importe quoi\nCVE-2026-1002,0.1,0.2';
    const { value, problems } = readEpss(text);
    assert.deepEqual(
      value?.scores.map(({ cve }) => cve),
      ['CVE-2026-1002'],
    );
    assert.deepEqual(
      problems.map(({ line }) => line),
      [2, 3, 4],
    );
    assert.match(problems[0]?.message.fr ?? '', /La ligne 2 n’est pas un score EPSS/);
  });

  test('another file is refused', () => {
    for (const text of ['', '#', 'cve,score\nCVE-2026-1000,1', '<html>', '\uFEFF'])
      assert.equal(readEpss(text).value, null);
  });
});

test('a whole real day, fast', (t) => {
  const file = sharedData('vulnerabilities/epss/epss_scores-2026-01-30.csv.gz');
  if (file === null) return t.skip('the EPSS file is not here');
  const text = gunzipSync(readFileSync(file)).toString();
  const start = process.cpuUsage();
  const { value, problems } = readEpss(text);
  const { user } = process.cpuUsage(start);
  assert.equal(value?.scores.length, 313_089);
  assert.deepEqual([value.model, problems.length], ['v2025.03.14', 0]);
  const likely = value.scores.filter(({ score }) => score >= 0.1);
  assert.equal(likely.length, 22_379);
  // 0.5 s of one core is the aim; four times that would be another algorithm.
  assert.ok(user < 2_000_000, `${user} µs`);
});

test('the table of KEV with EPSS', (t) => {
  const file = sharedData('vulnerabilities/kev/kev-epss-cvss-2026-08-22.csv.gz');
  if (file === null) return t.skip('the table is not here');
  const { value, problems } = readEpss(gunzipSync(readFileSync(file)).toString());
  assert.deepEqual([value?.scores.length, problems.length], [1556, 0]);
});
