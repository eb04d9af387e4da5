import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { App } from '#platform/app.ts';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import { historyInstant } from '#platform/history-tables.ts';

export type ObservedState = 'up' | 'degraded' | 'down' | 'unknown';

/** A dated fact about one asset, as any collector sees it: a check's result, an exposure, a sensor. */
export interface Observation {
  readonly sourceId: string;
  readonly assetId: string;
  /** `icmp`, `http`, `exposure`…: rules choose by it. */
  readonly kind: string;
  /** Tells two observations of one kind on one asset apart, as the id of the check. */
  readonly key: string;
  readonly state: ObservedState;
  readonly integrity?: 0 | 1 | 2 | 3;
  readonly confidentiality?: 0 | 1 | 2 | 3;
  /** Stable word for what was seen, as `tcp.refused`. */
  readonly code: string;
  readonly detail: Text;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly latencyMs: number | null;
  readonly at: Date;
  /** When this state began, where the collector knows better than its latest look. */
  readonly since?: Date;
  /** Past three times this, the asset is no longer known. Null for what is seen once. */
  readonly expectedEverySeconds: number | null;
  readonly demonstration: boolean;
}

/**
 * Records observations: the latest of each kind in PostgreSQL with its exact changes of state, every one in the
 * history. Observations older than what is known are kept in the history only.
 */
export async function observe(app: App, observations: readonly Observation[]): Promise<void> {
  if (observations.length === 0) return;
  await app.db.transaction().execute((db) => writeObservations(db, observations));
  app.history.insertRows('check_result', observations.map(historyRow));
}

/** The PostgreSQL half of `observe`, for a caller that has a transaction of its own. */
export async function writeObservations(db: Kysely<DB>, observations: readonly Observation[]): Promise<void> {
  const rows = JSON.stringify(
    observations.map((seen) => ({
      source_id: seen.sourceId,
      asset_id: seen.assetId,
      kind: seen.kind,
      key: seen.key,
      state: seen.state,
      integrity: seen.integrity ?? 0,
      confidentiality: seen.confidentiality ?? 0,
      code: seen.code,
      detail: seen.detail,
      evidence: seen.evidence,
      latency_ms: seen.latencyMs,
      since: (seen.since ?? seen.at).toISOString(),
      observed_at: seen.at.toISOString(),
      expected_every_seconds: seen.expectedEverySeconds,
    })),
  );
  const { rows: changed } = await sql<{ id: string }>`
    with given as (
      select part.*, before.state as state_before, before.code as code_before
      from jsonb_to_recordset(${rows}::jsonb) as part (source_id uuid, asset_id uuid, kind text, key text, state text,
        integrity smallint, confidentiality smallint, code text, detail jsonb, evidence jsonb, latency_ms real,
        since timestamptz, observed_at timestamptz, expected_every_seconds int)
      left join map.observation as before using (source_id, asset_id, kind, key)
    ), written as (
      insert into map.observation as observation (source_id, asset_id, kind, key, state, integrity, confidentiality, code,
        detail, evidence, latency_ms, since, observed_at, expected_every_seconds)
      select given.source_id, given.asset_id, given.kind, given.key, given.state, given.integrity, given.confidentiality,
        given.code, given.detail, given.evidence, given.latency_ms, given.since, given.observed_at,
        given.expected_every_seconds
      from given join map.asset as asset on asset.id = given.asset_id
      on conflict (source_id, asset_id, kind, key) do update
      set state = excluded.state, integrity = excluded.integrity, confidentiality = excluded.confidentiality,
        code = excluded.code, detail = excluded.detail, evidence = excluded.evidence, latency_ms = excluded.latency_ms,
        observed_at = excluded.observed_at, expected_every_seconds = excluded.expected_every_seconds,
        since = case when observation.state = excluded.state then observation.since else excluded.since end
      where observation.observed_at <= excluded.observed_at
      returning observation.id, observation.source_id, observation.asset_id, observation.kind, observation.key,
        observation.state, observation.code, observation.detail, observation.observed_at
    )
    insert into map.observation_change (observation_id, at, before, after, code, detail)
    select written.id, written.observed_at, given.state_before, written.state, written.code, written.detail
    from written join given using (source_id, asset_id, kind, key)
    where (given.state_before, given.code_before) is distinct from (written.state, written.code)
    returning observation_id as id
  `.execute(db);
  // The same thing seen again wakes no rule.
  for (const row of changed) await announce(db, 'observation', row.id);
}

/** An observation as the history keeps it. */
export function historyRow(seen: Observation) {
  return {
    at: historyInstant(seen.at),
    check_id: seen.key,
    asset_id: seen.assetId,
    kind: seen.kind,
    state: seen.state,
    latency_ms: seen.latencyMs,
    code: seen.code,
    detail: seen.detail.fr,
    demonstration: seen.demonstration,
  };
}
