import { Client } from 'pg';
import { databaseTypes } from './database.ts';
import type { Log } from './log.ts';

/** One of several Vigie processes leads: it polls, runs rules and writes states; the others serve and stand by. */
const leaderLock = 7_261_701;
const tryAgainMilliseconds = 1000;

/**
 * Holds or waits for the lead. The lock lives with a connection of its own: PostgreSQL frees it when the process or its
 * host dies, and another process leads within a second or two.
 */
export class Leadership {
  readonly #url: string;
  readonly #log: Log;
  #client: Client | null = null;
  #leads = false;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  #onGain: () => void;
  #onLoss: () => void;

  constructor(url: string, log: Log, callbacks: { onGain: () => void; onLoss: () => void }) {
    this.#url = url;
    this.#log = log;
    this.#onGain = callbacks.onGain;
    this.#onLoss = callbacks.onLoss;
  }

  leads(): boolean {
    return this.#leads;
  }

  async start(): Promise<void> {
    await this.#attempt();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#leads = false;
    await this.#client?.end().catch(() => {});
    this.#client = null;
  }

  async #attempt(): Promise<void> {
    if (this.#stopped) return;
    try {
      this.#client ??= await this.#connect();
      const { rows } = await this.#client.query<{ won: boolean }>('select pg_try_advisory_lock($1) as won', [
        leaderLock,
      ]);
      if (rows[0]?.won === true) {
        this.#leads = true;
        this.#log.info('this process leads');
        this.#onGain();
        return;
      }
    } catch (error) {
      this.#log.warn('could not ask for the lead', { error });
      await this.#client?.end().catch(() => {});
      this.#client = null;
    }
    this.#timer = setTimeout(() => void this.#attempt(), tryAgainMilliseconds);
  }

  async #connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.#url,
      types: databaseTypes,
      keepAlive: true,
      application_name: 'vigie-lead',
    });
    client.on('error', () => {});
    client.on('end', () => this.#lose(client));
    await client.connect();
    return client;
  }

  #lose(client: Client): void {
    if (this.#client !== client || this.#stopped) return;
    this.#client = null;
    if (this.#leads) {
      this.#leads = false;
      this.#log.warn('the lead was lost with its connection');
      this.#onLoss();
    }
    this.#timer = setTimeout(() => void this.#attempt(), tryAgainMilliseconds);
  }
}
