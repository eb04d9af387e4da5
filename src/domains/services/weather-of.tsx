import type { Translate } from '#console/i18n.ts';
import { stateOf } from '#console/kit/state.ts';
import type { State } from '#console/kit/state.ts';
import type { ServiceWeather } from '#console/kit/weather-row.tsx';
import { exposureOfState } from '#map/asset-state.tsx';
import type { ServiceRow } from './api.ts';

/** True when there is nothing to tell of it: neither hurt, nor exposed, nor unknown. */
export function isCalm(service: Pick<ServiceRow, 'state'>): boolean {
  const state = stateOf(service.state);
  return (state === 'ok' || state === 'planned') && exposureOfState(service.state) === undefined;
}

/** What a count or a filter takes it for: its state, or `exposed` where only its security suffers. */
export function countedAs(service: Pick<ServiceRow, 'state'>): State | 'exposed' {
  const state = stateOf(service.state);
  return state === 'ok' && exposureOfState(service.state) !== undefined ? 'exposed' : state;
}

/** A service as the kit draws it; `agedSeconds` since the answer came, taken off the time left. */
export function weatherOf(service: ServiceRow, t: Translate, agedSeconds: number): ServiceWeather {
  const exposure = exposureOfState(service.state);
  return {
    id: service.id,
    name: service.name,
    href: `/services/${service.id}`,
    state: stateOf(service.state),
    ...(exposure === undefined ? {} : { exposure }),
    sentence: isCalm(service) ? '' : t(service.sentence),
    days: service.days,
    availability30: service.availability30,
    secondsLeft: service.secondsLeft === null ? null : service.secondsLeft - agedSeconds,
  };
}

export function dayHref(serviceId: string, date: string): string {
  return `/services/${serviceId}?day=${date}&tab=availability`;
}
