import { outOfScope } from '#platform/problems.ts';
import type { Actor, Right } from '#platform/rights.ts';
import { scopeOf } from '#platform/rights.ts';
import { peopleOnly } from './auth-problems.ts';

/** For what is not divided by organisation: a right held over one of them is not enough. */
export function requireWhole(actor: Actor, right: Right): void {
  if (scopeOf(actor, right) !== 'all') throw outOfScope();
}

/** For what a person does to their own account: a stolen token must not be able to prolong itself. */
export function requirePerson(actor: Actor): string {
  if (actor.kind !== 'account' || actor.accountId === null) throw peopleOnly();
  return actor.accountId;
}
