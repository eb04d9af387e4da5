/** RFC 2578 §3.5: at most 128 sub-identifiers, each below 2^32. */
const MOST_ARCS = 128;
const MOST_ARC = 4_294_967_295;

const written = /^\.?\d{1,10}(?:\.\d{1,10})*$/;

/** An OID without its leading dot and without superfluous zeros, or null when it is none (RFC 2578 §3.5). */
export function normaliseOid(text: string): string | null {
  if (text.length > MOST_ARCS * 11 || !written.test(text)) return null;
  const arcs = (text.startsWith('.') ? text.slice(1) : text).split('.');
  if (arcs.length > MOST_ARCS) return null;
  for (const [position, arc] of arcs.entries()) {
    const value = Number(arc);
    if (value > MOST_ARC) return null;
    if (arc.length > 1 && arc.startsWith('0')) arcs[position] = String(value);
  }
  return arcs.join('.');
}

/**
 * A key whose plain string order is the order of OIDs (RFC 3416 §4.2.2: arc by arc, a prefix first), and which
 * starts with the key of each OID above it. Arcs below 2^15 take one UTF-16 unit, larger ones three.
 */
export function oidKey(oid: string): string {
  let key = '';
  let arc = 0;
  for (let at = 0; at <= oid.length; at++) {
    const code = at < oid.length ? oid.charCodeAt(at) : 46;
    if (code !== 46) {
      arc = arc * 10 + (code - 48);
      continue;
    }
    key += arc < 0x8000 ? String.fromCharCode(arc) : largeArc(arc);
    arc = 0;
  }
  return key;
}

function largeArc(arc: number): string {
  return String.fromCharCode(
    0x8000 + Math.floor(arc / 2 ** 30),
    Math.floor(arc / 2 ** 15) % 0x8000,
    arc % 0x8000,
  );
}

/** True when the OID is the root or lies below it. */
export function isUnder(oid: string, root: string): boolean {
  return oid.startsWith(root) && (oid.length === root.length || oid.charCodeAt(root.length) === 46);
}
