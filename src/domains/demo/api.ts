import { z } from 'zod';
import { contract } from '#platform/contract.ts';
import { done, instant, textSchema } from '#platform/schemas.ts';

const player = z.object({
  scenarioId: z.string(),
  title: textSchema,
  step: z.number().int(),
  steps: z.number().int(),
  say: textSchema.nullable(),
  status: z.enum(['paused', 'playing', 'ended']),
  /** Scenario minutes played per real minute. */
  speed: z.number(),
  nextAt: instant.nullable(),
});

export const readDemo = contract('demo.read', {
  method: 'GET',
  path: '/api/demo',
  right: 'read',
  summary: { fr: 'Lire l’état de la démonstration', en: 'Read where the demonstration stands' },
  reply: z.object({
    loaded: z.boolean(),
    assets: z.number().int(),
    scenarios: z.array(
      z.object({
        id: z.string(),
        title: textSchema,
        story: textSchema,
        steps: z.array(z.object({ say: textSchema, afterMinutes: z.number() })),
      }),
    ),
    player: player.nullable(),
  }),
});
export type Demo = z.output<typeof readDemo.reply>;

export const loadDemo = contract('demo.load', {
  method: 'POST',
  path: '/api/demo',
  right: 'administer',
  summary: { fr: 'Charger le parc de démonstration', en: 'Load the demonstration estate' },
  reply: z.object({ assets: z.number().int(), links: z.number().int(), services: z.number().int() }),
});

export const removeDemo = contract('demo.remove', {
  method: 'DELETE',
  path: '/api/demo',
  right: 'administer',
  summary: { fr: 'Retirer toute la démonstration', en: 'Remove the whole demonstration' },
  reply: z.object({ assets: z.number().int() }),
});

export const playScenario = contract('demo.play', {
  method: 'POST',
  path: '/api/demo/player',
  right: 'operate',
  summary: { fr: 'Jouer, mettre en pause ou avancer d’un pas', en: 'Play, pause or step' },
  body: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('play'),
      scenarioId: z.string().min(1).max(60),
      speed: z.number().min(1).max(3600).default(60),
    }),
    z.object({ kind: z.literal('pause') }),
    z.object({ kind: z.literal('resume') }),
    z.object({ kind: z.literal('step') }),
    z.object({ kind: z.literal('stop') }),
  ]),
  reply: done,
});
