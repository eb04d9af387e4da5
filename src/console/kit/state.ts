import type { Text } from '#engines/text.ts';

/** The six states of the house, worst last in `severity`. */
export type State = 'ok' | 'reduced' | 'degraded' | 'down' | 'unknown' | 'planned';
export type Exposure = 'exposed' | 'suspected' | 'confirmed';
export type Channel = 'integrity' | 'confidentiality';
export type Deadline = 'immediate' | 'days3' | 'days14' | 'planned';

export const states: readonly State[] = ['down', 'degraded', 'reduced', 'unknown', 'planned', 'ok'];

export const stateTexts: Readonly<Record<State, Text>> = {
  ok: { fr: 'Normal', en: 'Normal' },
  reduced: { fr: 'Fragilisé', en: 'Reduced' },
  degraded: { fr: 'Dégradé', en: 'Degraded' },
  down: { fr: 'Interrompu', en: 'Down' },
  unknown: { fr: 'Inconnu', en: 'Unknown' },
  planned: { fr: 'Planifié', en: 'Planned' },
};

/** With a count: « 2 dégradés ». */
export const stateCountTexts: Readonly<Record<State, Text>> = {
  ok: { fr: '{count} normal|{count} normaux', en: '{count} normal' },
  reduced: { fr: '{count} fragilisé|{count} fragilisés', en: '{count} reduced' },
  degraded: { fr: '{count} dégradé|{count} dégradés', en: '{count} degraded' },
  down: { fr: '{count} interrompu|{count} interrompus', en: '{count} down' },
  unknown: { fr: '{count} inconnu|{count} inconnus', en: '{count} unknown' },
  planned: { fr: '{count} planifié|{count} planifiés', en: '{count} planned' },
};

export const exposureTexts: Readonly<Record<Channel, Readonly<Record<Exposure, Text>>>> = {
  integrity: {
    exposed: { fr: 'Intégrité exposée', en: 'Integrity exposed' },
    suspected: { fr: 'Altération suspectée', en: 'Tampering suspected' },
    confirmed: { fr: 'Altération confirmée', en: 'Tampering confirmed' },
  },
  confidentiality: {
    exposed: { fr: 'Données exposées', en: 'Data exposed' },
    suspected: { fr: 'Fuite suspectée', en: 'Leak suspected' },
    confirmed: { fr: 'Fuite confirmée', en: 'Leak confirmed' },
  },
};

export const deadlineTexts: Readonly<Record<Deadline, Text>> = {
  immediate: { fr: 'Immédiat', en: 'Immediate' },
  days3: { fr: 'Sous 3 j', en: 'Within 3 d' },
  days14: { fr: 'Sous 14 j', en: 'Within 14 d' },
  planned: { fr: 'Planifié', en: 'Planned' },
};

/** Impact as the engine gives it: availability 0–3 with its two flags. */
export interface Impact {
  readonly availability: number;
  readonly unknown?: boolean;
  readonly planned?: boolean;
}

const levels = ['ok', 'reduced', 'degraded', 'down'] as const;

/** The one state to show. A hurt state always wins; with nothing hurt, unknown is never shown as normal. */
export function stateOf(impact: Impact): State {
  const level = levels[Math.max(0, Math.min(3, impact.availability))] ?? 'unknown';
  if (level !== 'ok') return level;
  if (impact.unknown === true) return 'unknown';
  return impact.planned === true ? 'planned' : 'ok';
}

/** 0 none, 1 exposed, 2 suspected, 3 confirmed. */
export function exposureOf(level: number): Exposure | null {
  return ([null, 'exposed', 'suspected', 'confirmed'] as const)[level] ?? null;
}

/** Sorts the worst first. */
export function compareStates(a: State, b: State): number {
  return states.indexOf(a) - states.indexOf(b);
}

export function worstOf(all: Iterable<State>): State {
  let worst: State = 'ok';
  for (const state of all) if (compareStates(state, worst) < 0) worst = state;
  return worst;
}

export function countStates(all: Iterable<State>): Record<State, number> {
  const counts: Record<State, number> = { ok: 0, reduced: 0, degraded: 0, down: 0, unknown: 0, planned: 0 };
  for (const state of all) counts[state] += 1;
  return counts;
}
