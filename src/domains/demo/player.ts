import type { Kysely } from 'kysely';
import type { DB } from '#platform/database-types.ts';
import { conflict, notFound } from '#platform/problems.ts';
import { demoEstate } from './estate.ts';
import { resetBuckets, writeFirstLook } from './load.ts';
import { playStep } from './play-step.ts';
import { scenarios } from './scenarios.ts';
import type { Scenario } from './scenario-types.ts';
import type { Player } from './store.ts';
import { isLoaded, readPlayer, writePlayer } from './store.ts';

export type Command =
  | { readonly kind: 'play'; readonly scenarioId: string; readonly speed: number }
  | { readonly kind: 'pause' | 'resume' | 'step' | 'stop' };

export function findScenario(id: string): Scenario {
  const scenario = scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw notFound({ fr: `Scénario « ${id} »`, en: `Scenario "${id}"` });
  return scenario;
}

/** Moves the player as a person asks. `play` begins from a calm estate and does the first step at once. */
export async function commandPlayer(db: Kysely<DB>, command: Command, now: Date): Promise<void> {
  if (!(await isLoaded(db))) {
    throw conflict({
      fr: 'La démonstration n’est pas chargée. Chargez-la d’abord.',
      en: 'The demonstration is not loaded. Load it first.',
    });
  }
  if (command.kind === 'play') return await begin(db, findScenario(command.scenarioId), command.speed, now);
  const player = await readPlayer(db, true);
  if (player === null) {
    throw conflict({
      fr: 'Aucun scénario n’est en cours. Choisissez-en un.',
      en: 'No scenario is under way. Choose one.',
    });
  }
  if (command.kind === 'stop') {
    await calmDown(db, now);
    return await writePlayer(db, null);
  }
  if (command.kind === 'pause') return await writePlayer(db, { ...player, status: 'paused', next_at: null });
  if (command.kind === 'resume')
    return await writePlayer(db, scheduled({ ...player, status: 'playing' }, now));
  return await advance(db, player, now);
}

/** Does the step that is due, if any. Called again and again by the worker. */
export async function playDue(db: Kysely<DB>, now: Date): Promise<void> {
  const player = await readPlayer(db, true);
  if (player === null || player.status !== 'playing' || player.next_at === null || player.next_at > now)
    return;
  await advance(db, player, now);
}

async function begin(db: Kysely<DB>, scenario: Scenario, speed: number, now: Date): Promise<void> {
  await calmDown(db, now);
  await advance(db, { scenario_id: scenario.id, step: 0, status: 'playing', speed, next_at: now }, now);
}

/** Back to a calm estate: every source speaks, everything answers, no maintenance, buckets as they were. */
async function calmDown(db: Kysely<DB>, now: Date): Promise<void> {
  const estate = demoEstate();
  await db.updateTable('map.source').set({ silenced_at: null }).where('demonstration', '=', true).execute();
  await db.deleteFrom('map.maintenance').where('demonstration', '=', true).execute();
  await resetBuckets(db, estate, now);
  await writeFirstLook(db, estate, now);
}

async function advance(db: Kysely<DB>, player: Player, now: Date): Promise<void> {
  const scenario = findScenario(player.scenario_id);
  if (player.step >= scenario.steps.length) {
    return await writePlayer(db, { ...player, status: 'ended', next_at: null });
  }
  await playStep(db, scenario, player.step, now);
  await writePlayer(db, scheduled({ ...player, step: player.step + 1 }, now));
}

/** The next step comes as many real minutes later as the script says, divided by the speed. */
function scheduled(player: Player, now: Date): Player {
  const { steps } = findScenario(player.scenario_id);
  const next = steps[player.step];
  if (next === undefined) return { ...player, status: 'ended', next_at: null };
  if (player.status !== 'playing') return { ...player, next_at: null };
  const before = steps[player.step - 1]?.afterMinutes ?? 0;
  const waitMilliseconds = ((next.afterMinutes - before) * 60_000) / player.speed;
  return { ...player, next_at: new Date(now.getTime() + waitMilliseconds) };
}
