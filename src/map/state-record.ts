import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { NodeState } from '#engines/graph/types.ts';
import type { DB } from '#platform/database-types.ts';

/**
 * Writes states that changed, each with its exact moment. What is stored is compared with, not what this process last
 * wrote: another may have led meanwhile.
 */
export class StateRecord {
  #last = new Map<string, number>();

  /** Forgets what was written, so that the next `write` compares everything with what is stored. */
  forget(): void {
    this.#last = new Map();
  }

  /** Returns how many assets changed state. */
  async write(
    db: Kysely<DB>,
    assetIds: readonly string[],
    stateOf: (id: string) => NodeState,
    now: Date,
  ): Promise<number> {
    const candidates: {
      asset_id: string;
      availability: number;
      integrity: number;
      confidentiality: number;
      unknown: boolean;
      planned: boolean;
    }[] = [];
    const packed = new Map<string, number>();
    for (const id of assetIds) {
      const state = stateOf(id);
      const code = pack(state);
      packed.set(id, code);
      if (this.#last.get(id) !== code) candidates.push({ asset_id: id, ...plain(state) });
    }
    if (candidates.length > 0) await writeStates(db, candidates, now);
    const changed = candidates.length;
    this.#last = packed;
    return changed;
  }
}

function pack(state: NodeState): number {
  return (
    state.availability |
    (state.integrity << 2) |
    (state.confidentiality << 4) |
    (state.unknown ? 64 : 0) |
    (state.planned ? 128 : 0)
  );
}

function plain(state: NodeState) {
  const { availability, integrity, confidentiality, unknown, planned } = state;
  return { availability, integrity, confidentiality, unknown, planned };
}

async function writeStates(db: Kysely<DB>, states: readonly object[], now: Date): Promise<void> {
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(states)}::jsonb) as part (asset_id uuid, availability smallint,
        integrity smallint, confidentiality smallint, unknown boolean, planned boolean)
    ), changed as (
      insert into map.asset_state as state (asset_id, availability, integrity, confidentiality, unknown, planned, since,
        down_since, updated_at)
      select given.asset_id, given.availability, given.integrity, given.confidentiality, given.unknown, given.planned,
        ${now}::timestamptz, case when given.availability = 3 then ${now}::timestamptz end, ${now}::timestamptz
      from given join map.asset as asset on asset.id = given.asset_id
      on conflict (asset_id) do update
      set availability = excluded.availability, integrity = excluded.integrity, confidentiality = excluded.confidentiality,
        unknown = excluded.unknown, planned = excluded.planned, since = excluded.since, updated_at = excluded.updated_at,
        down_since = case when excluded.availability = 3 then coalesce(state.down_since, excluded.down_since) end
      where (state.availability, state.integrity, state.confidentiality, state.unknown, state.planned)
        is distinct from (excluded.availability, excluded.integrity, excluded.confidentiality, excluded.unknown, excluded.planned)
      returning state.asset_id, state.availability, state.integrity, state.confidentiality, state.unknown, state.planned
    )
    insert into map.state_change (asset_id, at, availability, integrity, confidentiality, unknown, planned)
    select changed.asset_id, ${now}::timestamptz, changed.availability, changed.integrity, changed.confidentiality,
      changed.unknown, changed.planned
    from changed
  `.execute(db);
}
