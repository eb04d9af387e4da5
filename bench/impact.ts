/**
 * Performance goals of the impact engine: `node --expose-gc bench/impact.ts` prints our figures beside the
 * goals and beside a plain evaluator that passes over the whole graph at each change.
 */
import { buildIndex } from '#engines/graph/graph-index.ts';
import { createImpact } from '#engines/graph/impact.ts';
import type { Impact } from '#engines/graph/impact.ts';
import { createProblemList } from '#engines/graph/problem-list.ts';
import { readModel } from '#engines/graph/read-model.ts';
import type { ImpactModel, Level, LocalFacts } from '#engines/graph/types.ts';
import { estate, seeded } from './impact-estate.ts';
import { createPlainEvaluator } from './impact-plain.ts';

const ROUNDS = 5;
const CHANGES = 4000;
const FEEDS = 24;

const random = seeded(41);
const down = (availability: Level, more: Partial<LocalFacts> = {}): LocalFacts => ({
  availability,
  integrity: 0,
  confidentiality: 0,
  ...more,
});

function timed<T>(work: () => T): { ms: number; value: T } {
  const start = performance.now();
  const value = work();
  return { ms: performance.now() - start, value };
}

const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
const quantile = (list: readonly number[], q: number): number =>
  sorted(list)[Math.min(list.length - 1, Math.floor(q * list.length))]!;
const median = (list: readonly number[]): number => quantile(list, 0.5);
const repeat = (times: number, work: () => number): number[] => Array.from({ length: times }, work);
const ms = (value: number): string => `${value < 1 ? value.toFixed(3) : value.toFixed(1)} ms`;

function line(what: string, ours: string, goal = '', peer = ''): void {
  console.log(`${what.padEnd(56)} ${ours.padStart(22)} ${goal.padStart(12)} ${peer.padStart(14)}`);
}

/** MiB of heap and typed arrays in use once all garbage is gone (needs `--expose-gc`). */
function heldMebibytes(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

/** What one impact object keeps, names included, with every kind of fact present; the model is let go. */
function memory(): void {
  const build = (): Impact => createImpact(estate()).value; // its frame takes the model away
  const before = heldMebibytes();
  const impact = build();
  impact.set([
    ['feed-0', down(3, { planned: true })],
    ['site-1', down(0, { unknown: true })],
  ]);
  const kept = heldMebibytes() - before;
  line('kept in heap and typed arrays, names included', `${kept.toFixed(1)} MiB`, '<= 100 MiB');
  impact.full();
}

/** 1 % of the nodes with a fact of their own. */
function someFacts(model: ImpactModel): (readonly [string, LocalFacts])[] {
  return Array.from({ length: model.nodes.length / 100 }, () => {
    const level = random.pick<Level>([1, 2, 2, 3]);
    const compromised = random.chance(0.1) ? random.pick<Level>([1, 2, 3]) : 0;
    return [
      random.pick(model.nodes),
      { availability: level, integrity: compromised, confidentiality: compromised },
    ] as const;
  });
}

/** Breaks and mends random nodes, one at a time, with 100 broken at once; milliseconds of each change. */
function oneChangeAtATime(impact: Impact, nodes: readonly string[], flags: boolean): number[] {
  const broken: string[] = [];
  const spent = repeat(CHANGES, () => {
    const mend = broken.length >= 100;
    const node = mend ? broken.shift()! : random.pick(nodes);
    if (!mend) broken.push(node);
    const more = flags ? { unknown: random.chance(0.1), planned: random.chance(0.2) } : {};
    const fact = mend ? down(0) : down(random.pick<Level>([2, 3, 3]), more);
    return timed(() => impact.set([[node, fact]])).ms;
  });
  impact.set(broken.map((node) => [node, down(0)]));
  return spent;
}

/** Each power feed down, then up again; milliseconds, and the most nodes one of them changed. */
function feedWaves(impact: Impact): { waves: number[]; most: number } {
  let most = 0;
  const waves: number[] = [];
  for (let feed = 0; feed < FEEDS; feed++) {
    for (const level of [3, 0] as const) {
      const { ms: spent, value } = timed(() => impact.set([[`feed-${feed}`, down(level)]]));
      waves.push(spent);
      most = Math.max(most, value.length);
    }
  }
  return { waves, most };
}

function changes(impact: Impact, model: ImpactModel, flags: boolean): void {
  const label = flags ? ', unknown and planned around' : '';
  if (flags) {
    impact.set(model.nodes.slice(5000, 5200).map((node) => [node, down(0, { unknown: true })]));
    impact.set(model.nodes.slice(6000, 6100).map((node) => [node, down(3, { planned: true })]));
  }
  oneChangeAtATime(impact, model.nodes, flags);
  feedWaves(impact);
  const rounds = Array.from({ length: ROUNDS }, () => oneChangeAtATime(impact, model.nodes, flags));
  const feeds = Array.from({ length: ROUNDS }, () => feedWaves(impact));
  const at = (q: number): string => ms(median(rounds.map((round) => quantile(round, q))));
  line(`one change, p50${label}`, at(0.5));
  line(`one change, p95${label}`, at(0.95));
  line(`one change, p99${label}`, at(0.99), '<= 1 ms');
  line(
    `one change, worst of ${CHANGES}${label}`,
    ms(median(rounds.map((round) => Math.max(...round)))),
    '<= 50 ms',
  );
  line(
    `worst power feed (${Math.max(...feeds.map(({ most }) => most))} nodes change)${label}`,
    ms(median(feeds.map(({ waves }) => Math.max(...waves)))),
    '<= 50 ms',
  );
}

function questions(impact: Impact, model: ImpactModel): void {
  const services = model.nodes.slice(-500);
  const hurt = services.filter((node) => impact.state(node).availability > 0);
  const asked = hurt.length === 0 ? services : hurt;
  line(
    `causes of a hurt service, worst of ${asked.length}`,
    ms(Math.max(...asked.map((n) => timed(() => impact.causes(n)).ms))),
    '<= 200 ms',
  );
  line('redundancy lost, worst', ms(Math.max(...asked.map((n) => timed(() => impact.redundancyLost(n)).ms))));
  line(
    'what if the main feed fails, median',
    ms(median(repeat(ROUNDS, () => timed(() => impact.whatIf([['feed-0', down(3)]])).ms))),
  );
  line(
    'isolate one server, median',
    ms(median(repeat(ROUNDS, () => timed(() => impact.isolate(['server-7'])).ms))),
  );
  const sweeps = services.slice(0, 20).map((n) => timed(() => impact.singlePointsOfFailure(n)).ms);
  line('single points of failure of a service, median', ms(median(sweeps)));
  line('single points of failure of a service, worst of 20', ms(Math.max(...sweeps)));
  line(
    'single points of failure of 500 services, one sweep',
    ms(timed(() => impact.sweepSinglePoints(services)).ms),
  );
  line('single points of failure of every node', ms(timed(() => impact.sweepSinglePoints(model.nodes)).ms));
}

function run(): void {
  const model = estate();
  const memberships = model.groups.reduce((sum, group) => sum + group.needs.length, 0);
  console.log(
    `${model.nodes.length} nodes, ${memberships} requirement edges in ${model.groups.length} groups, ${model.flows.length} flows`,
  );
  line('', 'Vigie', 'goal', 'plain pass');
  memory();
  const { nodes } = model;
  const flat = readModel(model, createProblemList()).flat;
  line(
    'read the model',
    ms(median(repeat(ROUNDS, () => timed(() => readModel(model, createProblemList())).ms))),
  );
  const builds = repeat(ROUNDS, () => timed(() => buildIndex(flat)).ms);
  const index = buildIndex(flat);
  const cycle = Math.max(...Array.from(index.cycleEnd, (end, c) => end - index.cycleStart[c]!));
  line(`index, components (largest cycle ${cycle}), median`, ms(median(builds)));
  const { ms: created, value: result } = timed(() => createImpact(model));
  line('createImpact, all of the above', ms(created));
  const impact = result.value;

  const facts = someFacts(model);
  const plain = createPlainEvaluator(flat);
  const ids = new Map(nodes.map((name, i) => [name, i]));
  for (const [node, { availability }] of facts) plain.own[ids.get(node)!] = availability;
  impact.set(facts);
  const plainFull = median(repeat(ROUNDS, () => timed(() => plain.evaluate()).ms));
  const differences = nodes.filter((node, i) => impact.state(node).availability !== plain.state[i]).length;
  const full = median(repeat(3 * ROUNDS, () => timed(() => impact.full()).ms));
  const hurt = nodes.filter((node) => impact.state(node).availability > 0).length;
  line(`full evaluation (${hurt} nodes hurt), median`, ms(full), '<= 25 ms', ms(plainFull));
  impact.set([['feed-0', down(3)]]);
  const stormHurt = nodes.filter((node) => impact.state(node).availability > 0).length;
  line(
    `full evaluation (${stormHurt} nodes hurt), median`,
    ms(median(repeat(3 * ROUNDS, () => timed(() => impact.full()).ms))),
    '<= 25 ms',
  );
  impact.set([['feed-0', down(0)], ...facts.map(([node]) => [node, down(0)] as const)]);

  changes(impact, model, false);
  line('one change, plain pass', '', '', ms(plainFull));
  impact.set(facts);
  questions(impact, model);
  impact.set(facts.map(([node]) => [node, down(0)] as const));
  changes(impact, model, true);

  console.log(`full pass and plain pass differ on ${differences} nodes`);
}

run();
