import { forbidden, outOfScope } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import { holds, scopeOf } from '#platform/rights.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { readPolicy, writePolicy } from './api-policy.ts';
import { readPolicyRow, writePolicyRow } from './store-policy.ts';

const read = route(readPolicy, async ({ db }) => await readPolicyRow(db));

/**
 * The policy is one for all: for who accepts risks or administers over the whole administration.
 * @throws Problem `forbidden`, `out-of-scope`
 */
function admit(actor: Actor): void {
  const held = (['decide', 'administer'] as const).filter((right) => holds(actor, right));
  if (held.length === 0) throw forbidden('decide');
  if (!held.some((right) => scopeOf(actor, right) === 'all')) throw outOfScope();
}

const write = route(writePolicy, async ({ db, actor, audit, body }) => {
  admit(actor);
  audit.subject = { kind: 'vulnerability-policy', id: 'policy', name: 'Priorité des vulnérabilités' };
  audit.detail['before'] = await readPolicyRow(db);
  await writePolicyRow(db, body);
  audit.detail['after'] = body;
  return { done: true as const };
});

export const policyRoutes: Route[] = [read, write];
