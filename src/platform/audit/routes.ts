import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { App } from '#platform/app.ts';
import { requireWhole } from '#platform/auth/require.ts';
import type { QueryOf } from '#platform/contract.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { listAudit, listAuditActions, verifyAudit } from './api.ts';
import type { ChainReport } from './audit-anchor.ts';
import { verifyAuditLog } from './audit-anchor.ts';
import { titleOfAction } from './action-titles.ts';

type Filter = QueryOf<typeof listAudit>;

const isUuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function filtered(db: Kysely<DB>, filter: Filter) {
  let rows = db.selectFrom('platform.audit_entry as entry');
  const { actor, action, subjectKind, subjectId, outcome, from, to, q } = filter;
  if (actor !== undefined)
    rows = isUuid.test(actor)
      ? rows.where('entry.actor_id', '=', actor)
      : rows.where(sql<boolean>`position(lower(${actor}) in lower(entry.actor_name)) > 0`);
  if (action !== undefined) rows = rows.where('entry.action', '=', action);
  if (subjectKind !== undefined) rows = rows.where('entry.subject_kind', '=', subjectKind);
  if (subjectId !== undefined) rows = rows.where('entry.subject_id', '=', subjectId);
  if (outcome !== undefined)
    rows =
      outcome === 'refused'
        ? rows.where('entry.outcome', '<>', 'done')
        : rows.where('entry.outcome', '=', outcome);
  if (from !== undefined) rows = rows.where('entry.at', '>=', new Date(from));
  if (to !== undefined) rows = rows.where('entry.at', '<', new Date(to));
  if (q)
    rows =
      rows.where(sql<boolean>`position(lower(${q}) in lower(concat_ws(' ', entry.actor_name, entry.action,
      entry.subject_kind, entry.subject_id, entry.subject_name, entry.outcome, host(entry.ip), entry.detail::text))) > 0`);
  return rows;
}

const listRoute = route(listAudit, async ({ db, actor, query }) => {
  requireWhole(actor, 'audit');
  const rows = await filtered(db, query)
    .select([
      'entry.seq',
      'entry.at',
      'entry.actor_kind',
      'entry.actor_id',
      'entry.actor_name',
      'entry.action',
      'entry.subject_kind',
      'entry.subject_id',
      'entry.subject_name',
      'entry.outcome',
      'entry.detail',
      sql<string | null>`host(entry.ip)`.as('ip'),
    ])
    .orderBy('entry.seq', 'desc')
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  const count = await filtered(db, query)
    .select((is) => is.fn.countAll<string>().as('total'))
    .executeTakeFirst();
  const items = rows.map((row) => ({
    seq: Number(row.seq),
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind as Actor['kind'], id: row.actor_id, name: row.actor_name },
    action: row.action,
    title: titleOfAction(row.action),
    subject:
      row.subject_kind === null
        ? null
        : { kind: row.subject_kind, id: row.subject_id ?? '', name: row.subject_name },
    outcome: row.outcome,
    detail: row.detail as Record<string, unknown>,
    ip: row.ip,
  }));
  return { items, total: Number(count?.total ?? 0) };
});

const actionsRoute = route(listAuditActions, async ({ db, actor }) => {
  requireWhole(actor, 'audit');
  const rows = await db
    .selectFrom('platform.audit_entry')
    .select(['action', (is) => is.fn.countAll<string>().as('count')])
    .groupBy('action')
    .orderBy('action')
    .limit(1000)
    .execute();
  const items = rows.map((row) => ({
    action: row.action,
    title: titleOfAction(row.action),
    count: Number(row.count),
  }));
  return { items };
});

/** One reading of a long log at a time, shared by those who ask meanwhile. */
const underWay = new WeakMap<App, Promise<ChainReport>>();

const verifyRoute = route(verifyAudit, async ({ app, actor }) => {
  requireWhole(actor, 'audit');
  let report = underWay.get(app);
  if (report === undefined) {
    report = verifyAuditLog(app.db, app.keys).finally(() => underWay.delete(app));
    underWay.set(app, report);
  }
  return { verifiedAt: new Date().toISOString(), ...(await report) };
});

export const auditRoutes: readonly Route[] = [listRoute, actionsRoute, verifyRoute];
