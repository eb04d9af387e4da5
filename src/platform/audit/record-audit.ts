import type { Kysely } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { announce } from '#platform/events.ts';
import type { Actor } from '#platform/rights.ts';

export interface AuditEvent {
  readonly actor: Actor;
  /** The contract's id, or the name of a job or command. */
  readonly action: string;
  readonly subject?: { kind: string; id: string; name?: string };
  /** `done`, or the code of the problem that refused it. */
  readonly outcome: string;
  readonly detail?: Record<string, unknown>;
  readonly ip?: string | null;
}

/** Appends one entry to the chained log; a trigger numbers and hashes it when the transaction of `db` writes it. */
export async function recordAudit(db: Kysely<DB>, event: AuditEvent): Promise<void> {
  await db
    .insertInto('platform.audit_entry')
    .values({
      seq: '0',
      actor_kind: event.actor.kind,
      actor_id: event.actor.id,
      actor_name: event.actor.name,
      action: event.action,
      subject_kind: event.subject?.kind ?? null,
      subject_id: event.subject?.id ?? null,
      subject_name: event.subject?.name ?? null,
      outcome: event.outcome,
      detail: JSON.stringify(event.detail ?? {}),
      ip: event.ip ?? null,
      previous_hash: Buffer.alloc(0),
      hash: Buffer.alloc(0),
    })
    .execute();
  await announce(db, 'audit');
}
