import type { Worker } from '#map/define-domain.ts';
import { Poller } from '#platform/poller.ts';
import { discoverRange } from './discover-range.ts';
import { listRangeRows } from './store-ranges.ts';
import type { RangeRow } from './store-ranges.ts';

interface RangeItem {
  readonly id: string;
  readonly intervalMs: number;
  readonly range: RangeRow;
}

/** Asks every enabled range at its interval; follows additions and changes, and whoever asks for one now. */
export const networkWorker: Worker = {
  id: 'network.ranges',
  start: async (app) => {
    const ranges = new Poller<RangeItem>({
      run: async ({ range }, { signal }) => discoverRange(app, range, signal),
      onError: (error, { range }) => app.log.warn('range not read', { range: range.name, error }),
      concurrency: 2,
    });
    const known = new Map<string, string>();
    const once = async (): Promise<void> => {
      const wanted = (await listRangeRows(app.db)).filter((range) => range.enabled);
      for (const id of [...known.keys()].filter((one) => wanted.every((range) => range.id !== one))) {
        known.delete(id);
        ranges.remove(id);
      }
      for (const range of wanted) {
        const definition = JSON.stringify([
          range.addresses,
          range.port,
          range.version,
          range.secret_ids,
          range.every_seconds,
          range.site_id,
        ]);
        if (known.get(range.id) === definition) continue;
        known.set(range.id, definition);
        ranges.upsert({ id: range.id, intervalMs: range.every_seconds * 1000, range });
        ranges.triggerNow(range.id);
      }
    };
    // One look at the definitions after the other: two at once would undo each other.
    let turn = Promise.resolve();
    const follow = (): Promise<void> => (turn = turn.catch(() => {}).then(once));
    await follow();
    const unsubscribe = app.events.subscribe(({ topic, id }) => {
      if (topic !== 'network') return;
      if (id !== null && ranges.triggerNow(id)) return;
      follow().catch((error: unknown) => app.log.warn('ranges not read; those known go on', { error }));
    });
    return {
      stop: async () => {
        unsubscribe();
        await ranges.stop();
      },
    };
  },
};
