import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { useGo } from '#console/kit/link.tsx';
import { Section } from '#console/kit/page.tsx';
import { useHeld } from '#console/kit/use-table.ts';
import { WeatherFold, WeatherList, WeatherRow } from '#console/kit/weather-row.tsx';
import type { ServiceRow } from './api.ts';
import type { HomeQuery } from './home-query.tsx';
import { countedAs, dayHref, isCalm, weatherOf } from './weather-of.tsx';

interface HomeServicesProps {
  /** Worst first, as the server ranks them. */
  readonly services: readonly ServiceRow[];
  readonly query: HomeQuery;
  readonly aged: number;
}

const keyOf = (service: ServiceRow): string => service.id;

/** Hurt services first, the calm ones folded into one line per direction; or all of it direction by direction. */
export function HomeServices({ services, query, aged }: HomeServicesProps) {
  const t = useT();
  // Under the pointer nothing moves: what is shown there at that moment stays, in its place.
  const [kept, setKept] = useState<ReadonlySet<string> | null>(null);
  const view = useHeld(services, keyOf, kept !== null, `${query.by ?? ''}|${query.state ?? ''}`);
  const changed = useNewStates(services);
  const isShown = (service: ServiceRow): boolean =>
    kept?.has(service.id) === true ||
    (query.state === undefined ? !isCalm(service) : countedAs(service) === query.state);
  const rows = query.state === undefined ? view.rows : view.rows.filter(isShown);
  const row = (service: ServiceRow) => (
    <WeatherRow
      key={service.id}
      service={{ ...weatherOf(service, t, aged), changed: changed.has(service.id) }}
      dayHref={(date) => dayHref(service.id, date)}
    />
  );
  const fold = (title: string, members: readonly ServiceRow[]) => {
    const calm = members.filter((service) => !isShown(service));
    return calm.length === 0 ? null : <Calm key={title} title={title} services={calm} aged={aged} />;
  };
  if (rows.length === 0) return <NoneInState />;
  const directions = byDirection(rows, t);
  return (
    <div
      className="stack"
      onPointerEnter={() => setKept(new Set(rows.filter(isShown).map(keyOf)))}
      onPointerLeave={() => setKept(null)}
    >
      {query.by === 'direction' ? (
        directions.map(([name, members]) => (
          <Section key={name} title={name} count={members.length}>
            <WeatherList label={name}>
              {members.filter(isShown).map(row)}
              {fold(t({ fr: 'Calmes', en: 'Calm' }), members)}
            </WeatherList>
          </Section>
        ))
      ) : (
        <Section title={t({ fr: 'Services', en: 'Services' })} count={rows.length}>
          <WeatherList label={t({ fr: 'Services publics', en: 'Public services' })}>
            {rows.filter(isShown).map(row)}
            {directions.map(([name, members]) => fold(name, members))}
          </WeatherList>
        </Section>
      )}
    </div>
  );
}

const markMillis = 2000;

/** Services whose state is another than in the answer before, for two seconds; a sentence that ages is no news. */
function useNewStates(services: readonly ServiceRow[]): ReadonlySet<string> {
  const before = useRef<ReadonlyMap<string, string>>(new Map());
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const now = new Map(services.map((service) => [service.id, JSON.stringify(service.state)]));
    const news = [...now].filter(([id, state]) => (before.current.get(id) ?? state) !== state);
    before.current = now;
    if (news.length === 0) return;
    // Not cleared by the next answer: the mark ends in its own time.
    setTimeout(() => setChanged(new Set(news.map(([id]) => id))), 0);
    setTimeout(() => setChanged(new Set()), markMillis);
  }, [services]);
  return changed;
}

function NoneInState() {
  const t = useT();
  const go = useGo();
  return (
    <div className="card">
      <Empty
        title={t({ fr: 'Aucun service dans cet état', en: 'No service in this state' })}
        actions={
          <Button onClick={() => go('/')}>
            {t({ fr: 'Voir tous les services', en: 'Show all services' })}
          </Button>
        }
      />
    </div>
  );
}

function Calm({ title, services, aged }: { title: string; services: readonly ServiceRow[]; aged: number }) {
  const t = useT();
  return <WeatherFold title={title} services={services.map((service) => weatherOf(service, t, aged))} />;
}

/** Directions in the order of their worst service, then by name. */
function byDirection(services: readonly ServiceRow[], t: Translate): [string, ServiceRow[]][] {
  const none = t({ fr: 'Sans direction', en: 'No directorate' });
  const groups = Map.groupBy(services, (service) => service.organisation?.name ?? none);
  const hurt = (members: readonly ServiceRow[]): number => members.filter((one) => !isCalm(one)).length;
  return [...groups].toSorted(([a, as], [b, bs]) => hurt(bs) - hurt(as) || a.localeCompare(b, 'fr'));
}
