/**
 * A Vigie's storage that writes without pause until it is killed: `node restless-writer.ts FOLDER`. Says on standard
 * output, a line each: what it found (`found {json}`), then each number once stored (`state N`, `history N`).
 */
import { recordAudit } from '#platform/audit/record-audit.ts';
import { verifyChain } from '#platform/audit/verify-chain.ts';
import { readConfig } from '#platform/config.ts';
import { historyInstant } from '#platform/history-tables.ts';
import { createLog } from '#platform/log.ts';
import { openStorage } from '#platform/open-storage.ts';
import { system } from '#platform/rights.ts';

export interface Found {
  readonly state: readonly number[];
  readonly history: readonly number[];
  /** Number of the first broken audit entry, or null. */
  readonly brokenEntry: number | null;
}

const writers = 3;

if (import.meta.main) await write(process.argv[2] ?? '');

async function write(folder: string): Promise<void> {
  const { value: config } = readConfig({ VIGIE_DATA: folder });
  const { database, history } = await openStorage(config, createLog('error'));
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const stored = await database.pool.query<{ n: number }>(
    "select (detail->>'n')::int as n from platform.audit_entry",
  );
  const kept = await history.query<{ n: string }>('select check_id as n from check_result');
  const chain = await verifyChain(database.db);
  const found: Found = {
    state: stored.rows.map((row) => row.n),
    history: kept.map((row) => Number(row.n)),
    brokenEntry: chain.broken?.seq ?? null,
  };
  say(`found ${JSON.stringify(found)}`);
  let next = Math.max(0, ...found.state, ...found.history);
  const states = async () => {
    for (;;) {
      const n = (next += 1);
      await recordAudit(database.db, { actor: system, action: 'test.write', outcome: 'done', detail: { n } });
      say(`state ${n}`);
    }
  };
  const results = async () => {
    for (;;) {
      const numbers = Array.from({ length: 100 }, () => (next += 1));
      await history.storeRows('check_result', numbers.map(checkResult));
      say(numbers.map((n) => `history ${n}`).join('\n'));
    }
  };
  await Promise.all([...Array.from({ length: writers }, states), results()]);
}

function checkResult(n: number) {
  return {
    at: historyInstant(new Date()),
    check_id: `${n}`,
    asset_id: '01890a5d-ac96-774b-bcce-b302099a8057',
    kind: 'tcp',
    state: 'up',
    latency_ms: 1,
    code: 'tcp.ok',
    detail: '',
    demonstration: false,
  };
}
