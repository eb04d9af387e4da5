import './day-bars.css';
import { useReader } from '#console/clock.ts';
import { formatDay, formatPercent } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { Link } from './link.tsx';
import { stateOf, stateTexts } from './state.ts';
import type { State } from './state.ts';

export interface DayState {
  /** `2025-11-24`, a day of the administration's zone. */
  readonly date: string;
  /** Worst availability of the day, 0–3; null when nothing is known. */
  readonly worst: number | null;
  /** 0–1, or null when unknown. */
  readonly availability: number | null;
  readonly unknown?: boolean;
  readonly planned?: boolean;
}

export interface DayBarsProps {
  readonly days: readonly DayState[];
  /** Each day opens its own view; without it the bars are one picture. */
  readonly hrefOf?: (date: string) => string;
  readonly wide?: boolean;
}

function stateOfDay(day: DayState): State {
  if (day.worst === null) return 'unknown';
  return stateOf({ availability: day.worst, unknown: day.unknown ?? false, planned: day.planned ?? false });
}

/** One small bar a day, taller and coloured when the day was hurt. */
export function DayBars({ days, hrefOf, wide = false }: DayBarsProps) {
  const t = useT();
  const reader = useReader();
  const className = wide ? 'day-bars wide' : 'day-bars';
  const hurt = days.filter((day) => (day.worst ?? 0) > 0).length;
  const summary = t(
    {
      fr: '{days} jours, {count} jour touché|{days} jours, {count} jours touchés',
      en: '{days} days, {count} day hurt|{days} days, {count} days hurt',
    },
    { days: days.length, count: hurt },
  );
  const titleOf = (day: DayState): string => {
    const date = formatDay(`${day.date}T00:00:00Z`, { language: reader.language, timeZone: 'UTC' });
    const share = day.availability === null ? '' : ` · ${formatPercent(day.availability, reader.language)}`;
    return `${date} · ${t(stateTexts[stateOfDay(day)])}${share}`;
  };
  if (hrefOf === undefined) {
    return (
      <span className={className} role="img" aria-label={summary}>
        {days.map((day) => (
          <span key={day.date} className={`day-bar ${stateOfDay(day)}`} title={titleOf(day)} />
        ))}
      </span>
    );
  }
  return (
    <span className={className} role="group" aria-label={summary}>
      {days.map((day) => (
        <Link
          key={day.date}
          href={hrefOf(day.date)}
          className={`day-bar ${stateOfDay(day)}`}
          title={titleOf(day)}
          aria-label={titleOf(day)}
        />
      ))}
    </span>
  );
}
