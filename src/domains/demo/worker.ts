import type { Worker } from '#map/define-domain.ts';
import { announce } from '#platform/events.ts';
import { playDue } from './player.ts';
import { isLoaded, keepFresh } from './store.ts';

const tickMilliseconds = 500;
const freshMilliseconds = 15_000;

/** Plays the steps that are due and keeps the invented sources speaking, while the demonstration is loaded. */
export const demoWorker: Worker = {
  id: 'demo.player',
  start: async (app) => {
    let lastFresh = 0;
    let running: Promise<void> = Promise.resolve();
    const tick = async () => {
      if (!(await isLoaded(app.db))) return;
      const now = new Date();
      if (now.getTime() - lastFresh >= freshMilliseconds) {
        lastFresh = now.getTime();
        await keepFresh(app.db, now);
      }
      await app.db.transaction().execute((db) => playDue(db, now));
    };
    const timer = setInterval(() => {
      running = running
        .then(tick)
        .catch((error: unknown) => app.log.warn('the demonstration did not advance', { error }));
    }, tickMilliseconds);
    await announce(app.db, 'demo');
    return {
      stop: async () => {
        clearInterval(timer);
        await running;
      },
    };
  },
};
