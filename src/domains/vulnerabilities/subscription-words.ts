import type { Text } from '#engines/text.ts';
import type { SubscriptionHit, SubscriptionKind } from './api-subscriptions.ts';

export const kindTexts: Readonly<Record<SubscriptionKind, Text>> = {
  vendor: { fr: 'éditeur', en: 'vendor' },
  product: { fr: 'produit', en: 'product' },
  word: { fr: 'mot', en: 'word' },
};

export const kindHelp: Readonly<Record<SubscriptionKind, Text>> = {
  vendor: {
    fr: 'Tous ses produits, sous tous les noms acceptés. Exemple : Fortinet.',
    en: 'All its products, under every accepted name. Example: Fortinet.',
  },
  product: {
    fr: 'Le produit seul, ou « éditeur : produit ». Exemple : FortiOS.',
    en: 'The product alone, or “vendor: product”. Example: FortiOS.',
  },
  word: {
    fr: 'Un mot entier ou une suite de mots, sans égard aux accents ni à la casse, dans le titre, la description et les systèmes affectés. Exemple : téléphonie.',
    en: 'A whole word or words in a row, whatever accents and case, in title, description and affected systems. Example: telephony.',
  },
};

const foundTexts: Readonly<Record<SubscriptionHit['found']['by'], Text>> = {
  name: { fr: 'nommé parmi les produits : {text}', en: 'named among the products: {text}' },
  title: { fr: '« {text} » dans le titre', en: '“{text}” in the title' },
  systems: { fr: '« {text} » dans les systèmes affectés', en: '“{text}” in the affected systems' },
  description: { fr: '« {text} » dans la description', en: '“{text}” in the description' },
};

export function foundText(by: SubscriptionHit['found']['by']): Text {
  return foundTexts[by];
}
