import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoEstate } from './estate.ts';
import { afterStep, serviceStates, startWorld } from './scenario-world.ts';
import type { Action, Scenario } from './scenario-types.ts';
import { scenarios } from './scenarios.ts';

const estate = demoEstate();

function* actionsOf(scenario: Scenario): Generator<Action> {
  for (const step of scenario.steps) yield* step.do;
}

const assetsOf = (action: Action): readonly string[] => {
  if (action.kind === 'check' || action.kind === 'exposure') return [action.asset];
  return action.kind === 'maintenance' ? action.assets : [];
};

for (const scenario of scenarios) {
  test(`${scenario.id}: each step hurts exactly the services it announces`, () => {
    let world = startWorld(estate);
    for (const [index, step] of scenario.steps.entries()) {
      world = afterStep(world, step);
      const states = [...serviceStates(world, step.afterMinutes)];
      const codes = (wanted: 'unknown' | 'planned') =>
        states.filter(([, state]) => state[wanted]).map(([code]) => code);
      const levels = (channel: 'availability' | 'integrity') =>
        Object.fromEntries(
          states.filter(([, state]) => state[channel] > 0).map(([code, s]) => [code, s[channel]]),
        );
      const where = `step ${index} (${step.say.en})`;
      assert.deepEqual(levels('availability'), step.expect, where);
      assert.deepEqual(levels('integrity'), step.exposed ?? {}, where);
      assert.deepEqual(codes('unknown'), step.unknown ?? [], where);
      assert.deepEqual(codes('planned'), step.planned ?? [], where);
    }
  });

  test(`${scenario.id}: ends with every service well, and in order`, () => {
    const last = scenario.steps.at(-1);
    assert.ok(last !== undefined && scenario.steps.length > 1);
    assert.deepEqual(last.expect, {});
    const minutes = scenario.steps.map((step) => step.afterMinutes);
    assert.deepEqual(
      minutes,
      minutes.toSorted((one, other) => one - other),
    );
    assert.equal(minutes[0], 0);
    assert.equal(new Set(minutes).size, minutes.length);
  });

  test(`${scenario.id}: names only what the estate holds`, () => {
    for (const action of actionsOf(scenario)) {
      for (const asset of assetsOf(action)) assert.ok(estate.homes[asset] !== undefined, asset);
      if (action.kind === 'silence' || action.kind === 'speak') {
        assert.ok(
          estate.sources.some((source) => source.key === action.source),
          action.source,
        );
      }
      if (action.kind === 'claim') checkPatch(action);
    }
  });
}

function checkPatch({ bucket, patch }: Extract<Action, { kind: 'claim' }>): void {
  const set = estate.buckets.find((candidate) => candidate.bucket === bucket);
  assert.ok(set !== undefined, bucket);
  const keys = new Set(set.assets.map((claim) => claim.key));
  const requirements = new Set(set.requirements.map((requirement) => requirement.key));
  for (const { key } of patch.set ?? []) assert.ok(keys.has(key), key);
  for (const { from, to } of [...(patch.addLinks ?? []), ...(patch.removeLinks ?? [])]) {
    assert.ok(keys.has(from) && keys.has(to), `${from} → ${to}`);
  }
  for (const { requirement } of patch.addLinks ?? []) {
    if (requirement !== undefined) assert.ok(requirements.has(requirement), requirement);
  }
  for (const { from, to, type } of patch.removeLinks ?? []) {
    assert.ok(
      set.links.some((link) => link.from === from && link.to === to && link.type === type),
      `${from} ${type} ${to}`,
    );
  }
}

test('scenarios have ids of their own, and words in both languages', () => {
  assert.equal(new Set(scenarios.map(({ id }) => id)).size, scenarios.length);
  for (const { title, story, steps } of scenarios) {
    for (const text of [title, story, ...steps.map((step) => step.say)]) {
      assert.ok(text.fr.length > 0 && text.en.length > 0);
      assert.doesNotMatch(text.fr + text.en, /!/);
    }
  }
});

test('scenarios use documentation addresses and names only', () => {
  const text = JSON.stringify(scenarios);
  for (const [address] of text.matchAll(/\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g)) {
    assert.match(address, /^(192\.0\.2|198\.51\.100|203\.0\.113)\./);
  }
  const names = [...text.matchAll(/"(?:host|url)":"(?:https:\/\/)?([^"/]+)/g)].map(([, name]) => name ?? '');
  assert.ok(names.length > 5);
  for (const name of names) assert.match(name, /\.example$/);
});

test('a cut and its repair leave the estate as it was', () => {
  const states = (id: string) => {
    const scenario = scenarios.find((candidate) => candidate.id === id);
    assert.ok(scenario);
    const world = scenario.steps.reduce(afterStep, startWorld(estate));
    return serviceStates(world, scenario.steps.at(-1)?.afterMinutes ?? 0);
  };
  const calm = serviceStates(startWorld(estate), 0);
  for (const { id } of scenarios) assert.deepEqual(states(id), calm, id);
});
