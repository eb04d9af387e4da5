import type { FlatModel } from './flat-model.ts';
import { readFlows } from './read-flows.ts';
import { readGroups } from './read-groups.ts';
import { quote } from './problem-list.ts';
import type { ProblemList } from './problem-list.ts';
import type { ImpactModel } from './types.ts';

export interface ReadModel {
  readonly flat: FlatModel;
  readonly names: readonly string[];
  /** Number of each name. */
  readonly ids: ReadonlyMap<string, number>;
}

/** Numbers the nodes in the order given and reads the rest by number. */
export function readModel(model: ImpactModel, list: ProblemList): ReadModel {
  const ids = new Map<string, number>();
  const names: string[] = [];
  for (let i = 0; i < model.nodes.length; i++) {
    const name = model.nodes[i]!;
    if (ids.has(name)) duplicateNode(list, i, name);
    else {
      ids.set(name, names.length);
      names.push(name);
    }
  }
  const groups = readGroups(model.groups, { ids, list });
  const flows = readFlows(model.flows, ids, list);
  return { flat: { nodeCount: names.length, ...groups, ...flows }, names, ids };
}

/** Position of each named group; a second group of the same name keeps its place but not its name. */
export function readGroupIds(model: ImpactModel, list: ProblemList): Map<string, number> {
  const positions = new Map<string, number>();
  for (let position = 0; position < model.groups.length; position++) {
    const { id } = model.groups[position]!;
    if (id === undefined) continue;
    if (!positions.has(id)) positions.set(id, position);
    else {
      list.add(
        'impact-duplicate-group',
        `groups[${position}].id`,
        `Un groupe ${quote(id)} existe déjà : celui-ci compte, mais sans nom. Donnez-lui un autre identifiant.`,
        `A group ${quote(id)} exists already: this one counts, but without a name. Give it another id.`,
      );
    }
  }
  return positions;
}

function duplicateNode(list: ProblemList, index: number, name: string): void {
  list.add(
    'impact-duplicate-node',
    `nodes[${index}]`,
    `Le nœud ${quote(name)} est déjà dans la liste : il n’est compté qu’une fois.`,
    `The node ${quote(name)} is already in the list: it counts once.`,
  );
}
