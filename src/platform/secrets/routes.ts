import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { requireWhole } from '#platform/auth/require.ts';
import type { DB } from '#platform/database-types.ts';
import { badRequest } from '#platform/problems.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { createSecret, deleteSecret, listSecrets, replaceSecret } from './api.ts';
import { secretNotFound, secretSealId } from './secrets.ts';

function secretsQuery(db: Kysely<DB>) {
  return db
    .selectFrom('platform.secret as secret')
    .leftJoin('platform.account as account', 'account.id', 'secret.created_by')
    .select([
      'secret.id',
      'secret.name',
      'secret.kind',
      'account.display_name',
      'secret.created_at',
      'secret.rotated_at',
      'secret.last_used_at',
      'secret.last_used_for',
    ]);
}

type SecretRow = Awaited<ReturnType<ReturnType<typeof secretsQuery>['execute']>>[number];

function toItem(row: SecretRow) {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    createdBy: row.display_name,
    createdAt: row.created_at.toISOString(),
    rotatedAt: row.rotated_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    lastUsedFor: row.last_used_for,
  };
}

async function readSecret(db: Kysely<DB>, id: string) {
  const row = await secretsQuery(db).where('secret.id', '=', id).executeTakeFirst();
  if (row === undefined) throw secretNotFound(id);
  return toItem(row);
}

async function requireFreeName(db: Kysely<DB>, name: string, except: string | null): Promise<void> {
  const taken = await db
    .selectFrom('platform.secret')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirst();
  if (taken !== undefined && taken.id !== except) throw nameTaken(name);
}

function nameTaken(name: string) {
  const message = {
    fr: `Un secret s’appelle déjà « ${name} ». Choisissez un autre nom, ou remplacez sa valeur.`,
    en: `A secret is already called “${name}”. Choose another name, or replace its value.`,
  };
  return badRequest([{ field: 'body.name', message }]);
}

const listRoute = route(listSecrets, async ({ db, actor, query }) => {
  requireWhole(actor, 'operate');
  let rows = secretsQuery(db).select(sql<string>`count(*) over ()`.as('total'));
  if (query.q) rows = rows.where(sql<boolean>`position(lower(${query.q}) in lower(secret.name)) > 0`);
  if (query.kind) rows = rows.where('secret.kind', '=', query.kind);
  const page = await rows.orderBy('secret.name').limit(query.limit).offset(query.offset).execute();
  return { items: page.map(toItem), total: Number(page[0]?.total ?? 0) };
});

const createRoute = route(createSecret, async ({ app, db, actor, body, audit }) => {
  requireWhole(actor, 'operate');
  await requireFreeName(db, body.name, null);
  const { rows } = await sql<{ id: string }>`select uuidv7() as id`.execute(db);
  const id = rows[0]?.id ?? '';
  const sealed = app.keys.seal(secretSealId(id), body.value);
  await db
    .insertInto('platform.secret')
    .values({
      id,
      name: body.name,
      kind: body.kind,
      key_id: sealed.keyId,
      nonce: sealed.nonce,
      ciphertext: sealed.ciphertext,
      created_by: actor.accountId,
    })
    .execute();
  audit.subject = { kind: 'secret', id, name: body.name };
  audit.detail = { kind: body.kind };
  return readSecret(db, id);
});

const replaceRoute = route(replaceSecret, async ({ app, db, actor, params, body, audit }) => {
  requireWhole(actor, 'operate');
  const before = await readSecret(db, params.id);
  audit.subject = { kind: 'secret', id: params.id, name: before.name };
  audit.detail = { value: body.value === undefined ? 'kept' : 'replaced' };
  if (body.name !== undefined && body.name !== before.name) {
    await requireFreeName(db, body.name, params.id);
    audit.detail['name'] = { before: before.name, after: body.name };
    await db.updateTable('platform.secret').set({ name: body.name }).where('id', '=', params.id).execute();
  }
  if (body.value !== undefined) {
    const { keyId, nonce, ciphertext } = app.keys.seal(secretSealId(params.id), body.value);
    await db
      .updateTable('platform.secret')
      .set({ key_id: keyId, nonce, ciphertext, rotated_at: new Date() })
      .where('id', '=', params.id)
      .execute();
  }
  return readSecret(db, params.id);
});

export const secretRoutes: readonly Route[] = [
  listRoute,
  createRoute,
  replaceRoute,
  route(deleteSecret, async ({ db, actor, params, audit }) => {
    requireWhole(actor, 'operate');
    const gone = await db
      .deleteFrom('platform.secret')
      .where('id', '=', params.id)
      .returning('name')
      .executeTakeFirst();
    if (gone === undefined) throw secretNotFound(params.id);
    audit.subject = { kind: 'secret', id: params.id, name: gone.name };
    return { done: true as const };
  }),
];
