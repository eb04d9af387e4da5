import type { Need, ServiceSeverity } from '#engines/graph/severity.ts';
import { serviceSeverity } from '#engines/graph/severity.ts';
import type { Level } from '#engines/graph/types.ts';

/** A service's needs and state as the tables hold them. */
export interface ServiceFacts {
  readonly need_availability: number;
  readonly need_integrity: number;
  readonly need_confidentiality: number;
  readonly dmia_minutes: number | null;
  readonly availability: number;
  readonly integrity: number;
  readonly confidentiality: number;
  readonly down_since: Date | null;
}

/** Severity of a service over the three channels: the worst; the tolerable outage counts from when it went down. */
export function serviceCondition(service: ServiceFacts, now: Date): ServiceSeverity {
  const outageSeconds =
    service.down_since === null ? 0 : (now.getTime() - service.down_since.getTime()) / 1000;
  const availability = serviceSeverity({
    need: service.need_availability as Need,
    state: service.availability as Level,
    outageSeconds,
    ...(service.dmia_minutes === null ? {} : { dmiaSeconds: service.dmia_minutes * 60 }),
  });
  const integrity = serviceSeverity({
    need: service.need_integrity as Need,
    state: service.integrity as Level,
  });
  const confidentiality = serviceSeverity({
    need: service.need_confidentiality as Need,
    state: service.confidentiality as Level,
  });
  const severity = Math.max(availability.severity, integrity.severity, confidentiality.severity);
  return { ...availability, severity: severity as ServiceSeverity['severity'] };
}
