import { useLanguage, useT } from '#console/i18n.ts';
import { formatDuration } from '#console/format.ts';

/** Scenario minutes played per real minute. */
export const speeds = [1, 10, 60, 300, 1200] as const;
export const usualSpeed = 60;

/** « Vitesse ×60 : une heure en 1 min. » */
export function useSpeedText(): (speed: number) => string {
  const t = useT();
  const language = useLanguage();
  return (speed) =>
    speed === 1
      ? t({ fr: 'En temps réel.', en: 'In real time.' })
      : t(
          { fr: 'Vitesse ×{speed} : une heure en {time}.', en: 'Speed ×{speed}: an hour in {time}.' },
          { speed, time: formatDuration(3600 / speed, language) },
        );
}
