/** The last 20 results of a check, one bit each: set where a result differed from the one before. */
export interface FlapMemory {
  /** Lowest bit: the newest. */
  readonly changes: number;
  readonly isFlapping: boolean;
}

export const noFlaps: FlapMemory = { changes: 0, isFlapping: false };

const window = 20;
const startsAbovePercent = 30;
const endsBelowPercent = 25;

/**
 * Share of changes among the last 20 results, the newest weighing most (0.8 to 1.18): Icinga 2's formula, which
 * operators know. 100 would be a change at every result.
 */
export function flapPercent(changes: number): number {
  let weight = 0;
  for (let age = 0; age < window; age += 1) {
    if ((changes >> age) & 1) weight += 0.8 + 0.02 * (window - 1 - age);
  }
  return (100 * weight) / window;
}

/** Remembers one more result; hysteresis keeps a check at the limit from flapping between flapping and not. */
export function rememberResult(memory: FlapMemory, changed: boolean): FlapMemory {
  const changes = ((memory.changes << 1) | (changed ? 1 : 0)) & 0xfffff;
  const percent = flapPercent(changes);
  return {
    changes,
    isFlapping: memory.isFlapping ? percent >= endsBelowPercent : percent > startsAbovePercent,
  };
}
