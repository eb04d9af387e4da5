import { Button } from '@mantine/core';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { useGo } from '#console/kit/link.tsx';
import { Section } from '#console/kit/page.tsx';
import { useChanged, useHeld } from '#console/kit/use-table.ts';
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
  const go = useGo();
  const [over, setOver] = useState(false);
  const view = useHeld(services, keyOf, over, `${query.by ?? ''}|${query.state ?? ''}`);
  const changed = useChanged(services, keyOf, '');
  const rows = view.rows.filter((service) => query.state === undefined || countedAs(service) === query.state);
  const row = (service: ServiceRow) => (
    <WeatherRow
      key={service.id}
      service={{ ...weatherOf(service, t, aged), changed: changed.has(service.id) }}
      dayHref={(date) => dayHref(service.id, date)}
    />
  );
  const fold = (title: string, calm: readonly ServiceRow[]) => (
    <Calm key={title} title={title} services={calm} aged={aged} />
  );
  if (rows.length === 0) {
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
  const directions = byDirection(rows, t);
  return (
    <div onPointerEnter={() => setOver(true)} onPointerLeave={() => setOver(false)} className="stack">
      {query.by === 'direction' ? (
        directions.map(([name, members]) => {
          const calm = members.filter(isCalm);
          return (
            <Section key={name} title={name} count={members.length}>
              <WeatherList label={name}>
                {members.filter((service) => !isCalm(service)).map(row)}
                {query.state === undefined
                  ? calm.length > 0 && fold(t({ fr: 'Calmes', en: 'Calm' }), calm)
                  : calm.map(row)}
              </WeatherList>
            </Section>
          );
        })
      ) : (
        <Section title={t({ fr: 'Services', en: 'Services' })} count={rows.length}>
          <WeatherList label={t({ fr: 'Services publics', en: 'Public services' })}>
            {rows.filter((service) => query.state !== undefined || !isCalm(service)).map(row)}
            {query.state === undefined &&
              directions.map(([name, members]) => {
                const calm = members.filter(isCalm);
                return calm.length === 0 ? null : fold(name, calm);
              })}
          </WeatherList>
        </Section>
      )}
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
