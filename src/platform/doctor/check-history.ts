import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Config } from '#platform/config.ts';
import { lockFolder } from '#platform/folder-lock.ts';
import { folderAccount } from '#platform/postgres-account.ts';
import { socketFolder } from '#platform/postgres-cluster.ts';
import type { Check } from './check.ts';
import { fault, ok } from './check.ts';

const slowestAnswerMilliseconds = 5000;

/** Asks the history for a sign of life; a Vigie that does not run has none to give when it is embedded. */
export async function checkHistory(config: Config): Promise<readonly Check[]> {
  if (config.clickhouseUrl !== null) {
    const reply = await fetch(new URL('/ping', config.clickhouseUrl), {
      signal: AbortSignal.timeout(slowestAnswerMilliseconds),
    }).catch(() => null);
    return [reply?.ok === true ? answers : silent];
  }
  const directory = join(config.dataDirectory, 'history');
  if (!(await isHeld(directory))) return [stopped];
  const socketPath = join(socketFolder(directory, folderAccount(directory)), 'history.sock');
  return [(await ping(socketPath)) ? answers : silent];
}

/** Whether a running Vigie has the folder. */
async function isHeld(directory: string): Promise<boolean> {
  if (!existsSync(directory)) return false;
  const lock = await lockFolder(directory).catch(() => null);
  await lock?.release();
  return lock === null;
}

function ping(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: '/ping', timeout: slowestAnswerMilliseconds }, (reply) => {
      reply.resume();
      resolve(reply.statusCode === 200);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}

const answers = ok('history', {
  fr: 'L’historique (ClickHouse) répond.',
  en: 'The history (ClickHouse) answers.',
});
const stopped = ok('history', {
  fr: 'L’historique embarqué est arrêté, comme Vigie.',
  en: 'The embedded history is stopped, as Vigie is.',
});
const silent = fault('history', {
  fr: 'L’historique (ClickHouse) ne répond pas : les mesures attendent en mémoire et les graphiques restent vides. Voyez le journal de Vigie, ou VIGIE_CLICKHOUSE_URL.',
  en: 'The history (ClickHouse) does not answer: measures wait in memory and charts stay empty. See the log of Vigie, or VIGIE_CLICKHOUSE_URL.',
});
