import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { sharedData } from '#test/shared-data.ts';
import { channelsOf, isLinkType } from './channels-of.ts';
import { createImpact } from './impact.ts';
import { severityOf } from './severity.ts';
import type { Need } from './severity.ts';
import type { Level, LocalFacts } from './types.ts';

type Levels = Readonly<Record<string, Level>>;

interface AvailabilityCase {
  readonly id: string;
  readonly why: string;
  readonly nodes: readonly string[];
  readonly groups: readonly {
    of: string;
    needs: string[];
    k_min?: number;
    k_full?: number;
    cap?: number;
  }[];
  readonly local: Levels;
  readonly expect: Levels;
  readonly after?: readonly Levels[];
  readonly single_points_of_failure_of_app?: readonly string[];
  readonly root_causes_of_app?: readonly string[];
}

interface CompromiseCase {
  readonly id: string;
  readonly edges: readonly (readonly [from: string, to: string, kind: string, attenuation: number])[];
  readonly local: Levels;
  readonly expect: Levels;
  readonly expect_availability?: Levels;
}

interface Cases {
  readonly availability_cases: readonly AvailabilityCase[];
  readonly compromise_cases: readonly CompromiseCase[];
  readonly severity_table: readonly { need: Need; state: Level; severity: number }[];
}

const file = sharedData('governance/propagation/cases.json');
const cases = file === null ? null : (JSON.parse(readFileSync(file, 'utf8')) as Cases);
const skip = cases === null && 'the propagation fixtures are not here';

const down = (availability: Level): LocalFacts => ({ availability, integrity: 0, confidentiality: 0 });
const stolen = (level: Level): LocalFacts => ({ availability: 0, integrity: level, confidentiality: level });
const facts = (levels: Levels, fact: (level: Level) => LocalFacts) =>
  Object.entries(levels).map(([node, level]) => [node, fact(level)] as const);

describe('propagation fixtures', { skip }, () => {
  for (const fixture of cases?.availability_cases ?? []) {
    test(`availability: ${fixture.id} (${fixture.why})`, () => availabilityCase(fixture));
  }
  for (const fixture of cases?.compromise_cases ?? []) {
    test(`compromise: ${fixture.id}`, () => compromiseCase(fixture));
  }
  test('severity table', () => {
    assert.equal(cases?.severity_table.length, 20);
    for (const { need, state, severity } of cases.severity_table) {
      assert.equal(severityOf(need, state), severity, `need ${need}, state ${state}`);
    }
  });
  test('all twenty cases were there', () => {
    assert.equal(cases?.availability_cases.length, 15);
    assert.equal(cases.compromise_cases.length, 5);
  });
});

function availabilityCase(fixture: AvailabilityCase): void {
  const groups = fixture.groups.map(({ k_min, k_full, ...rest }) => ({
    ...rest,
    ...(k_min === undefined ? {} : { kMin: k_min }),
    ...(k_full === undefined ? {} : { kFull: k_full }),
  }));
  const { value: impact, problems } = createImpact({ nodes: fixture.nodes, groups, flows: [] });
  assert.deepEqual(problems, []);
  impact.set(facts(fixture.local, down));
  for (const step of fixture.after ?? []) {
    impact.set(facts(step, down));
    if (Object.values(step).includes(3)) assert.equal(impact.state('dns').availability, 3);
  }
  const check = (): void => {
    for (const [node, level] of Object.entries(fixture.expect)) {
      assert.equal(impact.state(node).availability, level, node);
    }
  };
  check();
  impact.full();
  check();
  if (fixture.single_points_of_failure_of_app !== undefined) {
    assert.deepEqual(impact.singlePointsOfFailure('app'), fixture.single_points_of_failure_of_app);
  }
  if (fixture.root_causes_of_app !== undefined) {
    const roots = impact.causes('app', 'availability').map(({ node }) => node);
    assert.deepEqual(roots, fixture.root_causes_of_app);
  }
}

function compromiseCase(fixture: CompromiseCase): void {
  const nodes = [...new Set(fixture.edges.flatMap(([from, to]) => [from, to]))];
  const flows = fixture.edges.map(([from, to, kind, attenuation]) => {
    assert.ok(isLinkType(kind));
    const { integrity, confidentiality } = channelsOf(kind);
    return {
      from,
      to,
      kind,
      attenuation,
      integrity: integrity !== null,
      confidentiality: confidentiality !== null,
    };
  });
  // What a host carries besides: the guest needs it, yet a compromise leaves availability alone.
  const groups = fixture.edges
    .filter(([, , kind]) => isLinkType(kind) && channelsOf(kind).availability === 'forward')
    .map(([from, to]) => ({ of: to, needs: [from] }));
  const { value: impact, problems } = createImpact({ nodes, groups, flows });
  assert.deepEqual(problems, []);
  impact.set(facts(fixture.local, stolen));
  for (const [node, level] of Object.entries(fixture.expect)) {
    const { integrity, confidentiality } = impact.state(node);
    assert.equal(Math.max(integrity, confidentiality), level, node);
  }
  for (const [node, level] of Object.entries(fixture.expect_availability ?? {})) {
    assert.equal(impact.state(node).availability, level, node);
  }
}
