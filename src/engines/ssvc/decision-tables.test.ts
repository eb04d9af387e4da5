import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sharedData } from '#test/shared-data.ts';
import { decide } from './decide.ts';
import type { DecisionPoint } from './decision-points.ts';
import { decisionTables, deployerTable, humanImpactTable } from './decision-tables.ts';
import type { DecisionTable } from './decision-tables.ts';

type AnyTable = DecisionTable<Readonly<Record<string, DecisionPoint>>, string>;
type Row = Readonly<Record<string, string>>;

test('every row of the published tables gives its outcome', (t) => {
  const path = sharedData('vulnerabilities/ssvc/ssvc-decision-tables.json');
  if (path === null) return t.skip('needs the shared data: vulnerabilities/ssvc');
  const published = JSON.parse(readFileSync(path, 'utf8')) as {
    tables: Readonly<Record<string, { id: string; rows: readonly Row[] }>>;
  };
  let rows = 0;
  for (const { id, rows: wanted } of Object.values(published.tables)) {
    const table = Object.values(decisionTables as Readonly<Record<string, AnyTable>>).find(
      (one) => one.id === id,
    );
    assert.ok(table, id);
    assert.equal(table.rows.length, wanted.length, id);
    for (const row of wanted) {
      const outcome: string = decide(table, answersOf(table, row)).outcome;
      assert.equal(nameOf(table.outcome, outcome), Object.values(row).at(-1), `${id} ${JSON.stringify(row)}`);
      rows += 1;
    }
  }
  assert.equal(rows, 148);
});

function answersOf(table: AnyTable, row: Row): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table.points).map(([name, point]) => {
      const answer = Object.keys(point.values).find((key) => nameOf(point, key) === row[point.name.en]);
      assert.ok(answer, `${point.name.en}: ${row[point.name.en]}`);
      return [name, answer];
    }),
  );
}

function nameOf(point: DecisionPoint, key: string): string | undefined {
  return point.values[key]?.name.en;
}

test('a decision tells the path that leads to it', () => {
  const human = decide(humanImpactTable, { safetyImpact: 'negligible', missionImpact: 'mission_failure' });
  const decision = decide(deployerTable, {
    exploitation: 'active',
    systemExposure: 'open',
    automatable: 'no',
    humanImpact: human.outcome,
  });
  assert.equal(decision.outcome, 'immediate');
  assert.deepEqual(
    decision.path.map((step) => step.fr),
    ['Exploitation : active', 'Exposition : ouverte', 'Automatisable : non', 'Impact humain : très élevé'],
  );
});
