/** A reader over one message; names may point back into it. */
export interface NameRead {
  /** Presentation form without the final dot, `.` for the root; special bytes as `\.` or `\123` (RFC 1035 §5.1). */
  readonly name: string;
  /** Offset after the name where it was read. */
  readonly next: number;
}

const maxNameOctets = 255;

function escapedByte(byte: number): string {
  if (byte === 0x2e || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  if (byte > 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\${String(byte).padStart(3, '0')}`;
}

/** One label or character string in presentation form. */
export function presentBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += escapedByte(byte);
  return text;
}

/**
 * Reads a name, following compression pointers (RFC 1035 §4.1.4) backwards only, so that no loop is possible.
 * Null when the name runs out of the message, is too long, or points forward.
 */
export function readName(bytes: Uint8Array, start: number): NameRead | null {
  const labels: string[] = [];
  let offset = start;
  let floor = start;
  let next = -1;
  let octets = 1;
  for (;;) {
    const length = bytes[offset];
    if (length === undefined) return null;
    if (length === 0)
      return { name: labels.length === 0 ? '.' : labels.join('.'), next: next === -1 ? offset + 1 : next };
    if ((length & 0xc0) === 0xc0) {
      const low = bytes[offset + 1];
      if (low === undefined) return null;
      const target = ((length & 0x3f) << 8) | low;
      if (target >= floor) return null;
      if (next === -1) next = offset + 2;
      offset = target;
      floor = target;
      continue;
    }
    if (length > 63) return null;
    octets += length + 1;
    if (octets > maxNameOctets || offset + 1 + length > bytes.length) return null;
    labels.push(presentBytes(bytes.subarray(offset + 1, offset + 1 + length)));
    offset += length + 1;
  }
}

/** Wire form of a plain ASCII name, or null when a label is empty or too long, or the whole is. */
export function encodeName(name: string): Uint8Array | null {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  if (bare === '') return new Uint8Array(1);
  const octets: number[] = [];
  for (const label of bare.split('.')) {
    if (label.length === 0 || label.length > 63) return null;
    octets.push(label.length);
    for (let index = 0; index < label.length; index += 1) {
      const code = label.charCodeAt(index);
      if (code > 0x7e || code < 0x21) return null;
      octets.push(code);
    }
  }
  octets.push(0);
  return octets.length > maxNameOctets ? null : Uint8Array.from(octets);
}
