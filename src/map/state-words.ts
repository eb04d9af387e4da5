import type { Text } from '#engines/text.ts';
import type { State } from './api-shared.ts';

const availability: readonly Text[] = [
  { fr: 'Normal', en: 'Normal' },
  { fr: 'Fragilisé', en: 'Reduced' },
  { fr: 'Dégradé', en: 'Degraded' },
  { fr: 'Interrompu', en: 'Down' },
];
const compromise: readonly (Text | null)[] = [
  null,
  { fr: 'exposé', en: 'exposed' },
  { fr: 'compromission suspectée', en: 'compromise suspected' },
  { fr: 'compromission confirmée', en: 'compromise confirmed' },
];

/** A whole state in words: « Dégradé, exposé », « Inconnu », « Interrompu, planifié ». */
export function stateWords(state: State): Text {
  const parts: Text[] = [];
  if (state.unknown && state.availability === 0) parts.push({ fr: 'Inconnu', en: 'Unknown' });
  else parts.push(availability[state.availability] ?? { fr: 'Inconnu', en: 'Unknown' });
  const worst = compromise[Math.max(state.integrity, state.confidentiality)] ?? null;
  if (worst !== null) parts.push(worst);
  if (state.unknown && state.availability > 0) parts.push({ fr: 'en partie inconnu', en: 'partly unknown' });
  if (state.planned) parts.push({ fr: 'planifié', en: 'planned' });
  return { fr: parts.map((part) => part.fr).join(', '), en: parts.map((part) => part.en).join(', ') };
}
