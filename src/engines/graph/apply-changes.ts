import { refresh, settleFacts, stateCode, writeFact } from './live.ts';
import type { Live } from './live.ts';
import type { Names } from './labels.ts';
import { codeOfFacts, stateOfCode } from './node-state.ts';
import { pushRank } from './rank-queue.ts';
import { settle } from './settle.ts';
import type { Change, FactChanges } from './types.ts';
import { FELL, forgetTouched, touch } from './work.ts';

/** Writes facts and propagates them together; unknown nodes and impossible levels are left out. */
export function applyFacts(live: Live, names: Names, changes: FactChanges): Change[] {
  const nodes: number[] = [];
  const oldFacts: number[] = [];
  for (const [name, facts] of changes) {
    const node = names.rankOf(name);
    const code = codeOfFacts(facts);
    if (node === undefined || code < 0 || live.facts[node] === code) continue;
    nodes.push(node);
    oldFacts.push(live.facts[node]!);
    writeFact(live, node, code);
  }
  settleFacts(live, nodes, oldFacts);
  for (const node of nodes) touch(live.work, node);
  return report(live, names);
}

/** A group (index number), its consumer, and the most it may yield from now on. */
export interface Recap {
  readonly group: number;
  readonly consumer: number;
  readonly cap: number;
}

/** Caps groups anew and propagates. */
export function applyCaps(live: Live, names: Names, recaps: Iterable<Recap>): Change[] {
  const { graph, caps, work } = live;
  const moved: { consumer: number; falls: boolean }[] = [];
  for (const { group, consumer, cap } of recaps) {
    if (caps[group] === cap) continue;
    moved.push({ consumer, falls: cap < caps[group]! });
    caps[group] = cap;
  }
  for (const lane of [live.lane, live.plannedLane]) {
    for (const { consumer, falls } of moved) {
      if (falls && graph.cycleOf[consumer]! >= 0) work.marks[consumer]! |= FELL;
      pushRank(work.queue, consumer);
    }
    settle(graph, lane, live.facts, work);
  }
  return report(live, names);
}

/** Turns what the wave touched into changes. */
function report(live: Live, names: Names): Change[] {
  const { work, states } = live;
  const changes: Change[] = [];
  for (let i = 0; i < work.touchedCount; i++) {
    const node = work.touched[i]!;
    const before = states[node]!;
    const after = stateCode(live, node);
    if (before === after) continue;
    states[node] = after;
    changes.push({ node: names.byRank[node]!, before: stateOfCode(before), after: stateOfCode(after) });
  }
  forgetTouched(work);
  return changes;
}

/** Derives every state afresh. */
export function applyRefresh(live: Live): void {
  refresh(live);
  for (let node = 0; node < live.states.length; node++) live.states[node] = stateCode(live, node);
  forgetTouched(live.work);
}

/** Derives every state afresh and reports those that differ from the last reported. */
export function refreshAndReport(live: Live, names: Names): Change[] {
  refresh(live);
  for (let node = 0; node < live.states.length; node++) touch(live.work, node);
  return report(live, names);
}
