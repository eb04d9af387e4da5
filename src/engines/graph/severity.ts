import type { Level } from './types.ts';

/** Need of a service for availability, integrity, confidentiality or proof (DICP): 0 none to 4 vital. */
export type Need = 0 | 1 | 2 | 3 | 4;
export type Severity = 0 | 1 | 2 | 3 | 4;

/** 0 when need or state is 0, else need + state − 3 kept within 0–4. */
export function severityOf(need: Need, state: Level): Severity {
  if (need === 0 || state === 0) return 0;
  return Math.min(4, Math.max(0, need + state - 3)) as Severity;
}

export interface ServiceCondition {
  readonly need: Need;
  readonly state: Level;
  /** How long the outage has lasted; absent when there is none. */
  readonly outageSeconds?: number;
  /** Maximum tolerable outage (DMIA); absent when the owner gave none. */
  readonly dmiaSeconds?: number;
}

export interface ServiceSeverity {
  readonly severity: Severity;
  /** Half of the tolerable outage is gone, the rest is not. */
  readonly earlyWarning: boolean;
  /** Time before the tolerable outage is over, negative once past it; null without a DMIA. */
  readonly secondsLeft: number | null;
}

/** Severity of a hurt service: the table, and 4 as soon as the outage reaches the DMIA whatever the need. */
export function serviceSeverity(condition: ServiceCondition): ServiceSeverity {
  const { need, state, outageSeconds = 0, dmiaSeconds } = condition;
  const severity = severityOf(need, state);
  if (dmiaSeconds === undefined) return { severity, earlyWarning: false, secondsLeft: null };
  if (state === 0 || outageSeconds <= 0) return { severity, earlyWarning: false, secondsLeft: dmiaSeconds };
  const secondsLeft = dmiaSeconds - outageSeconds;
  if (secondsLeft <= 0) return { severity: 4, earlyWarning: false, secondsLeft };
  return { severity, earlyWarning: outageSeconds * 2 >= dmiaSeconds, secondsLeft };
}
