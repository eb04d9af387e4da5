/** RFC 2578 §3.5: at most 128 sub-identifiers, each below 2^32. */
const MOST_ARCS = 128;
const MOST_ARC = 4_294_967_295;
const DOT = 46;
const ZERO = 48;

/** An OID without its leading dot and without superfluous zeros, or null when it is none (RFC 2578 §3.5). */
export function normaliseOid(text: string): string | null {
  const start = text.charCodeAt(0) === DOT ? 1 : 0;
  let arc = -1;
  let arcs = 1;
  let isPadded = false;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (arc < 0 || ++arcs > MOST_ARCS) return null;
      arc = -1;
      continue;
    }
    if (code < ZERO || code > 57) return null;
    if (arc === 0) isPadded = true;
    arc = (arc < 0 ? 0 : arc * 10) + code - ZERO;
    if (arc > MOST_ARC) return null;
  }
  if (arc < 0) return null;
  const plain = start === 1 ? text.slice(1) : text;
  return isPadded ? plain.split('.').map(Number).join('.') : plain;
}

/**
 * Order of normalised OIDs (RFC 3416 §4.2.2): arc by arc as numbers, a prefix before what lies below it. Negative,
 * zero or positive as `Array.sort` wants it.
 */
export function compareOids(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  let at = 0;
  while (at < shorter && one.charCodeAt(at) === other.charCodeAt(at)) at++;
  if (at === one.length || at === other.length) return endsFirst(one, other, at);
  const [left, right] = [one.charCodeAt(at), other.charCodeAt(at)];
  // Where an arc ends on one side and goes on on the other, the longer number is greater.
  const [oneLength, otherLength] = [digitsFrom(one, at), digitsFrom(other, at)];
  return oneLength === otherLength ? left - right : oneLength - otherLength;
}

/** One is a prefix of the other as text: below it when a dot follows, else a longer number. Either way it is first. */
function endsFirst(one: string, other: string, at: number): number {
  return (one.length === at ? 0 : 1) - (other.length === at ? 0 : 1);
}

function digitsFrom(oid: string, at: number): number {
  let end = at;
  while (end < oid.length && oid.charCodeAt(end) !== DOT) end++;
  return end - at;
}

/** True when the OID is the root or lies below it. */
export function isUnder(oid: string, root: string): boolean {
  return oid.startsWith(root) && (oid.length === root.length || oid.charCodeAt(root.length) === DOT);
}
