import type { Language, Text } from '#engines/text.ts';
import { formatDuration } from '#console/format.ts';
import type { Translate } from '#console/i18n.ts';
import type { ServiceProfile } from './api.ts';

export type Need = keyof ServiceProfile['needs'];

export const needNames: readonly Need[] = ['availability', 'integrity', 'confidentiality', 'proof'];

export const needTexts: Readonly<Record<Need, { readonly letter: Text; readonly name: Text }>> = {
  availability: { letter: { fr: 'D', en: 'A' }, name: { fr: 'Disponibilité', en: 'Availability' } },
  integrity: { letter: { fr: 'I', en: 'I' }, name: { fr: 'Intégrité', en: 'Integrity' } },
  confidentiality: { letter: { fr: 'C', en: 'C' }, name: { fr: 'Confidentialité', en: 'Confidentiality' } },
  proof: { letter: { fr: 'P', en: 'P' }, name: { fr: 'Preuve', en: 'Proof' } },
};

/** 0 to 4, as the method DICP names them. */
export const needLevels: readonly Text[] = [
  { fr: 'sans objet', en: 'not applicable' },
  { fr: 'faible', en: 'low' },
  { fr: 'moyen', en: 'medium' },
  { fr: 'fort', en: 'high' },
  { fr: 'vital', en: 'vital' },
];

const dayTexts: readonly Text[] = [
  { fr: 'lundi', en: 'Monday' },
  { fr: 'mardi', en: 'Tuesday' },
  { fr: 'mercredi', en: 'Wednesday' },
  { fr: 'jeudi', en: 'Thursday' },
  { fr: 'vendredi', en: 'Friday' },
  { fr: 'samedi', en: 'Saturday' },
  { fr: 'dimanche', en: 'Sunday' },
];

/** ISO weekday, 1 Monday to 7 Sunday. */
export function dayText(day: number): Text {
  return dayTexts[day - 1] ?? { fr: '—', en: '—' };
}

/** « D4 I3 C2 P2 ». */
export function needsWord(needs: ServiceProfile['needs'], t: Translate): string {
  return needNames.map((name) => `${t(needTexts[name].letter)}${needs[name]}`).join(' ');
}

/** « lundi à vendredi, 07:30–16:00 », « jour et nuit ». */
export function hoursWord(hours: ServiceProfile['openingHours'], t: Translate): string {
  if (hours.always) return t({ fr: 'jour et nuit', en: 'day and night' });
  const days = hours.days.toSorted((a, b) => a - b);
  const first = days[0] ?? 1;
  const last = days.at(-1) ?? 7;
  const whole = days.length > 2 && last - first === days.length - 1;
  const named = whole
    ? t(
        { fr: '{first} à {last}', en: '{first} to {last}' },
        { first: t(dayText(first)), last: t(dayText(last)) },
      )
    : days.map((day) => t(dayText(day))).join(', ');
  return `${named}, ${hours.from}–${hours.to}`;
}

export function minutesWord(minutes: number | null, t: Translate, language: Language): string {
  return minutes === null ? t({ fr: 'non fixée', en: 'not set' }) : formatDuration(minutes * 60, language);
}
