import './day-bars.css';
import { useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useReader } from '#console/clock.ts';
import { formatDay, formatPercent } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { useGo } from './link.tsx';
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

function useDayWords(): (day: DayState) => string {
  const t = useT();
  const { language } = useReader();
  return (day) => {
    // The date is already a day of the administration's zone: it must not shift again.
    const date = formatDay(`${day.date}T00:00:00Z`, { language, timeZone: 'UTC' });
    const share = day.availability === null ? '' : ` · ${formatPercent(day.availability, language)}`;
    return `${date} · ${t(stateTexts[stateOfDay(day)])}${share}`;
  };
}

/** One small bar a day, taller and coloured when the day was hurt. */
export function DayBars({ days, hrefOf, wide = false }: DayBarsProps) {
  const t = useT();
  const words = useDayWords();
  const className = wide ? 'day-bars wide' : 'day-bars';
  const hurt = days.filter((day) => (day.worst ?? 0) > 0).length;
  const summary = t(
    {
      fr: '{days} jours, {count} jour touché|{days} jours, {count} jours touchés',
      en: '{days} days, {count} day hurt|{days} days, {count} days hurt',
    },
    { days: days.length, count: hurt },
  );
  if (hrefOf !== undefined)
    return <Choosable days={days} hrefOf={hrefOf} className={className} summary={summary} />;
  return (
    <span className={className} role="img" aria-label={summary}>
      {days.map((day) => (
        <span key={day.date} className={`day-bar ${stateOfDay(day)}`} title={words(day)} />
      ))}
    </span>
  );
}

interface ChoosableProps {
  readonly days: readonly DayState[];
  readonly hrefOf: (date: string) => string;
  readonly className: string;
  readonly summary: string;
}

/** The bars as one target, for a bar alone is too thin for a finger: arrows choose a day, ⏎ or a click opens it. */
function Choosable({ days, hrefOf, className, summary }: ChoosableProps) {
  const go = useGo();
  const words = useDayWords();
  const [chosen, setChosen] = useState(days.length - 1);
  const index = Math.min(chosen, days.length - 1);
  const day = days[index];
  const open = (date: string | undefined): void => {
    if (date !== undefined) go(hrefOf(date));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: days.length - 1 }[event.key];
    if (next !== undefined) setChosen(Math.max(0, Math.min(days.length - 1, next)));
    else if (event.key === 'Enter') open(day?.date);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) / box.width) * days.length);
    open(days[Math.max(0, Math.min(days.length - 1, at))]?.date);
  };
  return (
    <span
      className={`${className} choosable`}
      role="slider"
      tabIndex={0}
      aria-label={summary}
      aria-valuemin={1}
      aria-valuemax={days.length}
      aria-valuenow={index + 1}
      aria-valuetext={day === undefined ? '' : words(day)}
      title={day === undefined ? '' : words(day)}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      {days.map((one, position) => (
        <span
          key={one.date}
          className={`day-bar ${stateOfDay(one)}${position === index ? ' chosen' : ''}`}
          title={words(one)}
        />
      ))}
    </span>
  );
}
