import type { FlatModel } from './flat-model.ts';
import { quote } from './problem-list.ts';
import type { ProblemList } from './problem-list.ts';
import type { RequirementGroup } from './types.ts';

type FlatGroups = Pick<
  FlatModel,
  'groupOf' | 'groupStart' | 'members' | 'kMin' | 'kFull' | 'cap' | 'groupPosition'
>;

interface Reading {
  readonly ids: ReadonlyMap<string, number>;
  readonly list: ProblemList;
}

/** Requirement groups by node number; what cannot be read is named, and the rest is kept. */
export function readGroups(groups: readonly RequirementGroup[], reading: Reading): FlatGroups {
  const total = groups.reduce((sum, group) => sum + group.needs.length, 0);
  const flat = {
    groupOf: new Int32Array(groups.length),
    groupStart: new Int32Array(groups.length + 1),
    members: new Int32Array(total),
    kMin: new Int32Array(groups.length),
    kFull: new Int32Array(groups.length),
    cap: new Uint8Array(groups.length),
    groupPosition: new Int32Array(groups.length),
  };
  const lastGroupOfMember = new Int32Array(reading.ids.size).fill(-1);
  let count = 0;
  let filled = 0;
  for (let position = 0; position < groups.length; position++) {
    const group = groups[position]!;
    const of = reading.ids.get(group.of);
    if (of === undefined) {
      unknownNode(reading.list, `groups[${position}].of`, group.of);
      continue;
    }
    const start = filled;
    for (let i = 0; i < group.needs.length; i++) {
      const member = reading.ids.get(group.needs[i]!);
      if (member === undefined) unknownNode(reading.list, `groups[${position}].needs[${i}]`, group.needs[i]);
      else if (lastGroupOfMember[member] === position) duplicateMember(reading.list, position, i, group);
      else {
        lastGroupOfMember[member] = position;
        flat.members[filled++] = member;
      }
    }
    if (filled === start) {
      emptyGroup(reading.list, position, group);
      continue;
    }
    const { kMin, kFull } = readThresholds(group, position, filled - start, reading.list);
    flat.groupOf[count] = of;
    flat.kMin[count] = kMin;
    flat.kFull[count] = kFull;
    flat.cap[count] = readCap(group, position, reading.list);
    flat.groupPosition[count] = position;
    flat.groupStart[++count] = filled;
  }
  return {
    groupOf: flat.groupOf.slice(0, count),
    groupStart: flat.groupStart.slice(0, count + 1),
    members: flat.members.slice(0, filled),
    kMin: flat.kMin.slice(0, count),
    kFull: flat.kFull.slice(0, count),
    cap: flat.cap.slice(0, count),
    groupPosition: flat.groupPosition.slice(0, count),
  };
}

/** A k out of range becomes the nearest possible one; one that is no whole number asks for all members. */
function readThresholds(group: RequirementGroup, position: number, members: number, list: ProblemList) {
  const named = group.needs.length;
  const read = (name: 'kMin' | 'kFull', low: number, missing: number): number => {
    const given = group[name];
    if (given === undefined) return Math.min(missing, members);
    if (!Number.isInteger(given) || given < low || given > named) {
      list.add(
        'impact-k-out-of-range',
        `groups[${position}].${name}`,
        `${name} vaut ${String(given)} : il faut un entier de ${low} à ${named}. La valeur possible la plus proche est prise.`,
        `${name} is ${String(given)}: a whole number from ${low} to ${named} is needed. The nearest possible value is taken.`,
      );
    }
    return Number.isInteger(given) ? Math.min(Math.max(given, low), members) : members;
  };
  const kMin = read(
    'kMin',
    1,
    group.kFull === undefined ? members : Math.max(1, Math.trunc(group.kFull) || members),
  );
  return { kMin, kFull: read('kFull', kMin, kMin) };
}

function readCap(group: RequirementGroup, position: number, list: ProblemList): number {
  const cap = group.cap ?? 3;
  if (Number.isInteger(cap) && cap >= 0 && cap <= 3) return cap;
  list.add(
    'impact-cap-out-of-range',
    `groups[${position}].cap`,
    `cap vaut ${String(cap)} : il faut 0, 1, 2 ou 3. Aucune limite n’est appliquée.`,
    `cap is ${String(cap)}: 0, 1, 2 or 3 is needed. No limit is applied.`,
  );
  return 3;
}

export function unknownNode(list: ProblemList, path: string, name: unknown): void {
  list.add(
    'impact-unknown-node',
    path,
    `${quote(name)} n’est pas un nœud du modèle : cette partie est laissée de côté. Ajoutez le nœud ou corrigez le nom.`,
    `${quote(name)} is not a node of the model: this part is left out. Add the node or correct the name.`,
  );
}

function duplicateMember(list: ProblemList, position: number, index: number, group: RequirementGroup): void {
  list.add(
    'impact-duplicate-member',
    `groups[${position}].needs[${index}]`,
    `${quote(group.needs[index])} est déjà membre de ce groupe : il n’est compté qu’une fois.`,
    `${quote(group.needs[index])} is already a member of this group: it counts once.`,
  );
}

function emptyGroup(list: ProblemList, position: number, group: RequirementGroup): void {
  list.add(
    'impact-empty-group',
    `groups[${position}].needs`,
    `Le groupe de ${quote(group.of)} n’a aucun membre utilisable : il est laissé de côté.`,
    `The group of ${quote(group.of)} has no usable member: it is left out.`,
  );
}
