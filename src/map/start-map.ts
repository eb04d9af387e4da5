import type { App } from '#platform/app.ts';
import { CollectorsRunner } from './collectors-runner.ts';
import type { Domain } from './define-domain.ts';
import { ImpactWorker } from './impact-worker.ts';
import { mapRules } from './rules.ts';
import { registerFinders, registerRules } from './rules-registry.ts';
import { RulesRunner } from './rules-runner.ts';
import { ensureBucket, ensureSource, peopleSource } from './sources.ts';

export interface RunningMap {
  /** Begins or ends the work that only one process does: rules, collectors, the domains' own workers. */
  lead(leads: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the heart: the impact follows the map in every process; rules, collectors and workers run where Vigie leads. */
export async function startMap(
  app: App,
  domains: readonly Domain[],
  leads: () => boolean,
): Promise<RunningMap> {
  const rules = [...mapRules, ...domains.flatMap((domain) => domain.rules)];
  registerRules(app, rules);
  registerFinders(
    app,
    domains.flatMap((domain) => domain.finders),
  );
  await ensureBucket(app.db, await ensureSource(app.db, peopleSource), peopleSource.key);
  const impact = new ImpactWorker(app, leads);
  await impact.start();
  let stopLeading: (() => Promise<void>) | null = null;
  let turn: Promise<void> = Promise.resolve();
  const lead = (wanted: boolean): Promise<void> => {
    turn = turn
      .catch(() => {})
      .then(async () => {
        if (wanted && stopLeading === null) stopLeading = await startLeading(app, domains, rules);
        else if (!wanted && stopLeading !== null) {
          const stop = stopLeading;
          stopLeading = null;
          await stop();
        }
      });
    return turn;
  };
  return {
    lead,
    stop: async () => {
      await lead(false);
      await impact.stop();
    },
  };
}

async function startLeading(
  app: App,
  domains: readonly Domain[],
  rules: ConstructorParameters<typeof RulesRunner>[1],
): Promise<() => Promise<void>> {
  const runner = new RulesRunner(app, rules);
  const collectors = new CollectorsRunner(
    app,
    domains.flatMap((domain) => domain.collectors),
  );
  runner.start();
  collectors.start();
  const workers: { stop: () => Promise<void> }[] = [];
  for (const worker of domains.flatMap((domain) => domain.workers)) workers.push(await worker.start(app));
  return async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await collectors.stop();
    await runner.stop();
  };
}
