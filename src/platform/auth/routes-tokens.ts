import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { badRequest, conflict, notFound } from '#platform/problems.ts';
import type { Right } from '#platform/rights.ts';
import { holds, rightTexts, scopeOf } from '#platform/rights.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { createToken, listAllTokens, listTokens, revokeToken } from './api.ts';
import { tokenPrefix } from './authenticate.ts';
import { hashToken, randomToken } from './random-token.ts';
import { requirePerson, requireWhole } from './require.ts';

const mostTokens = 100;

function tokensQuery(db: Kysely<DB>) {
  return db
    .selectFrom('platform.api_token as token')
    .innerJoin('platform.account as account', 'account.id', 'token.account_id')
    .select([
      'token.id',
      'token.name',
      'token.account_id',
      'account.display_name',
      'token.rights',
      'token.created_at',
      'token.expires_at',
      'token.last_used_at',
      'token.revoked_at',
    ])
    .orderBy('token.created_at', 'desc');
}

type TokenRow = Awaited<ReturnType<ReturnType<typeof tokensQuery>['execute']>>[number];

function toItem(row: TokenRow) {
  return {
    id: row.id,
    name: row.name,
    accountId: row.account_id,
    accountName: row.display_name,
    rights: row.rights as Right[],
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

const createRoute = route(createToken, async ({ db, actor, body, audit }) => {
  const accountId = requirePerson(actor);
  const notHeld = body.rights.find((right) => !holds(actor, right));
  if (notHeld !== undefined) throw rightNotHeld(notHeld, body.rights.indexOf(notHeld));
  const active = await tokensQuery(db)
    .where('token.account_id', '=', accountId)
    .where('token.revoked_at', 'is', null)
    .where('token.expires_at', '>', new Date())
    .limit(mostTokens)
    .execute();
  if (active.length >= mostTokens) throw tooManyTokens;
  const token = `${tokenPrefix}${randomToken()}`;
  const { id } = await db
    .insertInto('platform.api_token')
    .values({
      account_id: accountId,
      name: body.name,
      token_hash: hashToken(token),
      rights: [...new Set(body.rights)],
      expires_at: new Date(Date.now() + body.expiresInDays * 86_400_000),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  audit.subject = { kind: 'token', id, name: body.name };
  audit.detail = { rights: body.rights, expiresInDays: body.expiresInDays };
  return { token, item: toItem(await tokensQuery(db).where('token.id', '=', id).executeTakeFirstOrThrow()) };
});

const revokeRoute = route(revokeToken, async ({ db, actor, params, audit }) => {
  let revoked = db
    .updateTable('platform.api_token')
    .set({ revoked_at: sql`coalesce(revoked_at, now())` })
    .where('id', '=', params.id);
  if (scopeOf(actor, 'administer') !== 'all')
    revoked = revoked.where('account_id', '=', requirePerson(actor));
  const row = await revoked.returning(['id', 'name', 'account_id']).executeTakeFirst();
  if (row === undefined) throw notFound({ fr: `Jeton ${params.id}`, en: `Token ${params.id}` });
  audit.subject = { kind: 'token', id: row.id, name: row.name };
  await announce(db, 'account', row.account_id);
  return { done: true as const };
});

export const tokenRoutes: readonly Route[] = [
  route(listTokens, async ({ db, actor }) => {
    const rows = await tokensQuery(db)
      .where('token.account_id', '=', requirePerson(actor))
      .limit(500)
      .execute();
    return { items: rows.map(toItem), total: rows.length };
  }),
  route(listAllTokens, async ({ db, actor, query }) => {
    requireWhole(actor, 'administer');
    const rows = await tokensQuery(db)
      .select(sql<string>`count(*) over ()`.as('total'))
      .limit(query.limit)
      .offset(query.offset)
      .execute();
    return { items: rows.map(toItem), total: Number(rows[0]?.total ?? 0) };
  }),
  createRoute,
  revokeRoute,
];

const tooManyTokens = conflict({
  fr: `Vous avez déjà ${mostTokens} jetons en service : révoquez ceux qui ne servent plus.`,
  en: `You already have ${mostTokens} tokens in service: revoke those no longer used.`,
});

function rightNotHeld(right: Right, index: number) {
  const message = {
    fr: `Vous n’avez pas le droit « ${rightTexts[right].fr} » : un jeton ne peut pas l’avoir non plus.`,
    en: `You do not have the right “${rightTexts[right].en}”: neither can a token.`,
  };
  return badRequest([{ field: `body.rights.${index}`, message }]);
}
