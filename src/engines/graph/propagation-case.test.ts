import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonValue } from '#engines/json-value.ts';
import { answerCase } from './answer-case.ts';
import { createImpact } from './impact.ts';
import { seeded } from './naive-reference.ts';
import type { Random } from './naive-reference.ts';
import { readCases } from './propagation-case.ts';

const document: JsonValue = {
  what: 'two cases',
  availability_cases: [
    {
      id: 'pair',
      nodes: ['a', 'b', 'app'],
      groups: [{ of: 'app', needs: ['a', 'b'], k_min: 1, k_full: 2, cap: 2 }],
      local: { a: 3 },
      after: [{ b: 2 }],
      single_points_of_failure_of_app: [],
    },
  ],
  compromise_cases: [{ id: 'leak', edges: [['a', 'b', 'stores', 1]], local: { a: 2 } }],
};

const junk: readonly JsonValue[] = [
  null,
  true,
  -1,
  2,
  1.5,
  1e300,
  '',
  'a',
  'app',
  [],
  {},
  ['a'],
  { a: 3 },
  [[]],
];

/** The document with one value somewhere replaced, or one removed. */
function damage(value: JsonValue, random: Random): JsonValue {
  if (random.chance(0.12)) return random.pick(junk);
  if (Array.isArray(value)) {
    if (value.length === 0) return value;
    const at = random.below(value.length);
    return random.chance(0.1)
      ? value.toSpliced(at, 1)
      : value.with(at, damage(value[at] as JsonValue, random));
  }
  if (typeof value !== 'object' || value === null) return random.pick(junk);
  const entries = Object.entries(value as Readonly<Record<string, JsonValue>>);
  if (entries.length === 0) return value;
  const [name, inner] = random.pick(entries);
  const rest = entries.filter(([other]) => other !== name);
  if (random.chance(0.1)) return Object.fromEntries(rest);
  return Object.fromEntries([...rest, [name, damage(inner, random)]]);
}

describe('documents of cases', () => {
  test('a damaged document never throws; what is kept is sound, what is refused has a place', () => {
    const random = seeded(99);
    let kept = 0;
    let refused = 0;
    for (let round = 0; round < 4000; round++) {
      for (const { value, problems } of readCases(damage(document, random)) ?? []) {
        if (value === null) {
          refused++;
          assert.ok(problems.length > 0);
          for (const { path } of problems) assert.match(path!, /^(availability|compromise)_cases\[/);
        } else {
          kept++;
          assert.deepEqual(createImpact(value.model).problems, []);
          assert.deepEqual(Object.keys(answerCase(value).states), value.model.nodes);
        }
      }
    }
    assert.ok(kept > 1000 && refused > 1000, `${kept} ${refused}`);
  });
});
