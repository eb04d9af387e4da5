import { Cron } from 'croner';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Runner, TaskList } from 'graphile-worker';
import { Logger, run } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Text } from '#engines/text.ts';
import type { App } from './app.ts';
import type { DB } from './database-types.ts';
import type { Log } from './log.ts';

/** Work that can wait a second: on demand, or on a schedule in the administration's time zone. */
export interface Job {
  /** `<domain>.<verb>`, unique. */
  readonly id: string;
  readonly title: Text;
  /** Cron expression in the configured time zone. */
  readonly schedule?: string;
  readonly run: (app: App, payload: unknown) => Promise<void>;
}

/** Queues a job with the transaction of `db`; with a key, a waiting one of the same key is replaced. */
export async function enqueue(
  db: Kysely<DB>,
  jobId: string,
  payload: unknown = {},
  key?: string,
): Promise<void> {
  await sql`select graphile_worker.add_job(${jobId}, ${JSON.stringify(payload)}::json, job_key := ${key ?? null})`.execute(
    db,
  );
}

/** The runner of jobs; `start` once all domains are known, `stop` waits for those under way. */
export class Jobs {
  #runner: Runner | null = null;
  #schedules: Cron[] = [];

  async start(app: App, pool: Pool, jobs: readonly Job[]): Promise<void> {
    const taskList: TaskList = {};
    for (const job of jobs) taskList[job.id] = (payload) => job.run(app, payload);
    this.#runner = await run({
      pgPool: pool,
      taskList,
      concurrency: 2,
      noHandleSignals: true,
      parsedCronItems: [],
      logger: jobLogger(app.log),
    });
    for (const job of jobs) {
      if (job.schedule === undefined) continue;
      const queue = () => enqueue(app.db, job.id, {}, `schedule:${job.id}`);
      this.#schedules.push(
        new Cron(
          job.schedule,
          {
            timezone: app.config.timeZone,
            protect: true,
            catch: (error) => app.log.error('schedule failed', { job: job.id, error }),
          },
          queue,
        ),
      );
    }
  }

  async stop(): Promise<void> {
    for (const schedule of this.#schedules) schedule.stop();
    this.#schedules = [];
    await this.#runner?.stop();
    this.#runner = null;
  }
}

function jobLogger(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    // One line a job at `info` would drown the rest.
    if (level === 'error') log.error(message, { ...meta });
    else if (level === 'warning') log.warn(message, { ...meta });
  });
}
