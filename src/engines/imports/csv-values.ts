import { foldWord } from './asset-words.ts';

const criticalityWords: Readonly<Record<string, number>> = {
  nulle: 0,
  aucune: 0,
  none: 0,
  faible: 1,
  mineure: 1,
  low: 1,
  moyenne: 2,
  moyen: 2,
  modere: 2,
  moderee: 2,
  normale: 2,
  medium: 2,
  elevee: 3,
  eleve: 3,
  forte: 3,
  haute: 3,
  importante: 3,
  high: 3,
  vitale: 4,
  critique: 4,
  tres_forte: 4,
  tres_elevee: 4,
  vital: 4,
  critical: 4,
};

/** 0 to 4, as a digit or as a word; null for anything else. */
export function readCriticality(text: string): number | null {
  const word = foldWord(text);
  return Object.hasOwn(criticalityWords, word) ? (criticalityWords[word] ?? null) : readNeed(text);
}

/** A DICP need, 0 to 4. */
export function readNeed(text: string): number | null {
  return /^[0-4]$/.test(text) ? Number(text) : null;
}

const unitMinutes: Readonly<Record<string, number>> = {
  min: 1,
  mn: 1,
  m: 1,
  minute: 1,
  minutes: 1,
  h: 60,
  heure: 60,
  heures: 60,
  hour: 60,
  hours: 60,
  j: 1440,
  jour: 1440,
  jours: 1440,
  d: 1440,
  day: 1440,
  days: 1440,
};
const yearMinutes = 366 * 1440;

/** Whole minutes of `4`, `4 h`, `1,5 j`, `30 min`, at least one and at most a year; a bare number is in `bareUnitMinutes`. */
export function readMinutes(text: string, bareUnitMinutes: number): number | null {
  const parts = /^(\d{1,7}(?:[.,]\d{1,3})?)\s*([a-z]*)\.?$/i.exec(text);
  if (!parts) return null;
  const unit = parts[2]?.toLowerCase() ?? '';
  const factor =
    unit === '' ? bareUnitMinutes : Object.hasOwn(unitMinutes, unit) ? unitMinutes[unit] : undefined;
  const minutes = Math.round(Number(parts[1]?.replace(',', '.')) * (factor ?? Number.NaN));
  return minutes >= 1 && minutes <= yearMinutes ? minutes : null;
}
