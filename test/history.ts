import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHistoryProcess } from '#platform/history-process.ts';
import { embeddedHistoryUrl, type History, openHistory } from '#platform/history.ts';

/** An empty migrated history of its own, for one test or, with `{ after }` of node:test, for one file. */
export async function testHistory(t: { after(fn: () => Promise<void>): void }): Promise<History> {
  const directory = mkdtempSync(join(tmpdir(), 'vigie-history-'));
  const engine = await startHistoryProcess({ directory, memoryMebibytes: 1024 });
  const history = await openHistory({ url: embeddedHistoryUrl, socketPath: engine.socketPath });
  t.after(async () => {
    await history.close();
    await engine.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  return history;
}
