import './weather-row.css';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import type { ReactNode } from 'react';
import { useReader } from '#console/clock.ts';
import { formatDuration, formatPercent } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { DayBars } from './day-bars.tsx';
import type { DayState } from './day-bars.tsx';
import { Link } from './link.tsx';
import { SecurityShape, StateShape } from './state-badge.tsx';
import { exposureTexts, stateCountTexts, stateTexts } from './state.ts';
import type { Channel, Exposure, State } from './state.ts';

export interface ServiceWeather {
  readonly id: string;
  readonly name: string;
  readonly href: string;
  readonly state: State;
  /** What is exposed or compromised; it is the state shown when availability is well. */
  readonly exposure?: { readonly level: Exposure; readonly channel: Channel };
  /** The cause in one sentence; empty when calm. */
  readonly sentence: string;
  readonly days: readonly DayState[];
  /** 0–1 over the last 30 days; null when unknown. */
  readonly availability30: number | null;
  /** Before its maximum tolerable outage; null when it is not down. Negative when it is past. */
  readonly secondsLeft: number | null;
  readonly changed?: boolean;
}

/** One public service: shape, name, state and cause, 30 days, availability, time left. */
export function WeatherRow({
  service,
  dayHref,
}: {
  service: ServiceWeather;
  dayHref?: (date: string) => string;
}) {
  const t = useT();
  const reader = useReader();
  const hurt = (service.state !== 'ok' && service.state !== 'planned') || service.exposure !== undefined;
  return (
    <li className={['weather-row', hurt ? 'hurt' : '', service.changed === true ? 'changed' : ''].join(' ')}>
      <StateMark {...service} size={16} />
      <span className="weather-name-cell clip">
        <Link className="weather-name" href={service.href}>
          {service.name}
        </Link>
      </span>
      <span className="weather-why" title={service.sentence}>
        <StateWord {...service} />
        {service.sentence !== '' && <span className="why"> · {service.sentence}</span>}
      </span>
      <span className="bars">
        <DayBars days={service.days} {...(dayHref ? { hrefOf: dayHref } : {})} />
      </span>
      <span className="weather-num share">
        {service.availability30 === null ? (
          <span className="muted">{t({ fr: 'inconnue', en: 'unknown' })}</span>
        ) : (
          formatPercent(service.availability30, reader.language)
        )}
      </span>
      <span className="weather-num left">
        {service.secondsLeft !== null && <SecondsLeft seconds={service.secondsLeft} />}
      </span>
    </li>
  );
}

type Marked = Pick<ServiceWeather, 'state' | 'exposure'>;

function isCalm(state: State): boolean {
  return state === 'ok' || state === 'planned';
}

/** The one shape of a service: what availability suffers, else the shield of what is exposed. */
export function StateMark({ state, exposure, size }: Marked & { size: number }) {
  if (exposure === undefined || !isCalm(state)) return <StateShape state={state} size={size} />;
  return <SecurityShape level={exposure.level} size={size} />;
}

/** The word of the same; where both suffer, availability first. */
export function StateWord({ state, exposure }: Marked) {
  const t = useT();
  const security =
    exposure === undefined ? null : (
      <span className={`word ink-${exposure.level === 'exposed' ? 'degraded' : 'down'}`}>
        {t(exposureTexts[exposure.channel][exposure.level])}
      </span>
    );
  if (security !== null && isCalm(state)) return security;
  return (
    <>
      <span className={`word ink-${state}`}>{t(stateTexts[state])}</span>
      {security !== null && <>, {security}</>}
    </>
  );
}

/** « reste 3 h 48 », or by how much the tolerable outage is over. */
export function SecondsLeft({ seconds }: { seconds: number }) {
  const t = useT();
  const { language } = useReader();
  const time = formatDuration(Math.abs(seconds), language);
  return seconds >= 0 ? (
    <span className="num">{t({ fr: 'reste {time}', en: '{time} left' }, { time })}</span>
  ) : (
    <span className="num ink-down">{t({ fr: 'dépassé de {time}', en: 'over by {time}' }, { time })}</span>
  );
}

export interface WeatherFoldProps {
  /** The direction. */
  readonly title: string;
  readonly services: readonly ServiceWeather[];
  readonly dayHref?: (date: string) => string;
}

/** The calm services of one direction on one line; opens to show them. */
export function WeatherFold({ title, services, dayHref }: WeatherFoldProps) {
  const t = useT();
  return (
    <li>
      <details className="weather-fold">
        <summary>
          <IconChevronRight size={16} className="chevron" />
          <span className="fold-title">{title}</span>
          <span className="fold-count ink-ok">
            <StateShape state="ok" size={12} />
            <span className="num">{t(stateCountTexts.ok, { count: services.length })}</span>
          </span>
          <span className="names clip">{services.map((service) => service.name).join(', ')}</span>
        </summary>
        <ul className="weather">
          {services.map((service) => (
            <WeatherRow key={service.id} service={service} {...(dayHref ? { dayHref } : {})} />
          ))}
        </ul>
      </details>
    </li>
  );
}

/** Holds rows and folds. */
export function WeatherList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className="card weather" aria-label={label}>
      {children}
    </ul>
  );
}

export interface ActionItem {
  readonly id: string;
  readonly href: string;
  /** A state shape or a shield. */
  readonly mark: ReactNode;
  /** A verb first: « Rétablir Nouméa–Koné ». */
  readonly title: string;
  /** Since when and how long it may last. */
  readonly when: ReactNode;
  /** Why this one now: who to call, what it hurts, who has it. */
  readonly reason: string;
}

/** The few most useful things to do now, in order. */
export function ActionList({ items, label }: { items: readonly ActionItem[]; label: string }) {
  return (
    <ol className="card actions" aria-label={label}>
      {items.map((item, index) => (
        <li key={item.id} className="action">
          <span className="rank">{index + 1}</span>
          {item.mark}
          <span>
            <Link className="what" href={item.href}>
              {item.title}
            </Link>
          </span>
          <span className="when num">{item.when}</span>
          <span className="why">{item.reason}</span>
        </li>
      ))}
    </ol>
  );
}
