import type { Text } from '#engines/text.ts';
import type { Contract } from '#platform/contract.ts';

const titles = new Map<string, Text>();

/** Lets the log say in words what each contract of this version does. Called once, by whoever knows all of them. */
export function nameActions(contracts: Iterable<Pick<Contract, 'id' | 'summary'>>): void {
  for (const { id, summary } of contracts) titles.set(id, summary);
}

export function titleOfAction(action: string): Text | null {
  return titles.get(action) ?? null;
}
