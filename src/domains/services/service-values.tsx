import type { CallInput } from '#console/client.ts';
import type { ServiceDetail, ServiceProfile, createService } from './api.ts';

/** The form of a service: the body of its contract, flat, with texts where a field may be empty. */
export interface ServiceValues {
  readonly name: string;
  readonly code: string;
  readonly organisationId: string | null;
  readonly needs: ServiceProfile['needs'];
  readonly dmiaMinutes: number | null;
  readonly pdmaMinutes: number | null;
  readonly openingHours: ServiceProfile['openingHours'];
  readonly usersServed: number | null;
  readonly audience: string;
  readonly dataClass: string;
  readonly permittedZones: readonly string[];
}

export const newService: ServiceValues = {
  name: '',
  code: '',
  organisationId: null,
  needs: { availability: 2, integrity: 2, confidentiality: 2, proof: 1 },
  dmiaMinutes: 480,
  pdmaMinutes: null,
  openingHours: { always: true },
  usersServed: null,
  audience: '',
  dataClass: '',
  permittedZones: [],
};

export function valuesOf(
  service: Pick<ServiceDetail, 'name' | 'code' | 'organisation' | 'profile'>,
): ServiceValues {
  const { profile } = service;
  return {
    name: service.name,
    code: service.code ?? '',
    organisationId: service.organisation?.id ?? null,
    needs: profile.needs,
    dmiaMinutes: profile.dmiaMinutes,
    pdmaMinutes: profile.pdmaMinutes,
    openingHours: profile.openingHours,
    usersServed: profile.usersServed,
    audience: profile.audience ?? '',
    dataClass: profile.dataClass ?? '',
    permittedZones: profile.permittedZones,
  };
}

function orNull(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed;
}

export function bodyOf(values: ServiceValues): CallInput<typeof createService>['body'] {
  const { name, code, organisationId, audience, dataClass, permittedZones, ...profile } = values;
  return {
    name,
    code: orNull(code),
    organisationId,
    profile: {
      ...profile,
      audience: orNull(audience),
      dataClass: orNull(dataClass),
      permittedZones: [...permittedZones],
    },
  };
}
