import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DB } from './database-types.ts';

/** What may change under a reader's eyes; a subscriber reads again what it shows of a topic. */
export const topics = [
  'asset',
  'link',
  'observation',
  'finding',
  'state',
  'source',
  'question',
  'decision',
  'maintenance',
  'check',
  'component',
  'vulnerability',
  // What people follow and publish of the watch: nothing is judged by it.
  'bulletin',
  'network',
  'feed',
  'account',
  'audit',
  'demo',
] as const;
export type Topic = (typeof topics)[number];

export interface Change {
  readonly topic: Topic;
  /** Identifier of what changed, or null when much did. */
  readonly id: string | null;
}

export const channel = 'vigie_change';

/** Announces a change when the transaction of `db` commits; a hint only, the tables hold the truth. */
export async function announce(db: Kysely<DB>, topic: Topic, id: string | null = null): Promise<void> {
  await sql`select pg_notify(${channel}, ${JSON.stringify({ topic, id })})`.execute(db);
}

/** Fan-out inside one process of what PostgreSQL announces to all of them. */
export class Events {
  readonly #listeners = new Set<(change: Change) => void>();

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called with each payload of the channel; what is not understood is dropped. */
  receive(payload: string): void {
    const change = parseChange(payload);
    if (change === null) return;
    for (const listener of this.#listeners) listener(change);
  }

  /** After a lost connection anything may have changed. */
  receiveAll(): void {
    for (const topic of topics) for (const listener of this.#listeners) listener({ topic, id: null });
  }
}

function parseChange(payload: string): Change | null {
  try {
    const value = JSON.parse(payload) as { topic?: unknown; id?: unknown };
    const topic = topics.find((known) => known === value.topic);
    if (topic === undefined) return null;
    return { topic, id: typeof value.id === 'string' ? value.id : null };
  } catch {
    return null;
  }
}
