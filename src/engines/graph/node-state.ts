import type { Level, LocalFacts, NodeState } from './types.ts';

/**
 * Facts and states travel as one byte: availability in bits 0–1, integrity 2–3, confidentiality 4–5,
 * unknown 6, planned 7. So a state is a table entry, and a wave of 50,000 changes allocates none.
 */
export const UNKNOWN_BIT = 64;
export const PLANNED_BIT = 128;

export const availabilityOf = (code: number): Level => (code & 3) as Level;
export const integrityOf = (code: number): Level => ((code >> 2) & 3) as Level;
export const confidentialityOf = (code: number): Level => ((code >> 4) & 3) as Level;

const states: readonly NodeState[] = Array.from({ length: 256 }, (_, code) =>
  Object.freeze({
    availability: availabilityOf(code),
    integrity: integrityOf(code),
    confidentiality: confidentialityOf(code),
    unknown: (code & UNKNOWN_BIT) !== 0,
    planned: (code & PLANNED_BIT) !== 0,
  }),
);

export const stateOfCode = (code: number): NodeState => states[code]!;

const isLevel = (value: unknown): value is Level => value === 0 || value === 1 || value === 2 || value === 3;

/** The byte of a set of facts, or -1 when a level is not 0, 1, 2 or 3. */
export function codeOfFacts(facts: LocalFacts): number {
  const { availability, integrity, confidentiality } = facts;
  if (!isLevel(availability) || !isLevel(integrity) || !isLevel(confidentiality)) return -1;
  const flags = (facts.unknown === true ? UNKNOWN_BIT : 0) | (facts.planned === true ? PLANNED_BIT : 0);
  return availability | (integrity << 2) | (confidentiality << 4) | flags;
}
