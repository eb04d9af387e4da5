import './wall.css';
import type { ReactNode } from 'react';
import { useNow, useReader } from '#console/clock.ts';
import { capital, formatDay, formatTime } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { LiveIndicator } from '#console/frame/live-indicator.tsx';
import { StateCount, StateShape } from './state-badge.tsx';
import { states } from './state.ts';
import type { State } from './state.ts';
import { StateMark, StateWord } from './weather-row.tsx';
import type { ServiceWeather } from './weather-row.tsx';

export interface WallService {
  readonly id: string;
  readonly name: string;
  readonly state: State;
  readonly exposure?: NonNullable<ServiceWeather['exposure']>;
  readonly sentence: string;
  readonly left?: ReactNode;
}

export interface WallProps {
  readonly counts: Readonly<Record<State, number>>;
  /** Hurt services only, the worst first. */
  readonly services: readonly WallService[];
}

/** What fits whole on a screen of 16:9. */
const mostRows = 6;
const shiftPixels = 3;

/** For a screen on the wall: no chrome, hurt services and their causes, a clock, a slow breath when all is calm. */
export function Wall({ counts, services }: WallProps) {
  const t = useT();
  const reader = useReader();
  const now = useNow(1);
  // Moves by a few pixels each minute, so that no edge burns into the screen.
  const minute = Math.floor(now / 60_000);
  const shift = `translate(${((minute % 5) - 2) * shiftPixels}px, ${((Math.floor(minute / 5) % 5) - 2) * shiftPixels}px)`;
  const rest = services.length - mostRows;
  return (
    <main className="wall" tabIndex={0}>
      <header style={{ transform: shift }}>
        <h1>{capital(formatDay(now, reader))}</h1>
        <span className="wall-counts">
          {states
            .filter((state) => counts[state] > 0)
            .map((state) => (
              <StateCount key={state} state={state} count={counts[state]} />
            ))}
        </span>
        <LiveIndicator />
        <span className="wall-clock">{formatTime(now, reader)}</span>
      </header>
      {services.length === 0 ? (
        <div className="wall-calm" style={{ transform: shift }}>
          <StateShape state={counts.unknown > 0 ? 'unknown' : 'ok'} />
          <p>
            {counts.unknown > 0
              ? t({
                  fr: 'Rien d’interrompu, mais une partie est inconnue',
                  en: 'Nothing is down, but a part is unknown',
                })
              : t({ fr: 'Tous les services fonctionnent', en: 'All services work' })}
          </p>
        </div>
      ) : (
        <ul className="wall-rows" style={{ transform: shift }}>
          {services.slice(0, mostRows).map((service) => (
            <WallRow key={service.id} service={service} />
          ))}
          {rest > 0 && (
            <li className="muted">
              {t({ fr: 'et {count} autre|et {count} autres', en: 'and {count} more' }, { count: rest })}
            </li>
          )}
        </ul>
      )}
    </main>
  );
}

function WallRow({ service }: { service: WallService }) {
  const calm = service.state === 'ok' || service.state === 'planned';
  const tint = calm && service.exposure !== undefined ? 'degraded' : service.state;
  return (
    <li className={`wall-row tint-${tint}`}>
      <StateMark {...service} size={32} />
      <span className="wall-name clip">{service.name}</span>
      <span className="wall-left">{service.left}</span>
      <span className="wall-why">
        <strong>
          <StateWord {...service} />
        </strong>
        {service.sentence !== '' && <> · {service.sentence}</>}
      </span>
    </li>
  );
}
