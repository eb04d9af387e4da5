import type { Text } from '#engines/text.ts';
import type { Contract } from '#platform/contract.ts';

/** What is done from the shell has no contract. */
const commands: Readonly<Record<string, Text>> = {
  'command.user.add': { fr: 'Créer un compte depuis la machine', en: 'Create an account from the machine' },
  'command.user.reset': {
    fr: 'Donner un lien de mot de passe depuis la machine',
    en: 'Give a password link from the machine',
  },
  'command.user.unlock': {
    fr: 'Débloquer un compte depuis la machine',
    en: 'Unlock an account from the machine',
  },
  'command.user.enable': {
    fr: 'Réactiver un compte depuis la machine',
    en: 'Enable an account from the machine',
  },
  'command.feeds.export': { fr: 'Exporter un lot de flux', en: 'Export a bundle of feeds' },
  'command.feeds.import': { fr: 'Importer un lot de flux', en: 'Import a bundle of feeds' },
  'command.feeds.trust': { fr: 'Accepter une clé de lots', en: 'Accept a key of bundles' },
  'command.feeds.distrust': { fr: 'Retirer une clé de lots', en: 'Remove a key of bundles' },
  'command.secrets.rotate': { fr: 'Remplacer la clé des secrets', en: 'Replace the key of the secrets' },
};

const titles = new Map(Object.entries(commands));

/** Lets the log say in words what each contract of this version does. Called once, by whoever knows all of them. */
export function nameActions(contracts: Iterable<Pick<Contract, 'id' | 'summary'>>): void {
  for (const { id, summary } of contracts) titles.set(id, summary);
}

export function titleOfAction(action: string): Text | null {
  return titles.get(action) ?? null;
}
