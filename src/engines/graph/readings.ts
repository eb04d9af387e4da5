import { PLANNED_BIT, UNKNOWN_BIT, availabilityOf } from './node-state.ts';

/**
 * Availability under four readings of the facts, two bits each in one byte, so that one wave settles them all:
 * as they stand; the unknown nodes well; the unknown nodes down; without the planned facts.
 * Nearly everywhere the four agree, and the work is that of one.
 */
export const PRESENT = 0;
export const UNKNOWN_WELL = 2;
export const UNKNOWN_DOWN = 4;
export const UNPLANNED = 6;

/** Times a level: the same level in all four readings. */
export const ALL = 0x55;
const HIGH_BITS = 0xaa;

export const levelOf = (byte: number, reading: number): number => (byte >> reading) & 3;

/** The worse level of two bytes, reading by reading. */
export function worse(a: number, b: number): number {
  if (a === b) return a;
  const aHigh = (a & HIGH_BITS) >> 1;
  const bHigh = (b & HIGH_BITS) >> 1;
  const low = (a & ~(bHigh & ~aHigh)) | (b & ~(aHigh & ~bHigh));
  return ((a | b) & HIGH_BITS) | (low & ALL);
}

/** What a consumer sees of a member: 1 is up, as 0 is. */
export function seen(byte: number): number {
  const high = byte & HIGH_BITS;
  return byte & (high | (high >> 1));
}

/** Limits to a cap a byte whose levels are 0, 2 or 3. */
export function capSeen(byte: number, cap: number): number {
  if (cap === 3) return byte;
  if (cap === 2) return byte & HIGH_BITS;
  return cap === 1 ? (byte & HIGH_BITS) >> 1 : 0;
}

const byFact = (byte: (fact: number) => number): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, fact) => byte(fact));

/** Own levels of a node by its fact byte, in the four readings. */
export const FOUR_READINGS = byFact((fact) => {
  const level = availabilityOf(fact);
  const unknown = (fact & UNKNOWN_BIT) !== 0;
  const planned = (fact & PLANNED_BIT) !== 0;
  return (
    level |
    ((unknown ? 0 : level) << UNKNOWN_WELL) |
    ((unknown ? 3 : level) << UNKNOWN_DOWN) |
    ((planned ? 0 : level) << UNPLANNED)
  );
});

/** The planned facts alone: what announced work explains by itself. */
export const PLANNED_ALONE = byFact((fact) => ((fact & PLANNED_BIT) === 0 ? 0 : availabilityOf(fact) * ALL));

/** Spreads one bit of each reading over the four bytes of a word, to count members in all readings at once. */
const spread = (bitsOf: (byte: number) => number): Int32Array =>
  Int32Array.from({ length: 256 }, (_, byte) => {
    const bits = bitsOf(byte);
    return (bits & 1) | ((bits & 4) << 6) | ((bits & 16) << 12) | ((bits & 64) << 18);
  });

export const NOT_UP = spread((byte) => byte >> 1);
export const DOWN = spread((byte) => byte & (byte >> 1));

/** Most members that can be counted so. */
export const SPREAD_LIMIT = 255;

/** The four counts of a word are equal. */
export const agree = (word: number): boolean => Math.imul(word & 255, 0x01010101) === (word | 0);
