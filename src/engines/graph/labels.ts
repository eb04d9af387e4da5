/** Names of the nodes, by rank and back. */
export interface Names {
  readonly byRank: readonly string[];
  readonly rankOf: (name: string) => number | undefined;
}

/** The words of the model, kept out of the arithmetic. */
export interface Labels {
  readonly names: Names;
  /** Link type of each flow, by position in `model.flows`. */
  readonly flowKinds: readonly string[];
  /** Id of each group that has one, by position in `model.groups`. */
  readonly groupIds: ReadonlyMap<number, string>;
}

/** The optional `groupId` of a result: absent rather than undefined. */
export function groupIdAt(labels: Labels, position: number): { groupId?: string } {
  const groupId = labels.groupIds.get(position);
  return groupId === undefined ? {} : { groupId };
}
