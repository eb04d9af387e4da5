import { useT } from '#console/i18n.ts';
import { countStates } from '#console/kit/state.ts';
import { Wall } from '#console/kit/wall.tsx';
import { SecondsLeft } from '#console/kit/weather-row.tsx';
import type { Weather } from './api.ts';
import { countedAs, isCalm, weatherOf } from './weather-of.tsx';

/** `/?wall=1`: hurt services and their causes only, readable from three metres. */
export function HomeWall({ weather, aged }: { weather: Weather; aged: number }) {
  const t = useT();
  const hurt = weather.services
    .filter((service) => !isCalm(service))
    .map((service) => weatherOf(service, t, aged));
  // A service that is only exposed is told by its row: it is not counted as normal.
  const counted = weather.services.map(countedAs).filter((state) => state !== 'exposed');
  return (
    <Wall
      counts={countStates(counted)}
      services={hurt.map((service) => ({
        id: service.id,
        name: service.name,
        state: service.state,
        ...(service.exposure === undefined ? {} : { exposure: service.exposure }),
        sentence: service.sentence,
        left: service.secondsLeft === null ? null : <SecondsLeft seconds={service.secondsLeft} />,
      }))}
    />
  );
}
