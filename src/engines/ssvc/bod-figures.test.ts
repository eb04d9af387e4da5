import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { ssvcOfMetrics } from '#engines/advisory/read-cve-metrics.ts';
import type { JsonObject } from '#engines/json-value.ts';
import { sharedData } from '#test/shared-data.ts';
import { decide } from './decide.ts';
import { bodTable } from './decision-tables.ts';
import { technicalFacts } from './technical-facts.ts';

const files = [
  'vulnerabilities/cve5/cve5-estate.jsonl.gz',
  'vulnerabilities/cve5/cve5-other.jsonl.gz',
  'vulnerabilities/kev/kev-2026-01-29.json.gz',
];

interface CveRecord {
  readonly cveMetadata: { readonly cveId: string };
  readonly containers: { readonly adp?: readonly JsonObject[] };
}

/** Share of each outcome in per cent, to one decimal. */
function shares(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return Object.fromEntries(
    [...counts].map(([name, count]) => [name, Math.round((count / total) * 1000) / 10]),
  );
}

test('the directive 26-04 over the corpus gives the figures of the research', (t) => {
  const paths = files.map(sharedData).filter((path) => path !== null);
  if (paths.length < files.length) return t.skip('needs the shared data: vulnerabilities/cve5 and kev');
  const text = (path: string) => gunzipSync(readFileSync(path)).toString('utf8');
  const kev = JSON.parse(text(paths[2] ?? '')) as { vulnerabilities: readonly { cveID: string }[] };
  const exploited = new Set(kev.vulnerabilities.map((one) => one.cveID));
  const counts = { no: new Map<string, number>(), yes: new Map<string, number>() };
  let records = 0;
  for (const path of paths.slice(0, 2)) {
    for (const line of text(path).split('\n')) {
      if (line === '') continue;
      const record = JSON.parse(line) as CveRecord;
      const ssvc = record.containers.adp?.map(ssvcOfMetrics).find((one) => one !== null);
      if (ssvc === undefined || ssvc === null) continue;
      records += 1;
      const facts = technicalFacts(null, ssvc);
      for (const publiclyExposed of ['no', 'yes'] as const) {
        const { outcome } = decide(bodTable, {
          inKev: exploited.has(record.cveMetadata.cveId) ? 'yes' : 'no',
          publiclyExposed,
          automatable: facts.automatable.value,
          technicalImpact: facts.technicalImpact.value,
        });
        counts[publiclyExposed].set(outcome, (counts[publiclyExposed].get(outcome) ?? 0) + 1);
      }
    }
  }
  assert.equal(records, 44_026);
  assert.deepEqual(shares(counts.no), { on_upgrade: 81.8, days60: 17.6, days14: 0.4, days3_forensic: 0.2 });
  assert.deepEqual(shares(counts.yes), { days60: 57.6, days14: 35, days3: 6.9, days3_forensic: 0.4 });
});
