import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { Config } from './config.ts';
import type { DB } from './database-types.ts';
import type { Events } from './events.ts';
import type { History } from './history.ts';
import type { Jobs } from './jobs.ts';
import type { KeyRing } from './secrets/key-ring.ts';
import type { Log } from './log.ts';

/** Everything a handler, a job or a worker is handed: the outside, opened once by `main.ts`. */
export interface App {
  readonly config: Config;
  readonly log: Log;
  readonly db: Kysely<DB>;
  readonly pool: Pool;
  readonly history: History;
  readonly events: Events;
  readonly jobs: Jobs;
  readonly keys: KeyRing;
}
