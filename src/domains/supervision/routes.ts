import type { Kysely } from 'kysely';
import { mayWrite, readWritableAsset } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import { badRequest, conflict, notFound, outOfScope } from '#platform/problems.ts';
import type { Actor, Right } from '#platform/rights.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { createCheck, listChecks, readCheck, removeCheck, runCheck, tryTarget, updateCheck } from './api.ts';
import type { Check } from './api.ts';
import { readSamples } from './check-history.ts';
import { withHiddenHeaders, withStoredHeaders } from './hidden-headers.ts';
import { runNow, supervisionProber } from './run-check.ts';
import type { CheckRow } from './store.ts';
import { deleteCheck, insertCheck, listChanges, listCheckRows, replaceCheck } from './store.ts';
import { describeTarget } from './targets.ts';

function checkOf(row: CheckRow): Check {
  return {
    id: row.id,
    name: row.name,
    asset: { id: row.asset_id, name: row.asset_name, type: row.asset_type, code: row.asset_code },
    target: withHiddenHeaders(row.target),
    summary: describeTarget(row.target),
    intervalSeconds: row.interval_seconds,
    timeoutMs: row.timeout_ms,
    retries: row.retries,
    enabled: row.enabled,
    observed:
      row.state === null
        ? null
        : {
            state: row.state,
            code: row.code,
            detail: row.detail,
            evidence: row.evidence,
            latencyMs: row.latency_ms,
            since: row.since.toISOString(),
            observedAt: row.observed_at.toISOString(),
          },
  };
}

/** @throws Problem `not-found` for what is out of sight, `out-of-scope` for what may be read only */
async function oneCheck(db: Kysely<DB>, actor: Actor, right: Right, id: string): Promise<CheckRow> {
  const row = (await listCheckRows(db, actor, { id }))[0];
  if (row === undefined) throw notFound({ fr: 'Sonde', en: 'Check' });
  if (right !== 'read' && !mayWrite(actor, right, row.organisation_id)) throw outOfScope();
  return row;
}

/** A check on what left the map would never run. */
async function refuseRetired(db: Kysely<DB>, assetId: string): Promise<void> {
  const row = await db
    .selectFrom('map.asset as asset')
    .select('asset.retired_at')
    .where('asset.id', '=', assetId)
    .executeTakeFirst();
  if (row === undefined || row.retired_at === null) return;
  const message = {
    fr: 'Cet actif est retiré de la carte. Choisissez-en un autre.',
    en: 'This asset is retired from the map. Choose another.',
  };
  throw badRequest([{ field: 'body.assetId', message }]);
}

async function refuseTwin(
  db: Kysely<DB>,
  body: { assetId: string; name: string; target: { kind: string } },
  ownId?: string,
) {
  const twin = await db
    .selectFrom('supervision.check_definition as definition')
    .select('definition.id')
    .where('definition.asset_id', '=', body.assetId)
    .where('definition.kind', '=', body.target.kind)
    .where('definition.name', '=', body.name)
    .executeTakeFirst();
  if (twin === undefined || twin.id === ownId) return;
  throw conflict({
    fr: `Cet actif a déjà une sonde de ce type nommée « ${body.name} ». Donnez un autre nom.`,
    en: `This asset already has a check of this kind named "${body.name}". Give another name.`,
  });
}

export const supervisionRoutes: readonly Route[] = [
  route(listChecks, async ({ db, actor, query }) => {
    const rows = await listCheckRows(db, actor, query.asset === undefined ? {} : { assetId: query.asset });
    return { items: rows.map(checkOf) };
  }),

  route(readCheck, async ({ app, db, actor, params, query }) => {
    const row = await oneCheck(db, actor, 'read', params.id);
    const now = new Date();
    const since = new Date(now.getTime() - query.hours * 3_600_000);
    const changes = row.observation_id === null ? [] : await listChanges(db, row.observation_id, since);
    const samples = await readSamples(app.history, row.id, query.hours, now).catch((error: unknown) => {
      app.log.warn('results of a check not read', { check: row.id, error });
      return null;
    });
    return {
      ...checkOf(row),
      samples: [...(samples ?? [])],
      historyAvailable: samples !== null,
      changes: changes.map((change) => ({
        at: change.at.toISOString(),
        before: change.before,
        after: change.after,
        detail: change.detail as unknown as { fr: string; en: string },
      })),
    };
  }),

  route(createCheck, async ({ db, actor, body, audit }) => {
    const asset = await readWritableAsset(db, actor, 'operate', body.assetId);
    await refuseRetired(db, body.assetId);
    await refuseTwin(db, body);
    const id = await insertCheck(db, body, actor.accountId);
    audit.subject = { kind: 'check', id, name: body.name };
    audit.detail['asset'] = asset.name;
    audit.detail['target'] = describeTarget(body.target);
    return { id };
  }),

  route(updateCheck, async ({ db, actor, params, body, audit }) => {
    const before = await oneCheck(db, actor, 'operate', params.id);
    await readWritableAsset(db, actor, 'operate', body.assetId);
    await refuseRetired(db, body.assetId);
    await refuseTwin(db, body, params.id);
    await replaceCheck(db, params.id, { ...body, target: withStoredHeaders(body.target, before.target) });
    audit.subject = { kind: 'check', id: params.id, name: body.name };
    audit.detail['before'] = describeTarget(before.target);
    audit.detail['after'] = describeTarget(body.target);
    return { done: true } as const;
  }),

  route(removeCheck, async ({ db, actor, params, audit }) => {
    const row = await oneCheck(db, actor, 'operate', params.id);
    await deleteCheck(db, params.id);
    audit.subject = { kind: 'check', id: params.id, name: row.name };
    audit.detail['target'] = describeTarget(row.target);
    return { done: true } as const;
  }),

  route(runCheck, async ({ app, db, actor, params, audit }) => {
    const row = await oneCheck(db, actor, 'act', params.id);
    audit.subject = { kind: 'check', id: params.id, name: row.name };
    const seen = await runNow(app, row.id);
    return {
      observed: { ...seen, since: seen.since.toISOString(), observedAt: seen.observedAt.toISOString() },
    };
  }),

  route(tryTarget, async ({ app, body, audit }) => {
    audit.detail['target'] = describeTarget(body.target);
    const seen = await supervisionProber(app).probe(body.target, { timeoutMs: body.timeoutMs });
    audit.detail['code'] = seen.code;
    return {
      state: seen.state,
      latencyMs: seen.latencyMs,
      code: seen.code,
      detail: seen.detail,
      evidence: seen.evidence,
    };
  }),
];
