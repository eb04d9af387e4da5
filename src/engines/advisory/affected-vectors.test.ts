import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { JsonValue } from '#engines/json-value.ts';
import { schemeOfProduct } from '#engines/version/scheme-of-product.ts';
import { compareVersions } from '#engines/version/compare-versions.ts';
import { affected, recordOf } from '#test/affected-records.ts';
import { sharedData } from '#test/shared-data.ts';
import { judgeAffected } from './affected.ts';
import { readAffected } from './read-affected.ts';

interface Vector {
  readonly cve: string;
  readonly vendor: string;
  readonly product: string;
  readonly versionType: string | null;
  readonly version: string;
  readonly expected: string;
  readonly lower: string;
  readonly upper: string;
  readonly basis: string;
}

function vectors(name: string): Vector[] | null {
  const file = sharedData(`vulnerabilities/vectors/${name}`);
  return file === null ? null : (JSON.parse(readFileSync(file, 'utf8')) as Vector[]);
}

function* corpus(): Generator<{ id: string; text: string }> {
  for (const name of ['estate', 'other']) {
    const file = sharedData(`vulnerabilities/cve5/cve5-${name}.jsonl.gz`);
    if (file === null) continue;
    for (const text of gunzipSync(readFileSync(file)).toString().split('\n'))
      yield { id: /"cveId":"([^"]+)"/.exec(text)?.[1] ?? '', text };
  }
}

test('reference verdicts', (t) => {
  const all = vectors('affected-or-not.json');
  if (all === null) return t.skip('no reference data here');
  const wanted = new Set(all.map(({ cve }) => cve));
  const records = new Map<string, JsonValue>();
  for (const { id, text } of corpus()) if (wanted.has(id)) records.set(id, JSON.parse(text) as JsonValue);
  const missed = all.filter((one) => judgeAffected(records.get(one.cve)!, one).verdict !== one.expected);
  // Its own change, at 6.4.2rc1, says that 6.4.2 is fixed: see the README of this folder.
  assert.deepEqual(
    missed.map(({ cve, version }) => `${cve} ${version}`),
    ['CVE-2023-29452 6.4.2'],
  );
});

test('the order that vendors state', (t) => {
  const all = vectors('vendor-version-order.json');
  if (all === null) return t.skip('no reference data here');
  const missed = all.filter(({ vendor, product, versionType, lower, upper }) => {
    const declared = versionType === null ? {} : { versionType };
    const scheme = schemeOfProduct({ vendor, product, samples: [lower, upper], ...declared });
    return compareVersions(scheme, lower, upper).value === 1;
  });
  assert.deepEqual(missed, []);
});

test('ranges that contradict themselves match what they name, and no more', (t) => {
  const all = vectors('malformed-vendor-ranges.json');
  if (all === null) return t.skip('no reference data here');
  for (const { vendor, product, versionType, lower, upper, basis } of all) {
    const end =
      basis === 'changes.at' ? { changes: [{ at: upper, status: 'unaffected' }] } : { [basis]: upper };
    const entry = affected(lower, { versionType, ...end });
    const record = recordOf([entry], { vendor, product, defaultStatus: 'unaffected' });
    const asked = { vendor, product };
    const [below, above] = [
      judgeAffected(record, { ...asked, version: '0.0.0.1' }),
      judgeAffected(record, { ...asked, version: '99999' }),
    ];
    assert.notEqual(below.verdict, 'affected', `${product} ${lower} ${upper}`);
    assert.notEqual(above.verdict, 'affected', `${product} ${lower} ${upper}`);
    assert.equal(
      judgeAffected(record, { ...asked, version: lower }).verdict,
      'affected',
      `${product} ${lower}`,
    );
  }
});

test('every record of the corpus is read', (t) => {
  let [records, spans] = [0, 0];
  for (const { text } of corpus()) {
    if (text === '' || records++ % 9 !== 0) continue;
    for (const product of readAffected(JSON.parse(text) as JsonValue)) {
      spans += product.spans.length;
      assert.ok(product.pointer.startsWith('/containers/'));
    }
  }
  if (records === 0) return t.skip('no reference data here');
  assert.ok(spans > 20_000);
});
