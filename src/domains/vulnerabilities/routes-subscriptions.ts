import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Subscription } from '#engines/subscriptions/follow.ts';
import { nameKey } from '#engines/subscriptions/plain-words.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { badRequest, conflict, notFound } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import {
  addSubscriptions,
  listSubscriptionHits,
  listSubscriptions,
  mostSubscriptions,
  previewSubscription,
  removeSubscription,
  suggestSubscriptions,
} from './api-subscriptions.ts';
import { preview, readHits, readSubscriptions, readSuggestions, subscribe } from './store-subscriptions.ts';

/** @throws Problem `conflict` for what acts in nobody's name */
function accountOf({ accountId }: Actor): string {
  if (accountId === null) throw conflict(noAccount);
  return accountId;
}

const noAccount = {
  fr: 'Un abonnement appartient à une personne : connectez-vous avec un compte.',
  en: 'A subscription belongs to a person: sign in with an account.',
};

const list = route(listSubscriptions, async ({ db, actor }) => ({
  items: [...(await readSubscriptions(db, accountOf(actor), new Date()))],
}));

const hits = route(
  listSubscriptionHits,
  async ({ db, actor, query }) => await readHits(db, actor, accountOf(actor), query),
);

/** @throws Problem `bad-request` for a value in which nothing can be compared */
function check(value: string, field: string): void {
  if (nameKey(value).length < 2) throw badRequest([{ field, message: tooShort }]);
}

const tooShort = {
  fr: 'Donnez au moins deux lettres ou chiffres.',
  en: 'Give at least two letters or digits.',
};

const tryOut = route(previewSubscription, async ({ db, actor, query }) => {
  check(query.value, 'query.value');
  return await preview(db, actor, query, new Date());
});

async function ownOf(db: Kysely<DB>, accountId: string): Promise<readonly Subscription[]> {
  return await db
    .selectFrom('vulnerabilities.subscription')
    .select(['id', 'value', sql<Subscription['kind']>`kind`.as('kind')])
    .where('account_id', '=', accountId)
    .execute();
}

const suggest = route(suggestSubscriptions, async ({ db, actor }) => ({
  items: [...(await readSuggestions(db, actor, await ownOf(db, accountOf(actor))))],
}));

const add = route(addSubscriptions, async ({ db, actor, audit, body }) => {
  const accountId = accountOf(actor);
  for (const [at, { value }] of body.items.entries()) check(value, `body.items.${at}.value`);
  await sql`select pg_advisory_xact_lock(hashtext(${`subscriptions ${accountId}`}))`.execute(db);
  const known = await ownOf(db, accountId);
  if (known.length + body.items.length > mostSubscriptions) throw conflict(tooManySubscriptions);
  // The same vendor in another spelling is the same subscription.
  const keys = new Set(known.map(({ kind, value }) => `${kind} ${nameKey(value)}`));
  const fresh = body.items.filter(({ kind, value }) => {
    const key = `${kind} ${nameKey(value)}`;
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  });
  const added = await subscribe(db, accountId, fresh, new Date());
  audit.subject = { kind: 'subscription', id: accountId, name: actor.name };
  audit.detail['added'] = added.map(({ kind, value }) => ({ kind, value }));
  if (added.length > 0) await announce(db, 'bulletin');
  return { added: added.length };
});

const tooManySubscriptions = {
  fr: `Un compte suit ${mostSubscriptions} sujets au plus. Retirez-en avant d’en ajouter.`,
  en: `An account follows ${mostSubscriptions} subjects at most. Remove some before adding more.`,
};

const remove = route(removeSubscription, async ({ db, actor, audit, params }) => {
  const row = await db
    .deleteFrom('vulnerabilities.subscription')
    .where('id', '=', params.id)
    .where('account_id', '=', accountOf(actor))
    .returning(['kind', 'value'])
    .executeTakeFirst();
  if (row === undefined) throw notFound({ fr: 'Abonnement', en: 'Subscription' });
  audit.subject = { kind: 'subscription', id: params.id, name: row.value };
  audit.detail['before'] = row;
  await announce(db, 'bulletin');
  return { done: true as const };
});

export const subscriptionRoutes: readonly Route[] = [list, hits, tryOut, suggest, add, remove];
