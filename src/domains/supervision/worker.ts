import type { Worker } from '#map/define-domain.ts';
import { markSuccess } from '#map/sources.ts';
import type { App } from '#platform/app.ts';
import { metrics } from '#platform/metrics.ts';
import { Poller } from '#platform/poller.ts';
import { neighbourChecks } from './neighbour-checks.ts';
import type { CheckRunner } from './run-check.ts';
import { checkRunner } from './run-check.ts';
import { ensureSupervisionSource, heartbeatSeconds } from './source.ts';
import type { StoredCheck } from './store.ts';
import { loadChecks } from './store.ts';

interface CheckItem {
  readonly id: string;
  readonly intervalMs: number;
  readonly check: StoredCheck;
}

let poller: Poller<CheckItem> | null = null;
metrics.gauge('vigie_checks', 'Checks that this process runs', () => poller?.statistics().items ?? 0);
metrics.gauge(
  'vigie_checks_skipped',
  'Turns passed over since the start',
  () => poller?.statistics().skipped ?? 0,
);

/** Runs every enabled check at its interval; follows additions and changes at once. */
export const supervisionWorker: Worker = {
  id: 'supervision.checks',
  start: async (app) => {
    const runner = checkRunner(app);
    const checks = new Poller<CheckItem>({
      run: async ({ check }, { signal }) => {
        const { nextInMs } = await runner.look(check, signal);
        return nextInMs === null ? undefined : { nextInMs };
      },
      onError: (error, { check }) => app.log.warn('check not carried out', { check: check.id, error }),
    });
    poller = checks;
    const follow = follower(app, runner, checks);
    await follow();
    const unsubscribe = app.events.subscribe((change) => {
      if (change.topic === 'check' || change.topic === 'asset') void follow();
      if (change.topic === 'observation' && change.id !== null) void askNeighbours(app, checks, change.id);
    });
    const sourceId = await ensureSupervisionSource(app.db);
    const beat = () =>
      void markSuccess(app.db, sourceId, new Date()).catch((error: unknown) =>
        app.log.warn('checks could not report', { error }),
      );
    beat();
    const heartbeat = setInterval(beat, heartbeatSeconds * 1000);
    return {
      stop: async () => {
        clearInterval(heartbeat);
        unsubscribe();
        poller = null;
        await checks.stop();
        await runner.writer.stop();
      },
    };
  },
};

/** What hangs on the same cable is looked at again at once, so that the cause is named within seconds. */
async function askNeighbours(app: App, checks: Poller<CheckItem>, observationId: string): Promise<void> {
  try {
    for (const id of await neighbourChecks(app.db, observationId)) checks.triggerNow(id);
  } catch (error) {
    app.log.warn('neighbours of a silent asset not asked again', { error });
  }
}

/** Brings the poller in line with the definitions; what is new or changed is looked at at once. */
function follower(app: App, runner: CheckRunner, checks: Poller<CheckItem>): () => Promise<void> {
  const known = new Map<string, string>();
  let turn: Promise<void> = Promise.resolve();
  const once = async () => {
    const wanted = await loadChecks(app.db);
    const gone = new Set(known.keys());
    for (const check of wanted) {
      gone.delete(check.id);
      const definition = JSON.stringify([
        check.asset_id,
        check.target,
        check.interval_seconds,
        check.timeout_ms,
        check.retries,
      ]);
      if (known.get(check.id) === definition) continue;
      if (known.has(check.id)) runner.forget(check.id);
      known.set(check.id, definition);
      checks.upsert({ id: check.id, intervalMs: check.interval_seconds * 1000, check });
      checks.triggerNow(check.id);
    }
    for (const id of gone) {
      known.delete(id);
      checks.remove(id);
      runner.forget(id);
    }
  };
  return () => {
    turn = turn
      .then(once)
      .catch((error: unknown) => app.log.warn('checks not read; those known go on', { error }));
    return turn;
  };
}
