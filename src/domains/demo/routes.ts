import { enqueue } from '#platform/jobs.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { conflict } from '#platform/problems.ts';
import {
  loadDemo as loadDemoContract,
  playScenario,
  readDemo,
  removeDemo as removeDemoContract,
} from './api.ts';
import { forgetHistory } from './jobs.ts';
import { loadDemo } from './load.ts';
import { commandPlayer, findScenario } from './player.ts';
import { scenarios } from './scenarios.ts';
import { countAssets, isLoaded, readPlayer, removeDemo } from './store.ts';

export const demoRoutes: readonly Route[] = [
  route(readDemo, async ({ db }) => {
    const player = await readPlayer(db);
    const scenario = player === null ? null : findScenario(player.scenario_id);
    return {
      loaded: await isLoaded(db),
      assets: await countAssets(db),
      scenarios: scenarios.map(({ id, title, story, steps }) => ({
        id,
        title,
        story,
        steps: steps.map(({ say, afterMinutes }) => ({ say, afterMinutes })),
      })),
      player:
        player === null || scenario === null
          ? null
          : {
              scenarioId: player.scenario_id,
              title: scenario.title,
              step: player.step,
              steps: scenario.steps.length,
              say: scenario.steps[player.step - 1]?.say ?? null,
              status: player.status,
              speed: player.speed,
              nextAt: player.next_at?.toISOString() ?? null,
            },
    };
  }),

  route(loadDemoContract, async ({ db, audit }) => {
    if (await isLoaded(db)) {
      throw conflict({
        fr: 'La démonstration est déjà chargée.',
        en: 'The demonstration is already loaded.',
      });
    }
    const loaded = await loadDemo(db, new Date());
    audit.detail['assets'] = loaded.assets;
    return loaded;
  }),

  route(removeDemoContract, async ({ db, audit }) => {
    const assets = await removeDemo(db);
    audit.detail['assets'] = assets;
    await enqueue(db, forgetHistory.id);
    return { assets };
  }),

  route(playScenario, async ({ db, body, audit }) => {
    await commandPlayer(db, body, new Date());
    audit.subject = { kind: 'scenario', id: body.kind === 'play' ? body.scenarioId : body.kind };
    return { done: true } as const;
  }),
];
