import type { FlatModel } from './flat-model.ts';
import type { ProblemList } from './problem-list.ts';
import { unknownNode } from './read-groups.ts';
import type { CompromiseEdge } from './types.ts';

export const INTEGRITY = 1;
export const CONFIDENTIALITY = 2;

type FlatFlows = Pick<FlatModel, 'flowFrom' | 'flowTo' | 'flowAttenuation' | 'flowChannels' | 'flowPosition'>;

/** Compromise edges by node number; what cannot be read is named, and the rest is kept. */
export function readFlows(
  flows: readonly CompromiseEdge[],
  ids: ReadonlyMap<string, number>,
  list: ProblemList,
): FlatFlows {
  const flowFrom = new Int32Array(flows.length);
  const flowTo = new Int32Array(flows.length);
  const flowAttenuation = new Uint8Array(flows.length);
  const flowChannels = new Uint8Array(flows.length);
  const flowPosition = new Int32Array(flows.length);
  let count = 0;
  for (let position = 0; position < flows.length; position++) {
    const flow = flows[position]!;
    const from = ids.get(flow.from);
    const to = ids.get(flow.to);
    if (from === undefined) unknownNode(list, `flows[${position}].from`, flow.from);
    if (to === undefined) unknownNode(list, `flows[${position}].to`, flow.to);
    if (from === undefined || to === undefined) continue;
    flowFrom[count] = from;
    flowTo[count] = to;
    flowAttenuation[count] = readAttenuation(flow.attenuation, position, list);
    flowChannels[count] = (flow.integrity ? INTEGRITY : 0) | (flow.confidentiality ? CONFIDENTIALITY : 0);
    flowPosition[count++] = position;
  }
  return {
    flowFrom: flowFrom.slice(0, count),
    flowTo: flowTo.slice(0, count),
    flowAttenuation: flowAttenuation.slice(0, count),
    flowChannels: flowChannels.slice(0, count),
    flowPosition: flowPosition.slice(0, count),
  };
}

function readAttenuation(attenuation: number, position: number, list: ProblemList): number {
  if (Number.isInteger(attenuation) && attenuation >= 0 && attenuation <= 3) return attenuation;
  list.add(
    'impact-attenuation-out-of-range',
    `flows[${position}].attenuation`,
    `L’atténuation vaut ${String(attenuation)} : il faut un entier de 0 à 3. Elle est comptée pour 0.`,
    `The attenuation is ${String(attenuation)}: a whole number from 0 to 3 is needed. It counts as 0.`,
  );
  return 0;
}
