import type { Text } from '#engines/text.ts';

/** 0 to 4, as needs are. */
export const criticalityTexts: readonly Text[] = [
  { fr: 'Négligeable', en: 'Negligible' },
  { fr: 'Faible', en: 'Low' },
  { fr: 'Moyenne', en: 'Medium' },
  { fr: 'Forte', en: 'High' },
  { fr: 'Vitale', en: 'Vital' },
];
