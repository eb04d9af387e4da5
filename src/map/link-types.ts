import type { Text } from '#engines/text.ts';
import type { LinkType } from './api-shared.ts';

/** Each link type read from its origin, and read from its other end. */
const words: Readonly<Record<LinkType, { readonly from: Text; readonly to: Text }>> = {
  depends_on: {
    from: { fr: 'dépend de', en: 'depends on' },
    to: { fr: 'est nécessaire à', en: 'is needed by' },
  },
  hosts: { from: { fr: 'héberge', en: 'hosts' }, to: { fr: 'est hébergé par', en: 'is hosted by' } },
  runs: { from: { fr: 'exécute', en: 'runs' }, to: { fr: 'est exécuté par', en: 'is run by' } },
  connects_to: {
    from: { fr: 'est relié à', en: 'connects to' },
    to: { fr: 'est relié à', en: 'connects to' },
  },
  located_in: {
    from: { fr: 'se trouve à', en: 'is located in' },
    to: { fr: 'abrite', en: 'is the place of' },
  },
  powers: { from: { fr: 'alimente', en: 'powers' }, to: { fr: 'est alimenté par', en: 'is powered by' } },
  authenticates: {
    from: { fr: 'authentifie', en: 'authenticates' },
    to: { fr: 'est authentifié par', en: 'is authenticated by' },
  },
  administers: {
    from: { fr: 'administre', en: 'administers' },
    to: { fr: 'est administré par', en: 'is administered by' },
  },
  flows_to: { from: { fr: 'envoie vers', en: 'flows to' }, to: { fr: 'reçoit de', en: 'receives from' } },
  stores: { from: { fr: 'stocke', en: 'stores' }, to: { fr: 'est stocké par', en: 'is stored by' } },
  backs_up: {
    from: { fr: 'sauvegarde', en: 'backs up' },
    to: { fr: 'est sauvegardé par', en: 'is backed up by' },
  },
  protects: { from: { fr: 'protège', en: 'protects' }, to: { fr: 'est protégé par', en: 'is protected by' } },
};

export function linkText(type: LinkType, direction: 'from' | 'to'): Text {
  return words[type][direction];
}
