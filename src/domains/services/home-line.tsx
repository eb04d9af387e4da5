import { useNow, useReader } from '#console/clock.ts';
import { capital, formatDay, formatTime } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import { SecurityShape, StateShape } from '#console/kit/state-badge.tsx';
import { stateCountTexts, states } from '#console/kit/state.ts';
import type { Weather } from './api.ts';
import { countedAs } from './weather-of.tsx';
import type { HomeQuery } from './home-query.tsx';

/** « Lundi 24 nov., 08:12 · 27 normaux · 2 dégradés »: each count narrows the list to what it counts. */
export function HomeLine({ weather, query }: { weather: Weather; query: HomeQuery }) {
  const t = useT();
  const reader = useReader();
  const now = useNow(15);
  const counts = Map.groupBy(weather.services, countedAs);
  const kinds = [...states.slice(0, 3), 'exposed' as const, ...states.slice(3)];
  return (
    <div className="home-line">
      <h2>
        {capital(formatDay(now, reader))}
        <span className="num">, {formatTime(now, reader)}</span>
      </h2>
      <ul aria-label={t({ fr: 'Services par état', en: 'Services by state' })}>
        {kinds.map((kind) => {
          const count = counts.get(kind)?.length ?? 0;
          if (count === 0) return null;
          const on = query.state === kind;
          return (
            <li key={kind}>
              <Link
                href={on ? '/' : `/?state=${kind}`}
                replace
                className={on ? 'home-count on' : 'home-count'}
                {...(on ? { 'aria-current': 'true' as const } : {})}
              >
                {kind === 'exposed' ? <SecurityShape level="exposed" /> : <StateShape state={kind} />}
                <span className="num">
                  {kind === 'exposed'
                    ? t({ fr: '{count} exposé|{count} exposés', en: '{count} exposed' }, { count })
                    : t(stateCountTexts[kind], { count })}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
      <Watch weather={weather} />
    </div>
  );
}

/** What the map itself asks for: open findings, silent sources, matches to settle. */
function Watch({ weather }: { weather: Weather }) {
  const t = useT();
  const items = [
    {
      href: '/findings',
      count: weather.openFindings,
      text: {
        fr: '{count} constat ouvert|{count} constats ouverts',
        en: '{count} open finding|{count} open findings',
      },
    },
    {
      href: '/sources',
      count: weather.silentSources,
      text: {
        fr: '{count} source muette|{count} sources muettes',
        en: '{count} silent source|{count} silent sources',
      },
    },
    {
      href: '/questions',
      count: weather.questions,
      text: {
        fr: '{count} rapprochement à trancher|{count} rapprochements à trancher',
        en: '{count} match to settle|{count} matches to settle',
      },
    },
  ];
  return (
    <ul className="home-watch">
      {items
        .filter((item) => item.count > 0)
        .map((item) => (
          <li key={item.href}>
            <Link href={item.href}>{t(item.text, { count: item.count })}</Link>
          </li>
        ))}
    </ul>
  );
}
