import { z } from 'zod';
import type { Text } from '#engines/text.ts';
import { contract } from '#platform/contract.ts';
import type { Schema } from '#platform/contract.ts';
import { instant } from '#platform/schemas.ts';

export interface SettingDefinition<S extends Schema = Schema> {
  readonly schema: S;
  /** Value until somebody decides otherwise. */
  readonly initial: z.core.output<S>;
  readonly title: Text;
  readonly help: Text;
}

function setting<S extends Schema>(definition: SettingDefinition<S>): SettingDefinition<S> {
  return definition;
}

/** What administrators may set while Vigie runs; what must be known before it starts is in the environment. */
export const settings = {
  instanceName: setting({
    schema: z.string().trim().min(1).max(80),
    initial: 'Vigie',
    title: { fr: 'Nom affiché', en: 'Displayed name' },
    help: {
      fr: 'Affiché à côté du compte dans les applications d’authentification.',
      en: 'Shown beside the account in authenticators.',
    },
  }),
  requireSecondFactor: setting({
    schema: z.boolean(),
    initial: true,
    title: { fr: 'Exiger un second facteur', en: 'Require a second factor' },
    help: {
      fr: 'Chaque compte configure une application d’authentification à sa première connexion. Un compte qui en a une la garde dans tous les cas.',
      en: 'Each account sets up an authenticator when it first signs in. An account that has one keeps it in any case.',
    },
  }),
} as const;

export type SettingKey = keyof typeof settings;
export type Settings = { readonly [K in SettingKey]: z.core.output<(typeof settings)[K]['schema']> };

const settingsSchema = z.object({
  instanceName: settings.instanceName.schema,
  requireSecondFactor: settings.requireSecondFactor.schema,
});

const settingsReply = z.object({
  values: settingsSchema,
  /** Who last changed what is no longer at its initial value. */
  changes: z.array(z.object({ key: z.string(), at: instant, by: z.string().nullable() })),
});

export const getSettings = contract('settings.read', {
  method: 'GET',
  path: '/api/settings',
  right: 'administer',
  summary: { fr: 'Les réglages', en: 'The settings' },
  reply: settingsReply,
});

export const updateSettings = contract('settings.update', {
  method: 'PUT',
  path: '/api/settings',
  right: 'administer',
  summary: {
    fr: 'Changer des réglages ; ceux qui ne sont pas donnés restent',
    en: 'Change settings; those not given stay',
  },
  body: settingsSchema.partial().strict(),
  reply: settingsReply,
});
